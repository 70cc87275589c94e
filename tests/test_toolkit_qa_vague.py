"""Which questions say too little to be answered, and which short ones say enough."""

from __future__ import annotations

import pytest

from toolkit_qa.vague import NOTHING_NAMED, TOO_WIDE, TOPIC_ONLY, vagueness


def share(term: str) -> float:
    """As if "system" stood in half of the passages and all other words in few."""
    return 0.5 if term == "system" else 0.01


@pytest.mark.parametrize(
    "question",
    [
        "Is it allowed?",
        "is that enough",
        "How often?",
        "What should I do?",
        "I need help",
        "Which one is better?",
        "Can we share it with the press?",
        "And the vendor?",
        "Tell me more",
        "Why?",
    ],
)
def test_a_question_that_names_nothing_is_noticed(question: str) -> None:
    assert vagueness(question, share) == NOTHING_NAMED


@pytest.mark.parametrize(
    "question",
    [
        "What about data?",
        "Tell me about risks",
        "checklist?",
        "facial recognition",
        "I have a question about bias",
        "Some information on procurement, please",
        "What does it say about training?",
        "the system",
        "can you help me with the assessment",
    ],
)
def test_a_bare_topic_is_noticed(question: str) -> None:
    assert vagueness(question, share) == TOPIC_ONLY


@pytest.mark.parametrize(
    "question", ["What are the requirements?", "what are the rules", "What do I need to write down?"]
)
def test_a_question_that_fits_everywhere_is_noticed(question: str) -> None:
    assert vagueness(question, share) == TOO_WIDE


@pytest.mark.parametrize(
    "question",
    [
        "What is automation bias?",
        "Define recall",
        "Explain proportionality",
        "What are deepfakes?",
        "What does DPIA mean?",
        "RMSE?",
        "What is the Workbook for?",
        "Are we ready?",
        "Is AI lawful?",
        "How accurate is AI?",
        "Who may stop a system?",
        "Cloud or on-premises?",
        "Which records are kept?",
        "Tell me about the training of prosecutors who review matches",
        "Does it matter whether the officer is armed?",
    ],
)
def test_a_short_question_that_says_enough_is_left_alone(question: str) -> None:
    assert vagueness(question, share) == ""
