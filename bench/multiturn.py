"""Is a follow-up understood? Gold passages among the first five, with the earlier questions and without.

Every passage of ../shared/data/multi-turn becomes one text document; the questions are the last turns of
conversations that have gold passages. Recall is per question: the share of its gold passages found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench import stats
from bench.data import OUT, read_lines, shared_data, store_of
from bench.tables import Measure, Table
from toolkit_qa import Assistant
from toolkit_qa.records import Hit

K = 5
DEPTH = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """The last question of a conversation, the earlier ones (oldest first), its gold files.

    `follows` says whether it was written to follow the earlier ones; one that was not changes the topic.
    """

    question: str
    history: tuple[str, ...]
    gold: frozenset[str]
    follows: bool

    @property
    def kind(self) -> str:
        return ("follow-ups" if self.follows else "changed topic") if self.history else "first turns"


def turns() -> tuple[Turn, ...]:
    """The turns that have gold passages."""
    lines = read_lines(shared_data() / "multi-turn" / "tasks.jsonl")
    return tuple(turn for turn in map(_turn, lines) if turn.gold)


def _turn(line: dict[str, Any]) -> Turn:
    *earlier, last = [one["text"] for one in line["input"] if one["speaker"] == "user"]
    return Turn(
        question=last,
        history=tuple(earlier),
        gold=frozenset(_file(context["document_id"]) for context in line["contexts"]),
        follows=line["Multi-Turn"] != ["N/A"],
    )


def _file(passage_id: str) -> str:
    return f"{passage_id}.txt"


def write_passages(folder: Path) -> None:
    """One text file a passage."""
    folder.mkdir(parents=True, exist_ok=True)
    for line in read_lines(shared_data() / "multi-turn" / "passages.jsonl"):
        (folder / _file(str(line["_id"]))).write_text(str(line["text"]), encoding="utf-8")


def recall(gold: frozenset[str], hits: Sequence[Hit]) -> float:
    """The share of `gold` among the first K distinct files; a folded copy is found with its hit."""
    files: dict[str, frozenset[str]] = {}
    for hit in hits:
        files.setdefault(hit.file, frozenset({hit.file, *(copy.file for copy in hit.also_in)}))
    found = frozenset().union(*list(files.values())[:K])
    return len(gold & found) / len(gold)


def multiturn(name: str) -> tuple[Table, object]:
    """One table: all turns, and each kind of turn, with history and without."""
    folder = OUT / "multi-turn"
    write_passages(folder)
    assistant = Assistant.open(store_of("multi-turn", [folder]))
    asked = turns()
    alone = [recall(one.gold, assistant.lookup(one.question, k=DEPTH)) for one in asked]
    together = [
        recall(one.gold, assistant.lookup(one.question, history=one.history, k=DEPTH)) for one in asked
    ]
    mean, low, high = stats.paired_difference(together, alone)
    table = Table(
        name=name,
        title="Follow-up questions: gold passages among the first 5",
        columns=("turns", "recall@5, last turn alone", "recall@5, with the earlier questions"),
        rows=(
            (f"all {len(asked)}", stats.with_interval(alone), stats.with_interval(together)),
            *(
                _row(kind, [one.kind == kind for one in asked], alone, together)
                for kind in ("follow-ups", "changed topic", "first turns")
            ),
        ),
        notes=(
            f"with − without: {mean:+.3f} (95 % {low:+.3f} to {high:+.3f}, paired bootstrap). Floor: 0.86.",
        ),
    )
    details = [
        {"question": one.question, "history": one.history, "alone": a, "with_history": b}
        for one, a, b in zip(asked, alone, together, strict=True)
    ]
    return table, details


def _row(name: str, chosen: list[bool], alone: list[float], together: list[float]) -> tuple[str, ...]:
    figures = (np.array(values)[chosen] for values in (alone, together))
    return f"{name} ({sum(chosen)})", *(f"{values.mean():.3f}" for values in figures)


TABLES: dict[str, Measure] = {"multiturn": multiturn}
