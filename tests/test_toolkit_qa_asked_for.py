"""A question for a thing of a known form is not answered by a text that holds none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes import FakeEmbedder
from tests.made_documents import made_document, publish_made
from toolkit_qa import Assistant
from toolkit_qa.asked_for import lacking

TEXT = (
    "Article 10 sets a fee of 20 euros, owed by half of the forces within ten days of 2 May 2021. The court "
    "imposes a fine for every day of delay."
)


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("What does a plate reader cost a year?", "a sum of money"),
        ("How much compensation was he given?", "a sum of money"),
        ("What percentage of officers trust it?", "a percentage, share or score"),
        ("What match score does a face have to reach?", "a percentage, share or score"),
        ("Which year was it founded?", "a year"),
        ("For how many days are notes kept?", "a span of time"),
        ("How often must the test be done again?", "how often"),
        ("What penalty awaits a force that keeps its notes?", "a penalty"),
        ("Which court ruled on it?", "a court"),
        ("Which article of the directive deals with it?", "a provision of a law"),
    ],
)
def test_what_is_asked_for_is_looked_for(question: str, thing: str) -> None:
    assert lacking(question, ["The force wants to find stolen vehicles sooner."]) == thing
    assert lacking(question, ["Nothing here.", TEXT]) == ""


@pytest.mark.parametrize(
    "question",
    [
        "How much of this is guesswork?",
        "How much time should reviewers spend on one output?",
        "What do reviewers pay attention to?",
        "What link to accountability does transparency have?",
        "Is a phone number personal data?",
        "What provisions does the act make on decisions?",
        "How does on-premises differ on cost?",
        "Who pays attention to errors?",
        "What does it do to our budget?",
        "In which section is bias treated?",
        "What is automation bias, however often it errs?",
        "What does a disciplined review look like?",
        "May an output be shown in court?",
        "Is there a link between bias and history?",
    ],
)
def test_other_questions_lack_nothing(question: str) -> None:
    assert lacking(question, ["Words only."]) == ""


@pytest.mark.parametrize(
    ("text", "is_share"),
    [
        ("One in ten alerts is right.", True),
        ("A third of the alerts are right.", True),
        ("The threshold is 0.70.", True),
        ("A score of 12 or more is high.", True),
        ("All of the alerts are right.", True),
        ("It works in two ways.", False),
        ("The third meeting, in section 2.1, was at the end of 2023.", False),
    ],
)
def test_a_share_is_told_from_other_numbers(text: str, is_share: bool) -> None:
    assert (lacking("What share of the alerts is right?", [text]) == "") is is_share


def test_the_answer_says_what_is_not_given(tmp_path: Path) -> None:
    publish_made(tmp_path, (made_document("d", ("A plate reader of the force reads plates.",)),))
    assistant = Assistant.open(tmp_path, load_embedder=lambda _: FakeEmbedder())
    assert assistant.ask("What does a plate reader of the force read?").status == "answered"
    refused = assistant.ask("What does a plate reader of the force cost?")
    assert refused.status == "not_covered"
    assert "asks for a sum of money" in refused.message
