"""Answers as files that one can put on record: Markdown, Word, and JSON that `versions check` reads again."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ingest.errors import InputError

from .answer_export_docx import to_docx
from .answer_export_markdown import to_markdown
from .answer_export_text import Part, of_answer, of_conversation
from .records import Answer

MOST_NAME = 60
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d")  # no file of that name on Windows
JSON = "json"
PRINTED: dict[str, Callable[[Iterable[Part]], bytes]] = {"md": to_markdown, "docx": to_docx}
FORMATS = (*PRINTED, JSON)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """An answer and the moment its question was asked (ISO 8601, or "" when that is not known)."""

    answer: Answer
    at: str = ""


def now() -> str:
    """This moment in ISO 8601, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def export_answer(asked: Asked, format_name: str) -> bytes:
    """One answer as the bytes of a file. Raises InputError for a format that is none of `FORMATS`."""
    if _checked(format_name) == JSON:
        return _json(_record(asked))
    return PRINTED[format_name](of_answer(asked.answer, asked.at))


def export_conversation(title: str, asked: Sequence[Asked], format_name: str, *, written_at: str) -> bytes:
    """Several answers in one file, in their order. Raises InputError for an unknown format."""
    if _checked(format_name) == JSON:
        return _json({"title": title, "written_at": written_at, "answers": [*map(_record, asked)]})
    pairs = [(one.answer, one.at) for one in asked]
    return PRINTED[format_name](of_conversation(title, pairs, written_at))


def file_name(question: str, format_name: str) -> str:
    """A name that every system takes, made of the first words of a question."""
    plain = unicodedata.normalize("NFKD", question).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain)[:MOST_NAME].strip("-")
    if not stem or _RESERVED.fullmatch(stem):
        stem = f"answer-{stem}".strip("-")
    return f"{stem}.{format_name}"


def _checked(format_name: str) -> str:
    if format_name not in FORMATS:
        raise InputError(f"'{format_name}' is no format for an answer.", f"Known are: {', '.join(FORMATS)}.")
    return format_name


def _record(asked: Asked) -> dict[str, Any]:
    """The answer of the contract, with the moment it was asked in front."""
    return {"asked_at": asked.at} | asked.answer.to_dict()


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
