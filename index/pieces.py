"""A document as the pieces in which two editions are compared: headings, passages, checklist items.

A passage is here what a reader takes for one: a paragraph, list item, table row or footnote. The
passages that are searched are longer, and one new sentence would cut all that follow in their section
anew. Tables of contents are left out: they repeat the headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.records import CONTENTS, FOOTNOTE, HEADING, LIST_ITEM, PARAGRAPH, ChecklistItem, Page

from .matching import Piece
from .version import Version

ITEM = "checklist_item"
NUMBER = re.compile(r"\s*((?:[A-Z]\.?)?\d+(?:\.\d+)*[.)]?|[IVX]+[.)]?|[A-Z][.)])\s+(?=\S)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Pieces:
    """What a document is made of, each in reading order."""

    passages: tuple[Piece, ...] = ()
    headings: tuple[Piece, ...] = ()
    items: tuple[Piece, ...] = ()


def pieces_of(version: Version, document_id: str) -> Pieces:
    """The pieces of one document of a version. Raises KeyError when it has none of that id."""
    items = [item for item in version.items if item.document_id == document_id]
    return pieces_in(tuple(version.pages(document_id)), items)


def pieces_in(pages: Sequence[Page], items: Iterable[ChecklistItem] = ()) -> Pieces:
    """The pieces of a document with these pages and checklist items."""
    found = tuple(_joined(_blocks(pages)))
    return Pieces(
        passages=tuple(piece for piece in found if piece.kind != HEADING),
        headings=tuple(piece for piece in found if piece.kind == HEADING),
        items=tuple(_item(pages, item) for item in items),
    )


def _blocks(pages: Iterable[Page]) -> Iterator[tuple[Piece, bool]]:
    """Each block as a piece, and whether it goes on with the one before."""
    for page in pages:
        for block in page.blocks:
            text = page.text[block.start : block.end]
            if block.kind != CONTENTS and text.strip():
                section, number = block.section, ""
                if block.kind == HEADING:
                    section, (number, text) = section[:-1], _numbered(text)
                piece = Piece(
                    kind=block.kind,
                    text=text,
                    section=section,
                    page=page.number,
                    label=page.label,
                    number=number,
                )
                yield piece, block.continues


def _numbered(heading: str) -> tuple[str, str]:
    """The number of a heading ("2.1", "A.", "IV") and its words: a section put in renumbers the rest."""
    match = NUMBER.match(heading)
    return (match[1], heading[match.end() :]) if match else ("", heading)


def _joined(blocks: Iterable[tuple[Piece, bool]]) -> Iterator[Piece]:
    """Pieces made whole that run over a column or page break; footnotes between stand behind them."""
    text: Piece | None = None
    notes: list[Piece] = []
    for piece, continues in blocks:
        last = notes[-1] if piece.kind == FOOTNOTE and notes else text
        if continues and last is not None and _goes_on(last, piece):
            whole = replace(last, text=f"{last.text} {piece.text}")
            if piece.kind == FOOTNOTE:
                notes[-1] = whole
            else:
                text = whole
        elif piece.kind == FOOTNOTE:
            notes.append(piece)
        else:
            if text is not None:
                yield text
            yield from notes
            notes, text = [], piece
    if text is not None:
        yield text
    yield from notes


def _goes_on(last: Piece, piece: Piece) -> bool:
    """As where passages are cut: only running text goes on, and footnotes with footnotes."""
    if FOOTNOTE in (last.kind, piece.kind):
        return last.kind == piece.kind
    return last.kind in (PARAGRAPH, LIST_ITEM) and last.section == piece.section


def _item(pages: Sequence[Page], item: ChecklistItem) -> Piece:
    page = pages[item.spans[0].page - 1]
    return Piece(
        kind=ITEM,
        text=item.text,
        section=(item.checklist_id,),
        page=page.number,
        label=page.label,
        number=item.number,
    )
