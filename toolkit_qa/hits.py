"""Passages found, as hits: with document, pages as numbered and as printed, and where copies stand."""

from __future__ import annotations

from collections.abc import Sequence

from index.version import Version

from .records import Copy, Hit
from .retrieve import Ranked


def hits_of(version: Version, ranked: Sequence[Ranked]) -> tuple[Hit, ...]:
    """The passages found as hits, ranked from 1 in the order given."""
    return tuple(_hit(version, rank, found) for rank, found in enumerate(ranked, start=1))


def _hit(version: Version, rank: int, found: Ranked) -> Hit:
    passage = version.passages[found.passage]
    document = version.document(passage.document_id)
    labels = {page: version.page(passage.document_id, page).label for page in passage.pages}
    page = _best_page(version, found)
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
        pages=passage.pages,
        page_labels=tuple(labels.values()),
        section=passage.section,
        text=passage.text,
        also_in=tuple(_copy(version, other) for other in found.also_in),
    )


def _best_page(version: Version, found: Ranked) -> int:
    """The page on which the best sentence begins, or the passage itself where it has none."""
    passage = version.passages[found.passage]
    spans = passage.spans if found.sentence is None else version.sentences[found.sentence][1].spans
    return spans[0].page


def _copy(version: Version, number: int) -> Copy:
    passage = version.passages[number]
    document = version.document(passage.document_id)
    return Copy(
        document_id=document.document_id, title=document.title, file=document.file, page=passage.pages[0]
    )
