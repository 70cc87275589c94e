"""What speaks for and against an answer: features of a search and of the evidence chosen.

All are free of scale (cosines and shares), so that they mean the same on documents never seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.lexical import terms

from .question_names import names
from .verdict import Features, weight_share

if TYPE_CHECKING:
    from .answer import Chosen
    from .retrieve import Ranked, Retriever, Search

TOP = 5
MOST_NAMES = 2
LEAD = 4.0  # in deviations of the passages' scores: the best that far ahead of the fifth is a clear lead


class Judge:
    """Measures the evidence in one opened version; any thread may use it."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever
        self._version = retriever.version
        self._contexts = [frozenset(terms(passage.context)) for passage in self._version.passages]

    def features(self, search: Search, chosen: Chosen, elsewhere: float) -> Features:
        """The features of the verdict.

        `search.weights` are the terms asked for with their idf, `elsewhere` is the cosine of the question
        with the nearest topic that the documents do not treat (`elsewhere.Elsewhere`).
        """
        numbers = chosen.numbers
        sentence = self._retriever.sentence_terms.of
        quoted = frozenset().union(*(sentence(number) for number in numbers))
        under = frozenset().union(*(self._contexts[self._version.sentences[n][0]] for n in numbers))
        held = quoted | under
        return Features(
            similarity=max((float(search.similarity[number]) for number in numbers), default=0.0),
            typical=_mean_of_best(search.similarity, TOP),
            heading=max((float(search.heading[self._version.sentences[n][0]]) for n in numbers), default=0.0),
            covered=weight_share(search.weights, held.__contains__),
            unnamed=min(1.0, sum(not name <= held for name in names(search.asked.text)) / MOST_NAMES),
            lead=_lead(search.ranked),
            elsewhere=elsewhere,
        )


def _mean_of_best(scores: NDArray[np.float64], count: int) -> float:
    if not len(scores):
        return 0.0
    return float(np.mean(np.sort(scores)[-count:]))


def _lead(ranked: tuple[Ranked, ...]) -> float:
    """How far the best passage is ahead of the fifth, from 0 to 1."""
    if not ranked:
        return 0.0
    behind = ranked[min(TOP, len(ranked)) - 1].score
    return min(1.0, (ranked[0].score - behind) / LEAD)
