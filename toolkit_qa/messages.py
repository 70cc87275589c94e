"""What an answer says in its `message`: the few sentences of ours that stand beside the quotes."""

from __future__ import annotations

from collections.abc import Iterable

from .records import NOT_A_QUESTION, NOT_COVERED, STARTER

STARTER_ONLY = "Quoted from this project's own digest, not from the toolkit."
STARTER_PARTLY = "In part quoted from this project's own digest, not from the toolkit."

MESSAGES = {
    NOT_COVERED: "The documents do not cover this question. "
    "The passages listed are the nearest, not an answer.",
    NOT_A_QUESTION: "Ask a question about the documents, in a sentence.",
}


def answered(sources: Iterable[str]) -> str:
    """What to say beside quotes from these sources: plainly when any of them is starter text."""
    kinds = set(sources)
    if STARTER not in kinds:
        return ""
    return STARTER_ONLY if kinds == {STARTER} else STARTER_PARTLY
