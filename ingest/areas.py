"""Filled areas of a page: their edges are rules where they are seen.

Word shades a table line by line and cell by cell. Where two areas of one colour touch, nothing is seen
between them, and an edge there is no ruling line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.words import Rule

BEYOND = 1.0  # points behind an edge: an area of the same colour that reaches so far hides it
SHORTEST = 3.0  # points: shorter rests of an edge are corners
MOST_ALIKE = 1_000  # areas of one colour; beyond this a page holds a picture, and all its edges count


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """A rectangle filled with one colour (red, green, blue, alpha), in points as displayed."""

    x0: float
    y0: float
    x1: float
    y1: float
    colour: tuple[int, int, int, int]


def area_of(rules: Sequence[Rule], colour: tuple[int, int, int, int], thinnest: float) -> Area | None:
    """The area that a path with these edges fills; None for one that is a line, or no rectangle."""
    across = [rule for rule in rules if rule.horizontal]
    if len(rules) != 4 or len(across) != 2:
        return None
    x0, y0 = min(rule.x0 for rule in rules), min(rule.y0 for rule in rules)
    x1, y1 = max(rule.x1 for rule in rules), max(rule.y1 for rule in rules)
    if min(x1 - x0, y1 - y0) <= thinnest:
        return None
    return Area(x0=x0, y0=y0, x1=x1, y1=y1, colour=colour)


def seen_edges(areas: Iterable[Area]) -> Iterator[Rule]:
    """The parts of the edges behind which no area of the same colour lies."""
    alike: dict[tuple[int, int, int, int], list[Area]] = {}
    for area in areas:
        alike.setdefault(area.colour, []).append(area)
    for group in alike.values():
        others = group if len(group) <= MOST_ALIKE else []
        for area in group:
            yield from _edges(area, others)


def _edges(area: Area, others: Sequence[Area]) -> Iterator[Rule]:
    for y, behind in ((area.y0, area.y0 - BEYOND), (area.y1, area.y1 + BEYOND)):
        hidden = [(one.x0, one.x1) for one in others if one.y0 < behind < one.y1]
        for x0, x1 in _rest(area.x0, area.x1, hidden):
            yield Rule(x0=x0, y0=y, x1=x1, y1=y)
    for x, behind in ((area.x0, area.x0 - BEYOND), (area.x1, area.x1 + BEYOND)):
        hidden = [(one.y0, one.y1) for one in others if one.x0 < behind < one.x1]
        for y0, y1 in _rest(area.y0, area.y1, hidden):
            yield Rule(x0=x, y0=y0, x1=x, y1=y1)


def _rest(low: float, high: float, hidden: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """What is left of low..high without the hidden stretches."""
    for start, end in sorted(hidden):
        if start - low > SHORTEST:
            yield low, min(start, high)
        low = max(low, end)
        if low >= high:
            return
    if high - low > SHORTEST:
        yield low, high
