"""Repairs of characters and of words broken at line ends. Nothing else about a text is changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from ingest.words import HYPHEN_MARK

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffe\uffff"
_BULLETS = {chr(code): "•" for code in range(0xF000, 0xF100)}  # Symbol and Wingdings glyphs without a code
_TABLE = str.maketrans(
    {
        **_LIGATURES,
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_INVISIBLE, ""),
        **_BULLETS,
    }
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_HYPHENS = ("-", "\u2010", "\u2011", "\u00ad", HYPHEN_MARK)
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_HYPHEN = re.compile(r"[-\u2010\u2011]")
_ADDRESS = re.compile(r"://|www\.|\.\w+/")  # a hyphen at the end of a line of an address is its own
_ACRONYM = re.compile(r"(?:^|[^\w])[A-Z]{2,}$")
_COMPOUND = re.compile(r"[^\W\d_]+[-\u2010\u2011][^\W\d_]")
_KEEPING_PREFIXES = frozenset(
    [
        "cross",
        "half",
        "high",
        "ill",
        "long",
        "low",
        "mid",
        "multi",
        "near",
        "non",
        "off",
        "self",
        "semi",
        "short",
        "well",
    ]
)


def repair(text: str) -> str:
    """`text` with ligatures spelled out, odd spaces and symbols made plain, invisible characters removed.

    A hyphen mark of the reader in the middle of a word becomes a hyphen. U+FFFD, a symbol whose font does
    not say what it means, stays: a gap in a quote must be seen.
    """
    return _CONTROL.sub("", text.replace(HYPHEN_MARK, "-").translate(_TABLE))


def ends_broken(word: str) -> bool:
    """Whether a word at a line end ends in a hyphen after a letter."""
    return len(word) >= 2 and word.endswith(_HYPHENS) and word[-2].isalpha()


class Vocabulary:
    """Words of one document, to decide whether a hyphen at a line end belongs to the word.

    Args:
        lines: The words of each line, as drawn.
    """

    def __init__(self, lines: Iterable[Iterable[str]]) -> None:
        self._counts: Counter[str] = Counter()
        self._parts: Counter[str] = Counter()  # of compounds, not counted as words
        broken = False  # whether the first word of the line is the rest of a word
        for line in lines:
            words = [word for word in line if word]
            whole = words[1:] if broken else words
            broken = bool(words) and ends_broken(words[-1])
            for word in whole[:-1] if broken else whole:
                self._add(_WORD.findall(repair(word).casefold()))

    def _add(self, words: Iterable[str]) -> None:
        """Counts words, and of a compound also each two neighbours ("know-how", "how-to")."""
        for word in words:
            parts = _HYPHEN.split(word)
            self._parts.update(parts if len(parts) > 1 else [])
            pairs = [f"{a}-{b}" for a, b in pairwise(parts)]
            self._counts.update(pairs if len(parts) > 2 else [])
            self._counts["-".join(parts)] += 1

    def join(self, first: str, second: str) -> str:
        """How the end `first` of one line and the start `second` of the next are written as one.

        The document's own use decides: written with a hyphen elsewhere, the hyphen stays; written
        as one word elsewhere, it goes. Unknown words keep the hyphen before a capital or digit,
        in a compound, or between two words that the document uses alone.
        """
        head, tail = first[:-1], second
        left = _last_word(head.casefold())
        right = _first_word(tail.casefold())
        hyphened = self._counts[f"{left}-{right}"]
        joined = self._counts[f"{left}{right}"] + self._parts[f"{left}{right}"]
        if not right or not tail[0].isalpha() or (tail[0].isupper() and not head.isupper()):
            return f"{head}-{tail}"
        if _ADDRESS.search(head) or (_ACRONYM.search(head) and tail[0].islower()):
            return f"{head}-{tail}"
        if hyphened or joined:
            return f"{head}-{tail}" if hyphened > joined else head + tail
        if "-" in head or self._both_alone(left, right) or self._is_compound(left, right, tail):
            return f"{head}-{tail}"
        return head + tail

    def _is_compound(self, left: str, right: str, tail: str) -> bool:
        """Whether the rest is a compound ("of-the-art") and a word before or after the break is known."""
        return _COMPOUND.match(tail) is not None and self._counts[left] + self._counts[right] > 0

    def _both_alone(self, left: str, right: str) -> bool:
        known_left = left in _KEEPING_PREFIXES or (len(left) >= 4 and self._counts[left] > 0)
        return known_left and len(right) >= 4 and self._counts[right] > 0


def _last_word(text: str) -> str:
    found = re.findall(r"[^\W\d_]+", text)
    return found[-1] if found else ""


def _first_word(text: str) -> str:
    found = re.match(r"\W*([^\W\d_]+)", text)
    return found.group(1) if found else ""
