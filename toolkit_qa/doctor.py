"""What is installed, whether model and index are sound, and the command that mends what is not.

Looks at metadata and files only: neither torch nor the model is loaded.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ToolkitError

from .records import Record
from .settings import DATA_FOLDER, PROJECT, Settings

if TYPE_CHECKING:
    from index.version import Version

REQUIREMENTS = PROJECT / "requirements.txt"
INSTALL = "python -m pip install -r requirements.txt"
BUILD = "python -m toolkit_qa build"
OLDEST_PYTHON = (3, 11)
LEAST_FREE_MB = 500

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;#]+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding(Record):
    """One thing looked at; `command` mends it when it is not `ok` (empty when no command does)."""

    name: str
    ok: bool
    detail: str
    command: str = ""


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Everything that can be found out without loading the model."""
    return (
        _python(),
        *_packages(),
        _model(settings),
        _adapter(settings),
        _corpus(),
        *_store(settings.store),
        _writable("data folder", DATA_FOLDER),
        _kept(DATA_FOLDER),
    )


def pinned_versions(requirements: str) -> dict[str, str]:
    """Package to version for every `name==version` line of a requirements file."""
    matches = map(_PINNED.match, requirements.splitlines())
    return {match[1]: match[2] for match in matches if match}


def _python() -> Finding:
    wanted = ".".join(map(str, OLDEST_PYTHON))
    ok = sys.version_info[:2] >= OLDEST_PYTHON
    detail = f"{sys.version.split()[0]} ({wanted} or newer is needed)"
    return Finding(name="python", ok=ok, detail=detail, command="" if ok else f"Install Python {wanted}")


def _packages() -> Iterator[Finding]:
    """One finding for all packages that are as pinned, and one for each that is not."""
    try:
        pins = pinned_versions(REQUIREMENTS.read_text(encoding="utf-8"))
    except OSError as error:
        yield Finding(
            name="packages", ok=False, detail=f"{REQUIREMENTS.name} cannot be read: {error.strerror}"
        )
        return
    found = {name: _installed(name) for name in pins}
    right = [name for name, pin in pins.items() if _release(found[name]) == pin]
    yield Finding(name="packages", ok=True, detail=f"{len(right)} of {len(pins)} installed as pinned")
    for name in pins:
        if name not in right:
            has = found[name] or "not installed"
            yield Finding(name=name, ok=False, detail=f"{has}; {pins[name]} is pinned", command=INSTALL)


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _release(version: str) -> str:
    """The version without a build's local part: torch 2.13.0+cpu is 2.13.0."""
    return version.split("+", 1)[0]


def _model(settings: Settings) -> Finding:
    from index.model import find_model, model_hash

    try:
        folder = find_model(settings.model_folder)
        return Finding(name="model", ok=True, detail=f"SHA-256 {model_hash(folder)} in {folder}")
    except ToolkitError as error:
        return _fault("model", error)


def _adapter(settings: Settings) -> Finding:
    """Of the adapter for questions; another model has none, and needs none."""
    from index.model import find_model, model_hash
    from index.query_adapter import adapter_of

    try:
        found = adapter_of(model_hash(find_model(settings.model_folder)))
        detail = f"for questions, {len(found.layers)} layers" if found else "none is made for this model"
        return Finding(name="adapter", ok=True, detail=detail)
    except ToolkitError as error:
        return _fault("adapter", error)


def _corpus() -> Finding:
    folder = PROJECT / "corpus"
    count = sum(1 for path in folder.rglob("*.pdf")) if folder.is_dir() else 0
    if count:
        return Finding(name="corpus", ok=True, detail=f"{count} PDF files in {folder}")
    return Finding(name="corpus", ok=False, detail=f"no PDF in {folder}", command="git checkout -- corpus")


def _store(store: Path) -> Iterator[Finding]:
    from index.store import Store
    from index.version import open_version

    try:
        version = open_version(store)
        counts = version.manifest["counts"]
        size = f"{counts['documents']} documents, {counts['pages']} pages, {counts['passages']} passages"
        yield Finding(name="index", ok=True, detail=f"version {version.version_id} is sound: {size}")
        missing = [one for one in version.documents if not _has_source(version, one.document_id)]
        named = ", ".join(one.title for one in missing)
        yield Finding(
            name="source files",
            ok=not missing,
            detail=f"missing in the store: {named}" if missing else "all in the store",
            command=BUILD if missing else "",
        )
        others = len(Store(store).version_ids()) - 1
        yield Finding(name="versions", ok=True, detail=f"{others} besides the one that serves")
    except ToolkitError as error:
        yield _fault("index", error)
    yield _space(store)
    yield _writable("store", store)


def _has_source(version: Version, document_id: str) -> bool:
    try:
        version.source_path(document_id)
    except ToolkitError:
        return False
    return True


def _space(store: Path) -> Finding:
    """Free space where the store lies, or will lie."""
    free = shutil.disk_usage(_existing(store)).free / 1e6
    ok = free >= LEAST_FREE_MB
    return Finding(
        name="disk space",
        ok=ok,
        detail=f"{free:,.0f} MB free for {store}",
        command="" if ok else "python -m toolkit_qa versions prune --keep 2",
    )


def _writable(name: str, folder: Path) -> Finding:
    """Whether the folder, or the one in which it would be made, can be written."""
    place = _existing(folder)
    ok = os.access(place, os.W_OK)
    return Finding(
        name=name,
        ok=ok,
        detail=f"{folder} {'can' if ok else 'cannot'} be written",
        command="" if ok else f"chmod u+w {place}",
    )


def _kept(folder: Path) -> Finding:
    """Whether the database of what users make can be read, and whether an unreadable one lies beside it."""
    from .keeping import Keeping
    from .keeping_database import FILE

    if not (folder / FILE).is_file():
        return Finding(name="kept", ok=True, detail="nothing is kept yet")
    try:
        keeping = Keeping(folder)
        detail = f"{len(keeping.heads())} conversations in {folder / FILE}"
    except ToolkitError as error:
        return _fault("kept", error)
    aside = keeping.database.put_aside()
    if not aside:
        return Finding(name="kept", ok=True, detail=detail)
    named = ", ".join(path.name for path in aside)
    mend = f'sqlite3 "{aside[0]}" .recover'
    return Finding(name="kept", ok=False, detail=f"{detail}; put aside as damaged: {named}", command=mend)


def _existing(folder: Path) -> Path:
    """The folder itself or the nearest one above it that exists."""
    folder = folder.absolute()
    return next(path for path in (folder, *folder.parents) if path.exists())


def _fault(name: str, error: ToolkitError) -> Finding:
    """An error as a finding; its hint holds the command."""
    command = error.hint.removeprefix("Run: ") if error.hint.startswith("Run: ") else error.hint
    return Finding(name=name, ok=False, detail=error.message, command=command)
