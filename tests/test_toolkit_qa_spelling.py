"""Spelling mistakes are read as words of the documents; names, acronyms, English words stay as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.version import open_version
from ingest.errors import MissingPartError
from tests.made_documents import made_document, publish_made
from toolkit_qa import vocabulary
from toolkit_qa.records import Correction
from toolkit_qa.spelling import Speller
from toolkit_qa.vocabulary import Vocabulary, english_words

TEXT = (
    "Proportionality matters. The proportionality of facial recognition is assessed, proportionality shown.\n"
    "A supplier names its suppliers. Every supplier is asked, and the supplier answers about accuracy.\n"
    "Accuracy is not fairness: accuracy counts, fairness weighs, and fairness is shared. Recognition helps.\n"
    "Recognition is no proof, recognition is a lead. Officers rule on it; rules and rulings are written.\n"
    "Data and figures: a figure, a figure and a figure. Explainability, explainability and explainability.\n"
    "A flag is raised; what was flagged is flagged again and flagged off. Officers and officers and officers."
)


@pytest.fixture(scope="module")
def speller(tmp_path_factory: pytest.TempPathFactory) -> Speller:
    store = tmp_path_factory.mktemp("spelling")
    publish_made(store, (made_document("text", (TEXT,)),))
    return Speller(Vocabulary(open_version(store)))


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("proportonality", "proportionality"),  # a letter left out
        ("proporttionality", "proportionality"),  # one too many
        ("proportoinality", "proportionality"),  # two swapped
        ("propprtionality", "proportionality"),  # one for another
        ("porportionallity", "proportionality"),  # two mistakes in a long word
        ("recogniton", "recognition"),
        ("suplier", "supplier"),
        ("supliers", "suppliers"),
        ("fogure", "figure"),
        ("flaged", "flagged"),
        ("acuracy", "accuracy"),
        ("explainabilty", "explainability"),
    ],
)
def test_a_misspelt_word_is_read_as_the_documents_word(speller: Speller, written: str, read_as: str) -> None:
    corrected = speller.corrected(f"what about {written} here?")
    assert corrected.text == f"what about {read_as} here?"
    assert corrected.corrections == (Correction(written=written, read_as=read_as),)


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("Proportonality, what is it?", "Proportionality, what is it?"),
        ("Is it? Suplier first.", "Is it? Supplier first."),
        ("WHAT ABOUT FACIAL RECOGNITON", "WHAT ABOUT FACIAL RECOGNITION"),
        ("the suplier's recogniton-based tool", "the supplier's recognition-based tool"),
    ],
)
def test_case_and_what_stands_around_are_kept(speller: Speller, text: str, corrected: str) -> None:
    assert speller.corrected(text).text == corrected


@pytest.mark.parametrize(
    "text",
    [
        "Ask Mr Suplier about it",  # a name
        "What is SUPLIER about?",  # an acronym
        "What is eSuplier?",
        "Is suplier2 installed?",
        "What did tomorow bring?",  # misspelt, but no word of the documents
        "Who pays the applier?",  # an English word
        "Are reply and ruler words?",
        "Is a comms plan needed?",
        "Does deepfake flagging help?",
        "It isn't the officer's accuracy",
        "acur",
        "",
    ],
)
def test_what_is_no_spelling_mistake_stays(speller: Speller, text: str) -> None:
    corrected = speller.corrected(text)
    assert (corrected.text, corrected.corrections) == (text, ())


def test_a_word_that_could_be_two_is_left_alone(tmp_path: Path) -> None:
    text = "The contract, a contract, any contract is in contrast with that; a contrast, no contrast."
    publish_made(tmp_path, (made_document("two", (text,)),))
    corrected = Speller(Vocabulary(open_version(tmp_path))).corrected("a contrat or a conttract?")
    assert corrected.text == "a contrat or a contract?"


def test_a_rare_word_of_the_documents_is_no_target(tmp_path: Path) -> None:
    publish_made(tmp_path, (made_document("rare", ("Proportionality is named once.",)),))
    assert Speller(Vocabulary(open_version(tmp_path))).corrected("proportonality?").corrections == ()


def test_a_mistake_made_twice_is_named_once(speller: Speller) -> None:
    assert len(speller.corrected("suplier or suplier?").corrections) == 1


def test_the_word_list_is_english_and_a_missing_package_names_the_way_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert len(english_words()) > 80_000
    assert {"sergeant", "organisation", "calibre"} <= english_words().keys()
    monkeypatch.setattr(vocabulary, "find_spec", lambda name: None)
    english_words.cache_clear()
    with pytest.raises(MissingPartError, match="requirements.txt"):
        english_words()
    monkeypatch.undo()
    english_words.cache_clear()
