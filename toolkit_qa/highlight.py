"""Which words of a passage match a question: the same stems as the search by words uses."""

from __future__ import annotations

import re

from index.lexical import terms

_WORD = re.compile(r"\d+(?:\.\d+)+|[^\W_]+(?:['’][^\W_]+)?")


def matching_words(question: str, text: str) -> tuple[tuple[int, int], ...]:
    """Spans (start, end) of the words of `text` that share a stem with `question`, in order."""
    wanted = set(terms(question))
    if not wanted:
        return ()
    return tuple(
        match.span() for match in _WORD.finditer(text) if not wanted.isdisjoint(terms(match.group()))
    )
