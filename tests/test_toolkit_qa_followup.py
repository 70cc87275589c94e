"""Follow-ups: earlier turns count by how close they are, or in full where the question leans on them."""

from __future__ import annotations

import pytest

from tests.fakes import FakeEmbedder
from toolkit_qa.followup import DECAY, JOINED, MOST_TURNS, WEIGHT, Understanding, leans, understand

BEFORE = ("What is a probe image?", "What does the auditor check?")


def read(question: str, history: tuple[str, ...] = BEFORE) -> Understanding:
    return understand(question, history, FakeEmbedder().encode_query)


@pytest.mark.parametrize(
    "question", ["And for procurement?", "Why does it matter?", "Who decides?", "What about drones?"]
)
def test_a_leaning_question_is_searched_with_the_turns_before(question: str) -> None:
    understanding = read(question)
    assert understanding.follows_up
    joined = f"{BEFORE[-1]} {question}"
    assert [turn.text for turn in understanding.turns] == [question, joined, *reversed(BEFORE)]
    weights = [turn.weight for turn in understanding.turns]
    assert weights == [1.0, JOINED, WEIGHT, round(WEIGHT * DECAY, 4)]


def test_earlier_turns_count_less_for_a_question_that_says_much_itself() -> None:
    short = read("Why does it matter?").turns
    long = read("Why does it matter for procurement officers who compare bids of several vendors?").turns
    assert 0 < long[1].weight < short[1].weight


def test_the_reading_puts_the_topic_before_a_follow_up() -> None:
    assert read("Why does it matter?").reading == "What does the auditor check? – Why does it matter?"


def test_the_reading_reaches_back_to_the_turn_that_names_the_topic() -> None:
    history = ("What is a probe image?", "Who keeps it?", "And who may see it?")
    understanding = read("Is it deleted?", history)
    assert understanding.reading == "What is a probe image? – And who may see it? – Is it deleted?"
    assert "What is a probe image? And who may see it? Is it deleted?" in [
        turn.text for turn in understanding.turns
    ]


def test_thanks_are_no_topic() -> None:
    assert read("Who keeps it?", (*BEFORE, "Thank you!")).reading == f"{BEFORE[-1]} – Who keeps it?"


def test_a_long_turn_is_shown_by_its_last_sentence() -> None:
    long = f"{'We are a small force with little money and no staff at all. ' * 3}Who checks the auditor?"
    assert read("Why does it matter?", (long,)).reading == "Who checks the auditor? – Why does it matter?"


def test_a_changed_topic_is_searched_alone() -> None:
    question = "When may officers fly drones over crowds?"
    understanding = read(question)
    assert [turn.text for turn in understanding.turns] == [question]
    assert understanding.reading == question


def test_a_topic_that_is_said_to_change_is_searched_alone() -> None:
    assert not read("Never mind that. What is in the log of it?").follows_up


def test_a_related_question_takes_the_turn_along_without_leaning() -> None:
    question = "Which probe image quality should officers demand?"
    assert not leans(question)
    assert "What is a probe image?" in [turn.text for turn in read(question).turns]


@pytest.mark.parametrize(
    "question", ["testing", "What is bias?", "Is there a rule that forbids live matching?"]
)
def test_a_short_question_that_names_its_topic_does_not_lean(question: str) -> None:
    assert not leans(question)


def test_a_comparison_that_names_both_sides_does_not_lean() -> None:
    assert not leans("Make it ourselves or get it off the shelf, what's the rule of thumb?")


def test_without_history_every_question_stands_alone() -> None:
    assert read("Why does it matter?", ()).reading == "Why does it matter?"


def test_only_the_latest_turns_are_looked_at() -> None:
    history = tuple(f"What is rule {number}?" for number in range(10))
    assert len(read("And why?", history).turns) == 2 + MOST_TURNS


def test_the_two_things_compared_are_searched_too() -> None:
    turns = understand(
        "What is the difference between a probe image and a reference image?",
        (),
        FakeEmbedder().encode_query,
    ).turns
    assert [turn.text for turn in turns[1:]] == ["probe image", "reference image"]
    assert [turn.whole for turn in turns] == [True, False, False]
