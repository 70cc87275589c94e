"""Entries of lists and tables: what a checklist may be made of, each an exact place in a document.

An entry is a list item, a numbered or boxed line, or a table row. Whether it asks something is said
here; whether it belongs to a checklist is decided in ingest.checklists.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import inf

from ingest.asking import is_question, read_marker
from ingest.labels import NO_LABELS, Labels, read_labels
from ingest.places import Part, Places
from ingest.records import HEADING, LIST_ITEM, PARAGRAPH, TABLE_ROW, Block, Document, Span
from ingest.rows import Row, Table

Section = tuple[str, ...]
READ = (HEADING, PARAGRAPH, LIST_ITEM, TABLE_ROW)
_LEADERS = re.compile(r"(?:[.…] ?){4,}")  # of a table of contents


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An entry without its marker; `section` leaves out headings that are label lines.

    `marker_x` and `text_x` are where its marker and its text begin (points). `asks`: it is a question,
    has a box to tick, or is a statement with room for an answer beside it. `answerable`: its table has
    columns for the answers. `words` counts the whole block or row. `margin` is where the leftmost
    running text since the last entry begins.
    """

    text: str
    spans: tuple[Span, ...]
    section: Section
    number: str = ""
    marker_x: float = 0.0
    text_x: float = 0.0
    words: int = 0
    asks: bool = False
    answerable: bool = False
    row: bool = False
    labels: Labels = NO_LABELS
    margin: float = inf


@dataclass(kw_only=True, slots=True)
class Entries:
    """The entries of a document in reading order, and the number of words under each section itself."""

    entries: list[Entry] = field(default_factory=list)
    words: Counter[Section] = field(default_factory=Counter)


def read_entries(document: Document) -> Entries:
    """All entries of a document; footnotes and tables of contents have none."""
    reader = _Reader(document)
    for piece in _pieces(document):
        reader.read(piece)
    return reader.found


@dataclass(kw_only=True, slots=True)
class _Piece:
    """A block with what goes on with it on later pages."""

    block: Block
    parts: list[Part]

    @property
    def text(self) -> str:
        return " ".join(part.text for part in self.parts)


def _pieces(document: Document) -> Iterator[_Piece]:
    waiting: _Piece | None = None
    for page in document.pages:
        for block in page.blocks:
            if block.kind not in READ:
                continue
            part = Part(page=page, start=block.start, end=block.end).trimmed
            if waiting and block.continues:
                waiting.parts.append(part)
                continue
            if waiting:
                yield waiting
            waiting = _Piece(block=block, parts=[part])
    if waiting:
        yield waiting


class _Reader:
    """Walks the pieces of a document, with the label line and the table that are open."""

    def __init__(self, document: Document) -> None:
        self.found = Entries()
        self._places = Places()
        self._headings = {_plain(piece.text) for piece in _pieces(document) if piece.block.kind == HEADING}
        self._label_line: tuple[Section, Labels] = ((), NO_LABELS)
        self._table = Table(self._places)
        self._margin = inf

    def read(self, piece: _Piece) -> None:
        section = tuple(title for title in piece.block.section if read_labels(title) is None)
        if piece.block.kind == TABLE_ROW:
            if row := self._table.read(piece.parts[0]):
                self._add_row(row, section)
            return
        self._table = Table(self._places)
        if labels := read_labels(piece.text):
            self._label_line = (section, labels)
            return
        if piece.block.kind != HEADING:
            self.found.words[section] += len(piece.text.split())
        entry = None if _LEADERS.search(piece.text) else self._entry(piece, section)
        if entry:
            self._append(entry)
        elif piece.block.kind == PARAGRAPH:
            self._margin = min(self._margin, *(self._places.x(part.page, part.start) for part in piece.parts))

    def _append(self, entry: Entry) -> None:
        self.found.entries.append(replace(entry, margin=self._margin))
        self._margin = inf

    def _labels(self, section: Section) -> Labels:
        """Those of the last label line, in its own section and those below."""
        place, labels = self._label_line
        return labels if section[: len(place)] == place else NO_LABELS

    def _entry(self, piece: _Piece, section: Section) -> Entry | None:
        kind, first = piece.block.kind, piece.parts[0]
        marker = read_marker(first.text)
        parts = [replace(first, start=first.start + marker.end), *piece.parts[1:]]
        text = " ".join(part.text for part in parts)
        asks = is_question(text) or (marker.boxed and kind != HEADING)
        marked = marker.marks or (marker.number and kind == PARAGRAPH)
        if kind != LIST_ITEM and not (asks and marked):
            return None
        if kind != HEADING and _plain(text) in self._headings:
            return None
        return Entry(
            text=text,
            spans=tuple(part.span for part in parts),
            section=section,
            number=marker.number,
            marker_x=self._places.x(first.page, first.start),
            text_x=self._places.x(first.page, parts[0].start),
            words=len(text.split()),
            asks=asks,
            labels=self._labels(section),
        )

    def _add_row(self, row: Row, section: Section) -> None:
        self.found.words[section] += row.words
        marker = read_marker(row.cell.text)
        cell = replace(row.cell, start=row.cell.start + marker.end)
        entries = self.found.entries
        if row.continues and entries:
            text = f"{entries[-1].text} {row.cell.text}"
            spans = (*entries[-1].spans, row.cell.span)
            entries[-1] = replace(
                entries[-1], text=text, spans=spans, asks=entries[-1].asks or is_question(text)
            )
            return
        x = self._places.x(cell.page, cell.start)
        entry = Entry(
            text=cell.text,
            spans=(cell.span,),
            section=(*section, row.group) if row.group else section,
            number=row.number or marker.number,
            marker_x=x,
            text_x=x,
            words=row.words,
            asks=row.asks,
            answerable=self._table.answerable,
            row=True,
            labels=row.labels.over(self._labels(section)),
        )
        self._append(entry)


def _plain(title: str) -> str:
    """A heading as its line in a table of contents may read: without number, case and marks."""
    return " ".join(re.findall(r"[^\W\d_]+", title.casefold()))
