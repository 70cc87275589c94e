"""pypdf, the second reader: encryption, outline, page labels, title, and words to compare with.

Owns every call into pypdf and the mapping of its errors. pypdf is never the source of the text
that is quoted; it knows what PDFium does not say (printed labels, where an outline entry points)
and its words are held against PDFium's, page by page. It must not know PDFium.

A defect met here never stops a document that the first reader can read: `Inspection.failure`
says what pypdf would have answered, and the caller decides.
"""

from __future__ import annotations

import io
import logging
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, TypeVar

from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError
from pypdf.generic import Destination

from .errors import DocumentError
from .limits import Limits

SIGNATURE = b"%PDF-"
SIGNATURE_WITHIN = 1024  # readers accept some bytes of junk before the signature

# Tighter than pypdf's own: each page costs seconds at worst, and no honest page comes near.
PYPDF_LIMITS = Configuration(
    outline_maximum_entries=20_000,
    outline_maximum_depth=50,
    page_tree_maximum_entries=50_000,
    named_destinations_maximum_entries=50_000,
    stream_parsing_work_maximum_count=500_000,
    stream_decoding_work_maximum_length=100_000_000,
    xform_maximum_invocations_per_extraction=500,
    disable_legacy_handling=True,
)
SHORTEST_ALONE = 4  # characters; shorter words are found in any long text by chance
SHARE_OF_TIME = 0.4  # of the time a file may take; the first reader needs the rest

Value = TypeVar("Value")
Other = TypeVar("Other")

# pypdf reports every defect it repairs through logging, which prints warnings by default.
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)


class OutlineEntry(NamedTuple):
    """One bookmark: `level` from 1, `page` physical (1-based) or None, `y` points from the page's top."""

    level: int
    title: str
    page: int | None
    y: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Inspection:
    """What pypdf knows about a file.

    `page_count` is None when the file could not be opened. `encrypted` is true for any encrypted
    file, `locked` only when the empty password does not open it. `labels` has one printed label a
    page, or is empty when the file has none. `failure` is the error to raise when the first reader
    cannot open the file either.
    """

    encrypted: bool = False
    locked: bool = False
    page_count: int | None = None
    outline: tuple[OutlineEntry, ...] = ()
    labels: tuple[str, ...] = ()
    title: str = ""
    failure: DocumentError | None = None


class SecondReader:
    """A PDF opened with pypdf: `inspection`, and the words of single pages.

    Args:
        data: The file's bytes.
        limits: Size and time limits; a share of the time is the budget of all calls together.

    Raises:
        DocumentError: `not_a_pdf` or `too_large`; everything else is in `inspection.failure`.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        limits.check_size(len(data))
        check_signature(data)
        self._deadline = time.monotonic() + limits.seconds * SHARE_OF_TIME
        self._reader: PdfReader | None = None
        self.inspection = self._inspect(data)

    def _inspect(self, data: bytes) -> Inspection:
        encrypted = False
        try:
            with apply_configuration(PYPDF_LIMITS):
                reader = PdfReader(io.BytesIO(data))
                encrypted = reader.is_encrypted
                count = len(reader.pages)
        except Exception as error:  # broken files raise anything at all
            return _failed(error, encrypted=encrypted or b"/Encrypt" in data[-4096:])
        self._reader = reader
        return Inspection(
            encrypted=encrypted,
            page_count=count,
            outline=_attempt(lambda: tuple(_outline(reader)), default=()),
            labels=_attempt(lambda: _labels(reader, count), default=()),
            title=_attempt(lambda: _title(reader), default=""),
        )

    def page_words(self, number: int) -> tuple[str, ...] | None:
        """The words of physical page `number` (1-based) in pypdf's order.

        None when pypdf cannot give them: file or page unreadable, or its share of the time used up.
        """
        reader = self._reader
        if reader is None or time.monotonic() > self._deadline:
            return None

        def words() -> tuple[str, ...]:
            page = reader.pages[number - 1]
            return tuple(page.extract_text(visitor_operand_before=self._check_time).split())

        return _attempt(words, default=None)

    def _check_time(self, *_: object) -> None:
        if time.monotonic() > self._deadline:
            raise LimitReachedError("The second reader has used up its time.")


def inspect(data: bytes, limits: Limits) -> Inspection:
    """What pypdf knows about the file. Raises DocumentError only for `not_a_pdf` and `too_large`."""
    return SecondReader(data, limits).inspection


def check_signature(data: bytes) -> None:
    """Raises DocumentError `not_a_pdf` when there is no PDF signature near the start of the file."""
    if SIGNATURE not in data[:SIGNATURE_WITHIN]:
        what = "The file is empty" if not data else "The file has no PDF signature"
        raise DocumentError("not_a_pdf", f"{what}; it is not a PDF.", "Save or download it again.")


def damaged(reason: str = "") -> DocumentError:
    """The error for a file that is a PDF but cannot be read."""
    detail = f" ({reason})" if reason else ""
    return DocumentError(
        "damaged",
        f"The PDF is damaged and cannot be read{detail}.",
        "Get the file again, or open it in a PDF viewer and save it as a new PDF.",
    )


def locked() -> DocumentError:
    """The error for a file that needs a password."""
    return DocumentError(
        "encrypted",
        "The PDF is encrypted and needs a password.",
        "Save a copy without a password and add that.",
    )


def _attempt(read: Callable[[], Value], *, default: Other) -> Value | Other:
    """`read()` under pypdf's limits, or `default` when the file is too broken for it."""
    try:
        with apply_configuration(PYPDF_LIMITS):
            return read()
    except Exception:  # broken files raise anything at all
        return default


