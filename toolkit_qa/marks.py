"""Marks on page pictures: where a quote stands on its page, and drawing that over the picture."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from ingest.records import Box, Page

Colour = tuple[int, int, int]

# Multiplied with the paper, so that print stays black; the border says the same without colour.
CHOSEN_FILL: Colour = (255, 231, 128)
CHOSEN_BORDER: Colour = (158, 72, 0)
OTHER_FILL: Colour = (226, 234, 246)
OTHER_BORDER: Colour = (70, 104, 156)
PADDING = 1.5  # points around the words
MARGIN = 4  # pixels around a mark while its border is worked out
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


def place_of(page: Page, marks: Iterable[Mark]) -> tuple[float, float] | None:
    """Where the chosen marks of the page stand: left edge and middle, each from 0 to 1 of the page."""
    chosen = [mark for mark in marks if mark.chosen and mark.page == page.number]
    areas = [area for mark in chosen for area in line_areas(page.boxes, mark.start, mark.end)]
    if not areas or page.width <= 0 or page.height <= 0:
        return None
    middle = (min(area.y0 for area in areas) + max(area.y1 for area in areas)) / 2
    return _share(min(area.x0 for area in areas) / page.width), _share(middle / page.height)


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))


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
        _tint(picture, mark, areas, scale)
    _number(picture, [(mark, areas[0]) for mark, areas in placed if mark.number], page, scale)
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


def _tint(picture: Image.Image, mark: Mark, areas: Sequence[Area], scale: float) -> None:
    """Multiplies the mark's colour into the picture and draws one border around lines that touch."""
    spots = [_pixels(area, scale, picture.size) for area in _closed_up(areas)]
    frame = (
        min(spot[0] for spot in spots),
        min(spot[1] for spot in spots),
        max(spot[2] for spot in spots),
        max(spot[3] for spot in spots),
    )
    inside = Image.new("L", (frame[2] - frame[0] + 2 * MARGIN, frame[3] - frame[1] + 2 * MARGIN), 0)
    pen = ImageDraw.Draw(inside)
    for left, top, right, bottom in spots:
        moved = (left - frame[0], top - frame[1], right - frame[0] - 1, bottom - frame[1] - 1)
        pen.rectangle(tuple(edge + MARGIN for edge in moved), fill=255)
    width = max(1, round((1.0 if mark.chosen else 0.6) * scale))
    core = inside.filter(ImageFilter.MinFilter(2 * width + 1))
    corner = (frame[0] - MARGIN, frame[1] - MARGIN)
    whole = picture.crop((*corner, corner[0] + inside.width, corner[1] + inside.height))
    fill, border = (CHOSEN_FILL, CHOSEN_BORDER) if mark.chosen else (OTHER_FILL, OTHER_BORDER)
    tinted = ImageChops.multiply(whole, Image.new("RGB", whole.size, fill))
    picture.paste(Image.new("RGB", whole.size, border), corner, inside)
    picture.paste(tinted, corner, core)


def _closed_up(areas: Sequence[Area]) -> list[Area]:
    """The areas with the white between lines that follow each other closely shared out between them."""
    closed = list(areas)
    for i in range(1, len(closed)):
        above, below = closed[i - 1], closed[i]
        gap = below.y0 - above.y1
        overlapping = above.x0 < below.x1 and below.x0 < above.x1
        if overlapping and 0 < gap < 0.8 * (below.y1 - below.y0):
            middle = above.y1 + gap / 2
            closed[i - 1] = replace(above, y1=middle)
            closed[i] = replace(below, y0=middle)
    return closed


def _pixels(area: Area, scale: float, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The area with its padding in pixels, inside the picture and at least one pixel large."""
    left = min(max(0, round((area.x0 - PADDING) * scale)), size[0] - 1)
    top = min(max(0, round((area.y0 - PADDING / 2) * scale)), size[1] - 1)
    right = min(size[0], round((area.x1 + PADDING) * scale))
    bottom = min(size[1], round((area.y1 + PADDING / 2) * scale))
    return left, top, max(left + 1, right), max(top + 1, bottom)


def _number(picture: Image.Image, placed: Sequence[tuple[Mark, Area]], page: Page, scale: float) -> None:
    """The numbers of the marks in the margin of the line they begin in, side by side where they share one."""
    lines = line_areas(page.boxes, 0, len(page.text))
    taken: dict[Area, float] = {}
    for mark, area in sorted(placed, key=lambda one: -one[0].number):
        line = next((line for line in lines if _inside(area, line)), area)
        right = taken.get(line, (line.x0 - 2 * PADDING) * scale)
        colour = CHOSEN_BORDER if mark.chosen else OTHER_BORDER
        taken[line] = _tag(picture, str(mark.number), right, (line.y0 + line.y1) / 2 * scale, colour, scale)


def _inside(area: Area, line: Area) -> bool:
    return line.x0 <= area.x0 and area.x1 <= line.x1 and line.y0 <= area.y1 and area.y0 <= line.y1


def _tag(picture: Image.Image, text: str, right: float, middle: float, colour: Colour, scale: float) -> float:
    """A small plate with the number, its right edge at `right`; returns where the next one may end."""
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=TAG_POINTS * scale)
    wide = pen.textlength(text, font=font) + TAG_POINTS * scale * 0.7
    high = TAG_POINTS * scale * 1.35
    right = max(wide + 2, right)
    plate = (right - wide, middle - high / 2, right, middle + high / 2)
    pen.rounded_rectangle(plate, radius=round(2 * scale), fill=colour)
    pen.text((right - wide / 2, middle), text, fill=(255, 255, 255), font=font, anchor="mm")
    return right - wide - scale
