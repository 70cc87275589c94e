"""Characters, their boxes and ruling lines of PDF pages, by PDFium. The only source of page text.

PDFium is not thread-safe: this module runs in a reading worker only, one document at a time.
PDFium was chosen as the primary reader because it gives a box for every character, splits
ligatures and reads about twenty times faster than pypdf; pypdf is the second opinion.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pypdfium2
import pypdfium2.raw as raw

from ingest.errors import DocumentError

HYPHEN_MARK = "\x02"  # PDFium's stand-in for a hyphen at a line end
MAX_PATH_SEGMENTS = 20_000  # a chart or map beyond this has no table rules worth finding
_LEADER = re.compile(r"(\.{4,}|…{2,}|_{4,})")
WHITE = 250  # of 255: a colour at least so light in all its parts is the paper's
RULE_THICKNESS = 3.0  # points: anything thicker is a filled area, of which only the edges count


@dataclass(kw_only=True, slots=True)
class Word:
    """Characters without a space between them, as the page draws them.

    Points, origin at the top left of the page as displayed, y downwards. `base` is the baseline,
    `size` the font size as displayed, `order` the place in the content stream, `angle` the
    direction of writing in degrees (0 = left to right, 90 = downwards). The coordinates of turned
    words are those of the page turned upright for them; `drawn` is the box as displayed, always.
    `led_to`: a page number to which the dots of a table of contents lead.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    bold: bool
    italic: bool
    angle: int
    order: int
    drawn: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    led_to: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A straight horizontal or vertical line drawn on the page (x0 <= x1, y0 <= y1), points as above."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def horizontal(self) -> bool:
        return (self.x1 - self.x0) >= (self.y1 - self.y0)


@dataclass(kw_only=True, slots=True)
class RawPage:
    """One page as PDFium sees it: words in the order of the content stream, and ruling lines."""

    number: int
    width: float
    height: float
    words: list[Word]
    rules: list[Rule]
    has_images: bool = False


class PdfiumDocument:
    """An open PDF. Use as a context manager; pages are read one at a time.

    Raises:
        DocumentError: `encrypted` when a password is needed, `damaged` when PDFium cannot open it.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
                raise DocumentError(
                    "encrypted", "The file asks for a password.", "Save a copy without a password."
                ) from error
            raise DocumentError(
                "damaged", "The PDF cannot be opened.", "Download it again or save it anew as PDF."
            ) from error

    def __enter__(self) -> PdfiumDocument:
        return self

    def __exit__(self, *_: object) -> None:
        self._pdf.close()

    def __len__(self) -> int:
        return len(self._pdf)

    def page(self, number: int) -> RawPage:
        """Page `number` (1-based). A page that PDFium cannot load comes back without words."""
        try:
            page = self._pdf[number - 1]
        except pypdfium2.PdfiumError:
            return RawPage(number=number, width=0.0, height=0.0, words=[], rules=[])
        try:
            width, height = page.get_size()
            to_display = _Display(page, width, height)
            rules, has_images = _read_objects(page, to_display)
            words = _read_words(page, to_display)
        finally:
            page.close()
        return RawPage(
            number=number, width=width, height=height, words=words, rules=rules, has_images=has_images
        )


class _Display:
    """The affine map from page space (points, y up, not rotated) to the page as displayed."""

    def __init__(self, page: pypdfium2.PdfPage, width: float, height: float) -> None:
        self.width, self.height = width, height
        scale = 1000
        corners = [self._to_device(page, width, height, scale, x, y) for x, y in ((0, 0), (100, 0), (0, 100))]
        (self.e, self.f), (ax, ay), (bx, by) = corners
        self.a, self.b = (ax - self.e) / 100, (ay - self.f) / 100
        self.c, self.d = (bx - self.e) / 100, (by - self.f) / 100

    @staticmethod
    def _to_device(
        page: pypdfium2.PdfPage, width: float, height: float, scale: int, x: float, y: float
    ) -> tuple[float, float]:
        device_x, device_y = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(
            page.raw, 0, 0, round(width * scale), round(height * scale), 0, x, y, device_x, device_y
        )
        return device_x.value / scale, device_y.value / scale

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    @property
    def turn(self) -> int:
        """By how many degrees the display turns the page (clockwise)."""
        if abs(self.a) > abs(self.b):
            return 0 if self.a > 0 else 180
        return 90 if self.b > 0 else 270


def _read_words(page: pypdfium2.PdfPage, display: _Display) -> list[Word]:
    textpage = page.get_textpage()
    try:
        words = list(_words_of(textpage.raw, display))
    finally:
        textpage.close()
    words = [word for word in words if _is_on_page(word, display)]
    for word in words:
        word.drawn = (word.x0, word.y0, word.x1, word.y1)
        if word.angle:
            _turn_upright(word, display.width, display.height)
    return list(_once(words))


def _is_on_page(word: Word, display: _Display) -> bool:
    """Whether the middle of a word is on the page: what is drawn outside is never seen."""
    return 0 <= (word.x0 + word.x1) / 2 <= display.width and 0 <= (word.y0 + word.y1) / 2 <= display.height


def _once(words: Iterable[Word]) -> Iterator[Word]:
    """Words without those that are printed again over themselves (bold or a shadow made by hand)."""
    seen: dict[str, list[Word]] = {}
    for word in words:
        others = seen.setdefault(word.text, [])
        if not any(_covers(other.drawn, word.drawn) for other in others):
            others.append(word)
            yield word


def _covers(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    """Whether two boxes share more than half of the area they take together."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return False
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b))
    return width * height > 0.5 * (areas - width * height)


