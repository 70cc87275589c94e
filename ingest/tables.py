"""Tables drawn with ruling lines: full grids, and rows between horizontal rules alone.

A chart has rules too; it is told from a table by rules that run through its words, or by fields
that are nearly all empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.grids import Cell, Grid, find_grids, merged
from ingest.words import Rule, Word

SAME_ENDS = 4.0  # points: horizontal rules of one table begin and end within this
BEFORE_COLUMN = 2.0  # points
NARROWEST_GUTTER = 6.0  # points of white between two columns
PROSE = 6.0  # mean words in a piece of a line from which columns are running text
LOW_BAND = 120.0  # points: a band between two rules that is lower than this may hold running text in cells


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A ruled table: the box around it (points, y downwards) and rows of cells, left to right."""

    x0: float
    y0: float
    x1: float
    y1: float
    rows: tuple[tuple[Cell, ...], ...]


def find_tables(rules: Sequence[Rule], words: Iterable[Word]) -> tuple[list[Table], list[Word]]:
    """The ruled tables of a page, and the words that stand in none of them."""
    tables: list[Table] = []
    rest = list(words)
    for grid in find_grids(rules):
        rest = _take(grid, rest, tables)
    for grid in _open_grids(rules, tables, rest):
        rest = _take(grid, rest, tables)
    return tables, rest


def _take(grid: Grid, words: list[Word], tables: list[Table]) -> list[Word]:
    """Adds the grid's table to `tables` if it is one; returns the words that are not in it."""
    inside = [word for word in words if grid.holds(word)]
    rows = grid.rows(inside)
    if not any(len(row) >= 2 for row in rows) or _is_drawing(grid, inside, rows):
        return words
    taken = {id(word) for row in rows for cell in row for word in cell.words}
    tables.append(Table(x0=grid.xs[0], y0=grid.ys[0], x1=grid.xs[-1], y1=grid.ys[-1], rows=rows))
    return [word for word in words if id(word) not in taken]


