"""Spelling mistakes forgiven: a word that stands nowhere in the documents, read as one that does.

A word is only read as another when everything speaks for it: it has five letters or more, is no name,
acronym, number or English word, and exactly one frequent word of the documents is near (one edit; two
from nine letters on; never in the first letter). An English word that is nearer, or as near and more
common, shows what was meant: something that the documents do not speak of, and nothing is changed.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from index.lexical import STOP_WORDS, terms

from .records import Correction
from .vocabulary import Vocabulary, english_words

SHORTEST = 5
TWO_EDITS_FROM = 9
FREQUENT = 3
SHORTEST_PART = 4
COMMON_PART = 5_000_000  # times in the list of English words: "deep" and "fake" are, "quest" and "ions" not

_TOKEN = re.compile(r"[^\W_]++(?!['’](?:t|re|ve|ll|d|m)\b)", re.IGNORECASE)  # "isn't" is no misspelt "isn"
_PREFIX = re.compile(r"^(?:un|re|non|pre|mis|over|anti|cyber)(?=.{4})")
_REPEATED = re.compile(r"(.)\1+")
_OPENING = re.compile(r"(?:^|[.!?:;\n])[\s\"'“‘(¿¡-]*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Corrected:
    """A text with the words put right, and which those were, in order, each once."""

    text: str
    corrections: tuple[Correction, ...] = ()


class Speller:
    """Corrects questions by the words of one version. Only read once made; any thread may use it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def corrected(self, text: str) -> Corrected:
        """The text with every misspelt word replaced by the word it is read as."""
        found = [(match, read_as) for match in _TOKEN.finditer(text) if (read_as := self._read_as(match))]
        for match, read_as in reversed(found):
            text = f"{text[: match.start()]}{read_as}{text[match.end() :]}"
        pairs = dict.fromkeys((match[0], read_as) for match, read_as in found)
        return Corrected(
            text=text,
            corrections=tuple(Correction(written=one, read_as=other) for one, other in pairs),
        )

    def _read_as(self, match: re.Match[str]) -> str:
        """The word that a token is read as, in the token's case; "" to leave it alone."""
        written = match[0]
        word = written.casefold()
        if len(word) < SHORTEST or not word.isalpha() or self._vocabulary.has(word):
            return ""
        if _is_name(match) or _is_english(word) or self._vocabulary.holds(word):
            return ""
        read_as = self._nearest(word)
        return _in_case_of(written, read_as)

    def _nearest(self, word: str) -> str:
        """The one frequent word of the documents near `word`, or ""."""
        near = _near(word, self._by_first, 2 if len(word) >= TWO_EDITS_FROM else 1)
        if not near:
            return ""
        closest = min(near.values())
        best = [one for one, edits in near.items() if edits == closest]
        if len({terms(one) for one in best}) > 1:
            return ""
        read_as = max(best, key=lambda one: (self._frequent[one], one))
        return "" if self._meant_otherwise(word, read_as, closest) else read_as

    def _meant_otherwise(self, word: str, read_as: str, edits: float) -> bool:
        """Whether a word that the documents lack is the likelier reading."""
        english = english_words()
        common = english.get(read_as, 0)
        others = _near(word, _english_by_first(), math.ceil(edits))
        return any(
            distance < edits or (distance == edits and english[other] > common)
            for other, distance in others.items()
            if not self._vocabulary.has(other) and other not in STOP_WORDS
        )

    @cached_property
    def _by_first(self) -> Mapping[str, tuple[str, ...]]:
        return _grouped(self._frequent)

    @cached_property
    def _frequent(self) -> Mapping[str, int]:
        """The words that stand often enough, counted with their other forms."""
        lower = self._vocabulary.lower
        forms: Counter[tuple[str, ...]] = Counter()
        for word, count in lower.items():
            forms[terms(word)] += count
        return {
            word: count
            for word, count in lower.items()
            if forms[terms(word)] >= FREQUENT and len(word) >= SHORTEST - 1 and word not in STOP_WORDS
        }


@cache
def _english_by_first() -> Mapping[str, tuple[str, ...]]:
    return _grouped(english_words())


def _grouped(words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The words by their first letters."""
    groups: dict[str, list[str]] = defaultdict(list)
    for word in words:
        groups[word[0]].append(word)
    return {first: tuple(group) for first, group in groups.items()}


def _near(word: str, by_first: Mapping[str, tuple[str, ...]], edits: int) -> dict[str, float]:
    """The words within so many edits (letters left out, added, changed, swapped), with their distance.

    The first letter is kept. A letter doubled or not, the commonest mistake, counts half an edit. A short
    word changes no letter for another, which too often makes a word of its own ("comms", "comes").
    """
    from rapidfuzz.distance import DamerauLevenshtein
    from rapidfuzz.process import extract_iter

    longest, shortest = len(word) + edits, len(word) - edits
    choices = [one for one in by_first.get(word[0], ()) if shortest <= len(one) <= longest]
    found = extract_iter(word, choices, scorer=DamerauLevenshtein.distance, score_cutoff=edits)
    single = _REPEATED.sub(r"\1", word)
    return {
        one: 0.5 if _REPEATED.sub(r"\1", one) == single else float(distance)
        for one, distance, _ in found
        if len(word) > SHORTEST or len(one) != len(word) or sorted(one) == sorted(word)
    }


def _is_english(word: str) -> bool:
    """Whether it is an English word, its plural, one with a prefix, or two common ones written as one."""
    english = english_words()
    bases = (word, word.removesuffix("s"), re.sub(r"ies$", "y", word), _PREFIX.sub("", word))
    if any(base in english for base in bases):
        return True
    splits = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
    return any(min(english.get(word[:at], 0), english.get(word[at:], 0)) >= COMMON_PART for at in splits)


def _is_name(match: re.Match[str]) -> bool:
    """Whether it is written as a name or an acronym: capitals, but not only because a sentence begins."""
    written = match[0]
    if match.string.isupper():
        return False
    if written[1:] != written[1:].lower():
        return True
    return written[0].isupper() and not _OPENING.search(match.string[: match.start()])


def _in_case_of(written: str, read_as: str) -> str:
    if written.isupper():
        return read_as.upper()
    return read_as.capitalize() if written[0].isupper() else read_as
