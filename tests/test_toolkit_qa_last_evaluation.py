"""The last result of `evaluate`: kept in the store, read back, and what its curve says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.test_toolkit_qa_cli_evaluate import questions, run  # noqa: F401 (a fixture)
from tests.test_toolkit_qa_figures import outcome, uncovered
from toolkit_qa import last_evaluation
from toolkit_qa.figures import surest_first


def test_evaluate_keeps_its_result_and_the_page_reads_it(
    questions: Path,  # noqa: F811
    small_store: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, out, _ = run(capsys, "--set", questions, "--store", small_store, "--json")
    last = last_evaluation.read(small_store)
    assert last is not None
    assert (last.version, last.questions, last.sets) == (json.loads(out)["version"], 2, ("set.jsonl",))
    assert last.figures["page_cited"].value == 1.0
    assert [(one.answered, one.right) for one in last.curve] == [(0.5, 1.0)]


def test_what_was_kept_can_be_compared_with(
    questions: Path,  # noqa: F811
    small_store: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    options = ("--set", questions, "--store", small_store, "--json")
    run(capsys, *options)
    code, out, _ = run(capsys, *options, "--against", small_store / last_evaluation.NAME)
    assert (code, json.loads(out)["against"]["changed"]) == (0, [])


@pytest.mark.parametrize("content", [None, "", "{}", '{"version": 1, "each": [{}]}', "[1]"])
def test_without_a_readable_result_there_is_none(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / last_evaluation.NAME).write_text(content, encoding="utf-8")
    assert last_evaluation.read(tmp_path) is None


def test_a_store_that_cannot_be_written_to_loses_only_the_copy(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file, not a folder", encoding="utf-8")
    last_evaluation.keep(tmp_path / "store", {"version": "1"})
    assert last_evaluation.read(tmp_path / "store") is None


def test_the_curve_goes_from_the_surest_answer_to_all() -> None:
    outcomes = [
        outcome("a", confidence=0.9),
        outcome("b", confidence=0.8, page_cited=False),
        outcome("c", confidence=0.8),
        uncovered("d", "near_miss", "answered"),
        outcome("e", status="not_covered", confidence=0.1, page_cited=False),
    ]
    points = [(one.confidence, one.answered, one.right) for one in surest_first(outcomes)]
    assert points == [(0.9, 0.4, 0.5), (0.8, 0.8, 0.5)]


def test_a_part_answer_is_right_where_the_set_says_so() -> None:
    allowed = ("not_covered", "partly_answered")
    outcomes = [uncovered("a", "near_miss", "partly_answered", allowed)]
    assert [one.right for one in surest_first(outcomes)] == [1.0]
