"""Whether the evidence found covers a question: an interim decision from three scale-free features.

The weights below were set by hand on visible questions; they are to be replaced by a calibrated
model. They are part of every answer's id.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from .records import ANSWERED, NOT_COVERED

INTERIM_WEIGHTS: Mapping[str, float] = {
    "constant": -6.0,
    "similarity": 6.0,
    "covered": 4.5,
    "absent": -1.0,
}
LEVEL = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Features:
    """What speaks for an answer, each between 0 and 1.

    `similarity` is the highest cosine of a chosen sentence with the question, `covered` the share
    of the question's idf-weighted terms that stand in the evidence, `absent` the share that stands
    nowhere in the corpus.
    """

    similarity: float
    covered: float
    absent: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """A status and how sure it is that the question is covered, from 0 to 1."""

    status: str
    confidence: float


def coefficients(gate_margin: float) -> dict[str, float]:
    """All that the decision depends on besides its features."""
    return {**INTERIM_WEIGHTS, "level": LEVEL, "gate_margin": gate_margin}


def interim_verdict(features: Features, gate_margin: float = 0.0) -> Verdict:
    """`answered` when the logistic of the weighted features reaches the level, else `not_covered`."""
    total = INTERIM_WEIGHTS["constant"] + sum(
        INTERIM_WEIGHTS[name] * getattr(features, name) for name in ("similarity", "covered", "absent")
    )
    confidence = round(1 / (1 + math.exp(-total)), 4)
    covered = confidence >= LEVEL + gate_margin
    return Verdict(status=ANSWERED if covered else NOT_COVERED, confidence=confidence)


def term_weights(terms: Iterable[str], idf: Callable[[str], float]) -> dict[str, float]:
    """Each of the terms once, with its idf, in a fixed order."""
    return {term: idf(term) for term in sorted(set(terms))}


def weight_share(weights: Mapping[str, float], found: Callable[[str], bool]) -> float:
    """The share of the weights that belongs to terms for which `found` holds; 0 without terms."""
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if found(term)) / total if total > 0 else 0.0
