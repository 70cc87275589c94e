"""Quotes that hold: exact spans of stored pages, or nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.version import Version, open_version
from ingest.records import Sentence, Span
from tests.made_documents import HANDBOOK, POLICY, publish_made
from toolkit_qa.citations import Evidence, QuoteError, cite, holds, verify_quote
from toolkit_qa.records import Citation


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Version:
    store: Path = tmp_path_factory.mktemp("store")
    publish_made(store, (HANDBOOK, POLICY))
    return open_version(store)


def evidence_of(version: Version, words: str) -> Evidence:
    number, sentence = next(pair for pair in version.sentences if words in pair[1].text)
    return Evidence(passage=version.passages[number], sentence=sentence)


def first_citation(version: Version) -> Citation:
    return cite(version, [[evidence_of(version, "Two officers")]])[1][0]


def test_a_sentence_is_cited_word_for_word(version: Version) -> None:
    statements, citations = cite(version, [[evidence_of(version, "Two officers")]])
    assert statements[0].text == citations[0].quote == "Two officers review each match."
    assert (citations[0].page_label, citations[0].source, citations[0].section) == (
        "i",
        "starter",
        ("Part", "Handbook"),
    )


def test_a_sentence_over_a_page_break_is_two_citations(version: Version) -> None:
    statements, citations = cite(version, [[evidence_of(version, "Automation bias")]])
    assert [citation.page for citation in citations] == [1, 2]
    assert statements[0].citations == (1, 2)
    assert statements[0].text == " ".join(citation.quote for citation in citations)


def test_sentences_behind_each_other_are_one_citation(version: Version) -> None:
    unit = [evidence_of(version, words) for words in ("A facial recognition match", "Two officers")]
    statements, citations = cite(version, [unit])
    assert [one.quote for one in citations] == [statements[0].text]
    assert holds(version, citations[0])


def test_citations_are_numbered_through_all_statements(version: Version) -> None:
    chosen = [[evidence_of(version, words)] for words in ("Automation bias", "Two officers", "inspect")]
    statements, citations = cite(version, chosen)
    assert [one.citations for one in statements] == [(1, 2), (3,), (4,)]
    assert [one.n for one in citations] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "Two officers review each match!"},
        {"start": 0},
        {"end": 10_000},
        {"start": -5},
        {"page": 3},
        {"page": 0},
        {"document_id": "policy"},
        {"document_id": "unknown"},
        {"quote": "", "start": 5, "end": 5},
        {"quote": " ", "start": 1, "end": 2},
    ],
)
def test_a_quote_that_is_not_there_does_not_pass(version: Version, change: dict[str, object]) -> None:
    citation = replace(first_citation(version), **change)  # type: ignore[arg-type]
    assert holds(version, first_citation(version))
    assert not holds(version, citation)
    with pytest.raises(QuoteError, match=r"page -?\d+ of"):
        verify_quote(version, citation)


@given(data=st.data())
def test_only_the_exact_span_passes(version: Version, data: st.DataObject) -> None:
    """Drawing spans at random: a quote passes when, and only when, it is what stands there."""
    text = HANDBOOK.pages[0].text
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    shift = data.draw(st.integers(0, 3))
    quote = text[start:end]
    citation = replace(first_citation(version), start=start + shift, end=end + shift, quote=quote)
    there = end + shift <= len(text) and text[start + shift : end + shift] == quote
    assert holds(version, citation) is (there and bool(quote.strip()))


def test_a_sentence_whose_words_are_not_on_its_spans_is_not_quoted(
    version: Version, caplog: pytest.LogCaptureFixture
) -> None:
    right = evidence_of(version, "Two officers")
    invented = replace(right.sentence, text="Two officers may skip the review.")
    moved = Sentence(spans=(Span(page=9, start=0, end=5),), text="Hello")
    wrong = [replace(right, sentence=invented), replace(right, sentence=moved)]
    statements, citations = cite(version, [[one] for one in [*wrong, right]])
    assert [one.text for one in statements] == ["Two officers review each match."]
    assert citations[0].n == 1
    assert caplog.text.count("does not hold") == 2
