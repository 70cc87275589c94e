"""What may be asked: cleaned, bounded, told from a greeting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import InputError
from toolkit_qa.questions import (
    checked_documents,
    checked_history,
    checked_k,
    checked_question,
    is_question,
)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "is empty"),
        (" \n\x00\t ", "is empty"),
        ("x" * 2001, "2,001 characters"),
        (7, "is not a text"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(question: object, said: str) -> None:
    with pytest.raises(InputError, match=said):
        checked_question(question)


def test_two_thousand_characters_are_allowed() -> None:
    assert len(checked_question(" " + "x" * 2000 + "\n")) == 2000


@given(st.text(max_size=50))
def test_a_checked_question_can_be_written_and_stays_as_it_is(text: str) -> None:
    try:
        checked = checked_question(text)
    except InputError:
        return
    checked.encode("utf-8")
    assert checked_question(checked) == checked


@pytest.mark.parametrize("history", ["a question", [1], ["x" * 2001], ["q"] * 51, 5])
def test_a_bad_history_is_refused(history: object) -> None:
    with pytest.raises(InputError):
        checked_history(history)


def test_history_keeps_its_order_and_drops_empty_turns() -> None:
    assert checked_history(["b", " ", "a"]) == ("b", "a")


def test_k_must_be_at_least_one() -> None:
    assert checked_k(1) == 1
    with pytest.raises(InputError, match="0 passages"):
        checked_k(0)


def test_documents_are_sorted_once_each_and_known() -> None:
    assert checked_documents(["b", "a", "b"], ["a", "b"]) == ("a", "b")
    with pytest.raises(InputError, match="'c'"):
        checked_documents(["c"], ["a", "b"])


@pytest.mark.parametrize("text", ["hello", "Good morning!", "???", "… --", "Thank you very much", "👮"])
def test_a_greeting_is_no_question(text: str) -> None:
    assert not is_question(text)


@pytest.mark.parametrize("text", ["drones", "Hello, what is bias?", "2016/679", "hi-risk systems"])
def test_anything_with_a_word_to_look_for_is_a_question(text: str) -> None:
    assert is_question(text)
