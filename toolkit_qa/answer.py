"""Choosing the sentences that answer a question: from the best passages, verbatim, in reading order.

A first answerer: single sentences ranked by the likeness of their vectors to the question's and by
the question's words that they hold, one to four of them, none repeating another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.lexical import terms
from ingest.records import Passage

from .citations import Evidence
from .retrieve import DECIMALS, Retriever, Search
from .verdict import Features, term_weights, weight_share

PASSAGES = 8
MOST_STATEMENTS = 4
WORDS_WEIGHT = 0.5
RANK_COST = 0.02
NEAR_BEST = 0.8
SAME_WORDS = 0.6
FEWEST_TERMS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A sentence that might be quoted: its number in `Version.sentences` and how well it fits."""

    number: int
    strength: float
    similarity: float
    terms: frozenset[str]


class Answerer:
    """Chooses evidence in one opened version. Any thread may use it: its cache is only added to."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever
        self._version = retriever.version
        self._terms: dict[int, frozenset[str]] = {}

    def choose(self, question: str, search: Search) -> tuple[Candidate, ...]:
        """One to four sentences, strongest first; none when the passages have no sentences."""
        weights = self._weights(question)
        ranked = sorted(self._candidates(weights, search), key=lambda one: (-one.strength, one.number))
        chosen: list[Candidate] = []
        for candidate in ranked:
            if len(chosen) == MOST_STATEMENTS or candidate.strength < NEAR_BEST * ranked[0].strength:
                break
            if not any(_alike(candidate.terms, other.terms) for other in chosen):
                chosen.append(candidate)
        return tuple(chosen)

    def features(self, question: str, chosen: Sequence[Candidate]) -> Features:
        """What the verdict is made from."""
        weights = self._weights(question)
        lexical = self._version.lexical
        found = frozenset().union(*(one.terms | self._context_terms(one.number) for one in chosen))
        return Features(
            similarity=max((one.similarity for one in chosen), default=0.0),
            covered=weight_share(weights, found.__contains__),
            absent=weight_share(weights, lambda term: not lexical.frequency(term)),
        )

    def evidence(self, chosen: Sequence[Candidate]) -> tuple[Evidence, ...]:
        """The sentences in reading order, the document of the strongest first."""
        documents = list(dict.fromkeys(self._document_of(one.number) for one in chosen))
        ordered = sorted(chosen, key=lambda one: (documents.index(self._document_of(one.number)), one.number))
        return tuple(self._evidence(one.number) for one in ordered)

    def _weights(self, question: str) -> dict[str, float]:
        return term_weights(terms(question), self._version.lexical.idf)

    def _candidates(self, weights: Mapping[str, float], search: Search) -> Iterator[Candidate]:
        for rank, hit in enumerate(search.ranked[:PASSAGES]):
            for number in self._retriever.sentences_of(hit.passage):
                own = self._terms_of(number)
                if len(own) < FEWEST_TERMS:
                    continue
                similarity = float(search.similarity[number])
                overlap = weight_share(weights, own.__contains__)
                strength = round(similarity + WORDS_WEIGHT * overlap - RANK_COST * rank, DECIMALS)
                yield Candidate(number=number, strength=strength, similarity=similarity, terms=own)

    def _terms_of(self, number: int) -> frozenset[str]:
        found = self._terms.get(number)
        if found is None:
            found = self._terms[number] = frozenset(terms(self._version.sentences[number][1].text))
        return found

    def _context_terms(self, number: int) -> frozenset[str]:
        return frozenset(terms(self._passage_of(number).context))

    def _passage_of(self, number: int) -> Passage:
        return self._version.passages[self._version.sentences[number][0]]

    def _document_of(self, number: int) -> str:
        return self._passage_of(number).document_id

    def _evidence(self, number: int) -> Evidence:
        return Evidence(passage=self._passage_of(number), sentence=self._version.sentences[number][1])


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sentences share most of their words."""
    return len(one & other) >= SAME_WORDS * len(one | other)
