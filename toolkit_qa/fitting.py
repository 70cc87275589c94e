"""Fitting the verdict: a ridge logistic over the features of questions whose answer is known.

Questions of several sets count alike whatever their number, and covered and not covered ones too.
Near misses are left out of the fitting (the features hardly tell them), but judged.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.errors import InputError

from .answer import PASSAGES, Answerer
from .assistant import Assistant
from .elsewhere import Elsewhere
from .followup import understand
from .judge import Judge
from .question_sets import OUTSIDE, SetQuestion
from .records import NOT_COVERED
from .retrieve import Retriever
from .verdict import CONSTANT, NAMES, Coefficients, Features

Floats = NDArray[np.float64]
RIDGE = 0.1  # against the sum of squared weights; the constant is free
MOST_STEPS = 50
REFUSED, UNSURE = 0.06, 0.15  # shares of the covered questions: refused by mistake, partly answered at most
DECIMALS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """A question put to a version: whether it is covered, and the features of its evidence.

    `fitted` says whether it takes part in the fitting; `group` is the set it belongs to, `times` how
    much that set counts.
    """

    group: str
    covered: bool
    features: Features
    fitted: bool = True
    times: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """Shares of a set that are refused at a level; None where it has no such question."""

    group: str
    samples: int
    covered_refused: float | None
    outside_refused: float | None
    near_miss_refused: float | None


def measurer(assistant: Assistant) -> Callable[[str, Sequence[str], Sequence[str]], Features]:
    """Gives the features of a question, its history and the documents searched, on the version served."""
    retriever = Retriever(assistant.version())
    answerer, judge = Answerer(retriever), Judge(retriever)
    encode = assistant.embedder.encode_query
    elsewhere = Elsewhere(assistant.version(), assistant.embedder.encode)

    def measure(question: str, history: Sequence[str] = (), documents: Sequence[str] = ()) -> Features:
        turns = understand(question, history, encode).turns
        search = retriever.search(turns, documents=documents, k=PASSAGES)
        nearest = elsewhere.nearest(search.asked.vector)
        return judge.features(search, answerer.choose(search), nearest)

    return measure


def samples_of(
    group: str, assistant: Assistant, questions: Sequence[SetQuestion], times: float = 1.0
) -> list[Sample]:
    """A sample of each question that is clearly covered or clearly not."""
    measure = measurer(assistant)
    clear = [one for one in questions if one.covered or set(one.expect) == {NOT_COVERED}]
    return [
        Sample(
            group=group,
            covered=one.covered,
            features=measure(one.question, one.history, ()),
            fitted=one.covered or one.kind == OUTSIDE,
            times=times,
        )
        for one in clear
    ]


def fit(samples: Sequence[Sample]) -> dict[str, float]:
    """The weights of `verdict.Coefficients`, by Newton's method.

    Raises:
        InputError: There are no covered or no uncovered questions to fit on.
    """
    used = [one for one in samples if one.fitted]
    labels = np.array([one.covered for one in used], dtype=np.float64)
    if len(set(labels)) < 2:
        raise InputError(
            "The verdict cannot be fitted: there are not both covered questions and questions from outside.",
            "Add questions of the missing kind to the set.",
        )
    matrix = np.column_stack([np.ones(len(used)), _matrix(used)])
    importance = _importance(used)
    penalty = np.diag([0.0, *[RIDGE] * len(NAMES)])
    weights = np.zeros(matrix.shape[1])
    for _ in range(MOST_STEPS):
        chances = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (importance * (chances - labels)) + penalty @ weights
        bend = (matrix.T * (importance * chances * (1 - chances))) @ matrix + penalty
        step = np.linalg.solve(bend, slope)
        weights = weights - step
        if float(np.abs(step).max()) < 1e-8:
            break
    named = zip((CONSTANT, *NAMES), weights, strict=True)
    return {name: round(float(weight), DECIMALS) for name, weight in named}


def confidences(weights: Mapping[str, float], samples: Sequence[Sample]) -> Floats:
    """How sure the weights are that each sample is covered, shape (n_samples,)."""
    total = weights[CONSTANT] + _matrix(samples) @ np.array([weights[name] for name in NAMES])
    result: Floats = 1 / (1 + np.exp(-total))
    return result


def level_for(weights: Mapping[str, float], samples: Sequence[Sample], share: float) -> float:
    """The level below which `share` of the covered samples would be refused."""
    covered = [one for one in samples if one.covered]
    return round(float(np.quantile(confidences(weights, covered), share)), DECIMALS)


def write(file: Path, fitted: Coefficients, samples: Sequence[Sample]) -> None:
    """Writes coefficients in the form of `verdict.FILE`, with the sets they were fitted on."""
    groups = Counter(one.group for one in samples if one.fitted)
    content = {
        "models": list(fitted.models),
        "weights": dict(fitted.weights),
        "level": fitted.level,
        "sure": fitted.sure,
        "fitted_on": dict(groups),
    }
    file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def coefficients_of(
    weights: Mapping[str, float], samples: Sequence[Sample], models: Sequence[str]
) -> Coefficients:
    """With levels that refuse `REFUSED` of the covered samples, and are sure of all but `UNSURE`."""
    level, sure = (level_for(weights, samples, share) for share in (REFUSED, UNSURE))
    return Coefficients(models=tuple(models), weights=weights, level=level, sure=sure)


def leave_one_out(samples: Sequence[Sample], level: float) -> tuple[LeftOut, ...]:
    """Each set judged by weights fitted on the other sets."""
    groups = dict.fromkeys(one.group for one in samples)
    return tuple(
        refusals(
            group,
            fit([one for one in samples if one.group != group]),
            [one for one in samples if one.group == group],
            level,
        )
        for group in groups
    )


def refusals(group: str, weights: Mapping[str, float], samples: Sequence[Sample], level: float) -> LeftOut:
    """What the weights refuse of a set at a level."""

    def share(wanted: Callable[[Sample], bool]) -> float | None:
        chosen = [one for one in samples if wanted(one)]
        return float(np.mean(confidences(weights, chosen) < level)) if chosen else None

    return LeftOut(
        group=group,
        samples=len(samples),
        covered_refused=share(lambda one: one.covered),
        outside_refused=share(lambda one: not one.covered and one.fitted),
        near_miss_refused=share(lambda one: not one.covered and not one.fitted),
    )


def _matrix(samples: Sequence[Sample]) -> Floats:
    return np.array([list(asdict(one.features).values()) for one in samples], dtype=np.float64)


def _importance(samples: Sequence[Sample]) -> Floats:
    """1 / √(number of like samples of the set), covered and not covered balanced, mean 1."""
    keys = [(one.group, one.covered) for one in samples]
    importance = np.array([one.times / np.sqrt(keys.count(k)) for one, k in zip(samples, keys, strict=True)])
    covered = np.array([one.covered for one in samples])
    importance[~covered] *= importance[covered].sum() / importance[~covered].sum()
    result: Floats = importance / importance.mean()
    return result
