"""Lines of a page's regions to pieces: headings, paragraphs, list items, table rows, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.contents import ends_in_number, is_contents, parts_of
from ingest.headings import HeadingMark, Headings, LaidOutPage
from ingest.layout import Region
from ingest.lines import MARKER, Line
from ingest.records import CONTENTS, FOOTNOTE, HEADING, LIST_ITEM, PARAGRAPH, TABLE_ROW
from ingest.repair import ends_broken, repair

_ENDED = re.compile(r"[.!?:;…][\"'”’»)\]]*(?:[\d*†‡](?:[\d,]*\d)?)?$")
_NOTE_START = re.compile(r"^(?:\d{1,3}|[*†‡§¶]{1,3})(?=\D|$)")
SURE_BULLETS = "•‣▪▫■□▢☐☑☒●○◦➢➤►▶✓✔✗❑❒\uf0b7\uf0a7"
SMALL = 0.93  # of the body size: footnotes are set smaller


@dataclass(kw_only=True, slots=True)
class Piece:
    """A block before its text is composed: `cells` hold lines, one cell except in table rows.

    Each cell is a tuple of paragraphs, each paragraph a list of lines.
    """

    kind: str
    cells: list[list[list[Line]]]
    y: float
    mark: HeadingMark | None = None
    region: int = 0

    @property
    def first(self) -> Line:
        return self.cells[0][0][0]

    @property
    def last(self) -> Line:
        return self.cells[-1][-1][-1]


def pieces_of(page: LaidOutPage, headings: Headings) -> list[Piece]:
    """The pieces of a page in reading order, footnotes last, paragraphs joined over columns."""
    pieces: list[Piece] = []
    contents = is_contents(page.lines)
    for index, region in enumerate(page.regions):
        if region.rows:
            pieces.extend(_row_pieces(region, headings, index))
        else:
            pieces.extend(_text_pieces(region, page, headings, index, contents=contents))
    notes = [piece for piece in pieces if piece.kind == FOOTNOTE]
    return _joined([piece for piece in pieces if piece.kind != FOOTNOTE]) + notes


def goes_on(before: Piece, after: Piece) -> bool:
    """Whether `after` continues the sentence in which `before` breaks off (at a column or page end)."""
    if before.kind not in (PARAGRAPH, LIST_ITEM) or after.kind != PARAGRAPH:
        return False
    last, first = before.last, after.first
    if abs(last.size - first.size) > 0.12 * last.size or last.bold != first.bold:
        return False
    end = last.text.replace("\x02", "-").rstrip()
    if _ENDED.search(end):
        return False
    if first.words[0].text[:1].islower() or ends_broken(last.words[-1].text):
        return True
    widest = max(line.x1 for line in before.cells[-1][-1])
    return last.x1 >= widest - 2.5 * last.size and len(last.words) >= 4 and len(before.cells[-1][-1]) >= 2


def _joined(pieces: list[Piece]) -> list[Piece]:
    result: list[Piece] = []
    for piece in pieces:
        if result and result[-1].region != piece.region and goes_on(result[-1], piece):
            result[-1].cells[-1][-1].extend(piece.cells[0][0])
            result[-1].region = piece.region
        else:
            result.append(piece)
    return result


def _row_pieces(region: Region, headings: Headings, index: int) -> Iterator[Piece]:
    for row in region.rows:
        cells = [_paragraphs(cell) for cell in row if cell]
        if not cells:
            continue
        mark = headings.by_line.get(id(cells[0][0][0]))
        lines = [line for cell in cells for paragraph in cell for line in paragraph]
        y = min(line.y0 for line in lines)
        if mark and set(map(id, lines)) == set(map(id, mark.lines)):
            yield Piece(kind=HEADING, cells=[[lines]], y=y, mark=mark, region=index)
        else:
            yield Piece(kind=TABLE_ROW, cells=cells, y=y, region=index)


def _text_pieces(
    region: Region, page: LaidOutPage, headings: Headings, index: int, *, contents: bool
) -> Iterator[Piece]:
    notes = () if contents else _notes_of(region, page, max(headings.body[0], _prose_size(page)))
    body = region.lines[: len(region.lines) - len(notes)]
    for mark, lines in _stretches(body, headings):
        if mark is not None:
            yield Piece(kind=HEADING, cells=[[lines]], y=lines[0].y0, mark=mark, region=index)
        elif contents:
            yield from _contents_pieces(lines, index)
        else:
            yield from _plain_pieces(lines, index)
    for note in _paragraphs(notes, notes=True):
        yield Piece(kind=FOOTNOTE, cells=[[note]], y=note[0].y0, region=index)


def _stretches(lines: Sequence[Line], headings: Headings) -> Iterator[tuple[HeadingMark | None, list[Line]]]:
    """Lines between headings, and each heading's own lines with its mark."""
    pending: list[Line] = []
    rest = list(lines)
    while rest:
        mark = headings.by_line.get(id(rest[0]))
        if mark is None:
            pending.append(rest.pop(0))
            continue
        if pending:
            yield None, pending
            pending = []
        count = max(1, sum(any(line is own for own in mark.lines) for line in rest))
        yield mark, rest[:count]
        rest = rest[count:]
    if pending:
        yield None, pending


