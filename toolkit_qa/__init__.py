"""Questions in, cited passages out: retrieval, answering, citations, settings, command line.

`Assistant` is the one public entry. Importing this package loads neither torch nor faiss: the
class is fetched on first use, so that `--help` and the settings cost nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .assistant import Assistant

__version__ = "0.1.0"
__all__ = ["Assistant", "__version__"]


def __getattr__(name: str) -> object:
    if name == "Assistant":
        from .assistant import Assistant

        return Assistant
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
