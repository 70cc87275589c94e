"""Running headers, footers, margin notes and page numbers: text that recurs in one place over pages.

What is found is dropped from the text and kept by name in `Page.dropped`; the page numbers among it
give the printed labels.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lines import Line, lines_of
from ingest.tables import find_tables
from ingest.words import RawPage, Word

ZONE = 0.17  # share of the page height, at the top and at the bottom, where furniture may stand
OUTERMOST = 5  # lines counted from the edge
LONGEST_TITLE = 90  # characters
NEAR = 3.0  # points: two lines in "the same place" on two pages
_ROMAN = re.compile(r"^m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_NUMBER = re.compile(r"(?<![\w.,:/-])(\d{1,4}|[ivxlcdm]{1,7})(?![\w,:/-]|\.\d)", re.IGNORECASE)


@dataclass(kw_only=True, slots=True)
class _Candidate:
    """A line near an edge: `place` is its distance from that edge.

    `keys` are its text as it stands, and with each number in turn given as its distance from the
    physical page: so "Page 7" on page 9 and "Page 8" on page 10 have a key in common.
    """

    page: int
    edge: str
    place: float
    keys: tuple[str, ...]
    size: float
    line: Line


def drop_furniture(pages: Sequence[RawPage], labels: Sequence[str] = ()) -> dict[int, list[Line]]:
    """Removes recurring lines from the pages' words, in place; returns them by page number.

    A line near an edge that reads as the page's label in the file (`labels`, one a page) goes too.
    Where nothing would be left of the whole document, its recurring lines are what it has to say.
    """
    body = _body_size(pages)
    candidates = [one for page in pages for one in _candidates(page) if not _is_numbered_heading(one, body)]
    dropped: dict[int, list[Line]] = defaultdict(list)
    found = _recurring(candidates, len(pages))
    found += _beside_numbers(candidates, found)
    known = {id(candidate) for candidate in found}
    found += [one for one in candidates if id(one) not in known and _is_label(one, labels)]
    for candidate in _outermost(found, candidates):
        dropped[candidate.page].append(candidate.line)
    gone = {id(word) for lines in dropped.values() for line in lines for word in line.words}
    kept = {page.number: [word for word in page.words if id(word) not in gone] for page in pages}
    if not any(kept.values()):
        return {}
    for page in pages:
        page.words = kept[page.number]
    return dict(dropped)


def _body_size(pages: Sequence[RawPage]) -> float:
    """The font size that most letters of the document have."""
    letters: Counter[float] = Counter()
    for page in pages:
        for word in page.words:
            letters[round(word.size, 1)] += len(word.text)
    return max(letters, key=lambda size: (letters[size], size)) if letters else 0.0


def _is_numbered_heading(candidate: _Candidate, body: float) -> bool:
    """Whether a line is of larger type than the text and counts on: "Part 2" at the head of each part."""
    text = candidate.keys[0]
    worded = any(letter.isalpha() for letter in text) and not _NUMBER.fullmatch(text)
    return worded and len(candidate.keys) > 1 and candidate.size > 1.1 * body


def _outermost(found: Sequence[_Candidate], candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Page numbers, and those of `found` beyond which, towards the edge, only others of them stand."""
    known = {id(one) for one in found}
    body: dict[tuple[int, str], list[_Candidate]] = defaultdict(list)
    for one in candidates:
        if id(one) not in known:
            body[one.page, one.edge].append(one)
    return [
        one
        for one in found
        if one.edge not in ("top", "bottom")
        or _NUMBER.fullmatch(one.keys[0])
        or not any(_is_beyond(other, one) for other in body[one.page, one.edge])
    ]


def _is_beyond(other: _Candidate, one: _Candidate) -> bool:
    shared = min(other.line.x1, one.line.x1) - max(other.line.x0, one.line.x0)
    return other.place < one.place - NEAR and shared > 0


