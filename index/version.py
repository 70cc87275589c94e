"""One opened version of the index: records, pages, scores. Never changed; any thread may read it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import StoreError
from ingest.records import ChecklistItem, Document, Page, Passage, Problem, Sentence

from . import codec, content, files
from .dense import DenseIndex
from .lexical import LEXICAL_RELEASE, LexicalIndex
from .store import BUILD, Store

Scores = NDArray[np.float32]
MANIFEST_KEYS = ("created", "note", "model_id", "number_format", "options", "counts", "documents", "files")


class Version:
    """A version as read from its folder, every file checked. Use `open_version`.

    Rows: passage `i` is `passages[i]` and row `i` of `dense` and of `lexical.scores`; sentence `j`
    is `sentences[j]` and row `j` of `sentence_scores`.
    """

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self.folder = folder
        manifest = _manifest_bytes(folder)
        self.manifest: dict[str, Any] = _parse_manifest(folder, manifest)
        self.manifest_sha256 = hashlib.sha256(manifest).hexdigest()
        self.version_id = folder.name
        data = {name: _read_checked(folder, name, digest) for name, digest in self.manifest["files"].items()}
        try:
            self._fill(data)
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise damaged(folder, "its records", f"{type(error).__name__}: {error}") from error
        self._check_counts()

    def _fill(self, data: dict[str, bytes]) -> None:
        documents = codec.from_lines(data[content.DOCUMENTS])
        self.documents: tuple[Document, ...] = tuple(map(codec.document_from_json, documents))
        self._by_id = {document.document_id: document for document in self.documents}
        self._page_count = {one["document_id"]: int(one["pages"]) for one in documents}
        self._page_lines = data[content.PAGES].split(b"\n")[:-1]
        first = np.cumsum([0, *self._page_count.values()])
        self._first_page = dict(zip(self._page_count, map(int, first), strict=False))
        self._boxes = content.array_from_bytes(data[content.BOXES])
        self._box_offsets = content.array_from_bytes(data[content.BOX_OFFSETS])
        self._pages: dict[tuple[str, int], Page] = {}
        self.passages: tuple[Passage, ...] = codec.passages_from_json(
            codec.from_lines(data[content.PASSAGES]), codec.from_lines(data[content.SENTENCES])
        )
        self.sentences: tuple[tuple[int, Sentence], ...] = tuple(
            (row, sentence) for row, passage in enumerate(self.passages) for sentence in passage.sentences
        )
        self.items: tuple[ChecklistItem, ...] = tuple(
            map(codec.item_from_json, codec.from_lines(data[content.ITEMS]))
        )
        self.problems: tuple[Problem, ...] = tuple(
            map(codec.problem_from_json, codec.from_lines(data[content.PROBLEMS]))
        )
        self._dense = DenseIndex.from_bytes(data[content.PASSAGE_VECTORS])
        self._sentence_dense = DenseIndex.from_bytes(data[content.SENTENCE_VECTORS])
        self._heading_dense = DenseIndex.from_bytes(data[content.HEADING_VECTORS])
        texts, own = content.headings(self.documents, self.passages)
        self._heading_rows = np.array(own, dtype=np.int64)
        self._heading_count = len(texts)

    def _check_counts(self) -> None:
        counts = self.manifest["counts"]
        found = {
            "documents": len(self.documents),
            "pages": len(self._page_lines),
            "passages": len(self.passages),
            "sentences": len(self.sentences),
            "checklist_items": len(self.items),
        }
        if found != counts:
            raise damaged(self.folder, content.MANIFEST, "the counts differ")
        if len(self._dense) != len(self.passages) or len(self.lexical) != len(self.passages):
            raise damaged(self.folder, content.PASSAGE_VECTORS, "not one row a passage")
        if len(self._sentence_dense) != len(self.sentences):
            raise damaged(self.folder, content.SENTENCE_VECTORS, "not one row a sentence")
        if len(self._heading_dense) != self._heading_count:
            raise damaged(self.folder, content.HEADING_VECTORS, "not one row a heading")

    @cached_property
    def lexical(self) -> LexicalIndex:
        """Search by words over the passages (context line and text)."""
        return LexicalIndex.load(self.folder / content.LEXICAL)

    @cached_property
    def sentence_passages(self) -> NDArray[np.int64]:
        """The row of the passage of each sentence, ascending: shape (n_sentences,)."""
        return np.array([row for row, _ in self.sentences], dtype=np.int64)

    @cached_property
    def passage_rows(self) -> dict[str, int]:
        """Passage id to row."""
        return {passage.passage_id: row for row, passage in enumerate(self.passages)}

    @property
    def model_id(self) -> str:
        """SHA-256 of the weights of the model whose vectors these are."""
        return str(self.manifest["model_id"])

    @property
    def number_format(self) -> str:
        """The number format of that model; questions are embedded in the same."""
        return str(self.manifest["number_format"])

    def document(self, document_id: str) -> Document:
        """A document without its pages (see `page`). Raises KeyError."""
        return self._by_id[document_id]

    def page_count(self, document_id: str) -> int:
        """How many pages a document has. Raises KeyError."""
        return self._page_count[document_id]

    def page(self, document_id: str, number: int) -> Page:
        """One page with its blocks and word boxes. Raises KeyError (document) or IndexError (page)."""
        if not 1 <= number <= self._page_count[document_id]:
            raise IndexError(f"{document_id} has no page {number}")
        page = self._pages.get((document_id, number))
        if page is None:
            row = self._first_page[document_id] + number - 1
            start, end = self._box_offsets[row], self._box_offsets[row + 1]
            boxes = self._boxes[start:end].astype(np.float64)
            page = codec.page_from_json(json.loads(self._page_lines[row]), boxes)
            self._pages[document_id, number] = page
        return page

    def pages(self, document_id: str) -> Iterator[Page]:
        """All pages of a document without their word boxes, each read anew. Raises KeyError."""
        first = self._first_page[document_id]
        for line in self._page_lines[first : first + self._page_count[document_id]]:
            yield codec.page_from_json(json.loads(line))

    def source_path(self, document_id: str) -> Path:
        """The stored source file of a document. Raises KeyError, or StoreError when it is gone."""
        document = self._by_id[document_id]
        path = self._store.source_path(document.sha256, document.file)
        if not path.is_file():
            raise StoreError(f"The stored file of {document.title!r} is missing ({path.name}).", BUILD)
        return path

    def dense(self, vector: Scores) -> Scores:
        """Cosine of a question's vector with every passage: shape (n_passages,)."""
        return self._dense.scores(vector)

    def sentence_scores(self, vector: Scores) -> Scores:
        """Cosine of a question's vector with every sentence: shape (n_sentences,)."""
        return self._sentence_dense.scores(vector)

    def heading_scores(self, vector: Scores) -> Scores:
        """Cosine of a question's vector with the heading each passage stands under: shape (n_passages,)."""
        scores: Scores = self._heading_dense.scores(vector)[self._heading_rows]
        return scores

    def heading_vector(self, passage: int) -> Scores:
        """A copy of the vector of the heading that a passage stands under, shape (dimensions,)."""
        return self._heading_dense.vector(int(self._heading_rows[passage]))

    def sentence_vector(self, sentence: int) -> Scores:
        """A copy of the vector of a sentence, shape (dimensions,)."""
        return self._sentence_dense.vector(sentence)

    def best_sentence_scores(self, scores: Scores) -> Scores:
        """The highest of `sentence_scores` in each passage, shape (n_passages,); -1 where it has none."""
        best = np.full(len(self.passages), -1.0, dtype=np.float32)
        np.maximum.at(best, self.sentence_passages, scores)
        return best

    def passage_vectors(self) -> Scores:
        """A copy of the vectors of all passages, shape (n_passages, dimensions)."""
        return self._dense.vectors()

    def sentence_vectors(self) -> Scores:
        """A copy of the vectors of all sentences, shape (n_sentences, dimensions)."""
        return self._sentence_dense.vectors()


