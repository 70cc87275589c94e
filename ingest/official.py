"""Which files are the official documents of a manifest.

Confirmed, and so `official`: files whose bytes were fetched from a landing page (`fetched.toml`) or
that an administrator has listed under `official_sha256` in the manifest. A PDF that only looks like
an official one, placed by hand into the folder `official/`, takes its starter document's place too,
but stays the agency's (`agency`) until it is confirmed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from .manifest import Entry, Manifest
from .records import Page, ReadDocument
from .sources import SourceFile
from .wire import PDF

OFFICIAL, AGENCY = "official", "agency"
CONFIRMED, FETCHED = "confirmed in the manifest", "fetched"
ANOTHER, NOT_RECOGNISED = "another file stands for it", "no official document recognised"
TITLE_AND_NAME, TITLE_PAGE, FILE_NAME = "title page and file name", "title page", "file name"

STARTER_MARK = "starterdigest"  # on the title page of this project's own documents
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
EDITION = re.compile(
    r"\b(?P<word>revised|updated|published|edition|version)[\s,:]+(?:(?:edition|version|in)[\s,:]+)*"
    r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|ust|ember|tember|ober)?\.?\s+(?P<year>20\d\d)\b",
    re.IGNORECASE,
)
EDITION_PAGES = 3  # the title page and what follows it
NEWEST_WORDS = ("revised", "updated")  # against "published", which may tell of the first edition


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A file found to be the official document of `entry`, and by what (`how`).

    `rank` orders rivals, the highest wins; one that lost is `beaten` and read as a file of its own.
    """

    entry: Entry
    source: str
    edition: str
    how: str
    rank: tuple[int, int]
    beaten: bool = False


def match_official(read: Sequence[tuple[SourceFile, ReadDocument]]) -> dict[int, Match]:
    """The places in `read` of official documents; at most one a manifest entry that is not beaten.

    Among several for the same entry one that the manifest confirms wins, then the one fetched last,
    then the one that fits better, then the first.
    """
    found: dict[int, Match] = {}
    for place, (file, reading) in enumerate(read):
        match = _confirmed(file, reading) or _likely(file, reading)
        if match is not None:
            found[place] = match
    best: dict[str, int] = {}
    for place in sorted(found, key=lambda place: (found[place].rank, -place)):
        best[found[place].entry.document_id] = place
    return {
        place: match if best[match.entry.document_id] == place else _beaten(match)
        for place, match in found.items()
    }


def _beaten(match: Match) -> Match:
    return Match(
        entry=match.entry, source=AGENCY, edition=match.edition, how=ANOTHER, rank=match.rank, beaten=True
    )


def _confirmed(file: SourceFile, reading: ReadDocument) -> Match | None:
    """A match that somebody answers for: the administrator by the manifest, or the official page."""
    if file.manifest is None:
        return None
    for entry in file.manifest.entries:
        if file.sha256 in entry.official_sha256:
            edition = edition_in(reading) or entry.official_edition
            return Match(entry=entry, source=OFFICIAL, edition=edition, how=CONFIRMED, rank=(10, 0))
    return _fetched(file, file.manifest, reading)


def _fetched(file: SourceFile, manifest: Manifest, reading: ReadDocument) -> Match | None:
    for number, fetched in reversed(list(enumerate(manifest.fetched))):
        entry = manifest.by_id(fetched.document_id)
        if fetched.sha256 == file.sha256 and entry is not None:
            # The edition in the manifest is not taken for granted: a later one may have been fetched.
            edition = fetched.edition or edition_in(reading) or f"fetched {fetched.date}".strip()
            return Match(entry=entry, source=OFFICIAL, edition=edition, how=FETCHED, rank=(9, number))
    return None


def _likely(file: SourceFile, reading: ReadDocument) -> Match | None:
    """A match by title page, by file name, or by both where the title page leaves a choice."""
    if not file.official or file.kind != PDF or file.manifest is None or file.entry is not None:
        return None
    entries = [entry for entry in file.manifest.entries if entry.source == "starter"]
    title_page = _first_text(reading.pages)
    if STARTER_MARK in letters(title_page):
        return None
    titled, named = titled_so(entries, title_page), named_so(entries, file.path.stem)
    both = [entry for entry in titled if entry in named]
    for candidates, how, rank in ((both, TITLE_AND_NAME, 3), (titled, TITLE_PAGE, 2), (named, FILE_NAME, 1)):
        if len(candidates) == 1:
            edition = edition_in(reading)
            return Match(entry=candidates[0], source=AGENCY, edition=edition, how=how, rank=(rank, 0))
    return None


def title_page_says(reading: ReadDocument, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries whose titles stand on the title page, or where it names none, on the pages after it."""
    titled = titled_so(entries, _first_text(reading.pages))
    return tuple(titled or titled_so(entries, "\n".join(map(_all_text, reading.pages[:EDITION_PAGES]))))


def titled_so(entries: Iterable[Entry], text: str) -> list[Entry]:
    """The entries of which `text` holds all title words, as whole words."""
    held = held_by(text)
    return [entry for entry in entries if entry.title_words and all(map(held, entry.title_words))]


def named_so(entries: Iterable[Entry], name: str) -> list[Entry]:
    """The entries of which the file name `name` holds all file words."""
    found = letters(name)
    return [
        entry
        for entry in entries
        if entry.file_words and all(letters(word) in found for word in entry.file_words)
    ]


def edition_in(reading: ReadDocument) -> str:
    """What the first pages say of their edition ("Revised February 2024"), or "".

    The latest revision where several are named, since each edition also tells of those before it.
    """
    found = [
        (word in NEWEST_WORDS, int(match["year"]), month, word)
        for page in reading.pages[:EDITION_PAGES]
        for match in EDITION.finditer(_all_text(page))
        for word, month in [(match["word"].lower(), MONTHS.index(match["month"][:3].lower()))]
    ]
    if not found:
        return ""
    _, year, month, word = max(found)
    return f"{word.capitalize()} {MONTH_NAMES[month]} {year}"


def _first_text(pages: Iterable[Page]) -> str:
    return next((text for page in pages if (text := _all_text(page)).strip()), "")


def _all_text(page: Page) -> str:
    """With what was left out: title and edition may recur at the head or foot of every page."""
    return "\n".join((page.text, *page.dropped))


def held_by(text: str) -> Callable[[str], bool]:
    """A function that tells whether `text` holds a phrase from the start of a word to the end of one.

    Where words end within the phrase does not matter: titles are broken and spaced in many ways.
    """
    words = [letters(word) for word in re.findall(r"[^\W_]+", text)]
    joined, borders = "".join(words), set(accumulate(map(len, words), initial=0))

    def holds(phrase: str) -> bool:
        wanted = letters(phrase)
        starts = (found.start() for found in re.finditer(f"(?={re.escape(wanted)})", joined))
        return any(start in borders and start + len(wanted) in borders for start in starts)

    return holds


def letters(text: str) -> str:
    """Letters and digits only, without case: spaces, line breaks and hyphens vary on title pages.

    British spelling counts as American ("Organisational").
    """
    folded = "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
    return folded.replace("organis", "organiz")
