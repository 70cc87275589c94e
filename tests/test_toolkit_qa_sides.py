"""Which two things a question compares, and that other questions compare none."""

from __future__ import annotations

import pytest

from toolkit_qa.sides import sides


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Cloud or on-premises?", ("Cloud", "on-premises")),
        ("What is the difference between an audit and a review?", ("audit", "review")),
        ("How does human control differ from human agency?", ("human control", "human agency")),
        ("How do precision and recall differ?", ("precision", "recall")),
        ("How does a pilot compare with a full rollout?", ("pilot", "full rollout")),
        ("Explainability vs. transparency", ("Explainability", "transparency")),
        ("RMSE versus MAE, in words a copper understands?", ("RMSE", "MAE")),
        ("Probe image, reference image: which is which?", ("Probe image", "reference image")),
        ("1:1 or 1:n: what is the difference?", ("1:1", "1:n")),
        ("Is necessity the same as proportionality?", ("necessity", "proportionality")),
        ("Which finds more, the plain search or the language model?", ("plain search", "language model")),
        ("Is it better to build or to buy a system?", ("build", "buy a system")),
        ("Bias and error sound the same to me. What's the distinction?", ("Bias", "error")),
        ("When is it a 'partly' and when a real 'yes'?", ("partly", "yes")),
        (
            "How is machine learning different from the programs we’ve always had?",
            ("machine learning", "programs"),
        ),
    ],
)
def test_both_sides_are_found(question: str, expected: tuple[str, str]) -> None:
    assert sides(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "What is automation bias?",
        "Who may stop a system or switch it back on when the owner is away?",
        "How many papers are in the pack, and can I read just one?",
        "Which records must an agency keep?",
        "How much did it grow between 2013 and 2015?",
        "Is it allowed or not?",
        "what do the three Vs stand for",
        "Directly answer 'yes' or 'no'.",
        "",
    ],
)
def test_a_question_that_compares_nothing_has_no_sides(question: str) -> None:
    assert sides(question) == ()


def test_what_is_too_long_for_a_plain_comparison_is_not_taken_apart() -> None:
    assert sides("between a rule and a law, " * 50) == ()
