"""Exact search by inner product. The only module that imports faiss."""

from __future__ import annotations

import faiss
import numpy as np
from numpy.typing import NDArray

from ingest.errors import StoreError

# One question against some ten thousand vectors takes about a millisecond on one thread; more threads
# only wait for each other when another process is busy.
faiss.omp_set_num_threads(1)

ALL = -2.0  # below any inner product of two vectors of length 1


class DenseIndex:
    """Vectors of length 1 in a flat FAISS index; read by any number of threads, never changed."""

    def __init__(self, index: faiss.IndexFlatIP) -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: NDArray[np.float32]) -> DenseIndex:
        """An index of `vectors`, shape (n, dimensions)."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def from_bytes(cls, data: bytes) -> DenseIndex:
        """The index that `to_bytes` gave. Raises StoreError."""
        try:
            index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        except RuntimeError as error:
            raise StoreError("A vector index cannot be read by this release of faiss.") from error
        if not isinstance(index, faiss.IndexFlatIP):
            raise StoreError(f"A vector index is of another kind ({type(index).__name__}).")
        return cls(index)

    def to_bytes(self) -> bytes:
        """The index in FAISS's own file format (bytes, because FAISS opens no non-ASCII path on Windows)."""
        data: bytes = faiss.serialize_index(self._index).tobytes()
        return data

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimensions(self) -> int:
        return int(self._index.d)

    def scores(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The inner product of `vector`, shape (dimensions,), with every vector: shape (n,)."""
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        _, values, rows = self._index.range_search(query, ALL)
        scores = np.zeros(len(self), dtype=np.float32)
        scores[rows] = values
        return scores

    def vector(self, row: int) -> NDArray[np.float32]:
        """A copy of one vector, shape (dimensions,)."""
        stored: NDArray[np.float32] = self._index.reconstruct(row)
        return stored

    def vectors(self) -> NDArray[np.float32]:
        """A copy of all vectors, shape (n, dimensions)."""
        stored: NDArray[np.float32] = self._index.reconstruct_n(0, len(self))
        return stored
