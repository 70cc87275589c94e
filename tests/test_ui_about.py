"""The About page: what it says of the index, the figures and the principles, and that it can be checked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ingest.principles import PRINCIPLES
from tests import ROOT
from tests.fake_assistant import FakeAssistant
from tests.test_docs import check
from tests.test_toolkit_qa_figures import outcome, uncovered
from toolkit_qa import figures, last_evaluation
from toolkit_qa.ui import about_evidence, about_figures, resources, words
from toolkit_qa.ui.about_text import about_text

TEXT = about_text()
EVIDENCE = {*TEXT.accessibility_evidence, *(one for each in TEXT.judgements for one in each.evidence)}


@pytest.fixture
def about(app: AppTest) -> AppTest:
    return app.switch_page("toolkit_qa/ui/pages/about.py").run()


def made_result(version: str) -> dict[str, object]:
    """What `evaluate` keeps, of three questions."""
    outcomes = [
        outcome("a"),
        outcome("b", confidence=0.5, page_cited=False),
        uncovered("c", "outside", "not_covered"),
    ]
    return {
        "version": version,
        "created": "2026-11-24T10:00:00+00:00",
        "release": "0.1.0",
        "sets": ["<b>.jsonl"],
        "half": "all",
        "questions": len(outcomes),
        "figures": {name: one.to_dict() for name, one in figures.measured(outcomes).items()},
        "each": [one.to_dict() for one in outcomes],
    }


def keep(version: str) -> None:
    resources.store().mkdir(parents=True, exist_ok=True)
    last_evaluation.keep(resources.store(), made_result(version))


def drawn(about: AppTest) -> str:
    return "\n".join(one.proto.body for one in about.get("html"))


def test_all_seventeen_principles_are_judged_in_their_order() -> None:
    instrumental = [(one.name, one.core) for one in PRINCIPLES if one.name != one.core]
    assert [(one.name, one.core) for one in TEXT.judgements] == instrumental
    assert len(instrumental) == 17


def test_every_judgement_says_both_and_can_be_checked() -> None:
    assert all(one.does and one.short and one.meaning and one.evidence for one in TEXT.judgements)
    assert {one.standing for one in TEXT.judgements} == set(words.about.STANDING)


@pytest.mark.parametrize("one", sorted(EVIDENCE, key=str), ids=lambda one: one.target)
def test_evidence_is_there(one: about_evidence.Evidence) -> None:
    if one.kind == "run":
        check(one.target)
    elif one.kind == "page":
        assert one.target in about_evidence.PAGES
        assert (ROOT / "toolkit_qa" / "ui" / "pages" / f"{one.target}.py").is_file()
    else:
        assert (ROOT / one.target).is_file()


def test_the_page_names_editions_and_the_version(about: AppTest, fake_assistant: FakeAssistant) -> None:
    assert not about.exception
    assert any(fake_assistant.version_id in one.value for one in about.caption)
    assert "Handbook (starter digest)" in {one.value for one in about.text}
    assert len(about.expander) == 17


def test_without_figures_the_command_is_named(about: AppTest) -> None:
    assert words.figures.NONE in {one.value for one in about.text}
    assert words.figures.COMMAND in {one.value for one in about.code}


def test_figures_are_shown_with_where_they_come_from(app: AppTest, fake_assistant: FakeAssistant) -> None:
    keep(fake_assistant.version_id)
    about = app.switch_page("toolkit_qa/ui/pages/about.py").run()
    assert words.figures.SHOWN["page_cited"] in drawn(about)
    assert "50 %" in drawn(about)
    said = next(one.value for one in about.text if fake_assistant.version_id in one.value)
    assert "2026-11-24" in said
    assert "<b>.jsonl" in said  # st.text: it stays text
    assert words.figures.OTHER not in {one.value for one in about.info}
    assert words.figures.CURVE_TITLE in {one.value for one in about.subheader}


def test_figures_of_another_version_say_so(app: AppTest) -> None:
    keep("ffffffffffff")
    about = app.switch_page("toolkit_qa/ui/pages/about.py").run()
    assert words.figures.OTHER in {one.value for one in about.info}


def test_every_figure_that_is_shown_exists() -> None:
    assert set(words.figures.SHOWN) <= set(figures.TITLES)


def test_the_curve_is_told_in_words() -> None:
    points = figures.surest_first([outcome("a"), outcome("b", confidence=0.5, page_cited=False)])
    assert about_figures.in_words(points).endswith("Surest 100 % of the questions: 50 % right")


def test_a_file_of_the_evidence_opens(about: AppTest) -> None:
    about.button(key="evidence-accountability-0").click().run()
    assert any("MIT" in one.value for one in about.code)


def test_a_file_that_is_not_installed_is_told(
    about: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(about_evidence, "PROJECT", tmp_path)
    about.button(key="evidence-accountability-0").click().run()
    assert words.about.NO_FILE in {one.value for one in about.info}


def test_the_texts_are_plain_json() -> None:
    assert "<" not in json.dumps([one.does + one.short for one in TEXT.judgements])
