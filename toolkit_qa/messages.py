"""What an answer says in its `message`: the few sentences of ours that stand beside the quotes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.records import Document

from .records import NOT_A_QUESTION, NOT_COVERED, STARTER, ChecklistLink
from .vague import NOTHING_NAMED, TOO_WIDE, TOPIC_ONLY

STARTER_ONLY = "Quoted from this project's own digest, not from the toolkit."
STARTER_PARTLY = "In part quoted from this project's own digest, not from the toolkit."

_NEAREST = "The passages listed are the nearest, not an answer."
DECLINED = f"The documents do not cover this question; they say themselves that it is not in them. {_NEAREST}"
DIGESTS_ONLY = f"The question asks for official words, and only digests speak of it here. {_NEAREST}"
NOWHERE = "“{phrase}” stands in none of the documents in these words. " + _NEAREST
LACKING = "The question asks for {thing}, and what comes nearest gives none. " + _NEAREST

MESSAGES = {
    NOT_COVERED: f"The documents do not cover this question. {_NEAREST}",
    NOT_A_QUESTION: "Ask a question about the documents, in a sentence.",
}

ASKED_BACK = {
    NOTHING_NAMED: "The question leaves open what it is about. Ask one of these instead, or name it.",
    TOPIC_ONLY: "The question names a subject, not what to know about it. Ask one of these, or say more.",
    TOO_WIDE: "The question fits several sections of the documents. Ask one of these, or say more.",
}

UNJUDGED = (
    "Whether the documents cover the question was not judged: "
    "the verdict is not fitted for this embedding model (evaluate --fit)."
)

LEFT_OUT = "An earlier question held personal data and was left out."


def blocked(kinds: Sequence[str]) -> str:
    """Why a question with personal data of these kinds was not processed, and how to ask instead."""
    named = [f"{'an' if kind[0].casefold() in 'aei' else 'a'} {kind}" for kind in kinds]
    data = " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))
    return (
        f"The question seems to hold personal data ({data}), so it was not searched, stored or logged. "
        'Ask again without it, in general terms: "a person", "a vehicle", "a phone number".'
    )


def refused(nearest: Iterable[Document], why: str = "") -> str:
    """Why nothing is quoted, and which official documents to open where the nearest text is a digest.

    `why` is what is said where there is a reason of its own.
    """
    said = why or MESSAGES[NOT_COVERED]
    digests = [one for one in nearest if one.source == STARTER and one.official_title]
    if not digests:
        return said
    titles = list(dict.fromkeys(one.official_title for one in digests))
    where = f" ({digests[0].landing_page})" if digests[0].landing_page else ""
    kind = "document" if len(titles) == 1 else "documents"
    return f"{said} The official {kind} to open: {'; '.join(titles)}{where}."


def with_checklist(message: str, near: ChecklistLink) -> str:
    """The message, and the checklist to open for a question that nothing is quoted for."""
    return f"{message} The checklist to open: {near.title}."


def answered(sources: Iterable[str]) -> str:
    """What to say beside quotes from these sources: plainly when any of them is starter text."""
    kinds = set(sources)
    if STARTER not in kinds:
        return ""
    return STARTER_ONLY if kinds == {STARTER} else STARTER_PARTLY
