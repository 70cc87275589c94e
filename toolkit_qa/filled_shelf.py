"""Filled checklists in the database of the data folder. Each change is written at once.

A form is read anew before each change, so that two tabs may fill the same one: they change different
questions side by side, and the same question only when they have seen what it holds.
Forms that earlier releases kept as files in `checklists/` are taken over; what cannot be read is left there.
"""

from __future__ import annotations

import hashlib
import logging
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from ingest.errors import InputError, KeepingError, ToolkitError

from .filled import OPEN, FilledChecklist
from .filled_files import from_json
from .keeping import OWNER
from .keeping_database import Database
from .keeping_tables import checklists

log = logging.getLogger(__name__)
EARLIER_FOLDER = "checklists"
_SAFE = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_ID = re.compile(r"[a-z0-9-]{1,100}\.[0-9]{1,9}")


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptForm:
    """A filled checklist with the name it is kept under; `saved` is a time in nanoseconds."""

    form_id: str
    filled: FilledChecklist
    saved: int


class ChangedElsewhereError(InputError):
    """What is to be changed holds something else than was seen: it holds `theirs`."""

    def __init__(self, theirs: object) -> None:
        self.theirs = theirs
        super().__init__(
            "This was changed in another tab meanwhile, so nothing was saved.", "Look at it again."
        )


