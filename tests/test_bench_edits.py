"""The measure of the difference itself: it counts what was made, and sees what is told wrongly."""

from __future__ import annotations

import random

import pytest

from bench import edits
from bench.edits import HEAVY, scores, second_edition, total
from index.changes import KINDS, REMOVED, REWORDED, Changes
from index.matching import Piece


def pieces(seed: int) -> list[Piece]:
    """Sixty paragraphs of words drawn by seed, ten a page."""
    dice = random.Random(seed)
    words = ["".join(dice.choices("abcdefghij", k=6)) for _ in range(300)]
    return [
        Piece(
            kind="paragraph",
            text=" ".join(dice.choices(words, k=15)),
            section=(f"Part {row // 10}",),
            page=1 + row // 10,
            label="",
        )
        for row in range(60)
    ]


def test_every_kind_is_made_and_told() -> None:
    found = total(scores(second_edition(pieces(1), pieces(2), seed, HEAVY)) for seed in range(4))
    assert all(found[kind].true >= 5 for kind in KINDS)
    assert all(found[kind].recall > 0.9 for kind in KINDS)


def test_a_matcher_that_tells_nothing_scores_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits, "changes_between", lambda old, new: Changes(counts={}, changes=()))
    found = scores(second_edition(pieces(1), pieces(2), 1, HEAVY))
    assert found[REWORDED].recall == found[REMOVED].recall == 0
    assert found[REMOVED].precision == 1
    assert found["unchanged"].precision < 0.9
