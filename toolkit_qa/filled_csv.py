"""Filled checklists as CSV for a spreadsheet, and back without loss.

First rows of a name and a value (title, who, when, ...), then one row an item. A person may change
who, when, what for, the answers and the notes; all else comes from the column `record`. A text that a
spreadsheet would take for a formula is given an apostrophe in front, and loses it when read again.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from ingest.errors import InputError

from .filled import ANSWERS, NOT_APPLICABLE, FilledChecklist, FilledItem

HEAD = (
    "number",
    "question",
    "answer",
    "evidence",
    "principles",
    "stage",
    "section",
    "page",
    "citations",
    "record",
)
EDITED = {"Answered by": "answered_by", "Answered at": "answered_at", "For": "subject"}
_FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")  # and their full-width forms
_BLANKS = frozenset("\t\r\n")
_DELIMITER = re.compile(r'"?Checklist"?([,;\t])')
_ANSWER_OF = {shown.casefold(): answer for answer, shown in ANSWERS.items()} | {"n/a": NOT_APPLICABLE}


def to_csv(filled: FilledChecklist) -> bytes:
    """UTF-8 with the mark that Excel looks for, every cell in quotation marks."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    record = filled.to_dict()
    del record["items"]
    writer.writerow(safe_cells(("Checklist", filled.title)))
    if filled.notice:
        writer.writerow(safe_cells(("Notice", filled.notice)))
    for name, field in EDITED.items():
        writer.writerow(safe_cells((name, record.pop(field))))
    writer.writerow(safe_cells(("Record", _dumped(record))))
    writer.writerow(())
    writer.writerow(HEAD)
    writer.writerows(safe_cells(_cells(item)) for item in filled.items)
    return out.getvalue().encode("utf-8-sig")


def from_csv(data: bytes) -> FilledChecklist:
    """The checklist again. Raises InputError where it is not one, with the row."""
    rows = _rows(data)
    record: Any = {}
    edited: dict[str, str] = {}
    for row in rows:
        name, value = _restored((*row, "", "")[:2])
        if [cell.casefold() for cell in row[: len(HEAD)]] == list(HEAD):
            break
        if name == "Record":
            record = _loaded(value, name)
        elif name in EDITED:
            edited[EDITED[name]] = value
    items = [_item(row) for row in rows if any(row)]
    if not isinstance(record, dict):
        raise _damaged("Record")
    return FilledChecklist.from_dict(record | edited | {"items": items})


def _cells(item: FilledItem) -> tuple[str, ...]:
    record = item.to_dict()
    citations = record.pop("citations")
    del record["answer"], record["note"]
    return (
        item.number,
        item.text,
        ANSWERS[item.answer],
        item.note,
        "; ".join(item.principles),
        item.stage,
        " › ".join(item.section),
        item.page_label or str(item.page),
        _dumped(citations) if citations else "",
        _dumped(record),
    )


def _item(row: Sequence[str]) -> dict[str, Any]:
    cells = dict(zip(HEAD, _restored(row), strict=False))
    shown = " ".join(row[:2])[:60]
    if len(cells) < len(HEAD):
        raise _damaged(shown)
    answer = _ANSWER_OF.get(cells["answer"].strip().casefold())
    if answer is None:
        known = ", ".join(filter(None, ANSWERS.values()))
        raise InputError(f"'{cells['answer'][:40]}' in row '{shown}' is no answer.", f"Write: {known}.")
    citations = _loaded(cells["citations"], shown) if cells["citations"] else []
    record = _loaded(cells["record"], shown)
    if not isinstance(record, dict):
        raise _damaged(shown)
    return record | {"answer": answer, "note": cells["evidence"], "citations": citations}


def _rows(data: bytes) -> Iterator[list[str]]:
    """The rows; cells are parted by what parts those of the first row (spreadsheets save ; and tabs too)."""
    try:
        text = data.decode("utf-8-sig")
        found = _DELIMITER.match(text)
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=found[1] if found else ",")
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError("The file is no CSV in UTF-8.", "Save it as CSV UTF-8, or take JSON.") from error


def safe_cells(cells: Sequence[str]) -> list[str]:
    """Cells that no spreadsheet takes for a formula."""
    return [f"'{cell}" if _looks_like_formula(cell) or cell.startswith("'") else cell for cell in cells]


def _restored(cells: Sequence[str]) -> list[str]:
    return [cell.removeprefix("'") for cell in cells]


def _looks_like_formula(cell: str) -> bool:
    return cell[:1] in _BLANKS or cell.lstrip()[:1] in _FORMULA


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _loaded(text: str, row: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _damaged(row) from error


def _damaged(row: str) -> InputError:
    return InputError(f"The row '{row}' of the file is damaged.", "Export it again, or take the JSON file.")
