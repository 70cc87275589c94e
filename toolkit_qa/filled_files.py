"""Filled checklists as files: one place that knows the formats, and JSON itself.

JSON and CSV are read again without loss; Markdown and DOCX are for reading and filing.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from ingest.errors import InputError

from .filled import FilledChecklist
from .filled_csv import from_csv, to_csv
from .filled_docx import to_docx
from .filled_markdown import to_markdown

LARGEST = 20_000_000  # bytes of a file that is read


def to_json(filled: FilledChecklist) -> bytes:
    """The record as JSON; the notice on starter text, where there is one, comes first."""
    notice = {"notice": filled.notice} if filled.notice else {}
    return (json.dumps(notice | filled.to_dict(), ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def from_json(data: bytes) -> FilledChecklist:
    """The record again. Raises InputError when the bytes are no filled checklist."""
    try:
        record = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError("The file is no JSON.", "Take one that `checklists export` wrote.") from error
    return FilledChecklist.from_dict(record)


WRITERS: dict[str, Callable[[FilledChecklist], bytes]] = {
    "md": to_markdown,
    "csv": to_csv,
    "docx": to_docx,
    "json": to_json,
}
READERS: dict[str, Callable[[bytes], FilledChecklist]] = {"csv": from_csv, "json": from_json}


def write_filled(filled: FilledChecklist, format_name: str) -> bytes:
    """The bytes of a file. Raises InputError for a format that is none of `WRITERS`."""
    if format_name not in WRITERS:
        raise InputError(
            f"'{format_name}' is no format for a checklist.", f"Known are: {', '.join(WRITERS)}."
        )
    return WRITERS[format_name](filled)


def read_filled(data: bytes, name: str) -> FilledChecklist:
    """A filled checklist out of the bytes of a file whose name ends in .json or .csv.

    Raises:
        InputError: Another ending, too large, or not a filled checklist.
    """
    ending = name.rpartition(".")[2].casefold()
    if ending not in READERS:
        raise InputError(f"'{name}' cannot be read again.", "Take the .json or .csv file.")
    if len(data) > LARGEST:
        raise InputError(f"'{name}' is larger than a filled checklist can be.")
    return READERS[ending](data)
