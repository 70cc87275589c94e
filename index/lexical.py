"""Search by words: BM25 over stems. The only module that imports bm25s.

Text is normalised (NFKC takes ligatures and full-width forms apart), folded to lower case, cut into
words, rid of words that carry no subject, and stemmed. Negations stay: "not", "no", "without" change
what a rule says. Dotted numbers ("4.2") stay whole, because people quote them.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from ingest.errors import StoreError

LEXICAL_RELEASE = 1  # raised when `terms` changes: an index built before must not be read with it

STOP_WORDS = frozenset(
    """a about above after again all also am an and any are as at be because been before being below
    between both but by can could did do does doing done down during each either else etc ever few for from
    further get got had has have having he hence her here hers herself him himself his how however i if in
    into is it its itself just let like may me might more most much must my myself of off on once one only
    onto or other our ours ourselves out over own per please same shall she should since so some such than
    that the their theirs them themselves then there therefore these they this those though through thus to
    too under until up upon us very via was we were what when where whether which while who whom whose why
    will with within would you your yours yourself yourselves""".split()  # noqa: SIM905 (one word a line would be 170 lines)
)

_WORD = re.compile(r"\d+(?:\.\d+)+|[^\W_]+(?:'[^\W_]+)?")
_NEGATED = re.compile(r"(?:\b(?:ca|sha|wo))?n't\b")
_STEMMER = Stemmer.Stemmer("english")
_STEMMING = threading.Lock()  # one Stemmer must not be used by two threads at once


def terms(text: str) -> tuple[str, ...]:
    """The stems of `text` in reading order, repetitions kept, stop words left out."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    words = _WORD.findall(_NEGATED.sub(" not", folded))
    return tuple(_stem(word) for word in words if word not in STOP_WORDS)


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    with _STEMMING:
        stem: str = _STEMMER.stemWord(word)
    return stem


class LexicalIndex:
    """BM25 (Lucene's variant, k1 1.5, b 0.75) over passages; read by any number of threads."""

    def __init__(self, bm25: bm25s.BM25) -> None:
        self._bm25 = bm25
        self._rows: NDArray[np.int32] = bm25.scores["indices"]
        self._starts = bm25.scores["indptr"]

    @classmethod
    def of(cls, texts: Sequence[str]) -> LexicalIndex:
        """An index of `texts`, in their order. Raises ValueError when there are none."""
        documents = [terms(text) for text in texts]
        # Sorted, because bm25s would number the vocabulary by a set, differently in each process.
        vocabulary = {"": 0}
        for term in sorted({term for document in documents for term in document}):
            vocabulary[term] = len(vocabulary)
        ids = [[vocabulary[term] for term in document] for document in documents]
        if len(vocabulary) == 1:  # nothing but stop words: bm25s would divide by a mean length of 0
            ids = [[0] for _ in ids]
        bm25 = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        bm25.index((ids, vocabulary), show_progress=False)
        return cls(bm25)

    def save(self, folder: Path) -> None:
        """Writes the index as plain files (arrays and JSON, no pickle) into `folder`."""
        self._bm25.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """The index that `save` wrote. Raises StoreError."""
        try:
            return cls(bm25s.BM25.load(folder, show_progress=False))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"The lexical index in {folder} cannot be read ({error}).") from error

    def __len__(self) -> int:
        return int(self._bm25.scores["num_docs"])

    def scores(self, question: str) -> NDArray[np.float32]:
        """The BM25 score of every text for `question`, shape (n,); 0 where no term matches."""
        return self.scores_of(terms(question))

    def scores_of(self, question_terms: Sequence[str]) -> NDArray[np.float32]:
        """The same for terms as `terms` gives them; a repeated term counts as often as it stands there."""
        vocabulary = self._bm25.vocab_dict
        ids = [vocabulary[term] for term in question_terms if term in vocabulary]
        scores: NDArray[np.float32] = self._bm25.get_scores_from_ids(ids)
        return scores

    def __contains__(self, term: str) -> bool:
        """Whether the stem `term` stands in any text."""
        return term in self._bm25.vocab_dict

    def frequency(self, term: str) -> int:
        """In how many texts the stem `term` stands."""
        return len(self.rows(term))

    def rows(self, term: str) -> NDArray[np.int32]:
        """The rows of the texts in which the stem `term` stands, ascending."""
        number = self._bm25.vocab_dict.get(term)
        if number is None:
            return np.empty(0, dtype=np.int32)
        return np.sort(self._rows[self._starts[number] : self._starts[number + 1]])

    def idf(self, term: str) -> float:
        """Lucene's inverse document frequency of the stem `term`; largest for one that stands nowhere."""
        count = self.frequency(term)
        return float(np.log(1 + (len(self) - count + 0.5) / (count + 0.5)))
