"""What a click opens: records of the assistant turned into a page with marks. No drawing here."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.records import Document, Page, Span
from toolkit_qa.marks import Mark
from toolkit_qa.records import Answer, ChecklistLink, Citation, Hit

from . import words
from .state import OpenSource


def of_citation(slot: str, answer: Answer, chosen: Citation) -> OpenSource:
    """The page of a citation, with every quote of the answer from that document marked."""
    marks = tuple(
        Mark(page=one.page, start=one.start, end=one.end, number=one.n, chosen=one.n == chosen.n)
        for one in answer.citations
        if one.document_id == chosen.document_id
    )
    return OpenSource(
        slot=slot,
        version=answer.version,
        document_id=chosen.document_id,
        title=chosen.title,
        edition=chosen.edition,
        source=chosen.source,
        file=chosen.file,
        section=chosen.section,
        page=chosen.page,
        quote=chosen.quote,
        marks=marks,
        heading=words.SOURCE_OF.format(n=chosen.n),
    )


def of_hit(slot: str, version: str, hit: Hit, spans: Iterable[Span]) -> OpenSource:
    """The page of a hit's best sentence, with the whole passage marked on every page it touches."""
    return OpenSource(
        slot=slot,
        version=version,
        document_id=hit.document_id,
        title=hit.title,
        edition=hit.edition,
        source=hit.source,
        file=hit.file,
        section=hit.section,
        page=hit.page,
        quote=hit.text,
        marks=tuple(Mark(page=span.page, start=span.start, end=span.end) for span in spans),
        heading=words.PASSAGE,
    )


def of_item(slot: str, version: str, item: ChecklistLink, document: Document, page: Page) -> OpenSource:
    """The page of a checklist item, with its words marked where they stand in the page text."""
    start = page.text.find(item.text)
    marks = (Mark(page=item.page, start=start, end=start + len(item.text)),) if start >= 0 else ()
    return OpenSource(
        slot=slot,
        version=version,
        document_id=document.document_id,
        title=document.title,
        edition=document.edition,
        source=item.source,
        file=item.file,
        section=(),
        page=item.page,
        quote=item.text,
        marks=marks,
        heading=words.ITEM,
    )


def place(page_label: str, page: int) -> str:
    """The printed page, with the physical one where they differ."""
    if not page_label or page_label == str(page):
        return words.PAGE.format(label=page)
    return words.PAGE_BOTH.format(label=page_label, number=page)


def citation_text(source: OpenSource, page_label: str) -> str:
    """The quote with its source, as it is copied into a file or a mail."""
    parts = [source.title, source.edition, words.SECTION_JOIN.join(source.section)]
    where = ", ".join([part for part in parts if part] + [place(page_label, source.cited_page)])
    note = f"\n{words.STARTER_NOTE}" if source.source == "starter" else ""
    return f"“{' '.join(source.quote.split())}”\n{where}.{note}"
