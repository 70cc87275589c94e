"""Whether the evidence found covers a question: a logistic over scale-free features.

The weights and the levels stand in `verdict.json`, which `python -m bench.fit` writes: fitted on visible
questions (the tune half of the starter set, NIST AI 600-1, the mixed and the multi-turn questions, and
questions of each put to the documents of another). They tell questions from outside from others; they
hardly tell a near miss, a question in the documents' own words that they do not answer.
docs/RETRIEVAL.md has the figures. The coefficients are part of every answer's id.

They hold for the embedding model they were fitted with. A store may have a file of its own
(`evaluate --fit --out index/store/verdict.json`); where none is for the model in use, nothing is judged.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from ingest.errors import InputError

from .records import ANSWERED, NOT_COVERED, PARTLY_ANSWERED

FILE = Path(__file__).resolve().parent / "verdict.json"
CONSTANT = "constant"


@dataclass(frozen=True, kw_only=True, slots=True)
class Features:
    """What speaks for and against an answer, each between 0 and 1 (cosines may be below 0).

    `similarity` is the highest cosine of a quoted sentence with the question, `typical` the mean of
    the five best of all sentences, `heading` the highest cosine of a heading quoted from. Of the
    question's idf-weighted terms `covered` is the share that stands in the evidence or over it.
    `unnamed` counts the names and numbers of the question that are missing there, `lead` says how far the
    best passage is ahead of the fifth, `elsewhere` is the question's cosine with the nearest topic that the
    documents do not treat.
    """

    similarity: float
    typical: float
    heading: float
    covered: float
    unnamed: float
    lead: float
    elsewhere: float


NAMES = tuple(field.name for field in fields(Features))


@dataclass(frozen=True, kw_only=True, slots=True)
class Coefficients:
    """What the decision depends on besides its features: a weight for each and a constant, two levels.

    Below `level` a question is not covered, below `sure` it is partly answered. `models` are the ids of the
    embedding models they were fitted with.
    """

    models: tuple[str, ...]
    weights: Mapping[str, float]
    level: float
    sure: float

    def to_dict(self) -> dict[str, float]:
        return {**self.weights, "level": self.level, "sure": self.sure}


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """A status and how sure it is that the question is covered, from 0 to 1."""

    status: str
    confidence: float


def coefficients(store: Path, model: str) -> Coefficients | None:
    """Those for an embedding model: of the store's own file, else of the program's; None where neither is.

    Raises:
        InputError: A file cannot be used.
    """
    files = [file for file in (store / FILE.name, FILE) if file.is_file()]
    return next((found for found in map(read, files) if model in found.models), None)


def read(file: Path) -> Coefficients:
    """The coefficients of a file.

    Raises:
        InputError: The file cannot be read, or a feature has no weight in it.
    """
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        weights = {name: float(data["weights"][name]) for name in (CONSTANT, *NAMES)}
        levels = {name: float(data[name]) for name in ("level", "sure")}
        return Coefficients(models=tuple(data["models"]), weights=weights, **levels)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{file} holds no coefficients of the verdict.",
            "Take the file of this release, or make one: evaluate --fit --out FILE.",
        ) from error


def decide(features: Features, by: Coefficients | None) -> Verdict:
    """The status by the logistic of the weighted features; without coefficients what is found is shown."""
    if by is None:
        return Verdict(status=PARTLY_ANSWERED, confidence=0.0)
    values = asdict(features)
    total = by.weights[CONSTANT] + sum(by.weights[name] * value for name, value in values.items())
    confidence = round(1 / (1 + math.exp(-total)), 4)
    if confidence < by.level:
        return Verdict(status=NOT_COVERED, confidence=confidence)
    return Verdict(status=ANSWERED if confidence >= by.sure else PARTLY_ANSWERED, confidence=confidence)


def term_weights(terms: Iterable[str], idf: Callable[[str], float]) -> dict[str, float]:
    """Each of the terms once, with its idf, in a fixed order."""
    return {term: idf(term) for term in sorted(set(terms))}


def weight_share(weights: Mapping[str, float], found: Callable[[str], bool]) -> float:
    """The share of the weights that belongs to terms for which `found` holds; 0 without terms."""
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if found(term)) / total if total > 0 else 0.0
