"""Texts to vectors with a sentence-transformers model from a local folder. Never the network.

torch and sentence-transformers are imported when the first text is embedded, and nowhere else:
they take seconds and half a gigabyte, which opening an index or re-indexing need not pay.
"""

from __future__ import annotations

import copy
import os
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import InputError, MissingPartError

from .model import find_model, model_hash
from .query_adapter import QueryAdapter, adapter_of
from .tokens import encodable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")

Vectors = NDArray[np.float32]
FLOAT32 = "float32"
BFLOAT16 = "bfloat16"
NUMBER_FORMATS = ("auto", FLOAT32, BFLOAT16)
# Tokens in one batch; measured flat from 1,024 to 8,192 on two cores, and small batches need less memory.
BATCH_TOKENS = 2048


class Embeds(Protocol):
    """What the index asks of an embedder; the tests have a fake one."""

    @property
    def model_id(self) -> str: ...

    @property
    def number_format(self) -> str: ...

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors: ...

    def encode_query(self, text: str) -> Vectors: ...

    def warm(self) -> None: ...


class Embedder:
    """A sentence-transformers model from a folder, in one number format.

    Args:
        model_folder: a saved model; None takes all-MiniLM-L6-v2 from its package, checksum verified.
        threads: how many threads torch may use; 0 leaves torch's own choice.
        number_format: `bfloat16`, `float32`, or `auto` (bfloat16 where the processor has it).

    Vectors are float32 of length 1 in either format. Texts are embedded in batches of equal token
    count, so nothing is padded: faster, and a vector does not depend on what it shares a batch with.
    """

    def __init__(
        self, model_folder: Path | None = None, threads: int = 0, number_format: str = "auto"
    ) -> None:
        if number_format not in NUMBER_FORMATS:
            raise InputError(
                f"There is no number format {number_format!r}.", f"Use one of: {', '.join(NUMBER_FORMATS)}."
            )
        self.folder = find_model(model_folder)
        self.threads = threads
        self._wanted_format = number_format
        self._loading = threading.Lock()
        self._tokenizing = threading.Lock()  # a tokenizer that is being set up is "already borrowed"
        self._seen = threading.local()

    @cached_property
    def model_id(self) -> str:
        """SHA-256 of the model's weights."""
        return model_hash(self.folder)

    @cached_property
    def number_format(self) -> str:
        """`bfloat16` or `float32`. Imports torch when the choice is `auto`."""
        return native_number_format() if self._wanted_format == "auto" else self._wanted_format

    @property
    def dimensions(self) -> int:
        """Length of a vector. Loads the model."""
        return int(self.model.get_embedding_dimension() or 0)

    @cached_property
    def _loaded(self) -> SentenceTransformer:
        return load_model(self.folder, self.number_format)

    @cached_property
    def _loaded_for_queries(self) -> SentenceTransformer:
        adapter = adapter_of(self.model_id)
        return self._loaded if adapter is None else adapted(self._loaded, adapter)

    @property
    def model(self) -> SentenceTransformer:
        """The model itself, loaded on first use."""
        with self._loading:
            return self._loaded

    @property
    def query_model(self) -> SentenceTransformer:
        """The model with its adapter for questions, where it has one."""
        with self._loading:
            return self._loaded_for_queries

    def warm(self) -> None:
        """Loads the model and embeds a word, so that the next text finds everything in place."""
        self.encode_query("warm")

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Vectors of `texts`, shape (n, dimensions). `progress` is told how many are done so far."""
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        self._limit_threads()
        features = self._tokenize(texts)
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        done = 0
        for rows in equal_batches([len(ids) for ids in features["input_ids"]]):
            batch = {name: [column[row] for row in rows] for name, column in features.items()}
            vectors[rows] = self._forward(batch, self.model)
            done += len(rows)
            if progress is not None:
                progress(done)
        return vectors

    def encode_query(self, text: str) -> Vectors:
        """The vector of one question as it is searched, shape (dimensions,), always computed alone.

        By the model with its adapter for questions; see `query_adapter`.
        """
        return self._alone(text, self.query_model)

    def encode_question(self, text: str) -> Vectors:
        """The vector of one question by the bare model, shape (dimensions,): what others are measured by."""
        return self._alone(text, self.model)

    def _alone(self, text: str, model: SentenceTransformer) -> Vectors:
        self._limit_threads()
        vector: Vectors = self._forward(self._tokenize([text]), model)[0]
        return vector

    def _tokenize(self, texts: Sequence[str]) -> dict[str, list[list[int]]]:
        """The model's own tokenizer, cut at the model's length, nothing padded."""
        model = self.model
        with self._tokenizing:
            encoded = model.tokenizer(
                [encodable(text) for text in texts],
                truncation=True,
                max_length=model.max_seq_length,
                padding=False,
            )
        return {name: encoded[name] for name in encoded}

    def _forward(self, features: dict[str, list[list[int]]], model: SentenceTransformer) -> Vectors:
        """One forward pass over rows of equal length.

        `SentenceTransformer.encode` would tokenize a second time, sort by characters and pad; the
        module's public call takes the rows as they are and gives the same `sentence_embedding`.
        """
        import torch

        with torch.inference_mode():
            tensors: dict[str, Any] = {name: torch.tensor(rows) for name, rows in features.items()}
            embedding = model(tensors)["sentence_embedding"].float()
            vectors: Vectors = torch.nn.functional.normalize(embedding, dim=1).numpy()
        return vectors

    def _limit_threads(self) -> None:
        """Applies the threads setting once in every thread that embeds (OpenMP keeps it per thread)."""
        if self.threads > 0 and not getattr(self._seen, "limited", False):
            import torch

            torch.set_num_threads(self.threads)
            self._seen.limited = True


def equal_batches(lengths: Sequence[int], batch_tokens: int = BATCH_TOKENS) -> Iterator[list[int]]:
    """Row numbers in batches of equal length, shortest first, at most `batch_tokens` tokens each."""
    by_length: dict[int, list[int]] = defaultdict(list)
    for row, length in enumerate(lengths):
        by_length[length].append(row)
    for length in sorted(by_length):
        rows, step = by_length[length], max(1, batch_tokens // max(1, length))
        for start in range(0, len(rows), step):
            yield rows[start : start + step]


def native_number_format() -> str:
    """`bfloat16` where the processor multiplies it in hardware and torch's kernels use that."""
    torch, _ = _libraries()
    has = torch.cpu.get_capabilities()
    native = any(has.get(name, False) for name in ("avx512_bf16", "amx_bf16", "bf16"))
    return BFLOAT16 if native and torch.backends.mkldnn.is_available() else FLOAT32


