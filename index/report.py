"""What a build did, in the words of the contract (`build --json`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ingest.records import Document, Passage, Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexedFile:
    """A file that became a document of the version."""

    file: str
    document_id: str
    title: str
    pages: int
    passages: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """Ids of documents against the version that served before the build."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildReport:
    """Counts are those of the version; `embedded` and `reused` add up to passages, sentences and headings."""

    version: str
    activated: bool
    documents: int
    pages: int
    passages: int
    sentences: int
    checklist_items: int
    embedded: int
    reused: int
    files: tuple[IndexedFile, ...]
    changes: Changes
    problems: tuple[Problem, ...]
    seconds: Mapping[str, float]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of `build --json`, keys in the order of the contract."""
        record = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return record | {
            "files": [asdict(one) for one in self.files],
            "changes": {name: list(ids) for name, ids in asdict(self.changes).items()},
            "problems": [
                {"file": one.file, "page": one.page, "kind": one.kind, "message": one.message}
                for one in self.problems
            ],
            "seconds": dict(self.seconds),
        }


def indexed_files(documents: Sequence[Document], passages: Sequence[Passage]) -> tuple[IndexedFile, ...]:
    """The documents of a version as files, each with how many of the passages are its own."""
    counts = Counter(passage.document_id for passage in passages)
    return tuple(
        IndexedFile(
            file=document.file,
            document_id=document.document_id,
            title=document.title,
            pages=len(document.pages),
            passages=counts[document.document_id],
        )
        for document in documents
    )


def compare(before: Sequence[Document], after: Sequence[Document]) -> Changes:
    """Documents paired by id, those left over by file; a pair with the same bytes is unchanged.

    The second pairing is for documents without a manifest entry, whose id is a hash of their bytes.
    """
    old_by_id = {document.document_id: document for document in before}
    new_ids = {document.document_id for document in after}
    old_by_file = {document.file: document for document in before if document.document_id not in new_ids}
    sorted_in: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": []}
    for document in after:
        old = old_by_id.get(document.document_id) or old_by_file.get(document.file)
        kind = "added" if old is None else "unchanged" if old.sha256 == document.sha256 else "changed"
        sorted_in[kind].append(document.document_id)
    kept_files = {document.file for document in after if document.document_id not in old_by_id}
    removed = [
        document.document_id
        for document in before
        if document.document_id not in new_ids and document.file not in kept_files
    ]
    return Changes(removed=tuple(removed), **{kind: tuple(ids) for kind, ids in sorted_in.items()})


def one_a_kind(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The first problem of each file and kind, on its first page, in their order."""
    first: dict[tuple[str, str], Problem] = {}
    for problem in problems:
        first.setdefault((problem.file, problem.kind), problem)
    return tuple(first.values())
