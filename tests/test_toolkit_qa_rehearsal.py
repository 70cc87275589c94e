"""The same questions on two versions, and the gate that refuses a new one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.store import Store
from index.versions import activate, list_versions, rollback
from tests.fakes import FakeEmbedder
from tests.made_editions import FIRST, IN_FRONT, ITEM, KEPT, WITHOUT, mark, publish_first, publish_waiting
from toolkit_qa import Assistant, cli_output
from toolkit_qa.cli import main
from toolkit_qa.gate import GateError, activate_checked, has_to_rehearse
from toolkit_qa.keeping_feedback import marked_questions
from toolkit_qa.question_sets import GoldPlace
from toolkit_qa.records import NOT_COVERED
from toolkit_qa.rehearsal import rehearse
from toolkit_qa.settings import Settings


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store that serves the first edition; the committed question set is one question."""
    monkeypatch.setattr("toolkit_qa.gate.read_sets", lambda paths: (KEPT,))
    monkeypatch.setattr("toolkit_qa.gate.DATA_FOLDER", tmp_path / "data")
    monkeypatch.setattr(cli_output, "DATA_FOLDER", tmp_path / "data")
    monkeypatch.setattr("toolkit_qa.assistant.Embedder", lambda *arguments: FakeEmbedder())
    publish_first(tmp_path / "store")
    return tmp_path / "store"


def opened(store: Path) -> Assistant:
    return Assistant.open(store, settings=Settings(), load_embedder=lambda form: FakeEmbedder())


def test_a_page_put_in_front_moves_answers_and_costs_no_figure(store: Path) -> None:
    old, new = publish_waiting(store, IN_FRONT, ITEM)
    found = rehearse(opened(store), old, new, [KEPT])
    assert found.counts["moves"] == 1
    assert next(place.split(", ")[1] for place in found.answers[0].before.places) == "page i"
    assert next(place.split(", ")[1] for place in found.answers[0].after.places) == "page ii"
    assert found.figures["page_hit_at_5"].after == found.figures["page_hit_at_5"].before == 1.0
    assert found.refusals(0.0) == ()


def test_a_question_is_embedded_once_for_both_versions_and_nothing_is_kept_of_it(store: Path) -> None:
    old, new = publish_waiting(store, IN_FRONT, ITEM)
    embedder = FakeEmbedder()
    assistant = Assistant.open(store, settings=Settings(), load_embedder=lambda form: embedder)
    rehearse(assistant, old, new, [KEPT])
    assert embedder.questions == 1
    assistant.lookup(KEPT.question)
    assert embedder.questions == 2


def test_a_rule_that_is_gone_lets_the_figures_fall(store: Path) -> None:
    old, new = publish_waiting(store, WITHOUT, ITEM)
    found = rehearse(opened(store), old, new, [KEPT])
    assert found.counts["changes"] + found.counts["vanishes"] == 1
    (refusal,) = found.refusals(0.5)
    assert refusal == "the share of key phrases falls from 1.000 to 0.000"
    assert found.refusals(1.0) == ()


def test_items_that_are_gone_are_named(store: Path) -> None:
    old, new = publish_waiting(store, FIRST)
    found = rehearse(opened(store), old, new, [KEPT])
    assert found.counts["stays"] == 1
    assert found.refusals(1.0) == (f"1 checklist items are gone (the first: {ITEM} (Handbook))",)


def test_the_other_way_an_answer_appears(store: Path) -> None:
    old, new = publish_waiting(store, WITHOUT, ITEM)
    found = rehearse(opened(store), new, old, [KEPT])
    assert found.counts["appears"] + found.counts["changes"] == 1


def test_questions_on_other_documents_are_left_out_and_marked_ones_asked(store: Path, tmp_path: Path) -> None:
    old, new = publish_waiting(store, IN_FRONT, ITEM)
    mark(tmp_path / "data", "Who flies drones?")
    stranger = replace(KEPT, id="other", gold=(GoldPlace(document="elsewhere", pages=(1,)),))
    uncovered = replace(KEPT, id="wine", gold=(), key_phrases=(), expect=(NOT_COVERED,))
    found = rehearse(opened(store), old, new, [stranger, uncovered], marked_questions(tmp_path / "data"))
    assert [one["question"] for one in found.to_dict()["answers"]] == ["Who flies drones?"]
    assert found.figures == {}


def test_the_gate_refuses_and_a_reason_overrides_it(store: Path) -> None:
    old, new = publish_waiting(store, WITHOUT)
    assistant = opened(store)
    with pytest.raises(GateError, match="key phrases falls.*checklist items are gone") as caught:
        activate_checked(assistant, store, new, margin=0.02)
    assert caught.value.rehearsal.new == new
    assert Store(store).current_id() == old
    assert activate_checked(assistant, store, new, margin=0.02, reason="the law has changed") is None
    assert Store(store).current_id() == new
    (info,) = [one for one in list_versions(store) if one.version == new]
    assert [one["reason"] for one in info.to_dict()["activated"]] == ["the law has changed"]


def test_the_gate_lets_a_harmless_edition_through(store: Path) -> None:
    _, new = publish_waiting(store, IN_FRONT, ITEM)
    rehearsal = activate_checked(opened(store), store, new, margin=0.0)
    assert rehearsal is not None
    assert Store(store).current_id() == new


def test_what_has_served_needs_no_rehearsal_nor_does_the_way_out_of_a_damaged_version(store: Path) -> None:
    old, new = publish_waiting(store, WITHOUT)
    assert has_to_rehearse(store, new)
    assert not has_to_rehearse(store, old)
    activate(store, new, "needed")
    rollback(store)
    assert not has_to_rehearse(store, new)
    _, other = publish_waiting(store, IN_FRONT)
    assert has_to_rehearse(store, other)
    (store / "versions" / old / "pages.jsonl").write_bytes(b"")
    assert not has_to_rehearse(store, other)


def test_the_command_line_refuses_rehearses_and_is_overridden(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = publish_waiting(store, WITHOUT)
    where = ["--store", str(store)]
    assert main(["versions", "activate", "latest", *where]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"rehearse current {new}" in said
    assert main(["versions", "rehearse", *where, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["old"], told["new"], len(told["refusals"]), told["margin"]) == (old, new, 2, 0.02)
    assert main(["versions", "rehearse", *where]) == 0
    out = capsys.readouterr().out
    assert "before: Records of every search are kept for ninety days. (Handbook, page i)" in out
    assert "Refused by the gate: 1 checklist items are gone" in out
    assert main(["versions", "activate", new, "--reason", "the law has changed", *where]) == 0
    assert main(["versions", "show", new, *where]) == 0
    assert "the law has changed" in capsys.readouterr().out
    assert main(["versions", "activate", old, *where, "--json"]) == 0
