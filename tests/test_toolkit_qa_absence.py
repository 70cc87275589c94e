"""Passages that decline: told from answers, also as items of a list; asked for, they are answers."""

from __future__ import annotations

import pytest

from toolkit_qa.absence import asks_for_absence, asks_for_official, asks_for_wording, declines


@pytest.mark.parametrize(
    "sentence",
    [
        "The starter digest does not contain the way in which risks are scored.",
        "Open the official questionnaire to learn how risks are scored.",
        "The official advice on staff is not contained here.",
        "This report contains no figures on cost.",
        "These documents do not address the use of drones.",
        "The stages used here are our own working list and not the official one.",
    ],
)
def test_a_sentence_that_says_what_is_not_there_declines(sentence: str) -> None:
    assert declines(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "A match is not proof.",
        "Officers do not contain the scene alone.",
        "The system does not decide; an officer does.",
        "Data that are not given freely may not be used.",
        "Open the file and read it in full.",
    ],
)
def test_other_negations_do_not_decline(sentence: str) -> None:
    assert not declines(sentence)


def test_an_item_declines_with_its_lead_in() -> None:
    assert declines("any official steps or stages;", "This companion therefore does not contain:")
    assert not declines("any official steps or stages;", "The official roadmap has:")


def test_asking_what_is_missing_is_asking_for_it() -> None:
    assert asks_for_absence("What does this digest not contain?")
    assert not asks_for_absence("How are risks scored?")


@pytest.mark.parametrize(
    "heading",
    [
        "What is not known about the official roadmap?",
        "Which parts of the report are missing here?",
        "What does this digest leave out?",
        "Out of scope",
    ],
)
def test_what_stands_under_a_heading_of_gaps_declines(heading: str) -> None:
    assert declines("The length and the authors", heading=heading)


@pytest.mark.parametrize("heading", ["What can AI not do?", "When a match is not enough", "Limits of use"])
def test_other_headings_do_not_decline(heading: str) -> None:
    assert not declines("The length and the authors", heading=heading)


def test_asking_for_what_is_official_is_told() -> None:
    assert asks_for_official("What is the official scale?")
    assert not asks_for_official("Who is the officer in charge?")


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("I need the official definition of necessity, word for word.", True),
        ("What is the official risk scale?", True),
        ("Can I take it that your list is word for word right?", False),
        ("What is the roadmap for and what are its official steps?", False),
        ("Where is the official site?", False),
    ],
)
def test_asking_for_official_words_is_told_from_asking_about_them(question: str, asks: bool) -> None:
    assert asks_for_wording(question) is asks
