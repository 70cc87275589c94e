"""The default corpus with the real model: what a newcomer's first build gives, and what stays unanswered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import adapt
from bench.data import read_lines
from index.build import build
from index.report import BuildReport
from toolkit_qa import Assistant
from toolkit_qa.messages import STARTER_ONLY
from toolkit_qa.records import ANSWERED, NOT_COVERED

pytestmark = pytest.mark.model

ROOT = Path(__file__).resolve().parent.parent
FORTY = ROOT / "toolkit_qa" / "questions" / "forty.jsonl"
OFFICIAL_ONLY = ("forty-14", "forty-15", "forty-27", "forty-28", "forty-39")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("default")
    return folder


@pytest.fixture(scope="module")
def report(store: Path) -> BuildReport:
    return build([ROOT / "corpus"], store=store)


@pytest.fixture(scope="module")
def assistant(store: Path, report: BuildReport) -> Assistant:
    return Assistant.open(store)


def test_eight_documents_and_their_checklists_without_a_problem(report: BuildReport) -> None:
    assert report.documents == 8
    assert report.checklist_items >= 120
    assert report.problems == ()


def test_a_second_build_embeds_nothing(store: Path, report: BuildReport) -> None:
    again = build([ROOT / "corpus"], store=store)
    assert again.embedded == 0
    assert again.version == report.version


def test_the_sentences_that_the_adapter_was_trained_on_stand_in_them(assistant: Assistant) -> None:
    version = assistant.version()
    files = {Path(one.file).name for one in version.documents}
    lines = [line for line in read_lines(adapt.TRAINING) if line["file"] in files]
    places = adapt.places_of(version)
    assert len(lines) > 5_000
    assert sum((line["file"], line["sentence"]) in places for line in lines) >= 0.99 * len(lines)


@pytest.mark.parametrize("question_id", OFFICIAL_ONLY)
def test_what_only_the_official_text_says_is_not_answered(assistant: Assistant, question_id: str) -> None:
    lines = [json.loads(line) for line in FORTY.read_text(encoding="utf-8").splitlines()]
    line = next(line for line in lines if line["id"] == question_id)
    answer = assistant.ask(line["question"])
    assert answer.status == NOT_COVERED
    assert answer.statements == ()
    assert line["open"] in answer.message


def test_an_answer_from_a_digest_says_so(assistant: Assistant) -> None:
    answer = assistant.ask("Is a facial recognition match proof?")
    assert answer.status == ANSWERED
    assert {citation.source for citation in answer.citations} == {"starter"}
    assert STARTER_ONLY in answer.message
    assert answer.checklists


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("What is supervised learning?", "Supervised learning"),  # a term that the glossary defines
        ("What recall does the example have?", "89.5%"),  # the row that the question names
        ("Which details belong in each entry of our inventory of AI?", "Planned, on trial, in use, paused"),
        ("What does an AI system really cost?", "more than its licence"),  # asks for no sum
    ],
)
def test_what_the_documents_say_is_quoted(assistant: Assistant, question: str, quoted: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert any(quoted in statement.text for statement in answer.statements)
