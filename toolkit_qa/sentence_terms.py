"""Which words of a question stand in which sentence, for all sentences of a version at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.lexical import terms

Shares = NDArray[np.float64]


class SentenceTerms:
    """The stems of every sentence, and for each stem the sentences that hold it. Only read once made."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._of = tuple(frozenset(terms(text)) for text in texts)
        rows: defaultdict[str, list[int]] = defaultdict(list)
        for row, found in enumerate(self._of):
            for term in found:
                rows[term].append(row)
        self._rows = {term: np.array(numbers, dtype=np.int32) for term, numbers in rows.items()}

    def of(self, number: int) -> frozenset[str]:
        """The stems of one sentence."""
        return self._of[number]

    def share(self, weights: Mapping[str, float]) -> Shares:
        """For each sentence the share of the weights whose stems it holds: shape (n_sentences,), 0 to 1."""
        shares = np.zeros(len(self._of), dtype=np.float64)
        total = sum(weights.values())
        if total <= 0:
            return shares
        for term, weight in sorted(weights.items()):
            rows = self._rows.get(term)
            if rows is not None:
                shares[rows] += weight / total
        return shares
