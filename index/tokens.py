"""Counting the embedding model's word pieces without loading the model (no torch)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer

from .model import find_model, max_tokens


class TokenCounter:
    """Counts word pieces as the model in `model_folder` (default: all-MiniLM-L6-v2) sees them.

    `max_tokens` is how many of them the model can take, its two markers not counted. `counting` names
    all that counts depend on: the tokenizer by its hash, and `max_tokens`.
    """

    def __init__(self, model_folder: Path | None = None) -> None:
        folder = find_model(model_folder)
        data = (folder / "tokenizer.json").read_bytes()
        self._tokenizer = Tokenizer.from_buffer(data)
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.max_tokens = max_tokens(folder)
        self.counting = f"{hashlib.sha256(data).hexdigest()} {self.max_tokens}"

    def count(self, text: str) -> int:
        """Word pieces of `text`, without the markers the model adds."""
        return len(self._tokenizer.encode(encodable(text), add_special_tokens=False).ids)

    def count_all(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text; one call is faster than many."""
        encoded = self._tokenizer.encode_batch_fast([encodable(t) for t in texts], add_special_tokens=False)
        return [len(one.ids) for one in encoded]


def encodable(text: str) -> str:
    """`text` with lone surrogates (which no UTF-8 text can hold) replaced by question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")
