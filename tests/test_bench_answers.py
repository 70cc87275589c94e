"""The measuring of answers: floors and ceilings, places, and what is said of a bad answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from bench import answers, parts, plot, twenty
from tests.fake_assistant import FakeAssistant
from toolkit_qa import Assistant
from toolkit_qa.evaluation import ask_one
from toolkit_qa.figures import TITLES
from toolkit_qa.question_sets import COMMITTED, TEST, TUNE, SetQuestion, read_sets


def question(folder: Path, **fields: Any) -> SetQuestion:
    line = {
        "id": "a",
        "question": "Is a facial recognition match proof of identity?",
        "kind": "yes_no",
        "expect": "answered",
        "gold": [{"document": "handbook", "pages": [1]}],
        "key_phrases": [["never proof of identity"]],
    }
    path = folder / "set.jsonl"
    path.write_text(json.dumps(line | fields), encoding="utf-8")
    return read_sets([path])[0]


def test_every_floor_is_a_figure_and_ceilings_are_met_from_below() -> None:
    assert set(answers.FLOORS) <= set(TITLES)
    assert [answers._met("page_cited", value) for value in (0.85, 0.84)] == ["yes", "no"]
    assert [answers._met("answerable_refused", value) for value in (0.08, 0.09)] == ["yes", "no"]
    assert answers._met("mrr", 1.0) == ""


def test_any_gold_place_counts_in_any_document(tmp_path: Path) -> None:
    asked = question(tmp_path, gold=[{"document": name, "pages": [2]} for name in ("a", "b")])
    places = [("a", 1), ("a", 1), ("b", 2), ("a", 2)]
    assert answers.judged_by_place(asked, places).rank == 2
    assert answers.judged_by_place(asked, places[:2]).rank == 0


def test_the_twenty_are_the_same_every_time_and_not_from_the_tuning_half() -> None:
    drawn = twenty.drawn()
    assert len({one.id for one in drawn}) == 20
    assert drawn == twenty.drawn()
    assert {one.half for one in drawn if not one.id.startswith("forty")} == {TEST}


def test_some_of_the_twenty_are_of_every_set() -> None:
    ids = {one.id for one in twenty.drawn()}
    assert [path.stem for path in COMMITTED if not ids & {one.id for one in read_sets([path])}] == []


def test_the_parts_of_the_ranking_are_measured_on_tuning_halves_only() -> None:
    asked = parts.committed_questions()
    assert {one.half for one in asked} == {TUNE}
    assert {one.id.split("-")[0] for one in asked} == {"starter", "second"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ()),
        (
            {"expect": ["not_covered", "needs_detail"]},
            ("The verdict should be not covered or needs detail.",),
        ),
        ({"key_phrases": [["two judges"]]}, ("Looked for: “two judges”.",)),
        (
            {"gold": [{"document": "policy", "pages": [9]}]},
            ("The answer stands elsewhere (policy, page 9), which was not among the pages found.",),
        ),
    ],
)
def test_what_is_wrong_with_an_answer_is_said(
    tmp_path: Path, small_assistant: Assistant, fields: dict[str, Any], said: tuple[str, ...]
) -> None:
    asked = question(tmp_path, **fields)
    assert twenty.faults(asked, *ask_one(small_assistant, small_assistant.version(), asked)) == said


def test_an_answer_is_printed_with_its_quotes_and_places(tmp_path: Path, small_assistant: Assistant) -> None:
    asked = question(tmp_path, question="Is a *facial* recognition match proof?")
    version = small_assistant.version()
    page = twenty.page_of(version.version_id, [(asked, *ask_one(small_assistant, version, asked))])
    assert "## 1. Is a \\*facial\\* recognition match proof?" in page
    assert "> A facial recognition match is a lead and never proof of identity." in page
    assert "- \\[1\\] Handbook, starter 2026.1, Handbook, page i" in page
    assert "1 are\ngood" in page


def test_quotes_of_one_place_share_a_line(fake_assistant: FakeAssistant) -> None:
    quotes = [("handbook", 2, "Oversight"), ("handbook", 2, "The person"), ("handbook", 3, "Nobody")]
    lines = list(twenty._places(fake_assistant.answer("?", quotes).citations))
    assert [line.split()[1] for line in lines] == ["\\[1–2\\]", "\\[3\\]"]


def test_a_plot_holds_its_points_the_right_way_up() -> None:
    drawn = plot.svg({"outside": [(0.0, 0.0), (0.5, 1.0)]}, "wrong", "right", {"outside": (0.5, 1.0)})
    ElementTree.fromstring(drawn)  # noqa: S314 (made here)
    assert 'points="60.0,340.0 220.0,20.0"' in drawn
    assert 'cx="220.0" cy="20.0"' in drawn
