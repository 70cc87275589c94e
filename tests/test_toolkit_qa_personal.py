"""Personal data in a question is seen, named and masked; document numbers, laws and sums are not mistaken."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import ROOT
from tests.personal_questions import NOT_PERSONAL, PERSONAL
from toolkit_qa.personal import EMAIL, NAME, Found, kinds, masked, personal_data
from toolkit_qa.personal_ids import NATIONAL_IDS, national_ids

ASKED = [(kind, question) for kind, questions in PERSONAL.items() for question in questions]


def visible_questions(folder: Path) -> Iterator[str]:
    """Every question, earlier question and user's turn of the question sets in a folder."""
    for path in sorted(folder.rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            yield from record.get("history", ())
            yield from (turn["text"] for turn in record.get("input", ()) if turn["speaker"] == "user")
            if "question" in record:
                yield record["question"]


@pytest.mark.parametrize(("kind", "question"), ASKED)
def test_personal_data_is_found_and_named(kind: str, question: str) -> None:
    assert kind in kinds(personal_data(question))


@pytest.mark.parametrize(("kind", "question"), ASKED)
def test_nothing_found_is_left_after_masking(kind: str, question: str) -> None:
    shown = masked(question, personal_data(question))
    assert f"[{kind}]" in shown
    assert personal_data(shown) == ()


def test_the_list_of_what_is_not_personal_is_long_and_without_repetition() -> None:
    assert len(set(NOT_PERSONAL)) == len(NOT_PERSONAL) >= 80


@pytest.mark.parametrize("question", NOT_PERSONAL)
def test_documents_laws_dates_and_sums_are_no_alarm(question: str) -> None:
    assert personal_data(question) == ()


def test_no_question_of_the_sets_here_is_an_alarm() -> None:
    questions = list(visible_questions(ROOT / "toolkit_qa" / "questions"))
    assert len(questions) > 400
    assert [question for question in questions if personal_data(question)] == []


@pytest.mark.shared_data
def test_no_question_of_the_shared_sets_is_an_alarm(shared_data: Path) -> None:
    questions = list(visible_questions(shared_data))
    assert len(questions) > 500
    assert [question for question in questions if personal_data(question)] == []


def test_masking_keeps_the_rest_of_the_question() -> None:
    question = "May John Smith (AB12 CDE) be searched at j@example.org?"
    found = personal_data(question)
    assert masked(question, found) == "May [name] ([vehicle plate]) be searched at [e-mail address]?"
    assert kinds(found) == ("vehicle plate", "e-mail address")


def test_a_finding_holds_no_text() -> None:
    assert personal_data("ask j@example.org") == (Found(start=4, end=17, kind=EMAIL),)
    assert set(Found.__slots__) == {"start", "end", "kind"}


def test_a_name_alone_is_no_alarm() -> None:
    assert personal_data("What did Judge Ann Lee decide in 2019 about John Smith?") == ()
    assert NAME not in kinds(personal_data("John Smith, born 1 May 1990, was matched"))


@pytest.mark.parametrize("wrong", ["4111 1111 1111 1112", "1234 5678 9012 3456", "0000 0000 0000 0000"])
def test_a_number_whose_check_digit_fails_is_no_card(wrong: str) -> None:
    assert personal_data(f"Is {wrong} a card?") == ()


def test_every_country_listed_is_asked_about() -> None:
    shapes = {
        one.name
        for one in NATIONAL_IDS
        for question in PERSONAL["national identity number"]
        for start, end in national_ids(question)
        if re.fullmatch(one.shape, question[start:end].upper())
    }
    assert {one.name for one in NATIONAL_IDS} - shapes == set()


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 1000,
        "A1 " * 660,
        "Ab " * 660,
        "a@" * 1000,
        "1-" * 1000,
        "(1) " * 500,
        "call " + "9 " * 900,
        "Mr " + "Aa " * 600,
        "ISO " * 500,
        "0" * 2000,
    ],
)
def test_long_and_odd_questions_are_read_in_no_time(text: str) -> None:
    started = time.process_time()
    personal_data(text)
    assert time.process_time() - started < 0.5
