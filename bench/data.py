"""Where the bench finds its documents and question sets, and how it builds stores from them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.build import build
from index.version import Version, open_version

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "bench" / "out"
CORPUS = ROOT / "corpus"


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A question with its gold pages (physical, 1-based) in `file`."""

    text: str
    file: str
    pages: tuple[int, ...]


def shared_data() -> Path:
    """The folder of real documents; it may be absent."""
    named = os.environ.get("TOOLKIT_QA_SHARED_DATA")
    return Path(named) if named else ROOT.parent / "shared" / "data"


def read_lines(path: Path) -> Iterator[dict[str, object]]:
    """The objects of a JSON Lines file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _question(line: dict[str, object]) -> Question:
    pages = line["pages"]
    assert isinstance(pages, list)
    return Question(text=str(line["question"]), file=str(line["file"]), pages=tuple(pages))


def nist_questions() -> tuple[Question, ...]:
    """The 292 questions on NIST AI 600-1, written from its passages."""
    return tuple(_question(line) for line in read_lines(shared_data() / "questions" / "nist-ai-600-1.jsonl"))


def mixed_questions() -> tuple[Question, ...]:
    """The questions on the mixed PDFs that their text can answer."""
    lines = read_lines(shared_data() / "mixed" / "questions.jsonl")
    return tuple(_question(line) for line in lines if line["text_answerable"])


def store_of(name: str, paths: Sequence[Path]) -> Path:
    """A store under bench/out with a current version of exactly `paths`; what is unchanged is reused."""
    store = OUT / "stores" / name
    build(list(paths), store=store, threads=1)
    return store


@cache
def version_of(name: str) -> Version:
    """The opened version of one of the three document sets: `pdfs`, `mixed` or `corpus`."""
    return open_version(store_of(name, [folder_of(name)]))


def folder_of(name: str) -> Path:
    """The folder behind a document set."""
    return {"pdfs": shared_data() / "pdfs", "mixed": shared_data() / "mixed" / "pdfs", "corpus": CORPUS}[name]


def document_of(version: Version, file: str) -> str:
    """The document_id of the document read from `file`."""
    return next(document.document_id for document in version.documents if Path(document.file).name == file)
