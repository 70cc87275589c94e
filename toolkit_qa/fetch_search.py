"""Looking on the landing pages for links to the official documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ingest.errors import FetchError, InputError
from ingest.manifest import Entry, Manifest
from ingest.sources import OFFICIAL_FOLDER

from .fetch_links import AROUND, IN_TEXT, Link, read_page, recognise
from .fetch_web import UnreachableError, Web

NOT_RECOGNISED = "no document of the toolkit recognised"
ANOTHER_SITE = "on a site that is not listed in the manifest (allowed_hosts)"
ANOTHER_LANGUAGE = "in another language"
FORWARDED = 3  # how often a page may send its readers on by itself
INNER_PAGES = 3  # how many pages about one document are opened to find its PDF

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """An address at which the official PDF of `entry` may be, and how surely (see `fetch_links`)."""

    entry: Entry
    url: str
    sureness: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PassedOver:
    """A link to a PDF that is not followed, and why."""

    url: str
    text: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PageProblem:
    """A page that could not be read, or on which there was nothing."""

    url: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What the landing pages hold: candidates by document id, the best first."""

    candidates: Mapping[str, tuple[Candidate, ...]]
    passed_over: tuple[PassedOver, ...] = ()
    problems: tuple[PageProblem, ...] = ()


def wanted(manifest: Manifest) -> tuple[Entry, ...]:
    """The documents that have an official PDF to be found."""
    return tuple(entry for entry in manifest.entries if entry.source == "starter" and entry.title_words)


def landing_pages(manifest: Manifest) -> tuple[str, ...]:
    """All landing pages of a manifest, each once. Raises InputError when there are none."""
    pages = (*manifest.landing_pages, *(entry.landing_page for entry in manifest.entries))
    if not any(pages):
        raise InputError(f"The manifest in {manifest.folder} names no landing_pages.", "Add them to it.")
    return tuple(dict.fromkeys(page for page in pages if page))


def by_hand(manifest: Manifest) -> str:
    """What to do where nothing can be fetched."""
    return (
        f"Download the PDFs in a browser from {landing_pages(manifest)[0]}, put them into "
        f"{manifest.folder / OFFICIAL_FOLDER}, then run: python -m toolkit_qa build"
    )


def allowed_hosts(manifest: Manifest) -> set[str]:
    """The hosts of the landing pages and those listed beside them."""
    return {host for page in landing_pages(manifest) if (host := urlsplit(page).hostname)} | set(
        manifest.allowed_hosts
    )


def search(web: Web, manifest: Manifest, tell: Tell) -> Found:
    """Reads the landing pages, and the page of a single document where only that is linked.

    Raises:
        FetchError: Not one landing page could be read.
    """
    searching = _Search(web, wanted(manifest))
    pages = landing_pages(manifest)
    errors: list[FetchError] = []
    for number, url in enumerate(pages):
        tell("pages", number, len(pages))
        try:
            searching.landing_page(url)
        except FetchError as error:
            errors.append(error)
            searching.problems.append(PageProblem(url=url, message=str(error)))
    tell("pages", len(pages), len(pages))
    if len(errors) == len(pages):
        raise _nothing_read(errors, by_hand(manifest))
    searching.inner_pages()
    return searching.found()


def _nothing_read(errors: Sequence[FetchError], hint: str) -> FetchError:
    if all(isinstance(error, UnreachableError) for error in errors):
        return UnreachableError("No landing page can be reached: there seems to be no network here.", hint)
    more = f", and {len(errors) - 1} more" if len(errors) > 1 else ""
    return FetchError(f"No landing page could be read ({errors[0].message.rstrip('.')}{more}).", hint)


@dataclass
class _Search:
    """What has been found so far. Rows of `rows` sort as the candidates shall be tried."""

    web: Web
    entries: Sequence[Entry]
    rows: dict[str, list[tuple[tuple[int, ...], Candidate]]] = field(default_factory=dict)
    inner: dict[str, dict[str, Entry]] = field(default_factory=dict)
    passed_over: dict[str, PassedOver] = field(default_factory=dict)
    problems: list[PageProblem] = field(default_factory=list)
    pages: int = 0

    def landing_page(self, url: str) -> None:
        """Takes up the links of one landing page. Raises FetchError."""
        self.pages += 1
        links = self._links(url)
        if not any(link.is_pdf for link in links):
            self.problems.append(PageProblem(url=url, message="There is no link to a PDF on this page."))
        for link in links:
            self._sort_in(link)

    def inner_pages(self) -> None:
        """Opens pages about single documents of which no PDF was found yet."""
        for document_id, addresses in self.inner.items():
            for url, entry in list(addresses.items())[:INNER_PAGES]:
                if document_id not in self.rows:
                    try:
                        self._inner_page(url, entry)
                    except FetchError as error:
                        self.problems.append(PageProblem(url=url, message=str(error)))

    def found(self) -> Found:
        """The result, candidates in the order in which they are to be tried."""
        candidates = {
            document_id: tuple(candidate for _, candidate in sorted(rows, key=lambda row: row[0]))
            for document_id, rows in self.rows.items()
        }
        chosen = {one.url for many in candidates.values() for one in many}
        passed_over = tuple(one for one in self.passed_over.values() if one.url not in chosen)
        return Found(candidates=candidates, passed_over=passed_over, problems=tuple(self.problems))

    def _links(self, url: str) -> tuple[Link, ...]:
        """The links of a page, or of the one it sends its readers to."""
        for _ in range(FORWARDED):
            page = self.web.page(url)
            if page.is_pdf:
                return (Link(url=page.url, text="", is_pdf=True),)
            read = read_page(page.html, page.url, page.charset)
            if not read.moved_to or any(link.is_pdf for link in read.links):
                break
            url = read.moved_to
        return read.links

    def _sort_in(self, link: Link) -> None:
        match = recognise(link, self.entries)
        if match is None:
            if link.is_pdf:
                self._pass_over(link, NOT_RECOGNISED)
            return
        entry, sureness = match
        if not self.web.allows(link.url):
            self._pass_over(link, ANOTHER_SITE)
        elif link.foreign:
            self._pass_over(link, ANOTHER_LANGUAGE)
        elif link.is_pdf:
            self._add(link, entry, sureness)
        elif sureness >= IN_TEXT:
            self.inner.setdefault(entry.document_id, {}).setdefault(link.url, entry)

    def _inner_page(self, url: str, entry: Entry) -> None:
        """The PDF links of a page about one document: those recognised as its own, else the only one."""
        links = [link for link in self._links(url) if link.is_pdf and not link.foreign]
        allowed = [link for link in links if self.web.allows(link.url)]
        own = [(link, match[1]) for link in allowed if (match := recognise(link, (entry,)))]
        if not own and len(allowed) == 1:
            own = [(allowed[0], AROUND)]
        for link, sureness in own:
            self._add(link, entry, sureness)

    def _add(self, link: Link, entry: Entry, sureness: int) -> None:
        rows = self.rows.setdefault(entry.document_id, [])
        if all(candidate.url != link.url for _, candidate in rows):
            year, month = link.dated
            order = (-sureness, self.pages, -year, -month, len(rows))
            rows.append((order, Candidate(entry=entry, url=link.url, sureness=sureness)))

    def _pass_over(self, link: Link, reason: str) -> None:
        self.passed_over.setdefault(link.url, PassedOver(url=link.url, text=link.text, reason=reason))
