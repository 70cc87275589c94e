"""How well the difference of two editions is told: real documents with known edits, each class counted."""

from __future__ import annotations

from collections import Counter
from functools import cache

from bench import edits
from bench.data import folder_of
from bench.edits import Score, scores, second_edition, total
from bench.tables import Measure, Table
from index.matching import Piece
from index.pieces import pieces_in
from ingest.limits import Limits
from ingest.records import ReadDocument
from ingest.worker import read_file

SEEDS = 3
FLOOR = 0.97


@cache
def documents() -> dict[str, tuple[Piece, ...]]:
    """The passages of each real PDF, less the second copy of one of them."""
    found = {}
    for path in sorted(folder_of("pdfs").glob("*.pdf")):
        reading = read_file("pdf", path.read_bytes(), Limits())
        if isinstance(reading, ReadDocument) and "second-copy" not in path.name:
            found[path.name] = pieces_in(reading.pages).passages
    return found


def told(name: str) -> tuple[Table, object]:
    """Two strengths of edits, every document, three seeds."""
    measured = {strength.name: _measure(strength) for strength in edits.STRENGTHS}
    rows = [
        (strength, kind, f"{score.true:,}", f"{score.recall:.3f}", f"{score.precision:.3f}")
        for strength, found in measured.items()
        for kind, score in found.items()
    ]
    table = Table(
        name=name,
        title="Difference: known edits of real documents, told rightly",
        columns=("edits", "what became of the passage", "made", "told rightly", "right of those told"),
        rows=tuple(rows),
        notes=(
            *(strength.told for strength in edits.STRENGTHS),
            "New paragraphs are taken from the other documents; a new page in the middle moves the rest. "
            "Right means: that change, and both wordings. Floor: 0.97 each.",
        ),
    )
    kept = {
        strength: {kind: _numbers(score) for kind, score in one.items()} for strength, one in measured.items()
    }
    return table, kept


TABLES: dict[str, Measure] = {"difference": told}


def _measure(strength: edits.Strength) -> dict[str, Score]:
    every = documents()
    pairs = []
    for name, pieces in every.items():
        foreign = [piece for other, own in every.items() if other != name for piece in own]
        pairs += [second_edition(pieces, foreign, seed, strength) for seed in range(SEEDS)]
    return total(scores(pair) for pair in pairs)


def _numbers(score: Score) -> Counter[str]:
    return Counter(true=score.true, told=score.told, right=score.right)
