"""Fitting the verdict: what separates is found, sets count alike, near misses stand aside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.errors import InputError
from toolkit_qa import Assistant
from toolkit_qa.fitting import (
    Sample,
    coefficients_of,
    confidences,
    fit,
    leave_one_out,
    level_for,
    samples_of,
    write,
)
from toolkit_qa.question_sets import read_sets
from toolkit_qa.verdict import FILE, NAMES, Features, decide, read


def sample(strength: float, covered: bool, group: str = "a", fitted: bool = True) -> Sample:
    """A sample of which `similarity` alone says anything."""
    values = dict.fromkeys(NAMES, 0.5) | {"similarity": strength}
    return Sample(group=group, covered=covered, features=Features(**values), fitted=fitted)


SAMPLES = [sample(0.6 + n / 50, True) for n in range(10)] + [sample(0.1 + n / 50, False) for n in range(10)]


def test_what_separates_gets_weight_and_what_does_not_gets_none() -> None:
    weights = fit(SAMPLES)
    assert list(weights) == list(read(FILE).weights)
    assert weights["similarity"] > 3
    assert all(abs(weights[name]) < 1 for name in NAMES if name != "similarity")
    assert all((confidences(weights, SAMPLES) > 0.5) == [one.covered for one in SAMPLES])


def test_the_confidences_are_those_of_the_verdict() -> None:
    by = read(FILE)
    found = confidences(by.weights, SAMPLES[:3])
    decided = [decide(one.features, by).confidence for one in SAMPLES[:3]]
    assert list(found) == pytest.approx(decided, abs=1e-4)


def test_what_is_fitted_is_read_back_from_its_file(tmp_path: Path) -> None:
    fitted = coefficients_of(fit(SAMPLES), SAMPLES, ["a model"])
    write(tmp_path / "verdict.json", fitted, SAMPLES)
    assert read(tmp_path / "verdict.json") == fitted
    assert json.loads((tmp_path / "verdict.json").read_text(encoding="utf-8"))["fitted_on"] == {"a": 20}
    assert 0 < fitted.level <= fitted.sure < 1


def test_a_large_set_does_not_drown_a_small_one() -> None:
    """Two sets that contradict each other: the middle stays undecided though one is fifty times as large."""
    small = [sample(0.9, True, "small"), sample(0.1, False, "small")]
    large = [sample(0.1, True, "large")] * 50 + [sample(0.9, False, "large")] * 50
    assert -8 < fit([*small, *large])["similarity"] < 0
    assert fit([*small, *large])["similarity"] > fit(large)["similarity"]


def test_near_misses_are_judged_but_not_fitted() -> None:
    near = [sample(0.9, False, "near", fitted=False)] * 30
    assert fit([*SAMPLES, *near]) == fit(SAMPLES)
    row = leave_one_out([*SAMPLES, *near, *(sample(0.2, False, "b"), sample(0.8, True, "b"))], 0.5)
    by_group = {one.group: one for one in row}
    assert (by_group["near"].near_miss_refused, by_group["near"].covered_refused) == (0.0, None)
    assert (by_group["b"].outside_refused, by_group["b"].covered_refused) == (1.0, 0.0)


def test_the_level_refuses_its_share_of_the_covered() -> None:
    weights = fit(SAMPLES)
    level = level_for(weights, SAMPLES, 0.25)
    covered = [one for one in SAMPLES if one.covered]
    assert sum(confidences(weights, covered) < level) in (2, 3)


def test_one_kind_of_question_alone_cannot_be_fitted() -> None:
    with pytest.raises(InputError, match="cannot be fitted"):
        fit([sample(0.9, True)])


def test_questions_of_a_set_become_samples(tmp_path: Path, small_assistant: Assistant) -> None:
    line = {"question": "Is a match proof?", "kind": "yes_no", "gold": [], "key_phrases": []}
    expects = ["answered", "not_covered", ["not_covered", "partly_answered"], "needs_detail"]
    lines = [json.dumps(line | {"id": str(n), "expect": one}) for n, one in enumerate(expects)]
    (tmp_path / "set.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = samples_of("made", small_assistant, read_sets([tmp_path / "set.jsonl"]))
    assert [(one.covered, one.fitted) for one in found] == [(True, True), (False, False)]
    assert found[0].features == found[1].features
    assert found[0].features.similarity > 0.3