def _contents_pieces(lines: Sequence[Line], index: int) -> Iterator[Piece]:
    """Entries of a table of contents, their words and number as two cells; what is no entry as it comes."""
    waiting: list[Line] = []
    for line in lines:
        if not ends_in_number(line):
            waiting.append(line)
            continue
        words, number = parts_of(line)
        *others, title = _paragraphs([*waiting, words])
        yield from _plain_pieces([line for lines in others for line in lines], index)
        yield Piece(kind=CONTENTS, cells=[[title], [[number]]], y=title[0].y0, region=index)
        waiting = []
    yield from _plain_pieces(waiting, index)


def _plain_pieces(lines: Sequence[Line], index: int) -> Iterator[Piece]:
    hanging = _Column.of(lines).hanging if lines else False
    for paragraph in _paragraphs(lines):
        first = paragraph[0]
        numbered = hanging and first.words[0].text.isdigit() and len(first.words) > 1
        kind = LIST_ITEM if numbered or _starts_item(first) else PARAGRAPH
        yield Piece(kind=kind, cells=[[paragraph]], y=first.y0, region=index)


def _notes_of(region: Region, page: LaidOutPage, body_size: float) -> Sequence[Line]:
    """The footnotes at the region's end: small lines from a mark on, with nothing larger below them."""
    lines = region.lines
    first = len(lines)
    separators = _separators(region, page)
    highest = min([0.4 * page.height, *separators])
    while first and lines[first - 1].size <= SMALL * body_size and lines[first - 1].base > highest:
        first -= 1
    if first < len(lines) and any(_opens_notes(y, lines, first, page) for y in separators):
        return lines[first:] if _is_lowest(lines[first], region, page, body_size) else ()
    for position in range(first, len(lines)):
        line = lines[position]
        opens = position == first and (first == 0 or lines[first - 1].size > SMALL * body_size)
        if not opens and position and not _is_set_off(lines[position - 1], line, page):
            continue
        if _NOTE_START.match(line.words[0].text) and _is_lowest(line, region, page, body_size):
            return lines[position:]
    return ()


def _separators(region: Region, page: LaidOutPage) -> list[float]:
    """Heights of the short rules at the left of the region's column, as they stand above footnotes."""
    column = max(
        other.x1 - other.x0 for other in page.regions if other.x0 < region.x1 and other.x1 > region.x0
    )
    return [
        rule.y0
        for rule in page.rules
        if rule.horizontal
        and region.x0 - 40 < rule.x0 < region.x0 + 12
        and 30 < rule.x1 - rule.x0 < 0.6 * column
        and rule.y0 > 0.2 * page.height
    ]


def _opens_notes(rule_y: float, lines: Sequence[Line], first: int, page: LaidOutPage) -> bool:
    """Whether the lines from `first` on are all that is below a rule, and raised marks stand below it."""
    below = rule_y < lines[first].base and (first == 0 or lines[first - 1].base < rule_y)
    return below and any(
        line.base > rule_y and _is_raised(line) and _NOTE_START.match(line.words[0].text)
        for line in page.lines
    )


def _is_set_off(before: Line, line: Line, page: LaidOutPage) -> bool:
    """Whether a line stands apart from small text above it: by a rule, or by a gap and a raised mark."""
    ruled = any(rule.horizontal and before.base < rule.y0 < line.base for rule in page.rules)
    return ruled or (_is_raised(line) and line.base - before.base > 1.5 * line.size)


def _is_raised(line: Line) -> bool:
    """Whether a line begins with a small mark, as footnotes do."""
    return line.words[0].size < 0.85 * line.size


def _prose_size(page: LaidOutPage) -> float:
    """The font size that most letters of the page's running text have."""
    letters: Counter[float] = Counter()
    for region in page.regions:
        for line in region.lines:
            letters[round(line.size, 1)] += len(line.text)
    return max(letters, key=lambda size: (letters[size], size)) if letters else 0.0


def _is_lowest(line: Line, region: Region, page: LaidOutPage, body_size: float) -> bool:
    """Whether no text of body size stands below the line in its column."""
    for other in page.regions:
        if other is region or min(other.x1, region.x1) <= max(other.x0, region.x0):
            continue
        if any(text.base > line.base and text.size > SMALL * body_size for text in other.lines):
            return False
    return True


def _starts_item(line: Line) -> bool:
    return MARKER.match(repair(line.words[0].text)) is not None and len(line.words) > 1


