"""Are quotes real? Every sentence is looked for on its page by a reader that is not ours (pdftotext).

Texts are compared without white space and hyphens, with ligatures and quotation marks made plain.
A sentence over a page break is looked for part by part, each on its own page.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bench import poppler
from bench.data import version_of
from bench.tables import Measure, Table
from index.version import Version
from ingest.records import Passage, Sentence

SETS = ("pdfs", "mixed", "corpus")
DRAWN = 300
SEED = 386


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """A part of a sentence that pdftotext does not give on its page."""

    document_id: str
    page: int
    passage_id: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One sentence: in how many modes of pdftotext it is found as a whole, and what is not."""

    plain: bool
    failures: tuple[Failure, ...]


def check(version: Version, passage: Passage, sentence: Sentence) -> Check:
    """Looks for every span of `sentence` on its page of the stored source file."""
    source = version.source_path(passage.document_id)
    failures: list[Failure] = []
    plain = True
    for span in sentence.spans:
        text = version.page(passage.document_id, span.page).text[span.start : span.end]
        mode = poppler.found(text, source, span.page)
        plain &= mode == ""
        if mode is None:
            failures.append(
                Failure(
                    document_id=passage.document_id,
                    page=span.page,
                    passage_id=passage.passage_id,
                    text=text,
                )
            )
    return Check(plain=plain, failures=tuple(failures))


def drawn(passages: Sequence[Passage]) -> list[Passage]:
    """DRAWN passages by seed, or all where there are fewer."""
    return random.Random(SEED).sample(list(passages), min(DRAWN, len(passages)))


def from_pdfs(version: Version) -> list[Passage]:
    """The passages whose document is a PDF."""
    pdfs = {one.document_id for one in version.documents if one.file.lower().endswith(".pdf")}
    return [passage for passage in version.passages if passage.document_id in pdfs]


def quotes(name: str) -> tuple[Table, object]:
    """One table over the three document sets; the failures stand in the JSON, the first ten below."""
    rows: list[tuple[str, ...]] = []
    failures: list[Failure] = []
    for documents in SETS:
        version = version_of(documents)
        checks = {
            passage.passage_id: [check(version, passage, sentence) for sentence in passage.sentences]
            for passage in from_pdfs(version)
        }
        rows.append(_row(documents, from_pdfs(version), checks))
        failures += [failure for all_ in checks.values() for one in all_ for failure in one.failures]
    return (
        Table(
            name=name,
            title="Quotes found on the cited page by an independent reader",
            columns=(
                "documents",
                f"passages ({DRAWN} by seed) whose every sentence is found",
                "all passages whose every sentence is found",
                "all sentences found",
                "found in pdftotext's default order alone",
            ),
            rows=tuple(rows),
            notes=(
                f"{poppler.release()}; default reading order, then -raw, then -layout; "
                "white space and hyphens dropped, ligatures and quotation marks made plain. Target: 99 %.",
                *(_failure_note(failure) for failure in failures[:10]),
            ),
        ),
        [asdict(failure) for failure in failures],
    )


def _row(name: str, passages: Sequence[Passage], checks: dict[str, list[Check]]) -> tuple[str, ...]:
    whole = {key: all(not one.failures for one in value) for key, value in checks.items()}
    sentences = [one for value in checks.values() for one in value]
    sample = [whole[passage.passage_id] for passage in drawn(passages)]
    return (
        name,
        _share(sample),
        _share(list(whole.values())),
        _share([not one.failures for one in sentences]),
        _share([one.plain for one in sentences]),
    )


def _share(values: Sequence[bool]) -> str:
    return f"{sum(values) / max(1, len(values)):.2%} of {len(values):,}"


def _failure_note(failure: Failure) -> str:
    """Where it is, with the first few words only."""
    start = " ".join(failure.text.split()[:6])
    return f"not found: {failure.document_id} page {failure.page}: “{start} …”"


TABLES: dict[str, Measure] = {"quotes": quotes}
