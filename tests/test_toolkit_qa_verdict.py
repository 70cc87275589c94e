"""The verdict: a logistic of features with two levels, from a readable file, for the models it names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.model import find_model, model_hash
from index.query_adapter import query_model_id
from ingest.errors import InputError
from toolkit_qa.records import ANSWERED, NOT_COVERED, PARTLY_ANSWERED
from toolkit_qa.verdict import (
    FILE,
    NAMES,
    Features,
    coefficients,
    decide,
    read,
    term_weights,
    weight_share,
)

SHIPPED = read(FILE)


def features(strength: float) -> Features:
    """Features of a question met to the degree `strength`, from 0 to 1."""
    against = {"unnamed", "elsewhere"}
    return Features(**{name: 1 - strength if name in against else strength for name in NAMES})


@pytest.mark.parametrize(("strength", "status"), [(0.8, ANSWERED), (0.1, NOT_COVERED), (0.0, NOT_COVERED)])
def test_strong_evidence_answers_and_weak_evidence_does_not(strength: float, status: str) -> None:
    assert decide(features(strength), SHIPPED).status == status


def test_between_the_levels_a_question_is_partly_answered() -> None:
    steps = [decide(features(step / 400), SHIPPED) for step in range(401)]
    between = [one for one in steps if SHIPPED.level <= one.confidence < SHIPPED.sure]
    assert between
    assert {one.status for one in between} == {PARTLY_ANSWERED}


def test_each_feature_speaks_for_or_against_as_its_name_says() -> None:
    for name in NAMES:
        more = decide(Features(**dict.fromkeys(NAMES, 0.5) | {name: 0.6}), SHIPPED).confidence
        same = decide(Features(**dict.fromkeys(NAMES, 0.5)), SHIPPED).confidence
        assert (more < same) == (name in {"unnamed", "elsewhere"})


def test_the_shipped_coefficients_are_for_the_shipped_model(tmp_path: Path) -> None:
    found = coefficients(tmp_path, query_model_id(model_hash(find_model(None))))
    assert found is not None
    assert found.to_dict() == SHIPPED.to_dict()
    assert coefficients(tmp_path, "another model") is None
    assert decide(features(0.0), None).status == PARTLY_ANSWERED


def test_a_store_may_have_coefficients_of_its_own(tmp_path: Path) -> None:
    own = json.loads(FILE.read_text(encoding="utf-8")) | {"models": ["another model"], "level": 0.3}
    (tmp_path / FILE.name).write_text(json.dumps(own), encoding="utf-8")
    found = coefficients(tmp_path, "another model")
    assert found is not None
    assert found.level == 0.3


@pytest.mark.parametrize("content", ["no json", "{}", '{"weights": {"constant": 1}}'])
def test_a_file_that_is_none_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE.name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="holds no coefficients"):
        coefficients(tmp_path, "any")


def test_rare_words_weigh_more_than_common_ones() -> None:
    weights = term_weights(["rare", "common", "rare"], {"rare": 3.0, "common": 1.0}.__getitem__)
    assert weight_share(weights, "rare".__eq__) == 0.75
    assert weight_share({}, "rare".__eq__) == 0.0
