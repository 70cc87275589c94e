"""Figures over the outcomes of an evaluation, each with its 95 % interval; two evaluations side by side.

Every figure gives one value a question, or None where it does not apply; what is reported is the
mean over the questions to which it applies. An interval resamples these questions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .bootstrap import interval, paired_difference
from .evaluation import Evaluation, Outcome
from .question_sets import KINDS, NEAR_MISS, OUTSIDE, VAGUE
from .records import NEEDS_DETAIL, STATUSES, Record

Value = float | None
DECIMALS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A figure: its name in JSON, how it is called in a table, its value for one question."""

    name: str
    title: str
    of: Callable[[Outcome], Value]


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured(Record):
    """A mean over `n` questions with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared(Record):
    """A figure on the same `n` questions before and after, and the 95 % interval of the difference."""

    before: float
    after: float
    difference: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Sure(Record):
    """Answering only questions of at least this confidence: the share of all questions answered (from 0
    to 1), and the share of these answers that cite a right page."""

    confidence: float
    answered: float
    right: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed(Record):
    """A question of which something changed: field -> [before, after]. `better` counts what got right."""

    id: str
    question: str
    kind: str
    better: int
    fields: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        return {"id": self.id, "question": self.question, "kind": self.kind, "better": self.better} | {
            "fields": {name: list(values) for name, values in self.fields.items()}
        }


def _within(k: int) -> Callable[[Outcome], Value]:
    return lambda one: None if one.rank is None else float(0 < one.rank <= k)


def _if(applies: bool, value: float | bool | None) -> Value:
    return None if not applies or value is None else float(value)


def _refused(one: Outcome) -> bool:
    """Refused, or said what is also right (a part answer to a near miss)."""
    return one.refused or one.right_verdict


FIGURES = (
    Figure(name="page_hit_at_1", title="page hit@1", of=_within(1)),
    Figure(name="page_hit_at_3", title="page hit@3", of=_within(3)),
    Figure(name="page_hit_at_5", title="page hit@5", of=_within(5)),
    Figure(
        name="mrr",
        title="MRR",
        of=lambda one: None if one.rank is None else (1 / one.rank if one.rank else 0.0),
    ),
    Figure(name="ndcg_at_10", title="nDCG@10 (graded gold)", of=lambda one: one.ndcg),
    Figure(name="page_cited", title="right page cited", of=lambda one: _if(one.covered, one.page_cited)),
    Figure(
        name="page_cited_when_answered",
        title="right page cited, of those answered",
        of=lambda one: _if(one.covered and one.answered, one.page_cited),
    ),
    Figure(
        name="key_phrase", title="key phrase in the answer", of=lambda one: _if(one.covered, one.key_phrase)
    ),
    Figure(
        name="all_points",
        title="every point of a full answer in it",
        of=lambda one: _if(one.covered, one.all_points),
    ),
    Figure(
        name="statements_hold",
        title="statements whose citation holds",
        of=lambda one: one.holding / one.statements if one.statements else None,
    ),
    Figure(name="right_verdict", title="right verdict", of=lambda one: float(one.right_verdict)),
    Figure(
        name="outside_refused",
        title="not covered, refused: outside",
        of=lambda one: _if(one.kind == OUTSIDE, _refused(one)),
    ),
    Figure(
        name="near_miss_refused",
        title="not covered, refused: near miss",
        of=lambda one: _if(one.kind == NEAR_MISS, _refused(one)),
    ),
    Figure(
        name="other_refused",
        title="not covered, refused: others",
        of=lambda one: _if(
            one.kind not in (OUTSIDE, NEAR_MISS, VAGUE)
            and not one.covered
            and NEEDS_DETAIL not in one.expect,
            _refused(one),
        ),
    ),
    Figure(
        name="not_covered_asked_back",
        title="not covered, asked back instead",
        of=lambda one: _if(not one.covered and NEEDS_DETAIL not in one.expect, one.asked_back),
    ),
    Figure(
        name="answerable_refused",
        title="answerable, refused by mistake",
        of=lambda one: _if(one.covered, one.refused),
    ),
    Figure(
        name="answerable_asked_back",
        title="answerable, asked back instead",
        of=lambda one: _if(one.covered, one.asked_back),
    ),
    Figure(
        name="vague_asked_back",
        title="too little said, asked back",
        of=lambda one: _if(NEEDS_DETAIL in one.expect, one.asked_back),
    ),
    Figure(
        name="follow_up_hit_at_5",
        title="follow-ups, page hit@5 with the history",
        of=lambda one: _if(one.rank_alone is not None, _within(5)(one)),
    ),
    Figure(
        name="follow_up_hit_at_5_alone",
        title="follow-ups, page hit@5 without it",
        of=lambda one: None if one.rank_alone is None else float(0 < one.rank_alone <= 5),
    ),
    Figure(
        name="answers_with_links",
        title="answers with checklist links",
        of=lambda one: _if(one.answered, one.links > 0),
    ),
    Figure(name="links", title="checklist links an answer", of=lambda one: _if(one.answered, one.links)),
    Figure(
        name="links_open",
        title="checklist links that open their item",
        of=lambda one: one.opening / one.links if one.links else None,
    ),
)
TITLES = {figure.name: figure.title for figure in FIGURES}
WATCHED = ("status", "page_cited", "key_phrase", "found_at_5", "quoted")


def measured(outcomes: Sequence[Outcome]) -> dict[str, Measured]:
    """Every figure that applies to any of the outcomes, by name."""
    found = {figure.name: _values(figure, outcomes) for figure in FIGURES}
    return {name: _measured(list(values)) for name, values in found.items() if values}


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Measured]]:
    """The figures of each kind of question that there is."""
    groups = {kind: [one for one in outcomes if one.kind == kind] for kind in KINDS}
    return {kind: measured(group) for kind, group in groups.items() if group}


def verdicts_by_kind(outcomes: Sequence[Outcome]) -> dict[str, dict[str, int]]:
    """How often each status was given, for each kind."""
    counts = {kind: Counter(one.status for one in outcomes if one.kind == kind) for kind in KINDS}
    return {kind: {s: count[s] for s in STATUSES if count[s]} for kind, count in counts.items() if count}


def milliseconds(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Of `ask`, warm: median and 95th percentile."""
    times = [one.milliseconds for one in outcomes]
    return {name: round(float(np.percentile(times, share)), 1) for name, share in (("p50", 50), ("p95", 95))}


