"""Marks: the words of a quote, merged per line, drawn over the picture with a border."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from ingest.records import Box, Page
from toolkit_qa.marks import CHOSEN_BORDER, CHOSEN_FILL, Area, Mark, draw_marks, line_areas, place_of

WHITE = (255, 255, 255)


def word(start: int, x: float, y: float, width: float = 20) -> Box:
    return Box(start=start, end=start + 4, x0=x, y0=y, x1=x + width, y1=y + 10)


TWO_LINES = (word(0, 10, 10), word(5, 35, 10), word(10, 10, 25), word(15, 35, 25))


def page_of(*boxes: Box) -> Page:
    return Page(number=3, label="1", text="x" * 40, boxes=boxes, width=100, height=200)


def blank(width: int = 200, height: int = 400) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), WHITE).save(target, "PNG")
    return target.getvalue()


def colours(png: bytes) -> set[tuple[int, int, int]]:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    return {colour for _, colour in picture.getcolors(maxcolors=100_000)}


def test_words_of_a_line_become_one_area() -> None:
    assert line_areas(TWO_LINES, 0, 19) == (
        Area(x0=10, y0=10, x1=55, y1=20),
        Area(x0=10, y0=25, x1=55, y1=35),
    )


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [(0, 4, 1), (4, 5, 0), (3, 6, 1), (0, 11, 2), (19, 30, 0), (7, 7, 0)],
)
def test_only_words_that_share_characters_are_marked(start: int, end: int, count: int) -> None:
    assert len(line_areas(TWO_LINES, start, end)) == count


def test_a_mark_does_not_cross_the_gap_between_columns() -> None:
    assert len(line_areas((word(0, 10, 10), word(5, 90, 10)), 0, 9)) == 2


def test_words_from_right_to_left_are_one_line_too() -> None:
    assert line_areas((word(0, 40, 10), word(5, 15, 10)), 0, 9) == (Area(x0=15, y0=10, x1=60, y1=20),)


def test_a_mark_is_tinted_and_bordered() -> None:
    marked = draw_marks(blank(), page_of(*TWO_LINES), [Mark(page=3, start=0, end=9)])
    assert {CHOSEN_FILL, CHOSEN_BORDER} <= colours(marked)


def test_print_under_a_mark_stays_black() -> None:
    black = io.BytesIO()
    Image.new("RGB", (200, 400), (0, 0, 0)).save(black, "PNG")
    marked = draw_marks(black.getvalue(), page_of(*TWO_LINES), [Mark(page=3, start=0, end=9)])
    assert colours(marked) == {(0, 0, 0), CHOSEN_BORDER}


def test_a_numbered_mark_shows_its_number() -> None:
    plain = draw_marks(blank(), page_of(word(0, 50, 50)), [Mark(page=3, start=0, end=4)])
    numbered = draw_marks(blank(), page_of(word(0, 50, 50)), [Mark(page=3, start=0, end=4, number=12)])
    assert plain != numbered


def test_a_mark_of_another_page_changes_nothing() -> None:
    assert draw_marks(blank(), page_of(*TWO_LINES), [Mark(page=4, start=0, end=9)]) == blank()


def test_a_page_without_boxes_changes_nothing() -> None:
    assert draw_marks(blank(), page_of(), [Mark(page=3, start=0, end=9)]) == blank()


@pytest.mark.parametrize("x", [-500.0, 0.0, 99.0, 5_000.0])
def test_a_box_outside_the_page_does_no_harm(x: float) -> None:
    draw_marks(blank(), page_of(word(0, x, -20)), [Mark(page=3, start=0, end=4, number=7)])


def test_the_place_of_the_chosen_mark_is_known() -> None:
    marks = [Mark(page=3, start=0, end=4, chosen=False), Mark(page=3, start=10, end=14)]
    assert place_of(page_of(*TWO_LINES), marks) == pytest.approx((0.1, 30 / 200))
    assert place_of(page_of(), marks) is None
