"""Words to lines: pieces of text on one baseline without a column gap in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.words import Box, Word

# A bullet, dash, tick or box standing alone; or "1.", "2.3", "(a)", "iv)", "A." before an item.
MARKER = re.compile(
    r"^(?:[•‣▪▫■□▢☐☑☒●○◦◘◆◇➢➤►▶✓✔✗❑❒➔→·∙\-–—*»\uf000-\uf0ff\ufffd]|o|§"
    r"|\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-zA-Z]|[ivxlIVXL]{1,6})[.)]|\d{1,2}(?:\.\d{1,2}){1,4})$"
)
PAGE_NUMBER = re.compile(r"^(?:\d{1,4}|[ivxlc]{1,7}|[A-Z]{1,2}-\d{1,3})$", re.IGNORECASE)
WIDEST_SPACE = 6.0  # font sizes: no space between the words of a justified line is wider


@dataclass(kw_only=True, slots=True)
class Line:
    """Words on one baseline, left to right, with the box around them (points, y downwards).

    `bold` and `italic` say that (nearly) all letters are. Made by `make_line`, and not changed after.
    """

    words: list[Word]
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    text: str
    bold: bool
    italic: bool

    @property
    def width(self) -> float:
        return self.x1 - self.x0


def make_line(words: Sequence[Word]) -> Line:
    """One line of the given words, put in visual order (right to left where most letters are so)."""
    ordered = sorted(words, key=lambda word: word.x0)
    if _right_to_left(ordered):
        ordered.reverse()
    size = _typical_size(ordered)
    full = [word for word in ordered if word.size > 0.8 * size] or ordered
    return Line(
        words=ordered,
        x0=min(word.x0 for word in ordered),
        y0=min(word.y0 for word in full),
        x1=max(word.x1 for word in ordered),
        y1=max(word.y1 for word in full),
        base=sorted(word.base for word in full)[len(full) // 2],
        size=size,
        text=" ".join(word.text for word in ordered),
        bold=_nearly_all(ordered, [word for word in ordered if word.bold]),
        italic=_nearly_all(ordered, [word for word in ordered if word.italic]),
    )


def _nearly_all(words: Sequence[Word], chosen: Sequence[Word]) -> bool:
    """Whether the chosen words hold nine tenths of the letters."""
    return sum(len(word.text) for word in chosen) >= 0.9 * sum(len(word.text) for word in words)


def lines_of(words: Iterable[Word], images: Sequence[Box] = ()) -> list[Line]:
    """Lines of upright words, from top to bottom; a wide gap on a baseline divides two lines.

    A gap that one of the `images` fills (an icon in running text) does not divide.
    """
    runs: list[list[Word]] = []
    for word in words:
        if runs and _follows(runs[-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    lines = sorted((make_line(run) for run in runs), key=lambda line: (line.base, line.x0))
    return _join_page_numbers(_join_stretched(_merge_neighbours(lines, images)))


def _follows(run: list[Word], word: Word) -> bool:
    """Whether `word`, next in the content stream, goes on with the line of `run`."""
    last = run[-1]
    if not _same_line(last, word):
        return False
    size = max(last.size, word.size)
    reach = 1.15 * size
    start = "".join(part.text for part in run) if len(run) <= 2 else ""
    if MARKER.match(start) or (len(run) == 1 and start.isdigit() and len(start) <= 2):
        reach = 4.5 * size  # a list marker and the tab after it
    return -0.6 * size < word.x0 - last.x1 < reach


def _same_line(a: Word, b: Word) -> bool:
    overlap = min(a.y1, b.y1) - max(a.y0, b.y0)
    return overlap > 0.5 * min(a.y1 - a.y0, b.y1 - b.y0) and abs(a.base - b.base) < 0.6 * max(a.size, b.size)


def _merge_neighbours(lines: list[Line], images: Sequence[Box]) -> list[Line]:
    """Joins pieces of one baseline that the content stream gave apart (bold words, superscripts)."""
    merged: list[Line] = []
    for line in lines:
        partner = next((other for other in reversed(merged[-12:]) if _touches(other, line, images)), None)
        if partner is None:
            merged.append(line)
        else:
            merged[merged.index(partner)] = make_line([*partner.words, *line.words])
    return sorted(merged, key=lambda line: (line.base, line.x0))


def _join_stretched(lines: list[Line]) -> list[Line]:
    """Pieces of a justified line with wide spaces: text runs over the gap between them, above and below."""
    joined: list[Line] = []
    for index, line in enumerate(lines):
        left = next((other for other in reversed(joined[-6:]) if _is_left_of(other, line)), None)
        if left is not None and _is_run_over(left, line, lines, index):
            joined[joined.index(left)] = make_line([*left.words, *line.words])
        else:
            joined.append(line)
    return joined


def _is_left_of(a: Line, b: Line) -> bool:
    size = max(a.size, b.size)
    level = abs(a.base - b.base) < 0.25 * size and abs(a.size - b.size) < 0.1 * size
    return level and 0 < b.x0 - a.x1 < WIDEST_SPACE * size


def _is_run_over(left: Line, right: Line, lines: Sequence[Line], index: int) -> bool:
    """Whether the nearest lines above and below run over the gap; below, a paragraph's last line may end."""
    near = [line for line in lines[max(0, index - 30) : index + 30] if line is not left and line is not right]
    pitch = 1.7 * right.size
    above = [line for line in near if 0.5 * right.size < right.base - line.base < pitch]
    below = [line for line in near if 0.5 * right.size < line.base - right.base < pitch]
    if not above:
        return _fills_measure(left, right, below, near)
    if not any(_spans(line, left, right) for line in above):
        return False
    ends = len(below) == 1 and abs(below[0].x0 - left.x0) < 2 and below[0].x1 <= right.x1 + 2
    return ends or any(_spans(line, left, right) for line in below)


