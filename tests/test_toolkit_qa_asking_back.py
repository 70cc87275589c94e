"""Asking back: precise questions made of section headings, each answered in its section; only when needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build
from tests.fakes import FakeEmbedder
from toolkit_qa import Assistant
from toolkit_qa.messages import ASKED_BACK
from toolkit_qa.records import NEEDS_DETAIL, Answer
from toolkit_qa.settings import Settings
from toolkit_qa.vague import NOTHING_NAMED, TOPIC_ONLY

pytestmark = pytest.mark.usefixtures("files_read")

RULES = """# Evidence manual

## 1 Keeping records

### 1.1 How long are records kept?

Records are kept for ninety days after the search has ended.

### 1.2 Who reads the records?

An auditor reads the records each month and signs the log.

### 1.3 Records of drones

Drone records hold the warrant, the pilot and the height of each flight.

## 2 Cameras

### 2.1 What do records of cameras show?

Camera records show the cell, the hour and the guard on duty.

## 3 References

Records Act, section nine, on the records of public bodies.
"""
KEPT = "How long are records kept?"


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    file = tmp_path / "manual.md"
    file.write_text(RULES, encoding="utf-8")
    build([file], store=tmp_path / "store", embedder=FakeEmbedder())
    return Assistant.open(
        tmp_path / "store", settings=Settings(), load_embedder=lambda number_format: FakeEmbedder()
    )


def asked_back(assistant: Assistant, question: str) -> Answer:
    answer = assistant.ask(question)
    assert answer.status == NEEDS_DETAIL
    assert answer.statements == answer.citations == ()
    return answer


def test_a_bare_topic_is_met_with_the_questions_that_headings_ask(assistant: Assistant) -> None:
    answer = asked_back(assistant, "What about records?")
    assert answer.message == ASKED_BACK[TOPIC_ONLY]
    assert 2 <= len(answer.suggestions) <= 4
    assert {KEPT, "What do records of cameras show?"} <= set(answer.suggestions)


def test_a_heading_that_does_not_ask_is_put_into_a_question(assistant: Assistant) -> None:
    answer = asked_back(assistant, "records")
    assert "What does “Evidence manual” say about “Records of drones”?" in answer.suggestions
    assert not [one for one in answer.suggestions if "References" in one]


def test_every_question_offered_finds_its_section(assistant: Assistant) -> None:
    suggestions = asked_back(assistant, "Tell me about records").suggestions
    for suggestion in suggestions:
        headings = [hit.section[-1].partition(" ")[2] for hit in assistant.lookup(suggestion, k=2)]
        assert any(heading in suggestion for heading in headings)


def test_a_question_that_names_nothing_is_told_so(assistant: Assistant) -> None:
    assert asked_back(assistant, "How long is it?").message == ASKED_BACK[NOTHING_NAMED]


@pytest.mark.parametrize("question", [KEPT, "Who reads the records?", "What is a warrant?"])
def test_a_short_question_that_says_enough_is_not_asked_back(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status != NEEDS_DETAIL


def test_behind_a_question_the_same_words_are_a_follow_up(assistant: Assistant) -> None:
    assert assistant.ask("How long is it?", history=[KEPT]).status != NEEDS_DETAIL


def test_only_sections_that_are_asked_are_offered(assistant: Assistant) -> None:
    answer = assistant.ask("What about records?", sections=["1 Keeping records"])
    assert KEPT in answer.suggestions
    assert "What do records of cameras show?" not in answer.suggestions


def test_asking_back_embeds_nothing_but_the_question(assistant: Assistant) -> None:
    embedder = assistant.embedder
    assert isinstance(embedder, FakeEmbedder)
    before = embedder.questions
    asked_back(assistant, "What about records?")
    assert embedder.questions == before + 1
