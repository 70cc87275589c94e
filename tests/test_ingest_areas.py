"""Filled areas: an edge counts where it is seen, and not between areas of one colour."""

from __future__ import annotations

from ingest.areas import Area, area_of, seen_edges
from ingest.words import Rule

GREY, BLUE = (200, 200, 200, 255), (0, 0, 200, 255)


def area(x0: float, y0: float, x1: float, y1: float, colour: tuple[int, int, int, int] = GREY) -> Area:
    return Area(x0=x0, y0=y0, x1=x1, y1=y1, colour=colour)


def edges(*areas: Area) -> set[tuple[float, float, float, float]]:
    return {(rule.x0, rule.y0, rule.x1, rule.y1) for rule in seen_edges(areas)}


def test_an_area_alone_has_four_edges() -> None:
    assert edges(area(0, 0, 50, 20)) == {(0, 0, 50, 0), (0, 20, 50, 20), (0, 0, 0, 20), (50, 0, 50, 20)}


def test_between_areas_of_one_colour_no_edge_is_seen() -> None:
    lines = edges(area(0, 0, 50, 10), area(0, 10, 50, 20), area(0, 20, 50, 30))
    assert {y0 for x0, y0, x1, y1 in lines if y0 == y1} == {0, 30}


def test_between_areas_of_two_colours_the_edge_is_seen() -> None:
    lines = edges(area(0, 0, 50, 10), area(0, 10, 50, 20, BLUE))
    assert (0, 10, 50, 10) in lines


def test_of_an_edge_hidden_in_part_the_rest_is_seen() -> None:
    lines = edges(area(0, 0, 50, 10), area(20, 10, 30, 20))
    assert {(0, 10, 20, 10), (30, 10, 50, 10)} <= lines
    assert (0, 10, 50, 10) not in lines


def test_an_area_within_another_of_its_colour_is_not_seen() -> None:
    assert edges(area(0, 0, 50, 30), area(10, 10, 40, 20)) == edges(area(0, 0, 50, 30))


def test_only_a_thick_rectangle_is_an_area() -> None:
    box = [(0, 0, 9, 0), (9, 0, 9, 9), (0, 9, 9, 9), (0, 0, 0, 9)]
    rules = [Rule(x0=x0, y0=y0, x1=x1, y1=y1) for x0, y0, x1, y1 in box]
    assert area_of(rules, GREY, 3.0) == area(0, 0, 9, 9)
    assert area_of(rules, GREY, 9.0) is None
    assert area_of(rules[:3], GREY, 3.0) is None
