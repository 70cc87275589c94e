"""Which release of the readers and of the cutters this is: what another one made is not used again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

FOLDER = Path(__file__).parent
READING_LIBRARIES = ("markdown-it-py", "pypdf", "pypdfium2", "pysbd", "python-docx")
CUTTING_LIBRARIES = ("langchain-text-splitters", "tokenizers")
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
    names = (path.name for path in FOLDER.glob("*.py") if path.name not in NOT_READING)
    return _release(names, READING_LIBRARIES)


@cache
def cutter_release() -> str:
    """The same for what makes passages and checklist items of readings."""
    names = (path.name for path in FOLDER.glob("*.py") if path.name in NOT_READING)
    return _release(names, CUTTING_LIBRARIES)


def _release(names: Iterable[str], libraries: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for name in sorted(names):
        digest.update(f"{name}\n".encode() + (FOLDER / name).read_bytes().replace(b"\r\n", b"\n"))
    for name in libraries:
        digest.update(f"{name} {_installed(name)}\n".encode())
    return digest.hexdigest()[:12]


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"
