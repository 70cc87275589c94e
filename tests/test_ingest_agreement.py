"""Two readings of a page agree on words, not on their order, spacing or typography."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.agreement import agreement


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("", "", 1.0),
        ("some words", "", 0.0),
        ("one two three four", "four three two one", 1.0),
        ("risk management of systems", "riskmanagement ofsystems", 1.0),
        ("R I S K of use", "RISK of use", 1.0),
        ("efﬁcient risk‐based co\u00adoperation", "efficient risk-based cooperation", 1.0),
        ("respon- sibility is shared", "responsibility is shared", 1.0),
        ("• one – two", "one two", 1.0),
        ("alpha beta gamma delta", "alpha beta gamma omega", 0.75),
        ("risk risk risk risk", "risk", 0.25),
    ],
)
def test_agreement_looks_at_words_not_at_spacing(first: str, second: str, expected: float) -> None:
    assert agreement(first.split(), second.split()) == pytest.approx(expected)


@given(st.text(max_size=80), st.text(max_size=80))
def test_agreement_is_a_share_the_same_both_ways(first: str, second: str) -> None:
    share = agreement(first.split(), second.split())
    assert 0.0 <= share <= 1.0
    assert share == agreement(second.split(), first.split())
    assert agreement(first.split(), first.split()) == 1.0
