"""What speaks for and against an answer: features of a search and of the evidence chosen.

All are free of scale (cosines and shares), so that they mean the same on documents never seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.lexical import terms

from .verdict import Features, weight_share

if TYPE_CHECKING:
    from .answer import Chosen
    from .retrieve import Retriever, Search

TOP = 5


class Judge:
    """Measures the evidence in one opened version; any thread may use it."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever
        self._version = retriever.version
        self._contexts = [frozenset(terms(passage.context)) for passage in self._version.passages]

    def features(self, search: Search, chosen: Chosen) -> Features:
        """The features of the verdict. `search.weights` are the terms asked for with their idf."""
        weights = search.weights
        numbers = chosen.numbers
        sentence = self._retriever.sentence_terms.of
        quoted = frozenset().union(*(sentence(number) for number in numbers))
        under = frozenset().union(*(self._contexts[self._version.sentences[n][0]] for n in numbers))
        frequency = self._version.lexical.frequency
        return Features(
            similarity=max((float(search.similarity[number]) for number in numbers), default=0.0),
            typical=_mean_of_best(search.similarity, TOP),
            heading=max((float(search.heading[self._version.sentences[n][0]]) for n in numbers), default=0.0),
            covered=weight_share(weights, (quoted | under).__contains__),
            absent=weight_share(weights, lambda term: not frequency(term)),
            rarest=_rarest_missing(weights, (quoted | under).__contains__),
        )


def _mean_of_best(scores: NDArray[np.float64], count: int) -> float:
    if not len(scores):
        return 0.0
    return float(np.mean(np.sort(scores)[-count:]))


def _rarest_missing(weights: Mapping[str, float], found: Callable[[str], bool]) -> float:
    """Weight of the heaviest missing term against the heaviest of all: 0 when all are found."""
    heaviest = max(weights.values(), default=0.0)
    missing = max((weight for term, weight in weights.items() if not found(term)), default=0.0)
    return missing / heaviest if heaviest > 0 else 0.0
