"""How long things are kept, all of it in one file, and nothing left after deleting all of it."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.errors import KeepingError
from tests.made_documents import made_answer
from tests.test_toolkit_qa_filled_shelf import earlier, form
from toolkit_qa import keeping_database
from toolkit_qa.filled_shelf import FilledShelf
from toolkit_qa.keeping import Keeping, Turn
from toolkit_qa.keeping_database import FILE, Database
from toolkit_qa.keeping_feedback import DOWN, UP, all_given, give, marked_questions
from toolkit_qa.keeping_retention import delete_everything, export, retire
from toolkit_qa.keeping_tables import conversations
from toolkit_qa.saved_quotes import read_text

SECRET = "zebra"


@pytest.fixture
def keeping(tmp_path: Path) -> Keeping:
    return Keeping(tmp_path)


def conversation(keeping: Keeping, question: str, thumb: str | None = None, days_old: int = 0) -> str:
    """A conversation of one answered question, last changed so many days ago."""
    identity = keeping.asked(None, question)
    keeping.settled(identity, Turn(question=question, answer=made_answer(question), number=1))
    give(keeping, identity, keeping.conversation(identity).turns, 1, thumb)
    when = (datetime.now(UTC) - timedelta(days=days_old)).isoformat(timespec="milliseconds")
    with keeping.database.writing() as connection:
        mine = conversations.c.id == identity
        connection.execute(conversations.update().where(mine).values(changed=when))
    return identity


def test_old_conversations_go_with_what_was_thought_of_them(keeping: Keeping) -> None:
    conversation(keeping, "Old and bad?", DOWN, days_old=31)
    conversation(keeping, "Old and good?", UP, days_old=31)
    fresh = conversation(keeping, "Fresh?", DOWN, days_old=29)
    assert retire(keeping, 30) == 2
    assert [head.conversation_id for head in keeping.heads()] == [fresh]
    assert [one.question for one in all_given(keeping)] == ["Old and good?", "Fresh?"]
    assert [one.question for one in marked_questions(keeping.database.folder)] == ["Old and good?"]


def test_0_days_keep_everything(keeping: Keeping) -> None:
    conversation(keeping, "Old?", days_old=10_000)
    assert retire(keeping, 0) == 0
    assert len(keeping.heads()) == 1


def test_retention_leaves_another_owner_alone(keeping: Keeping) -> None:
    conversation(keeping, "Old?", DOWN, days_old=31)
    assert retire(Keeping(keeping.database.folder, owner="other"), 30) == 0
    assert len(all_given(keeping)) == 1


def test_everything_goes_out_in_one_file_that_can_be_checked(keeping: Keeping) -> None:
    conversation(keeping, "Who?", UP)
    FilledShelf(keeping.database.folder).change_item("risk.1", form(), "A1", answer="yes")
    data = json.loads(export(keeping))
    (turn,) = data["conversations"][0]["turns"]
    assert turn["answer"] == made_answer("Who?").to_dict()
    assert [one["thumb"] for one in data["feedback"]] == [UP]
    assert data["checklists"][0]["items"][0]["answer"] == "yes"
    assert [quote.name for quote in read_text(json.dumps(data), "all.json")] == ["A1", "A2"]


def traces(folder: Path) -> list[str]:
    """The files of a folder in which the secret can be read, as bytes of any encoding."""
    wanted = [SECRET.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path.name for path in files if any(one in path.read_bytes().lower() for one in wanted)]


def filled(keeping: Keeping) -> None:
    """A data folder with the secret in every table, in an old file and in a file put aside."""
    for number in range(30):
        conversation(keeping, f"Is {SECRET} {number} lawful?" + " Or not?" * number, UP)
    changed = form().with_item("A1", note=SECRET)
    FilledShelf(keeping.database.folder).add(changed)
    earlier(keeping.database.folder, "risk.9.json", SECRET.encode())


def test_nothing_is_left_after_everything_was_deleted(keeping: Keeping) -> None:
    filled(keeping)
    (keeping.database.folder / f"{FILE}.damaged-20260101").write_bytes(SECRET.encode())
    assert len(traces(keeping.database.folder)) >= 3
    before = keeping.database.path.stat().st_size
    counts = delete_everything(keeping)
    assert counts == {"feedback": 30, "conversations": 30, "checklists": 1}
    assert traces(keeping.database.folder) == []
    assert keeping.database.path.stat().st_size < before
    assert keeping.heads() == ()
    conversation(keeping, "And on?")


def test_nothing_is_left_while_another_program_has_the_file_open(keeping: Keeping) -> None:
    filled(keeping)
    other = sqlite3.connect(keeping.database.path)
    assert other.execute("SELECT count(*) FROM turns").fetchone() == (30,)
    delete_everything(keeping)
    assert traces(keeping.database.folder) == []
    other.close()


def test_it_is_told_when_another_program_still_reads_what_was_deleted(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping_database, "WAIT_SECONDS", 0.05)
    filled(keeping)
    with Database(keeping.database.folder).reading() as other:
        other.exec_driver_sql("SELECT count(*) FROM turns")
        with pytest.raises(KeepingError, match="traces may be left"):
            delete_everything(Keeping(keeping.database.folder))
    delete_everything(keeping)
    assert traces(keeping.database.folder) == []


def test_a_deleted_conversation_cannot_be_read_in_the_file(keeping: Keeping) -> None:
    identity = conversation(keeping, f"Is {SECRET} lawful?")
    conversation(keeping, "Other?")
    keeping.deleted(identity)
    assert traces(keeping.database.folder) == []
