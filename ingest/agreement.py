"""How far two readings of a page agree."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

SHORTEST_ALONE = 4  # characters; shorter words are found in any long text by chance


def agreement(words_a: Iterable[str], words_b: Iterable[str]) -> float:
    """The share of words, 0 to 1, on which two readings of a page agree, whatever their order and spacing.

    Words are compared as multisets, without hyphens, punctuation and typographic variants. A word that
    only one reading has still counts when the other has its characters in a row under other spacing
    ("risk management" for "riskmanagement"). The lower of both directions is the answer; 1.0 when
    neither reading has a word.
    """
    first, second = _comparable(words_a), _comparable(words_b)
    if not first or not second:
        return 1.0 if not first and not second else 0.0
    return min(_share_found(first, second), _share_found(second, first))


def _share_found(words: list[str], others: list[str]) -> float:
    counts, other_counts = Counter(words), Counter(others)
    shared = counts & other_counts
    joined = "".join(others)
    found = shared.total()
    for word, missing in (counts - other_counts).items():
        if len(word) >= SHORTEST_ALONE:
            found += min(missing, max(0, joined.count(word) - shared[word]))
    lost = counts - other_counts
    for position, word in enumerate(words):
        if len(word) < SHORTEST_ALONE and lost[word] > 0 and _stands_in(words, position, joined):
            lost[word] -= 1
            found += 1
    return found / len(words)


def _stands_in(words: list[str], position: int, joined: str) -> bool:
    """Whether a short word is found together with its neighbours; alone it would be found by chance."""
    start, end = position, position + 1
    while end < len(words) and len("".join(words[start:end])) < SHORTEST_ALONE:
        end += 1
    if "".join(words[start:end]) in joined and end - start > 1:
        return True
    start, end = position, position + 1
    while start > 0 and len("".join(words[start:end])) < SHORTEST_ALONE:
        start -= 1
    return end - start > 1 and "".join(words[start:end]) in joined


def _comparable(words: Iterable[str]) -> list[str]:
    """Letters and digits only: ligatures opened, hyphens, soft hyphens, marks and symbols left out."""
    opened = (unicodedata.normalize("NFKC", word) for word in words)
    bare = ("".join(c for c in word if c.isalnum()) for word in opened)
    return [word for word in bare if word]