def _beside_numbers(candidates: Sequence[_Candidate], found: Sequence[_Candidate]) -> list[_Candidate]:
    """Other parts of the lines that page numbers stand on: titles that change with the section."""
    known = {id(one) for one in found}
    numbers = [one for one in found if _NUMBER.fullmatch(one.keys[0])]
    places: dict[tuple[int, str], list[float]] = defaultdict(list)
    for one in numbers:
        places[one.page, one.edge].append(one.place)
    return [
        one
        for one in candidates
        if id(one) not in known
        and len(one.line.text) <= LONGEST_TITLE
        and any(abs(place - one.place) < NEAR / 2 for place in places[one.page, one.edge])
    ]


def _is_label(candidate: _Candidate, labels: Sequence[str]) -> bool:
    label = labels[candidate.page - 1] if candidate.page <= len(labels) else ""
    return bool(label) and candidate.keys[0].strip("-–— []") == label.casefold()


def _candidates(page: RawPage) -> list[_Candidate]:
    upright = [word for word in page.words if word.angle == 0]
    lines = _joined_rows(lines_of(_outside_tables(page, upright)))
    top = [line for line in lines if line.base < ZONE * page.height][:OUTERMOST]
    bottom = [line for line in lines if line.base > (1 - ZONE) * page.height][-OUTERMOST:]
    found = [_candidate(page, "top", line.base, line) for line in top]
    found += [_candidate(page, "bottom", page.height - line.base, line) for line in bottom]
    turned = [word for word in page.words if word.angle != 0]
    found += [_candidate(page, f"turned {line.words[0].angle}", line.base, line) for line in lines_of(turned)]
    return found


def _outside_tables(page: RawPage, words: list[Word]) -> list[Word]:
    """Words outside ruled tables; a table that lies wholly within a zone may be a header itself."""
    tables, rest = find_tables(page.rules, words)
    for table in tables:
        if table.y1 < ZONE * page.height or table.y0 > (1 - ZONE) * page.height:
            rest += [word for row in table.rows for cell in row for word in cell.words]
    return rest


def _joined_rows(lines: list[Line]) -> list[Line]:
    """Lines sorted from top to bottom. Left, middle and right parts of a header stay separate lines."""
    return sorted(lines, key=lambda line: (round(line.base), line.x0))


def _candidate(page: RawPage, edge: str, place: float, line: Line) -> _Candidate:
    return _Candidate(
        page=page.number,
        edge=edge,
        place=place,
        keys=_keys(line.text, page.number),
        size=line.size,
        line=line,
    )


def _keys(text: str, page: int) -> tuple[str, ...]:
    text = " ".join(text.casefold().split())
    keys = [text]
    for match in _NUMBER.finditer(text):
        value = _value(match.group())
        if value:
            keys.append(f"{text[: match.start()]}#{value - page:+d}{text[match.end() :]}")
    return tuple(keys)


def _recurring(candidates: Sequence[_Candidate], page_count: int) -> list[_Candidate]:
    """Candidates whose text recurs in their place, and those that share such a place."""
    found: list[_Candidate] = []
    for lane in _lanes(candidates):
        pages_of: dict[str, set[int]] = defaultdict(set)
        for candidate in lane:
            for key in candidate.keys:
                pages_of[key].add(candidate.page)
        enough = {key for key, pages in pages_of.items() if _is_enough(key, len(pages), page_count)}
        repeated = [candidate for candidate in lane if enough.intersection(candidate.keys)]
        found.extend(repeated)
        found.extend(_running_titles(lane, repeated))
        found.extend(_other_numbers(lane, repeated))
    return found


def _running_titles(lane: Sequence[_Candidate], repeated: Sequence[_Candidate]) -> list[_Candidate]:
    """Texts that change with the chapter: seldom repeated, but in a place that is nearly all furniture."""
    worded = [c for c in repeated if any(letter.isalpha() for letter in c.keys[0])]
    pages = {candidate.page for candidate in worded}
    if len(pages) < 4 or len(pages) < 0.6 * len({candidate.page for candidate in lane}):
        return []
    taken = {candidate.page for candidate in repeated}
    return [c for c in lane if c.page not in taken and _is_of_size(c, worded)]


