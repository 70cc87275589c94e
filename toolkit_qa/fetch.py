"""The official documents, from their landing pages into the corpus: `python -m toolkit_qa fetch`.

Searches the landing pages of the manifest, loads what it finds, checks each file in a reading process,
and puts it into `official/`. The one command that uses a network; the next build reads what it brings.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from ingest.errors import DocumentError, FetchError, InputError
from ingest.limits import MEGABYTE, Limits
from ingest.manifest import MANIFEST, Entry, Fetched, Manifest, read_manifest
from ingest.official import edition_in, title_page_says
from ingest.records import ReadDocument
from ingest.sources import SourceFile
from ingest.wire import PDF
from ingest.workers import ReadingPool

from .fetch_links import IN_TEXT
from .fetch_search import (
    Candidate,
    Found,
    PageProblem,
    PassedOver,
    Tell,
    allowed_hosts,
    by_hand,
    search,
    wanted,
)
from .fetch_shelf import Shelf, cannot_write
from .fetch_web import Loaded, Web
from .records import Record

WOULD_FETCH, NOT_FOUND, FAILED = "would_fetch", "not_found", "failed"
MOST_TRIES = 4  # addresses tried for one document
KILOBYTE = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchedDocument(Record):
    """What became of one document.

    `status` is `fetched` (new), `updated` (the old file is kept as `kept`), `unchanged`, `confirmed`
    (the same file had been put there by hand), `failed`, `not_found`, or `would_fetch` in a dry run.
    `also` are the addresses of further candidates, best first.
    """

    document_id: str
    title: str
    status: str
    url: str = ""
    file: str = ""
    sha256: str = ""
    edition: str = ""
    pages: int = 0
    bytes: int = 0
    kept: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    message: str = ""

    @property
    def there(self) -> bool:
        """Whether the official document is now in the corpus."""
        return self.status not in (WOULD_FETCH, NOT_FOUND, FAILED)


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchReport(Record):
    """The JSON object of `fetch --json`."""

    dry_run: bool
    documents: tuple[FetchedDocument, ...]
    passed_over: tuple[PassedOver, ...]
    problems: tuple[PageProblem, ...]


def fetch(
    corpus: Path,
    *,
    dry_run: bool = False,
    limits: Limits | None = None,
    tell: Tell | None = None,
    web: Web | None = None,
) -> FetchReport:
    """Brings the official documents into a corpus, as far as they are found.

    Args:
        corpus: The folder of the manifest.
        dry_run: Only look for them: nothing is loaded or written.
        limits: What a file may have; by default what a build reads.
        tell: Gets stage, how much is done, how much there is.
        web: In place of the one that follows from the manifest.

    Raises:
        InputError: There is no manifest, or it names no landing pages.
        FetchError: No network, nothing found, or not one document could be fetched.
    """
    manifest = _manifest(corpus)
    limits, tell = limits or Limits(), tell or _silent
    with web or Web(allowed_hosts(manifest), max_bytes=limits.megabytes * MEGABYTE) as web:
        found = search(web, manifest, tell)
        if not found.candidates:
            raise _nothing_found(found, by_hand(manifest))
        if dry_run:
            documents = tuple(_found(entry, found.candidates) for entry in wanted(manifest))
        else:
            documents = _Fetcher(web, manifest, limits, tell).all(found.candidates)
    if not dry_run and not any(document.there for document in documents):
        raise _nothing_fetched(documents, by_hand(manifest))
    return FetchReport(
        dry_run=dry_run, documents=documents, passed_over=found.passed_over, problems=found.problems
    )


def _silent(stage: str, done: int, total: int) -> None:
    """In place of a progress callback."""


def _manifest(corpus: Path) -> Manifest:
    if not (corpus / MANIFEST).is_file():
        raise InputError(
            f"There is no {MANIFEST} in {corpus}.", "Put back the folder corpus/ of the project."
        )
    return read_manifest(corpus)


def _found(entry: Entry, candidates: Mapping[str, tuple[Candidate, ...]]) -> FetchedDocument:
    """What would be fetched for an entry."""
    own = candidates.get(entry.document_id, ())
    return FetchedDocument(
        document_id=entry.document_id,
        title=entry.official_title or entry.title,
        status=WOULD_FETCH if own else NOT_FOUND,
        url=own[0].url if own else "",
        also=tuple(one.url for one in own[1:]),
    )


def _nothing_found(found: Found, hint: str) -> FetchError:
    first = found.problems[0] if found.problems else None
    reason = f" ({first.url}: {first.message.rstrip('.')})" if first else ""
    return FetchError(f"No PDF of the toolkit was found on the landing pages{reason}.", hint)


def _nothing_fetched(documents: tuple[FetchedDocument, ...], hint: str) -> FetchError:
    failed = [document for document in documents if document.status == FAILED]
    more = f", and {len(failed) - 1} more" if len(failed) > 1 else ""
    return FetchError(
        f"None of the PDFs found could be fetched ({failed[0].message.rstrip('.')}{more}).", hint
    )


@dataclass(frozen=True)
class _Checked:
    """A loaded file that is what it should be."""

    loaded: Loaded
    reading: ReadDocument


class _Fetcher:
    """Loads, checks and places documents, one after the other."""

    def __init__(self, web: Web, manifest: Manifest, limits: Limits, tell: Tell) -> None:
        self._web = web
        self._entries = wanted(manifest)
        self._limits = limits
        self._tell = tell
        self._shelf = Shelf(manifest.folder)

    def all(self, candidates: Mapping[str, tuple[Candidate, ...]]) -> tuple[FetchedDocument, ...]:
        """What became of each document. Raises FetchError when the corpus cannot be written."""
        documents: list[FetchedDocument] = []
        with self._shelf.locked(), ReadingPool(self._limits, processes=1) as pool:
            for done, entry in enumerate(self._entries):
                self._tell("documents", done, len(self._entries))
                planned = _found(entry, candidates)
                if planned.url:
                    planned = self._one(planned, candidates[entry.document_id], pool)
                documents.append(planned)
            self._tell("documents", len(self._entries), len(self._entries))
        return tuple(documents)

    def _one(
        self, planned: FetchedDocument, candidates: tuple[Candidate, ...], pool: ReadingPool
    ) -> FetchedDocument:
        """Tries the addresses of one document until a file passes all checks."""
        failures: list[str] = []
        for candidate in candidates[:MOST_TRIES]:
            with self._shelf.part() as part:
                try:
                    checked = self._checked(part, candidate, pool)
                except FetchError as error:
                    failures.append(str(error))
                    continue
                return self._placed(part, planned, candidate, checked, failures)
        return replace(planned, status=FAILED, message=" ".join(failures))

    def _checked(self, part: Path, candidate: Candidate, pool: ReadingPool) -> _Checked:
        """Loads a file and looks into it. Raises FetchError when it is not the document wanted."""
        loaded = self._load(part, candidate)
        source = SourceFile(path=part, file=candidate.url, sha256=loaded.sha256, size=loaded.size, kind=PDF)
        ((_, reply),) = pool.read_all([source])
        if isinstance(reply, DocumentError):
            raise FetchError(f"{loaded.url} cannot be read: {reply.message}")
        if not reply.pages:
            raise FetchError(f"{loaded.url} has no pages.")
        titled = title_page_says(reply, self._entries)
        # A page that calls the link by the document's title vouches for a file without a readable title.
        if candidate.entry not in titled and (titled or candidate.sureness < IN_TEXT):
            what = f"'{titled[0].official_title}'" if titled else "no document of the toolkit"
            raise FetchError(f"{loaded.url} is, by its title page, {what}.")
        return _Checked(loaded, reply)

    def _load(self, part: Path, candidate: Candidate) -> Loaded:
        stage = f"{candidate.entry.official_title}, kB"
        try:
            with part.open("wb") as file:
                loaded = self._web.load(
                    candidate.url,
                    file,
                    lambda done, total: self._tell(stage, done // KILOBYTE, total // KILOBYTE),
                )
                file.flush()
                os.fsync(file.fileno())
            return loaded
        except OSError as error:
            raise cannot_write(part.parent, error) from error

    def _placed(
        self,
        part: Path,
        planned: FetchedDocument,
        candidate: Candidate,
        checked: _Checked,
        failures: list[str],
    ) -> FetchedDocument:
        """Puts a checked file in its place and says what is to be said of it."""
        loaded, reading = checked.loaded, checked.reading
        edition = edition_in(reading)
        placed = self._shelf.place(
            part,
            Fetched(
                document_id=candidate.entry.document_id,
                file="",
                sha256=loaded.sha256,
                url=loaded.url,
                date=f"{datetime.now(tz=UTC):%Y-%m-%d}",
                edition=edition,
            ),
        )
        return replace(
            planned,
            status=placed.status,
            url=loaded.url,
            file=placed.file,
            sha256=loaded.sha256,
            edition=edition,
            pages=len(reading.pages),
            bytes=loaded.size,
            kept=placed.kept,
            also=tuple(url for url in (planned.url, *planned.also) if url not in (loaded.url, candidate.url)),
            message=" ".join([*failures, *self._remarks(candidate.entry, loaded, reading)]),
        )

    def _remarks(self, entry: Entry, loaded: Loaded, reading: ReadDocument) -> list[str]:
        remarks = [problem.message for problem in reading.problems]
        if loaded.url.startswith("http:"):
            remarks.append("It came over plain http, which nobody vouches for: compare it with the original.")
        if rival := self._shelf.rival(entry, loaded.sha256):
            remarks.append(
                f"The manifest confirms another file, {rival}, which goes on standing for this document "
                f"until that line is taken out of {MANIFEST}."
            )
        return remarks
