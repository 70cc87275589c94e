"""Ranking the passages of one version for a question: meaning, words, the best sentence, the heading.

Each score is brought to mean 0 and deviation 1 over all passages, and they are added with the
weights of `WEIGHTS`. The best sentence is that of the highest *evidence*: its cosine with the
question plus `WORDS_IN_SENTENCE` times the share of the question's idf-weighted words it holds. The
share is what lets the question decide: where it uses the document's words one sentence holds most
of them, where it does not the share is small everywhere and meaning decides. The weights lie on a
wide plateau; docs/RETRIEVAL.md has the curves and what each part adds.

Sums are rounded to four decimals before ordering, ties go by passage id, so that the order is the
same in any thread or batch. Passages with the same words are folded into the first of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.lexical import terms
from index.version import Version

from .sentence_terms import SentenceTerms
from .verdict import term_weights

Scores = NDArray[np.float64]
DECIMALS = 4
WEIGHTS = {"passage": 1.0, "evidence": 1.5, "heading": 0.3, "words": 0.5}
WORDS_IN_SENTENCE = 1.0


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
    """What a search found: passages, best first, and two scores of every sentence, shape (n_sentences,).

    `similarity` is the cosine with the question; `evidence` adds the words of the question held.
    """

    ranked: tuple[Ranked, ...]
    similarity: Scores
    evidence: Scores


class Retriever:
    """Searches one opened version. Made once per version; only read afterwards, by any thread."""

    def __init__(self, version: Version) -> None:
        self.version = version
        rows = range(len(version.passages))
        self._bounds = np.searchsorted(version.sentence_passages, np.arange(len(rows) + 1))
        self._filled = np.flatnonzero(self._bounds[:-1] < self._bounds[1:])
        self._document = np.array([passage.document_id for passage in version.passages])
        by_id = sorted(rows, key=lambda row: version.passages[row].passage_id)
        self._tie = np.empty(len(rows), dtype=np.int64)
        self._tie[by_id] = np.arange(len(rows))
        self._copies = _copies(version)
        self.sentence_terms = SentenceTerms([sentence.text for _, sentence in version.sentences])

    def search(
        self, question: str, vector: NDArray[np.float32], *, documents: Sequence[str] = (), k: int = 10
    ) -> Search:
        """The best `k` passages for a question and its vector, only from `documents` if any are named."""
        similarity = np.asarray(self.version.sentence_scores(vector), dtype=np.float64)
        held = self.sentence_terms.share(self.term_weights(question))
        evidence = similarity + WORDS_IN_SENTENCE * held
        fused = self._fused(question, vector, evidence)
        order = np.lexsort((self._tie, -fused))
        if documents:
            order = order[np.isin(self._document[order], documents)]
        ranked = tuple(
            Ranked(passage=row, score=float(fused[row]), sentence=self._best(row, evidence), also_in=others)
            for row, others in self._folded(order, k)
        )
        return Search(ranked=ranked, similarity=similarity, evidence=evidence)

    def term_weights(self, question: str) -> dict[str, float]:
        """The question's terms, each once, with its idf among the passages."""
        return term_weights(terms(question), self.version.lexical.idf)

    def sentences_of(self, passage: int) -> range:
        """The numbers of a passage's sentences in `Version.sentences`."""
        return range(int(self._bounds[passage]), int(self._bounds[passage + 1]))

    def _fused(self, question: str, vector: NDArray[np.float32], evidence: Scores) -> Scores:
        version = self.version
        passage = np.asarray(version.dense(vector), dtype=np.float64)
        nearest = passage.copy()  # a passage without sentences stands for itself
        if len(self._filled):
            nearest[self._filled] = np.maximum.reduceat(evidence, self._bounds[:-1][self._filled])
        scores = {
            "passage": passage,
            "evidence": nearest,
            "heading": np.asarray(version.heading_scores(vector), dtype=np.float64),
            "words": np.asarray(version.lexical.scores(question), dtype=np.float64),
        }
        total = np.sum([WEIGHTS[name] * _normalised(score) for name, score in scores.items()], axis=0)
        return np.asarray(np.round(total, DECIMALS), dtype=np.float64)

    def _best(self, passage: int, evidence: Scores) -> int | None:
        """The number of a passage's sentence of highest evidence, the first on ties; None without any."""
        numbers = self.sentences_of(passage)
        if not numbers:
            return None
        return numbers[int(np.argmax(np.round(evidence[numbers.start : numbers.stop], DECIMALS)))]

    def _folded(self, order: NDArray[np.int64], k: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """The first `k` of `order`, each with its copies, which are passed over."""
        passed: set[int] = set()
        left = k
        for row in map(int, order):
            if left and row not in passed:
                others = tuple(other for other in self._copies.get(row, ()) if other != row)
                passed.update(others)
                left -= 1
                yield row, others
            elif not left:
                return


def _normalised(scores: Scores) -> Scores:
    """Mean 0 and deviation 1; all zeros where the scores do not differ."""
    deviation = float(scores.std())
    if deviation < 1e-9:
        return np.zeros_like(scores)
    result: Scores = (scores - scores.mean()) / deviation
    return result


def _copies(version: Version) -> dict[int, tuple[int, ...]]:
    """For each passage whose words stand in another passage too: the rows of all that have them."""
    groups: dict[str, list[int]] = defaultdict(list)
    for row, passage in enumerate(version.passages):
        groups[_words(passage.text)].append(row)
    return {row: tuple(rows) for rows in groups.values() if len(rows) > 1 for row in rows}


def _words(text: str) -> str:
    """The text without case, punctuation and white space: what makes two passages the same."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()
