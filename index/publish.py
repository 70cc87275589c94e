"""A version into the store: written aside, read back, renamed into place, pointed to last.

A crash at any moment leaves the version before it serving. Call with the store locked.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import StoreError

from . import codec, content, files
from .content import Content
from .dense import DenseIndex
from .lexical import LEXICAL_RELEASE, LexicalIndex
from .store import Store
from .version import Version

Vectors = NDArray[np.float32]


def publish(store: Store, made: Content, vectors: Vectors, note: str = "") -> str:
    """Puts a version into the store, if it is not there already, and returns its id.

    `vectors` are those of `content.embedded_texts`, one row each. The version is not activated.
    """
    records = content.to_files(made)
    version = content.version_id(made, records)
    target = store.versions / version
    if not (target.is_dir() and is_sound(store, target)):
        aside = store.versions / f"{files.TEMPORARY}{version}"
        files.remove(aside)
        try:
            _write_all(aside, {**records, **_indexes(made, vectors)}, made, note)
            Version(store, aside)
        except BaseException:
            files.remove(aside)  # what was written of it must not fill a disk that is full
            raise
        if target.is_dir():
            files.move(target, store.versions / f"{files.TEMPORARY}damaged-{version}")
        files.move(aside, target)
    store.note_built(version)
    return version


def activate(store: Store, version: str, reason: str = "") -> None:
    """Lets a version serve, after opening it with all its checks, and remembers when and why."""
    Version(store, store.version_folder(version))
    if store.current_id() != version:
        store.note_activation(version, reason)
        store.point_to([version, *store.served()])


def is_sound(store: Store, folder: Path) -> bool:
    """Whether the version in `folder` opens."""
    try:
        Version(store, folder)
    except StoreError:
        return False
    return True


def _indexes(made: Content, vectors: Vectors) -> dict[str, bytes]:
    counts = made.counts
    passages, sentences, headings = np.split(
        vectors, [counts["passages"], counts["passages"] + counts["sentences"]]
    )
    return {
        content.PASSAGE_VECTORS: DenseIndex.of(passages).to_bytes(),
        content.SENTENCE_VECTORS: DenseIndex.of(sentences).to_bytes(),
        content.HEADING_VECTORS: DenseIndex.of(headings).to_bytes(),
    }


def _write_all(folder: Path, named: Mapping[str, bytes], made: Content, note: str) -> None:
    """Writes a version into `folder`, named by its id, the manifest last; waits until it is on the disk."""
    version = folder.name.removeprefix(files.TEMPORARY)
    manifest = _manifest(made, version, _write(folder, named, made), note)
    files.write(folder / content.MANIFEST, manifest)
    files.write(folder / content.MANIFEST_DIGEST, content.manifest_digest(manifest))
    files.sync_tree(folder)


def _write(folder: Path, named: Mapping[str, bytes], made: Content) -> dict[str, str]:
    """Writes all files but the manifest; returns the SHA-256 of each by its name."""
    digests = {}
    for name, data in named.items():
        files.write(folder / name, data)
        digests[name] = files.sha256(data)
    lexical = folder / content.LEXICAL
    LexicalIndex.of(content.passage_texts(made.passages)).save(lexical)
    for path in sorted(lexical.iterdir()):
        digests[f"{content.LEXICAL}/{path.name}"] = files.sha256_of_file(path)
    return digests


def _manifest(made: Content, version: str, digests: Mapping[str, str], note: str) -> bytes:
    manifest: dict[str, Any] = {
        "format": content.FORMAT,
        "lexical": LEXICAL_RELEASE,
        "version": version,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "note": note,
        "model_id": made.model_id,
        "number_format": made.number_format,
        "options": dict(sorted(made.options.items())),
        "counts": made.counts,
        "documents": [codec.document_to_json(document) for document in made.documents],
        "files": dict(sorted(digests.items())),
    }
    return codec.to_json(manifest) + b"\n"
