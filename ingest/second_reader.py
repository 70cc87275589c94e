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
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, TypeVar

from pypdf import Configuration, PageObject, PdfReader, apply_configuration
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError
from pypdf.generic import Destination
from pypdf.generic._font import Font

from .agreement import agreement
from .errors import DocumentError
from .limits import Limits
from .showing import is_simple, shown

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
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")  # drawn in another order than it is read
DEEPEST_FORM = 8  # forms within forms
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
        self._glyphs = _Glyphs()
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

    def agreement_on(self, number: int, words: Sequence[str], enough: float = 1.0) -> float | None:
        """The share of words, 0 to 1, on which pypdf agrees with `words` on physical page `number`.

        A quick look at the strings shown settles it when that gives `enough`; only then is the page
        parsed in full. None when pypdf cannot read the page, or its share of the time is used up.
        """
        drawn = None if RIGHT_TO_LEFT.search("".join(words)) else self._quick_words(number)
        share = 0.0 if drawn is None else agreement(words, drawn)
        if share >= enough:
            return share
        parsed = self.page_words(number)
        return agreement(words, parsed) if parsed is not None else None

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

    def _quick_words(self, number: int) -> list[str] | None:
        reader = self._reader
        if reader is None or time.monotonic() > self._deadline:
            return None
        return _attempt(lambda: self._glyphs.words(reader.pages[number - 1]), default=None)

    def _check_time(self, *_: object) -> None:
        if time.monotonic() > self._deadline:
            raise LimitReachedError("The second reader has used up its time.")


class _Glyphs:
    """Decodes the strings a page shows with pypdf's fonts, each font read once a document."""

    def __init__(self) -> None:
        self._fonts: dict[int, Font] = {}

    def words(self, page: PageObject) -> list[str]:
        """The words of a page, in the order they are drawn. Raises for streams that need a full parser."""
        contents = page.get_contents()
        if contents is None:
            return []
        resources = page.get_inherited("/Resources")
        return "".join(self._text(contents.get_data(), resources, DEEPEST_FORM)).split()

    def _text(self, content: bytes, resources: Any, depth: int) -> Iterator[str]:
        if not is_simple(content):
            raise LimitReachedError("The stream needs a full parser.")
        font: Font | None = None
        for step in shown(content):
            if step.data is not None and font is not None:
                yield _decoded(step.data, font)
            elif step.font is not None:
                font = self._font(resources["/Font"][step.font.decode("latin-1")])
            elif step.form is not None:
                yield from self._form(resources["/XObject"][step.form.decode("latin-1")], resources, depth)
            else:
                yield " "

    def _form(self, form: Any, resources: Any, depth: int) -> Iterator[str]:
        if form.get("/Subtype") == "/Form":
            if depth == 0:
                raise LimitReachedError("Forms within forms.")
            yield " "
            yield from self._text(form.get_data(), form.get("/Resources", resources).get_object(), depth - 1)
            yield " "

    def _font(self, resource: Any) -> Font:
        found = self._fonts.get(id(resource))
        if found is None:
            found = self._fonts[id(resource)] = Font.from_font_resource(resource)
        return found


def _decoded(data: bytes, font: Font) -> str:
    if isinstance(font.encoding, str):
        characters: Iterable[str] = data.decode(font.encoding, "replace")
    else:
        characters = (font.encoding.get(code, chr(code)) for code in data)
    return "".join(font.character_map.get(character, character) for character in characters)


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
