"""The names and numbers a question asks about: what an answer to it can hardly do without.

"How does GPT-4 score?" is not answered by a passage that does not name GPT-4. Names are told by their
capital letters inside a sentence, numbers by their digits. "Official" counts as a name: who asks for the
official wording is not answered by another.
"""

from __future__ import annotations

import re

from index.lexical import terms

_CANDIDATE = re.compile(r"\b(?:[A-Z][\w'’-]*|\d[\d.,]*\w*|official)")
_OPENS = re.compile(r"(?:^|[.!?:…]\s*)[\"“‘'(]*$")
_PLAIN = frozenset({"I", "AI"})  # in nearly every question of this kind: they name nothing


def names(question: str) -> tuple[frozenset[str], ...]:
    """The stems of each name and number in a question, in order.

    A word that opens a sentence is a name only when all of it is in capitals.
    """
    found = (match for match in _CANDIDATE.finditer(question) if _is_name(question, match))
    stems = (frozenset(terms(match.group())) for match in found)
    return tuple(one for one in stems if one)


def _is_name(question: str, match: re.Match[str]) -> bool:
    word = re.split(r"['’]", match.group())[0]
    if word in _PLAIN:
        return False
    if not word[0].isupper():
        return True
    shouted = len(word) > 1 and word.isupper()
    return shouted or not _OPENS.search(question[: match.start()])
