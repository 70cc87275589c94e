"""Where official PDFs are put: `official/` in the corpus, with a record of each in `fetched.toml`.

No file is lost: one that is replaced by other bytes is first copied to `official/replaced/`, which is
never read. Each step is atomic, and in an order that leaves a whole corpus behind wherever it stops:
copy of the old file, record, new file.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from index import files
from ingest.errors import FetchError
from ingest.manifest import FETCHED, Entry, Fetched, fetched_toml, read_manifest
from ingest.sources import OFFICIAL_FOLDER, REPLACED_FOLDER

NEW, OTHER_BYTES, WAS_THERE, UNCHANGED = "fetched", "updated", "confirmed", "unchanged"
PART = ".fetching-"  # hidden, so that no build takes it for a document


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """What came of a fetched file: one of the four words above, where it stands, where its predecessors do.

    `file` and `kept` are paths below the corpus (POSIX). `WAS_THERE`: somebody had put these bytes there
    by hand, and now they are known to be official.
    """

    status: str
    file: str
    kept: tuple[str, ...] = ()


class Shelf:
    """The official PDFs of a corpus. Its folder is made on first use."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._folder = corpus / OFFICIAL_FOLDER
        self._replaced = corpus / REPLACED_FOLDER

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Lets one process at a time fetch, and clears what an interrupted one left.

        Raises:
            FetchError: Another process is fetching, or the folder cannot be written.
        """
        lock = FileLock(self._folder / ".fetch.lock", timeout=0)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout as error:
            raise FetchError(
                f"Another fetch into {self._folder} is running.", "Wait until it ends."
            ) from error
        except OSError as error:
            raise cannot_write(self._folder, error) from error
        try:
            for left in self._folder.glob(f"{PART}*"):
                left.unlink(missing_ok=True)
            yield
        finally:
            lock.release()

    @contextlib.contextmanager
    def part(self) -> Iterator[Path]:
        """A path for a file that is being loaded; gone at the end, unless it was placed."""
        path = self._folder / f"{PART}{os.getpid()}.part"
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def place(self, part: Path, fetched: Fetched) -> Placed:
        """Puts a loaded and checked file among the official PDFs; `fetched.file` is found out here.

        Raises:
            FetchError: A file cannot be written. What stood there before still does.
        """
        try:
            return self._place(part, fetched)
        except OSError as error:
            raise cannot_write(self._folder, error) from error

    def _place(self, part: Path, fetched: Fetched) -> Placed:
        records = read_manifest(self._corpus).fetched
        own = [one.sha256 for one in records if one.document_id == fetched.document_id]
        there = {path: files.sha256_of_file(path) for path in self._pdfs()}
        target = self._folder / f"{_file_name(fetched.document_id)}.pdf"
        same = next((path for path, sha256 in there.items() if sha256 == fetched.sha256), None)
        old = [
            path
            for path, sha256 in there.items()
            if sha256 != fetched.sha256 and (path == target or sha256 in own)
        ]
        kept = tuple(self._keep(path, there[path]) for path in old)
        placed = same or target
        known = own[-1:] == [fetched.sha256]
        if not known:
            self._record(records, replace(fetched, file=self._below(placed)))
        if same is None:
            files.move(part, target)
        for path in old:
            if path != placed:
                path.unlink()
        status = OTHER_BYTES if old else NEW if same is None else UNCHANGED if known else WAS_THERE
        return Placed(status=status, file=self._below(placed), kept=kept)

    def rival(self, entry: Entry, sha256: str) -> str:
        """A file among the official PDFs that the manifest confirms in place of these bytes, or ""."""
        for path in self._pdfs():
            found = files.sha256_of_file(path)
            if found != sha256 and found in entry.official_sha256:
                return self._below(path)
        return ""

    def _pdfs(self) -> list[Path]:
        """The PDFs that a build reads."""
        found = (path for path in self._folder.rglob("*") if path.suffix.lower() == ".pdf" and path.is_file())
        return sorted(p for p in found if self._replaced not in p.parents and not p.name.startswith("."))

    def _keep(self, path: Path, sha256: str) -> str:
        """A copy among the replaced files, named by its bytes; its path below the corpus."""
        copy = self._replaced / f"{path.stem}-{sha256[:12]}.pdf"
        if not copy.is_file() or files.sha256_of_file(copy) != sha256:
            _write(copy, path.read_bytes())
        return self._below(copy)

    def _record(self, records: tuple[Fetched, ...], new: Fetched) -> None:
        """Adds a file to `fetched.toml`, as the last one; one of the same bytes before it is dropped."""
        others = [one for one in records if (one.document_id, one.sha256) != (new.document_id, new.sha256)]
        _write(self._corpus / FETCHED, fetched_toml([*others, new]).encode("utf-8"))

    def _below(self, path: Path) -> str:
        return os.fsencode(path.relative_to(self._corpus).as_posix()).decode("utf-8", "replace")


def cannot_write(place: Path, error: OSError) -> FetchError:
    """The error for a folder that cannot be written, or is full."""
    return FetchError(
        f"{place} cannot be written ({error.strerror or error}).", "Check permissions and free space."
    )


def _write(path: Path, data: bytes) -> None:
    """Gives `path` its content in one step, by way of a hidden file beside it."""
    aside = path.with_name(f".{path.name}.part")
    try:
        files.write(aside, data)
        files.move(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def _file_name(document_id: str) -> str:
    """An id as a file name: letters, digits, dots and hyphens."""
    return re.sub(r"[^\w.-]+", "-", document_id).strip(".-") or "document"
