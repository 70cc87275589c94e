"""Footnotes: small lines at the end of a column, below a short rule or from a raised mark on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.layout import Region
from ingest.lines import Line
from ingest.marks import LaidOutPage

_NOTE_START = re.compile(r"^(?:\d{1,3}|[*†‡§¶]{1,3})(?=\D|$)")
SMALL = 0.93  # of the body size: footnotes are set smaller


def notes_of(region: Region, page: LaidOutPage, body_size: float) -> Sequence[Line]:
    """The footnotes at the region's end: small lines from a mark on, with nothing larger below them."""
    lines = region.lines
    first = len(lines)
    separators = _separators(region, page)
    highest = min([0.4 * page.height, *separators])
    while first and lines[first - 1].size <= SMALL * body_size and lines[first - 1].base > highest:
        first -= 1
    if first < len(lines) and any(_opens_notes(y, lines, first, page) for y in separators):
        return lines[first:] if _is_lowest(lines[first], region, page, body_size) else ()
    for position in range(first, len(lines)):
        line = lines[position]
        opens = position == first and (first == 0 or lines[first - 1].size > SMALL * body_size)
        if not opens and position and not _is_set_off(lines[position - 1], line, page):
            continue
        if _NOTE_START.match(line.words[0].text) and _is_lowest(line, region, page, body_size):
            return lines[position:]
    return ()


def _separators(region: Region, page: LaidOutPage) -> list[float]:
    """Heights of the short rules at the left of the region's column, as they stand above footnotes."""
    column = max(
        other.x1 - other.x0 for other in page.regions if other.x0 < region.x1 and other.x1 > region.x0
    )
    return [
        rule.y0
        for rule in page.rules
        if rule.horizontal
        and region.x0 - 40 < rule.x0 < region.x0 + 12
        and 30 < rule.x1 - rule.x0 < 0.6 * column
        and rule.y0 > 0.2 * page.height
    ]


def _opens_notes(rule_y: float, lines: Sequence[Line], first: int, page: LaidOutPage) -> bool:
    """Whether the lines from `first` on are all that is below a rule, and raised marks stand below it."""
    below = rule_y < lines[first].base and (first == 0 or lines[first - 1].base < rule_y)
    return below and any(
        line.base > rule_y and _is_raised(line) and _NOTE_START.match(line.words[0].text)
        for line in page.lines
    )


def _is_set_off(before: Line, line: Line, page: LaidOutPage) -> bool:
    """Whether a line stands apart from small text above it: by a rule, or by a gap and a raised mark."""
    ruled = any(rule.horizontal and before.base < rule.y0 < line.base for rule in page.rules)
    return ruled or (_is_raised(line) and line.base - before.base > 1.5 * line.size)


def _is_raised(line: Line) -> bool:
    """Whether a line begins with a small mark, as footnotes do."""
    return line.words[0].size < 0.85 * line.size


def prose_size(page: LaidOutPage) -> float:
    """The font size that most letters of the page's running text have."""
    letters: Counter[float] = Counter()
    for region in page.regions:
        for line in region.lines:
            letters[round(line.size, 1)] += len(line.text)
    return max(letters, key=lambda size: (letters[size], size)) if letters else 0.0


def _is_lowest(line: Line, region: Region, page: LaidOutPage, body_size: float) -> bool:
    """Whether no text of body size stands below the line in its column."""
    for other in page.regions:
        if other is region or min(other.x1, region.x1) <= max(other.x0, region.x0):
            continue
        if any(text.base > line.base and text.size > SMALL * body_size for text in other.lines):
            return False
    return True


def split_notes(lines: Sequence[Line]) -> list[list[Line]]:
    """Footnotes one by one: each begins with a mark, raised where the first one's is."""
    notes: list[list[Line]] = []
    for line in lines:
        marked = _NOTE_START.match(line.words[0].text) is not None
        if notes and not (marked and (_is_raised(line) or not _is_raised(notes[-1][0]))):
            notes[-1].append(line)
        else:
            notes.append([line])
    return notes
