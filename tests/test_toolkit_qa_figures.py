"""Figures of made outcomes: what counts, what does not, and what changed between two evaluations."""

from __future__ import annotations

from typing import Any

import pytest

from toolkit_qa import figures
from toolkit_qa.evaluation import Evaluation, Outcome


def outcome(identity: str, **fields: Any) -> Outcome:
    given: dict[str, Any] = {
        "id": identity, "question": f"{identity}?", "kind": "plain", "expect": ("answered",), "covered": True,
        "status": "answered", "confidence": 0.9, "rank": 1, "rank_alone": None, "ndcg": None,
        "page_cited": True, "key_phrase": True, "all_points": True, "cited": (), "quoted": "x",
        "statements": 1, "holding": 1, "links": 0, "opening": 0, "milliseconds": 1.0,
    }  # fmt: skip
    return Outcome(**(given | fields))


def uncovered(identity: str, kind: str, status: str, expect: tuple[str, ...] = ("not_covered",)) -> Outcome:
    return outcome(
        identity, kind=kind, status=status, expect=expect, covered=False, rank=None,
        page_cited=None, key_phrase=None, all_points=None,
    )  # fmt: skip


def value(outcomes: list[Outcome], name: str) -> tuple[float, int] | None:
    found = figures.measured(outcomes).get(name)
    return (found.value, found.n) if found else None


def test_places_give_hits_and_reciprocal_ranks() -> None:
    ranked = [outcome(str(rank), rank=rank) for rank in (1, 2, 4, 0)]
    assert value(ranked, "page_hit_at_1") == (0.25, 4)
    assert value(ranked, "page_hit_at_3") == (0.5, 4)
    assert value(ranked, "page_hit_at_5") == (0.75, 4)
    assert value(ranked, "mrr") == (0.4375, 4)


def test_a_refusal_costs_page_and_phrase_but_not_those_of_the_answered() -> None:
    both = [outcome("a"), outcome("b", status="not_covered", page_cited=False, key_phrase=False)]
    assert value(both, "page_cited") == (0.5, 2)
    assert value(both, "page_cited_when_answered") == (1.0, 1)
    assert value(both, "answerable_refused") == (0.5, 2)
    assert value(both, "outside_refused") is None


def test_both_errors_are_told_apart_and_asking_back_is_neither() -> None:
    several = [
        uncovered("a", "outside", "not_covered"),
        uncovered("b", "outside", "answered"),
        uncovered("c", "near_miss", "partly_answered", ("not_covered", "partly_answered")),
        uncovered("d", "near_miss", "needs_detail"),
        uncovered("e", "plain", "blocked"),
        uncovered("f", "vague", "needs_detail", ("needs_detail",)),
        outcome("g", status="needs_detail"),
    ]
    assert value(several, "outside_refused") == (0.5, 2)
    assert value(several, "near_miss_refused") == (0.5, 2)
    assert value(several, "other_refused") == (1.0, 1)
    assert value(several, "not_covered_asked_back") == (0.2, 5)
    assert value(several, "vague_asked_back") == (1.0, 1)
    assert value(several, "answerable_refused") == (0.0, 1)
    assert value(several, "answerable_asked_back") == (1.0, 1)
    assert figures.verdicts_by_kind(several)["outside"] == {"answered": 1, "not_covered": 1}


def test_a_quote_or_link_that_does_not_hold_is_seen() -> None:
    one = [outcome("a", statements=4, holding=3, links=2, opening=1)]
    assert value(one, "statements_hold") == (0.75, 1)
    assert value(one, "links_open") == (0.5, 1)


def test_the_history_is_compared_on_the_same_follow_ups() -> None:
    turns = [outcome("a", rank=1, rank_alone=9), outcome("b", rank=2, rank_alone=2), outcome("c", rank=9)]
    found = figures.history_difference(turns)
    assert found is not None
    assert (found.before, found.after, found.difference, found.n) == (0.5, 1.0, 0.5, 2)
    assert figures.history_difference([outcome("a")]) is None


def test_intervals_hold_the_mean_and_are_the_same_every_time() -> None:
    outcomes = [outcome(str(n), rank=n % 2) for n in range(40)]
    found = figures.measured(outcomes)["page_hit_at_5"]
    assert found.low < found.value == 0.5 < found.high
    assert figures.measured(outcomes)["page_hit_at_5"] == found


def test_what_changed_is_told_with_its_direction() -> None:
    before = Evaluation(
        version="a", outcomes=(outcome("same"), outcome("lost"), outcome("said"), outcome("gone"))
    )
    lost = outcome("lost", status="not_covered", page_cited=False, key_phrase=False, quoted="")
    said = outcome("said", quoted="y")
    after = Evaluation(version="b", outcomes=(outcome("same"), lost, said, outcome("new")))
    changes = {one.id: one for one in figures.changed(before, after)}
    assert set(changes) == {"lost", "said"}
    assert changes["lost"].better == -3
    assert changes["lost"].to_dict()["fields"]["status"] == ["answered", "not_covered"]
    assert set(changes["said"].fields) == {"quoted"}
    compared = figures.side_by_side(before, after)["page_cited"]
    assert (compared.before, compared.n) == (1.0, 3)
    assert compared.difference == pytest.approx(-1 / 3, abs=1e-4)
