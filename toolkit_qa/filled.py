"""Filled checklists: who answered what, when, on which version, with notes and citations.

Frozen records. A filled checklist holds its own copy of the questions with their places, so that it
can be read, and checked against a later version, without the one it was filled on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from index.version import Version
from ingest.errors import InputError
from ingest.records import ChecklistItem

from .checklists import Checklist
from .messages import STARTER_ONLY, STARTER_PARTLY
from .records import STARTER, Citation, Record, picked

Kind = TypeVar("Kind", bound=Record)
FORMAT = 1
OPEN = ""
YES = "yes"
PARTLY = "partly"
NO = "no"
NOT_APPLICABLE = "not_applicable"
ANSWERS = {OPEN: "", YES: "Yes", PARTLY: "Partly", NO: "No", NOT_APPLICABLE: "Not applicable"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Place(Record):
    """Characters `start:end` of the stored text of physical page `page`."""

    page: int
    start: int
    end: int

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Place:
        return _read(cls, data)


@dataclass(frozen=True, kw_only=True, slots=True)
class FilledItem(Record):
    """A question with its answer (one of `ANSWERS`), a note on the evidence, and citations.

    `text` is word for word what stands at `places`, joined by one space. `page` and `page_label` are
    those of its beginning. `parent` is the item_id of the question it belongs to, or "".
    """

    item_id: str
    number: str
    text: str
    section: tuple[str, ...]
    page: int
    page_label: str
    places: tuple[Place, ...]
    parent: str = ""
    principles: tuple[str, ...] = ()
    stage: str = ""
    answer: str = OPEN
    note: str = ""
    citations: tuple[Citation, ...] = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> FilledItem:
        """The item of a dict. Raises InputError when a field is missing or of another kind."""
        item = _read(cls, data, places=Place, citations=Citation)
        if item.answer not in ANSWERS:
            known = ", ".join(answer for answer in ANSWERS if answer)
            raise InputError(f"'{item.answer}' is no answer.", f"Known are: {known}, and nothing for open.")
        return item


@dataclass(frozen=True, kw_only=True, slots=True)
class FilledChecklist(Record):
    """A checklist with its answers.

    `version` is the index version whose questions it holds. `answered_by` and `answered_at` say who and
    when (ISO 8601 where the program writes it), `subject` what was assessed: a system, a unit, a project.
    """

    format: int
    checklist_id: str
    title: str
    document_id: str
    edition: str
    source: str
    file: str
    version: str
    items: tuple[FilledItem, ...]
    answered_by: str = ""
    answered_at: str = ""
    subject: str = ""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> FilledChecklist:
        """The checklist of a dict. Raises InputError when it is not one, or one of a later format."""
        filled = _read(cls, data, items=FilledItem)
        if filled.format != FORMAT:
            raise InputError(
                f"The filled checklist has format {filled.format}; this program reads format {FORMAT}.",
                "Open it with the release that wrote it.",
            )
        if len({item.item_id for item in filled.items}) < len(filled.items):
            raise _no_record("an item_id that occurs twice")
        return filled

    @property
    def notice(self) -> str:
        """What must be said of starter text, or ""."""
        if self.source == STARTER:
            return STARTER_ONLY
        cited = (citation.source for item in self.items for citation in item.citations)
        return STARTER_PARTLY if STARTER in cited else ""

    def counts(self) -> dict[str, int]:
        """How many items have each answer, open ones under ""."""
        found = Counter(item.answer for item in self.items)
        return {answer: found[answer] for answer in ANSWERS}

    def with_item(self, item_id: str, **changes: Any) -> FilledChecklist:
        """The checklist with `changes` (answer, note, citations) made to one item.

        Raises:
            InputError: There is no such item, or the answer is none of `ANSWERS`.
        """
        if item_id not in (item.item_id for item in self.items):
            raise InputError(f"The checklist '{self.checklist_id}' has no item '{item_id}'.")
        if changes.get("answer", OPEN) not in ANSWERS:
            raise InputError(f"'{changes['answer']}' is no answer.", f"Known are: {', '.join(ANSWERS)}.")
        items = (replace(item, **changes) if item.item_id == item_id else item for item in self.items)
        return replace(self, items=tuple(items))


def empty_form(version: Version, checklist: Checklist) -> FilledChecklist:
    """A checklist of a version with every answer open."""
    return FilledChecklist(
        format=FORMAT,
        checklist_id=checklist.checklist_id,
        title=checklist.title,
        document_id=checklist.document_id,
        edition=version.document(checklist.document_id).edition,
        source=checklist.source,
        file=checklist.file,
        version=version.version_id,
        items=tuple(_open_item(version, item) for item in checklist.items),
    )


def _open_item(version: Version, item: ChecklistItem) -> FilledItem:
    page = version.page(item.document_id, item.spans[0].page)
    return FilledItem(
        item_id=item.item_id,
        number=item.number,
        text=item.text,
        section=item.section,
        page=page.number,
        page_label=page.label,
        places=tuple(Place(page=span.page, start=span.start, end=span.end) for span in item.spans),
        parent=item.parent,
        principles=item.principles,
        stage=item.stage,
    )


def _read(record_type: type[Kind], data: object, **nested: Any) -> Kind:
    """A record out of a dict that somebody may have edited. Raises InputError when it is not one."""
    name = record_type.__name__
    kinds = get_type_hints(record_type)
    missing = [field for field in kinds if not isinstance(data, Mapping) or field not in data]
    if missing:
        raise _no_record(f"{name}.{missing[0]}")
    try:
        record = record_type(**picked(record_type, cast("Mapping[str, Any]", data), **nested))
    except (TypeError, AttributeError) as error:
        raise _no_record(name) from error
    for field, kind in kinds.items():
        if not _is(getattr(record, field), kind):
            raise _no_record(f"{name}.{field}")
    return record


def _is(value: object, kind: Any) -> bool:
    """Whether a value is of the kind that a record's field has; text must be writable as UTF-8."""
    if kind is str:
        return isinstance(value, str) and not any("\ud800" <= one <= "\udfff" for one in value)
    if get_origin(kind) is tuple:
        return isinstance(value, tuple) and all(_is(one, get_args(kind)[0]) for one in value)
    return type(value) is kind


def _no_record(what: str) -> InputError:
    return InputError(
        f"This is no filled checklist ({what} is wrong).", "Take a file that was exported here."
    )
