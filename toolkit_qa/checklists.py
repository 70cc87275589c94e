"""The checklists of a version, found by id, and the address of an item within the app."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from index.version import Version
from ingest.checklists import bare_title, common_section
from ingest.errors import InputError
from ingest.records import ChecklistItem


@dataclass(frozen=True, kw_only=True, slots=True)
class Checklist:
    """A checklist with its items in document order.

    `heading` names it within its document: the title of its section, or that of the document when it
    is the whole of it. `title` names it anywhere.
    """

    checklist_id: str
    title: str
    heading: str
    document_title: str
    source: str
    document_id: str
    file: str
    items: tuple[ChecklistItem, ...]


def checklists_of(version: Version) -> tuple[Checklist, ...]:
    """All checklists of a version, in the order of their documents."""
    items: dict[str, list[ChecklistItem]] = defaultdict(list)
    for item in version.items:
        items[item.checklist_id].append(item)
    return tuple(_checklist(version, checklist_id, own) for checklist_id, own in items.items())


def find_checklist(version: Version, checklist_id: str) -> Checklist:
    """The checklist of that id, or the only one whose id begins so. Raises InputError with the ids."""
    checklists = checklists_of(version)
    for checklist in checklists:
        if checklist.checklist_id == checklist_id:
            return checklist
    begun = [one for one in checklists if checklist_id and one.checklist_id.startswith(checklist_id)]
    if len(begun) == 1:
        return begun[0]
    known = ", ".join(checklist.checklist_id for checklist in begun or checklists)
    raise InputError(
        f"There is no checklist '{checklist_id}' in this version.",
        f"There are: {known}." if known else "This version has no checklists.",
    )


def item_link(item: ChecklistItem) -> str:
    """The address within the app that opens the item's checklist at the item."""
    return "/checklists?" + urlencode({"checklist": item.checklist_id, "item": item.item_id})


def _checklist(version: Version, checklist_id: str, items: Sequence[ChecklistItem]) -> Checklist:
    document = version.document(items[0].document_id)
    section = common_section(item.section for item in items)
    heading = bare_title(section[-1]) if section else document.title
    return Checklist(
        checklist_id=checklist_id,
        title=f"{document.title} › {heading}" if section else document.title,
        heading=heading,
        document_title=document.title,
        source=document.source,
        document_id=document.document_id,
        file=document.file,
        items=tuple(items),
    )
