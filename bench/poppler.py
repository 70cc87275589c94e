"""The independent reader: poppler's `pdftotext`, page by page, and texts squashed for comparing."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from functools import lru_cache
from pathlib import Path

# Hyphens of every kind and the soft hyphen: a word broken over a line end reads differently in every reader.
HYPHENS = re.compile("[-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufffe\u0002]")
QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "`": "'", "´": "'"})
MODES = ("", "-raw", "-layout")


def squash(text: str) -> str:
    """`text` for comparing: ligatures taken apart (NFKC), quotes plain, no white space, no hyphens."""
    folded = unicodedata.normalize("NFKC", text.translate(QUOTES)).translate(QUOTES)
    return re.sub(r"\s+", "", HYPHENS.sub("", folded))


@lru_cache(maxsize=256)
def pages(path: Path, mode: str = "") -> tuple[str, ...]:
    """The text of each page as `pdftotext` gives it in one of MODES (reading order, stream order, layout)."""
    command = ["pdftotext", *([mode] if mode else []), "-enc", "UTF-8", "-q", str(path), "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    return tuple(done.stdout.decode("utf-8", "replace").split("\f"))


@lru_cache(maxsize=8192)
def squashed_page(path: Path, number: int, mode: str = "") -> str:
    """The squashed text of physical page `number` (1-based); empty when there is no such page."""
    texts = pages(path, mode)
    return squash(texts[number - 1]) if 0 < number <= len(texts) else ""


def found(quote: str, path: Path, number: int) -> str | None:
    """The first of MODES in which poppler finds `quote` on the page, or None."""
    wanted = squash(quote)
    return next((mode for mode in MODES if wanted in squashed_page(path, number, mode)), None)


def release() -> str:
    """`pdftotext version 22.12.0`."""
    done = subprocess.run(["pdftotext", "-v"], capture_output=True, text=True, check=False)
    return (done.stderr or done.stdout).splitlines()[0]