def _paragraphs(lines: Sequence[Line], *, notes: bool = False) -> list[list[Line]]:
    """Lines of one column as paragraphs: split at gaps, indents, list markers and changes of type."""
    if not lines:
        return []
    column = _Column.of(lines)
    result: list[list[Line]] = [[lines[0]]]
    for before, line in pairwise(lines):
        current = result[-1]
        if _breaks(current, before, line, column=column, notes=notes):
            result.append([line])
        else:
            current.append(line)
    return result


@dataclass(frozen=True, kw_only=True, slots=True)
class _Column:
    """What the lines of a column have in common: its edges, its line pitch in font sizes, and whether
    entries begin at the left edge and go on indented (a bibliography, a list of names)."""

    left: float
    right: float
    pitch: float
    hanging: bool

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Column:
        left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
        return cls(left=left, right=right, pitch=_usual_pitch(lines), hanging=_hangs(lines, left, right))


def _hangs(lines: Sequence[Line], left: float, right: float) -> bool:
    """Whether indented lines go on with a full line, where a new paragraph's would follow a short one."""
    indented = [(a, b) for a, b in pairwise(lines) if 0.8 * b.size < b.x0 - left < 4 * b.size]
    if len(indented) < 2 or len(indented) > 0.85 * len(lines):
        return False
    if any(_starts_item(line) for line in lines):
        return False
    full = sum(
        before.x1 > right - 0.2 * (right - left) and not _is_set_in(line, before) for before, line in indented
    )
    return full >= 0.8 * len(indented)


def _is_set_in(line: Line, before: Line) -> bool:
    """Whether a line looks like the indented start of a paragraph after an ended one."""
    return _ENDED.search(before.text) is not None and line.words[0].text[:1].isupper()


def _usual_pitch(lines: Sequence[Line]) -> float:
    """Line pitch of the column in font sizes; 1.2 where too few lines tell."""
    pitches = [(b.base - a.base) / max(a.size, 1.0) for a, b in pairwise(lines)]
    pitches = [pitch for pitch in pitches if 0.7 < pitch < 2.6]
    return min(median(pitches), 1.25 * min(pitches) + 0.1) if len(pitches) >= 3 else 1.25


def _breaks(current: Sequence[Line], before: Line, line: Line, *, column: _Column, notes: bool) -> bool:
    gap = (line.base - before.base) / max(before.size, 1.0)
    if gap > 1.22 * column.pitch + 0.05 or gap < 0.2:
        return True
    if _is_bare(line) and (_is_bare(before) or (len(current) <= 2 and len(before.words) < 5)):
        return True
    if _is_bare(before) and len(current) == 1:
        return True
    if notes:
        raised = _is_raised(line) or not _is_raised(current[0])
        return raised and _NOTE_START.match(line.words[0].text) is not None
    if _starts_item(line) and not _runs_on(current, before, line, right=column.right):
        return True
    if column.hanging and line.x0 < column.left + 0.3 * line.size and not line.words[0].text[0].islower():
        return True
    if abs(before.size - line.size) > 0.12 * before.size or (
        before.bold != line.bold and _ENDED.search(before.text)
    ):
        return True
    return _indent_breaks(current, before, line, left=column.left, right=column.right)


def _is_bare(line: Line) -> bool:
    """Whether a line is figures alone, as on the axis or at the bars of a chart."""
    return not any(c.isalpha() for c in line.text) and any(c.isdigit() for c in line.text)


def _indent_breaks(current: Sequence[Line], before: Line, line: Line, *, left: float, right: float) -> bool:
    size = before.size
    short = before.x1 < right - 0.12 * (right - left)
    ended = _ENDED.search(before.text) is not None
    if _starts_item(current[0]):
        text_x = current[0].words[1].x0
        dedented = line.x0 < text_x - 0.4 * size
        hanging = len(current) > 1 and current[1].x0 > current[0].x0 + 0.4 * size
        outside = line.x0 < min(one.x0 for one in current[:2]) - 0.25 * size
        if outside and line.words[0].text[:1].isupper():
            return True  # the text below a list stands further left than its markers
        return dedented and (hanging or (ended and short)) and (ended or line.words[0].text[:1].isupper())
    indented = line.x0 > before.x0 + 0.8 * size and line.x0 < before.x0 + 4 * size
    if indented and len(current) > 1 and line.words[0].text[:1].isupper() and (ended or short):
        return True
    return short and ended and line.words[0].text[:1].isupper()


def _runs_on(current: Sequence[Line], before: Line, line: Line, *, right: float) -> bool:
    """Whether a marker only happens to start a line ("... of Article / 5. In", "... text / – so to say")."""
    if line.words[0].text[0] in SURE_BULLETS or _ENDED.search(before.text):
        return False
    if _starts_item(current[0]) and abs(current[0].x0 - line.x0) < 1.0:
        return False
    hangs = _starts_item(current[0]) and abs(line.x0 - current[0].words[1].x0) < 2.0
    return (hangs or abs(line.x0 - before.x0) < 1.0) and before.x1 > right - 0.08 * (right - before.x0)
