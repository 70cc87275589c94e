"""Whether the evidence found covers a question: a logistic over scale-free features.

The weights were fitted on visible questions (the tune half of the starter set, NIST AI 600-1, the
mixed and the multi-turn questions, and questions of each put to the documents of another), the
levels set on the tune half. They tell questions from outside from others; they hardly tell a near
miss, a question in the documents' own words that they do not answer. docs/RETRIEVAL.md has the
figures. They are part of every answer's id.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass

from .records import ANSWERED, NOT_COVERED, PARTLY_ANSWERED

WEIGHTS: Mapping[str, float] = {
    "constant": -8.21,
    "similarity": 8.03,
    "typical": 3.64,
    "heading": 3.24,
    "covered": 3.36,
    "absent": 1.43,
    "rarest": 0.16,
}
LEVEL = 0.25  # below: not covered
SURE = 0.45  # below: partly answered


@dataclass(frozen=True, kw_only=True, slots=True)
class Features:
    """What speaks for and against an answer, each between 0 and 1 (cosines may be below 0).

    `similarity` is the highest cosine of a quoted sentence with the question, `typical` the mean of
    the five best of all sentences, `heading` the highest cosine of a heading quoted from. Of the
    question's idf-weighted terms `covered` is the share that stands in the evidence or over it,
    `absent` the share that stands nowhere in the corpus; `rarest` is the weight of the heaviest term
    missing in the evidence against that of the heaviest term.
    """

    similarity: float
    typical: float
    heading: float
    covered: float
    absent: float
    rarest: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """A status and how sure it is that the question is covered, from 0 to 1."""

    status: str
    confidence: float


def coefficients(gate_margin: float) -> dict[str, float]:
    """All that the decision depends on besides its features."""
    return {**WEIGHTS, "level": LEVEL, "sure": SURE, "gate_margin": gate_margin}


def decide(features: Features, gate_margin: float = 0.0) -> Verdict:
    """The status by the logistic of the weighted features; `gate_margin` raises both levels."""
    values = asdict(features)
    total = WEIGHTS["constant"] + sum(WEIGHTS[name] * value for name, value in values.items())
    confidence = round(1 / (1 + math.exp(-total)), 4)
    if confidence < LEVEL + gate_margin:
        return Verdict(status=NOT_COVERED, confidence=confidence)
    sure = confidence >= SURE + gate_margin
    return Verdict(status=ANSWERED if sure else PARTLY_ANSWERED, confidence=confidence)


def term_weights(terms: Iterable[str], idf: Callable[[str], float]) -> dict[str, float]:
    """Each of the terms once, with its idf, in a fixed order."""
    return {term: idf(term) for term in sorted(set(terms))}


def weight_share(weights: Mapping[str, float], found: Callable[[str], bool]) -> float:
    """The share of the weights that belongs to terms for which `found` holds; 0 without terms."""
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if found(term)) / total if total > 0 else 0.0
