"""Vectors kept by what they are vectors of, so that a text is embedded once in the life of a store.

A vector's key is a hash of its text; a folder holds those of one model in one number format, in
shards that are only ever added whole. A shard's name is the hash of its bytes: one that does not
match was damaged, is dropped, and its texts are embedded again.
"""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from . import files

log = logging.getLogger(__name__)

Vectors = NDArray[np.float32]
KEY_BYTES = 32


class VectorCache:
    """The vectors of one model and number format under `folder`."""

    def __init__(self, folder: Path, model_id: str, number_format: str) -> None:
        self._salt = f"{model_id}\n{number_format}\n".encode()
        self.folder = folder / f"{model_id[:16]}-{number_format}"
        self._rows: dict[bytes, int] = {}
        self._shards: list[Vectors] = []
        self._count = 0
        for path in sorted(self.folder.glob("*.npz")):
            self._load(path)

    def key(self, text: str) -> bytes:
        """The key of `text`: SHA-256 of text, model id and number format."""
        return hashlib.sha256(self._salt + text.encode("utf-8", "surrogatepass")).digest()

    def missing(self, texts: Iterable[str]) -> list[str]:
        """Those of `texts` that have no vector yet, each once, in their order."""
        return [text for text in dict.fromkeys(texts) if self.key(text) not in self._rows]

    def get(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, shape (n, dimensions). Raises KeyError when one is missing."""
        rows = [self._rows[self.key(text)] for text in texts]
        if not rows:
            return np.empty((0, self._shards[0].shape[1] if self._shards else 0), dtype=np.float32)
        return self._all()[rows]

    def add(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Keeps the vectors of `texts` (none of which may be there yet) as one more shard."""
        if texts:
            keys = [self.key(text) for text in texts]
            self._write(keys, np.ascontiguousarray(vectors, dtype=np.float32))
            self._take(keys, vectors)

    def keep_only(self, texts: Iterable[str]) -> int:
        """Drops the vectors of all other texts from the disk; returns how many that were."""
        kept = [key for key in dict.fromkeys(self.key(text) for text in texts) if key in self._rows]
        dropped = self._count - len(kept)
        if not dropped:
            return 0
        old = set(self.folder.glob("*.npz"))
        if kept:
            old.discard(self._write(kept, self._all()[[self._rows[key] for key in kept]]))
        for path in old:
            files.remove(path)
        return dropped

    def _all(self) -> Vectors:
        if len(self._shards) > 1:
            self._shards = [np.concatenate(self._shards)]
        return self._shards[0]

    def _write(self, keys: Sequence[bytes], vectors: Vectors) -> Path:
        buffer = io.BytesIO()
        packed = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(-1, KEY_BYTES)
        np.savez(buffer, keys=packed, vectors=vectors)
        data = buffer.getvalue()
        path = self.folder / f"{files.sha256(data)[:32]}.npz"
        files.replace(path, data)
        return path

    def _load(self, path: Path) -> None:
        data = path.read_bytes()
        if files.sha256(data)[:32] != path.stem:
            log.warning("A shard of kept vectors is damaged and dropped: %s", path.name)
            files.remove(path)
            return
        with np.load(io.BytesIO(data), allow_pickle=False) as shard:
            self._take([row.tobytes() for row in shard["keys"]], shard["vectors"])

    def _take(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        for row, key in enumerate(keys, start=self._count):
            self._rows.setdefault(key, row)
        self._shards.append(vectors)
        self._count += len(keys)
