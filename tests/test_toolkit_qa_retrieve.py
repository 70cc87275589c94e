"""Ranking: the right passage first, copies folded, order stable, filters kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.version import open_version
from tests.fakes import FakeEmbedder
from tests.made_documents import HANDBOOK, POLICY, made_document, publish_made
from toolkit_qa.followup import Turn
from toolkit_qa.retrieve import Retriever, Search


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    store: Path = tmp_path_factory.mktemp("store")
    publish_made(store, (HANDBOOK, POLICY))
    return Retriever(open_version(store))


def search(retriever: Retriever, question: str, **options: object) -> Search:
    turn = Turn(text=question, vector=FakeEmbedder().encode_query(question))
    return retriever.search([turn], **options)  # type: ignore[arg-type]


def texts(retriever: Retriever, found: Search) -> list[str]:
    return [retriever.version.passages[hit.passage].text for hit in found.ranked]


def test_the_passage_with_the_words_comes_first(retriever: Retriever) -> None:
    found = search(retriever, "Who audits the records?")
    assert texts(retriever, found)[0].startswith("Records of every search")
    best = found.ranked[0].sentence
    assert best is not None
    assert retriever.version.sentences[best][1].text == "An auditor reads the records each month."


def test_scores_fall_and_have_four_decimals(retriever: Retriever) -> None:
    scores = [hit.score for hit in search(retriever, "drones and warrants").ranked]
    assert scores == sorted(scores, reverse=True)
    assert scores == [round(score, 4) for score in scores]


def test_a_copy_is_folded_and_named(retriever: Retriever) -> None:
    found = search(retriever, "May drones be flown without a warrant?")
    first = found.ranked[0]
    assert len(first.also_in) == 1
    assert first.also_in[0] not in {hit.passage for hit in found.ranked}
    assert len(found.ranked) == len(retriever.version.passages) - 1


def test_a_filter_keeps_only_its_documents(retriever: Retriever) -> None:
    found = search(retriever, "drones", documents=("policy",))
    ids = {retriever.version.passages[hit.passage].document_id for hit in found.ranked}
    assert ids == {"policy"}
    assert len(found.ranked) == 2


def test_k_is_the_number_of_passages(retriever: Retriever) -> None:
    assert len(search(retriever, "drones", k=2).ranked) == 2


def test_a_question_without_any_known_word_is_still_ranked(retriever: Retriever) -> None:
    found = search(retriever, "zzzz qqqq")
    assert len(found.ranked) > 1
    assert all(np.isfinite(hit.score) for hit in found.ranked)


def test_equal_scores_are_ordered_by_passage_id(tmp_path: Path) -> None:
    """Two passages with the same words in another order score the same."""
    pages = ("Alpha beta gamma delta.\nDelta gamma beta alpha.\nAlpha gamma beta delta.",)
    publish_made(tmp_path, (made_document("d", pages),))
    retriever = Retriever(open_version(tmp_path))
    ids = [retriever.version.passages[hit.passage].passage_id for hit in search(retriever, "alpha").ranked]
    assert ids == sorted(ids)


def test_a_document_of_one_passage_can_be_searched(tmp_path: Path) -> None:
    publish_made(tmp_path, (made_document("d", ("Only one sentence stands here.",)),))
    found = search(Retriever(open_version(tmp_path)), "sentence")
    assert [hit.score for hit in found.ranked] == [0.0]
