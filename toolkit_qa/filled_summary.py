"""What filled checklists come to: progress, answers by principle, and answers carried to other questions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .filled import ANSWERS, OPEN, FilledChecklist, FilledItem
from .filled_text import sections


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """How many items of a principle (or a section) have each answer, open ones under ""."""

    name: str
    counts: Mapping[str, int]


def answered(filled: FilledChecklist) -> int:
    """How many items have an answer."""
    return len(filled.items) - filled.counts()[OPEN]


def by_principle(forms: Iterable[FilledChecklist]) -> tuple[Group, ...]:
    """Answers by principle, in the order in which these occur; an item of two principles counts for both."""
    return _groups((name, item) for form in forms for item in form.items for name in item.principles)


def by_section(filled: FilledChecklist) -> tuple[Group, ...]:
    """Answers by section, for checklists that name no principles."""
    return _groups((title, item) for title, items in sections(filled) for item in items)


def same_questions(filled: FilledChecklist, fresh: FilledChecklist) -> bool:
    """Whether both ask the same in the same places, so that it does not matter which version was filled."""
    asked = [[(item.item_id, item.text, item.places) for item in form.items] for form in (filled, fresh)]
    return asked[0] == asked[1] and filled.edition == fresh.edition


def carried_over(filled: FilledChecklist, fresh: FilledChecklist) -> FilledChecklist:
    """The answers put to the questions of another version: only to those that are word for word the same."""
    known: dict[str, list[FilledItem]] = defaultdict(list)
    for item in filled.items:
        known[_bare(item.text)].append(item)
    items = tuple(_with_answer(item, known[_bare(item.text)]) for item in fresh.items)
    head = {name: getattr(filled, name) for name in ("answered_by", "answered_at", "subject")}
    return replace(fresh, items=items, **head)


def _with_answer(item: FilledItem, same: list[FilledItem]) -> FilledItem:
    old = next((one for one in same if one.item_id == item.item_id), same[0] if len(same) == 1 else None)
    if old is None:
        return item
    return replace(item, answer=old.answer, note=old.note, citations=old.citations)


def _groups(named: Iterable[tuple[str, FilledItem]]) -> tuple[Group, ...]:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for name, item in named:
        counted[name][item.answer] += 1
    return tuple(
        Group(name=name, counts={answer: counts[answer] for answer in ANSWERS})
        for name, counts in counted.items()
    )


def _bare(text: str) -> str:
    return " ".join(text.split())
