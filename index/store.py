"""The store: a folder with everything that is built. Layout, lock, pointer, kept files and readings.

current           text: the id of the version that serves, below it those that served before it
versions/<id>/    one version, never changed once it is there
activations.jsonl which version served from when on, and why
built             text: the ids of the versions in the order they were built, latest first
files/            each source file once, by SHA-256
readings/         files as read, by SHA-256, release of the reader and limits
cuts/             documents as cut into passages, by reading, name, release of the cutters and model
vectors/          vectors by hash of text, model and number format
evaluation.json   the last result of `evaluate`, for the About page; may be deleted
pictures/         page pictures the app has drawn, by SHA-256, page and scale; may be deleted
in_use/           who uses which version (see in_use.py)
lock, builder     who is building
"""

from __future__ import annotations

import contextlib
import errno
import json
import logging
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import DocumentError, StoreError

from . import files

log = logging.getLogger(__name__)

BUILD = "Run: python -m toolkit_qa build"
LOCK_SECONDS = 20.0
VERSION_ID = re.compile(r"[0-9a-f]{12}")
REMEMBERED = 50


class Store:
    """The folders of one store. Making the object touches nothing on the disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.versions = root / "versions"
        self.files = root / "files"
        self.readings = root / "readings"
        self.cuts = root / "cuts"
        self.vectors = root / "vectors"
        self.in_use = root / "in_use"
        self._pointer = root / "current"
        self._built = root / "built"
        self._activations = root / "activations.jsonl"

    def version_folder(self, version: str) -> Path:
        """The folder of a version that is there. Raises StoreError with the versions there are."""
        if VERSION_ID.fullmatch(version) and (self.versions / version).is_dir():
            return self.versions / version
        known = ", ".join(self.version_ids()) or "none"
        raise StoreError(f"There is no version {version!r} in {self.root} (there are: {known}).", BUILD)

    def version_ids(self) -> tuple[str, ...]:
        """The ids of all versions in the store, sorted."""
        if not self.versions.is_dir():
            return ()
        return tuple(sorted(p.name for p in self.versions.iterdir() if VERSION_ID.fullmatch(p.name)))

    def served(self) -> tuple[str, ...]:
        """The id of the version that serves, then those that served before it, latest first."""
        return _read_ids(self._pointer)

    def built(self) -> tuple[str, ...]:
        """The ids of the versions in the order they were built, latest first; some may be gone by now."""
        return _read_ids(self._built)

    def current_id(self) -> str | None:
        """The id of the version that serves, or None."""
        return next(iter(self.served()), None)

    def point_to(self, served: Sequence[str]) -> None:
        """Lets the first of `served` serve and remembers the others behind it, in one step."""
        _write_ids(self._pointer, served)

    def note_built(self, version: str) -> None:
        """Remembers that a version was built last: clocks may be set back, this order stays."""
        _write_ids(self._built, [version, *self.built()])

    def note_activation(self, version: str, reason: str = "") -> None:
        """Remembers when and why a version is let serve. Call it first: no activation without its line."""
        entry = {
            "version": version,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "reason": reason,
        }
        with self._activations.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")

    def activations(self, version: str) -> tuple[dict[str, str], ...]:
        """When and why a version was let serve: `at`, `reason`, earliest first."""
        try:
            lines = self._activations.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return ()
        entries = []
        for line in lines:
            with contextlib.suppress(ValueError, KeyError, TypeError):  # torn by a crash
                entry = json.loads(line)
                if entry["version"] == version:
                    entries.append({"at": str(entry["at"]), "reason": str(entry["reason"])})
        return tuple(entries)

    def source_path(self, sha256: str, file: str) -> Path:
        """Where the source file of that hash is kept; `file` gives the extension."""
        return self.files / f"{sha256}{Path(file).suffix.lower()}"

    def keep_source(self, path: Path, sha256: str, file: str) -> Path | None:
        """Copies a source file into the store and returns where, or None when it is there already.

        The caller makes the copies last with `files.sync_files`, all at once.

        Raises:
            DocumentError: the file has other bytes than when its hash was taken, or is gone.
        """
        target = self.source_path(sha256, file)
        if target.is_file():
            return None
        try:
            data = path.read_bytes()
        except OSError:
            data = b""
        if files.sha256(data) != sha256:
            raise DocumentError("damaged", "The file changed while it was being read.", "Build again.")
        files.replace(target, data, lasting=False)
        return target

    @contextlib.contextmanager
    def locked(self, seconds: float | None = None) -> Iterator[None]:
        """Lets one process at a time change the store; waits up to `seconds` (20) for another one.

        Raises:
            StoreError: another process holds the lock still, or the folder cannot be written, then or
                later on (a full disk, for one).
        """
        builder = self.root / "builder"
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with FileLock(self.root / "lock", timeout=LOCK_SECONDS if seconds is None else seconds):
                try:
                    builder.write_text(_builder(), encoding="utf-8")
                    yield
                finally:
                    builder.unlink(missing_ok=True)
        except Timeout as error:
            raise StoreError(
                f"The store {self.root} is in use by another build ({_holder(builder)}).",
                "Wait until it is done, or end it.",
            ) from error
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> StoreError:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return StoreError(
                f"There is no room left for the store {self.root} ({self.free_megabytes():.0f} MB free). "
                "The version that serves goes on serving.",
                "Make room, or choose another folder with --store.",
            )
        return StoreError(
            f"The store {self.root} cannot be written ({error.strerror or error}).",
            "Choose another folder with --store.",
        )

    def clear_leftovers(self) -> None:
        """Removes what an interrupted build left behind. Only for the holder of the lock."""
        for folder in (self.root, self.versions, self.files, self.readings, self.cuts, self.vectors):
            if folder.is_dir():
                for path in folder.glob(f"{files.TEMPORARY}*"):
                    files.remove(path)
        for path in self.vectors.glob(f"*/{files.TEMPORARY}*"):
            files.remove(path)

    def free_megabytes(self) -> float:
        """Free space where the store lies."""
        existing = next(path for path in (self.root, *self.root.absolute().parents) if path.exists())
        return shutil.disk_usage(existing).free / 1e6


def _read_ids(path: Path) -> tuple[str, ...]:
    """The ids in a small file, one a line; none when there is no such file."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"The pointer {path} cannot be read ({error}).", BUILD) from error
    return tuple(line for line in text.splitlines() if VERSION_ID.fullmatch(line))


def _write_ids(path: Path, ids: Sequence[str]) -> None:
    kept = list(dict.fromkeys(ids))[:REMEMBERED]
    files.replace(path, "".join(f"{one}\n" for one in kept).encode())


def _builder() -> str:
    return f"process {os.getpid()}, since {datetime.now().astimezone():%Y-%m-%d %H:%M:%S}"


def _holder(builder: Path) -> str:
    try:
        return builder.read_text(encoding="utf-8") or "unknown process"
    except OSError:
        return "unknown process"
