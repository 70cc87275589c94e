"""Acronyms that the documents define: a question with one form also finds the other.

"General-purpose AI (GPAI)" and "GPAI (general-purpose AI)" define one when the letters of the acronym
stand in the words in order and the first of them begins the first word (the rule of Schwartz and Hearst,
"A simple algorithm for identifying abbreviation definitions in biomedical text", 2003). Where documents
differ, the form defined most often is taken.

Only a form that stands in more passages than the one asked with is searched for as well: the rarer one
finds nothing that the commoner does not, and moves what was found well (docs/RETRIEVAL.md).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.lexical import terms

from .vocabulary import english_words

FEWEST_CAPITALS = 2
LONGEST = 10
SHORTEST_LOWER = 3  # "ssdf" may be written so, "it" and "us" are words

_BRACKETS = re.compile(r"\(([^()]{2,90})\)")
_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9&/-]{1,9}")
_LAST_WORD = re.compile(rf"({_ACRONYM.pattern})[ \n]$")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """An acronym or its words, and in how many texts it stands."""

    text: str
    count: int


class Acronyms:
    """The acronyms of a set of texts. Worked out when first asked for, then only read."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    def others(self, question: str) -> tuple[str, ...]:
        """The commoner forms of what the question names by an acronym or in full; mostly none."""
        words = terms(question)
        pairs = [*self._named_by_acronym(question), *self._named_in_full(words)]
        known = set(words)
        wanted = (other.text for own, other in pairs if other.count > own.count)
        return tuple(dict.fromkeys(text for text in wanted if not known.issuperset(terms(text))))

    def _named_by_acronym(self, question: str) -> Iterator[tuple[Form, Form]]:
        for word in _WORD.findall(question):
            pair = self.pairs.get(word)
            if pair is None and len(word) >= SHORTEST_LOWER and word.islower():
                pair = self.pairs.get(word.upper()) if word not in english_words() else None
            if pair is not None:
                yield pair

    def _named_in_full(self, words: tuple[str, ...]) -> Iterator[tuple[Form, Form]]:
        for at in range(len(words)):
            for length in self._lengths:
                short = self._by_words.get(words[at : at + length])
                if short is not None:
                    own, other = self.pairs[short]
                    yield other, own
                    break

    @cached_property
    def pairs(self) -> Mapping[str, tuple[Form, Form]]:
        """Acronym to itself and its words."""
        found = defined(self._texts)
        written: Counter[str] = Counter()
        for text in self._texts:
            written.update(found.keys() & set(_WORD.findall(text)))
        folded = [_folded(text) for text in self._texts]
        return {
            short: (
                Form(text=short, count=written[short]),
                Form(text=long, count=sum(_folded(long) in text for text in folded)),
            )
            for short, long in found.items()
        }

    @cached_property
    def _by_words(self) -> Mapping[tuple[str, ...], str]:
        return {terms(long.text): short for short, (_, long) in sorted(self.pairs.items(), reverse=True)}

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(words) for words in self._by_words}, reverse=True))


def defined(texts: Sequence[str]) -> Mapping[str, str]:
    """Acronym to its words, for all that the texts define."""
    counts: Counter[tuple[str, str]] = Counter()
    for text in texts:
        for match in _BRACKETS.finditer(text):
            before = text[max(0, match.start() - 150) : match.start()]
            if _ACRONYM.fullmatch(match[1]):
                counts[match[1], words_of(match[1], before.split())] += 1
            elif last := _LAST_WORD.search(before):
                inside = match[1].split()
                if (long := words_of(last[1], inside)) == " ".join(inside):
                    counts[last[1], long] += 1
    best: dict[str, str] = {}
    for (short, long), _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if long:
            best.setdefault(short, long)
    return best


def words_of(short: str, before: Sequence[str]) -> str:
    """The last of the words `before` that the acronym stands for, or "" when it stands for none of them."""
    letters = [letter for letter in short.casefold() if letter.isalnum()]
    if sum(map(str.isupper, short)) < FEWEST_CAPITALS or len(letters) > LONGEST:
        return ""
    text = " ".join(before[-min(len(letters) + 5, 2 * len(letters)) :])
    at = _begin(letters, text.casefold())
    long = text[at:].strip(" ,;:") if at >= 0 else ""
    return long if len(_WORD.findall(long)) > 1 and short not in long.split() else ""


def _begin(letters: Sequence[str], text: str) -> int:
    """Where the words begin whose letters, read from the end, are those of the acronym; -1 if nowhere."""
    at = len(text)
    for number in range(len(letters) - 1, -1, -1):
        at = text.rfind(letters[number], 0, at)
        while number == 0 and at > 0 and text[at - 1].isalnum():  # the first letter begins a word
            at = text.rfind(letters[0], 0, at)
        if at < 0:
            return -1
    return at


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())
