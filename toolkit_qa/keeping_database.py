"""The file in which everything lies that users make: one SQLite database in the data folder.

It may be used by any number of threads and processes at once: each transaction has a connection of its own
and is short, writers wait for each other. Nothing is left open between transactions, so that the folder can
be copied or deleted at any moment. What is deleted is overwritten in the file.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DatabaseError

from ingest.errors import KeepingError

from .keeping_tables import metadata

log = logging.getLogger(__name__)
FILE = "kept.db"
SCHEMA = 1
WAIT_SECONDS = 10.0
PARTS = ("", "-wal", "-shm")  # of a database, as endings of its name
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
PRAGMAS = ("journal_mode = WAL", "foreign_keys = ON", "secure_delete = ON")


class Database:
    """The database of one folder; made when something is first kept in it.

    Raises:
        KeepingError: The file was written by a newer program, is busy, or cannot be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE
        self._engine = _engine(self.path)
        self._writing = self._engine.execution_options(writes=True)
        self._opening = threading.Lock()
        self._checked = False

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of everything."""
        with self._begun(self._engine) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is kept as a whole or not at all; one at a time."""
        with self._begun(self._writing) as connection:
            yield connection

    def put_aside(self) -> tuple[Path, ...]:
        """Databases that could not be read and were moved out of the way, untouched."""
        found = sorted(self.folder.glob(f"{FILE}.damaged-*"))
        return tuple(path for path in found if not path.name.endswith(PARTS[1:]))

    def leave_no_trace(self) -> None:
        """Makes sure that nothing of what was deleted can be read in the file or beside it.

        Raises:
            KeepingError: Another program is reading what was there before, or there is no room.
        """
        try:
            with _raw(self._engine) as raw:
                raw.execute("VACUUM")
                busy = bool(raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
            for path in self.put_aside():
                for part in PARTS:
                    path.with_name(path.name + part).unlink(missing_ok=True)
        except (DatabaseError, sqlite3.DatabaseError, OSError) as error:
            raise _traces(self.path, _reason(error)) from error
        if busy:
            raise _traces(self.path, "another program is reading it")

    @contextmanager
    def _begun(self, engine: Engine) -> Iterator[Connection]:
        with self._told():
            self._open()
            with engine.begin() as connection:
                yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Faults of the file as one line each; a damaged one is looked at anew the next time."""
        try:
            yield
        except (DatabaseError, sqlite3.DatabaseError, OSError, Timeout) as error:
            if _code(error) in DAMAGED:
                self._checked = False
            raise _fault(self.path, error) from error

    def _open(self) -> None:
        """Checks the file once, and makes it where there is none (or none any more)."""
        with self._opening:
            if self._checked and self.path.is_file():
                return
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / f"{FILE}.lock", timeout=WAIT_SECONDS):
                if not _sound(self._engine, self.path):
                    _move_aside(self.path)
                _prepare(self._writing, self.path)
            self._checked = True


def _engine(path: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=NullPool,
        connect_args={"timeout": WAIT_SECONDS},
        hide_parameters=True,  # an error that is logged shows no question
    )
    event.listen(engine, "connect", _connected)
    event.listen(engine, "begin", _begin)
    return engine


def _connected(connection: sqlite3.Connection, _: object) -> None:
    """The driver begins no transactions of its own: `_begin` does."""
    connection.isolation_level = None
    try:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()  # a damaged file that is still open could not be renamed everywhere
        raise


def _begin(connection: Connection) -> None:
    """A writer takes its turn at the beginning: one that has read before could not wait for others."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _raw(engine: Engine) -> Iterator[Any]:
    """The driver's connection, for what is no part of a transaction."""
    with engine.connect() as connection:
        yield connection.connection.driver_connection


def _sound(engine: Engine, path: Path) -> bool:
    """Whether the file holds a whole database, or there is none. Raises what is no damage."""
    if not path.is_file():
        return True
    try:
        with _raw(engine) as raw:
            return bool(raw.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except (DatabaseError, sqlite3.DatabaseError) as error:
        if _code(error) in DAMAGED:
            return False
        raise


def _move_aside(path: Path) -> None:
    """Renames a damaged database with its parts: it is never written to again."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    aside = path.with_name(f"{FILE}.damaged-{stamp}")
    for part in PARTS:
        beside = path.with_name(path.name + part)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + part))
    log.warning("%s cannot be read; it was put aside as %s, and a new one is begun", path, aside.name)


def _prepare(engine: Engine, path: Path) -> None:
    """Makes the tables of a new file. Raises KeepingError for one of a newer program."""
    with engine.begin() as connection:
        found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if found > SCHEMA:
            raise KeepingError(
                f"{path} was written by a newer release (schema {found}; this one reads up to {SCHEMA}).",
                "Use that release, or move the file away to begin a new one.",
            )
        if found < SCHEMA:
            metadata.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")


def _code(error: BaseException) -> int | None:
    """SQLite's primary result code, where there is one."""
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def _fault(path: Path, error: Exception) -> KeepingError:
    if isinstance(error, Timeout) or _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return KeepingError(
            f"{path} is in use by another program for {WAIT_SECONDS:.0f} seconds, so nothing was saved.",
            "Wait or close that program, then try again.",
        )
    if _code(error) in DAMAGED:
        return KeepingError(f"{path} is damaged.", "Try again: it is put aside then, and a new one begun.")
    return KeepingError(
        f"{path} cannot be read or written ({_reason(error)}), so nothing was saved.",
        "Make room or mend its permissions, then try again.",
    )


def _reason(error: Exception) -> str:
    return str(error.strerror if isinstance(error, OSError) else getattr(error, "orig", error))


def _traces(path: Path, reason: str) -> KeepingError:
    return KeepingError(
        f"All is deleted, but traces may be left in {path} ({reason}).",
        "Close what uses it and make room, then delete everything again.",
    )
