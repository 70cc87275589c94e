"""What the assistant gives back: hits, citations, statements, checklist links, answers.

Frozen records without input or output inside. `to_dict` gives exactly the objects of the
contract (plain dicts, lists, strings and numbers, ready for JSON); `from_dict` reads them
back and raises InputError when a field is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from ingest.errors import InputError

ANSWERED = "answered"
PARTLY_ANSWERED = "partly_answered"
NOT_COVERED = "not_covered"
NEEDS_DETAIL = "needs_detail"
NOT_A_QUESTION = "not_a_question"
BLOCKED = "blocked"
STATUSES = (ANSWERED, PARTLY_ANSWERED, NOT_COVERED, NEEDS_DETAIL, NOT_A_QUESTION, BLOCKED)

OFFICIAL = "official"
STARTER = "starter"
AGENCY = "agency"

NOT_WRITTEN = {"written": False}  # metadata of a field that is no part of the contract


class Record:
    """A record that can be written as a plain dict, field by field in order."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """The record as dicts and lists, ready for `json.dumps`."""
        return {name: _plain(getattr(self, name)) for name in _field_names(type(self))}


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy(Record):
    """Where else nearly the same passage stands."""

    document_id: str
    title: str
    file: str
    page: int

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Copy:
        return cls(**picked(cls, data))


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit(Record):
    """A ranked passage, with the neighbours found that continue it on its page.

    `passage_id` is the best of them, `page` and `page_label` are those of its best sentence. `passages` are
    the ids of all of them, for drawing: they are not written.
    """

    rank: int
    score: float
    passage_id: str
    document_id: str
    title: str
    edition: str
    source: str
    file: str
    page: int
    page_label: str
    pages: tuple[int, ...]
    page_labels: tuple[str, ...]
    section: tuple[str, ...]
    text: str
    also_in: tuple[Copy, ...] = ()
    passages: tuple[str, ...] = field(default=(), metadata=NOT_WRITTEN)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Hit:
        return cls(**picked(cls, data, also_in=Copy))


@dataclass(frozen=True, kw_only=True, slots=True)
class ScorePart(Record):
    """One of the scores that a passage is ranked by.

    `score` is what was measured, `deviations` how many standard deviations that lies above the mean of
    all passages, `weight` what it counts, `adds` what it adds to the score of the passage.
    """

    name: str
    score: float
    deviations: float
    weight: float
    adds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation(Record):
    """Why a passage stands where it stands: its score, its sentence nearest to the question, the parts."""

    passage_id: str
    score: float
    sentence: str
    parts: tuple[ScorePart, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation(Record):
    """A verbatim quote: characters `start:end` of the stored text of physical page `page`."""

    n: int
    passage_id: str
    document_id: str
    title: str
    edition: str
    source: str
    file: str
    page: int
    page_label: str
    section: tuple[str, ...]
    quote: str
    start: int
    end: int

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Citation:
        return cls(**picked(cls, data))


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement(Record):
    """One thing said: the quotes of its citations (by number, in order) joined by one space."""

    text: str
    citations: tuple[int, ...]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Statement:
        return cls(**picked(cls, data))


@dataclass(frozen=True, kw_only=True, slots=True)
class ChecklistLink(Record):
    """A checklist item that bears on an answer; `link` opens its checklist at the item."""

    checklist_id: str
    item_id: str
    title: str
    source: str
    text: str
    file: str
    page: int
    page_label: str
    link: str

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ChecklistLink:
        return cls(**picked(cls, data))


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction(Record):
    """A word that was searched for under another spelling."""

    written: str
    read_as: str

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Correction:
        return cls(**picked(cls, data))


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer(Record):
    """A cited answer, or the reason why there is none.

    `statements` and `citations` are empty unless `status` is answered or partly_answered;
    `nearest` holds hits that are *not* an answer and is only filled when there is none.
    """

    answer_id: str
    question: str
    understood_as: str
    corrections: tuple[Correction, ...]
    version: str
    status: str
    confidence: float
    message: str
    suggestions: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    checklists: tuple[ChecklistLink, ...] = ()
    nearest: tuple[Hit, ...] = ()

    def cited(self, statement: Statement) -> tuple[Citation, ...]:
        """The citations of one statement, in the order in which they are joined."""
        by_number = {citation.n: citation for citation in self.citations}
        return tuple(by_number[number] for number in statement.citations)

    @property
    def sources(self) -> tuple[str, ...]:
        """The kinds of source quoted (`official`, `starter`, `agency`), each once, sorted."""
        return tuple(sorted({citation.source for citation in self.citations}))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Answer:
        return cls(
            **picked(
                cls,
                data,
                corrections=Correction,
                statements=Statement,
                citations=Citation,
                checklists=ChecklistLink,
                nearest=Hit,
            )
        )


def _field_names(record_type: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(record_type) if one.metadata.get("written", True))


def _plain(value: object) -> object:
    """A record or tuple of them as dicts and lists; anything else as it stands."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in _field_names(type(value))}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value


def picked(record_type: type, data: Mapping[str, Any], **nested: Any) -> dict[str, Any]:
    """The record's fields out of a dict: lists become tuples, the lists in `nested` become records."""
    found: dict[str, Any] = {}
    for name in _field_names(record_type):
        if name not in data:
            raise InputError(
                f"A saved {record_type.__name__.lower()} has no field '{name}'.",
                "It was not written by this program; ask the question again.",
            )
        value = data[name]
        if name in nested:
            value = tuple(nested[name].from_dict(item) for item in value)
        found[name] = tuple(value) if isinstance(value, list) else value
    return found
