"""A second edition with known edits: made from the pieces of a real document, so that the truth is known."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.changes import ADDED, KINDS, MOVED, REMOVED, REWORDED, UNCHANGED, Change
from index.difference import changes_between
from index.matching import Piece

FEWEST_WORDS = 5  # of a piece that is reworded: below that nobody could say what became of it


@dataclass(frozen=True, kw_only=True, slots=True)
class Strength:
    """How much is edited: shares of the passages, and at most which share of a reworded one's words."""

    name: str
    reworded: float
    removed: float
    moved: float
    added: float
    most_words: float

    @property
    def told(self) -> str:
        """The edits in one line."""
        return (
            f"{self.name}: {self.reworded:.0%} of the passages reworded (up to {self.most_words:.0%} of "
            f"their words replaced, left out or added), {self.removed:.0%} removed, {self.moved:.0%} put "
            f"elsewhere, new ones after {self.added:.0%}."
        )


USUAL = Strength(name="usual", reworded=0.15, removed=0.08, moved=0.06, added=0.08, most_words=0.4)
HEAVY = Strength(name="heavy", reworded=0.25, removed=0.12, moved=0.06, added=0.12, most_words=0.5)
STRENGTHS = (USUAL, HEAVY)

Truth = tuple[str, str, str]  # what happened, old text, new text


@dataclass(frozen=True, kw_only=True, slots=True)
class MadePair:
    """Two editions and what happened to each piece."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    truth: Counter[Truth]


def second_edition(
    old: Sequence[Piece], foreign: Sequence[Piece], seed: int, strength: Strength = USUAL
) -> MadePair:
    """An edition of `old` with edits drawn by seed; new paragraphs are taken from `foreign`.

    A new page in the middle moves everything after it one page on.
    """
    dice = random.Random(seed)
    vocabulary = sorted({word for piece in foreign for word in piece.text.split() if word.isalpha()})
    fates = [_fate(piece, strength, dice) for piece in old]
    kept: list[tuple[Piece, Piece | None, str]] = []
    moved = []
    removed = [(piece.text, "") for piece, fate in zip(old, fates, strict=True) if fate == REMOVED]
    for piece, fate in zip(old, fates, strict=True):
        if fate == MOVED:
            moved.append(piece)
        elif fate != REMOVED:
            text = _reworded(piece.text, vocabulary, strength, dice) if fate == REWORDED else piece.text
            kept.append((replace(piece, text=text), piece, fate))
        if dice.random() < strength.added:
            stranger = dice.choice(foreign)
            kept.append((replace(piece, text=stranger.text, kind=stranger.kind), None, ADDED))
    for piece in moved:
        place = dice.randrange(len(kept))
        kept.insert(place, (replace(kept[place][0], text=piece.text, kind=piece.kind), piece, MOVED))
    return _with_a_new_page(old, kept, removed)


def _with_a_new_page(
    old: Sequence[Piece], kept: Sequence[tuple[Piece, Piece | None, str]], removed: Sequence[tuple[str, str]]
) -> MadePair:
    middle = old[len(old) // 2].page
    new, truth = [], Counter((REMOVED, before, after) for before, after in removed)
    for piece, was, fate in kept:
        page = piece.page + (piece.page > middle)
        new.append(replace(piece, page=page, label=str(page)))
        if fate == UNCHANGED and was is not None and page != was.page:
            fate = MOVED
        truth[fate, was.text if was else "", piece.text if fate != REMOVED else ""] += 1
    return MadePair(old=tuple(old), new=tuple(new), truth=truth)


def _fate(piece: Piece, strength: Strength, dice: random.Random) -> str:
    point = dice.random()
    shares = {REWORDED: strength.reworded, REMOVED: strength.removed, MOVED: strength.moved}
    for fate, share in shares.items():
        point -= share
        if point < 0:
            few = len(piece.text.split()) < FEWEST_WORDS
            return UNCHANGED if few and fate == REWORDED else fate
    return UNCHANGED


def _reworded(text: str, vocabulary: Sequence[str], strength: Strength, dice: random.Random) -> str:
    """At least one word changed."""
    words = text.split()
    changed = max(1, int(len(words) * dice.uniform(0, strength.most_words)))
    for place in dice.sample(range(len(words)), changed):
        edit = dice.randrange(3)
        words[place] = ("", dice.choice(vocabulary), f"{dice.choice(vocabulary)} {words[place]}")[edit]
    again = " ".join(" ".join(words).split())
    return again if again != " ".join(text.split()) else f"{again} {dice.choice(vocabulary)}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """Of one kind of change: how many there are, were told, and were told rightly (both wordings)."""

    true: int
    told: int
    right: int

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.told if self.told else 1.0


def scores(pair: MadePair) -> dict[str, Score]:
    """How well the changes that are told fit those that were made, by kind."""
    found = changes_between(pair.old, pair.new)
    told = Counter(_told(found.changes))
    told.update(_unchanged(pair, found.changes))
    right = told & pair.truth
    return {
        kind: Score(true=_of(pair.truth, kind), told=_of(told, kind), right=_of(right, kind))
        for kind in KINDS
    }


def total(scored: Iterable[dict[str, Score]]) -> dict[str, Score]:
    """The scores of several pairs as one."""
    every = list(scored)
    return {
        kind: Score(
            true=sum(one[kind].true for one in every),
            told=sum(one[kind].told for one in every),
            right=sum(one[kind].right for one in every),
        )
        for kind in KINDS
    }


def _told(changes: Sequence[Change]) -> Iterator[Truth]:
    for change in changes:
        yield change.change, change.old.text if change.old else "", change.new.text if change.new else ""


def _unchanged(pair: MadePair, changes: Sequence[Change]) -> Iterator[Truth]:
    """The pieces of which no change is told."""
    changed = Counter(change.new.text for change in changes if change.new)
    for text, count in (Counter(piece.text for piece in pair.new) - changed).items():
        yield from [(UNCHANGED, text, text)] * count


def _of(counted: Counter[Truth], kind: str) -> int:
    return sum(count for truth, count in counted.items() if truth[0] == kind)
