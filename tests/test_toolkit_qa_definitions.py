"""Questions for the meaning of a term, and where the documents define it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.lexical import terms
from index.version import Version, open_version
from tests.fakes import FakeEmbedder
from tests.made_documents import made_document, publish_made
from toolkit_qa import Assistant
from toolkit_qa.definitions import Definitions, asked_terms, defined_by

GLOSSARY = made_document(
    "glossary",
    (
        "Recall is checked twice by officers who ask what recall was on the test.\n"
        "Recall: the share of the truly positive cases that are found.\n"
        "A confusion matrix is a table of right and wrong predictions.\n"
        "Natural language processing (NLP) is the work of a machine on texts.",
        "\n".join(f"Note: officers keep record {n}." for n in range(6)),
    ),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("store")
    publish_made(folder, (GLOSSARY,))
    return folder


@pytest.fixture(scope="module")
def version(store: Path) -> Version:
    return open_version(store)


def defining(version: Version, question: str) -> list[str]:
    return [version.sentences[number][1].text[:20] for number in Definitions(version).places(question)]


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("What is a confusion matrix?", "confusion matrix"),
        ("What's a confusion matrix when it's at home?", "confusion matrix"),
        ("confusion matrix - what is that", "confusion matrix"),
        ("Feedback loop? Explain.", "feedback loop"),
        ("How does the group define artificial intelligence?", "artificial intelligence"),
        ("How is a false positive defined?", "false positive"),
        ("What's the definition of 'AI' in the white paper?", "AI"),
        ("How would you define 'necessity', roughly?", "necessity"),
        ("what does 'human in the loop' mean", "human in the loop"),
        ("An 'output', what is that supposed to be in plain terms?", "output"),
        ("Who or what is this 'system owner' that keeps coming up?", ""),
        ("What is the difference?", ""),
        ("What is he answerable for?", ""),
        ("What is the accuracy in the worked example of the book?", ""),
        ("How long are records kept?", ""),
    ],
)
def test_the_term_asked_for_is_found_by_the_form_of_the_question(question: str, term: str) -> None:
    found = set(asked_terms(question))
    assert (frozenset(terms(term)) in found) if term else not any(len(one) <= 2 for one in found)


def test_entries_and_sentences_define_and_brackets_name_it_too(version: Version) -> None:
    assert defining(version, "What is recall?") == ["Recall: the share of"]
    assert defining(version, "Explain the confusion matrix.") == ["A confusion matrix i"]
    assert defining(version, "What does NLP stand for?") == ["Natural language pro"]


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        ("AI Actors are defined by the OECD as those who play a role.", "AI Actors"),
        ("Data provenance refers to tracking where data come from.", "Data provenance"),
        ("Recall: the share that is found.", "Recall"),
        ("AI Actors: AI Design", ""),
        ("Officers are trained twice.", ""),
    ],
)
def test_a_sentence_that_defines_is_told_from_a_label(sentence: str, term: str) -> None:
    assert defined_by(sentence) == term


def test_what_opens_many_sentences_is_no_term(version: Version) -> None:
    assert defining(version, "What is a note?") == []


def test_the_definition_is_found_first_and_quoted(store: Path) -> None:
    assistant = Assistant.open(store, load_embedder=lambda _: FakeEmbedder())
    assert "Recall: the share" in assistant.lookup("What is recall?", k=1)[0].text
    assert assistant.ask("What is recall?").status != "needs_detail"
    plain = assistant.lookup("Is recall checked twice by officers on the test?", k=1)[0].text
    assert plain.startswith("Recall is checked")