def _failed(error: Exception, *, encrypted: bool) -> Inspection:
    """The one place where pypdf's errors become ours."""
    if isinstance(error, FileNotDecryptedError):
        return Inspection(encrypted=True, locked=True, failure=locked())
    if isinstance(error, MemoryError):
        failure = DocumentError(
            "too_large", "Reading the PDF takes more memory than allowed.", "Split the file."
        )
    elif isinstance(error, RecursionError):
        failure = damaged("its objects are nested without end")
    elif isinstance(error, DependencyError):
        failure = damaged("its encryption needs the package cryptography: pip install cryptography")
    else:
        failure = damaged(_reason(error))
    return Inspection(encrypted=encrypted, failure=failure)


def _reason(error: Exception) -> str:
    """pypdf's own words where they are meant for readers, in one short line."""
    if not isinstance(error, PyPdfError):
        return ""
    line = " ".join(str(error).split()).rstrip(".!")
    return "" if len(line) > 80 or "b'" in line else line  # it quotes the file's bytes


def _title(reader: PdfReader) -> str:
    metadata = reader.metadata
    title = metadata.get("/Title") if metadata is not None else None
    return _clean(title) if isinstance(title, str) else ""


def _labels(reader: PdfReader, count: int) -> tuple[str, ...]:
    if "/PageLabels" not in reader.root_object:
        return ()
    labels = tuple(_clean(label) for label in reader.page_labels)
    return labels if len(labels) == count and any(labels) else ()


def _outline(reader: PdfReader) -> Iterator[OutlineEntry]:
    for level, entry in _flat(reader.outline, 1):
        title = _clean(str(entry.title or ""))
        if title:
            page, y = _attempt(partial(_target, reader, entry), default=(None, None))
            yield OutlineEntry(level=level, title=title, page=page, y=y)


def _target(reader: PdfReader, entry: Destination) -> tuple[int | None, float | None]:
    """Page (1-based) and height an entry points to; pypdf leaves both out where the file does."""
    index = reader.get_destination_page_number(entry)
    if index is None:
        return None, None
    return index + 1, _attempt(partial(_height, reader, entry, index), default=None)


def _flat(outline: list[Any], level: int) -> Iterator[tuple[int, Destination]]:
    """pypdf's nested lists as (level, entry): a list holds the children of the entry before it."""
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry, level + 1)
        else:
            yield level, entry


def _height(reader: PdfReader, entry: Destination, index: int) -> float | None:
    """How far below the top of the page, as displayed, the entry points; None when it does not say."""
    page = reader.pages[index]
    box = page.cropbox
    left, top = _number(entry.get("/Left")), _number(entry.get("/Top"))
    turned = int(page.rotation) % 360
    if turned == 90:
        return None if left is None else left - float(box.left)
    if turned == 180:
        return None if top is None else top - float(box.bottom)
    if turned == 270:
        return None if left is None else float(box.right) - left
    return None if top is None else float(box.top) - top


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def _clean(text: str) -> str:
    """Without control characters, lone surrogates and runs of white space."""
    kept = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(kept.split())


# Comparing two readings of a page


def agreement(words_a: Iterable[str], words_b: Iterable[str]) -> float:
    """The share of words, 0 to 1, on which two readings of a page agree, whatever their order and spacing.

    Words are compared as multisets, without hyphens, punctuation and typographic variants. A word that
    only one reading has still counts when the other has its characters in a row under other spacing
    ("risk management" for "riskmanagement"). The lower of both directions is the answer; 1.0 when
    neither reading has a word.
    """
    first, second = _comparable(words_a), _comparable(words_b)
    if not first or not second:
        return 1.0 if not first and not second else 0.0
    return min(_share_found(first, second), _share_found(second, first))


def _share_found(words: list[str], others: list[str]) -> float:
    counts, other_counts = Counter(words), Counter(others)
    shared = counts & other_counts
    joined = "".join(others)
    found = shared.total()
    for word, missing in (counts - other_counts).items():
        if len(word) >= SHORTEST_ALONE:
            found += min(missing, max(0, joined.count(word) - shared[word]))
    lost = counts - other_counts
    for position, word in enumerate(words):
        if len(word) < SHORTEST_ALONE and lost[word] > 0 and _stands_in(words, position, joined):
            lost[word] -= 1
            found += 1
    return found / len(words)


def _stands_in(words: list[str], position: int, joined: str) -> bool:
    """Whether a short word is found together with its neighbours; alone it would be found by chance."""
    start, end = position, position + 1
    while end < len(words) and len("".join(words[start:end])) < SHORTEST_ALONE:
        end += 1
    if "".join(words[start:end]) in joined and end - start > 1:
        return True
    start, end = position, position + 1
    while start > 0 and len("".join(words[start:end])) < SHORTEST_ALONE:
        start -= 1
    return end - start > 1 and "".join(words[start:end]) in joined


def _comparable(words: Iterable[str]) -> list[str]:
    """Letters and digits only: ligatures opened, hyphens, soft hyphens, marks and symbols left out."""
    opened = (unicodedata.normalize("NFKC", word) for word in words)
    bare = ("".join(c for c in word if c.isalnum()) for word in opened)
    return [word for word in bare if word]
