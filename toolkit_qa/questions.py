"""What may be asked: cleaning and checking of questions, earlier questions and filters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from ingest.errors import InputError

MAX_CHARACTERS = 2_000
MAX_HISTORY = 50

GREETING = re.compile(
    r"hello|hi|hey|hiya|greetings|good|morning|afternoon|evening|day|thanks?|you|very|much|many|bye|goodbye"
    r"|cheers|ok|okay|please|test|yes|no|there|dear|assistant"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_WORDS = re.compile(r"[^\W_]+")


def checked_question(question: object) -> str:
    """The question without surrounding white space and control characters.

    Raises:
        InputError: It is no text, empty, or over 2,000 characters.
    """
    if not isinstance(question, str):
        raise InputError("The question is not a text.", 'Give it as a string: "question": "...".')
    text = _clean(question)
    if not text:
        raise InputError("The question is empty.", "Write what you want to know in a sentence.")
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            f"The question has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read.",
            "Ask it in a shorter form.",
        )
    return text


def checked_history(history: object) -> tuple[str, ...]:
    """The earlier questions, oldest first; empty ones are passed over.

    Raises:
        InputError: It is no list of texts, one is over-long, or there are over 50.
    """
    if not isinstance(history, Sequence) or isinstance(history, str):
        raise InputError("The history is not a list.", 'Give earlier questions as "history": ["...", ...].')
    if not all(isinstance(turn, str) for turn in history):
        raise InputError("The history holds something that is not a text.", "Give earlier questions only.")
    if len(history) > MAX_HISTORY:
        raise InputError(
            f"The history has {len(history):,} questions; at most {MAX_HISTORY} are read.",
            "Leave out the oldest ones.",
        )
    return tuple(checked_question(turn) for turn in history if _clean(turn))


def checked_k(k: int) -> int:
    """The number of passages asked for. Raises InputError below 1."""
    if k < 1:
        raise InputError(f"Cannot give {k} passages.", "Ask for at least one: -k 1.")
    return k


def checked_documents(asked: Iterable[str], known: Sequence[str]) -> tuple[str, ...]:
    """The document filter, sorted, each id once. Raises InputError for an unknown id."""
    if isinstance(asked, str):
        asked = (asked,)
    wanted = tuple(sorted(set(asked)))
    for document_id in wanted:
        if document_id not in known:
            raise InputError(
                f"There is no document '{document_id}' in this version.",
                "`python -m toolkit_qa documents` lists the ids.",
            )
    return wanted


def is_question(text: str) -> bool:
    """Whether there is anything to look for: not only symbols, not only a greeting."""
    words = _WORDS.findall(text.casefold())
    return bool(words) and not all(GREETING.fullmatch(word) for word in words)


def _clean(text: str) -> str:
    """NFC, without control characters and lone surrogates, stripped."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", _CONTROLS.sub(" ", text)).strip()
