"""Quotes out of what was exported earlier: answers, batches of them, filled checklists. JSON or JSON lines.

Whatever the file holds around them, a quote is known by its fields: `quote`, `document_id`, `page` of
a citation; `text`, `page` of an item of a checklist.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.errors import InputError

from .records import Record

CITATION = "citation"
ITEM = "checklist_item"


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedQuote(Record):
    """Words that were quoted, with where they stood in the version `version` ("" when that is unknown).

    `kind` is `citation` or `checklist_item`; `name` its number within the answer, or the item's id.
    `of` says what it was quoted for: a question, or the title of a checklist.
    """

    kind: str
    name: str
    of: str
    version: str
    document_id: str
    title: str
    file: str
    page: int
    page_label: str
    quote: str


def read_saved(path: Path) -> tuple[SavedQuote, ...]:
    """All quotes of a file, in its order.

    Raises:
        InputError: the file cannot be read, is no JSON, or holds neither answers nor checklists.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise InputError(f"{path} cannot be read: {reason}.", "Name a file of saved answers.") from error
    return read_text(text, str(path))


def read_text(text: str, name: str) -> tuple[SavedQuote, ...]:
    """All quotes of the text of a file called `name`; none where answers were saved that quote nothing.

    Raises:
        InputError: it is no JSON, or holds neither answers nor checklists.
    """
    entries = _parsed(text, name)
    quotes = tuple(quote for entry in entries for quote in saved_quotes(entry))
    if not quotes and not any(map(_is_saved, entries)):
        raise InputError(f"{name} holds no citation.", "Name a JSON file of answers or filled checklists.")
    return quotes


def _parsed(text: str, path: str) -> list[Any]:
    try:
        return [json.loads(text)]
    except ValueError:
        pass
    entries = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            entries += [json.loads(line)] if line.strip() else []
        except ValueError as error:
            raise InputError(f"{path} is no JSON (line {number}).", "Export it again as JSON.") from error
    return entries


@dataclass(frozen=True, kw_only=True, slots=True)
class _Around:
    """What the objects around a quote say of it."""

    version: str = ""
    of: str = ""
    document_id: str = ""
    title: str = ""
    file: str = ""

    def inside(self, record: Mapping[str, Any]) -> _Around:
        checklist = isinstance(record.get("items"), list) and "checklist_id" in record
        around = replace(
            self,
            version=_text(record, "version") or self.version,
            of=_text(record, "question") or (_text(record, "title") if checklist else "") or self.of,
        )
        if not checklist:
            return around
        names = ("document_id", "title", "file")
        return replace(around, **{name: _text(record, name) for name in names})


def saved_quotes(data: object, around: _Around | None = None) -> Iterator[SavedQuote]:
    """The quotes anywhere in parsed JSON, in reading order."""
    around = around or _Around()
    if isinstance(data, Mapping):
        around = around.inside(data)
        quote = _citation(data, around) or _item(data, around)
        if quote is not None:
            yield quote
        for value in data.values():
            yield from saved_quotes(value, around)
    elif isinstance(data, list):
        for value in data:
            yield from saved_quotes(value, around)


def _is_saved(data: object) -> bool:
    """Whether an answer or a filled checklist stands anywhere in the data."""
    if isinstance(data, Mapping):
        return not {"answer_id", "checklist_id"}.isdisjoint(data) or any(map(_is_saved, data.values()))
    return isinstance(data, list) and any(map(_is_saved, data))


def _citation(record: Mapping[str, Any], around: _Around) -> SavedQuote | None:
    if not (_text(record, "quote") and _text(record, "document_id") and isinstance(record.get("page"), int)):
        return None
    return _saved(record, around, kind=CITATION, name=str(record.get("n", "")), quote=record["quote"])


def _item(record: Mapping[str, Any], around: _Around) -> SavedQuote | None:
    if not (_text(record, "item_id") and _text(record, "text") and isinstance(record.get("page"), int)):
        return None
    return _saved(record, around, kind=ITEM, name=record["item_id"], quote=record["text"])


def _saved(record: Mapping[str, Any], around: _Around, **own: str) -> SavedQuote:
    return SavedQuote(
        of=around.of,
        version=around.version,
        document_id=_text(record, "document_id") or around.document_id,
        title=_text(record, "title") or around.title,
        file=_text(record, "file") or around.file,
        page=record["page"],
        page_label=_text(record, "page_label"),
        **own,
    )


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""
