"""Grids of ruling lines: connected rules, the fields between them, fields that are one cell.

Two neighbouring fields are one cell where no rule divides them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.words import Rule, Word

SNAP = 3.0  # points: rules closer than this are one (double borders, the two edges of a thin box)
REACH = 4.0  # points: rules that end this close to each other are connected
MAX_RULES = 1_500  # beyond this a page holds drawings; only the longest rules are looked at
SMALLEST_FIELD = 8.0  # points: fields less wide or high are borders and padding
OPEN_SIDE = 12.0  # points by which rows reach beyond the outer vertical rules of a table without sides


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A table cell: its place in the grid and its words in the order of the content stream."""

    row: int
    column: int
    words: tuple[Word, ...]


@dataclass(kw_only=True, slots=True)
class Grid:
    """Distinct x and y places of a connected set of rules, and the rules themselves."""

    xs: list[float]
    ys: list[float]
    horizontals: list[Rule]
    verticals: list[Rule]

    def holds(self, word: Word) -> bool:
        x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
        return self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[0] - 1 <= y <= self.ys[-1] + 1

    def rows(self, words: Sequence[Word]) -> tuple[tuple[Cell, ...], ...]:
        """Rows of cells that hold words, from top to bottom; a cell over several rows stands in its first."""
        cell_of = self._merge()
        content: dict[tuple[int, int], list[Word]] = {}
        for word in words:
            row = _interval(self.ys, (word.y0 + word.y1) / 2)
            column = _interval(self.xs, (word.x0 + word.x1) / 2)
            content.setdefault(cell_of[row, column], []).append(word)
        rows: dict[int, list[Cell]] = {}
        for (row, column), inside in sorted(content.items()):
            rows.setdefault(row, []).append(Cell(row=row, column=column, words=tuple(inside)))
        return tuple(tuple(rows[row]) for row in sorted(rows))

    def field_count(self) -> int:
        """How many cells are large enough for a character."""
        sizes: dict[tuple[int, int], list[float]] = {}
        for (row, column), cell in self._merge().items():
            size = sizes.setdefault(cell, [0.0, 0.0])
            size[0] = max(size[0], self.xs[column + 1] - self.xs[column])
            size[1] = max(size[1], self.ys[row + 1] - self.ys[row])
        return sum(width > SMALLEST_FIELD and height > SMALLEST_FIELD for width, height in sizes.values())

    def _merge(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For each elementary field (row, column) the first field of the cell it belongs to."""
        rows, columns = len(self.ys) - 1, len(self.xs) - 1
        parent = {(row, column): (row, column) for row in range(rows) for column in range(columns)}

        def root(field: tuple[int, int]) -> tuple[int, int]:
            while parent[field] != field:
                field = parent[field]
            return field

        def join(a: tuple[int, int], b: tuple[int, int]) -> None:
            first, second = sorted((root(a), root(b)))
            parent[second] = first

        for row in range(rows):
            for column in range(columns):
                if column + 1 < columns and not self._divided_right(row, column):
                    join((row, column), (row, column + 1))
                if row + 1 < rows and not self._divided_below(row, column):
                    join((row, column), (row + 1, column))
        return {field: root(field) for field in parent}

    def _divided_right(self, row: int, column: int) -> bool:
        at, low, high = self.xs[column + 1], self.ys[row], self.ys[row + 1]
        spans = [(rule.y0, rule.y1) for rule in self.verticals if abs(rule.x0 - at) <= SNAP]
        return _coverage(spans, low, high) >= 0.5

    def _divided_below(self, row: int, column: int) -> bool:
        at, low, high = self.ys[row + 1], self.xs[column], self.xs[column + 1]
        spans = [(rule.x0, rule.x1) for rule in self.horizontals if abs(rule.y0 - at) <= SNAP]
        return _coverage(spans, low, high) >= 0.5


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """Connected sets of rules with at least two columns, the largest first."""
    horizontals, verticals = merged(rules, horizontal=True), merged(rules, horizontal=False)
    grids = []
    for across, down in _components(horizontals, verticals):
        xs = _with_open_sides(_distinct([rule.x0 for rule in down]), across)
        ys = _distinct([rule.y0 for rule in across])
        if len(xs) >= 3 and len(ys) >= 2:
            grids.append(Grid(xs=xs, ys=ys, horizontals=across, verticals=down))
    return sorted(grids, key=lambda grid: (grid.xs[0] - grid.xs[-1]) * (grid.ys[-1] - grid.ys[0]))


def _with_open_sides(xs: list[float], across: Sequence[Rule]) -> list[float]:
    """Adds the ends of the horizontal rules where most of them reach beyond the outer vertical rules."""
    if not xs:
        return xs
    left = sorted(rule.x0 for rule in across if rule.x0 < xs[0] - OPEN_SIDE)
    right = sorted(rule.x1 for rule in across if rule.x1 > xs[-1] + OPEN_SIDE)
    if len(left) >= max(2, 0.5 * len(across)):
        xs = [left[len(left) // 2], *xs]
    if len(right) >= max(2, 0.5 * len(across)):
        xs = [*xs, right[len(right) // 2]]
    return xs


def merged(rules: Sequence[Rule], *, horizontal: bool) -> list[Rule]:
    """Rules of one direction, those on one place that touch joined into one."""
    chosen = [rule for rule in rules if rule.horizontal == horizontal]
    if len(chosen) > MAX_RULES:
        chosen = sorted(chosen, key=lambda rule: rule.x0 + rule.y0 - rule.x1 - rule.y1)[:MAX_RULES]
    lanes: dict[int, list[Rule]] = {}
    for rule in chosen:
        lanes.setdefault(round(rule.y0 if horizontal else rule.x0), []).append(rule)
    merged: list[Rule] = []
    for lane in lanes.values():
        lane.sort(key=lambda rule: rule.x0 if horizontal else rule.y0)
        current = lane[0]
        for rule in lane[1:]:
            near = rule.x0 - current.x1 <= SNAP if horizontal else rule.y0 - current.y1 <= SNAP
            if near:
                current = Rule(
                    x0=min(current.x0, rule.x0),
                    y0=min(current.y0, rule.y0),
                    x1=max(current.x1, rule.x1),
                    y1=max(current.y1, rule.y1),
                )
            else:
                merged.append(current)
                current = rule
        merged.append(current)
    return merged


def _components(
    horizontals: Sequence[Rule], verticals: Sequence[Rule]
) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """Sets of rules connected by crossing or touching."""
    count = len(horizontals)
    group = list(range(count + len(verticals)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for i, across in enumerate(horizontals):
        for j, down in enumerate(verticals):
            if (
                across.x0 - REACH <= down.x0 <= across.x1 + REACH
                and down.y0 - REACH <= across.y0 <= down.y1 + REACH
            ):
                group[root(i)] = root(count + j)
    members: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index in range(len(group)):
        across_list, down_list = members.setdefault(root(index), ([], []))
        if index < count:
            across_list.append(horizontals[index])
        else:
            down_list.append(verticals[index - count])
    return members.values()


def _distinct(places: Iterable[float]) -> list[float]:
    """Sorted places, those closer than `SNAP` taken as one."""
    result: list[float] = []
    for place in sorted(places):
        if not result or place - result[-1] > SNAP:
            result.append(place)
    return result


def _interval(places: Sequence[float], value: float) -> int:
    """Index of the interval of `places` that holds `value`, clipped to the first and last."""
    index = sum(place <= value for place in places) - 1
    return max(0, min(index, len(places) - 2))


def _coverage(spans: Iterable[tuple[float, float]], low: float, high: float) -> float:
    """Share of low..high covered by the union of the spans."""
    covered, reached = 0.0, low
    for start, end in sorted(spans):
        start, end = max(start, reached), min(end, high)
        if end > start:
            covered += end - start
            reached = end
    return covered / (high - low) if high > low else 0.0
