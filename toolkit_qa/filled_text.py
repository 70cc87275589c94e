"""What every printed form of a filled checklist says: facts, summary, section titles, citations."""

from __future__ import annotations

from itertools import groupby

from ingest.checklists import common_section

from .filled import ANSWERS, FilledChecklist, FilledItem
from .messages import STARTER_ONLY
from .records import STARTER, Citation
from .sections import ARROW


def facts(filled: FilledChecklist) -> list[tuple[str, str]]:
    """Names and values at the head of the form; those that a person writes stay even when empty."""
    found = [("Document", filled.file), ("Edition", filled.edition), ("Source", filled.source)]
    found += [("Index version", filled.version), ("For", filled.subject)]
    found += [("Answered by", filled.answered_by), ("Answered at", filled.answered_at)]
    return [(name, value) for name, value in found if value or name in ("For", "Answered by", "Answered at")]


def summary(filled: FilledChecklist) -> str:
    """How many items have each answer, and how many are open."""
    counts = filled.counts()
    said = [f"{ANSWERS[answer] or 'Open'} {count}" for answer, count in counts.items() if count]
    return ", ".join([f"{len(filled.items)} items", *said])


def sections(filled: FilledChecklist) -> list[tuple[str, list[FilledItem]]]:
    """The items in runs of one section, each with the part of its path that is not common to all."""
    shared = len(common_section(item.section for item in filled.items))
    runs = groupby(filled.items, key=lambda item: item.section)
    return [(_heading(section, shared, group := list(items)), group) for section, items in runs]


def _heading(section: tuple[str, ...], shared: int, items: list[FilledItem]) -> str:
    tags = [*dict.fromkeys(name for item in items for name in item.principles)]
    stages = [*dict.fromkeys(item.stage for item in items if item.stage)]
    about = " · ".join(filter(None, ("; ".join(tags), "; ".join(stages))))
    title = ARROW.join(one.rstrip(" :") for one in section[shared:])
    return f"{title} ({about})" if title and about else title or about


def depths(filled: FilledChecklist) -> dict[str, int]:
    """How deep each item hangs under others: 0 for one that stands alone."""
    found: dict[str, int] = {}
    for item in filled.items:
        found[item.item_id] = found[item.parent] + 1 if item.parent in found else 0
    return found


def cited(citation: Citation) -> str:
    """A quote with title, edition, section and printed page; starter text says what it is."""
    printed = citation.page_label or str(citation.page)
    parts = (citation.title, citation.edition, ARROW.join(citation.section), f"page {printed}")
    note = f" {STARTER_ONLY}" if citation.source == STARTER else ""
    return f"“{' '.join(citation.quote.split())}” {', '.join(filter(None, parts))}.{note}"