def _other_numbers(lane: Sequence[_Candidate], repeated: Sequence[_Candidate]) -> list[_Candidate]:
    """Numbers of another count (a lone roman "ii") in the place of page numbers."""
    numbers = [one for one in repeated if _NUMBER.fullmatch(one.keys[0])]
    taken = {one.page for one in repeated}
    if len({one.page for one in numbers}) < 3:
        return []
    return [
        one
        for one in lane
        if one.page not in taken and _NUMBER.fullmatch(one.keys[0]) and abs(one.size - numbers[0].size) < 0.5
    ]


def _is_enough(key: str, pages: int, page_count: int) -> bool:
    """Three pages; two in a short document. A number alone must go with the pages ("#")."""
    if not any(letter.isalpha() for letter in key) and "#" not in key:
        return False
    return pages >= 3 or (pages == 2 and page_count <= 5)


def _is_of_size(candidate: _Candidate, repeated: Sequence[_Candidate]) -> bool:
    """A single text in the place of repeated ones is taken along when it is short and of their size."""
    sizes = sorted(other.size for other in repeated)
    usual = sizes[len(sizes) // 2]
    return abs(candidate.size - usual) < 0.5 and len(candidate.line.text) <= LONGEST_TITLE


def _lanes(candidates: Sequence[_Candidate]) -> list[list[_Candidate]]:
    """Candidates of one edge in about one place."""
    lanes: list[list[_Candidate]] = []
    for candidate in sorted(candidates, key=lambda c: (c.edge, c.place, c.page)):
        lane = lanes[-1] if lanes else None
        if lane and lane[0].edge == candidate.edge and candidate.place - lane[-1].place <= NEAR / 2:
            lane.append(candidate)
        else:
            lanes.append([candidate])
    return lanes


# --- printed labels -----------------------------------------------------------------------------


def printed_labels(dropped: dict[int, list[Line]], page_count: int) -> tuple[str, ...]:
    """The page numbers printed in the furniture, one label a page; empty when there are none.

    A number counts when its distance from the physical page is that of at least two other pages;
    a page without a number inside such a run gets the number of its place, other pages get "".
    """
    arabic: dict[int, set[int]] = {}
    roman: dict[int, set[int]] = {}
    for page, lines in dropped.items():
        words = [match for line in lines for match in _NUMBER.findall(line.text)]
        arabic[page] = {int(word) for word in words if word.isdigit()}
        roman[page] = {_value(word) for word in words if not word.isdigit() and _value(word)}
    labels = [""] * page_count
    numbered = _run(arabic, page_count)
    for page, value in _run(roman, page_count).items():
        labels[page - 1] = _to_roman(value)
    for page, value in numbered.items():
        labels[page - 1] = labels[page - 1] if labels[page - 1] and page not in arabic else str(value)
    return tuple(labels) if any(labels) else ()


def _run(numbers: dict[int, set[int]], page_count: int) -> dict[int, int]:
    """Page to number, by the offsets that at least three pages agree on; gaps inside a run are filled."""
    votes = Counter(number - page for page, found in numbers.items() for number in found)
    result: dict[int, int] = {}
    for offset, count in sorted(votes.items(), key=lambda vote: (vote[1], -abs(vote[0]))):
        if count < min(3, page_count):
            continue
        members = sorted(page for page, found in numbers.items() if page + offset in found)
        for page in range(members[0], members[-1] + 1):
            if page in members or (page not in result and page + offset > 0):
                result[page] = page + offset
    return result


def _value(word: str) -> int:
    """The value of an arabic or roman number, 0 if it is none."""
    if word.isdigit():
        return int(word)
    text = word.casefold()
    if not text or not _ROMAN.match(text):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(-v if any(w > v for w in values[i + 1 :]) else v for i, v in enumerate(values))


def _to_roman(value: int) -> str:
    result = ""
    for number, letters in (
        (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        while value >= number:
            result, value = result + letters, value - number
    return result
