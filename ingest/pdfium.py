"""Characters, their boxes and ruling lines of PDF pages, by PDFium. The only source of page text.

PDFium is not thread-safe: this module runs in a reading worker only, one document at a time.
PDFium was chosen as the primary reader because it gives a box for every character, splits
ligatures and reads about twenty times faster than pypdf; pypdf is the second opinion.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as raw

from ingest.areas import Area, area_of, seen_edges
from ingest.errors import DocumentError
from ingest.words import HYPHEN_MARK, NAMELESS, Box, Character, RawPage, Rule, Style, Word, words_of

Matrix = tuple[float, float, float, float, float, float]

DEEPEST_FORM = 3  # forms within forms that are searched for rules
MAX_PATH_SEGMENTS = 20_000  # a chart or map beyond this has no table rules worth finding
WHITE = 250  # of 255: a colour at least so light in all its parts is the paper's
RULE_THICKNESS = 3.0  # points: anything thicker is a filled area, of which only the edges count


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
            drawings = _Drawings.of(page, to_display)
            words = _read_words(page, to_display)
        finally:
            page.close()
        return RawPage(
            number=number,
            width=width,
            height=height,
            words=words,
            rules=drawings.rules,
            images=drawings.images,
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
        characters = list(_characters(textpage.raw, display))

        def style_of(character: Character) -> Style:
            return _style(textpage.raw, character, display)

        return words_of(characters, style_of, width=display.width, height=display.height)
    finally:
        textpage.close()


def _characters(textpage: raw.FPDF_TEXTPAGE, display: _Display) -> Iterator[Character]:
    """The page's characters; those printed again in exactly the same place only once."""
    loose = raw.FS_RECTF()
    seen: dict[tuple[int, int, int], int] = {}
    for index in range(raw.FPDFText_CountChars(textpage)):
        code = raw.FPDFText_GetUnicode(textpage, index)
        text = _text(textpage, index, code)
        if not text or text.isspace():
            yield Character(" ", 0.0, 0.0, 0.0, 0.0, index)
            continue
        raw.FPDFText_GetLooseCharBox(textpage, index, loose)
        place = (code, round(loose.left * 2), round(loose.bottom * 2))
        first = seen.setdefault(place, index)
        if index - first > 2 and loose.right > loose.left:  # bold drawn by printing a word twice in one place
            continue  # (neighbours in one place are the halves of a ligature)
        yield Character(text, *display.box(loose.left, loose.bottom, loose.right, loose.top), index)


def _text(textpage: raw.FPDF_TEXTPAGE, index: int, code: int) -> str:
    if code == 0 or 0xD800 <= code <= 0xDFFF or raw.FPDFText_HasUnicodeMapError(textpage, index) == 1:
        return "" if code == 0 else NAMELESS
    if code == 2:
        return HYPHEN_MARK
    return chr(code)


def _style(textpage: raw.FPDF_TEXTPAGE, character: Character, display: _Display) -> Style:
    index = character.order
    origin_x, origin_y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(textpage, index, origin_x, origin_y)
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(textpage, index, matrix)
    scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
    size = raw.FPDFText_GetFontSize(textpage, index) * scale
    name = _font_name(textpage, index)
    weight = raw.FPDFText_GetFontWeight(textpage, index)
    return Style(
        base=display.point(origin_x.value, origin_y.value)[1],
        size=size if 1.0 < size < 400.0 else max(character.y1 - character.y0, 1.0),
        bold=weight >= 600 or any(mark in name for mark in ("bold", "black", "heavy", "semibold")),
        italic="italic" in name or "oblique" in name,
        angle=_angle(textpage, index, display),
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


@dataclass(frozen=True, kw_only=True, slots=True)
class _Paint:
    """How a path is painted: whether its outline is drawn, and what fills it (alpha 0: nothing)."""

    stroked: bool
    colour: tuple[int, int, int, int]

    @classmethod
    def of(cls, path: raw.FPDF_PAGEOBJECT) -> _Paint:
        fill_mode, stroked = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(path, fill_mode, stroked)
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        raw.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
        opaque = alpha.value if fill_mode.value else 0
        return cls(stroked=bool(stroked.value), colour=(red.value, green.value, blue.value, opaque))

    @property
    def is_seen(self) -> bool:
        """Whether it is stroked, or filled with a colour that is not the white of the page."""
        *shade, alpha = self.colour
        return self.stroked or (alpha > 0 and min(shade) < WHITE)


@dataclass(kw_only=True, slots=True)
class _Drawings:
    """What a page draws besides text: straight rules and the boxes of images, also inside forms."""

    display: _Display
    rules: list[Rule] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    segments_left: int = MAX_PATH_SEGMENTS

    @classmethod
    def of(cls, page: pypdfium2.PdfPage, display: _Display) -> _Drawings:
        found = cls(display=display)
        for index in range(raw.FPDFPage_CountObjects(page.raw)):
            found._add(raw.FPDFPage_GetObject(page.raw, index), (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0)
        if found.segments_left <= 0:
            found.rules.clear()
        else:
            found.rules.extend(seen_edges(found.areas))
        return found

    def _add(self, item: raw.FPDF_PAGEOBJECT, outer: Matrix, depth: int) -> None:
        kind = raw.FPDFPageObj_GetType(item)
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM, raw.FPDF_PAGEOBJ_IMAGE):
            return
        if self.segments_left <= 0 or depth > DEEPEST_FORM:
            return
        matrix = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(item, matrix)
        whole = _multiply((matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f), outer)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            a, b, c, d, e, f = whole  # an image fills the unit square
            self.images.append(self.display.box(e, f, a + c + e, b + d + f))
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            self._add_path(item, whole)
        else:
            for index in range(raw.FPDFFormObj_CountObjects(item)):
                self._add(raw.FPDFFormObj_GetObject(item, index), whole, depth + 1)

    def _add_path(self, path: raw.FPDF_PAGEOBJECT, matrix: Matrix) -> None:
        """Keeps the straight segments of a path that leaves a trace on the page, as rules or as an area."""
        paint = _Paint.of(path)
        if paint.is_seen:
            rules = list(self._path_rules(path, matrix))
            area = None if paint.stroked else area_of(rules, paint.colour, RULE_THICKNESS)
            if area is None:
                self.rules.extend(rules)
            else:
                self.areas.append(area)

    def _path_rules(self, path: raw.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[Rule]:
        """Horizontal and vertical straight segments of a path."""
        count = raw.FPDFPath_CountSegments(path)
        self.segments_left -= max(count, 0)
        x, y = ctypes.c_float(), ctypes.c_float()
        start = last = (0.0, 0.0)
        for index in range(count if self.segments_left > 0 else 0):
            segment = raw.FPDFPath_GetPathSegment(path, index)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = self.display.point(
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


def _multiply(m: Matrix, n: Matrix) -> Matrix:
    """The affine map that applies `m` first, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _rule(a: tuple[float, float], b: tuple[float, float]) -> Iterator[Rule]:
    x0, x1 = sorted((a[0], b[0]))
    y0, y1 = sorted((a[1], b[1]))
    if min(x1 - x0, y1 - y0) <= RULE_THICKNESS / 2 and max(x1 - x0, y1 - y0) > RULE_THICKNESS:
        yield Rule(x0=x0, y0=y0, x1=x1, y1=y1)
