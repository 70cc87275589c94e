"""How a question is understood with the questions before it.

A question *leans* on the earlier ones when its grammar points back (`anaphora`) or when it says too little
to stand alone (`vague`: "who pays?"). Then it is searched together with them, and besides joined to the
one that names the topic, since its meaning is in neither alone. A question that does not lean takes
earlier ones along by closeness of meaning: nothing where the topic has changed. Either way they count the
less, the more words with a subject the question has of its own, and the older they are. The numbers were
chosen on conversations over government pages, and on the same questions behind a foreign conversation,
where no question may lose (docs/RETRIEVAL.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.lexical import terms

from .anaphora import changes_topic, points_back
from .questions import is_question
from .sides import sides
from .vague import NOTHING_NAMED, TOO_WIDE, vagueness

Vector = NDArray[np.float32]

MOST_TURNS = 4
JOINED = 0.5
WEIGHT = 0.3
DECAY = 0.6
SIDE = 0.4  # for each of the two things that a question compares
UNRELATED, RELATED = 0.15, 0.4  # cosine at which an earlier turn counts for nothing, and in full
FEW_TERMS = 3  # up to so many words with a subject earlier turns count in full
SHOWN = 0.2  # weight from which the reading names an earlier turn
SHOWN_CHARACTERS = 120

_SENTENCE = re.compile(r"(?<=[.?!])\s+")


@dataclass(frozen=True, kw_only=True, eq=False)
class Turn:
    """A question to be searched: its words, its vector and what it counts (the current one: 1).

    `whole` marks the one of the turns that says by itself what is asked: the current question, or that
    question joined to its topic. Answers are chosen and judged by it. `side` marks the two things that a
    question compares: an answer shall speak of both.
    """

    text: str
    vector: Vector
    weight: float = 1.0
    whole: bool = False
    side: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Understanding:
    """The turns to search, the current question first, and the standalone reading to show.

    `follows_up` says whether earlier turns take part.
    """

    turns: tuple[Turn, ...]
    reading: str
    follows_up: bool = False


def understand(question: str, history: Sequence[str], encode: Callable[[str], Vector]) -> Understanding:
    """The question with the earlier ones (oldest first) that it is about, and the two sides it compares.

    `encode` gives the vector of one question; it is called once for each turn that is looked at.
    """
    recent = () if changes_topic(question) else tuple(reversed(history))[:MOST_TURNS]
    leaning = bool(recent) and leans(question)
    current = Turn(text=question, vector=encode(question), whole=not leaning)
    compared = tuple(Turn(text=one, vector=encode(one), weight=SIDE, side=True) for one in sides(question))
    if not recent:
        return Understanding(turns=(current, *compared), reading=question)
    topic = _topic(recent)
    earlier = tuple(_earlier(current, recent, leaning, encode))
    if leaning:
        joined = " ".join((*topic, question))
        weight = _share(question, JOINED)
        earlier = (Turn(text=joined, vector=encode(joined), weight=weight, whole=True), *earlier)
    weights = {turn.text: turn.weight for turn in earlier}
    shown = [text for text in topic if leaning or weights.get(text, 0.0) >= SHOWN]
    return Understanding(
        turns=(current, *earlier, *compared),
        reading=_reading(question, shown),
        follows_up=bool(earlier),
    )


def leans(question: str) -> bool:
    """Whether a question can hardly be understood without the one before it; a comparison of two named
    things can."""
    if sides(question):
        return False
    return points_back(question) or vagueness(question) in (NOTHING_NAMED, TOO_WIDE)


def _topic(recent: Sequence[str]) -> tuple[str, ...]:
    """The latest turn that names its subject itself, and after it the last turn where that is another."""
    asked = [text for text in recent if is_question(text)] or list(recent)
    named = next((text for text in asked if not leans(text)), asked[-1])
    return tuple(dict.fromkeys((named, asked[0])))


def _earlier(
    current: Turn, recent: Sequence[str], leaning: bool, encode: Callable[[str], Vector]
) -> Iterator[Turn]:
    for age, text in enumerate(recent):
        vector = encode(text)
        closeness = round(float(current.vector @ vector), 4)
        related = min(1.0, max(0.0, (closeness - UNRELATED) / (RELATED - UNRELATED)))
        weight = _share(current.text, WEIGHT * DECAY**age * (1.0 if leaning else related))
        if weight > 0:
            yield Turn(text=text, vector=vector, weight=weight)


def _share(question: str, weight: float) -> float:
    """The weight as far as the question leaves room for it: less, the more it says itself."""
    return round(weight * min(1.0, FEW_TERMS / max(1, len(set(terms(question))))), 4)


def _reading(question: str, shown: Sequence[str]) -> str:
    """The question behind the earlier ones it is about: "Who may stop a system? – And who restarts it?"."""
    before = [_short(text) for text in shown if text.casefold() != question.casefold()]
    return " – ".join((*before, question))


def _short(text: str) -> str:
    """An earlier turn as the reading shows it: its last sentence where it is long, cut where that is."""
    if len(text) > SHOWN_CHARACTERS:
        text = _SENTENCE.split(text.strip())[-1]
    if len(text) > SHOWN_CHARACTERS:
        text = text[:SHOWN_CHARACTERS].rsplit(" ", 1)[0] + " …"
    return text.strip()
