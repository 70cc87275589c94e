"""Choosing sentences and the interim verdict."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.version import open_version
from tests.conftest import HANDBOOK, POLICY, FakeEmbedder, made_document, publish_made
from toolkit_qa.answer import MOST_STATEMENTS, Answerer
from toolkit_qa.records import ANSWERED, NOT_COVERED
from toolkit_qa.retrieve import Retriever
from toolkit_qa.verdict import Features, interim_verdict, term_weights, weight_share


def chosen_texts(store: Path, question: str) -> list[str]:
    retriever = Retriever(open_version(store))
    answerer = Answerer(retriever)
    found = retriever.search(question, FakeEmbedder().encode_question(question), k=8)
    return [one.sentence.text for one in answerer.evidence(answerer.choose(question, found))]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("store")
    publish_made(folder, (HANDBOOK, POLICY))
    return folder


def test_the_sentence_that_answers_is_chosen_whole(store: Path) -> None:
    texts = chosen_texts(store, "How long are the records of a search kept?")
    assert "Records of every search are kept for ninety days." in texts


def test_the_same_sentence_is_not_said_twice(store: Path) -> None:
    texts = chosen_texts(store, "When are drones flown?")
    assert texts.count("Drones are flown only with a warrant signed by a judge.") == 1


def test_at_most_four_sentences_in_reading_order(tmp_path: Path) -> None:
    rules = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")
    lines = [f"Drones need rule {rule} before flight, says x{rule} in y{rule} of z{rule}." for rule in rules]
    publish_made(tmp_path, (made_document("d", ("\n".join(lines),)),))
    texts = chosen_texts(tmp_path, "What rules do drones need before flight?")
    assert len(texts) == MOST_STATEMENTS
    assert texts == sorted(texts, key=lines.index)


@pytest.mark.parametrize(
    ("features", "status"),
    [
        (Features(similarity=0.7, covered=0.9, absent=0.0), ANSWERED),
        (Features(similarity=0.2, covered=0.3, absent=0.0), NOT_COVERED),
        (Features(similarity=0.6, covered=0.5, absent=0.5), NOT_COVERED),
        (Features(similarity=0.0, covered=0.0, absent=1.0), NOT_COVERED),
    ],
)
def test_the_interim_verdict_weighs_three_features(features: Features, status: str) -> None:
    assert interim_verdict(features).status == status


def test_the_gate_margin_moves_the_level() -> None:
    features = Features(similarity=0.5, covered=0.6, absent=0.0)
    confidence = interim_verdict(features).confidence
    assert interim_verdict(features, gate_margin=confidence - 0.51).status == ANSWERED
    assert interim_verdict(features, gate_margin=confidence - 0.49).status == NOT_COVERED


def test_rare_words_weigh_more_than_common_ones() -> None:
    weights = term_weights(["rare", "common", "rare"], {"rare": 3.0, "common": 1.0}.__getitem__)
    assert weight_share(weights, "rare".__eq__) == 0.75
    assert weight_share({}, "rare".__eq__) == 0.0
