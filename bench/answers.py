"""How good are the answers? The test halves of the committed question sets, on the starter corpus.

Nothing is tuned on these halves. The judging is that of `python -m toolkit_qa evaluate --half test`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache

from bench import plot, stats
from bench.data import CORPUS, ROOT, store_of, version_of
from bench.multiturn import turns
from bench.retrieval import Judged, Rankings, table_of
from bench.tables import Measure, Table
from toolkit_qa import Assistant, figures
from toolkit_qa.cli_evaluate import BY_KIND, shown
from toolkit_qa.evaluation import DEPTH, Outcome, evaluate, rank_of
from toolkit_qa.figures import Measured
from toolkit_qa.question_sets import COMMITTED, NEAR_MISS, OUTSIDE, TEST, SetQuestion, read_sets

# name of the figure -> (floor, whether it is a ceiling)
FLOORS = {
    "page_cited": (0.85, False),
    "key_phrase": (0.75, False),
    "outside_refused": (0.95, False),
    "near_miss_refused": (0.65, False),
    "answerable_refused": (0.08, True),
    "statements_hold": (1.0, False),
}
SEED = 37
PLOT = ROOT / "docs" / "verdict.svg"
LEVELS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@cache
def outcomes() -> tuple[Outcome, ...]:
    """The outcomes of the test halves, asked once in a run."""
    assistant = Assistant.open(store_of("corpus", [CORPUS]))
    return evaluate(assistant, read_sets(half=TEST)).outcomes


def answers(name: str) -> tuple[Table, object]:
    """Every figure over all test halves and over each of them, against its floor."""
    parts = {path.stem: [one for one in outcomes() if one.id in _ids(path.stem)] for path in COMMITTED}
    every = figures.measured(outcomes())
    single = {part: figures.measured(asked) for part, asked in parts.items()}
    history, times = figures.history_difference(outcomes()), figures.milliseconds(outcomes())
    notes = [
        f"ask, warm: {times['p50']:.1f} ms at the median, {times['p95']:.1f} ms at the 95th percentile "
        "(of this machine, as busy as it was)."
    ]
    if history:
        notes.append(
            f"Follow-ups ({history.n}), page hit@5 with the history − without: {history.difference:+.3f} "
            f"(95 % {history.low:+.3f} to {history.high:+.3f}, paired bootstrap)."
        )
    table = Table(
        name=name,
        title=f"Answers on the starter corpus, {len(outcomes())} questions of the test halves",
        columns=(
            *("figure", "floor", "all (95 % interval)", "questions", "met"),
            *(f"{part} ({len(asked)})" for part, asked in parts.items()),
        ),
        rows=tuple(
            (
                *(figures.TITLES[key], _floor(key), shown(one), str(one.n), _met(key, one.value)),
                *(_cell(found.get(key)) for found in single.values()),
            )
            for key, one in every.items()
        ),
        notes=tuple(notes),
    )
    return table, [one.to_dict() for one in outcomes()]


def kinds(name: str) -> tuple[Table, object]:
    """The same by kind of question, with the verdicts given."""
    verdicts = figures.verdicts_by_kind(outcomes())
    found = figures.by_kind(outcomes())
    table = Table(
        name=name,
        title="Answers on the starter corpus, by kind of question (test halves)",
        columns=("kind", "questions", *(figures.TITLES[key] for key in BY_KIND), "verdicts given"),
        rows=tuple(
            (
                kind,
                str(own["right_verdict"].n),
                *(_cell(own.get(key)) for key in BY_KIND),
                ", ".join(f"{status} {count}" for status, count in verdicts[kind].items()),
            )
            for kind, own in found.items()
        ),
    )
    return table, {kind: {key: one.to_dict() for key, one in own.items()} for kind, own in found.items()}


def curve(name: str) -> tuple[Table, object]:
    """What would be refused at other levels of the verdict's confidence; drawn in docs/verdict.svg."""
    covered = [one for one in outcomes() if one.covered]
    groups = {kind: [one for one in outcomes() if one.kind == kind] for kind in (OUTSIDE, NEAR_MISS)}
    titles = {OUTSIDE: "outside, refused", NEAR_MISS: "near miss, refused"}
    steps = sorted({0.0, 1.01, *(one.confidence for one in outcomes())})
    lines = {
        titles[kind]: [(_below(level, covered), _below(level, group)) for level in steps]
        for kind, group in groups.items()
    }
    now = {titles[kind]: (_refused(covered), _refused(group)) for kind, group in groups.items()}
    PLOT.write_text(plot.svg(lines, "answerable, refused by mistake", "refused", now), encoding="utf-8")
    rows = [(level, *(_below(level, group) for group in (covered, *groups.values()))) for level in LEVELS]
    table = Table(
        name=name,
        title="Verdict: what is refused at which level of confidence (test halves)",
        columns=("refused below", "answerable, refused by mistake", *titles.values()),
        rows=tuple((f"{level:.1f}", *(f"{share:.3f}" for share in shares)) for level, *shares in rows),
        notes=(
            "By confidence alone, without other reasons to refuse. For reading, not for choosing a level: "
            "levels are set on the tuning halves.",
            f"Drawn in [{PLOT.name}]({PLOT.name}); the dots are what is refused now, for all reasons.",
        ),
    )
    return table, {"rows": rows, "lines": lines}


