"""Quotes that hold: from a passage's sentences to citations, each checked against the stored page.

A quote is the exact characters `start:end` of the stored text of its page. `verify_quote` is the
one check, made when an answer is put together and again when a quote is shown. What does not
pass is not quoted.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.version import Version
from ingest.errors import StoreError
from ingest.records import Passage, Sentence, Span

from .records import Citation, Statement

logger = logging.getLogger(__name__)


class QuoteError(StoreError):
    """A quote is not what stands at its place in the stored page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """A sentence of a passage that is to be quoted."""

    passage: Passage
    sentence: Sentence


def verify_quote(version: Version, citation: Citation) -> None:
    """Passes when the quote equals the characters it names; white space alone is no quote.

    Raises:
        QuoteError: The page does not exist, the span lies outside it, or the text differs.
    """
    try:
        text = version.page(citation.document_id, citation.page).text
    except (IndexError, KeyError) as error:
        raise _not_there(citation) from error
    inside = 0 <= citation.start < citation.end <= len(text)
    if not inside or not citation.quote.strip() or text[citation.start : citation.end] != citation.quote:
        raise _not_there(citation)


def holds(version: Version, citation: Citation) -> bool:
    """Whether the quote passes `verify_quote`."""
    try:
        verify_quote(version, citation)
    except QuoteError:
        return False
    return True


def cite(
    version: Version, chosen: Sequence[Sequence[Evidence]]
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """One statement per unit of sentences that hold, citations numbered from 1 in that order.

    Sentences that follow each other in a line of text are one citation; a sentence over a page
    break gives one citation per page. A sentence of which any part does not hold is left out and
    logged, never shortened.
    """
    statements: list[Statement] = []
    citations: list[Citation] = []
    for unit in chosen:
        quotes = _runs(version, [quote for evidence in unit for quote in _checked(version, evidence)])
        if not quotes:
            continue
        first = len(citations) + 1
        citations += [replace(quote, n=first + offset) for offset, quote in enumerate(quotes)]
        statements.append(_statement(citations[first - 1 :]))
    return tuple(statements), tuple(citations)


def _checked(version: Version, evidence: Evidence) -> tuple[Citation, ...]:
    quotes = _quotes(version, evidence)
    if not quotes:
        logger.warning(
            "a sentence of passage %s does not hold and is not quoted", evidence.passage.passage_id
        )
    return quotes


def _runs(version: Version, quotes: Sequence[Citation]) -> list[Citation]:
    """Quotes that stand behind each other with one space between them made one."""
    runs: list[Citation] = []
    for quote in quotes:
        before = runs[-1] if runs else None
        if before and _follows(version, before, quote):
            text = version.page(quote.document_id, quote.page).text
            runs[-1] = replace(before, quote=text[before.start : quote.end], end=quote.end)
        else:
            runs.append(quote)
    return runs


def _follows(version: Version, before: Citation, quote: Citation) -> bool:
    if (before.passage_id, before.page) != (quote.passage_id, quote.page):
        return False
    return version.page(quote.document_id, quote.page).text[before.end : quote.start] == " "


def _statement(citations: Iterable[Citation]) -> Statement:
    quoted = tuple(citations)
    return Statement(
        text=" ".join(citation.quote for citation in quoted),
        citations=tuple(citation.n for citation in quoted),
    )


def _quotes(version: Version, evidence: Evidence) -> tuple[Citation, ...]:
    """The sentence's citations, not yet numbered; empty when any of them does not hold."""
    spans = evidence.sentence.spans
    try:
        quotes = tuple(_citation(version, evidence.passage, span) for span in spans)
    except (IndexError, KeyError):
        return ()
    as_split = _bare(evidence.sentence.text)
    if _bare("".join(quote.quote for quote in quotes)) != as_split:
        return ()
    return quotes if all(holds(version, quote) for quote in quotes) else ()


def _citation(version: Version, passage: Passage, span: Span) -> Citation:
    document = version.document(passage.document_id)
    page = version.page(passage.document_id, span.page)
    return Citation(
        n=0,
        passage_id=passage.passage_id,
        document_id=document.document_id,
        title=document.title,
        edition=document.edition,
        source=document.source,
        file=document.file,
        page=span.page,
        page_label=page.label,
        section=passage.section,
        quote=page.text[span.start : span.end],
        start=span.start,
        end=span.end,
    )


def _bare(text: str) -> str:
    """The text without white space: what splitting and joining may not change."""
    return "".join(text.split())


def _not_there(citation: Citation) -> QuoteError:
    return QuoteError(
        f"The quote [{citation.n}] is not what stands on page {citation.page} of '{citation.document_id}'.",
        "`python -m toolkit_qa versions verify` says whether the index is damaged.",
    )