def load_model(folder: Path, number_format: str) -> SentenceTransformer:
    """The model in `folder`, on the processor, weights in `number_format`, from local files only."""
    torch, sentence_transformers = _libraries()
    dtype = torch.bfloat16 if number_format == BFLOAT16 else torch.float32
    try:
        model = sentence_transformers.SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"dtype": dtype},
        )
    except (OSError, ValueError, KeyError) as error:
        raise InputError(
            f"The embedding model in {folder} cannot be loaded: {str(error).splitlines()[0]}",
            "Name the folder of a saved sentence-transformers model, or leave model_folder empty.",
        ) from error
    model.eval()
    loaded: SentenceTransformer = model
    return loaded


def adapted(model: SentenceTransformer, adapter: QueryAdapter) -> SentenceTransformer:
    """A copy of a model with an adapter added to its weights; the embeddings of words are shared."""
    torch, _ = _libraries()
    shared = {id(one): one for one in model.modules() if isinstance(one, torch.nn.Embedding)}
    other = copy.deepcopy(model, shared)
    for name, layer in other.named_modules():
        own = next((one for one in adapter.layers if name.endswith(f".{one}")), None)
        if own is not None:
            weight = layer.weight.data
            layer.weight.data = (weight.float() + torch.from_numpy(adapter.added_to(own))).to(weight.dtype)
    return other


def _libraries() -> tuple[Any, Any]:
    """torch and sentence_transformers, without the progress bar of loading weights."""
    try:
        import sentence_transformers
        import torch
        from transformers.utils import logging
    except ImportError as error:
        raise MissingPartError(
            f"Embedding needs torch and sentence-transformers ({error}).",
            "Run: python -m pip install -r requirements.txt",
        ) from error
    logging.disable_progress_bar()
    return torch, sentence_transformers
