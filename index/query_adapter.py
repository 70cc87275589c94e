"""The adapter of the embedding model for questions: people ask in words that the documents do not use.

Texts are embedded by the model as it is published. A question is embedded by the same model with a matrix
of low rank added to the weights of each linear layer (LoRA; Hu et al. 2021), which was trained to bring
questions near to the sentences and passages that answer them. Nothing that is indexed depends on it. It
belongs to one model, and no other is adapted. `python -m bench.adapt` trains it; docs/RETRIEVAL.md says on
what.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from ingest.errors import MissingPartError

Matrix = NDArray[np.float32]
FILE = Path(__file__).resolve().parent / "query_adapter.npz"
MODEL = "model"
DOWN, UP = ".down", ".up"


@dataclass(frozen=True, kw_only=True, eq=False)
class QueryAdapter:
    """What is added to the weights of a model's linear layers.

    `layers` are names of layers as transformers gives them ("encoder.layer.0.attention.self.query"), each
    with a matrix of shape (rank, inputs) and one of shape (outputs, rank), whose product is added. `model_id`
    is the SHA-256 of the weights it was trained for.
    """

    model_id: str
    layers: Mapping[str, tuple[Matrix, Matrix]]

    def added_to(self, layer: str) -> Matrix:
        """What is added to a layer's weight, shape (outputs, inputs)."""
        down, up = self.layers[layer]
        added: Matrix = up @ down
        return added


def write_adapter(adapter: QueryAdapter, file: Path = FILE) -> None:
    """Writes an adapter as NumPy arrays in half precision, without pickle."""
    arrays = {MODEL: np.array(adapter.model_id)}
    for layer, (down, up) in adapter.layers.items():
        arrays |= {layer + DOWN: down.astype(np.float16), layer + UP: up.astype(np.float16)}
    np.savez_compressed(file, allow_pickle=False, **arrays)


@cache
def read_adapter(file: Path = FILE) -> QueryAdapter:
    """The adapter of this release. Raises MissingPartError."""
    try:
        with file.open("rb") as data, np.load(data, allow_pickle=False) as arrays:
            names = [name.removesuffix(DOWN) for name in arrays.files if name.endswith(DOWN)]
            return QueryAdapter(
                model_id=str(arrays[MODEL]),
                layers={name: (_matrix(arrays[name + DOWN]), _matrix(arrays[name + UP])) for name in names},
            )
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        raise MissingPartError(
            f"The adapter for questions in {file} is missing or damaged ({error}).",
            "Take the file of this release.",
        ) from error


def adapter_of(model_id: str) -> QueryAdapter | None:
    """The adapter of a model, None where it has none. Raises MissingPartError."""
    adapter = read_adapter()
    return adapter if adapter.model_id == model_id else None


@cache
def query_model_id(model_id: str) -> str:
    """The id of what embeds questions: the model's, or a SHA-256 of it and its adapter.

    Raises MissingPartError.
    """
    adapter = adapter_of(model_id)
    if adapter is None:
        return model_id
    digest = hashlib.sha256(model_id.encode("ascii"))
    for layer, matrices in sorted(adapter.layers.items()):
        digest.update(layer.encode("ascii"))
        for matrix in matrices:
            digest.update(np.ascontiguousarray(matrix, dtype="<f4").tobytes())
    return digest.hexdigest()


def _matrix(stored: NDArray[np.float16]) -> Matrix:
    return stored.astype(np.float32)
