"""Questions that ask for several things: "What are the requirements …?", "List the steps …".

The list that answers them may stand well behind the text that fits the question best: that one often only
announces it. The words asked for tell the lists of a document apart.
"""

from __future__ import annotations

import re

from index.lexical import terms

_OPENS = re.compile(
    r"\b(?:what|which)\s+(?:(?:are|were|all|the|these|those|its|their|your|our|some|main|key|of)\s+)*"
    r"(?P<named>(?:[\w'’-]+\s*){1,5})"
    r"|(?:^|[.?!;:,]\s|\b(?:please|you|and|to)\s)(?:list|name|give|tell|show)\s+"
    r"(?:(?:me|us|all|the|of|some|different)\s+)*(?P<demanded>(?:[\w'’-]+\s*){1,5})",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"\b(?:of|for|in|on|to|that|which|who|when|if|by|from|with|about|does|do|did|is|are|must|should|can|could"
    r"|will|would|has|have|had|we|i|you|they|makes?|needs?|counts?|appl(?:y|ies)|goe?s?|happens|matters|helps"
    r"|comes|follows|named|according)\b",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"[^\W\d_]{2,}(?<![sui])s", re.IGNORECASE)


def things_asked_for(question: str) -> frozenset[str]:
    """The stems of the plural nouns that a question asks to be named; none where it asks for no list."""
    opened = (found["named"] or found["demanded"] for found in _OPENS.finditer(question))
    phrases = (_CLOSES.split(phrase)[0] for phrase in opened)
    plurals = (word for phrase in phrases for word in phrase.split() if _PLURAL.fullmatch(word))
    return frozenset(stem for word in plurals for stem in terms(word))
