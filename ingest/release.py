"""Which reader this is: a reading kept by another one is not used again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

LIBRARIES = ("markdown-it-py", "pypdf", "pypdfium2", "pysbd", "python-docx")
# These take what was read further, or only carry it; a change here leaves readings as they are.
NOT_READING = frozenset(
    f"{name}.py"
    for name in (
        "__init__",
        "passages",
        "asking",
        "checklists",
        "entries",
        "labels",
        "places",
        "principles",
        "rows",
        "naming",
        "official",
        "manifest",
        "sources",
    )
)


@cache
def reader_release() -> str:
    """Twelve hexadecimal digits over the source of the readers and the releases of their libraries.

    Computed rather than counted by hand: a forgotten count would serve old readings in silence.
    """
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.name not in NOT_READING:
            digest.update(f"{path.name}\n".encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    for name in LIBRARIES:
        digest.update(f"{name} {_installed(name)}\n".encode())
    return digest.hexdigest()[:12]


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"
