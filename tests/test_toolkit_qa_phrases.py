"""Phrases in double quotes: found word for word, and put first."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.version import open_version
from tests.fakes import FakeEmbedder
from tests.made_documents import made_document, publish_made
from toolkit_qa import Assistant
from toolkit_qa.followup import Turn
from toolkit_qa.phrases import Phrases, quoted
from toolkit_qa.retrieve import Retriever


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ('What is a "Human in  the loop"?', ("human in the loop",)),
        ("Do “probe image” and “probe image” differ from „score“?", ("probe image", "score")),
        ("What's the officer's duty?", ()),
        ('A "2" is no phrase', ()),
    ],
)
def test_what_stands_in_double_quotes_is_a_phrase(question: str, phrases: tuple[str, ...]) -> None:
    assert quoted(question) == phrases


def test_each_text_holds_a_share_of_the_phrases() -> None:
    phrases = Phrases(["The human\nin the loop decides.", "A loop in the human.", "No loop."])
    assert list(phrases.held('"human in the loop" or "decides"')) == [1.0, 0.0, 0.0]
    assert list(phrases.held('"no loop" or "decides"')) == [0.5, 0.0, 0.5]
    assert not phrases.held("human in the loop").any()


def test_the_passage_that_holds_the_phrase_comes_first(tmp_path: Path) -> None:
    other = "The loop in which a human stands is the human loop: human, loop, human."
    texts = (
        other,
        "Someone called human in the loop is named.",
        *(f"Page {n} on other rules." for n in range(6)),
    )
    publish_made(tmp_path, tuple(made_document(f"d{n}", (text,)) for n, text in enumerate(texts)))
    retriever = Retriever(open_version(tmp_path))
    first = {}
    for question in ("Which human loop?", 'Which "human in the loop"?'):
        turn = Turn(text=question, vector=FakeEmbedder().encode_query("human loop"))
        found = retriever.search([turn], k=1).ranked[0].passage
        first[question] = retriever.version.passages[found].text
    assert list(first.values()) == list(texts[:2])


def test_long_phrases_that_stand_nowhere_are_told() -> None:
    phrases = Phrases(["The human\nin the loop decides."])
    assert phrases.absent('Who says "human in the loop" or "AI never sleeps"?') == ("ai never sleeps",)
    assert phrases.absent('What is "smart policing"?') == ()
    assert Phrases(["The agency’s own rule – it stays."]).absent('"agency\'s own rule - it"') == ()


def test_a_phrase_asked_for_that_stands_nowhere_is_refused(small_assistant: Assistant) -> None:
    refused = small_assistant.ask('Where does it say "records are kept for ever" of a search?')
    assert refused.status == "not_covered"
    assert "stands in none of the documents" in refused.message
    found = small_assistant.ask('Where does it say "records of every search are kept"?')
    assert found.status != "not_covered"