def _turn_upright(word: Word, width: float, height: float) -> None:
    """Moves a turned word to where it stands when the page is turned so that it reads left to right."""
    x0, y0, x1, y1 = word.drawn
    if word.angle == 90:
        word.x0, word.y0, word.x1, word.y1 = y0, width - x1, y1, width - x0
    elif word.angle == 270:
        word.x0, word.y0, word.x1, word.y1 = height - y1, x0, height - y0, x1
    else:
        word.x0, word.y0, word.x1, word.y1 = width - x1, height - y1, width - x0, height - y0
    word.base = word.y1 - 0.2 * (word.y1 - word.y0)  # a usual descent below the baseline


def _words_of(textpage: raw.FPDF_TEXTPAGE, display: _Display) -> Iterator[Word]:
    """Groups PDFium's characters into words; white space, jumps and leaders (....) end a word."""
    loose = raw.FS_RECTF()
    word: Word | None = None
    ends: list[float] = []  # where each character of the word ends
    seen: dict[tuple[int, int, int], int] = {}
    for index in range(raw.FPDFText_CountChars(textpage)):
        code = raw.FPDFText_GetUnicode(textpage, index)
        character = _character(textpage, index, code)
        if not character or character.isspace():
            yield from _without_leader(word, ends)
            word = None
            continue
        raw.FPDFText_GetLooseCharBox(textpage, index, loose)
        place = (code, round(loose.left * 2), round(loose.bottom * 2))
        first = seen.setdefault(place, index)
        if index - first > 2 and loose.right > loose.left:  # bold drawn by printing a word twice in one place
            continue  # (neighbours in one place are the halves of a ligature)
        x0, y0, x1, y1 = display.box(loose.left, loose.bottom, loose.right, loose.top)
        if word is not None and not _goes_on(word, x0, y0, x1, y1):
            yield from _without_leader(word, ends)
            word = None
        if word is None:
            word, ends = _start_word(textpage, index, character, (x0, y0, x1, y1), display), [x1]
        else:
            word.text += character
            word.x0, word.x1 = min(word.x0, x0), max(word.x1, x1)
            word.y0, word.y1 = min(word.y0, y0), max(word.y1, y1)
            ends.append(x1)
    yield from _without_leader(word, ends)


def _without_leader(word: Word | None, ends: Sequence[float]) -> Iterator[Word]:
    """The word, or its parts where a leader is glued to it: `Introduction`, `........`, `5`."""
    if word is None:
        return
    if word.angle or len(ends) != len(word.text) or not _LEADER.search(word.text):
        yield word
        return
    start = 0
    for part in filter(None, _LEADER.split(word.text)):
        x0 = word.x0 if start == 0 else ends[start - 1]
        yield replace(word, text=part, x0=x0, x1=ends[start + len(part) - 1], order=word.order + start)
        start += len(part)


def _character(textpage: raw.FPDF_TEXTPAGE, index: int, code: int) -> str:
    if code == 0 or 0xD800 <= code <= 0xDFFF or raw.FPDFText_HasUnicodeMapError(textpage, index) == 1:
        return "" if code == 0 else "\ufffd"
    if code == 2:
        return HYPHEN_MARK
    return chr(code)


def _goes_on(word: Word, x0: float, y0: float, x1: float, y1: float) -> bool:
    """Whether a character directly continues the word: on its line, not back, not after a wide gap."""
    if word.angle != 0:
        return True
    reach = 0.6 * word.size
    overlap = min(word.y1, y1) - max(word.y0, y0)
    return overlap > 0.2 * min(word.y1 - word.y0, y1 - y0) and -1.5 * reach < x0 - word.x1 < reach


