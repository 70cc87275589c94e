"""Phrases that a question puts in double quotes: word for word, whatever their case and white space."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FEWEST_CHARACTERS = 3
FEWEST_WORDS = 3  # fewer in quotes may be a word used with care
_TYPEWRITTEN = str.maketrans("‘’‐‑–—", "''----")
_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]+)[\"“”»]")


class Phrases:
    """The texts of the passages of a version, for phrases. Only read once made."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = tuple(map(_plain, texts))

    def held(self, question: str) -> NDArray[np.float64]:
        """For each passage the share of the question's phrases that it holds: shape (n_passages,), 0 to 1."""
        phrases = quoted(question)
        if not phrases:
            return np.zeros(len(self._texts))
        return np.array([sum(phrase in text for phrase in phrases) / len(phrases) for text in self._texts])

    def absent(self, question: str) -> tuple[str, ...]:
        """The phrases of three words or more that the question quotes and no passage holds."""
        long = (phrase for phrase in quoted(question) if len(phrase.split()) >= FEWEST_WORDS)
        return tuple(phrase for phrase in long if not any(phrase in text for text in self._texts))


def quoted(question: str) -> tuple[str, ...]:
    """The phrases in double quotes of a question, each once, in small letters with single spaces."""
    found = (_plain(phrase) for phrase in _QUOTED.findall(question))
    return tuple(dict.fromkeys(phrase for phrase in found if len(phrase) >= FEWEST_CHARACTERS))


def _plain(text: str) -> str:
    return " ".join(text.casefold().translate(_TYPEWRITTEN).split())
