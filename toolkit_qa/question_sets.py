"""Question sets: questions with their right answers, one JSON object a line.

`toolkit_qa/questions/README.md` describes the format; an agency's own set is written the same way.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import InputError

from .questions import checked_history, checked_question
from .records import ANSWERED, NEEDS_DETAIL, NOT_COVERED, PARTLY_ANSWERED

FOLDER = Path(__file__).resolve().parent / "questions"
COMMITTED = tuple(FOLDER / f"{name}.jsonl" for name in ("starter", "forty", "second"))
OUTSIDE, NEAR_MISS, VAGUE, FOLLOW_UP = "outside", "near_miss", "vague", "follow_up"
KINDS = (
    *("plain", "definition", "list", "comparison", "yes_no", "number", "multi_part"),
    *(FOLLOW_UP, VAGUE, OUTSIDE, NEAR_MISS),
)
EXPECTED = (ANSWERED, PARTLY_ANSWERED, NOT_COVERED, NEEDS_DETAIL)
TUNE, TEST, ALL = "tune", "test", "all"
HALVES = (TUNE, TEST, ALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class GoldPlace:
    """Pages (physical, 1-based) of a document that answer a question; `grade` says how well."""

    document: str
    pages: tuple[int, ...]
    grade: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class SetQuestion:
    """A question with its right answer.

    `expect` holds the right verdicts, `key_phrases` the points of a full answer, each a tuple of
    alternatives.
    """

    id: str
    question: str
    kind: str
    expect: tuple[str, ...]
    history: tuple[str, ...] = ()
    gold: tuple[GoldPlace, ...] = ()
    key_phrases: tuple[tuple[str, ...], ...] = ()

    @property
    def covered(self) -> bool:
        """Whether an answer is right and asking back or refusing is not."""
        return set(self.expect) <= {ANSWERED, PARTLY_ANSWERED}

    @property
    def pages(self) -> frozenset[tuple[str, int]]:
        """All gold pages as (document id, page)."""
        return frozenset((place.document, page) for place in self.gold for page in place.pages)

    @property
    def half(self) -> str:
        """The half it belongs to, by the hash of its id."""
        return (TUNE, TEST)[hashlib.sha256(self.id.encode("utf-8")).digest()[0] % 2]


def read_sets(paths: Sequence[Path] = COMMITTED, half: str = ALL) -> tuple[SetQuestion, ...]:
    """The questions of all files in their order, those of one half if it is named.

    Raises:
        InputError: A file cannot be read, a line is not as described, an id stands twice, or no
            question is left.
    """
    if half not in HALVES:
        raise InputError(f"There is no half '{half}'.", f"Name one of: {', '.join(HALVES)}.")
    questions: dict[str, SetQuestion] = {}
    for path in paths:
        for number, question in _read(path):
            if question.id in questions:
                raise _bad(path, number, f"the id '{question.id}' stands twice")
            questions[question.id] = question
    chosen = tuple(one for one in questions.values() if half in (ALL, one.half))
    if not chosen:
        raise InputError(
            f"There is no question in {', '.join(map(str, paths))}"
            + (f" ({half} half)." if questions else "."),
            "Name another file with --set.",
        )
    return chosen


def _read(path: Path) -> Iterator[tuple[int, SetQuestion]]:
    """Line numbers from 1 with their questions."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise InputError(
            f"The question set {path} cannot be read: {error.strerror or error}.", "Check the path of --set."
        ) from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield number, _question(json.loads(line.decode("utf-8-sig")))
            except (ValueError, RecursionError) as error:
                raise _bad(path, number, "it is no JSON in UTF-8") from error
            except _WrongLineError as error:
                raise _bad(path, number, str(error)) from error
            except InputError as error:
                raise _bad(path, number, error.message.rstrip(".")) from error


class _WrongLineError(Exception):
    """What is wrong with a line."""


def _bad(path: Path, number: int, why: str) -> InputError:
    return InputError(
        f"Line {number} of {path} cannot be used: {why}.",
        "toolkit_qa/questions/README.md says how a line is written.",
    )


def _question(data: object) -> SetQuestion:
    if not isinstance(data, dict):
        raise _WrongLineError("it is no JSON object")
    missing = [
        name for name in ("id", "question", "kind", "expect", "gold", "key_phrases") if name not in data
    ]
    if missing:
        raise _WrongLineError(f"it has no '{missing[0]}'")
    expect = (data["expect"],) if isinstance(data["expect"], str) else _texts(data, "expect")
    if not expect or not set(expect) <= set(EXPECTED):
        raise _WrongLineError(f"'expect' is not of {', '.join(EXPECTED)}")
    if data["kind"] not in KINDS:
        raise _WrongLineError(f"'kind' is not one of {', '.join(KINDS)}")
    return SetQuestion(
        id=_text(data, "id"),
        question=checked_question(data["question"]),
        kind=data["kind"],
        expect=expect,
        history=checked_history(data.get("history", ())),
        gold=tuple(_place(place) for place in _list(data, "gold")),
        key_phrases=tuple(_point(point) for point in _list(data, "key_phrases")),
    )


def _place(data: object) -> GoldPlace:
    if not isinstance(data, dict):
        raise _WrongLineError("a place in 'gold' is no object")
    pages = _list(data, "pages")
    if not pages or not all(_is_count(page) for page in pages):
        raise _WrongLineError("'pages' in 'gold' is not a list of page numbers from 1")
    grade = data.get("grade", 1)
    if not _is_count(grade):
        raise _WrongLineError("'grade' in 'gold' is not a whole number from 1")
    return GoldPlace(document=_text(data, "document"), pages=tuple(pages), grade=grade)


def _point(data: object) -> tuple[str, ...]:
    if (
        not isinstance(data, list)
        or not data
        or not all(isinstance(one, str) and one.strip() for one in data)
    ):
        raise _WrongLineError("a point of 'key_phrases' is not a list of phrases")
    return tuple(data)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _list(data: Mapping[str, Any], name: str) -> list[Any]:
    value = data.get(name)
    if not isinstance(value, list):
        raise _WrongLineError(f"'{name}' is not a list")
    return value


def _texts(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = _list(data, name)
    if not all(isinstance(value, str) for value in values):
        raise _WrongLineError(f"'{name}' holds something that is not a text")
    return tuple(values)


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _WrongLineError(f"'{name}' is not a text")
    return value
