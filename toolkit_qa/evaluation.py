"""Asking the questions of a set and holding every answer against the right one; no model judges.

A page counts as found at k when a gold page is among the first k distinct pages of `lookup`, each
hit standing for the page of its best sentence and for the pages of its copies.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.version import Version

from .assistant import Assistant
from .citations import holds
from .question_sets import SetQuestion
from .records import (
    ANSWERED,
    BLOCKED,
    NEEDS_DETAIL,
    NOT_A_QUESTION,
    NOT_COVERED,
    PARTLY_ANSWERED,
    Answer,
    Hit,
    Record,
    Statement,
    picked,
)

DEPTH = 20
GRADED_DEPTH = 10
REFUSED = (NOT_COVERED, NOT_A_QUESTION, BLOCKED)
Place = tuple[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome(Record):
    """What became of one question; None where a figure does not apply to it.

    `rank` is the place of the first gold page (0: not among the first 20 passages), `rank_alone` the
    same without the earlier questions. `page_cited`, `key_phrase` and `all_points` are judged on
    covered questions, answered or not. `quoted` is a hash of the words quoted.
    """

    id: str
    question: str
    kind: str
    expect: tuple[str, ...]
    covered: bool
    status: str
    confidence: float
    rank: int | None
    rank_alone: int | None
    ndcg: float | None
    page_cited: bool | None
    key_phrase: bool | None
    all_points: bool | None
    cited: tuple[str, ...]
    quoted: str
    statements: int
    holding: int
    links: int
    opening: int
    milliseconds: float

    @property
    def answered(self) -> bool:
        return self.status in (ANSWERED, PARTLY_ANSWERED)

    @property
    def refused(self) -> bool:
        """Whether it was said that there is no answer; asking back is neither."""
        return self.status in REFUSED

    @property
    def asked_back(self) -> bool:
        return self.status == NEEDS_DETAIL

    @property
    def right_verdict(self) -> bool:
        return self.status in self.expect

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Outcome:
        return cls(**picked(cls, data))


@dataclass(frozen=True, kw_only=True, slots=True)
class Evaluation:
    """The outcomes on one version, and the gold documents that it does not have."""

    version: str
    outcomes: tuple[Outcome, ...]
    unknown: tuple[str, ...] = ()


def evaluate(
    assistant: Assistant,
    questions: Sequence[SetQuestion],
    *,
    version: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Evaluation:
    """Asks every question on one version. Raises StoreError, MissingPartError."""
    opened = assistant.version(version)
    assistant.warm()
    outcomes = []
    for done, question in enumerate(questions, start=1):
        outcomes.append(ask_one(assistant, opened, question)[1])
        if progress is not None:
            progress(done, len(questions))
    known = {document.document_id for document in opened.documents}
    named = {place.document for question in questions for place in question.gold}
    return Evaluation(
        version=opened.version_id, outcomes=tuple(outcomes), unknown=tuple(sorted(named - known))
    )


def ask_one(assistant: Assistant, opened: Version, question: SetQuestion) -> tuple[Answer, Outcome]:
    """The answer to one question on an opened version, and what became of it."""
    text, history, version = question.question, question.history, opened.version_id
    began = time.perf_counter()
    answer = assistant.ask(text, history=history, version=version)
    milliseconds = round((time.perf_counter() - began) * 1000, 3)
    needed = bool(question.gold)
    hits = assistant.lookup(text, history=history, k=DEPTH, version=version) if needed else ()
    alone = assistant.lookup(text, k=DEPTH, version=version) if needed and history else None
    items = {(item.checklist_id, item.item_id) for item in opened.items}
    outcome = judge(
        question,
        answer,
        hits=hits,
        alone=alone,
        holding=sum(statement_holds(opened, answer, one) for one in answer.statements),
        opening=sum((link.checklist_id, link.item_id) in items for link in answer.checklists),
        milliseconds=milliseconds,
    )
    return answer, outcome


def judge(
    question: SetQuestion,
    answer: Answer,
    *,
    hits: Sequence[Hit],
    alone: Sequence[Hit] | None = None,
    holding: int,
    opening: int,
    milliseconds: float = 0.0,
) -> Outcome:
    """Holds an answer and the passages found (`alone`: without the history) against what is right."""
    points = points_held(question.key_phrases, answer.statements) if question.covered else ()
    cited = {(citation.document_id, citation.page) for citation in answer.citations}
    gold = question.pages
    return Outcome(
        id=question.id,
        question=question.question,
        kind=question.kind,
        expect=question.expect,
        covered=question.covered,
        status=answer.status,
        confidence=answer.confidence,
        rank=rank_of(gold, hits) if gold else None,
        rank_alone=rank_of(gold, alone) if gold and alone is not None else None,
        ndcg=_ndcg(question, hits),
        page_cited=bool(gold & cited) if gold and question.covered else None,
        key_phrase=any(points) if points else None,
        all_points=all(points) if points else None,
        cited=tuple(f"{document}, page {page}" for document, page in sorted(cited)),
        quoted=_hash(answer.statements),
        statements=len(answer.statements),
        holding=holding,
        links=len(answer.checklists),
        opening=opening,
        milliseconds=milliseconds,
    )


def statement_holds(version: Version, answer: Answer, statement: Statement) -> bool:
    """Whether a statement is its quotes joined, and each of them stands where it is said to stand."""
    quotes = answer.cited(statement)
    joined = " ".join(quote.quote for quote in quotes)
    return bool(quotes) and statement.text == joined and all(holds(version, quote) for quote in quotes)


def points_held(points: Sequence[Sequence[str]], statements: Sequence[Statement]) -> tuple[bool, ...]:
    """For each point whether an alternative of it stands in the answer; case and white space aside."""
    said = _bare(" ".join(statement.text for statement in statements))
    return tuple(any(_bare(phrase) in said for phrase in point) for point in points)


def rank_of(gold: frozenset[Place], hits: Sequence[Hit]) -> int:
    """The place of the first gold page among the distinct pages of `hits`; 0 when there is none."""
    pages: dict[Place, Hit] = {}
    for hit in hits:
        pages.setdefault((hit.document_id, hit.page), hit)
    for number, hit in enumerate(pages.values(), start=1):
        if gold & _places(hit):
            return number
    return 0


def _ndcg(question: SetQuestion, hits: Sequence[Hit]) -> float | None:
    """nDCG@10 over distinct pages (Järvelin and Kekäläinen 2002), only where gold places are graded."""
    grades = {(place.document, page): place.grade for place in question.gold for page in place.pages}
    if set(grades.values()) <= {1}:
        return None
    pages = dict.fromkeys((hit.document_id, hit.page) for hit in hits)
    return round(_gain([grades.get(page, 0) for page in pages]) / _gain(sorted(grades.values())[::-1]), 4)


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(place + 1) for place, grade in enumerate(grades[:GRADED_DEPTH], start=1))


def _places(hit: Hit) -> frozenset[Place]:
    return frozenset({(hit.document_id, hit.page), *((copy.document_id, copy.page) for copy in hit.also_in)})


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


def _hash(statements: Sequence[Statement]) -> str:
    return hashlib.sha256("\n".join(one.text for one in statements).encode("utf-8")).hexdigest()[:12]
