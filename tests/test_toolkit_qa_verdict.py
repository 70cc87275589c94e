"""The verdict: a logistic of features, two levels, a margin."""

from __future__ import annotations

import pytest

from toolkit_qa.records import ANSWERED, NOT_COVERED, PARTLY_ANSWERED
from toolkit_qa.verdict import LEVEL, SURE, Features, decide, term_weights, weight_share


def features(strength: float) -> Features:
    """Features of a question met to the degree `strength`, from 0 to 1."""
    return Features(
        similarity=strength,
        typical=strength,
        heading=strength,
        covered=strength,
        absent=1 - strength,
        rarest=1 - strength,
    )


@pytest.mark.parametrize(("strength", "status"), [(0.8, ANSWERED), (0.1, NOT_COVERED), (0.0, NOT_COVERED)])
def test_strong_evidence_answers_and_weak_evidence_does_not(strength: float, status: str) -> None:
    assert decide(features(strength)).status == status


def test_between_the_levels_a_question_is_partly_answered() -> None:
    steps = [decide(features(step / 200)) for step in range(201)]
    between = [one for one in steps if LEVEL <= one.confidence < SURE]
    assert between
    assert {one.status for one in between} == {PARTLY_ANSWERED}


def test_the_gate_margin_raises_the_levels() -> None:
    confidence = decide(features(0.8)).confidence
    assert decide(features(0.8), gate_margin=confidence - LEVEL + 0.01).status == NOT_COVERED


def test_rare_words_weigh_more_than_common_ones() -> None:
    weights = term_weights(["rare", "common", "rare"], {"rare": 3.0, "common": 1.0}.__getitem__)
    assert weight_share(weights, "rare".__eq__) == 0.75
    assert weight_share({}, "rare".__eq__) == 0.0
