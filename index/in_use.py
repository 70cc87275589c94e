"""Which versions are in use, told between processes by locks, which end with their holder however it ends.

Who uses a version holds the lock of a file of its own, `in_use/VERSION-PROCESS-TOKEN`. Who would delete
the version tries these locks; one that can be had was left behind by a process that is gone.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import weakref
from pathlib import Path

from filelock import FileLock, Timeout

from .store import Store

log = logging.getLogger(__name__)


class Use:
    """Says that this process uses a version, until it is released, or collected, or the process ends.

    Where the store cannot be written nothing is said: from such a store nothing is deleted either.
    """

    def __init__(self, store: Store, version: str) -> None:
        path = store.in_use / f"{version}-{os.getpid()}-{secrets.token_hex(4)}"
        lock = FileLock(path, timeout=1, thread_local=False)
        try:
            path.parent.mkdir(exist_ok=True)
            lock.acquire()
        except (OSError, Timeout) as error:
            log.debug("the use of version %s could not be noted (%s)", version, error)
            return
        self._end = weakref.finalize(self, _end, lock, path)

    def release(self) -> None:
        """Ends the use; a second time does nothing."""
        if hasattr(self, "_end"):
            self._end()


def _end(lock: FileLock, path: Path) -> None:
    lock.release()
    with contextlib.suppress(OSError):
        path.unlink()


def users(store: Store, version: str) -> tuple[str, ...]:
    """The processes that use a version, by number; what processes left behind that are gone is removed."""
    found = [_process(path) for path in _marks(store, version) if _held(path)]
    return tuple(dict.fromkeys(found))


def clear_marks(store: Store) -> None:
    """Removes the marks of processes that are gone."""
    for path in _marks(store, ""):
        _held(path)


def _marks(store: Store, version: str) -> list[Path]:
    return sorted(store.in_use.glob(f"{version}*-*")) if store.in_use.is_dir() else []


def _process(path: Path) -> str:
    return path.name.split("-")[1]


def _held(path: Path) -> bool:
    """Whether somebody holds the mark; one that nobody holds is removed."""
    lock = FileLock(path, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        return True
    except OSError:
        return path.exists()  # when in doubt nothing is deleted
    _end(lock, path)
    return False
