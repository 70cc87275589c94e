"""The database under stress: killed writers, two processes, threads, newer and damaged files, no traces."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ingest.errors import KeepingError
from tests import ROOT
from toolkit_qa import keeping_database
from toolkit_qa.keeping import Keeping
from toolkit_qa.keeping_database import FILE, SCHEMA, Database
from toolkit_qa.keeping_tables import turns

SECRET = "Who reviews the zebra match?"
WRITER = """
import sys
from pathlib import Path
from toolkit_qa.keeping import Keeping
keeping, count = Keeping(Path(sys.argv[1])), int(sys.argv[2])
identity = sys.argv[3] if len(sys.argv) > 3 else keeping.asked(None, "Question 0?")
print(identity, flush=True)
for number in range(1, count):
    keeping.asked(identity, f"Question {number} of {sys.argv[1]}?")
    print(number, flush=True)
"""


def writer(folder: Path, count: int, *arguments: str) -> subprocess.Popen[str]:
    """Another process that asks `count` questions and says after each that it is kept."""
    command = [sys.executable, "-c", WRITER, str(folder), str(count), *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def asked(folder: Path, identity: str) -> list[int | None]:
    return [turn.number for turn in Keeping(folder).conversation(identity).turns]


def made(folder: Path, question: str = SECRET) -> Path:
    Keeping(folder).asked(None, question)
    return folder / FILE


def schema(path: Path, number: int | None = None) -> int:
    connection = sqlite3.connect(path)
    with connection:
        if number is not None:
            connection.execute(f"PRAGMA user_version = {number}")
        found = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    return int(found)


def test_a_killed_writer_loses_nothing_that_it_said_was_kept(tmp_path: Path) -> None:
    for moment in range(5):
        folder = tmp_path / str(moment)
        process = writer(folder, 10_000)
        identity = process.stdout.readline().strip()
        for _ in range(3 + moment):
            process.stdout.readline()
        time.sleep(0.003 * moment)
        process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        said = [line for line in process.communicate()[0].splitlines() if line]
        numbers = asked(folder, identity)
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) >= 4 + moment + len(said)
        assert Database(folder).put_aside() == ()
        Keeping(folder).asked(identity, "And then?")


def test_two_processes_write_one_conversation(tmp_path: Path) -> None:
    identity = Keeping(tmp_path).asked(None, "Question 0?")
    both = [writer(tmp_path, 41, identity) for _ in range(2)]
    for process in both:
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert asked(tmp_path, identity) == list(range(1, 82))


def test_two_processes_begin_one_file(tmp_path: Path) -> None:
    both = [writer(tmp_path, 2) for _ in range(3)]
    for process in both:
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert [head.turns for head in Keeping(tmp_path).heads()] == [2, 2, 2]


def test_many_threads_use_one_keeping(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path)
    identity = keeping.asked(None, SECRET)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: keeping.asked(identity, f"Question {number}?"), range(40)))
        list(pool.map(lambda _: keeping.heads("zebra"), range(40)))
    assert asked(tmp_path, identity) == list(range(1, 42))


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path)
    row = "INSERT INTO checklists VALUES ('local', 'a.1', 1, '{}')"
    with pytest.raises(KeepingError, match="UNIQUE"), database.writing() as connection:
        [connection.exec_driver_sql(row) for _ in range(2)]
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM checklists").scalar() == 0


def test_a_new_file_has_the_schema_number_and_a_journal_that_lets_others_read(tmp_path: Path) -> None:
    path = made(tmp_path)
    assert schema(path) == SCHEMA
    with Database(tmp_path).reading() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "secure_delete")
        ]
    assert found == ["wal", 1, 1]


def test_a_newer_file_is_refused_in_one_line_and_left(tmp_path: Path) -> None:
    path = made(tmp_path)
    schema(path, SCHEMA + 1)
    before = path.read_bytes()
    with pytest.raises(KeepingError) as error:
        Keeping(tmp_path).heads()
    assert f"newer release (schema {SCHEMA + 1}" in str(error.value)
    assert "\n" not in str(error.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", ["no database", "torn page", "half"])
def test_a_damaged_file_is_put_aside_untouched_and_a_new_one_begun(tmp_path: Path, damage: str) -> None:
    path = made(tmp_path)
    keeping = Keeping(tmp_path)
    for number in range(60):
        keeping.asked(None, f"{SECRET} {number}")
    data = path.read_bytes()
    data = {
        "no database": b"x" * len(data),
        "torn page": data[:4096] + b"\xff" * 3 * 4096 + data[4 * 4096 :],
        "half": data[: len(data) // 2],
    }[damage]
    path.write_bytes(data)
    assert Keeping(tmp_path).heads() == ()
    (aside,) = Database(tmp_path).put_aside()
    assert aside.read_bytes() == data
    assert made(tmp_path).is_file()


def test_a_damaged_file_found_by_many_at_once_is_put_aside_once(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"x" * 9000)
    start = threading.Barrier(8)

    def ask(number: int) -> None:
        keeping = Keeping(tmp_path)
        start.wait()
        keeping.asked(None, f"Question {number}?")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(8)))
    assert len(Keeping(tmp_path).heads()) == 8
    assert len(Database(tmp_path).put_aside()) == 1


def test_damage_found_while_running_is_told_and_put_aside_the_next_time(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path)
    keeping.asked(None, SECRET)
    keeping.database.path.write_bytes(b"x" * 8192)
    with pytest.raises(KeepingError, match="damaged"):
        keeping.heads()
    assert keeping.heads() == ()
    assert len(keeping.database.put_aside()) == 1


def test_an_error_never_shows_what_was_to_be_kept(tmp_path: Path) -> None:
    with pytest.raises(KeepingError) as error, Database(tmp_path).writing() as connection:
        connection.execute(turns.insert().values(conversation_id="x", number=1, question=SECRET, asked=""))
    assert "FOREIGN KEY" in str(error.value)
    assert SECRET not in "".join(traceback.format_exception(error.value))


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are counted in /proc")
def test_no_file_stays_open_between_transactions(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path)
    keeping.asked(None, SECRET)
    keeping.heads()
    keeping.database.path.write_bytes(b"x" * 9000)
    Keeping(tmp_path).heads()
    held = [path.readlink() for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    assert [path for path in held if tmp_path in path.parents] == []


def test_a_busy_file_is_told_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping_database, "WAIT_SECONDS", 0.05)
    keeping = Keeping(tmp_path)
    identity = keeping.asked(None, SECRET)
    with (
        Database(tmp_path).writing(),
        pytest.raises(KeepingError, match="in use by another program"),
    ):
        keeping.asked(identity, "And?")
    assert len(keeping.conversation(identity).turns) == 1


@pytest.mark.parametrize("name", ["Ordner mit Leerzeichen", "何?mode=memory#1", "100%20 é"])
def test_the_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    made(tmp_path / name)
    assert [head.title for head in Keeping(tmp_path / name).heads()] == [SECRET]
    assert (tmp_path / name / FILE).is_file()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    with pytest.raises(KeepingError, match="cannot be read or written"):
        Keeping(tmp_path / "data").heads()


def test_a_file_deleted_while_running_is_begun_anew(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path)
    keeping.asked(None, SECRET)
    keeping.database.path.unlink()
    assert keeping.heads() == ()
    keeping.asked(None, SECRET)
    assert len(Keeping(tmp_path).heads()) == 1
