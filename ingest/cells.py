"""Tables without rules, and the rows inside a ruled band: pieces of text on common baselines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from ingest.lines import Line

PROSE_WORDS = 4.0  # mean words a line from which a block counts as running text
LABEL_WORDS = 9.0  # mean words a line up to which a block may be the labels beside figures
WIDE_CELL = 0.38  # of the width of the text: lines longer than this on the mean are a column of the page
BULLETS = "•‣▪▫■□▢☐☑☒●○◦➢➤►▶✓✔✗❑❒\uf0b7\uf0a7"

Block = Sequence[Line]
Row = list[list[Line]]  # cells of lines
Bounds = tuple[float, float, float, float]


def bounds_of(lines: Sequence[Line]) -> Bounds:
    """The box around the lines: x0, y0, x1, y1."""
    return (
        min(line.x0 for line in lines),
        min(line.y0 for line in lines),
        max(line.x1 for line in lines),
        max(line.y1 for line in lines),
    )


def is_figure(line: Line) -> bool:
    """Whether a piece is a number, a percentage, a tick or the like."""
    return len(line.words) <= 3 and sum(c.isalpha() for c in line.text) <= 2


def by_baseline(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines that stand on about one baseline together, from top to bottom, left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.base, line.x0)):
        if rows and abs(rows[-1][0].base - line.base) < 0.45 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def split_rows(row: Row) -> list[Row]:
    """The rows that a band between two rules holds: one a baseline, where its columns agree on them.

    They agree where a column is figures alone, or where three columns or more have a line on nearly
    every baseline: lines of running text in cells come out at different lengths.
    """
    anchors = _anchors(row)
    if len(anchors) < 2:
        return [row]
    groups: dict[float, list[Line]] = {}
    for line in (line for cell in row for line in cell):
        above = [base for base in anchors if base <= line.base + 0.45 * line.size]
        groups.setdefault(above[-1] if above else anchors[0], []).append(line)
    return [_cells(lines) for _, lines in sorted(groups.items())]


def _anchors(row: Row) -> list[float]:
    """The baselines on which the columns of a band agree; fewer than two where the band is one row."""
    tall = [cell for cell in row if len(by_baseline(cell)) >= 2]
    figures = [cell for cell in tall if all(is_figure(line) for line in cell)]
    if figures and len(tall) >= 2:
        return [lines[0].base for lines in by_baseline(line for cell in figures for line in cell)]
    baselines = by_baseline(line for cell in row for line in cell)
    filled = sum(len(_cells(lines)) for lines in baselines)
    if len(tall) >= 3 and len(baselines) >= 4 and filled >= 0.75 * len(row) * len(baselines):
        return [lines[0].base for lines in baselines]
    return []


def _cells(lines: Sequence[Line]) -> Row:
    """Lines of one row as cells, left to right; lines one below the other are one cell."""
    cells: Row = []
    for line in sorted(lines, key=lambda line: (line.x0, line.base)):
        for cell in cells:
            if min(cell[0].x1, line.x1) - max(cell[0].x0, line.x0) > 0 and cell[-1].base < line.base - 1:
                cell.append(line)
                break
        else:
            cells.append([line])
    return cells


# --- tables without rules -------------------------------------------------------------------------


def aligned_groups(blocks: Sequence[Block]) -> list[set[int]]:
    """Sets of neighbouring blocks of short pieces whose baselines agree: columns of a table.

    Running text in columns is not a table, though its baselines may agree; nor are lists side by side.
    A block of longer pieces takes part as the labels beside a column of figures, or as the words beside
    a column of terms.
    """
    bounds = [bounds_of(block) for block in blocks]
    if not bounds:
        return []
    widest = WIDE_CELL * (max(box[2] for box in bounds) - min(box[0] for box in bounds))
    narrow = [index for index, block in enumerate(blocks) if _mean_width(block) <= widest]
    pairs = [
        (i, j)
        for i, j in combinations(narrow, 2)
        if _side_by_side(bounds[i], bounds[j]) and _columns_of_one(blocks[i], blocks[j])
    ]
    groups = [_with_enclosed(group, blocks, bounds) for group in _connected(pairs)]
    return [group for group in _connected_sets(groups) if _is_table([blocks[i] for i in group])]


def _is_table(blocks: Sequence[Block]) -> bool:
    lines = [line for block in blocks for line in block]
    if len(lines) < 6 and len(blocks) < 4:
        return False
    bulleted = sum(block[0].words[0].text[0] in BULLETS and len(block[0].words) > 1 for block in blocks)
    return bulleted < 2 and sum(len(row) >= 2 for row in by_baseline(lines)) >= 2


def _columns_of_one(a: Block, b: Block) -> bool:
    words_a, words_b = _mean_words(a), _mean_words(b)
    if words_a < PROSE_WORDS and words_b < PROSE_WORDS:
        return _aligned(a, b) >= 0.5
    short, labels = (a, b) if words_a < words_b else (b, a)
    if min(words_a, words_b) >= PROSE_WORDS or max(words_a, words_b) >= LABEL_WORDS:
        return False
    if sum(map(is_figure, short)) >= 0.6 * len(short):
        return len(short) >= 2 and _aligned(a, b) >= 0.7 and _share(labels, short) >= 0.5
    return len(short) >= 3 and _aligned(a, b) >= 0.8 and _share(labels, short) >= 0.6


def _mean_words(block: Block) -> float:
    return sum(len(line.words) for line in block) / len(block)


def _mean_width(block: Block) -> float:
    return sum(line.width for line in block) / len(block)


def _side_by_side(a: Bounds, b: Bounds) -> bool:
    return (a[2] <= b[0] + 1 or b[2] <= a[0] + 1) and min(a[3], b[3]) > max(a[1], b[1])


def _aligned(a: Block, b: Block) -> float:
    """The share of lines of the shorter block that stand on a baseline of the other."""
    return _share(a, b) if len(a) <= len(b) else _share(b, a)


def _share(few: Block, many: Block) -> float:
    return sum(any(abs(x.base - y.base) < 0.3 * x.size for y in many) for x in few) / len(few)


def _connected(pairs: Sequence[tuple[int, int]]) -> list[set[int]]:
    return _connected_sets([{i, j} for i, j in pairs])


def _connected_sets(sets: Sequence[set[int]]) -> list[set[int]]:
    """Sets that have a member in common put together."""
    groups: list[set[int]] = []
    for one in sets:
        touching = [group for group in groups if group & one]
        groups = [group for group in groups if not group & one] + [one.union(*touching)]
    return groups


def _with_enclosed(group: set[int], blocks: Sequence[Block], bounds: Sequence[Bounds]) -> set[int]:
    """The group with the short blocks that stand within the box around it."""
    x0, y0 = min(bounds[i][0] for i in group), min(bounds[i][1] for i in group)
    x1, y1 = max(bounds[i][2] for i in group), max(bounds[i][3] for i in group)
    enclosed = {
        index
        for index, box in enumerate(bounds)
        if x0 <= (box[0] + box[2]) / 2 <= x1
        and y0 <= (box[1] + box[3]) / 2 <= y1
        and (_mean_words(blocks[index]) < PROSE_WORDS or len(blocks[index]) == 1)
    }
    return group | enclosed
