"""Rehearsal: the same questions put to the version that serves and to one that may follow it.

Gold pages are those of the version that serves; on the other one they count where their passages
stand now, so that a page put in front is no fault. The gate refuses what an officer would miss: pages
no longer found, key phrases no longer said, checklist items no longer there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from index.changes import REMOVED, Difference
from index.difference import difference

from .assistant import Assistant
from .evaluation import Evaluation, Outcome, ask_one
from .figures import Compared, side_by_side
from .question_sets import GoldPlace, SetQuestion
from .records import Answer, Record

STAYS, MOVES, CHANGES, APPEARS, VANISHES, UNANSWERED = BECAME = (
    *("stays", "moves", "changes", "appears", "vanishes"),
    "unanswered",
)
GUARDED = {"page_hit_at_5": "page hit@5", "key_phrase": "the share of key phrases"}
ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True, slots=True)
class Told(Record):
    """What a version answered: its quotes, and for each where it stands (title, printed page)."""

    status: str
    quotes: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rehearsed(Record):
    """One question on both versions; `became` is one of `BECAME`."""

    id: str
    question: str
    became: str
    before: Told
    after: Told


@dataclass(frozen=True, kw_only=True, slots=True)
class Rehearsal:
    """All questions on both versions, the figures side by side, and the checklist items that are gone."""

    old: str
    new: str
    answers: tuple[Rehearsed, ...]
    figures: Mapping[str, Compared]
    vanished_items: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(one.became for one in self.answers)
        return {became: counted[became] for became in BECAME}

    def fallen(self, margin: float) -> tuple[str, ...]:
        """The guarded figures that fall by more than `margin` (0 to 1)."""
        known = (name for name in GUARDED if name in self.figures)
        return tuple(name for name in known if self.figures[name].difference < -margin - ROUNDING)

    def refusals(self, margin: float) -> tuple[str, ...]:
        """Why the new version should not serve; a figure may fall by `margin`."""
        fallen = [
            f"{GUARDED[name]} falls from {self.figures[name].before:.3f} to {self.figures[name].after:.3f}"
            for name in self.fallen(margin)
        ]
        if self.vanished_items:
            fallen.append(
                f"{len(self.vanished_items)} checklist items are gone (the first: {self.vanished_items[0]})"
            )
        return tuple(fallen)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of `versions rehearse --json`, without the verdict of the gate."""
        return {
            "old": self.old,
            "new": self.new,
            "counts": self.counts,
            "figures": {name: one.to_dict() for name, one in self.figures.items()},
            "vanished_items": list(self.vanished_items),
            "answers": [one.to_dict() for one in self.answers],
        }


def rehearse(
    assistant: Assistant,
    old: str,
    new: str,
    questions: Sequence[SetQuestion],
    marked: Sequence[SetQuestion] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Rehearsal:
    """Puts all questions to both versions.

    Args:
        questions: with their right answers in the old version; those on documents that it does not
            have are left out.
        marked: questions without right answers, of which only the answers are compared.

    Raises:
        StoreError: a version is not there or damaged. MissingPartError: the model is not installed.
    """
    assistant = assistant.remembering()
    before, after = assistant.version(old), assistant.version(new)
    compared = difference(before, after)
    known = {document.document_id for document in before.documents}
    asked = _fitting(questions, known)
    pages = _pages(compared)
    rehearsed, outcomes = [], []
    every = [*asked, *marked]
    for done, question in enumerate(every, start=1):
        one = ask_one(assistant, before, question)
        other = ask_one(assistant, after, _moved(question, pages))
        rehearsed.append(_compared(question, one[0], other[0]))
        outcomes.append((one[1], other[1]))
        if progress is not None:
            progress(done, len(every))
    judged = outcomes[: len(asked)]
    return Rehearsal(
        old=before.version_id,
        new=after.version_id,
        answers=tuple(rehearsed),
        figures=_figures(before.version_id, after.version_id, judged),
        vanished_items=_vanished(compared),
    )


def _fitting(questions: Sequence[SetQuestion], known: set[str]) -> list[SetQuestion]:
    """The questions on known documents and those without an answer; none where only these are left."""
    fitting = [one for one in questions if {place.document for place in one.gold} <= known]
    return fitting if any(one.gold for one in fitting) else []


Pages = Mapping[tuple[str, int], Sequence[tuple[str, int]]]


def _pages(compared: Difference) -> Pages:
    """Where the passages of each old page stand now: (document id, page) to such pairs."""
    found: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    for document in compared.documents:
        if document.old is not None and document.new is not None:
            for old, new in document.passages.pages:
                found[document.old.document_id, old].append((document.new.document_id, new))
    return found


def _moved(question: SetQuestion, pages: Pages) -> SetQuestion:
    """The question with its gold pages where their passages stand now; a page that is gone stays a miss."""
    gold = []
    for place in question.gold:
        for page in place.pages:
            there = pages.get((place.document, page), [(place.document, 0)])
            gold += [GoldPlace(document=document, pages=(now,), grade=place.grade) for document, now in there]
    return replace(question, gold=tuple(gold))


def _compared(question: SetQuestion, before: Answer, after: Answer) -> Rehearsed:
    old, new = told(before), told(after)
    return Rehearsed(
        id=question.id, question=question.question, became=became(old, new), before=old, after=new
    )


def told(answer: Answer) -> Told:
    """The quotes of an answer and where they stand."""
    return Told(
        status=answer.status,
        quotes=tuple(" ".join(one.quote.split()) for one in answer.citations),
        places=tuple(f"{one.title}, page {one.page_label or one.page}" for one in answer.citations),
    )


def became(before: Told, after: Told) -> str:
    """What became of an answer: one of `BECAME`."""
    if not before.quotes:
        return APPEARS if after.quotes else UNANSWERED
    if not after.quotes:
        return VANISHES
    if sorted(before.quotes) != sorted(after.quotes):
        return CHANGES
    return STAYS if before.places == after.places else MOVES


def _figures(old: str, new: str, judged: Sequence[tuple[Outcome, Outcome]]) -> dict[str, Compared]:
    return side_by_side(
        Evaluation(version=old, outcomes=tuple(one for one, _ in judged)),
        Evaluation(version=new, outcomes=tuple(other for _, other in judged)),
    )


def _vanished(compared: Difference) -> tuple[str, ...]:
    """The words of the checklist items that were removed."""
    return tuple(
        f"{' '.join(change.old.text.split())} ({document.title})"
        for document in compared.documents
        for change in document.items.of(REMOVED)
        if change.old is not None
    )
