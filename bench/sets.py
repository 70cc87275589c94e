"""Every question set in one table: the fused ranking against the better single one, and the mean over sets.

A single ranking may win on one set; the fused one shall be above both on the mean over all sets, and on
none significantly below the better of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np

from bench import stats
from bench.answers import standing_alone
from bench.data import OUT, mixed_questions, nist_questions, store_of
from bench.multiturn import turns, write_passages
from bench.retrieval import FUSED, Judged, Rankings, judge_all
from bench.tables import Measure, Table
from index.version import open_version
from toolkit_qa import Assistant

DENSE, BM25 = "dense alone", "BM25 alone"
Judgements = Mapping[str, Sequence[Judged]]


def last_turns() -> Judgements:
    """The last questions of the conversations by themselves: no single ranking reads a history."""
    folder = OUT / "multi-turn"
    write_passages(folder)
    store = store_of("multi-turn", [folder])
    version = open_version(store)
    files = {one.document_id: one.file for one in version.documents}
    rankings = Rankings(version, Assistant.open(store))
    judged: dict[str, list[Judged]] = {}
    for turn in turns():
        for ranking, places in rankings.of(turn.question).items():
            found = _rank([files[document_id] for document_id, _ in places], turn.gold)
            judged.setdefault(ranking, []).append(Judged(question=turn.question, rank=found))
    return judged


def _rank(files: Sequence[str], gold: frozenset[str]) -> int:
    """The place of the first gold file among the distinct ones (1-based; 0: not found)."""
    return next((number for number, file in enumerate(dict.fromkeys(files), 1) if file in gold), 0)


SETS: dict[str, Callable[[], Judgements]] = {
    "NIST AI 600-1, over 7 PDFs": lambda: judge_all("pdfs", nist_questions(), filtered=False),
    "mixed, in its own PDF": lambda: judge_all("mixed", mixed_questions(), filtered=True),
    "mixed, over 8 PDFs": lambda: judge_all("mixed", mixed_questions(), filtered=False),
    "starter corpus, test halves": standing_alone,
    "multi-turn, last turn alone": last_turns,
}


@cache
def judgements() -> dict[str, Judgements]:
    """Every set judged, once in a run."""
    return {name: judge_set() for name, judge_set in SETS.items()}


def reciprocal(name: str) -> tuple[Table, object]:
    """By reciprocal rank."""
    return _table(name, "reciprocal rank of the right page", lambda one: 1 / one.rank if one.rank else 0.0)


def within_five(name: str) -> tuple[Table, object]:
    """By hit among the first five pages."""
    return _table(name, "right page among the first 5", lambda one: one.within(5))


def _table(name: str, figure: str, measure: Callable[[Judged], float]) -> tuple[Table, object]:
    values = {
        title: {ranking: [measure(one) for one in judged[ranking]] for ranking in (DENSE, BM25, FUSED)}
        for title, judged in judgements().items()
    }
    means = {ranking: [np.mean(one[ranking]) for one in values.values()] for ranking in (DENSE, BM25, FUSED)}
    better = max((DENSE, BM25), key=lambda ranking: float(np.mean(means[ranking])))
    table = Table(
        name=name,
        title=f"All question sets: {figure}",
        columns=("set", "questions", DENSE, BM25, FUSED, "fused − the better of the two (95 % interval)"),
        rows=(
            *(_row(title, one) for title, one in values.items()),
            (
                "mean over sets",
                "",
                *(f"{np.mean(means[ranking]):.3f}" for ranking in (DENSE, BM25, FUSED)),
                f"{np.mean(means[FUSED]) - np.mean(means[better]):+.3f}",
            ),
        ),
        notes=("Paired bootstrap over the questions of a set. Searched without earlier questions.",),
    )
    return table, {title: dict(one) for title, one in values.items()}


def _row(title: str, values: Mapping[str, Sequence[float]]) -> tuple[str, ...]:
    better = max((DENSE, BM25), key=lambda ranking: float(np.mean(values[ranking])))
    mean, low, high = stats.paired_difference(values[FUSED], values[better])
    figures = (f"{np.mean(values[ranking]):.3f}" for ranking in (DENSE, BM25, FUSED))
    return title, str(len(values[FUSED])), *figures, f"{mean:+.3f} ({low:+.3f} to {high:+.3f})"


TABLES: dict[str, Measure] = {"sets/reciprocal-rank": reciprocal, "sets/hit-at-5": within_five}
