"""What a click opens: records of the assistant turned into a page with marks. No drawing here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.records import ChecklistItem, Document, Page, Span
from toolkit_qa.filled import FilledItem
from toolkit_qa.filled import Place as ItemPlace
from toolkit_qa.marks import Mark
from toolkit_qa.records import STARTER, Answer, Citation, Hit, Statement

from .state import OpenSource
from .words import common
from .words import sources as words


def of_citation(slot: str, answer: Answer, statement: Statement, opened: Citation) -> OpenSource:
    """The page of a citation, with every quote of the answer from that document marked.

    The whole statement is chosen: a sentence over a page break is two citations, on two pages.
    """
    quoted = [one for one in answer.citations if one.document_id == opened.document_id]
    chosen = [one for one in quoted if one.n in statement.citations]
    return OpenSource(
        slot=slot,
        version=answer.version,
        document_id=opened.document_id,
        title=opened.title,
        edition=opened.edition,
        source=opened.source,
        file=opened.file,
        section=opened.section,
        page=opened.page,
        quote=" ".join(one.quote for one in chosen),
        places=tuple(dict.fromkeys((one.page, one.page_label) for one in chosen)),
        marks=tuple(
            Mark(page=one.page, start=one.start, end=one.end, number=one.n, chosen=one in chosen)
            for one in quoted
        ),
        heading=words.SOURCE_OF.format(n=opened.n),
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
        places=tuple(zip(hit.pages, hit.page_labels, strict=False)),
        marks=tuple(Mark(page=span.page, start=span.start, end=span.end) for span in spans),
        heading=words.PASSAGE,
    )


def of_item(
    slot: str,
    version: str,
    item: ChecklistItem | FilledItem,
    document: Document,
    pages: Iterable[Page],
) -> OpenSource:
    """The page a checklist item begins on, with its words marked on every page they stand on.

    `pages` are those of its places, in reading order.
    """
    places = tuple((page.number, page.label) for page in pages)
    spans: Sequence[Span | ItemPlace] = item.spans if isinstance(item, ChecklistItem) else item.places
    return OpenSource(
        slot=slot,
        version=version,
        document_id=document.document_id,
        title=document.title,
        edition=document.edition,
        source=document.source,
        file=document.file,
        section=item.section,
        page=places[0][0],
        quote=item.text,
        places=places,
        marks=tuple(Mark(page=one.page, start=one.start, end=one.end) for one in spans),
        heading=words.ITEM,
    )


def place(*pages: tuple[int, str]) -> str:
    """The printed page or pages, with the physical ones where they differ."""
    numbers = _range([str(number) for number, _ in pages])
    labels = _range([printed or str(number) for number, printed in pages])
    if labels == numbers:
        return (common.PAGE if len(pages) == 1 else words.PAGES).format(label=labels)
    return (words.PAGE_BOTH if len(pages) == 1 else words.PAGES_BOTH).format(label=labels, number=numbers)


def _range(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"


def citation_text(source: OpenSource) -> str:
    """The quote with its source, as it is copied into a file or a mail."""
    parts = (source.title, source.edition, common.SECTION_JOIN.join(source.section), place(*source.places))
    note = f"\n{common.STARTER_NOTE}" if source.source == STARTER else ""
    return f"“{' '.join(source.quote.split())}”\n{', '.join(part for part in parts if part)}.{note}"
