"""Fitting the verdict again on all visible questions; `python -m bench.fit` writes `toolkit_qa/verdict.json`.

The tuning halves of the committed sets, NIST AI 600-1, the mixed and the multi-turn questions, and, as
questions from outside, the questions of each put to the documents of another. Each set is also judged by
weights that were fitted without it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cache

from bench.data import CORPUS, OUT, folder_of, nist_questions, read_lines, shared_data, store_of
from bench.multiturn import write_passages
from bench.tables import Measure, Table
from index.model import find_model, model_hash
from index.query_adapter import query_model_id
from toolkit_qa import Assistant, verdict
from toolkit_qa.fitting import (
    LeftOut,
    Sample,
    coefficients_of,
    fit,
    leave_one_out,
    level_for,
    measurer,
    refusals,
    samples_of,
    write,
)
from toolkit_qa.question_sets import TUNE, read_sets

Asked = tuple[str, tuple[str, ...]]  # question, earlier questions
SEED = 1
NIST = 120
FOREIGN = 60
MAIN = "starter corpus, tuning halves"
SHARES = (0.05, 0.08, 0.12)


@cache
def samples() -> tuple[Sample, ...]:
    """All samples, measured once in a run."""
    multi_turn = OUT / "multi-turn"
    write_passages(multi_turn)
    folders = {"corpus": CORPUS, "multi-turn": multi_turn} | {n: folder_of(n) for n in ("pdfs", "mixed")}
    assistants = {name: Assistant.open(store_of(name, [folder])) for name, folder in folders.items()}
    found = samples_of(MAIN, assistants["corpus"], read_sets(half=TUNE), times=2.0)
    for (group, store, covered, fitted), questions in _sets().items():
        measure = measurer(assistants[store])
        found += [
            Sample(group=group, covered=covered, features=measure(text, history, ()), fitted=fitted)
            for text, history in questions
        ]
    return tuple(found)


def _sets() -> dict[tuple[str, str, bool, bool], list[Asked]]:
    """(set, documents, covered, whether it takes part) -> questions."""
    dice = random.Random(SEED)
    nist: list[Asked] = [(one.text, ()) for one in nist_questions()]
    mixed = list(read_lines(shared_data() / "mixed" / "questions.jsonl"))
    read: list[Asked] = [(str(one["question"]), ()) for one in mixed if one["text_answerable"]]
    absent: list[Asked] = [(str(one["question"]), ()) for one in mixed if not one["answerable"]]
    turns = list(_turns())
    plain: list[Asked] = [
        (one.question, ()) for one in read_sets(half=TUNE) if one.covered and not one.history
    ]
    return {
        ("NIST AI 600-1", "pdfs", True, True): dice.sample(nist, NIST),
        ("mixed", "mixed", True, True): read,
        ("mixed", "mixed", False, False): absent,
        ("multi-turn", "multi-turn", True, True): [one for kind, one in turns if kind == "ANSWERABLE"],
        ("multi-turn", "multi-turn", False, False): [one for kind, one in turns if kind == "UNANSWERABLE"],
        ("multi-turn to the starter corpus", "corpus", False, True): [one for _, one in turns],
        ("multi-turn to the 7 PDFs", "pdfs", False, True): [one for _, one in turns],
        ("NIST to multi-turn", "multi-turn", False, True): dice.sample(nist, FOREIGN),
        ("NIST to mixed", "mixed", False, True): dice.sample(nist, FOREIGN),
        ("starter to multi-turn", "multi-turn", False, True): dice.sample(plain, FOREIGN),
        ("starter to mixed", "mixed", False, True): dice.sample(plain, FOREIGN),
        ("mixed to the starter corpus", "corpus", False, True): read,
        ("mixed to the 7 PDFs", "pdfs", False, True): read,
    }


def _turns() -> Iterator[tuple[str, Asked]]:
    """Whether the passages answer it, and the last question of a conversation with the earlier ones."""
    for line in read_lines(shared_data() / "multi-turn" / "tasks.jsonl"):
        spoken, kinds = line["input"], line["answerability"]
        assert isinstance(spoken, list)
        assert isinstance(kinds, list)
        *earlier, last = [one["text"] for one in spoken if one["speaker"] == "user"]
        yield kinds[0], (last, tuple(earlier))


def weights(name: str) -> tuple[Table, object]:
    """The weights fitted now beside those in use."""
    fitted, used = fit(samples()), verdict.read(verdict.FILE)
    main = _main_samples()
    levels = ", ".join(f"{level_for(fitted, main, share):.2f} ({share:.0%})" for share in SHARES)
    table = Table(
        name=name,
        title="Verdict: weights fitted on the visible questions",
        columns=("feature", "in use", "fitted now"),
        rows=tuple((name, f"{used.weights[name]:.2f}", f"{fitted[name]:.2f}") for name in fitted),
        notes=(
            f"Level in use: {used.level}. Fitted now, levels that refuse a share of the covered questions of "
            f"the tuning halves: {levels}.",
        ),
    )
    return table, {"fitted": fitted, "samples": [asdict(one) for one in samples()]}


def left_out(name: str) -> tuple[Table, object]:
    """Each set judged by weights fitted without it, at the level in use."""
    level = verdict.read(verdict.FILE).level
    rows = leave_one_out(samples(), level)
    used = [_in_use(row.group) for row in rows]
    table = Table(
        name=name,
        title=f"Verdict: every set judged by weights fitted without it (level {level})",
        columns=(
            *("set", "questions", "covered, refused by mistake", "from outside, refused"),
            *("near miss, refused", "the same three with the weights in use"),
        ),
        rows=tuple(
            (row.group, str(row.samples), *_shares(row), " · ".join(_shares(other)))
            for row, other in zip(rows, used, strict=True)
        ),
        notes=("Near misses take no part in the fitting.",),
    )
    return table, [asdict(row) for row in rows]


def _in_use(group: str) -> LeftOut:
    used = verdict.read(verdict.FILE)
    return refusals(group, used.weights, [one for one in samples() if one.group == group], used.level)


def _main_samples() -> list[Sample]:
    return [one for one in samples() if one.group == MAIN]


def _shares(row: LeftOut) -> Sequence[str]:
    values = (row.covered_refused, row.outside_refused, row.near_miss_refused)
    return tuple("–" if value is None else f"{value:.3f}" for value in values)


TABLES: dict[str, Measure] = {"fit/weights": weights, "fit/left-out": left_out}


def main() -> None:
    """Fits on all samples and writes the file that comes with the program."""
    fitted = coefficients_of(fit(samples()), _main_samples(), [query_model_id(model_hash(find_model(None)))])
    write(verdict.FILE, fitted, samples())


if __name__ == "__main__":
    main()
