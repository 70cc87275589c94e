"""Marks on page pictures: where a quote stands on its page, and drawing that over the picture."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFont

from ingest.records import Box, Page

Colour = tuple[int, int, int]

# Multiplied with the paper, so that print stays black; the border says the same without colour.
CHOSEN_FILL: Colour = (255, 231, 128)
CHOSEN_BORDER: Colour = (158, 72, 0)
OTHER_FILL: Colour = (226, 234, 246)
OTHER_BORDER: Colour = (70, 104, 156)
PADDING = 1.5  # points around the words
TAG_POINTS = 9.0  # height of the numbers beside marks


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """A rectangle on the page as displayed: points, origin at the top left corner, y downwards."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A quote on one page: characters `start:end` of its text.

    `number` is shown beside it (0 for none); the `chosen` mark stands out from the others.
    """

    page: int
    start: int
    end: int
    number: int = 0
    chosen: bool = True


def line_areas(boxes: Iterable[Box], start: int, end: int) -> tuple[Area, ...]:
    """The words that share characters with `start:end`, merged into one area per line."""
    areas: list[Area] = []
    for box in boxes:
        if max(box.start, start) < min(box.end, end):
            if areas and _same_line(areas[-1], box):
                areas[-1] = _joined(areas[-1], box)
            else:
                areas.append(Area(x0=box.x0, y0=box.y0, x1=box.x1, y1=box.y1))
    return tuple(areas)


def middle_of(page: Page, marks: Iterable[Mark]) -> float | None:
    """How far down the page the first chosen mark stands, from 0 to 1; None without one."""
    for mark in marks:
        if mark.chosen and mark.page == page.number and page.height > 0:
            areas = line_areas(page.boxes, mark.start, mark.end)
            if areas:
                top, bottom = min(area.y0 for area in areas), max(area.y1 for area in areas)
                return min(1.0, max(0.0, (top + bottom) / 2 / page.height))
    return None


def draw_marks(png: bytes, page: Page, marks: Sequence[Mark]) -> bytes:
    """The picture of `page` with its marks drawn over it, as PNG; the same bytes where there are none."""
    placed = [
        (mark, areas)
        for mark in sorted(marks, key=lambda mark: mark.chosen)  # the chosen one on top
        if mark.page == page.number and (areas := line_areas(page.boxes, mark.start, mark.end))
    ]
    if not placed or page.width <= 0:
        return png
    with Image.open(io.BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    scale = picture.width / page.width
    for mark, areas in placed:
        for area in areas:
            _fill(picture, _pixels(area, scale, picture.size), CHOSEN_FILL if mark.chosen else OTHER_FILL)
    for mark, areas in placed:
        _outline(picture, mark, areas, scale)
    target = io.BytesIO()
    picture.save(target, "PNG", compress_level=1)
    return target.getvalue()


def _same_line(area: Area, box: Box) -> bool:
    """Whether a word goes on with the line: level with it, and not across the gap between columns."""
    height = min(area.y1 - area.y0, box.y1 - box.y0)
    level = min(area.y1, box.y1) - max(area.y0, box.y0) >= height / 2
    gap = max(box.x0 - area.x1, area.x0 - box.x1)
    return level and gap <= 1.5 * max(area.y1 - area.y0, box.y1 - box.y0)


def _joined(area: Area, box: Box) -> Area:
    return Area(
        x0=min(area.x0, box.x0), y0=min(area.y0, box.y0), x1=max(area.x1, box.x1), y1=max(area.y1, box.y1)
    )


def _pixels(area: Area, scale: float, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The area with its padding in pixels, inside the picture."""
    left = max(0, round((area.x0 - PADDING) * scale))
    top = max(0, round((area.y0 - PADDING / 2) * scale))
    right = min(size[0] - 1, round((area.x1 + PADDING) * scale))
    bottom = min(size[1] - 1, round((area.y1 + PADDING / 2) * scale))
    return left, top, max(left + 1, right), max(top + 1, bottom)


def _fill(picture: Image.Image, spot: tuple[int, int, int, int], colour: Colour) -> None:
    part = picture.crop(spot)
    picture.paste(ImageChops.multiply(part, Image.new("RGB", part.size, colour)), spot)


def _outline(picture: Image.Image, mark: Mark, areas: Sequence[Area], scale: float) -> None:
    """Draws the borders of a mark, and its number in the margin of its first line."""
    pen = ImageDraw.Draw(picture)
    colour = CHOSEN_BORDER if mark.chosen else OTHER_BORDER
    width = max(1, round((1.2 if mark.chosen else 0.7) * scale))
    for area in areas:
        pen.rectangle(_pixels(area, scale, picture.size), outline=colour, width=width)
    if mark.number:
        _tag(pen, str(mark.number), _pixels(areas[0], scale, picture.size), colour, scale)


def _tag(
    pen: ImageDraw.ImageDraw, text: str, spot: tuple[int, int, int, int], colour: Colour, scale: float
) -> None:
    """A small plate with the number, left of the mark."""
    font = ImageFont.load_default(size=TAG_POINTS * scale)
    wide = round(pen.textlength(text, font=font) + TAG_POINTS * scale * 0.7)
    high = round(TAG_POINTS * scale * 1.35)
    right = max(wide + 2, spot[0] - round(2 * scale))
    middle = (spot[1] + spot[3]) // 2
    plate = (right - wide, middle - high // 2, right, middle + high // 2)
    pen.rounded_rectangle(plate, radius=round(2 * scale), fill=colour)
    pen.text((right - wide / 2, middle), text, fill=(255, 255, 255), font=font, anchor="mm")
