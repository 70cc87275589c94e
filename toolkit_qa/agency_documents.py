"""The agency's own documents: files in `corpus/agency/`, which every build of the corpus reads.

A file that is replaced or taken away is kept in the hidden folder `.replaced/`, which is never read.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from ingest.errors import InputError
from ingest.sources import ABOUT, KINDS

from .settings import PROJECT

FOLDER = PROJECT / "corpus" / "agency"
KEPT = ".replaced"
LONGEST_NAME = 120
ADDED, REPLACED, SAME = "added", "replaced", "same"
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class AgencyFile:
    """A file that is there; `file` is its name as records of the index give it."""

    name: str
    file: str
    sha256: str


def list_files(folder: Path) -> tuple[AgencyFile, ...]:
    """The documents there, by name."""
    if not folder.is_dir():
        return ()
    paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return tuple(
        AgencyFile(name=path.name, file=f"{folder.name}/{path.name}", sha256=_digest_of(path))
        for path in paths
        if path.suffix.lower() in KINDS
    )


def add_file(folder: Path, name: str, data: bytes) -> tuple[str, str]:
    """Puts a file there, whole or not at all; returns the name it has and what became of it.

    Raises:
        InputError: It is empty, of a kind that is not read, or cannot be written.
    """
    name = checked_name(name)
    if not data:
        raise InputError(f"'{name}' is empty.")
    there = next((one for one in list_files(folder) if one.sha256 == _digest(data)), None)
    if there is not None:
        return there.name, SAME
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replaced = path.exists()
        if replaced:
            _put_aside(path)
        _write(path, data)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return name, REPLACED if replaced else ADDED


def remove_file(folder: Path, name: str) -> None:
    """Takes a file away; it is kept aside. Raises InputError."""
    path = folder / checked_name(name)
    try:
        if path.exists():
            _put_aside(path)
    except OSError as error:
        raise _unwritable(folder, error) from error


def checked_name(name: str) -> str:
    """The file's own name without folders or characters that some system refuses. Raises InputError."""
    last = _FORBIDDEN.sub("", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    stem, dot, ending = last.rpartition(".")
    if not dot or not stem.strip() or f".{ending.lower()}" not in KINDS:
        raise InputError(f"'{last or name}' is of a kind that is not read.", f"Take {', '.join(KINDS)}.")
    if ABOUT.fullmatch(stem) or _DEVICES.fullmatch(last):
        raise InputError(f"A file called '{last}' is passed over.", "Give it another name.")
    return f"{stem[:LONGEST_NAME].strip(' .')}.{ending.lower()}"


def _put_aside(path: Path) -> None:
    aside = path.parent / KEPT
    aside.mkdir(exist_ok=True)
    path.replace(aside / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{path.name}")


def _write(path: Path, data: bytes) -> None:
    handle, aside = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(aside).replace(path)
    finally:
        Path(aside).unlink(missing_ok=True)


def _digest_of(path: Path) -> str:
    stat = path.stat()
    return _known_digest(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=512)
def _known_digest(path: Path, changed: int, size: int) -> str:
    """Read again only when the file has changed."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _unwritable(folder: Path, error: OSError) -> InputError:
    return InputError(f"{folder} cannot be written ({error.strerror}).", "Make room or mend its permissions.")