def open_version(store: Path, version: str | None = None) -> Version:
    """The version that serves in the folder `store`, or the one named; every file's SHA-256 checked.

    Raises:
        StoreError: no store, no such version, another format, or a damaged file.
    """
    place = Store(store)
    version = version or place.current_id()
    if version is None:
        if not place.version_ids():
            raise StoreError(f"There is no index in {store} yet.", BUILD)
        raise StoreError(
            f"No version in {store} is activated (there are: {', '.join(place.version_ids())}).",
            "Run: python -m toolkit_qa versions activate ID",
        )
    return Version(place, place.version_folder(version))


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of the version in `folder`, its other files unread. Raises StoreError."""
    return _parse_manifest(folder, _manifest_bytes(folder))


@dataclass(frozen=True, kw_only=True, slots=True)
class Before:
    """What a build needs to know of the version that serves."""

    version_id: str
    model_id: str
    number_format: str
    documents: tuple[Document, ...]


def read_before(store: Store) -> Before | None:
    """The version that serves, by its manifest only; None when there is none that can be read."""
    try:
        version = store.current_id()
        if version is None:
            return None
        folder = store.version_folder(version)
        manifest = read_manifest(folder)
        return Before(
            version_id=version,
            model_id=manifest["model_id"],
            number_format=manifest["number_format"],
            documents=tuple(map(codec.document_from_json, manifest["documents"])),
        )
    except (StoreError, KeyError, TypeError):
        return None


def damaged(folder: Path, name: str, why: str) -> StoreError:
    """The error for a version that must not be used."""
    return StoreError(f"Version {folder.name} is damaged: {name} in {folder} ({why}).", _way_out(folder))


def _way_out(folder: Path) -> str:
    """What to do about a damaged version: build, or go back when it serves and another one served before."""
    place = Store(folder.parent.parent)
    served = [one for one in place.served() if (place.versions / one).is_dir()]
    if len(served) > 1 and served[0] == folder.name:
        return f"{BUILD} (or go back to version {served[1]}: python -m toolkit_qa versions rollback)"
    return BUILD


def _read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise damaged(folder, name, error.strerror or "unreadable") from error


def _read_checked(folder: Path, name: str, digest: str) -> bytes:
    data = _read(folder, name)
    if files.sha256(data) != digest:
        raise damaged(folder, name, "another SHA-256 than when it was built")
    return data


def _manifest_bytes(folder: Path) -> bytes:
    data = _read(folder, content.MANIFEST)
    if _read(folder, content.MANIFEST_DIGEST) != content.manifest_digest(data):
        raise damaged(folder, content.MANIFEST, f"another SHA-256 than in {content.MANIFEST_DIGEST}")
    return data


def _parse_manifest(folder: Path, data: bytes) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(data)
        form, lexical = manifest["format"], manifest["lexical"]
        version = manifest["version"]
        if missing := [name for name in MANIFEST_KEYS if name not in manifest]:
            raise KeyError(", ".join(missing))
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(folder, content.MANIFEST, f"{type(error).__name__}: {error}") from error
    if (form, lexical) != (content.FORMAT, LEXICAL_RELEASE):
        raise StoreError(
            f"Version {folder.name} was built by another release of this program (format {form}.{lexical}).",
            BUILD,
        )
    if folder.name not in (version, f"{files.TEMPORARY}{version}"):
        raise damaged(folder, content.MANIFEST, f"it is that of version {version}")
    return manifest
