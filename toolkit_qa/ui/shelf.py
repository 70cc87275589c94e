"""The documents of one version, as the pages of the app need them."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import InputError
from ingest.records import Document, Page, Span
from toolkit_qa import Assistant


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
        self._by_file = {document.file: document for document in self.documents}

    def document(self, document_id: str) -> Document:
        if document_id not in self._by_id:
            raise InputError(f"There is no document '{document_id}' in version {self.version}.")
        return self._by_id[document_id]

    def with_file(self, file: str) -> Document | None:
        """The document read from `file`, as records name it."""
        return self._by_file.get(file)

    def page(self, document_id: str, number: int) -> Page:
        return self._assistant.page(document_id, number, version=self.version)

    def page_count(self, document_id: str) -> int:
        return self._assistant.version(self.version).page_count(self.document(document_id).document_id)

    def source_path(self, document_id: str) -> Path:
        """The stored file that was read."""
        return self._assistant.version(self.version).source_path(self.document(document_id).document_id)

    def spans(self, passage_id: str) -> tuple[Span, ...]:
        """Where a passage stands, page by page."""
        return self._assistant.passage(passage_id, version=self.version).spans
