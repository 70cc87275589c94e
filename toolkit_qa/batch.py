"""Many questions from a file: one JSON line in, one JSON line out, in the same order.

A line that cannot be answered gives an error line with its number, the others are answered. The
output is written beside its place as it comes, closed, and renamed there at the end.
"""

from __future__ import annotations

import json
import logging
import math
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import InputError, ToolkitError

logger = logging.getLogger(__name__)

HINT = 'Write {"id": "1", "question": "..."}.'
Respond = Callable[[Any, Any], Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchReport:
    """How many lines were answered and how many failed."""

    answered: int
    failed: int


def run_batch(
    source: Path, target: Path, respond: Respond, progress: Callable[[int, int], None] | None = None
) -> BatchReport:
    """Answers every line of `source` into `target`.

    `respond` takes question and history as they stand in the line and gives `{"hits": …}` or
    `{"answer": …}`. Its InputErrors and faults become error lines; an error of the store or of the
    installation ends the batch and leaves `target` as it was.

    Raises:
        InputError: A file cannot be read or written, or both are the same.
    """
    aside = target.with_name(f".{target.name}.{os.getpid()}.part")
    counts = {True: 0, False: 0}
    try:
        _refuse_same(source, target)
        total = _count(source)
        with source.open("rb") as lines, aside.open("w", encoding="utf-8", newline="\n") as out:
            for output in _outputs(lines, respond):
                out.write(_json_line(output))
                counts["error" not in output] += 1
                if progress is not None:
                    progress(counts[True] + counts[False], total)
        aside.replace(target)
    except OSError as error:
        raise InputError(
            f"The batch cannot be run: {error.strerror or error} ({error.filename or target}).",
            "Check the paths of --batch and --out.",
        ) from error
    finally:
        aside.unlink(missing_ok=True)
    return BatchReport(answered=counts[True], failed=counts[False])


def _count(source: Path) -> int:
    """How many lines of a file are not empty."""
    with source.open("rb") as lines:
        return sum(1 for line in lines if line.strip())


def _outputs(lines: Iterable[bytes], respond: Respond) -> Iterator[dict[str, Any]]:
    """The output of every line that is not empty; numbers count all lines from 1."""
    for number, line in enumerate(lines, start=1):
        text = line.decode("utf-8-sig" if number == 1 else "utf-8", "replace").strip()
        if text:
            yield _output(number, text, respond)


def _output(number: int, line: str, respond: Respond) -> dict[str, Any]:
    identity: object = None
    try:
        record = _record(line)
        identity = _identity(record)
        started = time.perf_counter()
        response = respond(record.get("question"), record.get("history") or ())
        milliseconds = round((time.perf_counter() - started) * 1000, 3)
    except InputError as error:
        return {"id": identity, "line": number, "error": str(error)}
    except ToolkitError:
        raise
    except Exception as error:  # one line must not cost the others their answers
        logger.error("line %d of a batch failed with %s", number, type(error).__name__)
        return {"id": identity, "line": number, "error": f"This line failed ({type(error).__name__})."}
    return {"id": identity, "milliseconds": milliseconds, **response}


def _record(line: str) -> Mapping[str, Any]:
    """The JSON object on a line. Raises InputError."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "it cannot be read"
        raise InputError(
            f"The line is no JSON: {reason}.", 'Write {"id": "1", "question": "..."}.'
        ) from error
    if not isinstance(record, dict):
        raise InputError("The line is no JSON object.", HINT)
    return record


def _identity(record: Mapping[str, Any]) -> object:
    """The line's id as given: a text, a number or nothing. Raises InputError for anything else."""
    identity = record.get("id")
    if identity is not None and not isinstance(identity, (str, int, float)):
        raise InputError("The id is neither a text nor a number.", 'Write "id": "...".')
    if isinstance(identity, float) and not math.isfinite(identity):
        raise InputError("The id is no JSON number.", 'Write "id": "...".')
    return identity


def _json_line(data: Mapping[str, Any]) -> str:
    """One line of JSON in plain characters, or escaped where UTF-8 cannot hold them (lone surrogates)."""
    line = json.dumps(data, ensure_ascii=False, allow_nan=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        line = json.dumps(data, allow_nan=False)
    return line + "\n"


def _refuse_same(source: Path, target: Path) -> None:
    if target.is_dir():
        raise InputError(f"{target} is a folder.", "Name a file with --out.")
    if target.exists() and source.exists() and target.samefile(source):
        raise InputError(f"{target} would overwrite the questions.", "Name another file with --out.")