def surest_first(outcomes: Sequence[Outcome]) -> tuple[Sure, ...]:
    """The coverage curve (El-Yaniv and Wiener 2010), surest answers first; a point for each confidence.

    An answer to a question that the documents do not cover is right only where a part answer is.
    """
    answers = sorted((one for one in outcomes if one.answered), key=lambda one: -one.confidence)
    points: dict[float, Sure] = {}
    right = 0
    for count, one in enumerate(answers, start=1):
        right += bool(one.page_cited if one.covered else one.right_verdict)
        points[one.confidence] = Sure(
            confidence=one.confidence, answered=_round(count / len(outcomes)), right=_round(right / count)
        )
    return tuple(points.values())


def history_difference(outcomes: Sequence[Outcome]) -> Compared | None:
    """What the earlier questions do for follow-ups: page hit@5 without them and with them."""
    pairs = [one for one in outcomes if one.rank_alone is not None and one.rank is not None]
    alone = [float(0 < (one.rank_alone or 0) <= 5) for one in pairs]
    together = [float(0 < (one.rank or 0) <= 5) for one in pairs]
    return _compared(alone, together) if pairs else None


def side_by_side(before: Evaluation, after: Evaluation) -> dict[str, Compared]:
    """Each figure over the questions to which it applies in both."""
    pairs = _pairs(before, after)
    found = {}
    for figure in FIGURES:
        values = [(figure.of(old), figure.of(new)) for old, new in pairs]
        both = [(old, new) for old, new in values if old is not None and new is not None]
        if both:
            found[figure.name] = _compared([old for old, _ in both], [new for _, new in both])
    return found


def changed(before: Evaluation, after: Evaluation) -> tuple[Changed, ...]:
    """The questions whose verdict, cited page, key phrase, place or words are not what they were."""
    return tuple(change for old, new in _pairs(before, after) for change in _changes(old, new))


def _changes(old: Outcome, new: Outcome) -> Iterator[Changed]:
    was, now = _watched(old), _watched(new)
    fields = {name: (was[name], now[name]) for name in WATCHED if was[name] != now[name]}
    if fields:
        better = _rights(new) - _rights(old)
        yield Changed(id=new.id, question=new.question, kind=new.kind, better=better, fields=fields)


def _watched(one: Outcome) -> dict[str, Any]:
    found = None if one.rank is None else 0 < one.rank <= 5
    return {
        "status": one.status,
        "page_cited": one.page_cited,
        "key_phrase": one.key_phrase,
        "found_at_5": found,
        "quoted": one.quoted,
    }


def _rights(one: Outcome) -> int:
    found = one.rank is not None and 0 < one.rank <= 5
    return sum(map(bool, (one.right_verdict, one.page_cited, one.key_phrase, found)))


def _pairs(before: Evaluation, after: Evaluation) -> list[tuple[Outcome, Outcome]]:
    old = {one.id: one for one in before.outcomes}
    return [(old[one.id], one) for one in after.outcomes if one.id in old]


def _values(figure: Figure, outcomes: Sequence[Outcome]) -> list[float]:
    return [value for one in outcomes if (value := figure.of(one)) is not None]


def _measured(values: Sequence[float]) -> Measured:
    low, high = interval(values)
    mean = float(np.mean(values))
    return Measured(value=_round(mean), low=_round(low), high=_round(high), n=len(values))


def _compared(before: Sequence[float], after: Sequence[float]) -> Compared:
    mean, low, high = paired_difference(after, before)
    return Compared(
        before=_round(float(np.mean(before))),
        after=_round(float(np.mean(after))),
        difference=_round(mean),
        low=_round(low),
        high=_round(high),
        n=len(after),
    )


def _round(value: float) -> float:
    return round(value, DECIMALS)
