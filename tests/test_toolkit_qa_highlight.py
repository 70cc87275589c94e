"""Words of a passage that match a question, by stem."""

from __future__ import annotations

import pytest

from toolkit_qa.highlight import matching_words


@pytest.mark.parametrize(
    ("question", "text", "marked"),
    [
        ("reviewing", "A review; REVIEWS, reviewed.", ["review", "REVIEWS", "reviewed"]),
        ("the of and", "the cat of the house", []),
        ("", "anything", []),
        ("section 4.2", "See section 4.2, not 4.3 or 42.", ["section", "4.2"]),
        ("officer's", "The officers and an officer’s", ["officers", "officer’s"]),
        ("ﬁnding", "finding", ["finding"]),
    ],
)
def test_words_with_the_same_stem_are_found(question: str, text: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in matching_words(question, text)] == marked
