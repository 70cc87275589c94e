"""Which lines are headings, and of which level: by the outline first, then by size, weight and place.

Levels are 1-based; level 0 marks the title of the document, which opens no section.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.contents import is_contents
from ingest.lines import MARKER, Line
from ingest.marks import HeadingMark, Headings, LaidOutPage, Style, add_mark, plain, taken_lines, text_of
from ingest.outline import MOST_LINES, match_outline
from ingest.repair import ends_broken
from ingest.second_reader import OutlineEntry
from ingest.words import Rule

LONGEST_HEADING = 180  # characters
MOST_BETWEEN = 2  # lines below a line of a list that is set like headings
_LEADER = re.compile(r"(\.\s?){4,}|…{2,}|_{4,}")
_NUMBERED = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,4}\.?|[A-Z](?:\.\d{1,2}){1,3}\.?|[IVX]{1,5}\.)\s+\S")
_DEPTH = re.compile(
    r"^(?:[A-Z]|[IVX]{1,5}|\d{1,2})(?=[.\s])(?:\.?(\d{1,2}))?(?:\.(\d{1,2}))?(?:\.(\d{1,2}))?\.?\s+\S"
)


def find_headings(pages: Sequence[LaidOutPage], outline: Sequence[OutlineEntry]) -> Headings:
    """The headings of a document. `outline` may be empty, wrong in places, or point to wrong pages.

    The outline decides the structure where there is one; other headings nest below the entry they
    stand under.
    """
    body = _body_style(pages)
    headings = Headings(body=body)
    runs = [run for page in pages for run in _runs(page)]
    candidates = _standing_out(runs, body, pages)
    title = _title_runs(candidates, body)
    headings.title = " ".join(text_of(run.lines) for run in title)
    for run in title:
        add_mark(
            headings, HeadingMark(page=run.page, level=0, title=text_of(run.lines), lines=tuple(run.lines))
        )
    match_outline(pages, outline, headings)
    known = {plain(mark.title) for mark in headings.by_line.values()}
    taken = taken_lines(headings)
    rest = [run for run in candidates if not any(id(line) in taken for line in run.lines)]
    rest = [run for run in rest if plain(text_of(run.lines)) not in known]
    rest = _without_lists(rest, pages)
    levels = _levels(rest, last_page=len(pages))
    for run in rest:
        level = levels.get(_rank(run), 0)
        mark = HeadingMark(
            page=run.page, level=level, title=text_of(run.lines), lines=tuple(run.lines), nested=True
        )
        add_mark(headings, mark)
    return headings


@dataclass(kw_only=True, slots=True)
class _Run:
    """Consecutive lines of one style in one region; `follower` is the line after it in reading order."""

    page: int
    lines: list[Line]
    follower: Line | None = None
    before_table: bool = False
    in_table_head: bool = False


def _style(line: Line) -> Style:
    letters = [c for c in line.text if c.isalpha()]
    capitals = len(letters) >= 4 and not line.bold and all(c.isupper() for c in letters)
    return (round(line.size * 2) / 2, line.bold, line.italic, capitals)


def _body_style(pages: Sequence[LaidOutPage]) -> Style:
    letters: Counter[Style] = Counter()
    for page in pages:
        for line in page.lines:
            letters[_style(line)] += len(line.text)
    return max(letters, key=lambda style: (letters[style], style)) if letters else (10.0, False, False, False)


def _runs(page: LaidOutPage) -> list[_Run]:
    runs: list[_Run] = []
    for region in page.regions:
        if region.rows and runs:
            runs[-1].before_table = True
        for index, line in enumerate(region.lines):
            before = region.lines[index - 1] if index else None
            gap = line.base - before.base if before else 0.0
            if before and runs and _same_run(runs[-1].lines[-1], line, gap):
                runs[-1].lines.append(line)
                continue
            if runs and runs[-1].follower is None and not runs[-1].before_table:
                runs[-1].follower = line
            runs.append(_Run(page=page.number, lines=[line], in_table_head=_in_table_head(line, page.rules)))
    return runs


def _in_table_head(line: Line, rules: Sequence[Rule]) -> bool:
    """Whether a line stands between two close rules that are wider than it: the head of an open table."""
    near = [
        rule
        for rule in rules
        if rule.horizontal
        and rule.x0 <= line.x0 + 2
        and rule.x1 >= line.x1 - 2
        and rule.x1 - rule.x0 > 1.3 * line.width
    ]
    above = any(0 <= line.y0 - rule.y0 < 0.9 * line.size for rule in near)
    below = any(0 <= rule.y0 - line.base < 1.2 * line.size for rule in near)
    boxed = any(
        not rule.horizontal and rule.y0 <= line.base <= rule.y1 and rule.y1 - rule.y0 < 3 * line.size
        for rule in rules
    )
    return above and below and not boxed


def _same_run(a: Line, b: Line, gap: float) -> bool:
    same = _style(a)[:2] == _style(b)[:2] and abs(a.size - b.size) < 0.3
    return same and gap < 1.55 * max(a.size, b.size) and not MARKER.match(b.words[0].text)


def _standing_out(runs: Sequence[_Run], body: Style, pages: Sequence[LaidOutPage]) -> list[_Run]:
    contents = {page.number for page in pages if is_contents(page.lines)}
    prose = _prose_styles(runs)
    return [
        run
        for run in runs
        if run.page not in contents and _style(run.lines[0]) not in prose and _stands_out(run, body)
    ]


def _prose_styles(runs: Sequence[_Run]) -> set[Style]:
    """Styles that are mostly used for running text."""
    long: Counter[Style] = Counter()
    every: Counter[Style] = Counter()
    for run in runs:
        letters = sum(len(line.text) for line in run.lines)
        style = _style(run.lines[0])
        every[style] += letters
        if len(run.lines) > MOST_LINES or letters > LONGEST_HEADING:
            long[style] += letters
    return {style for style, letters in long.items() if letters > 0.5 * every[style]}


def _stands_out(run: _Run, body: Style) -> bool:
    text = text_of(run.lines)
    size, bold, _, capitals = _style(run.lines[0])
    letters = sum(c.isalpha() for c in text)
    if len(run.lines) > MOST_LINES or len(text) > LONGEST_HEADING or letters < 3 or letters < 0.4 * len(text):
        return False
    if _is_lead(run) or _has_marks(run):
        return False
    if (
        ends_broken(run.lines[-1].words[-1].text)
        or (text.endswith((".", ",", ";")) and not _NUMBERED.match(text))
        or _LEADER.search(text)
    ):
        return False
    if not (text[0].isupper() or text[0].isdigit() or text[0] in "“\"'‘([¿¡"):
        return False
    larger = size >= 1.12 * body[0]
    heavier = bold and not body[1] and size >= 0.92 * body[0]
    louder = capitals and not body[3] and size >= 0.9 * body[0] and len(text) <= 90
    return (larger or heavier or louder) and not run.in_table_head and _leads(run, body)


def _is_lead(run: _Run) -> bool:
    """Whether the lines are the bold beginning of a paragraph whose next line is bold in part."""
    last, follower = run.lines[-1], run.follower
    if follower is None or follower.bold == last.bold or follower.size > last.size + 0.3:
        return False
    if last.x1 < follower.x1 - 0.15 * follower.width:
        return False
    return follower.words[0].bold == last.bold and 0 < follower.base - last.base < 1.5 * last.size


def _has_marks(run: _Run) -> bool:
    """Whether several words bear a small raised number, as the names of authors do."""
    small = [word for line in run.lines for word in line.words if word.size < 0.8 * line.size]
    return sum(word.text.strip(",*†‡").isdigit() for word in small) >= 3


def _leads(run: _Run, body: Style) -> bool:
    """Whether text follows that a heading can stand over: a sentence, a table, another heading."""
    on_cover = run.page <= 2 and run.lines[0].size >= 1.5 * body[0]
    if run.before_table or on_cover:
        return True
    if run.follower is None:
        return len(run.lines) <= 2 and len(text_of(run.lines)) >= 8
    follower = run.follower
    return (
        len(follower.words) >= 4
        or follower.size > run.lines[0].size
        or (follower.bold and not body[1])
        or MARKER.match(follower.words[0].text) is not None
    )


def _without_lists(runs: Sequence[_Run], pages: Sequence[LaidOutPage]) -> list[_Run]:
    """The runs without the items of lists: three or more alike with a line or two between them."""
    place = {id(line): n for page in pages for n, line in enumerate(page.lines)}
    listed: set[int] = set()
    for a, b, c in zip(runs, runs[1:], runs[2:], strict=False):
        if a.page == b.page == c.page and _rank(a) == _rank(b) == _rank(c):
            gaps = [place[id(y.lines[0])] - place[id(x.lines[-1])] - 1 for x, y in ((a, b), (b, c))]
            if all(0 < gap <= MOST_BETWEEN for gap in gaps):
                listed |= {id(a), id(b), id(c)}
    return [run for run in runs if id(run) not in listed]


def _title_runs(candidates: Sequence[_Run], body: Style) -> list[_Run]:
    """The document's title: the largest type of the first two pages, where later pages use it for nothing
    else (a title page comes twice in some)."""
    early = [run for run in candidates if run.page <= 2 and run.lines[0].size >= 1.25 * body[0]]
    if not early:
        return []
    largest = max(run.lines[0].size for run in early)
    first_page = min(run.page for run in early if run.lines[0].size >= largest - 0.3)
    title = [run for run in early if run.page == first_page and run.lines[0].size >= largest - 0.3]
    words = plain(" ".join(text_of(run.lines) for run in title))
    later = [run for run in candidates if run.page > 2 and run.lines[0].size >= largest - 0.3]
    taken = any(plain(text_of(run.lines)) not in words for run in later)
    return [] if taken or len(title) > 3 else title


# --- levels -------------------------------------------------------------------------------------

Rank = tuple[float, int, int, int, int]


def _levels(runs: Sequence[_Run], last_page: int) -> dict[Rank, int]:
    """Level of each rank, from 1; ranks that only the first two pages use are covers and get none."""
    pages: dict[Rank, set[int]] = {}
    for run in runs:
        pages.setdefault(_rank(run), set()).add(run.page)
    inner = [rank for rank, on in pages.items() if max(on) > 2 or last_page <= 4]
    return {rank: min(level, 6) for level, rank in enumerate(sorted(inner), start=1)}


def _rank(run: _Run) -> Rank:
    """Sort key of a heading: larger first, then bold, upright, capitals; then by depth of its number."""
    size, bold, italic, capitals = _style(run.lines[0])
    return (-size, -int(bold), int(italic), -int(capitals), _depth(text_of(run.lines)))


def _depth(text: str) -> int:
    """1 for "2. Title", 2 for "2.1 Title", …; 9 without a number."""
    match = _DEPTH.match(text)
    return 1 + sum(group is not None for group in match.groups()) if match else 9