def standing_alone() -> dict[str, list[Judged]]:
    """Ranking -> one judgement for each question that stands alone and has gold pages."""
    rankings = Rankings(version_of("corpus"), Assistant.open(store_of("corpus", [CORPUS])))
    judged: dict[str, list[Judged]] = {}
    for question in read_sets(half=TEST):
        if question.gold and not question.history:
            for ranking, places in rankings.of(question.question).items():
                judged.setdefault(ranking, []).append(judged_by_place(question, places))
    return judged


def retrieval(name: str) -> tuple[Table, object]:
    """The rankings on the questions that stand alone and have gold pages."""
    judged = standing_alone()
    count = len(next(iter(judged.values())))
    return table_of(name, f"starter corpus, {count} questions of the test halves", judged)


def changed_topic(name: str) -> tuple[Table, object]:
    """Questions that stand alone, asked alone and behind a conversation about something else."""
    assistant = Assistant.open(store_of("corpus", [CORPUS]))
    asked = [one for one in read_sets(half=TEST) if one.gold and not one.history]
    alone = [float(0 < rank_of(one.pages, assistant.lookup(one.question, k=DEPTH)) <= 5) for one in asked]
    behind = {
        title: [
            float(0 < rank_of(one.pages, assistant.lookup(one.question, history=history, k=DEPTH)) <= 5)
            for one, history in zip(asked, histories, strict=True)
        ]
        for title, histories in _before(asked).items()
    }
    table = Table(
        name=name,
        title=f"A changed topic: {len(asked)} questions that stand alone (starter corpus, test halves)",
        columns=("behind", "page hit@5, alone", "page hit@5, behind it", "lost", "found only behind it"),
        rows=tuple(
            (
                title,
                stats.with_interval(alone),
                stats.with_interval(found),
                str(sum(new < old for old, new in zip(alone, found, strict=True))),
                str(sum(new > old for old, new in zip(alone, found, strict=True))),
            )
            for title, found in behind.items()
        ),
        notes=tuple(_difference(title, found, alone) for title, found in behind.items()),
    )
    return table, [(one.id, *found) for one, *found in zip(asked, alone, *behind.values(), strict=True)]


def _before(asked: Sequence[SetQuestion]) -> dict[str, list[tuple[str, ...]]]:
    """Earlier questions for each of `asked`, drawn by seed: of strangers, and of the same corpus."""
    dice = random.Random(SEED)
    foreign = [(*turn.history, turn.question) for turn in turns() if turn.history]
    others = [[two for two in asked if not two.pages & one.pages] for one in asked]
    return {
        "a conversation over government pages": [dice.choice(foreign) for _ in asked],
        "two questions on other pages of the same corpus": [
            tuple(one.question for one in dice.sample(other, 2)) for other in others
        ],
    }


def _difference(title: str, behind: Sequence[float], alone: Sequence[float]) -> str:
    mean, low, high = stats.paired_difference(behind, alone)
    return f"behind {title} − alone: {mean:+.3f} (95 % {low:+.3f} to {high:+.3f}, paired bootstrap)."


def judged_by_place(question: SetQuestion, places: Sequence[tuple[str, int]]) -> Judged:
    """Where the first gold page stands among the distinct pages of `places`."""
    gold = question.pages
    distinct = list(dict.fromkeys(places))
    rank = next((number for number, place in enumerate(distinct, 1) if place in gold), 0)
    return Judged(question=question.question, rank=rank)


def _ids(part: str) -> frozenset[str]:
    path = next(path for path in COMMITTED if path.stem == part)
    return frozenset(one.id for one in read_sets([path]))


def _floor(key: str) -> str:
    if key not in FLOORS:
        return ""
    level, ceiling = FLOORS[key]
    return f"{'≤' if ceiling else '≥'} {level:.2f}"


def _met(key: str, value: float) -> str:
    if key not in FLOORS:
        return ""
    level, ceiling = FLOORS[key]
    return "yes" if (value <= level if ceiling else value >= level) else "no"


def _cell(one: Measured | None) -> str:
    return f"{one.value:.3f}" if one else "–"


def _refused(group: Sequence[Outcome]) -> float:
    return sum(one.refused for one in group) / max(1, len(group))


def _below(level: float, group: Sequence[Outcome]) -> float:
    return sum(one.confidence < level for one in group) / max(1, len(group))


TABLES: dict[str, Measure] = {
    "answers/figures": answers,
    "answers/kinds": kinds,
    "answers/curve": curve,
    "answers/retrieval": retrieval,
    "answers/changed-topic": changed_topic,
}
