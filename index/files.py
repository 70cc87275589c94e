"""Writing so that a reader sees either the old file or the whole new one. Plain files only.

Everything that the index writes goes through `write`, `move` and `remove`, so that a test can let
each of them fail in turn.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

TEMPORARY = "tmp-"
MANY = 50  # files: one by one 5,000 took 39 seconds, all at once a moment


def write(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Writes `data` to the new file `path` and, if it is to be `lasting`, waits until it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        if lasting:
            file.flush()
            os.fsync(file.fileno())


def replace(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Gives `path` the content `data` in one step: a reader sees the old or the new, nothing between.

    What can be made again need not be `lasting`: after a power cut it may be torn, and must show it.
    """
    aside = path.with_name(f"{TEMPORARY}{os.getpid()}-{path.name}")
    try:
        write(aside, data, lasting=lasting)
        if lasting:
            move(aside, path)
        else:
            _rename(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def move(source: Path, target: Path) -> None:
    """Renames a file (over an old one) or a folder (to a free name) in one step, and makes it last."""
    _rename(source, target)
    sync_folder(target.parent)


def _rename(source: Path, target: Path) -> None:
    for attempt in range(10):
        try:
            source.replace(target)
            break
        except PermissionError:  # Windows, while a virus scanner or a reader holds a file open
            if attempt == 9:
                raise
            time.sleep(0.05 * (attempt + 1))


def remove(path: Path) -> None:
    """Deletes a file or folder; one that is gone already is no error."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Makes renames in `folder` last, where the system can open folders (Windows cannot)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_files(paths: Sequence[Path]) -> None:
    """Waits until files written without `lasting` are on the disk; many of them all at once."""
    if len(paths) > MANY and hasattr(os, "sync"):
        os.sync()
        return
    for path in paths:
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    for folder in {path.parent for path in paths}:
        sync_folder(folder)


def sync_tree(folder: Path) -> None:
    """Waits until every file and folder under `folder` is on the disk (for files a library wrote)."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        else:
            sync_folder(path)
    sync_folder(folder)


def sha256(data: bytes) -> str:
    """SHA-256 as hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def sha256_of_file(path: Path) -> str:
    """SHA-256 of a file's bytes as hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
