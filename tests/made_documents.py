"""Made documents with their passages and checklist items, versions of them, and answers without any."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from index import publish
from index.content import Content, embedded_texts
from index.store import Store
from ingest.records import ChecklistItem, Document, Page, Passage, Sentence, Span
from tests.fakes import FakeEmbedder
from toolkit_qa.records import ANSWERED, Answer


def made_document(document_id: str, pages: Sequence[str], **fields: Any) -> Document:
    """A document of plain pages, labelled "i", "ii", … as front matter is."""
    labels = ("i", "ii", "iii", "iv", "v", "vi")
    made = tuple(Page(number=n, label=labels[n - 1], text=text) for n, text in enumerate(pages, start=1))
    given = {"title": document_id.title(), "file": f"{document_id}.pdf", "sha256": "0" * 64}
    return Document(document_id=document_id, pages=made, **(given | fields))


HANDBOOK = made_document(
    "handbook",
    (
        "A facial recognition match is a lead and never proof of identity. Two officers review each match.\n"
        "Records of every search are kept for ninety days. An auditor reads the records each month.\n"
        "Automation bias is the habit of trusting a machine more than",
        "one should. Officers guard against it by forming a view first.\n"
        "Has the agency named an owner for the system?\n"
        "Drones are flown only with a warrant signed by a judge.",
    ),
    source="starter",
    edition="starter 2026.1",
)
POLICY = made_document(
    "policy",
    (
        "Procurement contracts give the agency the right to inspect training data.\n"
        "Drones are flown only with a warrant signed by a judge.",
    ),
    source="official",
    edition="Revised February 2024",
)


def made_item(document: Document, text: str) -> ChecklistItem:
    """A checklist item that stands word for word in a made document."""
    page = next(page for page in document.pages if text in page.text)
    start = page.text.index(text)
    return ChecklistItem(
        item_id="A1.1",
        checklist_id=f"{document.document_id}-list",
        document_id=document.document_id,
        text=text,
        number="1",
        section=("Part", "Ownership"),
        spans=(Span(page=page.number, start=start, end=start + len(text)),),
    )


def made_passages(document: Document) -> Iterator[Passage]:
    """One passage for each paragraph of the pages; a last one without full stop goes on overleaf."""
    open_spans: list[Span] = []
    for page in document.pages:
        for paragraph in re.finditer(r"[^\n]+", page.text):
            open_spans.append(Span(page=page.number, start=paragraph.start(), end=paragraph.end()))
            if paragraph[0].endswith((".", "?")):
                yield _made_passage(document, tuple(open_spans))
                open_spans = []


def _made_passage(document: Document, spans: tuple[Span, ...]) -> Passage:
    texts = [document.page(span.page).text[span.start : span.end] for span in spans]
    if len(spans) == 1:
        sentences = tuple(
            _made_sentence(spans[0], found, texts[0]) for found in re.finditer(r"\S[^.?]*[.?]", texts[0])
        )
    else:
        sentences = (Sentence(spans=spans, text=" ".join(texts)),)
    identity = hashlib.sha256(f"{document.document_id}{spans}".encode()).hexdigest()[:12]
    return Passage(
        passage_id=identity,
        document_id=document.document_id,
        section=("Part", document.title),
        spans=spans,
        text="\n".join(texts),
        context=f"{document.title} › Part",
        sentences=sentences,
    )


def _made_sentence(span: Span, found: re.Match[str], text: str) -> Sentence:
    start, end = span.start + found.start(), span.start + found.end()
    return Sentence(spans=(Span(page=span.page, start=start, end=end),), text=found[0])


def publish_made(store: Path, documents: Sequence[Document], items: Sequence[ChecklistItem] = ()) -> str:
    """Publishes and activates a version of made documents; returns its id."""
    passages = tuple(passage for document in documents for passage in made_passages(document))
    embedder = FakeEmbedder()
    content = Content(
        documents=tuple(documents),
        passages=passages,
        items=tuple(items),
        problems=(),
        model_id=embedder.model_id,
        number_format=embedder.number_format,
        options={"max_tokens": 254},
    )
    place = Store(store)
    with place.locked():
        version = publish.publish(
            place,
            content,
            embedder.encode(embedded_texts(documents, passages)),
        )
        publish.activate(place, version)
    return version


def made_answer(question: str, **fields: Any) -> Answer:
    """An answer without quotes."""
    given = {
        "answer_id": hashlib.sha256(question.encode()).hexdigest()[:16],
        "question": question,
        "understood_as": question,
        "corrections": (),
        "version": "0123456789ab",
        "status": ANSWERED,
        "confidence": 0.9,
        "message": "",
    }
    return Answer(**(given | fields))
