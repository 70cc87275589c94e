"""The reading order of a page: columns one after the other, tables row by row.

Lines that follow each other without a fork become blocks (after O'Gorman's docstrum, 1993);
blocks are put in order by Breuel's two rules (2003): above comes before below where they share
a column, left comes before right where nothing that spans both stands between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ingest.cells import aligned_groups, bounds_of, by_baseline, split_rows
from ingest.lines import Line, lines_of, make_line
from ingest.tables import Table, find_tables
from ingest.words import RawPage

CENTRED = 0.08  # of the width of all text: how far twice the middle of a centred line may be off
MAX_BLOCKS = 1_500  # a page with more pieces is a drawing: read from top to bottom


@dataclass(kw_only=True, slots=True)
class Region:
    """A piece of the page in reading order: lines of running text, or rows of cells of lines."""

    lines: list[Line] = field(default_factory=list)
    rows: list[list[list[Line]]] = field(default_factory=list)
    x0: float = 0.0
    y0: float = 0.0
    x1: float = 0.0
    y1: float = 0.0


def read_layout(page: RawPage) -> list[Region]:
    """Regions of the page in reading order; turned text (angles other than 0) comes last."""
    regions: list[Region] = []
    for angle in sorted({word.angle for word in page.words}, key=lambda angle: (angle != 0, angle)):
        words = [word for word in page.words if word.angle == angle]
        if angle == 0:
            tables, rest = find_tables(page.rules, words)
            pieces = [_table_region(table) for table in tables] + _text_regions(lines_of(rest, page.images))
            regions.extend(_in_order(pieces))
        else:
            regions.extend(_in_order(_text_regions(lines_of(words))))
    return regions


def _table_region(table: Table) -> Region:
    rows = [split for row in table.rows for split in split_rows([lines_of(cell.words) for cell in row])]
    return Region(rows=rows, x0=table.x0, y0=table.y0, x1=table.x1, y1=table.y1)


def _text_regions(lines: list[Line]) -> list[Region]:
    """Blocks of lines; side by side blocks of short aligned pieces become rows of cells."""
    blocks = _blocks(lines)
    if len(blocks) > MAX_BLOCKS:
        return [_region(sorted(lines, key=lambda line: (line.base, line.x0)))]
    table_groups = aligned_groups(blocks)
    taken = {index for group in table_groups for index in group}
    regions = [_region(block) for index, block in enumerate(blocks) if index not in taken]
    groups = ([line for index in sorted(group) for line in blocks[index]] for group in table_groups)
    return [*regions, *map(_rows_region, groups)]


def _region(lines: list[Line]) -> Region:
    x0, y0, x1, y1 = bounds_of(lines)
    return Region(lines=_one_per_baseline(lines), x0=x0, y0=y0, x1=x1, y1=y1)


def _rows_region(lines: list[Line]) -> Region:
    """Lines of a table without rules as rows of cells: one row a baseline, cells left to right."""
    x0, y0, x1, y1 = bounds_of(lines)
    rows = [[[line] for line in row] for row in by_baseline(lines)]
    return Region(rows=rows, x0=x0, y0=y0, x1=x1, y1=y1)


def _one_per_baseline(lines: Sequence[Line]) -> list[Line]:
    """Lines from top to bottom; pieces of one baseline joined (a wide gap in justified text)."""
    result: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.base, line.x0)):
        if result and abs(result[-1][0].base - line.base) < 0.35 * min(result[-1][0].size, line.size):
            result[-1].append(line)
        else:
            result.append([line])
    return [
        group[0] if len(group) == 1 else make_line([w for x in group for w in x.words]) for group in result
    ]


# --- blocks ---------------------------------------------------------------------------------


def _blocks(lines: list[Line]) -> list[list[Line]]:
    """Chains of lines in which each has one follower and is its only predecessor."""
    ordered = sorted(lines, key=lambda line: (line.base, line.x0))
    reach = _reach(ordered)
    below = [_followers(ordered, index, reach) for index in range(len(ordered))]
    above: dict[int, list[int]] = {}
    for index, followers in enumerate(below):
        for follower in followers:
            above.setdefault(follower, []).append(index)
    chain_of: dict[int, list[Line]] = {}
    chains: list[list[Line]] = []
    for index, line in enumerate(ordered):
        before = above.get(index, [])
        if len(before) == 1 and len(below[before[0]]) == 1 and _alike(ordered[before[0]], line):
            chain = chain_of[before[0]]
        else:
            chain = []
            chains.append(chain)
        chain.append(line)
        chain_of[index] = chain
    return chains


def _reach(ordered: Sequence[Line]) -> float:
    """How far down a follower may stand, in font sizes: a little over the page's usual line pitch."""
    pitches = []
    for index, line in enumerate(ordered):
        for other in ordered[index + 1 : index + 8]:
            pitch = (other.base - line.base) / max(line.size, 1.0)
            if pitch > 0.8 and min(line.x1, other.x1) > max(line.x0, other.x0):
                pitches.append(pitch)
                break
    usual = float(np.percentile(pitches, 60)) if pitches else 1.3
    return min(max(1.35 * usual, 1.6), 3.2)


