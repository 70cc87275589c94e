"""Fakes of the index: vectors without a model, reading without workers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.embedder import Vectors
from index.lexical import terms
from ingest import worker
from ingest.limits import Limits
from ingest.sources import SourceFile
from ingest.wire import Reply


class FakeEmbedder:
    """Vectors without a model: each stem has a direction of its own, a text is the sum of its stems.

    `questions` counts the questions embedded, `embedded` keeps the texts.
    """

    model_id = "fa" * 32
    number_format = "float32"
    dimensions = 64

    def __init__(self) -> None:
        self.questions = 0
        self.embedded: list[str] = []

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        self.embedded.extend(texts)
        if progress is not None:
            progress(len(texts))
        return np.stack([self._vector(text) for text in texts])

    def encode_query(self, text: str) -> Vectors:
        self.questions += 1
        return self._vector(text)

    def warm(self) -> None:
        """Nothing to load."""

    def _vector(self, text: str) -> Vectors:
        total = sum((_direction(stem) for stem in terms(text)), start=np.full(64, 1e-3))
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)


@cache
def _direction(stem: str) -> NDArray[np.float64]:
    """A direction of length about 1 that follows from the stem alone."""
    seed = int.from_bytes(hashlib.sha256(stem.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).normal(size=64) / 8


class FakeReadingPool:
    """The readers themselves in this process, without workers; `read` collects the files read."""

    def __init__(self, read: list[str], limits: Limits) -> None:
        self._read, self._limits = read, limits

    def __enter__(self) -> FakeReadingPool:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing to end."""

    def read_all(self, files: Iterable[SourceFile]) -> Iterator[tuple[SourceFile, Reply]]:
        for file in files:
            self._read.append(file.file)
            yield file, worker.read_file(file.kind, file.path.read_bytes(), self._limits)
