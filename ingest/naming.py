"""What a document is called, under which id it is known, and whose text it is.

Title: that of its manifest entry, else a plausible title property, else the largest heading of its
first text page, else its first line; never the file name. Id: that of the manifest entry, which stays
the same over editions, else a hash of the bytes. An official PDF takes the place of the starter
document of the same id.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from .official import NOT_RECOGNISED, Match, match_official
from .records import Document, ReadDocument
from .sources import SourceFile
from .wire import PDF

UNTITLED = "Untitled document"
LONGEST_TITLE = 200

# What programs write into the title property when nobody has given a title.
NO_TITLES = re.compile(
    r"""untitled.* | no\stitle | none | null | temp | full\spage\sfax\sprint
    | (microsoft\s)?(word|powerpoint|excel)(\s-\s.*|\spresentation|\sdocument)?
    | (document|presentation|slide|title|book|sheet|doc|draft|layout|page|scan|print|new)[\s_-]*\d*
    | .*\.(docx?|pdf|pptx?|xlsx?|indd|tex|dvi|rtf|odt|html?|qxd|pub|pmd|fm|eps|ai|txt|md)
    | (https?|file):.*""",
    re.IGNORECASE | re.VERBOSE,
)


def name_documents(read: Sequence[tuple[SourceFile, ReadDocument]]) -> tuple[Document, ...]:
    """The documents of the files that could be read, in their order, less those an official PDF replaces."""
    matches = match_official(read)
    replaced = {match.entry.document_id for match in matches.values()}  # a beaten match has a winner
    kept = [
        (_named(file, reading, matches.get(place)))
        for place, (file, reading) in enumerate(read)
        if place in matches or file.entry is None or file.entry.document_id not in replaced
    ]
    return _with_own_ids(kept)


def _named(file: SourceFile, reading: ReadDocument, match: Match | None) -> Document:
    if match is not None and not match.beaten:
        entry, title, edition, source = match.entry, match.entry.official_title, match.edition, match.source
    elif file.entry is not None:
        entry = file.entry
        title, edition, source = entry.title, entry.edition, entry.source
    else:
        return Document(
            document_id=f"doc-{file.sha256[:12]}",
            title=own_title(reading),
            file=file.file,
            sha256=file.sha256,
            match=_no_match(file, match),
            pages=reading.pages,
        )
    return Document(
        document_id=entry.document_id,
        title=title or entry.title,
        file=file.file,
        sha256=file.sha256,
        source=source,
        edition=edition,
        category=entry.category,
        official_title=entry.official_title,
        landing_page=entry.landing_page,
        questionnaire=entry.questionnaire,
        match=match.how if match else "",
        pages=reading.pages,
    )


def _no_match(file: SourceFile, match: Match | None) -> str:
    """Why a file that may be an official document counts as none."""
    if match is not None:
        return f"{match.entry.document_id}: {match.how}"
    return NOT_RECOGNISED if file.official and file.kind == PDF else ""


def own_title(reading: ReadDocument) -> str:
    """The title a document gives itself."""
    if is_title(reading.metadata_title):
        return _short(reading.metadata_title)
    for candidate in (reading.heading_title, reading.first_line):
        if any(c.isalnum() for c in candidate):
            return _short(candidate)
    return UNTITLED


def is_title(text: str) -> bool:
    """Whether a title property reads like a title, not like a file name or what a program left there."""
    text = " ".join(text.split())
    letters = sum(c.isalpha() for c in text)
    if NO_TITLES.fullmatch(text) or letters < 4 or "\ufffd" in text:
        return False
    if " " not in text and ("_" in text or any(c.isdigit() for c in text) or text.islower()):
        return False  # a file name or a reference number
    return letters >= len(text) / 4


def _short(title: str) -> str:
    title = " ".join(title.split())
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"


def _with_own_ids(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Documents with the same id get -2, -3 … in the order of their file names; order is kept."""
    counts: Counter[str] = Counter()
    taken = {document.document_id for document in documents}
    ids: dict[int, str] = {}
    for place, document in sorted(enumerate(documents), key=lambda item: (item[1].file, item[0])):
        name = document.document_id
        counts[name] += 1
        ids[place] = name if counts[name] == 1 else _free(name, counts, taken)
        taken.add(ids[place])
    return tuple(replace(document, document_id=ids[place]) for place, document in enumerate(documents))


def _free(name: str, counts: Counter[str], taken: set[str]) -> str:
    while f"{name}-{counts[name]}" in taken:
        counts[name] += 1
    return f"{name}-{counts[name]}"
