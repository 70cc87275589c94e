"""Passages found, as hits: with document, pages as numbered and as printed, neighbours and copies."""

from __future__ import annotations

from collections.abc import Sequence

from index.version import Version

from .folding import joined
from .records import Copy, Hit
from .retrieve import Ranked, best_page


def hits_of(version: Version, ranked: Sequence[Ranked]) -> tuple[Hit, ...]:
    """The passages found as hits, ranked from 1 in the order given."""
    return tuple(_hit(version, rank, found) for rank, found in enumerate(ranked, start=1))


def _hit(version: Version, rank: int, found: Ranked) -> Hit:
    passage = version.passages[found.passage]
    document = version.document(passage.document_id)
    shown = [version.passages[row] for row in sorted((found.passage, *found.joined))]
    spans = joined(span for one in shown for span in one.spans)
    pages = [version.page(document.document_id, page) for page in dict.fromkeys(span.page for span in spans)]
    page = best_page(version, found.passage, found.sentence)
    return Hit(
        rank=rank,
        score=found.score,
        passage_id=passage.passage_id,
        document_id=passage.document_id,
        title=document.title,
        edition=document.edition,
        source=document.source,
        file=document.file,
        page=page,
        page_label=version.page(passage.document_id, page).label,
        pages=tuple(page.number for page in pages),
        page_labels=tuple(page.label for page in pages),
        section=passage.section,
        text="\n".join(version.page(document.document_id, at.page).text[at.start : at.end] for at in spans),
        also_in=tuple(_copy(version, other) for other in found.also_in),
        passages=tuple(one.passage_id for one in shown),
    )


def _copy(version: Version, number: int) -> Copy:
    passage = version.passages[number]
    document = version.document(passage.document_id)
    return Copy(
        document_id=document.document_id, title=document.title, file=document.file, page=passage.pages[0]
    )
