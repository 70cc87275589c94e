"""The id of an answer: what the answer depends on, hashed part by part.

The same parts give the same answer, byte for byte on one machine; two ids can be compared
part by part, so that it can be said later what was different.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from ingest.errors import InputError

PARTS = ("question", "history", "filters", "manifest", "release", "verdict")
DIGITS = 8


def answer_id(
    *,
    question: str,
    history: Sequence[str],
    filters: Mapping[str, object],
    manifest_sha256: str,
    release: str,
    verdict: Mapping[str, object],
) -> str:
    """Six hashes of eight hexadecimal digits joined by hyphens, in the order of `PARTS`."""
    parts = (question, list(history), dict(filters), manifest_sha256, release, dict(verdict))
    return "-".join(digest(part) for part in parts)


def differences(one: str, other: str) -> tuple[str, ...]:
    """The names of the parts in which two answer ids differ; empty when they are the same.

    Raises:
        InputError: One of them is no answer id.
    """
    pairs = zip(PARTS, _split(one), _split(other), strict=True)
    return tuple(name for name, mine, theirs in pairs if mine != theirs)


def _split(identity: str) -> list[str]:
    parts = identity.split("-")
    if len(parts) != len(PARTS):
        raise InputError(f"'{identity[:80]}' is no answer id.", "It has six parts joined by hyphens.")
    return parts


def digest(part: object) -> str:
    """Eight hexadecimal digits of the hash of anything that JSON can hold."""
    written = json.dumps(part, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8")).hexdigest()[:DIGITS]