def _is_drawing(grid: Grid, words: Sequence[Word], rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a grid belongs to a chart or picture."""
    fields = grid.field_count()
    if fields >= 20 and sum(len(row) for row in rows) < 0.12 * fields:
        return True
    return sum(_is_crossed(word, grid) for word in words) > 0.1 * len(words)


def _is_crossed(word: Word, grid: Grid) -> bool:
    """Whether a rule runs through the middle of a word's box."""
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    height = word.y1 - word.y0
    across = any(r.x0 < x < r.x1 and abs(r.y0 - y) < 0.2 * height for r in grid.horizontals)
    down = any(r.y0 < y < r.y1 and word.x0 + 2 < r.x0 < word.x1 - 2 for r in grid.verticals)
    return across or down


# --- tables with horizontal rules alone -----------------------------------------------------------


def _open_grids(rules: Sequence[Rule], tables: Sequence[Table], words: Sequence[Word]) -> Iterator[Grid]:
    """Grids of horizontal rules one below the other, with verticals put into the white between columns."""
    across = [rule for rule in merged(rules, horizontal=True) if not _is_in(rule, tables)]
    for stack in _stacks(across):
        for ys in _tabular_runs(stack, words):
            grid = _open_grid(stack[0].x0, stack[0].x1, ys, words)
            if grid is not None:
                yield grid


def _is_in(rule: Rule, tables: Sequence[Table]) -> bool:
    return any(
        table.y0 - 3 <= rule.y0 <= table.y1 + 3 and rule.x0 < table.x1 and rule.x1 > table.x0
        for table in tables
    )


def _stacks(across: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Rules that begin and end alike, from top to bottom, at least two."""
    groups: list[list[Rule]] = []
    for rule in sorted(across, key=lambda rule: (rule.y0, rule.x0)):
        for group in groups:
            if abs(group[0].x0 - rule.x0) <= SAME_ENDS and abs(group[0].x1 - rule.x1) <= SAME_ENDS:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return (group for group in groups if len(group) >= 2)


def _tabular_runs(stack: Sequence[Rule], words: Sequence[Word]) -> Iterator[list[float]]:
    """The y places of rules between which, one after the other, words stand in columns.

    A band of running text in cells counts where the white between them is that of a band beside it.
    """
    bands = [_word_rows(a.x0, a.x1, a.y0, b.y0, words) for a, b in pairwise(stack)]
    sure = [
        _is_tabular(band, below.y0 - above.y0)
        for band, (above, below) in zip(bands, pairwise(stack), strict=True)
    ]
    run: list[float] = []
    for index, (above, below) in enumerate(pairwise(stack)):
        beside = [k for k in (index - 1, index + 1) if 0 <= k < len(bands) and sure[k]]
        if sure[index] or any(_shares_gutters(bands[index], bands[k]) for k in beside):
            run = [*run, below.y0] if run else [above.y0, below.y0]
        elif run:
            yield run
            run = []
    if run:
        yield run


def _shares_gutters(band: Sequence[Sequence[Word]], sure: Sequence[Sequence[Word]]) -> bool:
    """Whether a band has text on both sides of a gutter of another, and none in it."""
    return any(
        not _runs_over(band, x)
        and any(word.x1 < x for row in band for word in row)
        and any(word.x0 > x for row in band for word in row)
        for x in _gutters(sure)
    )


def _word_rows(x0: float, x1: float, y0: float, y1: float, words: Sequence[Word]) -> list[list[Word]]:
    """The words inside a box by baseline, from top to bottom, left to right."""
    inside = [
        word
        for word in words
        if x0 - 2 <= (word.x0 + word.x1) / 2 <= x1 + 2 and y0 <= (word.y0 + word.y1) / 2 <= y1
    ]
    rows: list[list[Word]] = []
    for word in sorted(inside, key=lambda word: word.base):
        if rows and word.base - rows[-1][0].base < 0.4 * word.size:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def _is_tabular(rows: Sequence[Sequence[Word]], height: float) -> bool:
    """Whether the words of a band stand in columns as cells do, and not as running text does."""
    gutters = _gutters(rows)
    parts = [_divided(row, gutters) for row in rows]
    if not gutters or max(map(len, parts)) < 2:
        return False
    words = sum(map(len, rows)) / sum(map(len, parts))
    return height < LOW_BAND or (words < PROSE and sum(len(row) >= 2 for row in parts) >= 0.4 * len(parts))


def _divided(row: Sequence[Word], gutters: Sequence[float]) -> list[list[Word]]:
    """The words of a row column by column, empty columns left out."""
    columns: dict[int, list[Word]] = {}
    for word in row:
        columns.setdefault(sum(x < word.x0 for x in gutters), []).append(word)
    return list(columns.values())


def _gutters(rows: Sequence[Sequence[Word]]) -> list[float]:
    """Places in the white between columns, just before the next one: cells begin alike more often than
    they end alike. A few rows (headings of groups) may run over it."""
    words = [word for row in rows for word in row]
    if not words:
        return []
    size = max(word.size for word in words)
    narrowest = max(NARROWEST_GUTTER, (0.6 if len(rows) >= 4 else 1.3) * size)
    allowed = 0 if len(rows) < 5 else round(0.15 * len(rows))
    spans = [span for row in rows for span in _closed_up(row)]
    edges = sorted([(x0, 1) for x0, _ in spans] + [(x1, -1) for _, x1 in spans])
    found: list[float] = []
    depth = 0
    since: float | None = None
    for x, step in edges:
        depth += step
        if since is None and step < 0 and depth <= allowed:
            since = x
        elif since is not None and depth > allowed:
            if x - since >= narrowest:
                found.append(x - BEFORE_COLUMN)
            since = None
    return found


def _closed_up(row: Sequence[Word]) -> list[tuple[float, float]]:
    """The stretches of a row that hold text: words with no more than the usual space between them."""
    spans = [(row[0].x0, row[0].x1)]
    for before, word in pairwise(row):
        if word.x0 - before.x1 < 0.45 * word.size:
            spans[-1] = (spans[-1][0], max(spans[-1][1], word.x1))
        else:
            spans.append((word.x0, word.x1))
    return spans


def _runs_over(band: Sequence[Sequence[Word]], x: float) -> bool:
    """Whether the text of a band runs over the middle of a gutter, as the heading of several columns does."""
    if len(band) > 2:
        return any(word.x0 < x < word.x1 for row in band for word in row)
    return any(start < x < end for row in band for start, end in _closed_up(row))


def _open_grid(x0: float, x1: float, ys: Sequence[float], words: Sequence[Word]) -> Grid | None:
    """The grid of a run of bands; None where there are no columns, or too little to call a table."""
    bands = [_word_rows(x0, x1, top, bottom, words) for top, bottom in pairwise(ys)]
    rows = [row for band in bands for row in band]
    gutters = _gutters(rows)
    if not gutters or sum(len(_divided(row, gutters)) >= 2 for row in rows) < 2:
        return None
    down = [
        Rule(x0=x, y0=top, x1=x, y1=bottom)
        for band, (top, bottom) in zip(bands, pairwise(ys), strict=True)
        for x in gutters
        if not _runs_over(band, x)
    ]
    across = [Rule(x0=x0, y0=y, x1=x1, y1=y) for y in ys]
    return Grid(xs=[x0, *gutters, x1], ys=list(ys), horizontals=across, verticals=down)
