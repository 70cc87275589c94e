"""Lines of one column to paragraphs and list items: gaps, indents, list markers, changes of type."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.lines import MARKER, Line
from ingest.repair import repair

ENDED = re.compile(r"[.!?:;…][\"'”’»)\]]*(?:[\d*†‡](?:[\d,]*\d)?)?$")
SURE_BULLETS = "•‣▪▫■□▢☐☑☒●○◦➢➤►▶✓✔✗❑❒\uf0b7\uf0a7"


def starts_item(line: Line) -> bool:
    """Whether a line begins with a list marker and goes on after it."""
    return MARKER.match(repair(line.words[0].text)) is not None and len(line.words) > 1


def paragraphs_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines of one column as paragraphs: split at gaps, indents, list markers and changes of type."""
    if not lines:
        return []
    column = Column.of(lines)
    result: list[list[Line]] = [[lines[0]]]
    for before, line in pairwise(lines):
        current = result[-1]
        if _breaks(current, before, line, column):
            result.append([line])
        else:
            current.append(line)
    return result


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """What the lines of a column have in common: its edges, its line pitch in font sizes, and whether
    entries begin at the left edge and go on indented (a bibliography, a list of names)."""

    left: float
    right: float
    pitch: float
    hanging: bool

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Column:
        left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
        return cls(left=left, right=right, pitch=_usual_pitch(lines), hanging=_hangs(lines, left, right))


def _hangs(lines: Sequence[Line], left: float, right: float) -> bool:
    """Whether indented lines go on with a full line, where a new paragraph's would follow a short one."""
    indented = [(a, b) for a, b in pairwise(lines) if 0.8 * b.size < b.x0 - left < 4 * b.size]
    if len(indented) < 2 or len(indented) > 0.85 * len(lines):
        return False
    if any(starts_item(line) for line in lines):
        return False
    full = sum(
        before.x1 > right - 0.2 * (right - left) and not _is_set_in(line, before) for before, line in indented
    )
    return full >= 0.8 * len(indented)


def _is_set_in(line: Line, before: Line) -> bool:
    """Whether a line looks like the indented start of a paragraph after an ended one."""
    return ENDED.search(before.text) is not None and line.words[0].text[:1].isupper()


def _usual_pitch(lines: Sequence[Line]) -> float:
    """Line pitch of the column in font sizes; 1.2 where too few lines tell."""
    pitches = [(b.base - a.base) / max(a.size, 1.0) for a, b in pairwise(lines)]
    pitches = [pitch for pitch in pitches if 0.7 < pitch < 2.6]
    return min(median(pitches), 1.25 * min(pitches) + 0.1) if len(pitches) >= 3 else 1.25


def _breaks(current: Sequence[Line], before: Line, line: Line, column: Column) -> bool:
    gap = (line.base - before.base) / max(before.size, 1.0)
    if gap > 1.22 * column.pitch + 0.05 or gap < 0.2:
        return True
    if _is_bare(line) and (_is_bare(before) or (len(current) <= 2 and len(before.words) < 5)):
        return True
    if _is_bare(before) and len(current) == 1:
        return True
    if starts_item(line) and not _runs_on(current, before, line, right=column.right):
        return True
    if column.hanging and line.x0 < column.left + 0.3 * line.size and not line.words[0].text[0].islower():
        return True
    if abs(before.size - line.size) > 0.12 * before.size or (
        before.bold != line.bold and ENDED.search(before.text)
    ):
        return True
    return _indent_breaks(current, before, line, right=column.right)


def _is_bare(line: Line) -> bool:
    """Whether a line is figures alone, as on the axis or at the bars of a chart."""
    return not any(c.isalpha() for c in line.text) and any(c.isdigit() for c in line.text)


def _indent_breaks(current: Sequence[Line], before: Line, line: Line, *, right: float) -> bool:
    size = before.size
    first = line.words[0]
    short = before.x1 + 0.4 * size + first.x1 - first.x0 < right  # the next word had room on the line
    ended = ENDED.search(before.text) is not None
    if starts_item(current[0]):
        text_x = current[0].words[1].x0
        dedented = line.x0 < text_x - 0.4 * size
        hanging = len(current) > 1 and current[1].x0 > current[0].x0 + 0.4 * size
        outside = line.x0 < min(one.x0 for one in current[:2]) - 0.25 * size
        if outside and line.words[0].text[:1].isupper():
            return True  # the text below a list stands further left than its markers
        return dedented and (hanging or (ended and short)) and (ended or line.words[0].text[:1].isupper())
    indented = line.x0 > before.x0 + 0.8 * size and line.x0 < before.x0 + 4 * size
    if indented and len(current) > 1 and line.words[0].text[:1].isupper() and (ended or short):
        return True
    return short and ended and line.words[0].text[:1].isupper()


def _runs_on(current: Sequence[Line], before: Line, line: Line, *, right: float) -> bool:
    """Whether a marker only happens to start a line ("... of Article / 5. In", "... text / – so to say")."""
    if line.words[0].text[0] in SURE_BULLETS or ENDED.search(before.text):
        return False
    if starts_item(current[0]) and abs(current[0].x0 - line.x0) < 1.0:
        return False
    hangs = starts_item(current[0]) and abs(line.x0 - current[0].words[1].x0) < 2.0
    return (hangs or abs(line.x0 - before.x0) < 1.0) and before.x1 > right - 0.08 * (right - before.x0)
