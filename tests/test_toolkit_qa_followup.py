"""Follow-ups: earlier turns count by how close they are, or in full where the question leans on them."""

from __future__ import annotations

import pytest

from tests.conftest import FakeEmbedder
from toolkit_qa.followup import DECAY, JOINED, MOST_TURNS, WEIGHT, Understanding, leans, understand

BEFORE = ("What is a probe image?", "What does the auditor check?")


def read(question: str, history: tuple[str, ...] = BEFORE) -> Understanding:
    return understand(question, history, FakeEmbedder().encode_question)


@pytest.mark.parametrize(
    "question", ["And for procurement?", "Why does it matter?", "Who?", "What about drones?"]
)
def test_a_leaning_question_is_searched_with_the_turns_before(question: str) -> None:
    understanding = read(question)
    assert understanding.follows_up
    joined = f"{BEFORE[-1]} {question}"
    assert [turn.text for turn in understanding.turns] == [question, joined, *reversed(BEFORE)]
    weights = [turn.weight for turn in understanding.turns]
    assert weights == [1.0, JOINED, WEIGHT, round(WEIGHT * DECAY, 4)]


def test_the_reading_names_what_a_follow_up_is_about() -> None:
    assert read("Why does it matter?").reading == "Why does it matter? (about: auditor check; probe image)"


def test_a_changed_topic_is_searched_alone() -> None:
    question = "When may officers fly drones over crowds?"
    understanding = read(question)
    assert [turn.text for turn in understanding.turns] == [question]
    assert understanding.reading == question


def test_a_related_question_takes_the_turn_along_without_leaning() -> None:
    question = "Which probe image quality should officers demand?"
    assert not leans(question)
    assert "What is a probe image?" in [turn.text for turn in read(question).turns]


def test_without_history_every_question_stands_alone() -> None:
    assert read("Why does it matter?", ()).reading == "Why does it matter?"


def test_only_the_latest_turns_are_looked_at() -> None:
    history = tuple(f"What is rule {number}?" for number in range(10))
    assert len(read("And why?", history).turns) == 2 + MOST_TURNS
