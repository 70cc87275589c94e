"""Lines of a page's regions to pieces: headings, paragraphs, list items, table rows, footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.headings import HeadingMark, Headings, LaidOutPage
from ingest.layout import Region
from ingest.lines import MARKER, Line
from ingest.records import FOOTNOTE, HEADING, LIST_ITEM, PARAGRAPH, TABLE_ROW
from ingest.repair import ends_broken

_ENDED = re.compile(r"[.!?:;…][\"'”’»)\]]*[\d*†‡,]{0,4}$")
_NOTE_START = re.compile(r"^(?:\d{1,3}|[*†‡§¶]{1,3})(?=\D|$)")
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
    for index, region in enumerate(page.regions):
        if region.rows:
            pieces.extend(_row_pieces(region, headings, index))
        else:
            pieces.extend(_text_pieces(region, page, headings, index))
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


def _text_pieces(region: Region, page: LaidOutPage, headings: Headings, index: int) -> Iterator[Piece]:
    notes_from = _notes_start(region, page, headings.body[0])
    lines = region.lines
    position = 0
    pending: list[Line] = []
    while position < len(lines):
        mark = headings.by_line.get(id(lines[position]))
        if mark is None:
            pending.append(lines[position])
            position += 1
            if position == notes_from or position == len(lines):
                yield from _plain_pieces(pending, index, notes=position > notes_from)
                pending = []
            continue
        yield from _plain_pieces(pending, index, notes=False)
        pending = []
        count = sum(any(line is own for own in mark.lines) for line in lines[position:])
        count = max(1, count)
        yield Piece(
            kind=HEADING,
            cells=[[lines[position : position + count]]],
            y=lines[position].y0,
            mark=mark,
            region=index,
        )
        position += count


def _plain_pieces(lines: list[Line], index: int, *, notes: bool) -> Iterator[Piece]:
    for paragraph in _paragraphs(lines, notes=notes):
        first = paragraph[0]
        kind = FOOTNOTE if notes else LIST_ITEM if _starts_item(first) else PARAGRAPH
        yield Piece(kind=kind, cells=[[paragraph]], y=first.y0, region=index)


def _notes_start(region: Region, page: LaidOutPage, body_size: float) -> int:
    """Index of the first line of the footnotes at the region's end, or the number of lines."""
    lines = region.lines
    start = len(lines)
    for position in range(len(lines) - 1, -1, -1):
        line = lines[position]
        if line.size > SMALL * body_size or line.base < 0.4 * page.height:
            break
        if _NOTE_START.match(line.words[0].text) and _is_lowest(line, region, page, body_size):
            start = position
    return start


def _is_lowest(line: Line, region: Region, page: LaidOutPage, body_size: float) -> bool:
    """Whether no text of body size stands below the line in its column."""
    for other in page.regions:
        if other is region or min(other.x1, region.x1) <= max(other.x0, region.x0):
            continue
        if any(text.base > line.base and text.size > SMALL * body_size for text in other.lines):
            return False
    return True


def _starts_item(line: Line) -> bool:
    return MARKER.match(line.words[0].text) is not None and len(line.words) > 1


def _paragraphs(lines: Sequence[Line], *, notes: bool = False) -> list[list[Line]]:
    """Lines of one column as paragraphs: split at gaps, indents, list markers and changes of type."""
    if not lines:
        return []
    pitch = _usual_pitch(lines)
    left = min(line.x0 for line in lines)
    right = max(line.x1 for line in lines)
    result: list[list[Line]] = [[lines[0]]]
    for before, line in pairwise(lines):
        current = result[-1]
        if _breaks(current, before, line, pitch=pitch, left=left, right=right, notes=notes):
            result.append([line])
        else:
            current.append(line)
    return result


def _usual_pitch(lines: Sequence[Line]) -> float:
    """Line pitch of the column in font sizes; 1.2 where too few lines tell."""
    pitches = [(b.base - a.base) / max(a.size, 1.0) for a, b in pairwise(lines)]
    pitches = [pitch for pitch in pitches if 0.7 < pitch < 2.6]
    return min(median(pitches), 1.25 * min(pitches) + 0.1) if len(pitches) >= 3 else 1.25


def _breaks(
    current: Sequence[Line], before: Line, line: Line, *, pitch: float, left: float, right: float, notes: bool
) -> bool:
    gap = (line.base - before.base) / max(before.size, 1.0)
    if gap > 1.22 * pitch + 0.05 or gap < 0:
        return True
    if notes:
        return (
            _NOTE_START.match(line.words[0].text) is not None and line.words[0].size < 0.95 * line.size + 0.5
        )
    if _starts_item(line) and not _is_wrapped_number(before, line):
        return True
    if abs(before.size - line.size) > 0.12 * before.size or (
        before.bold != line.bold and _ENDED.search(before.text)
    ):
        return True
    return _indent_breaks(current, before, line, left=left, right=right)


def _indent_breaks(current: Sequence[Line], before: Line, line: Line, *, left: float, right: float) -> bool:
    size = before.size
    short = before.x1 < right - 0.12 * (right - left)
    ended = _ENDED.search(before.text) is not None
    if _starts_item(current[0]):
        text_x = current[0].words[1].x0
        dedented = line.x0 < text_x - 0.4 * size
        hanging = len(current) > 1 and current[1].x0 > current[0].x0 + 0.4 * size
        return dedented and (hanging or ended) and (ended or line.words[0].text[:1].isupper())
    indented = line.x0 > before.x0 + 0.8 * size and line.x0 < before.x0 + 4 * size
    if indented and len(current) > 1 and line.words[0].text[:1].isupper() and (ended or short):
        return True
    return short and ended and line.words[0].text[:1].isupper()


def _is_wrapped_number(before: Line, line: Line) -> bool:
    """A number that merely happens to start a line ("... of Article / 5. In") is no list marker."""
    marker = line.words[0].text
    return (
        marker[0].isdigit()
        and not _ENDED.search(before.text)
        and abs(line.x0 - before.x0) < 1.0
        and (line.x1 - before.x1 < 0.1 * before.width and before.x1 - line.x1 < 0.1 * before.width)
    )