def _start_word(
    textpage: raw.FPDF_TEXTPAGE,
    index: int,
    character: str,
    box: tuple[float, float, float, float],
    display: _Display,
) -> Word:
    origin_x, origin_y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(textpage, index, origin_x, origin_y)
    _, base = display.point(origin_x.value, origin_y.value)
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(textpage, index, matrix)
    scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
    size = raw.FPDFText_GetFontSize(textpage, index) * scale
    name = _font_name(textpage, index)
    weight = raw.FPDFText_GetFontWeight(textpage, index)
    return Word(
        text=character,
        x0=box[0],
        y0=box[1],
        x1=box[2],
        y1=box[3],
        base=base,
        size=size if 1.0 < size < 400.0 else max(box[3] - box[1], 1.0),
        bold=weight >= 600 or any(mark in name for mark in ("bold", "black", "heavy", "semibold")),
        italic="italic" in name or "oblique" in name,
        angle=_angle(textpage, index, display),
        order=index,
    )


def _font_name(textpage: raw.FPDF_TEXTPAGE, index: int) -> str:
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(textpage, index, buffer, 128, flags)
    return buffer.value.decode("utf-8", "replace").lower() if 0 < length <= 128 else ""


def _angle(textpage: raw.FPDF_TEXTPAGE, index: int, display: _Display) -> int:
    """Direction of writing as displayed, to the nearest right angle, in degrees."""
    radians: float = raw.FPDFText_GetCharAngle(textpage, index)
    if radians < 0:
        return 0
    degrees = round(radians * 180 / 3.141592653589793 / 90) * 90
    return (degrees + display.turn) % 360


def _read_objects(page: pypdfium2.PdfPage, display: _Display) -> tuple[list[Rule], bool]:
    """Ruling lines of the page's paths (also inside form objects), and whether it holds images."""
    rules: list[Rule] = []
    budget = [MAX_PATH_SEGMENTS]
    has_images = False
    identity = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        has_images |= _collect(raw.FPDFPage_GetObject(page.raw, index), identity, display, rules, budget, 0)
    return ([] if budget[0] <= 0 else rules), has_images


def _collect(
    item: raw.FPDF_PAGEOBJECT,
    outer: tuple[float, ...],
    display: _Display,
    rules: list[Rule],
    budget: list[int],
    depth: int,
) -> bool:
    kind = raw.FPDFPageObj_GetType(item)
    if kind == raw.FPDF_PAGEOBJ_IMAGE:
        return True
    if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM) or budget[0] <= 0 or depth > 3:
        return False
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    whole = _multiply((matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f), outer)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        rules.extend(_path_rules(item, whole, display, budget))
        return False
    images = False
    for index in range(raw.FPDFFormObj_CountObjects(item)):
        images |= _collect(raw.FPDFFormObj_GetObject(item, index), whole, display, rules, budget, depth + 1)
    return images


def _multiply(m: tuple[float, ...], n: tuple[float, ...]) -> tuple[float, ...]:
    """The affine map that applies `m` first, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _path_rules(
    path: raw.FPDF_PAGEOBJECT, matrix: tuple[float, ...], display: _Display, budget: list[int]
) -> Iterator[Rule]:
    """Horizontal and vertical straight segments of a path that leaves a trace on the page."""
    count = raw.FPDFPath_CountSegments(path) if _is_visible(path) else 0
    budget[0] -= max(count, 0)
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for index in range(count if budget[0] > 0 else 0):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = display.point(
            matrix[0] * x.value + matrix[2] * y.value + matrix[4],
            matrix[1] * x.value + matrix[3] * y.value + matrix[5],
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield from _rule(last, point)
        if raw.FPDFPathSegment_GetClose(segment):
            yield from _rule(point, start)
        last = point


def _is_visible(path: raw.FPDF_PAGEOBJECT) -> bool:
    """Whether a path is stroked, or filled with a colour that is not the white of the page."""
    fill_mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill_mode, stroked)
    if stroked.value:
        return True
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
    return fill_mode.value != 0 and alpha.value > 0 and min(red.value, green.value, blue.value) < WHITE


def _rule(a: tuple[float, float], b: tuple[float, float]) -> Iterator[Rule]:
    x0, x1 = sorted((a[0], b[0]))
    y0, y1 = sorted((a[1], b[1]))
    if min(x1 - x0, y1 - y0) <= RULE_THICKNESS / 2 and max(x1 - x0, y1 - y0) > RULE_THICKNESS:
        yield Rule(x0=x0, y0=y0, x1=x1, y1=y1)
