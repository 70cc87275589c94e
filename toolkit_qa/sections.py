"""Sections as a filter: named by a heading, or by headings joined by " › " as they are shown everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.version import Version
from ingest.errors import InputError

ARROW = " › "


def sections_of(version: Version) -> tuple[tuple[str, str], ...]:
    """Document id and path of all sections that hold passages, and of those around them, in reading order."""
    paths = (
        (passage.document_id, ARROW.join(passage.section[: depth + 1]))
        for passage in version.passages
        for depth in range(len(passage.section))
    )
    return tuple(dict.fromkeys(paths))


def within(section: Sequence[str], wanted: Iterable[str]) -> bool:
    """Whether a section (its path of headings) is one of those wanted, or stands under one."""
    path = _edged(ARROW.join(section))
    return any(_edged(one) in path for one in wanted)


def checked_sections(asked: Iterable[str], version: Version) -> tuple[str, ...]:
    """The section filter, sorted, each once. Raises InputError for one that no passage stands in."""
    wanted = tuple(sorted({asked} if isinstance(asked, str) else set(asked)))
    for one in wanted:
        if not any(within(passage.section, (one,)) for passage in version.passages):
            raise InputError(
                f"There is no section '{one[:120]}' in this version.",
                "Name a heading, or headings joined by ' › ', as they are printed with each passage.",
            )
    return wanted


def _edged(path: str) -> str:
    """A path that can be looked for in another, whole headings only, whatever the case and the spaces."""
    headings = (" ".join(heading.split()).casefold() for heading in path.split(ARROW.strip()))
    return f"{ARROW}{ARROW.join(headings)}{ARROW}"