def _followers(ordered: Sequence[Line], index: int, reach: float) -> list[int]:
    """The nearest lines below that share part of the column, all on about one baseline."""
    line = ordered[index]
    found: list[int] = []
    for other_index in range(index + 1, len(ordered)):
        other = ordered[other_index]
        if (
            other.base - line.base > reach * max(line.size, other.size)
            and other.base - line.base > 40 * reach
        ):
            break
        if found and other.base - ordered[found[0]].base > 0.5 * other.size:
            break
        if other.base - line.base < 0.45 * max(line.size, other.size):
            continue
        if min(line.x1, other.x1) - max(line.x0, other.x0) > 0.5 * min(line.size, other.size):
            if other.base - line.base > reach * max(line.size, other.size):
                break
            found.append(other_index)
    return found


def _alike(a: Line, b: Line) -> bool:
    return max(a.size, b.size) < 1.35 * min(a.size, b.size)


# --- order ----------------------------------------------------------------------------------


def _in_order(regions: list[Region]) -> list[Region]:
    """Regions in reading order, after Breuel's two rules; ties from top to bottom, left to right."""
    regions = sorted(regions, key=lambda region: (region.y0, region.x0))
    count = len(regions)
    if count < 2:
        return regions
    x0, y0, x1, y1 = (
        np.array([getattr(region, side) for region in regions]) for side in ("x0", "y0", "x1", "y1")
    )
    _widen_centred(x0, y0, x1, y1)
    shared = np.minimum(x1[:, None], x1[None, :]) - np.maximum(x0[:, None], x0[None, :]) > 1.0
    middle = (y0 + y1) / 2
    higher = (middle[:, None] < middle[None, :]) & ~np.eye(count, dtype=bool)
    before = shared & higher
    left = x1[:, None] <= x0[None, :] + 1.0
    for k in range(count):
        between = (
            (np.maximum(y0[:, None], y0[None, :]) > y0[k]) & (np.minimum(y1[:, None], y1[None, :]) < y1[k])
        ) | (
            (np.minimum(middle[:, None], middle[None, :]) < middle[k])
            & (np.maximum(middle[:, None], middle[None, :]) > middle[k])
        )
        left &= ~(between & shared[:, k][:, None] & shared[k, :][None, :])
    before |= left
    np.fill_diagonal(before, False)
    return [regions[index] for index in _topological(before)]


def _widen_centred(x0: np.ndarray, y0: np.ndarray, x1: np.ndarray, y1: np.ndarray) -> None:
    """Stretches, in place, what stands centred with nothing beside it (a heading) over the whole width."""
    left, right = x0.min(), x1.max()
    beside = np.minimum(y1[:, None], y1[None, :]) - np.maximum(y0[:, None], y0[None, :]) > 1.0
    centred = abs((x0 + x1) - (left + right)) < CENTRED * (right - left)
    chosen = centred & (beside.sum(axis=1) == 1)  # beside itself only
    x0[chosen], x1[chosen] = left, right


def _topological(before: np.ndarray) -> list[int]:
    """Indices so that i comes before j where before[i, j]; a cycle is cut at its topmost region."""
    waiting = before.sum(axis=0)
    done = np.zeros(len(before), dtype=bool)
    order: list[int] = []
    while len(order) < len(before):
        ready = np.where(~done & (waiting == 0))[0]
        if len(ready):
            chosen = int(ready[0])
        else:
            open_ = np.where(~done)[0]
            chosen = int(open_[np.argmin(waiting[open_])])
        done[chosen] = True
        order.append(chosen)
        waiting = waiting - before[chosen]
    return order
