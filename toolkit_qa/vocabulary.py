"""Which words stand in the documents of a version, and which are English words at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

from index.lexical import STOP_WORDS, terms
from index.version import Version
from ingest.errors import MissingPartError

WORDS = re.compile(r"[^\W\d_]+")
_LIST = "frequency_dictionary_en_82_765.txt"


class Vocabulary:
    """The words of one version. Counted when first asked for, then only read."""

    def __init__(self, version: Version) -> None:
        self._version = version

    @cached_property
    def _written(self) -> Counter[str]:
        passages = self._version.passages
        return Counter(word for one in passages for word in WORDS.findall(f"{one.context}\n{one.text}"))

    @cached_property
    def lower(self) -> Mapping[str, int]:
        """The words that stand in lower case (names and acronyms do not) and how often, in any case."""
        folded: Counter[str] = Counter()
        for word, count in self._written.items():
            folded[word.casefold()] += count
        return {word: folded[word] for word in self._written if word.islower() and word in folded}

    @cached_property
    def _folded(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in self._written)

    def holds(self, word: str) -> bool:
        """Whether the word, in this very form but for its case, is a content word of the documents."""
        folded = word.casefold()
        return folded in self._folded and folded not in STOP_WORDS

    def has(self, word: str) -> bool:
        """Whether the word stands in the documents in any form, or is a stop word."""
        lexical = self._version.lexical
        return all(term in lexical for term in terms(word))


@cache
def english_words() -> Mapping[str, int]:
    """Some 83,000 English words in lower case and how often books use them: a text file of symspellpy.

    Read from its folder without importing the package, 30 milliseconds, when a question holds a word
    that the documents do not. Raises MissingPartError.
    """
    spec = find_spec("symspellpy")
    if spec is None or not spec.submodule_search_locations:
        raise MissingPartError(
            "The list of English words is missing (package symspellpy).",
            "Run: python -m pip install -r requirements.txt",
        )
    lines = (Path(spec.submodule_search_locations[0]) / _LIST).read_text(encoding="utf-8-sig").splitlines()
    pairs = (line.split() for line in lines)
    return {word: int(count) for word, count in pairs}
