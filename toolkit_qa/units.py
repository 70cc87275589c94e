"""Evidence units: what is quoted along with a sentence so that the quote can be understood alone.

A sentence of running text brings the sentences after it in its paragraph, up to a length: a
paragraph opens with its point and goes on to explain it. One that leans on the sentence before it
("This …", "They …", "Such systems …") brings that along. A list item brings its lead-in and the
items beside it, a lead-in its list (or the paragraphs under its colon), a caption its table. A table
cell brings its row, unless that is long, and the row that heads its table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.version import Version
from ingest.records import LIST_ITEM, PARAGRAPH, TABLE_ROW, Block, Page

SENTENCES_AFTER = 3
PARAGRAPH_CHARACTERS = 420
LIST_ITEMS = 20
SHORTEST_LIST = 3  # sentences, with the one that announces it
LIST_CHARACTERS = 1_200
OPEN_CHARACTERS = 700  # of paragraphs after one that ends with a colon: where they end is not known
ROW_CHARACTERS = 900  # a longer row is read like a paragraph
HEADER_CELL_WORDS = 6
CELL = "\t"  # between the cells of a row
_LEANS = re.compile(
    r"^(?:this|that|these|those|they|it|its|their|such|he|she|both|however|therefore|otherwise)\b",
    re.IGNORECASE,
)

_CAPTION = re.compile(r"(?:table|figure|fig\.|box|chart|exhibit)\s+[A-Z]?\.?\d", re.IGNORECASE)


class Units:
    """The units of one opened version, by the numbers of `Version.sentences`."""

    def __init__(self, version: Version) -> None:
        self._version = version
        self._at: dict[tuple[str, int], dict[int, int]] = {}
        for number, (row, sentence) in enumerate(version.sentences):
            span = sentence.spans[0]
            place = (version.passages[row].document_id, span.page)
            self._at.setdefault(place, {})[span.start] = number

    def around(self, number: int) -> tuple[int, ...]:
        """The numbers of the sentences of the unit that `number` belongs to, in reading order."""
        document_id, page, position = self._place(number)
        if position is None:
            return (number,)
        block = page.blocks[position]
        if _is_short_row(block):
            return self._row(document_id, page, position) or (number,)
        lead = self._lead_in(page, position)
        if lead is not None:
            return self._led(document_id, page, lead, number)
        if block.kind == TABLE_ROW:
            return self._window(self._in_cell(number, page, block), number)
        if block.kind in (PARAGRAPH, LIST_ITEM):
            return self._window(list(self._sentences(document_id, page, block)), number)
        return (number,)

    def cells(self, number: int) -> tuple[int, ...]:
        """The cells of the short table row that a sentence stands in; none where it stands in no such row."""
        document_id, page, position = self._place(number)
        if position is None or not _is_short_row(page.blocks[position]):
            return ()
        return tuple(self._sentences(document_id, page, page.blocks[position]))

    def announcement(self, number: int) -> tuple[int, ...]:
        """The sentences that announce the list or table that a sentence is part of; none where it is part
        of none, or of one of a single entry."""
        document_id, page, position = self._place(number)
        lead = None if position is None else self._lead_in(page, position)
        if lead is None or len(self._led(document_id, page, lead, number)) < SHORTEST_LIST:
            return ()
        return tuple(self._sentences(document_id, page, page.blocks[lead]))

    def is_label(self, number: int) -> bool:
        """Whether a sentence says nothing by itself: in a row that heads the rows below it, or the caption
        of what is no table, or of a table on another page."""
        _, page, position = self._place(number)
        if position is None:
            return False
        below = page.blocks[position + 1 : position + 2]
        if page.blocks[position].kind == TABLE_ROW:
            return bool(below) and _header(page, position + 1) == position
        return _is_caption(page, page.blocks[position]) and not (below and below[0].kind == TABLE_ROW)

    def _place(self, number: int) -> tuple[str, Page, int | None]:
        row, sentence = self._version.sentences[number]
        document_id = self._version.passages[row].document_id
        span = sentence.spans[0]
        page = self._version.page(document_id, span.page)
        inside = (i for i, block in enumerate(page.blocks) if block.start <= span.start < block.end)
        return document_id, page, next(inside, None)

    def _sentences(self, document_id: str, page: Page, block: Block) -> Iterator[int]:
        at = self._at.get((document_id, page.number), {})
        for start, _ in block.sentences:
            if start in at:
                yield at[start]

    def _in_cell(self, number: int, page: Page, block: Block) -> list[int]:
        """The sentences of the cell that a sentence stands in."""
        row, sentence = self._version.sentences[number]
        start = sentence.spans[0].start
        begins = page.text.rfind(CELL, block.start, start) + 1 or block.start
        ends = page.text.find(CELL, start, block.end)
        at = self._at[self._version.passages[row].document_id, page.number]
        inside = (one for one, _ in block.sentences if begins <= one < (ends if ends >= 0 else block.end))
        return [at[one] for one in inside if one in at]

    def _window(self, numbers: Sequence[int], number: int) -> tuple[int, ...]:
        """Sentences of one block from `number` on, after the one it leans on, up to the length."""
        if number not in numbers:
            return (number,)
        first = last = numbers.index(number)
        while first > 0 and _LEANS.match(self._text(numbers[first])):
            first -= 1
        length = sum(len(self._text(one)) for one in numbers[first : last + 1])
        for one in numbers[last + 1 : last + 1 + SENTENCES_AFTER]:
            length += len(self._text(one))
            if length > PARAGRAPH_CHARACTERS:
                break
            last += 1
        return tuple(numbers[first : last + 1])

    def _text(self, number: int) -> str:
        return self._version.sentences[number][1].text

    def _row(self, document_id: str, page: Page, position: int) -> tuple[int, ...]:
        """The cells of a row, after those of the row that heads it."""
        header = _header(page, position)
        rows = [position] if header is None else [header, position]
        return tuple(n for row in rows for n in self._sentences(document_id, page, page.blocks[row]))

    def _lead_in(self, page: Page, position: int) -> int | None:
        """The block that opens what `position` is part of: a list, or with its caption a table; else None."""
        blocks = page.blocks
        if blocks[position].kind == LIST_ITEM and not self._opens_list(page, position):
            position -= 1
            while (
                position > 0 and blocks[position].kind == LIST_ITEM and not self._opens_list(page, position)
            ):
                position -= 1
        if position < 0 or not self._opens_list(page, position):
            return None
        return position

    @staticmethod
    def _opens_list(page: Page, position: int) -> bool:
        """Whether items or rows follow a block that announces them: a numbered paragraph may do so too. What
        is printed as a list may be read as paragraphs."""
        block = page.blocks[position]
        below = page.blocks[position + 1].kind if position + 1 < len(page.blocks) else ""
        if block.kind == LIST_ITEM:
            return below in (LIST_ITEM, TABLE_ROW) and _ends_open(page, block)
        if block.kind != PARAGRAPH or below not in (LIST_ITEM, TABLE_ROW, PARAGRAPH):
            return False
        return _ends_open(page, block) or (below == TABLE_ROW and _is_caption(page, block))

    def _led(self, document_id: str, page: Page, lead: int, number: int) -> tuple[int, ...]:
        """The last sentence of the lead-in and the items or rows, up to the length, `number` always."""
        chosen = {number, *list(self._sentences(document_id, page, page.blocks[lead]))[-1:]}
        length, kind = 0, page.blocks[lead + 1].kind
        most = OPEN_CHARACTERS if kind == PARAGRAPH else LIST_CHARACTERS
        for position, block in enumerate(page.blocks[lead + 1 : lead + 1 + LIST_ITEMS], start=lead + 1):
            length += block.end - block.start
            goes_on = block.kind == kind or (
                block.kind == PARAGRAPH and _ends_open(page, page.blocks[position - 1])
            )
            if not goes_on or length > most or self._opens_list(page, position):
                break
            chosen.update(self._sentences(document_id, page, block))
        return tuple(sorted(chosen))


def _ends_open(page: Page, block: Block) -> bool:
    return page.text[block.start : block.end].rstrip().endswith(":")


def _is_caption(page: Page, block: Block) -> bool:
    return block.kind == PARAGRAPH and _CAPTION.match(page.text, block.start, block.end) is not None


def _is_short_row(block: Block) -> bool:
    return block.kind == TABLE_ROW and block.end - block.start <= ROW_CHARACTERS


def _header(page: Page, position: int) -> int | None:
    """The row that heads the row at `position`: the first of those of as many cells that follow each other,
    when its cells are short. None where the table goes on from the page before."""
    cells = _cells(page, position)
    first = position
    while (
        first > 0 and page.blocks[first - 1].kind == TABLE_ROW and len(_cells(page, first - 1)) == len(cells)
    ):
        first -= 1
    short = all(len(cell.split()) <= HEADER_CELL_WORDS for cell in _cells(page, first))
    return first if 0 < first < position and len(cells) > 1 and short else None


def _cells(page: Page, position: int) -> list[str]:
    block = page.blocks[position]
    return page.text[block.start : block.end].split(CELL)
