"""Records to JSON and back. The same record always gives the same bytes; spans are `[page, start, end]`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.records import (
    Block,
    Box,
    ChecklistItem,
    Document,
    Page,
    Passage,
    Problem,
    Sentence,
    Span,
)

Record = dict[str, Any]
Boxes = NDArray[np.float64]


def to_json(record: Any) -> bytes:
    """One line of compact UTF-8 JSON, keys in their given order; lone surrogates are escaped."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(record, separators=(",", ":"), allow_nan=False).encode("ascii")


def to_lines(records: Iterable[Any]) -> bytes:
    """JSON lines, one record each, every line ended."""
    return b"".join(to_json(record) + b"\n" for record in records)


def from_lines(data: bytes) -> list[Any]:
    """The records of `to_lines`. Lines end in a line feed only: JSON strings hold none."""
    text = data.decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def spans_to_json(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.page, span.start, span.end] for span in spans]


def spans_from_json(rows: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(page=page, start=start, end=end) for page, start, end in rows)


def page_to_json(page: Page) -> Record:
    """A page without its word boxes, which are kept as an array."""
    return {
        "number": page.number,
        "label": page.label,
        "width": page.width,
        "height": page.height,
        "text": page.text,
        "blocks": [
            [b.kind, b.start, b.end, b.level, b.continues, b.section, b.sentences] for b in page.blocks
        ],
        "dropped": page.dropped,
    }


def page_from_json(record: Record, boxes: Boxes | None = None) -> Page:
    """The page of `page_to_json`, with the boxes of `boxes_to_array`."""
    return Page(
        number=record["number"],
        label=record["label"],
        text=record["text"],
        blocks=tuple(_block(row) for row in record["blocks"]),
        boxes=() if boxes is None else boxes_from_array(boxes),
        dropped=tuple(record["dropped"]),
        width=record["width"],
        height=record["height"],
    )


def _block_to_json(block: Block) -> list[Any]:
    return [
        block.kind,
        block.start,
        block.end,
        block.level,
        block.continues,
        block.section,
        block.sentences,
    ]


def _block(row: Sequence[Any]) -> Block:
    kind, start, end, level, continues, section, sentences = row
    return Block(
        kind=kind,
        start=start,
        end=end,
        level=level,
        continues=continues,
        section=tuple(section),
        sentences=tuple((first, last) for first, last in sentences),
    )


def boxes_to_array(boxes: Sequence[Box]) -> Boxes:
    """Rows of start, end, x0, y0, x1, y1: shape (n, 6)."""
    rows = [(box.start, box.end, box.x0, box.y0, box.x1, box.y1) for box in boxes]
    return np.array(rows, dtype=np.float64).reshape(-1, 6)


def boxes_from_array(array: Boxes) -> tuple[Box, ...]:
    return tuple(
        Box(start=int(start), end=int(end), x0=x0, y0=y0, x1=x1, y1=y1)
        for start, end, x0, y0, x1, y1 in array.tolist()
    )


def document_to_json(document: Document) -> Record:
    """A document without its pages, but with their number."""
    return {
        "document_id": document.document_id,
        "title": document.title,
        "file": document.file,
        "sha256": document.sha256,
        "source": document.source,
        "edition": document.edition,
        "category": document.category,
        "official_title": document.official_title,
        "landing_page": document.landing_page,
        "questionnaire": document.questionnaire,
        "match": document.match,
        "pages": len(document.pages),
    }


def document_from_json(record: Record) -> Document:
    """The document of `document_to_json`, without pages."""
    return Document(**{name: value for name, value in record.items() if name != "pages"})


def passage_to_json(passage: Passage) -> Record:
    """A passage without its sentences, which have a file of their own."""
    return {
        "passage_id": passage.passage_id,
        "document_id": passage.document_id,
        "section": passage.section,
        "spans": spans_to_json(passage.spans),
        "text": passage.text,
        "context": passage.context,
    }


def passage_from_json(record: Record, sentences: tuple[Sentence, ...] = ()) -> Passage:
    return Passage(
        passage_id=record["passage_id"],
        document_id=record["document_id"],
        section=tuple(record["section"]),
        spans=spans_from_json(record["spans"]),
        text=record["text"],
        context=record["context"],
        sentences=sentences,
    )


def sentences_to_json(passages: Sequence[Passage]) -> list[list[Any]]:
    """All sentences in the order of their passages: row of the passage, spans, text."""
    return [
        [row, spans_to_json(sentence.spans), sentence.text]
        for row, passage in enumerate(passages)
        for sentence in passage.sentences
    ]


def passages_from_json(records: Sequence[Record], rows: Iterable[Sequence[Any]]) -> tuple[Passage, ...]:
    """Passages with their sentences, from `passage_to_json` of each and `sentences_to_json` of all."""
    own: list[list[Sentence]] = [[] for _ in records]
    for owner, sentence in map(sentence_from_json, rows):
        own[owner].append(sentence)
    return tuple(passage_from_json(record, tuple(mine)) for record, mine in zip(records, own, strict=True))


def sentence_from_json(row: Sequence[Any]) -> tuple[int, Sentence]:
    return row[0], Sentence(spans=spans_from_json(row[1]), text=row[2])


def item_to_json(item: ChecklistItem) -> Record:
    return {
        "item_id": item.item_id,
        "checklist_id": item.checklist_id,
        "document_id": item.document_id,
        "text": item.text,
        "number": item.number,
        "section": item.section,
        "spans": spans_to_json(item.spans),
        "parent": item.parent,
        "principles": item.principles,
        "stage": item.stage,
    }


def item_from_json(record: Record) -> ChecklistItem:
    tuples = {"section": tuple(record["section"]), "principles": tuple(record["principles"])}
    return ChecklistItem(**{**record, **tuples, "spans": spans_from_json(record["spans"])})


def problem_to_json(problem: Problem) -> Record:
    return {"file": problem.file, "page": problem.page, "kind": problem.kind, "message": problem.message}


def problem_from_json(record: Record) -> Problem:
    return Problem(**record)
