"""Tables of contents: entries end in a page number, often after a leader (a row of dots).

Leaders are no text: they are taken away before lines are made, and the number they lead to is
remembered, so that an entry is one line with its number wherever that stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.lines import PAGE_NUMBER, Line, make_line
from ingest.words import RawPage, Word

SHORTEST_LEADER = 4  # dots
_DOTS = re.compile(r"^[.…_·•]+$")
_ENDS_IN_NUMBER = re.compile(r"[^\d\s].*\s(?:\d{1,3}|[ivxl]{1,6})$")


def drop_leaders(pages: Sequence[RawPage]) -> dict[int, list[str]]:
    """Takes leaders before page numbers out of the pages' words, in place; returns them by page number.

    A row of dots that leads to no number (a line to fill in, on a form) stays.
    """
    dropped: dict[int, list[str]] = {}
    for page in pages:
        gone: set[int] = set()
        for leader in _leaders(page.words):
            number = _number_after(leader, page.words)
            if number is not None:
                number.led_to = True
                gone.update(id(word) for word in leader)
                dropped.setdefault(page.number, []).append(" ".join(word.text for word in leader))
        if gone:
            page.words = [word for word in page.words if id(word) not in gone]
    return dropped


def _leaders(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Runs of words of nothing but dots, at least `SHORTEST_LEADER` of them, on one baseline."""
    run: list[Word] = []
    for word in words:
        if run and _DOTS.match(word.text) and abs(word.base - run[-1].base) < 0.3 * word.size:
            run.append(word)
            continue
        if _length(run) >= SHORTEST_LEADER:
            yield run
        run = [word] if _DOTS.match(word.text) else []
    if _length(run) >= SHORTEST_LEADER:
        yield run


def _length(run: Sequence[Word]) -> int:
    return sum(len(word.text) + 2 * word.text.count("…") for word in run)


def _number_after(leader: Sequence[Word], words: Sequence[Word]) -> Word | None:
    """The word that stands next to the right of the leader, if it is a page number with nothing after it."""
    last = leader[-1]
    right = [
        word
        for word in words
        if word.x0 > last.x0 and word is not last and abs(word.base - last.base) < 0.5 * last.size
    ]
    nearest, *others = [*sorted(right, key=lambda word: word.x0), None][:2]
    if nearest is None or not PAGE_NUMBER.match(nearest.text):
        return None
    return None if others and others[0] and others[0].x0 - nearest.x1 < last.size else nearest


def is_entry(line: Line) -> bool:
    """Whether a line is (the end of) an entry whose number a leader leads to."""
    return len(line.words) > 1 and line.words[-1].led_to


def is_contents(lines: Sequence[Line]) -> bool:
    """Whether the lines of a page are a table of contents: many of them end in a page number."""
    texts = [line for line in lines if len(line.text.strip()) > 3]
    ending = [line for line in texts if is_entry(line) or _ENDS_IN_NUMBER.search(line.text.strip())]
    led = sum(is_entry(line) for line in texts)
    return (led >= 4 and len(ending) >= 0.3 * len(texts)) or (
        len(ending) >= 6 and len(ending) >= 0.6 * len(texts)
    )


def ends_in_number(line: Line) -> bool:
    """Whether a line of a contents page ends in a page number set apart from its words."""
    if len(line.words) < 2 or not PAGE_NUMBER.match(line.words[-1].text):
        return False
    return line.words[-1].led_to or line.words[-1].x0 - line.words[-2].x1 > 0.8 * line.size


def parts_of(line: Line) -> tuple[Line, Line]:
    """The words of an entry's line, and its page number."""
    return make_line(line.words[:-1]), make_line(line.words[-1:])
