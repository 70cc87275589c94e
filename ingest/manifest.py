"""The list of known documents beside them: `manifest.toml`, and `fetched.toml` written by fetching.

A manifest says which files of its folder are documents, what they are called, where the official PDF
of each is looked for, and how it is recognised when it comes. `fetched.toml` says which official PDFs
were downloaded from where. This module reads both and knows no file but these.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import InputError

MANIFEST, FETCHED = "manifest.toml", "fetched.toml"
SOURCES = ("official", "starter", "agency")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One `[[document]]` of the manifest.

    `document_id` is its stable name, `file` and `source_file` paths below the manifest's folder,
    `sha256` that of the listed file ("" when not recorded). `title_words` are phrases on the first
    page of the official PDF, `file_words` parts of its file name. `official_sha256` are PDFs that an
    administrator has confirmed as the official document.
    """

    document_id: str
    title: str
    official_title: str = ""
    category: str = ""
    edition: str = ""
    official_edition: str = ""
    source: str = "agency"
    file: str = ""
    source_file: str = ""
    sha256: str = ""
    questionnaire: bool = False
    landing_page: str = ""
    attribution: str = ""
    title_words: tuple[str, ...] = ()
    file_words: tuple[str, ...] = ()
    official_sha256: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """One `[[document]]` of `fetched.toml`: an official PDF, its document, where it came from and when."""

    document_id: str
    file: str
    sha256: str
    url: str = ""
    date: str = ""
    edition: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """A manifest with the folder it stands in, and what was fetched into that folder (oldest first).

    `landing_pages` are the official pages on which links to the PDFs are looked for, `allowed_hosts`
    the hosts (beside those of the landing pages) from which a PDF may come.
    """

    folder: Path
    entries: tuple[Entry, ...] = ()
    fetched: tuple[Fetched, ...] = ()
    landing_pages: tuple[str, ...] = ()
    allowed_hosts: tuple[str, ...] = ()

    def by_sha256(self, sha256: str) -> Entry | None:
        """The entry that lists a file of these bytes."""
        return next((entry for entry in self.entries if entry.sha256 and entry.sha256 == sha256), None)

    def by_file(self, file: str) -> Entry | None:
        """The entry that lists this path (POSIX, below the manifest's folder) without recording its bytes."""
        return next((entry for entry in self.entries if not entry.sha256 and entry.file == file), None)

    def by_id(self, document_id: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.document_id == document_id), None)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of `folder`, which must have one. Raises InputError, naming file and reason."""
    path = folder / MANIFEST
    content = _content(path)
    entries = tuple(_entry(table, path) for table in _documents(content, path))
    ids = [entry.document_id for entry in entries]
    if doubled := {name for name in ids if ids.count(name) > 1}:
        raise _wrong(path, f"the id {min(doubled)} stands there twice")
    return Manifest(
        folder=folder,
        entries=entries,
        fetched=_read_fetched(folder / FETCHED),
        landing_pages=_texts(content, "landing_pages", path),
        allowed_hosts=tuple(host.lower() for host in _texts(content, "allowed_hosts", path)),
    )


def fetched_toml(fetched: Iterable[Fetched]) -> str:
    """The text of `fetched.toml` for these files, oldest first."""
    lines = ["# Written by `python -m toolkit_qa fetch`: the official PDFs downloaded, oldest first."]
    for one in fetched:
        named = {"id": one.document_id, "file": one.file, "sha256": one.sha256}
        named |= {"url": one.url, "date": one.date, "edition": one.edition}
        lines += ["", "[[document]]", *(f"{name} = {_quoted(value)}" for name, value in named.items())]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML string: that of JSON, but for the one control character JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _read_fetched(path: Path) -> tuple[Fetched, ...]:
    if not path.is_file():
        return ()
    return tuple(_fetched(table, path) for table in _documents(_content(path), path))


def _content(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(path, str(error)) from error


def _documents(content: dict[str, Any], path: Path) -> list[dict[str, Any]]:
    documents = content.get("document", [])
    if not isinstance(documents, list) or not all(isinstance(table, dict) for table in documents):
        raise _wrong(path, "[[document]] tables are expected")
    return documents


def _entry(table: dict[str, Any], path: Path) -> Entry:
    source = _text(table, "source", path) or "agency"
    if source not in SOURCES:
        raise _wrong(path, f"source {source!r} is none of {', '.join(SOURCES)}")
    return Entry(
        document_id=_needed(table, "id", path),
        title=_needed(table, "title", path),
        official_title=_text(table, "official_title", path),
        category=_text(table, "category", path),
        edition=_text(table, "edition", path),
        official_edition=_text(table, "official_edition", path),
        source=source,
        file=_text(table, "file", path),
        source_file=_text(table, "source_file", path),
        sha256=_text(table, "sha256", path).lower(),
        questionnaire=bool(table.get("questionnaire", False)),
        landing_page=_text(table, "landing_page", path),
        attribution=_text(table, "attribution", path),
        title_words=_texts(table, "title_words", path),
        file_words=_texts(table, "file_words", path),
        official_sha256=tuple(value.lower() for value in _texts(table, "official_sha256", path)),
    )


def _fetched(table: dict[str, Any], path: Path) -> Fetched:
    return Fetched(
        document_id=_needed(table, "id", path),
        file=_needed(table, "file", path),
        sha256=_needed(table, "sha256", path).lower(),
        url=_text(table, "url", path),
        date=str(table.get("date", "")),
        edition=_text(table, "edition", path),
    )


def _text(table: dict[str, Any], name: str, path: Path) -> str:
    value = table.get(name, "")
    if not isinstance(value, str):
        raise _wrong(path, f"{name} must be a text")
    return " ".join(value.split())


def _needed(table: dict[str, Any], name: str, path: Path) -> str:
    value = _text(table, name, path)
    if not value:
        raise _wrong(path, f"a [[document]] has no {name}")
    return value


def _texts(table: dict[str, Any], name: str, path: Path) -> tuple[str, ...]:
    values = table.get(name, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise _wrong(path, f"{name} must be a list of texts")
    return tuple(values)


def _wrong(path: Path, reason: str) -> InputError:
    return InputError(f"{path} cannot be used: {' '.join(reason.split())}.", "Correct it and build again.")
