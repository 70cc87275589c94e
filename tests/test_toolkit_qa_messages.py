"""What stands beside quotes: starter text is never passed off as the toolkit's."""

from __future__ import annotations

import pytest

from toolkit_qa.messages import STARTER_ONLY, STARTER_PARTLY, answered


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        (["starter", "starter"], STARTER_ONLY),
        (["official", "starter"], STARTER_PARTLY),
        (["starter", "agency"], STARTER_PARTLY),
        (["official", "agency"], ""),
        ([], ""),
    ],
)
def test_starter_text_is_named_wherever_it_is_quoted(sources: list[str], said: str) -> None:
    assert answered(sources) == said


def test_both_sentences_hold_the_words_of_the_design() -> None:
    for sentence in (STARTER_ONLY, STARTER_PARTLY):
        assert "quoted from this project's own digest, not from the toolkit." in sentence.lower()
