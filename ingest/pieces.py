"""Lines of a page's regions to pieces: headings, paragraphs, list items, table rows, footnotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.contents import ends_in_number, is_contents, parts_of
from ingest.layout import Region
from ingest.lines import Line
from ingest.marks import HeadingMark, Headings, LaidOutPage
from ingest.notes import notes_of, prose_size, split_notes
from ingest.paragraphs import Column, paragraphs_of, starts_item
from ingest.records import CONTENTS, FOOTNOTE, HEADING, LIST_ITEM, PARAGRAPH, TABLE_ROW


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
    """The pieces of a page in reading order, footnotes last."""
    pieces: list[Piece] = []
    contents = is_contents(page.lines)
    for index, region in enumerate(page.regions):
        if region.rows:
            pieces.extend(_row_pieces(region, headings, index))
        else:
            pieces.extend(_text_pieces(region, page, headings, index, contents=contents))
    notes = [piece for piece in pieces if piece.kind == FOOTNOTE]
    return [piece for piece in pieces if piece.kind != FOOTNOTE] + notes


def _row_pieces(region: Region, headings: Headings, index: int) -> Iterator[Piece]:
    for row in region.rows:
        cells = [paragraphs_of(cell) for cell in row if cell]
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
    notes = () if contents else notes_of(region, page, max(headings.body[0], prose_size(page)))
    body = region.lines[: len(region.lines) - len(notes)]
    for mark, lines in _stretches(body, headings):
        if mark is not None:
            yield Piece(kind=HEADING, cells=[[lines]], y=lines[0].y0, mark=mark, region=index)
        elif contents:
            yield from _contents_pieces(lines, index)
        else:
            yield from _plain_pieces(lines, index)
    for note in split_notes(notes):
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
        *others, title = paragraphs_of([*waiting, words])
        yield from _plain_pieces([line for lines in others for line in lines], index)
        yield Piece(kind=CONTENTS, cells=[[title], [[number]]], y=title[0].y0, region=index)
        waiting = []
    yield from _plain_pieces(waiting, index)


def _plain_pieces(lines: Sequence[Line], index: int) -> Iterator[Piece]:
    hanging = Column.of(lines).hanging if lines else False
    for paragraph in paragraphs_of(lines):
        first = paragraph[0]
        numbered = hanging and first.words[0].text.isdigit() and len(first.words) > 1
        kind = LIST_ITEM if numbered or starts_item(first) else PARAGRAPH
        yield Piece(kind=kind, cells=[[paragraph]], y=first.y0, region=index)
