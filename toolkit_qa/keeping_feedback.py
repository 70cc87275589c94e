"""What officers think of answers: a thumb, a reason, a comment; and the questions they marked so.

A thumb up marks a question for the rehearsals of new versions. It holds its own copy of the question, and
stays when the conversation is old and deleted; with a conversation that is deleted by hand it goes too.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Row, delete, insert, select

from ingest.errors import InputError

from .filled_csv import safe_cells
from .keeping import Keeping, Turn, history_before, may_be_kept, now
from .keeping_database import FILE
from .keeping_tables import feedback
from .question_sets import EXPECTED, SetQuestion
from .questions import MAX_HISTORY
from .records import Record

UP, DOWN = "up", "down"
REASONS = ("wrong_passage", "incomplete", "should_refuse", "should_answer", "hard_to_read", "other")
MOST_COMMENT = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Feedback(Record):
    """What was thought of one answer. `given` is ISO 8601 in UTC, `reason` one of `REASONS` or ""."""

    given: str
    thumb: str
    reason: str
    comment: str
    question: str
    history: tuple[str, ...]
    answer_id: str
    version: str
    status: str


def give(
    keeping: Keeping,
    conversation_id: str,
    asked: Sequence[Turn],
    number: int,
    thumb: str | None,
    *,
    reason: str = "",
    comment: str = "",
) -> None:
    """Keeps what is thought of turn `number` of the turns `asked`; None takes it back.

    Raises:
        InputError: The turn has no answer that is kept, or the comment holds personal data.
        KeepingError: Nothing can be written.
    """
    place = (feedback.c.conversation_id == conversation_id) & (feedback.c.turn == number)
    turn = next((one for one in asked if one.number == number and one.answer is not None), None)
    if turn is None or turn.answer is None:
        raise InputError("There is no kept answer to think something of.")
    if thumb not in (UP, DOWN, None) or reason not in ("", *REASONS):
        raise InputError(f"'{thumb}' with '{reason}' is no feedback.", f"Reasons: {', '.join(REASONS)}.")
    comment = comment.strip()[:MOST_COMMENT]
    if comment and not may_be_kept(comment):
        raise InputError("The comment was not saved: it holds personal data.", "Write it without.")
    with keeping.database.writing() as connection:
        connection.execute(delete(feedback).where(place))
        if thumb is None:
            return
        connection.execute(
            insert(feedback).values(
                owner=keeping.owner,
                conversation_id=conversation_id,
                turn=number,
                given=now(),
                thumb=thumb,
                reason=reason,
                comment=comment,
                question=turn.question,
                history=list(_history(asked, number)),
                answer_id=turn.answer.answer_id,
                version=turn.answer.version,
                status=turn.answer.status,
            )
        )


def _history(asked: Sequence[Turn], number: int) -> tuple[str, ...]:
    """The questions before turn `number` with which it was answered."""
    return history_before([one for one in asked if (one.number or number) < number])[-MAX_HISTORY:]


def given(keeping: Keeping, conversation_id: str) -> dict[int, Feedback]:
    """The feedback on the turns of a conversation, by their number."""
    rows = _rows(keeping, feedback.c.conversation_id == conversation_id)
    return {row.turn: _feedback(row) for row in rows}


def all_given(keeping: Keeping) -> tuple[Feedback, ...]:
    """All feedback, oldest first."""
    return tuple(map(_feedback, _rows(keeping)))


def marked_questions(folder: Path) -> tuple[SetQuestion, ...]:
    """The questions with a thumb up in a data folder, each once, oldest first; none where none is kept.

    They are questions without a right answer: any verdict is expected, and no page.

    Raises:
        KeepingError: The file cannot be read.
    """
    if not (folder / FILE).is_file():
        return ()
    rows = _rows(Keeping(folder), feedback.c.thumb == UP)
    asked = dict.fromkeys((row.question, tuple(row.history)) for row in rows)
    return tuple(_marked(question, history) for question, history in asked)


def to_jsonl(items: Sequence[Feedback]) -> bytes:
    """One JSON object a line."""
    lines = (json.dumps(one.to_dict(), ensure_ascii=False) + "\n" for one in items)
    return "".join(lines).encode("utf-8")


def to_csv(items: Sequence[Feedback]) -> bytes:
    """A table for a spreadsheet; a cell never begins with a sign that one would take for a formula."""
    out = io.StringIO(newline="")
    names = [name for name in Feedback.__dataclass_fields__ if name != "history"]
    writer = csv.writer(out)
    writer.writerow([*names, "history"])
    for one in items:
        row = one.to_dict()
        writer.writerow(safe_cells([*(row[name] for name in names), " / ".join(one.history)]))
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def _rows(keeping: Keeping, condition: Any = True) -> Sequence[Row[Any]]:
    query = select(feedback).where(feedback.c.owner == keeping.owner).order_by(feedback.c.id)
    with keeping.database.reading() as connection:
        return connection.execute(query if condition is True else query.where(condition)).all()


def _feedback(row: Row[Any]) -> Feedback:
    fields = {name: row._mapping[name] for name in Feedback.__dataclass_fields__ if name != "history"}
    return Feedback(**fields, history=tuple(row.history))


def _marked(question: str, history: tuple[str, ...]) -> SetQuestion:
    identity = hashlib.sha256(json.dumps([question, *history]).encode("utf-8")).hexdigest()[:12]
    return SetQuestion(
        id=f"marked-{identity}", question=question, kind="plain", expect=EXPECTED, history=history
    )
