"""What a version is made of, as files, and the id that follows from it.

The id hashes what a reader can see or be quoted: documents with their manifest entries and file
names, pages, boxes, passages, sentences, items, problems, options, model and number format. Not
vectors, paths or times: the same input gives the same id wherever and whenever it is built.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.records import ChecklistItem, Document, Passage, Problem

from . import codec
from .lexical import LEXICAL_RELEASE

FORMAT = 3  # raised when a version written before can no longer be opened

DOCUMENTS = "documents.jsonl"
PAGES = "pages.jsonl"
BOXES = "boxes.npy"
BOX_OFFSETS = "box_offsets.npy"
PASSAGES = "passages.jsonl"
SENTENCES = "sentences.jsonl"
ITEMS = "items.jsonl"
PROBLEMS = "problems.jsonl"
PASSAGE_VECTORS = "passages.faiss"
SENTENCE_VECTORS = "sentences.faiss"
HEADING_VECTORS = "headings.faiss"
LEXICAL = "lexical"
MANIFEST = "manifest.json"
MANIFEST_DIGEST = "manifest.sha256"  # in the format of sha256sum; the manifest holds those of all other files
ID_LENGTH = 12


@dataclass(frozen=True, kw_only=True)
class Content:
    """Documents with their pages, all passages with their sentences, items, problems, and the options."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    items: tuple[ChecklistItem, ...]
    problems: tuple[Problem, ...]
    model_id: str
    number_format: str
    options: Mapping[str, int]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each there are, under the names of the build report."""
        return {
            "documents": len(self.documents),
            "pages": sum(len(document.pages) for document in self.documents),
            "passages": len(self.passages),
            "sentences": sum(len(passage.sentences) for passage in self.passages),
            "checklist_items": len(self.items),
        }


def passage_texts(passages: Sequence[Passage]) -> list[str]:
    """What is embedded and searched of each passage: its context line, then its text."""
    return [f"{passage.context}\n{passage.text}" for passage in passages]


def sentence_texts(passages: Sequence[Passage]) -> list[str]:
    """What is embedded of each sentence, in the order of their passages."""
    return [sentence.text for passage in passages for sentence in passage.sentences]


def headings(documents: Sequence[Document], passages: Sequence[Passage]) -> tuple[list[str], list[int]]:
    """The headings that passages stand under, each once, and for each passage the row of its own.

    A passage before the first heading stands under the title of its document.
    """
    titles = {document.document_id: document.title for document in documents}
    rows: dict[str, int] = {}
    own = []
    for passage in passages:
        heading = passage.section[-1] if passage.section else titles[passage.document_id]
        own.append(rows.setdefault(heading, len(rows)))
    return list(rows), own


def embedded_texts(documents: Sequence[Document], passages: Sequence[Passage]) -> list[str]:
    """Everything that is embedded: passages, sentences, headings, in this order."""
    return [*passage_texts(passages), *sentence_texts(passages), *headings(documents, passages)[0]]


def to_files(content: Content) -> dict[str, bytes]:
    """The files of a version that hold records (not those that hold indexes), name to bytes."""
    pages = [(document.document_id, page) for document in content.documents for page in document.pages]
    boxes = [codec.boxes_to_array(page.boxes) for _, page in pages]
    offsets = np.cumsum([0, *(len(rows) for rows in boxes)], dtype=np.int64)
    all_boxes = np.concatenate([np.empty((0, 6)), *boxes]).astype(np.float32)
    return {
        DOCUMENTS: codec.to_lines(codec.document_to_json(document) for document in content.documents),
        PAGES: codec.to_lines({"document_id": one, **codec.page_to_json(page)} for one, page in pages),
        BOXES: array_to_bytes(all_boxes),
        BOX_OFFSETS: array_to_bytes(offsets),
        PASSAGES: codec.to_lines(map(codec.passage_to_json, content.passages)),
        SENTENCES: codec.to_lines(codec.sentences_to_json(content.passages)),
        ITEMS: codec.to_lines(map(codec.item_to_json, content.items)),
        PROBLEMS: codec.to_lines(map(codec.problem_to_json, content.problems)),
    }


def version_id(content: Content, records: Mapping[str, bytes]) -> str:
    """Twelve hexadecimal digits; `records` are the files of `to_files`."""
    digest = hashlib.sha256()
    head = {
        "format": FORMAT,
        "lexical": LEXICAL_RELEASE,
        "model_id": content.model_id,
        "number_format": content.number_format,
        "options": dict(sorted(content.options.items())),
    }
    digest.update(codec.to_json(head))
    for name in sorted(records):
        digest.update(f"\n{name} {len(records[name])}\n".encode())
        digest.update(records[name])
    return digest.hexdigest()[:ID_LENGTH]


def manifest_digest(manifest: bytes) -> bytes:
    """What stands in the file `MANIFEST_DIGEST` beside a manifest of these bytes."""
    return f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n".encode("ascii")


def array_to_bytes(array: NDArray[np.generic]) -> bytes:
    """An array in NumPy's own file format, without pickle."""
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def array_from_bytes(data: bytes) -> NDArray[np.generic]:
    """The array of `array_to_bytes`. Raises ValueError."""
    array: NDArray[np.generic] = np.load(io.BytesIO(data), allow_pickle=False)
    return array
