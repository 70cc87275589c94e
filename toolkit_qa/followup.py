"""How a question is read after the questions before it: an interim rule, to be replaced.

A question that leans on what came before (a pronoun, "and for …?", hardly a word of its own) is
searched together with the question before it. Every other question stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.lexical import terms

LEANING = re.compile(
    r"^(and|but|or|so|also|what about|how about|why|why not|how so|for example)\b"
    r"|\b(it|its|they|them|their|theirs|this|that|these|those|he|she|his|her|former|latter|one|ones)\b",
    re.IGNORECASE,
)
FEWEST_TERMS = 2


def standalone(question: str, history: Sequence[str]) -> str:
    """The question as it is searched: itself, or itself with the question before it."""
    if not history or not leans(question):
        return question
    return f"{question} (after: {history[-1]})"


def leans(question: str) -> bool:
    """Whether a question can hardly be understood without the one before it."""
    return bool(LEANING.search(question)) or len(set(terms(question))) < FEWEST_TERMS
