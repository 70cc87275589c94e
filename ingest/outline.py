"""The headings that the outline of a file names, found among the lines of its pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.contents import is_contents
from ingest.lines import Line
from ingest.marks import HeadingMark, Headings, LaidOutPage, add_mark, plain, taken_lines, text_of
from ingest.second_reader import OutlineEntry

MOST_LINES = 4  # of a heading
_NUMBER_PREFIX = re.compile(
    r"^(?:(?:chapter|part|section|annex|appendix)\s+[\divxlca-z]{1,5}\b"
    r"|\d{1,2}(?:\.\d{1,2})*\b|[a-z](?:\.\d{1,2})+\b|(?:[a-z]|[ivx]{1,4})(?=[.):]))[\s.:)–—-]*",
    re.IGNORECASE,
)


def match_outline(pages: Sequence[LaidOutPage], outline: Sequence[OutlineEntry], headings: Headings) -> None:
    """Finds the printed lines of each outline entry: on its page, else anywhere in larger or bold type."""
    taken = taken_lines(headings)
    contents = {page.number for page in pages if is_contents(page.lines)}
    level_shift = _level_shift(outline)
    for entry in outline:
        if sum(c.isalpha() for c in entry.title) < 3:
            continue
        level = max(1, entry.level - level_shift)
        title = " ".join(entry.title.split())
        lines = _find_lines(pages, contents, entry, taken)
        if lines:
            printed = text_of(lines[1])
            if len(plain(printed)) < len(plain(title)):  # its number is drawn, or only in the outline
                printed = title
            mark = HeadingMark(page=lines[0], level=level, title=printed, lines=tuple(lines[1]))
            taken.update(id(line) for line in mark.lines)
            add_mark(headings, mark)
        elif entry.page and not _is_document_title(entry, outline, headings):
            y = entry.y or 0.0
            headings.unprinted.append(HeadingMark(page=entry.page, level=level, title=title, y=y))


def _level_shift(outline: Sequence[OutlineEntry]) -> int:
    """How many upper levels hold nothing but one entry (the document's own title)."""
    shift = 0
    while sum(entry.level == shift + 1 for entry in outline) == 1 and len(outline) > 1:
        shift += 1
    return shift


def _is_document_title(entry: OutlineEntry, outline: Sequence[OutlineEntry], headings: Headings) -> bool:
    known = plain(headings.title)
    return entry is outline[0] and (entry.page or 1) <= 2 and (not known or known in plain(entry.title))


def _find_lines(
    pages: Sequence[LaidOutPage], contents: set[int], entry: OutlineEntry, taken: set[int]
) -> tuple[int, list[Line]] | None:
    by_number = {page.number: page for page in pages}
    near = [entry.page, (entry.page or 0) + 1, (entry.page or 0) - 1] if entry.page else []
    for number in near:
        page = by_number.get(number or 0)
        hits = _windows(page, entry.title, taken) if page else []
        if hits:
            y = entry.y if entry.y is not None and number == entry.page else 0.0
            return number or 0, min(hits, key=lambda lines: (not _is_display(lines), abs(lines[0].y0 - y)))
    everywhere = [
        (page.number, lines)
        for page in pages
        if page.number not in contents and page.number not in near
        for lines in _windows(page, entry.title, taken)
    ]
    displayed = [hit for hit in everywhere if _is_display(hit[1])]
    return max(displayed, key=lambda hit: (hit[1][0].size, -hit[0]), default=None)


def _is_display(lines: Sequence[Line]) -> bool:
    """Whether lines are set to be seen: bold, or in type larger than running text usually is."""
    return lines[0].bold or lines[0].size > 11.5


def _windows(page: LaidOutPage, title: str, taken: set[int]) -> list[list[Line]]:
    """Up to `MOST_LINES` consecutive lines that read as the title, with or without its number."""
    wanted = plain(title)
    bare = plain(_NUMBER_PREFIX.sub("", title)) or wanted
    lines = page.lines
    hits: list[list[Line]] = []
    for start in range(len(lines)):
        text = ""
        for end in range(start, min(start + MOST_LINES, len(lines))):
            if id(lines[end]) in taken:
                break
            text += (" " if text else "") + lines[end].text.replace("\x02", "")
            shown = plain(text)
            if len(shown) > len(wanted) + 14:
                break
            unnumbered = plain(_NUMBER_PREFIX.sub("", text))
            if shown in (wanted, bare) or (unnumbered == bare and len(bare) >= 3):
                hits.append(lines[start : end + 1])
                break
    return hits
