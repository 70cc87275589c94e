"""Which files are the official documents of a manifest.

Confirmed, and so `official`: files whose bytes were fetched from a landing page (`fetched.toml`) or
that an administrator has listed under `official_sha256` in the manifest. A PDF that only looks like
an official one, placed by hand into the folder `official/`, takes its starter document's place too,
but stays the agency's (`agency`) until it is confirmed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .manifest import Entry, Fetched
from .records import ReadDocument
from .sources import SourceFile

EDITION = re.compile(
    r"(?:Revised|Updated|Published|Edition|Version)[\s,:]+(?:in\s+)?"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+20\d\d",
    re.IGNORECASE,
)
EDITION_PAGES = 3  # the title page and what follows it


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A file found to be the official document of `entry`; `rank` orders rivals, the highest wins."""

    entry: Entry
    source: str
    edition: str
    rank: tuple[int, str]


def match_official(read: Sequence[tuple[SourceFile, ReadDocument]]) -> dict[int, Match]:
    """The places in `read` of official documents; at most one a manifest entry.

    Among several for the same entry a confirmed one wins, then the one fetched last, then the one
    that fits better, then the first.
    """
    best: dict[str, tuple[int, Match]] = {}
    for place, (file, reading) in enumerate(read):
        match = _confirmed(file, reading) or _likely(file, reading)
        if match is not None:
            rival = best.get(match.entry.document_id)
            if rival is None or match.rank > rival[1].rank:
                best[match.entry.document_id] = (place, match)
    return dict(best.values())


def _confirmed(file: SourceFile, reading: ReadDocument) -> Match | None:
    if file.manifest is None:
        return None
    for fetched in reversed(file.manifest.fetched):
        entry = file.manifest.by_id(fetched.document_id)
        if fetched.sha256 == file.sha256 and entry is not None:
            return _official(entry, reading, fetched)
    for entry in file.manifest.entries:
        if file.sha256 in entry.official_sha256:
            return _official(entry, reading, None)
    return None


def _official(entry: Entry, reading: ReadDocument, fetched: Fetched | None) -> Match:
    recorded = fetched.edition if fetched else ""
    edition = recorded or edition_in(reading) or entry.official_edition
    return Match(entry=entry, source="official", edition=edition, rank=(9, fetched.date if fetched else ""))


def _likely(file: SourceFile, reading: ReadDocument) -> Match | None:
    """A match by title page, by file name, or by both where the title page leaves a choice."""
    if not file.official or file.manifest is None or file.entry is not None:
        return None
    title_page = _letters(next((page.text for page in reading.pages if page.text.strip()), ""))
    name = _letters(file.path.stem)
    entries = [entry for entry in file.manifest.entries if entry.source == "starter"]
    titled = [entry for entry in entries if _all_in(entry.title_words, title_page)]
    named = [entry for entry in entries if _all_in(entry.file_words, name)]
    both = [entry for entry in titled if entry in named]
    for candidates, rank in ((both, 3), (titled, 2), (named, 1)):
        if len(candidates) == 1:
            return Match(entry=candidates[0], source="agency", edition=edition_in(reading), rank=(rank, ""))
    return None


def edition_in(reading: ReadDocument) -> str:
    """What the first pages say of their edition ("Revised February 2024"), or ""."""
    for page in reading.pages[:EDITION_PAGES]:
        if found := EDITION.search(page.text):
            return " ".join(found.group().split())
    return ""


def _all_in(phrases: Iterable[str], letters: str) -> bool:
    wanted = [_letters(phrase) for phrase in phrases]
    return bool(wanted) and all(phrase in letters for phrase in wanted)


def _letters(text: str) -> str:
    """Letters and digits only, without case: spaces, line breaks and hyphens vary on title pages."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
