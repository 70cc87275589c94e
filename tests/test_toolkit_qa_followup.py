"""Follow-ups: what leans on the question before is read with it, everything else alone."""

from __future__ import annotations

import pytest

from toolkit_qa.followup import standalone

BEFORE = ("What is a probe image?", "What is automation bias?")


@pytest.mark.parametrize(
    "question", ["And for procurement?", "Why does it matter?", "Who?", "What about drones?"]
)
def test_a_leaning_question_is_read_with_the_last_one(question: str) -> None:
    reading = standalone(question, BEFORE)
    assert reading.startswith(question)
    assert BEFORE[-1] in reading
    assert BEFORE[0] not in reading


@pytest.mark.parametrize(
    "question", ["When may officers fly drones?", "What is the Technical Reference Book?"]
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert standalone(question, BEFORE) == question


def test_without_history_every_question_stands_alone() -> None:
    assert standalone("Why does it matter?", ()) == "Why does it matter?"
