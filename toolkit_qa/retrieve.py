"""Ranking the passages of one version for a question: meaning, words, best sentence, heading, phrases.

Each score is brought to mean 0 and deviation 1 over all passages, and they are added with the
weights of `WEIGHTS`; what holds a phrase that the question puts in quotes comes before all else. The
best sentence is that of the highest *evidence*: its cosine with the question plus `WORDS_IN_SENTENCE`
times the share of the question's idf-weighted words it holds. The share is what lets the question
decide: where it uses the document's words one sentence holds most of them, where it does not the share
is small everywhere and meaning decides. The weights lie on a wide plateau; docs/RETRIEVAL.md says how
they were chosen and what each part adds.

Sums are rounded to four decimals before ordering, ties go by passage id, so that the order is the
same in any thread or batch. Passages with the same words are folded into the first of them (see `folding`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.lexical import terms
from index.version import Version

from .definitions import Definitions
from .folding import Folding
from .followup import Turn
from .phrases import Phrases
from .records import Explanation, ScorePart
from .sections import within
from .sentence_terms import SentenceTerms
from .verdict import term_weights

Scores = NDArray[np.float64]
DECIMALS = 4
WEIGHTS = {"passage": 1.0, "evidence": 1.5, "heading": 0.3, "words": 0.5, "defined": 6.0, "phrase": 10.0}
AS_THEY_ARE = ("defined", "phrase")
WORDS_IN_SENTENCE = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranked:
    """A passage found, by its number in `Version.passages`.

    `sentence` is the number in `Version.sentences` of its sentence nearest to the question (None
    when it has no sentence), `also_in` the passages with the same words that it stands for, `joined` the
    neighbours that continue it and were found too.
    """

    passage: int
    score: float
    sentence: int | None
    also_in: tuple[int, ...] = ()
    joined: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Search:
    """What a search found: passages, best first, and two scores of every sentence, shape (n_sentences,).

    `similarity` is the cosine with the question; `evidence` adds the words of the question held.
    `heading` is the cosine of the heading each passage stands under, shape (n_passages,), `weights`
    are the terms searched for, `defining` the sentences that define the term asked for. All of these are
    those of the turn that is whole, `asked`; only the ranking takes all turns together. `sides` are searches
    for the two things that a question compares.
    """

    ranked: tuple[Ranked, ...]
    asked: Turn
    similarity: Scores
    evidence: Scores
    heading: Scores
    weights: Mapping[str, float]
    defining: frozenset[int] = frozenset()
    sides: tuple[Search, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class _Scored:
    """The scores of one turn: of passages (`fused`, and its `parts` as in `WEIGHTS`) and of sentences."""

    fused: Scores
    similarity: Scores
    evidence: Scores
    parts: Mapping[str, Scores]


class Retriever:
    """Searches one opened version. Made once per version; only read afterwards, by any thread.

    `weights` and `words_in_sentence` are other than the defaults only where the bench takes them apart.
    """

    def __init__(
        self,
        version: Version,
        *,
        weights: Mapping[str, float] = WEIGHTS,
        words_in_sentence: float = WORDS_IN_SENTENCE,
    ) -> None:
        self.version = version
        self._weights = weights
        self._words_in_sentence = words_in_sentence
        rows = range(len(version.passages))
        self._bounds = np.searchsorted(version.sentence_passages, np.arange(len(rows) + 1))
        self._filled = np.flatnonzero(self._bounds[:-1] < self._bounds[1:])
        self._document = np.array([passage.document_id for passage in version.passages])
        by_id = sorted(rows, key=lambda row: version.passages[row].passage_id)
        self._tie = np.empty(len(rows), dtype=np.int64)
        self._tie[by_id] = np.arange(len(rows))
        self._folding = Folding(version)
        self._definitions = Definitions(version)
        self.phrases = Phrases([passage.text for passage in version.passages])
        self.sentence_terms = SentenceTerms([sentence.text for _, sentence in version.sentences])

    def search(
        self,
        turns: Sequence[Turn],
        *,
        documents: Sequence[str] = (),
        sections: Sequence[str] = (),
        k: int = 10,
        join: bool = False,
    ) -> Search:
        """The best `k` passages for a question and the turns it follows; with `join` neighbours count as one.

        From `documents` and from `sections` (see `sections.within`) only, where any are named. The scores
        of the turns are added up by their weights (the current question has 1).
        """
        scored = [self._scored(turn) for turn in turns]
        fused = np.sum([turn.weight * one.fused for turn, one in zip(turns, scored, strict=True)], axis=0)
        fused = np.round(fused, DECIMALS)
        order = np.lexsort((self._tie, -fused))
        if documents or sections:
            order = order[self._filter(documents, sections)[order]]
        whole = next((number for number, turn in enumerate(turns) if turn.whole), 0)
        asked = scored[whole]
        return Search(
            ranked=self._ranked(order, fused, asked.evidence, k, join=join),
            asked=turns[whole],
            similarity=asked.similarity,
            evidence=asked.evidence,
            heading=asked.parts["heading"],
            weights=self.term_weights(turns[whole].text),
            defining=self._definitions.places(turns[whole].text),
            sides=tuple(
                self.search([replace(turn, side=False)], documents=documents, sections=sections, k=k)
                for turn in turns
                if turn.side
            ),
        )

    def term_weights(self, question: str) -> dict[str, float]:
        """The question's terms, each once, with its idf among the passages."""
        return term_weights(terms(question), self.version.lexical.idf)

    def sentences_of(self, passage: int) -> range:
        """The numbers of a passage's sentences in `Version.sentences`."""
        return range(int(self._bounds[passage]), int(self._bounds[passage + 1]))

    def explain(self, turns: Sequence[Turn], passage: int) -> Explanation:
        """Of what the score of one passage is made; what was measured is that of the current question."""
        scored = [(turn.weight, self._scored(turn)) for turn in turns]
        best = self._best(passage, scored[0][1].evidence)
        return Explanation(
            passage_id=self.version.passages[passage].passage_id,
            score=_rounded(sum(share * one.fused[passage] for share, one in scored)),
            sentence="" if best is None else self.version.sentences[best][1].text,
            parts=tuple(self._part(name, scored, passage) for name in self._weights),
        )

    def _part(self, name: str, scored: Sequence[tuple[float, _Scored]], passage: int) -> ScorePart:
        """One of the scores that the rank of a passage is made of, over all turns (share, scores)."""
        current = scored[0][1].parts[name]
        weight = self._weights[name]
        adds = sum(share * weight * _normalised(name, one.parts[name])[passage] for share, one in scored)
        return ScorePart(
            name=name,
            score=_rounded(current[passage]),
            deviations=_rounded(_normalised(name, current)[passage]),
            weight=weight,
            adds=_rounded(adds),
        )

    def _filter(self, documents: Sequence[str], sections: Sequence[str]) -> NDArray[np.bool_]:
        """Which passages stand in the documents and in the sections, shape (n_passages,)."""
        kept = np.ones(len(self.version.passages), dtype=np.bool_)
        if documents:
            kept &= np.isin(self._document, documents)
        if sections:
            kept &= np.array([within(one.section, sections) for one in self.version.passages], dtype=np.bool_)
        return kept

    def _scored(self, turn: Turn) -> _Scored:
        version = self.version
        similarity = np.asarray(version.sentence_scores(turn.vector), dtype=np.float64)
        evidence = similarity + self._words_in_sentence * self.sentence_terms.share(
            self.term_weights(turn.text)
        )
        passage = np.asarray(version.dense(turn.vector), dtype=np.float64)
        nearest = passage.copy()  # a passage without sentences stands for itself
        if len(self._filled):
            nearest[self._filled] = np.maximum.reduceat(evidence, self._bounds[:-1][self._filled])
        scores = {
            "passage": passage,
            "evidence": nearest,
            "heading": np.asarray(version.heading_scores(turn.vector), dtype=np.float64),
            "words": np.asarray(version.lexical.scores(turn.text), dtype=np.float64),
            "defined": self._definitions.defined(turn.text),
            "phrase": self.phrases.held(turn.text),
        }
        fused = np.sum(
            [self._weights[name] * _normalised(name, score) for name, score in scores.items()], axis=0
        )
        return _Scored(fused=fused, similarity=similarity, evidence=evidence, parts=scores)

    def _ranked(
        self, order: NDArray[np.int64], fused: Scores, evidence: Scores, k: int, *, join: bool
    ) -> tuple[Ranked, ...]:
        def page_of(row: int) -> int:
            return best_page(self.version, row, self._best(row, evidence))

        return tuple(
            Ranked(
                passage=group[0],
                score=float(fused[group[0]]),
                sentence=self._best(group[0], evidence),
                also_in=self._folding.copies_of(group),
                joined=tuple(sorted(group[1:])),
            )
            for group in self._folding.groups(order, k, page_of if join else None)
        )

    def _best(self, passage: int, evidence: Scores) -> int | None:
        """The number of a passage's sentence of highest evidence, the first on ties; None without any."""
        numbers = self.sentences_of(passage)
        if not numbers:
            return None
        return numbers[int(np.argmax(np.round(evidence[numbers.start : numbers.stop], DECIMALS)))]


def best_page(version: Version, passage: int, sentence: int | None) -> int:
    """The page on which a passage's best sentence begins, or the passage itself where it has none."""
    spans = version.passages[passage].spans if sentence is None else version.sentences[sentence][1].spans
    return spans[0].page


def _rounded(score: float) -> float:
    return round(float(score), DECIMALS)


def _normalised(name: str, scores: Scores) -> Scores:
    """Mean 0 and deviation 1, all zeros where the scores do not differ; shares and yes or no as they are."""
    if name in AS_THEY_ARE:
        return scores
    deviation = float(scores.std())
    if deviation < 1e-9:
        return np.zeros_like(scores)
    result: Scores = (scores - scores.mean()) / deviation
    return result