def _fills_measure(left: Line, right: Line, below: Sequence[Line], near: Sequence[Line]) -> bool:
    """Whether the pieces of a paragraph's first line end where the single line below them ends."""
    row = [left, right, *(line for line in near if abs(line.base - left.base) < 0.25 * left.size)]
    if len(below) != 1 or not _spans(below[0], left, right):
        return False
    start, end = min(line.x0 for line in row), max(line.x1 for line in row)
    return abs(end - below[0].x1) < 2 and -2 < start - below[0].x0 < 4 * left.size


def _spans(line: Line, left: Line, right: Line) -> bool:
    """Whether a line of the same type runs over the gap between two pieces."""
    same = abs(line.size - left.size) < 0.1 * left.size
    return same and line.x0 < left.x1 - 2 and line.x1 > right.x0 + 2 and len(line.words) >= 4


def _join_page_numbers(lines: list[Line]) -> list[Line]:
    """Numbers in one right-aligned column, each on the baseline of a line to its left (contents, index)."""
    numbers = [line for line in lines if len(line.words) == 1 and PAGE_NUMBER.match(line.text)]
    edges = [line.x1 for line in numbers]
    column = [
        line
        for line in numbers
        if line.words[0].led_to or sum(abs(line.x1 - edge) < 2 for edge in edges) >= 4
    ]
    partner = {id(number): _left_of(number, lines) for number in column}
    if not column or sum(found is not None for found in partner.values()) < 0.8 * len(column):
        return lines
    joined = {id(found): number for number in column if (found := partner[id(number)]) is not None}
    gone = {id(number) for number in joined.values()}
    return [
        make_line([*line.words, *joined[id(line)].words]) if id(line) in joined else line
        for line in lines
        if id(line) not in gone
    ]


def _left_of(number: Line, lines: Sequence[Line]) -> Line | None:
    """The only line on the baseline of `number`, standing left of it; None where there are others."""
    same = [line for line in lines if line is not number and abs(line.base - number.base) < 0.3 * number.size]
    wordy = len(same) == 1 and same[0].x1 < number.x0 and any(c.isalpha() for c in same[0].text)
    return same[0] if wordy else None


def _touches(a: Line, b: Line, images: Sequence[Box]) -> bool:
    size = max(a.size, b.size)
    overlap = min(a.y1, b.y1) - max(a.y0, b.y0)
    if overlap < 0.5 * min(a.y1 - a.y0, b.y1 - b.y0) or abs(a.base - b.base) > 0.5 * size:
        return False
    left, right = (a, b) if a.x0 <= b.x0 else (b, a)
    gap = right.x0 - left.x1
    reach = 0.45 * size
    if MARKER.match(left.text):
        reach = 2.6 * size
    return -0.3 * size < gap < reach or (gap > 0 and _is_filled(left, right, images))


def _is_filled(left: Line, right: Line, images: Sequence[Box]) -> bool:
    """Whether an image no larger than an icon stands in the gap between two pieces of a line."""
    size = max(left.size, right.size)
    return any(
        left.x1 - size < x0 <= left.x1 + 0.8 * size
        and right.x0 - 0.8 * size <= x1 < right.x0 + size
        and min(y1, left.y1) > max(y0, left.y0)
        and y1 - y0 < 3 * size
        for x0, y0, x1, y1 in images
    )


def _typical_size(words: Sequence[Word]) -> float:
    """The font size that most letters of the words have."""
    letters: dict[float, int] = {}
    for word in words:
        size = round(word.size, 1)
        letters[size] = letters.get(size, 0) + len(word.text)
    return max(letters, key=lambda size: (letters[size], size))


def _right_to_left(words: Sequence[Word]) -> bool:
    text = "".join(word.text for word in words)
    strong = sum("\u0590" <= c <= "\u08ff" or "\ufb1d" <= c <= "\ufefc" for c in text)
    return strong > 0.5 * sum(c.isalpha() for c in text) and strong > 0
