"""Names and numbers of a question: told by capitals inside a sentence and by digits."""

from __future__ import annotations

import pytest

from toolkit_qa.question_names import names


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("How does GPT-4 score at writing reports?", [{"gpt", "4"}]),
        ("DPIA needed?", [{"dpia"}]),
        ("Which countries take part in AI-POL?", [{"ai", "pol"}]),
        (
            "What does figure 14 of the Technical Reference Book show?",
            [{"14"}, {"technic"}, {"refer"}, {"book"}],
        ),
        ("What is the official scale?", [{"offici"}]),
    ],
)
def test_names_numbers_and_what_is_official_are_found(question: str, found: list[set[str]]) -> None:
    assert [set(one) for one in names(question)] == found


@pytest.mark.parametrize("question", ["Is a match proof?", "Should I ask? May we buy AI?", "what is bias"])
def test_words_that_open_a_sentence_and_small_ones_are_none(question: str) -> None:
    assert names(question) == ()
