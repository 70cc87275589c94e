"""Are vague questions asked back, and no others? And are the questions offered instead answered?

`vague.txt` holds questions that say too little for any document; they were written while choosing what is
asked back. Those of the committed sets were not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.data import CORPUS, OUT, folder_of, mixed_questions, nist_questions, store_of
from bench.multiturn import turns, write_passages
from bench.tables import Measure, Table
from toolkit_qa import Assistant
from toolkit_qa.question_sets import COMMITTED, TEST, TUNE, VAGUE, read_sets
from toolkit_qa.records import ANSWERED, NEEDS_DETAIL, PARTLY_ANSWERED, Answer

WRITTEN = Path(__file__).with_name("vague.txt")
Asked = tuple[str, tuple[str, ...]]  # question, earlier questions


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Questions put to one store, all vague or all answerable."""

    name: str
    store: str
    questions: tuple[Asked, ...]


def asking(name: str) -> tuple[Table, object]:
    """A row for each group of questions, the vague ones first."""
    multi_turn = OUT / "multi-turn"
    write_passages(multi_turn)
    folders = {"corpus": CORPUS, "multi-turn": multi_turn} | {n: folder_of(n) for n in ("pdfs", "mixed")}
    assistants = {store: Assistant.open(store_of(store, [folder])) for store, folder in folders.items()}
    rows, details = [], {}
    for group in _groups():
        assistant = assistants[group.store]
        answers = [assistant.ask(text, history=history) for text, history in group.questions]
        back = [answer for answer in answers if answer.status == NEEDS_DETAIL]
        rows.append(_row(group, assistant, back))
        details[group.name] = {answer.question: answer.suggestions for answer in back}
    table = Table(
        name=name,
        title="Questions asked back, and what is offered instead",
        columns=("questions", "number", "asked back", "questions offered", "answered when asked"),
        rows=tuple(rows),
        notes=("The answerable ones should not be asked back (ceiling: 2 %).",),
    )
    return table, details


def _row(group: Group, assistant: Assistant, back: list[Answer]) -> tuple[str, ...]:
    offered = sorted({text for answer in back for text in answer.suggestions})
    answered = sum(assistant.ask(text).status in (ANSWERED, PARTLY_ANSWERED) for text in offered)
    count = len(group.questions)
    return (
        group.name,
        str(count),
        f"{len(back)} ({len(back) / count:.1%})",
        str(len(offered)),
        str(answered),
    )


def _groups() -> Iterator[Group]:
    committed = {half: read_sets(half=half) for half in (TUNE, TEST)}
    for half, questions in committed.items():
        vague = tuple((one.question, one.history) for one in questions if one.kind == VAGUE)
        yield Group(name=f"vague, {half} half", store="corpus", questions=vague)
    written = tuple((line, ()) for line in WRITTEN.read_text(encoding="utf-8").splitlines())
    for store in ("corpus", "pdfs", "mixed"):
        yield Group(name=f"vague, written for any document, to {store}", store=store, questions=written)
    for path in COMMITTED:
        covered = tuple((one.question, one.history) for one in read_sets([path]) if one.covered)
        yield Group(name=f"answerable, {path.stem}", store="corpus", questions=covered)
    nist = tuple((one.text, ()) for one in nist_questions())
    yield Group(name="answerable, NIST AI 600-1", store="pdfs", questions=nist)
    mixed = tuple((one.text, ()) for one in mixed_questions())
    yield Group(name="answerable, mixed", store="mixed", questions=mixed)
    last = tuple((one.question, one.history) for one in turns())
    yield Group(name="with gold passages, multi-turn with history", store="multi-turn", questions=last)


TABLES: dict[str, Measure] = {"asking": asking}
