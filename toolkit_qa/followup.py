"""How a question is understood with the questions before it.

Earlier turns are searched along with the question, each with a weight: nothing where the topic has
changed, more the closer a turn's meaning is to the question's, and all of it where the question
leans on what came before (a pronoun, "and for …?", hardly a word of its own). Older turns count
less. A leaning question is also searched joined to the turn before it, since its meaning is in neither
alone. The passages of all turns are then added up by these weights, so that a follow-up finds what
it is about without its own words being drowned. The numbers were chosen on conversations over
government pages, and on the same questions behind a foreign conversation, where no question may
lose (docs/RETRIEVAL.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.lexical import STOP_WORDS, terms

Vector = NDArray[np.float32]

MOST_TURNS = 4
JOINED = 0.5
WEIGHT = 0.3
DECAY = 0.6
UNRELATED, RELATED = 0.15, 0.4  # cosine at which an earlier turn counts for nothing, and in full
FEWEST_TERMS = 3
MOST_TOPICS = 2

LEANING = re.compile(
    r"^(and|but|or|so|also|then|what about|how about|what else|why|how so|for example|anything|okay)\b"
    r"|\b(it|its|they|them|their|theirs|this|that|these|those|he|she|his|her|him|former|latter|there|such"
    r"|same|one|ones|other|others|else|too|instead)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


@dataclass(frozen=True, kw_only=True, eq=False)
class Turn:
    """A question to be searched: its words, its vector and what it counts (the current one: 1)."""

    text: str
    vector: Vector
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Understanding:
    """The turns to search, the current question first, and the standalone reading to show."""

    turns: tuple[Turn, ...]
    reading: str

    @property
    def follows_up(self) -> bool:
        """Whether earlier turns take part."""
        return len(self.turns) > 1


def understand(question: str, history: Sequence[str], encode: Callable[[str], Vector]) -> Understanding:
    """The question with the earlier ones (oldest first) that it is about.

    `encode` gives the vector of one question; it is called once for each turn that is looked at.
    """
    current = Turn(text=question, vector=encode(question))
    earlier = tuple(_earlier(current, history, encode))
    return Understanding(
        turns=(current, *earlier),
        reading=_reading(question, [turn for turn in earlier if turn.text in history]),
    )


def leans(question: str) -> bool:
    """Whether a question can hardly be understood without the one before it."""
    return bool(LEANING.search(question)) or len(set(terms(question))) < FEWEST_TERMS


def _earlier(current: Turn, history: Sequence[str], encode: Callable[[str], Vector]) -> Iterator[Turn]:
    leaning = leans(current.text)
    if leaning and history:
        joined = f"{history[-1]} {current.text}"
        yield Turn(text=joined, vector=encode(joined), weight=JOINED)
    for age, text in enumerate(list(reversed(history))[:MOST_TURNS]):
        vector = encode(text)
        closeness = round(float(current.vector @ vector), 4)
        related = min(1.0, max(0.0, (closeness - UNRELATED) / (RELATED - UNRELATED)))
        weight = round(WEIGHT * DECAY**age * (1.0 if leaning else related), 4)
        if weight > 0:
            yield Turn(text=text, vector=vector, weight=weight)


def _reading(question: str, earlier: Sequence[Turn]) -> str:
    """The question with what it is about in brackets: "How does it work? (about: unemployment insurance)"."""
    known = set(terms(question))
    topics: list[str] = []
    for turn in earlier:
        for topic in sorted(_topics(turn.text), key=lambda topic: -len(topic.split())):
            own = set(terms(topic))
            if own and not own <= known and len(topics) < MOST_TOPICS:
                topics.append(topic)
                known |= own
    return f"{question} (about: {'; '.join(topics)})" if topics else question


def _topics(text: str) -> Iterator[str]:
    """Runs of words with a subject, as written: what a question is about."""
    run: list[str] = []
    for match in _WORD.finditer(text):
        word = match.group()
        if word.casefold() in STOP_WORDS:
            if run:
                yield " ".join(run)
            run = []
        else:
            run.append(word)
    if run:
        yield " ".join(run)
