"""Ranking the passages of one version for a question: meaning, words and the best sentence, fused.

Each of the three scores is brought to mean 0 and deviation 1 over all passages, and they are added.
Sums are rounded to four decimals before ordering, ties go by passage id, so that the order is the
same in any thread or batch. Passages with the same words are folded into the first of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.version import Version

Scores = NDArray[np.float64]
DECIMALS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranked:
    """A passage found, by its number in `Version.passages`.

    `sentence` is the number in `Version.sentences` of its sentence nearest to the question (None
    when it has no sentence), `also_in` the passages with the same words that it stands for.
    """

    passage: int
    score: float
    sentence: int | None
    also_in: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Search:
    """What a search found: passages, best first, and the similarity of every sentence, shape (n,)."""

    ranked: tuple[Ranked, ...]
    similarity: Scores


class Retriever:
    """Searches one opened version. Made once per version; only read afterwards, by any thread."""

    def __init__(self, version: Version) -> None:
        self.version = version
        count = len(version.passages)
        self._owner = version.sentence_passages
        self._bounds = np.searchsorted(self._owner, np.arange(count + 1))
        self._document = np.array([passage.document_id for passage in version.passages])
        by_id = sorted(range(count), key=lambda number: version.passages[number].passage_id)
        self._tie = np.empty(count, dtype=np.int64)
        self._tie[by_id] = np.arange(count)
        self._words = tuple(_words(passage.text) for passage in version.passages)

    def search(
        self, question: str, vector: NDArray[np.float32], *, documents: Sequence[str] = (), k: int = 10
    ) -> Search:
        """The best `k` passages for a question and its vector, only from `documents` if any are named."""
        similarity = np.asarray(self.version.sentence_scores(vector), dtype=np.float64)
        best = self._best_sentence(similarity)
        fused = self._fused(question, vector, similarity, best)
        order = np.lexsort((self._tie, -fused))
        if documents:
            order = order[np.isin(self._document[order], documents)]
        return Search(ranked=self._folded(order, fused, best, k), similarity=similarity)

    def sentences_of(self, passage: int) -> range:
        """The numbers of a passage's sentences in `Version.sentences`."""
        return range(int(self._bounds[passage]), int(self._bounds[passage + 1]))

    def _fused(
        self, question: str, vector: NDArray[np.float32], similarity: Scores, best: NDArray[np.int64]
    ) -> Scores:
        dense = np.asarray(self.version.dense(vector), dtype=np.float64)
        lexical = np.asarray(self.version.lexical.scores(question), dtype=np.float64)
        nearest = np.where(best >= 0, similarity[best], dense) if len(similarity) else dense
        return np.round(_normalised(dense) + _normalised(lexical) + _normalised(nearest), DECIMALS)

    def _best_sentence(self, similarity: Scores) -> NDArray[np.int64]:
        """The number of each passage's most similar sentence, the first on ties; -1 where it has none."""
        best = np.full(len(self._bounds) - 1, -1, dtype=np.int64)
        order = np.lexsort((np.arange(len(similarity)), -np.round(similarity, DECIMALS), self._owner))
        filled = self._bounds[:-1] < self._bounds[1:]
        best[filled] = order[self._bounds[:-1][filled]]
        return best

    def _folded(
        self, order: NDArray[np.int64], fused: Scores, best: NDArray[np.int64], k: int
    ) -> tuple[Ranked, ...]:
        """The first `k` of `order`; one with the words of an earlier one is named there instead."""
        copies: dict[str, list[int]] = {}
        for number in map(int, order):
            if self._words[number] in copies:
                copies[self._words[number]].append(number)
            elif len(copies) < k:
                copies[self._words[number]] = [number]
        return tuple(
            Ranked(
                passage=first,
                score=float(fused[first]),
                sentence=int(best[first]) if best[first] >= 0 else None,
                also_in=tuple(others),
            )
            for first, *others in copies.values()
        )


def _normalised(scores: Scores) -> Scores:
    """Mean 0 and deviation 1; all zeros where the scores do not differ."""
    deviation = float(scores.std())
    if deviation < 1e-9:
        return np.zeros_like(scores)
    result: Scores = (scores - scores.mean()) / deviation
    return result


def _words(text: str) -> str:
    """The text without case, punctuation and white space: what makes two passages the same."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()
