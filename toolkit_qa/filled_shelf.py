"""Filled checklists on disk: one plain JSON file each in one folder, written aside and renamed into place.

A form is read anew before each change, so that two tabs may fill the same one. A file that cannot be
read is left as it is and named; it is never written over.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import tempfile
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingest.errors import InputError, ToolkitError

from .filled import FilledChecklist
from .filled_files import from_json, to_json

log = logging.getLogger(__name__)
ENDING = ".json"
_SAFE = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_WRITING = threading.RLock()


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptForm:
    """A filled checklist with the name it is kept under; `saved` is the file's time in nanoseconds."""

    form_id: str
    filled: FilledChecklist
    saved: int


class FilledShelf:
    """The filled checklists of one folder. May be used by any number of threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, tuple[tuple[int, int], KeptForm]] = {}

    def forms(self) -> tuple[KeptForm, ...]:
        """All forms that can be read, the one saved last at the end."""
        found = (self._known(name) for name in self._names())
        return tuple(sorted((one for one in found if one), key=lambda one: (one.saved, one.form_id)))

    def unreadable(self) -> tuple[str, ...]:
        """The names of files that hold no filled checklist."""
        return tuple(f"{name}{ENDING}" for name in self._names() if self._known(name) is None)

    def new_id(self, checklist_id: str) -> str:
        """A name that no form has yet, made from the id of its checklist."""
        stem = checklist_id
        if not _SAFE.fullmatch(stem):
            kept = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:60]
            stem = f"{kept or 'checklist'}-{hashlib.sha256(checklist_id.encode()).hexdigest()[:12]}"
        taken, number = set(self._names()), 1
        while f"{stem}.{number}" in taken:
            number += 1
        return f"{stem}.{number}"

    def change_item(self, form_id: str, empty: FilledChecklist, item_id: str, **changes: Any) -> None:
        """Makes `changes` to one item and keeps the form; a form not kept yet begins as `empty`.

        Raises:
            InputError: There is no such item or answer, or the form cannot be read or written.
        """
        with _WRITING:
            self._keep(form_id, self._current(form_id, empty).with_item(item_id, **changes))

    def change(self, form_id: str, empty: FilledChecklist, **changes: Any) -> None:
        """The same for what stands at the head: who, and what for. Raises InputError."""
        with _WRITING:
            self._keep(form_id, replace(self._current(form_id, empty), **changes))

    def add(self, filled: FilledChecklist) -> str:
        """Keeps a form under a name of its own, unless the same is kept already. Raises InputError."""
        with _WRITING:
            for form in self.forms():
                if form.filled == filled:
                    return form.form_id
            form_id = self.new_id(filled.checklist_id)
            self._write(form_id, filled)
            return form_id

    def delete(self, form_id: str) -> None:
        """Deletes a form. Raises InputError."""
        with _WRITING:
            try:
                self._path(form_id).unlink(missing_ok=True)
            except OSError as error:
                raise _unwritable(self._folder, error) from error

    def _keep(self, form_id: str, filled: FilledChecklist) -> None:
        self._write(form_id, replace(filled, answered_at=datetime.now(UTC).isoformat(timespec="seconds")))

    def _current(self, form_id: str, empty: FilledChecklist) -> FilledChecklist:
        path = self._path(form_id)
        if not path.exists():
            return empty
        known = self._known(form_id)
        if known is None:
            raise InputError(
                f"'{path.name}' cannot be read, so nothing was changed.", "Mend or move the file."
            )
        return known.filled

    def _names(self) -> list[str]:
        try:
            return sorted(path.stem for path in self._folder.iterdir() if path.name.endswith(ENDING))
        except OSError:
            return []

    def _known(self, form_id: str) -> KeptForm | None:
        """The form, read again only when its file has changed; None where it cannot be read."""
        path = self._path(form_id)
        try:
            stat = path.stat()
            mark = (stat.st_mtime_ns, stat.st_size)
            if form_id not in self._read or self._read[form_id][0] != mark:
                form = KeptForm(form_id=form_id, filled=from_json(path.read_bytes()), saved=mark[0])
                self._read[form_id] = (mark, form)
            return self._read[form_id][1]
        except (OSError, ToolkitError):
            log.warning("the filled checklist %s cannot be read", path.name)
            return None

    def _path(self, form_id: str) -> Path:
        if Path(form_id).name != form_id or form_id in ("", ".", ".."):
            raise InputError(f"'{form_id}' is no name of a form.")
        return self._folder / f"{form_id}{ENDING}"

    def _write(self, form_id: str, filled: FilledChecklist) -> None:
        """Writes the whole file aside and renames it, so that a crash leaves the old one or the new one."""
        path = self._path(form_id)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, aside = tempfile.mkstemp(prefix=".", suffix=".part", dir=self._folder)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(to_json(filled))
                    stream.flush()
                    os.fsync(stream.fileno())
                Path(aside).replace(path)
            finally:
                Path(aside).unlink(missing_ok=True)
        except OSError as error:
            raise _unwritable(self._folder, error) from error
        self._read.pop(form_id, None)


def _unwritable(folder: Path, error: OSError) -> InputError:
    return InputError(
        f"{folder} cannot be written ({error.strerror}), so nothing was saved.",
        "Make room or mend its permissions, then change the answer again.",
    )
