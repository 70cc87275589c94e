"""Conversations, kept as they are asked and again as they are answered.

A question with personal data is never kept, in no form: neither the turn nor its masked text.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, func, insert, or_, select, update

from ingest.errors import InputError, ToolkitError

from .keeping_database import Database
from .keeping_tables import conversations, feedback, turns
from .personal import personal_data
from .questions import checked_question
from .records import BLOCKED, Answer

OWNER = "local"  # the one person of this computer
TITLE = 80
MOST_TITLE = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """A question and what came of it: an answer, an error sentence, or nothing yet.

    `number` counts from 1 within the conversation; None says that the turn is not kept. `asked_at` is
    ISO 8601 in UTC.
    """

    question: str
    answer: Answer | None = None
    error: str = ""
    number: int | None = None
    asked_at: str = field(default="", compare=False)

    @property
    def pending(self) -> bool:
        return self.answer is None and not self.error


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptConversation:
    """A conversation as it is kept; `revision` grows with every change."""

    conversation_id: str
    title: str
    revision: int
    turns: tuple[Turn, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """A conversation in a list; `changed` is ISO 8601 in UTC."""

    conversation_id: str
    title: str
    changed: str
    turns: int


def may_be_kept(text: str) -> bool:
    """Whether a text is free of personal data, as far as can be told."""
    try:
        return not personal_data(checked_question(text))
    except InputError:
        return False


class Keeping:
    """The conversations of one owner in one data folder. May be used by any number of threads.

    Every call raises KeepingError when the file cannot be read or written.
    """

    def __init__(self, folder: Path, owner: str = OWNER) -> None:
        self.database = Database(folder)
        self.owner = owner

    def asked(self, conversation_id: str | None, question: str) -> str:
        """Keeps a question that is not answered yet; begins a conversation where None is named.

        Returns:
            The id of the conversation.

        Raises:
            InputError: The conversation is not there (any more), or the question may not be kept.
        """
        question = _checked(question)
        with self.database.writing() as connection:
            if conversation_id is None:
                conversation_id = self._begin(connection, question)
            self._touch(connection, conversation_id)
            _add_turn(connection, conversation_id, question)
            return conversation_id

    def settled(self, conversation_id: str, turn: Turn) -> None:
        """Keeps what came of a question. What came of it first stays; a blocked one is deleted."""
        with self.database.writing() as connection:
            place = (turns.c.conversation_id == conversation_id) & (turns.c.number == turn.number)
            if turn.answer is not None and turn.answer.status == BLOCKED:
                changed = connection.execute(delete(turns).where(place)).rowcount
            else:
                answer = turn.answer.to_dict() if turn.answer else None
                still_open = place & turns.c.answer.is_(None) & (turns.c.error == "")
                row = update(turns).where(still_open).values(answer=answer, error=turn.error)
                changed = connection.execute(row).rowcount
            if changed:
                self._touch(connection, conversation_id)

    def conversation(self, conversation_id: str) -> KeptConversation | None:
        """A conversation with its turns, oldest first; None when there is none of that id."""
        with self.database.reading() as connection:
            head = connection.execute(select(conversations).where(self._named(conversation_id))).first()
            if head is None:
                return None
            rows = connection.execute(
                select(turns).where(turns.c.conversation_id == conversation_id).order_by(turns.c.number)
            ).all()
        return KeptConversation(
            conversation_id=conversation_id,
            title=head.title,
            revision=head.revision,
            turns=tuple(map(_turn, rows)),
        )

    def revision(self, conversation_id: str) -> int | None:
        """The number that grows with every change of a conversation; None when it is gone."""
        with self.database.reading() as connection:
            return connection.execute(
                select(conversations.c.revision).where(self._named(conversation_id))
            ).scalar_one_or_none()

    def heads(self, words: str = "", most: int | None = None) -> tuple[Head, ...]:
        """The conversations, the one changed last first; those whose title or questions hold `words`."""
        count = func.count(turns.c.number)
        query = (
            select(conversations.c.id, conversations.c.title, conversations.c.changed, count.label("turns"))
            .outerjoin_from(conversations, turns)
            .where(conversations.c.owner == self.owner)
            .group_by(conversations.c.id)
            .order_by(conversations.c.changed.desc(), conversations.c.id)
            .limit(most)
        )
        for word in words.split():
            asked = turns.alias()
            holds = exists().where(
                asked.c.conversation_id == conversations.c.id,
                asked.c.question.icontains(word, autoescape=True),
            )
            query = query.where(or_(conversations.c.title.icontains(word, autoescape=True), holds))
        with self.database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Head(conversation_id=row.id, title=row.title, changed=row.changed, turns=row.turns)
            for row in rows
        )

    def branched(self, conversation_id: str, number: int, question: str) -> str:
        """Begins a conversation with the turns before `number`, then `question`; the old one stays.

        Returns:
            The id of the new conversation.

        Raises:
            InputError: The conversation is not there, or the question may not be kept.
        """
        question = _checked(question)
        with self.database.writing() as connection:
            self._touch(connection, conversation_id, by=0)
            branch = self._begin(connection, question)
            before = (turns.c.conversation_id == conversation_id) & (turns.c.number < number)
            for row in connection.execute(select(turns).where(before).order_by(turns.c.number)):
                connection.execute(insert(turns).values({**row._mapping, "conversation_id": branch}))
            _add_turn(connection, branch, question)
            return branch

    def renamed(self, conversation_id: str, title: str) -> None:
        """Gives a conversation another title; an empty one changes nothing. Raises InputError."""
        title = _short(title, MOST_TITLE)
        if not title:
            return
        title = _checked(title)
        with self.database.writing() as connection:
            changed = connection.execute(
                update(conversations)
                .where(self._named(conversation_id))
                .values(title=title, revision=conversations.c.revision + 1)
            )
            if not changed.rowcount:
                raise _gone()

    def deleted(self, conversation_id: str) -> None:
        """Deletes a conversation with its feedback; one that is gone already is no error."""
        with self.database.writing() as connection:
            mine = exists().where(conversations.c.id == conversation_id, conversations.c.owner == self.owner)
            connection.execute(delete(feedback).where(feedback.c.conversation_id == conversation_id, mine))
            connection.execute(delete(conversations).where(self._named(conversation_id)))

    def _named(self, conversation_id: str) -> Any:
        return (conversations.c.id == conversation_id) & (conversations.c.owner == self.owner)

    def _begin(self, connection: Connection, question: str) -> str:
        identity, time = secrets.token_hex(8), now()
        connection.execute(
            insert(conversations).values(
                id=identity,
                owner=self.owner,
                title=_short(question, TITLE),
                begun=time,
                changed=time,
                revision=0,
            )
        )
        return identity

    def _touch(self, connection: Connection, conversation_id: str, by: int = 1) -> None:
        """Says that a conversation has changed. Raises InputError when it is gone."""
        values = {"revision": conversations.c.revision + by, **({"changed": now()} if by else {})}
        row = connection.execute(update(conversations).where(self._named(conversation_id)).values(values))
        if not row.rowcount:
            raise _gone()


def now() -> str:
    """The time in UTC, so that later is also later in the alphabet."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def history_before(asked: Sequence[Turn]) -> tuple[str, ...]:
    """The questions answered among these turns, oldest first; not those that were blocked."""
    return tuple(turn.question for turn in asked if turn.answer and turn.answer.status != BLOCKED)


def _add_turn(connection: Connection, conversation_id: str, question: str) -> None:
    last = select(func.coalesce(func.max(turns.c.number), 0)).where(
        turns.c.conversation_id == conversation_id
    )
    number = connection.execute(last).scalar_one() + 1
    connection.execute(
        insert(turns).values(conversation_id=conversation_id, number=number, question=question, asked=now())
    )


def _turn(row: Row[Any]) -> Turn:
    """A turn from its row; an answer that this release cannot read is told, and stays as it is kept."""
    answer, error = None, row.error
    if row.answer is not None:
        try:
            answer = Answer.from_dict(row.answer)
        except (ToolkitError, TypeError, AttributeError) as fault:
            error = str(fault)
    return Turn(question=row.question, answer=answer, error=error, number=row.number, asked_at=row.asked)


def _short(text: str, most: int) -> str:
    """The text on one line, shortened between words."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return line[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.-–") + "…"


def _checked(text: str) -> str:
    """The text without control characters. Raises InputError where it holds personal data."""
    text = checked_question(text)
    if personal_data(text):
        raise InputError("A text with personal data is not kept.", "Write it without names and numbers.")
    return text


def _gone() -> InputError:
    return InputError("This conversation is not there any more.", "It was deleted, perhaps in another tab.")
