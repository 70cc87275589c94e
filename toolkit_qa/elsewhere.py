"""What people ask about that the documents do not treat: how near a question is to it.

Every question is near to something in the documents; what tells one from outside is that it is nearer
to something else. `topics.txt` names everyday subjects and subjects of police work in a few words each.
Those that a version treats itself are left out for it, so that an agency's own rules on leave or
firearms do not make its questions look strange.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.version import Version

Vector = NDArray[np.float32]

FILE = Path(__file__).resolve().parent / "topics.txt"
TREATED = 0.5  # cosine with the nearest passage from which a topic counts as treated


class Elsewhere:
    """The topics that one version does not treat. Only read once made, by any thread."""

    def __init__(self, version: Version, encode: Callable[[Sequence[str]], Vector]) -> None:
        vectors = encode(topics())
        nearest = np.array([float(np.max(version.dense(vector), initial=-1.0)) for vector in vectors])
        self._vectors = vectors[nearest < TREATED]

    def __len__(self) -> int:
        return len(self._vectors)

    def nearest(self, vector: Vector) -> float:
        """The highest cosine of a question's vector, shape (d,), with a topic; 0 where none is left."""
        return float(np.max(self._vectors @ vector, initial=0.0))


@cache
def topics_sha256() -> str:
    """The hash of the topics, which the verdict of an answer depends on."""
    return hashlib.sha256("\n".join(topics()).encode("utf-8")).hexdigest()


def topics() -> tuple[str, ...]:
    """The topics, one a line of the file; lines that begin with # say what it is."""
    lines = (line.strip() for line in FILE.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
