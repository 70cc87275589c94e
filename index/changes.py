"""The records of a difference between two versions, and their JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.records import Document

UNCHANGED, MOVED, REWORDED, ADDED, REMOVED = KINDS = ("unchanged", "moved", "reworded", "added", "removed")
CHANGED = "changed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where the words stand in one of the two versions."""

    text: str
    section: tuple[str, ...]
    page: int
    page_label: str
    number: str = ""

    def to_dict(self) -> dict[str, Any]:
        record = {
            "page": self.page,
            "page_label": self.page_label,
            "section": list(self.section),
            "text": self.text,
        }
        return record | ({"number": self.number} if self.number else {})


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A piece that is not as it was; `old` is None for an added one, `new` for a removed one.

    `change` is one of `KINDS`; moved has the same words on another page, under another number, or at
    another place in the order.

    `words` are the stretches of both wordings in reading order, each with `same`, `removed` or `added`;
    empty unless reworded.
    """

    change: str
    kind: str
    old: Place | None
    new: Place | None
    words: tuple[tuple[str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "change": self.change,
            "kind": self.kind,
            "old": self.old.to_dict() if self.old else None,
            "new": self.new.to_dict() if self.new else None,
            "words": [list(stretch) for stretch in self.words],
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """The changes of one sort of piece, in the order of the new edition; all pieces counted, by `KINDS`.

    `pages` tells where the pieces of each page are now, changed or not: (old page, new page), sorted.
    """

    counts: dict[str, int]
    changes: tuple[Change, ...]
    pages: tuple[tuple[int, int], ...] = ()

    def of(self, *kinds: str) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.change in kinds)

    def to_dict(self) -> dict[str, Any]:
        return {"counts": self.counts, "changes": [change.to_dict() for change in self.changes]}


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentDifference:
    """One document in both versions, or in one of them."""

    status: str
    old: Document | None
    new: Document | None
    passages: Changes
    headings: Changes
    items: Changes

    @property
    def title(self) -> str:
        document = self.new or self.old
        return document.title if document else ""

    def to_dict(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "title": self.title,
            "old": _document(self.old),
            "new": _document(self.new),
            "passages": self.passages.to_dict(),
            "headings": self.headings.to_dict(),
            "checklist_items": self.items.to_dict(),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """All that changed between two versions."""

    old: str
    new: str
    documents: tuple[DocumentDifference, ...]

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many there are of each sort and change, over all documents."""
        return {
            "documents": _ordered(
                (one.status for one in self.documents), (UNCHANGED, CHANGED, ADDED, REMOVED)
            ),
            "passages": _sum(one.passages.counts for one in self.documents),
            "headings": _sum(one.headings.counts for one in self.documents),
            "checklist_items": _sum(one.items.counts for one in self.documents),
        }

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of `versions diff --json`."""
        return {
            "old": self.old,
            "new": self.new,
            "counts": self.counts,
            "documents": [document.to_dict() for document in self.documents],
        }


def _document(document: Document | None) -> dict[str, Any] | None:
    if document is None:
        return None
    names = ("document_id", "title", "edition", "source", "file", "sha256")
    return {name: getattr(document, name) for name in names}


def _ordered(found: Iterable[str], names: Sequence[str]) -> dict[str, int]:
    counts = Counter(found)
    return {name: counts[name] for name in names}


def _sum(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return {kind: total[kind] for kind in KINDS}