class FilledShelf:
    """The filled checklists of one owner in one data folder. May be used by any number of threads.

    Every call raises KeepingError when the file cannot be read or written.
    """

    def __init__(self, folder: Path, owner: str = OWNER) -> None:
        self._database = Database(folder)
        self._owner = owner
        self._mine = checklists.c.owner == owner
        self._read: dict[str, KeptForm] = {}

    def forms(self) -> tuple[KeptForm, ...]:
        """All forms that can be read, the one saved last at the end."""
        self._take_over()
        with self._database.reading() as connection:
            saved = {row.form_id: row.saved for row in connection.execute(self._listed())}
            found = [self._known(connection, form_id, when) for form_id, when in saved.items()]
        for gone in set(self._read) - set(saved):
            self._read.pop(gone, None)
        return tuple(form for form in found if form is not None)

    def unreadable(self) -> tuple[str, ...]:
        """The names of files and forms that hold no filled checklist."""
        readable = {form.form_id for form in self.forms()}
        files = [path.name for path in earlier_files(self._database.folder)]
        with self._database.reading() as connection:
            ids = [row.form_id for row in connection.execute(self._listed())]
        return (*files, *(form_id for form_id in ids if form_id not in readable))

    def new_id(self, checklist_id: str) -> str:
        """A name that no form has yet, made from the id of its checklist."""
        with self._database.reading() as connection:
            return self._new_id(connection, checklist_id)

    def change_item(
        self,
        form_id: str,
        shown: FilledChecklist,
        item_id: str,
        seen: Mapping[str, object] | None = None,
        **changes: Any,
    ) -> None:
        """Makes `changes` to one item and keeps the form; a form not kept yet begins as `shown`.

        Args:
            seen: what was known to stand in the fields that change; nothing is checked without it.

        Raises:
            ChangedElsewhereError: A field holds neither what was seen nor what it is to hold.
            InputError: There is no such item or answer, or the form was deleted or cannot be read.
        """
        with self._database.writing() as connection:
            current = self._current(connection, form_id, shown)
            item = next((one for one in current.items if one.item_id == item_id), None)
            _check_seen(item, seen, changes)
            self._keep(connection, form_id, current.with_item(item_id, **changes))

    def change(
        self,
        form_id: str,
        shown: FilledChecklist,
        seen: Mapping[str, object] | None = None,
        **changes: Any,
    ) -> None:
        """The same for what stands at the head: who, and what for."""
        with self._database.writing() as connection:
            current = self._current(connection, form_id, shown)
            _check_seen(current, seen, changes)
            self._keep(connection, form_id, replace(current, **changes))

    def add(self, filled: FilledChecklist) -> str:
        """Keeps a form under a name of its own, unless the same is kept already."""
        for form in self.forms():
            if form.filled == filled:
                return form.form_id
        with self._database.writing() as connection:
            form_id = self._new_id(connection, filled.checklist_id)
            self._write(connection, form_id, filled)
            return form_id

    def delete(self, form_id: str) -> None:
        """Deletes a form; one that is gone already is no error."""
        with self._database.writing() as connection:
            connection.execute(delete(checklists).where(self._mine, checklists.c.form_id == form_id))

    def _listed(self) -> Any:
        names = select(checklists.c.form_id, checklists.c.saved).where(self._mine)
        return names.order_by(checklists.c.saved, checklists.c.form_id)

    def _known(self, connection: Connection, form_id: str, saved: int) -> KeptForm | None:
        """A form, read again only when it was saved since; None where it cannot be read."""
        known = self._read.get(form_id)
        if known is not None and known.saved == saved:
            return known
        query = select(checklists.c.record).where(self._mine, checklists.c.form_id == form_id)
        record = connection.execute(query).scalar_one()
        try:
            form = KeptForm(form_id=form_id, filled=FilledChecklist.from_dict(record), saved=saved)
        except ToolkitError:
            log.warning("the filled checklist %s cannot be read", form_id)
            return None
        self._read[form_id] = form
        return form

    def _current(self, connection: Connection, form_id: str, shown: FilledChecklist) -> FilledChecklist:
        named = (self._mine, checklists.c.form_id == form_id)
        saved = connection.execute(select(checklists.c.saved).where(*named)).scalar_one_or_none()
        if saved is None and not _ID.fullmatch(form_id):
            raise InputError(f"'{form_id}' is no name of a form.")
        if saved is None and not _is_empty(shown):
            raise InputError("This form was deleted, perhaps in another tab.", "Begin a new one.")
        if saved is None:
            return shown
        known = self._known(connection, form_id, saved)
        if known is None:
            raise InputError(f"The form '{form_id}' cannot be read, so nothing was changed.")
        return known.filled

    def _new_id(self, connection: Connection, checklist_id: str) -> str:
        stem = checklist_id
        if not _SAFE.fullmatch(stem):
            kept = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:60]
            stem = f"{kept or 'checklist'}-{hashlib.sha256(checklist_id.encode()).hexdigest()[:12]}"
        taken = {row.form_id for row in connection.execute(self._listed())}
        taken |= {path.stem for path in earlier_files(self._database.folder)}
        number = 1
        while f"{stem}.{number}" in taken:
            number += 1
        return f"{stem}.{number}"

    def _keep(self, connection: Connection, form_id: str, filled: FilledChecklist) -> None:
        when = datetime.now(UTC).isoformat(timespec="seconds")
        self._write(connection, form_id, replace(filled, answered_at=when))

    def _write(self, connection: Connection, form_id: str, filled: FilledChecklist) -> None:
        """Writes a form with a time later than that of every other, whatever the clock says."""
        last = connection.execute(select(func.max(checklists.c.saved))).scalar_one() or 0
        row = {"saved": max(time.time_ns(), last + 1), "record": filled.to_dict()}
        fresh = insert(checklists).values(owner=self._owner, form_id=form_id, **row)
        connection.execute(
            fresh.on_conflict_do_update(index_elements=["owner", "form_id"], set_=row),
        )

    def _take_over(self) -> None:
        """Takes the files of an earlier release into the database; each is deleted once it is kept."""
        for path in earlier_files(self._database.folder):
            try:
                filled = from_json(path.read_bytes())
            except (ToolkitError, OSError):
                continue  # `unreadable` names it
            with self._database.writing() as connection:
                taken = self._take_in(connection, path.stem, filled)
            try:
                delete_earlier(path)
            except KeepingError:
                self.delete(taken)  # else it would come in once more after its next change
                raise
            log.info("the filled checklist %s was taken into the database", path.name)

    def _take_in(self, connection: Connection, stem: str, filled: FilledChecklist) -> str:
        """Keeps it under the name of its file, unless another form has that; gives the name back."""
        rows = select(checklists.c.form_id, checklists.c.record).where(self._mine)
        kept: dict[str, Any] = {row.form_id: row.record for row in connection.execute(rows)}
        same = next((name for name, record in kept.items() if record == filled.to_dict()), None)
        if same is not None:
            return same
        free = _ID.fullmatch(stem) and stem not in kept
        form_id = stem if free else self._new_id(connection, filled.checklist_id)
        self._write(connection, form_id, filled)
        return form_id


def earlier_files(folder: Path) -> tuple[Path, ...]:
    """The forms that earlier releases kept as files."""
    try:
        return tuple(sorted((folder / EARLIER_FOLDER).glob("*.json")))
    except OSError as error:
        raise KeepingError(f"{folder / EARLIER_FOLDER} cannot be read ({error.strerror}).") from error


def delete_earlier(path: Path) -> None:
    """Deletes the file of an earlier release. Raises KeepingError."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise KeepingError(
            f"{path} cannot be deleted ({error.strerror}).", "Mend its permissions, then try again."
        ) from error


def _check_seen(record: object, seen: Mapping[str, object] | None, changes: Mapping[str, Any]) -> None:
    for field, known in (seen or {}).items():
        theirs = getattr(record, field, known)
        if theirs not in (known, changes[field]):
            raise ChangedElsewhereError(theirs)


def _is_empty(filled: FilledChecklist) -> bool:
    """Whether nothing has been filled in."""
    head = filled.subject or filled.answered_by
    return not head and all(
        item.answer == OPEN and not item.note and not item.citations for item in filled.items
    )
