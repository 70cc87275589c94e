"""Characters repaired, and hyphens at line ends kept or taken away as the document's own words say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.repair import Vocabulary, ends_broken, repair


def joined(first: str, second: str, text: str = "") -> str:
    return Vocabulary([text.split(), [first], [second]]).join(first, second)


@pytest.mark.parametrize(
    ("drawn", "stored"),
    [
        ("eﬀective", "effective"),
        ("ﬁrst", "first"),
        ("no\u00a0break", "no break"),
        ("soft\u00adhyphen", "softhyphen"),
        ("zero\u200bwidth", "zerowidth"),
        ("a\x02b", "a-b"),
        ("\uf0b7", "•"),
        ("bad\x00\x1f", "bad"),
        ("lone \ud800", "lone "),
        ("gap \ufffd", "gap \ufffd"),
    ],
)
def test_characters_are_repaired(drawn: str, stored: str) -> None:
    assert repair(drawn) == stored


@given(st.text(max_size=60))
def test_repairing_twice_changes_nothing_more(text: str) -> None:
    assert repair(repair(text)) == repair(text)


def test_a_hyphen_stays_where_the_document_writes_it_elsewhere() -> None:
    assert joined("risk-", "based", "a risk-based approach") == "risk-based"


def test_a_hyphen_goes_where_the_document_writes_one_word_elsewhere() -> None:
    assert joined("inter-", "national", "an international body") == "international"


def test_an_unknown_word_is_made_whole() -> None:
    assert joined("infor-", "mation") == "information"


def test_two_words_known_alone_keep_their_hyphen() -> None:
    assert joined("police-", "officer", "the police and the officer") == "police-officer"


def test_a_part_left_over_from_a_broken_word_is_no_word_of_its_own() -> None:
    lines = (["a", "complex", "case", "of", "capabil-"], ["ities", "and", "more"])
    assert Vocabulary(lines).join("complex-", "ities") == "complexities"


def test_a_hyphen_within_a_longer_compound_counts() -> None:
    assert (
        joined("generation-", "and-execution", "a generation-and-execution strategy")
        == "generation-and-execution"
    )


def test_the_last_part_of_a_compound_is_made_whole() -> None:
    assert joined("human-in-", "duced", "the human-induced change") == "human-induced"


def test_hyphens_of_addresses_and_after_acronyms_stay() -> None:
    assert joined("https://a.org/wp-", "content/x") == "https://a.org/wp-content/x"
    assert joined("UK-", "based") == "UK-based"
    assert joined("FEVER-", "OUS") == "FEVEROUS"


def test_the_rest_of_a_compound_keeps_its_hyphen() -> None:
    assert joined("state-", "of-the-art", "one of many") == "state-of-the-art"
    assert joined("pro-", "gram-guided", "a program") == "program-guided"


def test_a_number_or_name_after_the_hyphen_keeps_it() -> None:
    assert joined("covid-", "19") == "covid-19"
    assert joined("non-", "European") == "non-European"


def test_only_a_hyphen_after_a_letter_breaks_a_word() -> None:
    assert ends_broken("infor-")
    assert not ends_broken("2019-")
    assert not ends_broken("-")
