"""The difference between two versions as text: what a person in charge reads before switching."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.changes import (
    ADDED,
    CHANGED,
    MOVED,
    REMOVED,
    REWORDED,
    UNCHANGED,
    Change,
    Changes,
    Difference,
    DocumentDifference,
    Place,
)

ITEM = "checklist_item"
SORTS = ("headings", "passages", "checklist items")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line with its indentation; `style` is "" or "bold"."""

    text: str
    indent: int = 0
    style: str = ""


def lines_of(difference: Difference) -> Iterator[Line]:
    """Counts first, then document by document; documents in which nothing changed only by name."""
    yield Line(text=f"From version {difference.old} to {difference.new}", style="bold")
    for sort, counts in difference.counts.items():
        yield Line(text=f"{sort.replace('_', ' ')}: {_told(counts)}", indent=2)
    for document in difference.documents:
        if document.status != UNCHANGED:
            yield Line(text="")
            yield from _document(document)
    same = [document.title for document in difference.documents if document.status == UNCHANGED]
    if same:
        yield Line(text="")
        yield Line(text=f"Unchanged: {'; '.join(same)}")


def marked(words: Sequence[tuple[str, str]]) -> str:
    """A new wording with its marks: [-what went-] and {+what came+}."""
    return " ".join(_marked(mark, text) for mark, text in words)


def _marked(mark: str, text: str) -> str:
    if mark == REMOVED:
        return f"[-{text}-]"
    return f"{{+{text}+}}" if mark == ADDED else text


def _document(document: DocumentDifference) -> Iterator[Line]:
    yield Line(text=f"{document.title} ({document.status})", style="bold")
    yield from (Line(text=text, indent=2) for text in _renamed(document))
    sorts = zip(SORTS, (document.headings, document.passages, document.items), strict=True)
    for sort, changes in sorts:
        if changes.changes:
            yield Line(text=f"{sort}: {_told(changes.counts)}", indent=2)
        if document.status == CHANGED:
            yield from _changes(changes)


def _renamed(document: DocumentDifference) -> Iterator[str]:
    """What else is not as it was: edition, title, file."""
    if document.old is None or document.new is None:
        return
    for name in ("edition", "source", "title", "file"):
        before, after = getattr(document.old, name), getattr(document.new, name)
        if before != after:
            yield f"{name}: {before or 'none'} → {after or 'none'}"


def _changes(changes: Changes) -> Iterator[Line]:
    for change in changes.of(REWORDED, ADDED, REMOVED):
        yield Line(text=_headline(change), indent=4)
        yield Line(text=_words(change), indent=6)
    for text in _moves(changes.of(MOVED)):
        yield Line(text=text, indent=4)


def _headline(change: Change) -> str:
    place = change.new or change.old
    page = _page(place)
    if change.old and change.new and change.old.page != change.new.page:
        page = f"{_page(change.old)}, now {_page(change.new)}"
    section = f" in {place.section[-1]}" if place and place.section and change.kind != ITEM else ""
    number = f" {place.number}" if place and place.number else ""
    return f"{change.change}{number}, {page}{section}:"


def _words(change: Change) -> str:
    if change.words:
        return marked(change.words)
    text = (change.new or change.old or _NOWHERE).text
    mark = ADDED if change.old is None else REMOVED
    return _marked(mark, " ".join(text.split()))


def _moves(moved: Iterable[Change]) -> Iterator[str]:
    """Moved pieces by where they went: a page put in early moves all that follow."""
    counts: dict[tuple[str, str], int] = {}
    for change in moved:
        where = _page(change.old), _page(change.new)
        counts[where] = counts.get(where, 0) + 1
    for (before, after), count in counts.items():
        went = f"from {before} to {after}" if before != after else f"to another number or place on {after}"
        yield f"{MOVED}: {count} {went}"


def _page(place: Place | None) -> str:
    return f"page {(place or _NOWHERE).page_label}"


def _told(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "none"


_NOWHERE = Place(text="", section=(), page=0, page_label="?")
