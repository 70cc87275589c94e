"""The documents of one version, as the pages of the app need them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ingest.errors import InputError
from ingest.records import TABLE_ROW, ChecklistItem, Document, Page, Problem, Span
from toolkit_qa import Assistant
from toolkit_qa.checklists import Checklist, checklists_of
from toolkit_qa.filled import FilledChecklist, empty_form
from toolkit_qa.records import Citation
from toolkit_qa.sections import sections_of


class Contents(NamedTuple):
    """How much there is of one document."""

    pages: int
    passages: int
    items: int


class Shelf:
    """Documents, pages, source files and passages of one version. Opening it checks the version.

    Raises:
        StoreError: The version cannot be opened, or one of its source files is gone.
        InputError: There is no such document, page or passage.
    """

    def __init__(self, *, assistant: Assistant, version: str) -> None:
        self._assistant = assistant
        self.version = version
        self.documents: tuple[Document, ...] = assistant.documents(version=version)
        self._by_id = {document.document_id: document for document in self.documents}

    def document(self, document_id: str) -> Document:
        if document_id not in self._by_id:
            raise InputError(f"There is no document '{document_id}' in version {self.version}.")
        return self._by_id[document_id]

    def page(self, document_id: str, number: int) -> Page:
        return self._assistant.page(document_id, number, version=self.version)

    def in_one_row(self, one: Citation, other: Citation) -> bool:
        """Whether two quotes of one page are cells of the same row of a table."""
        rows = (block for block in self.page(one.document_id, one.page).blocks if block.kind == TABLE_ROW)
        return any(row.start <= one.start and other.end <= row.end for row in rows)

    def page_count(self, document_id: str) -> int:
        return self._assistant.version(self.version).page_count(self.document(document_id).document_id)

    def source_path(self, document_id: str) -> Path:
        """The stored file that was read."""
        return self._assistant.version(self.version).source_path(self.document(document_id).document_id)

    def spans(self, passage_id: str) -> tuple[Span, ...]:
        """Where a passage stands, page by page."""
        return self._assistant.passage(passage_id, version=self.version).spans

    @cached_property
    def sections(self) -> tuple[tuple[str, str], ...]:
        """Document id and path of every section, in reading order."""
        return sections_of(self._assistant.version(self.version))

    @cached_property
    def checklists(self) -> tuple[Checklist, ...]:
        """All checklists, document by document."""
        return checklists_of(self._assistant.version(self.version))

    @cached_property
    def empty_forms(self) -> dict[str, FilledChecklist]:
        """An empty form of each checklist, by its id."""
        version = self._assistant.version(self.version)
        return {one.checklist_id: empty_form(version, one) for one in self.checklists}

    @cached_property
    def contents(self) -> dict[str, Contents]:
        """What each document holds, by its id."""
        version = self._assistant.version(self.version)
        passages = Counter(passage.document_id for passage in version.passages)
        items = Counter(item.document_id for item in version.items)
        return {
            one.document_id: Contents(
                pages=version.page_count(one.document_id),
                passages=passages[one.document_id],
                items=items[one.document_id],
            )
            for one in self.documents
        }

    def problems(self, file: str | None = None) -> tuple[Problem, ...]:
        """The problems of a file, or those of all files that gave no document."""
        known = {document.file for document in self.documents}
        problems = self._assistant.version(self.version).problems
        return tuple(one for one in problems if (one.file == file if file else one.file not in known))

    def item(self, checklist_id: str, item_id: str) -> ChecklistItem | None:
        """A checklist item, where the version has it."""
        items = self._assistant.version(self.version).items
        return next((i for i in items if (i.checklist_id, i.item_id) == (checklist_id, item_id)), None)

    def pages(self, document_id: str, numbers: Iterable[int]) -> tuple[Page, ...]:
        """Each of the pages once, in the order given."""
        return tuple(self.page(document_id, number) for number in dict.fromkeys(numbers))
