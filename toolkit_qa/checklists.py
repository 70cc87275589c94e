"""Checklists of a version, and the items that bear on a question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np
from numpy.typing import NDArray

from index.version import Version
from ingest.checklists import bare_title, common_section
from ingest.errors import InputError
from ingest.records import ChecklistItem

from .records import ChecklistLink
from .retrieve import DECIMALS

MOST_LINKS = 5
LEAST_SIMILARITY = 0.35


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


class ChecklistLinker:
    """Finds the items that bear on a question. Made once per version, then only read.

    An item has no vector of its own: it takes the likeness of the sentences that lie on its span.
    """

    def __init__(self, version: Version) -> None:
        self._version = version
        self._titles = {one.checklist_id: one.title for one in checklists_of(version)}
        self._sentences = _sentences_on(version, version.items)

    def links(self, similarity: NDArray[np.float64]) -> tuple[ChecklistLink, ...]:
        """Up to five items, most alike first; `similarity` has one entry a sentence of the version."""
        scored = [
            (round(max(float(similarity[number]) for number in numbers), DECIMALS), position)
            for position, numbers in enumerate(self._sentences)
            if numbers
        ]
        best = sorted(
            (pair for pair in scored if pair[0] >= LEAST_SIMILARITY), key=lambda pair: (-pair[0], pair[1])
        )
        return tuple(self._link(self._version.items[position]) for _, position in best[:MOST_LINKS])

    def _link(self, item: ChecklistItem) -> ChecklistLink:
        document = self._version.document(item.document_id)
        page = self._version.page(item.document_id, item.spans[0].page)
        return ChecklistLink(
            checklist_id=item.checklist_id,
            item_id=item.item_id,
            title=self._titles[item.checklist_id],
            source=document.source,
            text=item.text,
            file=document.file,
            page=page.number,
            page_label=page.label,
            link=item_link(item),
        )


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


def _sentences_on(version: Version, items: Sequence[ChecklistItem]) -> tuple[tuple[int, ...], ...]:
    """For each item the numbers of the sentences that share characters with it."""
    by_page: dict[tuple[str, int], list[tuple[int, int, int]]] = defaultdict(list)
    for number, (owner, sentence) in enumerate(version.sentences if items else ()):
        for span in sentence.spans:
            place = (version.passages[owner].document_id, span.page)
            by_page[place].append((span.start, span.end, number))
    return tuple(
        tuple(
            dict.fromkeys(
                number
                for span in item.spans
                for start, end, number in by_page[item.document_id, span.page]
                if start < span.end and span.start < end
            )
        )
        for item in items
    )
