"""Is the text read well? Running heads, section paths, passage lengths, columns.

What is right is found out by other means than the project's own reader: running heads from the lines
that pdftotext gives at the top and bottom of pages, headings from the outline as pypdf reads it, whole
sentences from pictures of the pages.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from bench import poppler
from bench.data import ROOT, document_of, folder_of, version_of
from bench.tables import Measure, Table
from index.content import passage_texts
from index.tokens import TokenCounter
from index.version import Version
from ingest.records import LIST_ITEM, PARAGRAPH, Box, Page, Passage

EDGE_LINES = 3
RUNNING_WORDS = 12  # a paragraph of fewer is a label
TABLE_CELLS = 3  # a line of so many columns is the head of a table, which is content
NUMBER = re.compile(r"(\d+|[ivxlc]+)$")
OUTLINED = ("nist-ai-100-1.pdf", "nist-ai-600-1.pdf", "uk-cp-815.pdf")
SENTENCES = ROOT / "tests" / "fixtures" / "acl_sentences.json"
TWO_COLUMNS = "acl-2023-long-386.pdf"


# --- running heads ---


def edge_lines(page: str) -> list[str]:
    """The first and last lines of a page as pdftotext lays it out, the heads of tables left out."""
    lines = [line.strip() for line in page.splitlines() if line.strip()]
    edges = lines[:EDGE_LINES] + lines[-EDGE_LINES:] if len(lines) > 2 * EDGE_LINES else lines
    return [line for line in edges if len(re.split(r"\s{2,}", line)) < TABLE_CELLS]


def without_numbers(line: str) -> str:
    """A line with its page number (arabic or roman) at either end taken off, squashed."""
    words = line.split()
    if len(words) > 1 and NUMBER.fullmatch(words[0]):
        words = words[1:]
    if len(words) > 1 and NUMBER.fullmatch(words[-1]):
        words = words[:-1]
    return poppler.squash(" ".join(words))


def running_heads(path: Path) -> frozenset[str]:
    """Squashed lines that recur at the top or bottom of at least a fifth of the pages (and of three)."""
    pages = [page for page in poppler.pages(path, "-layout") if page.strip()]
    counts = Counter(head for page in pages for head in {without_numbers(line) for line in edge_lines(page)})
    enough = max(3, len(pages) // 5)
    return frozenset(head for head, count in counts.items() if count >= enough and len(head) >= 4)


def leaks(version: Version, document_id: str) -> list[str]:
    """`page n: head` for every running head or page number that is inside a passage.

    A head may also stand in the running text: it has leaked where passages hold it more often than the
    page does apart from its edges. A page number has leaked where it is a line of its own.
    """
    path = version.source_path(document_id)
    heads, texts = running_heads(path), poppler.pages(path, "-layout")
    found: list[str] = []
    for number, covered in sorted(covered_text(version, document_id).items()):
        page, ours = texts[number - 1], poppler.squash(covered)
        leaked = [head for head in sorted(heads) if ours.count(head) > in_body(page, head)]
        numbers = {line for line in edge_lines(page) if NUMBER.fullmatch(line)}
        leaked += sorted(numbers & {line.strip() for line in covered.splitlines()})
        found += [f"page {number}: {one}" for one in leaked]
    return found


def in_body(page: str, head: str) -> int:
    """How often `head` stands on a page, its lines at the edges left out."""
    at_edges = sum(without_numbers(line) == head for line in edge_lines(page))
    return max(0, poppler.squash(page).count(head) - at_edges)


def covered_text(version: Version, document_id: str) -> dict[int, str]:
    """Page number -> the characters of that page that are in some passage."""
    masks: dict[int, set[int]] = {}
    for passage in version.passages:
        if passage.document_id == document_id:
            for span in passage.spans:
                masks.setdefault(span.page, set()).update(range(span.start, span.end))
    texts = {number: version.page(document_id, number).text for number in masks}
    return {number: "".join(texts[number][i] for i in sorted(mask)) for number, mask in masks.items()}


# --- section paths ---


def outline_titles(path: Path) -> list[str]:
    """The titles of all outline entries, in order; one that is a bare number names no section."""

    def flat(entries: Sequence[Any]) -> Iterator[str]:
        for entry in entries:
            if isinstance(entry, list):
                yield from flat(entry)
            else:
                yield str(entry.title or "")

    return [title for title in flat(PdfReader(path).outline) if re.search(r"[^\W\d]", title)]


def heading_key(text: str) -> str:
    """A heading for comparing: squashed, lower case, without its number and end marks."""
    return re.sub(r"^[\d.:()]+|[.:]+$", "", poppler.squash(text).lower())


def missing_sections(version: Version, document_id: str) -> tuple[int, list[str]]:
    """How many outline entries there are, and those that are on no passage's section path."""
    paths = {
        heading_key(title)
        for passage in version.passages
        if passage.document_id == document_id
        for title in passage.section
    }
    titles = outline_titles(version.source_path(document_id))
    return len(titles), [title for title in titles if heading_key(title) not in paths]


# --- columns ---


@dataclass(frozen=True, kw_only=True, slots=True)
class Fragment:
    """A sentence known by its ends: page, number of words, first and last words."""

    page: int
    words: int
    first: str
    last: str


def fragments() -> tuple[Fragment, ...]:
    """The hand-picked sentences of the two-column paper."""
    content = json.loads(SENTENCES.read_text(encoding="utf-8"))
    return tuple(Fragment(**one) for one in content["sentences"])


def holds(passage: Passage, fragment: Fragment) -> bool:
    """Whether the whole sentence stands in the passage, with as many words as it has on the page."""
    words = passage.text.split()
    keys = [poppler.squash(word) for word in words]
    first, last = ([poppler.squash(word) for word in end.split()] for end in (fragment.first, fragment.last))
    for start in range(len(keys) - fragment.words + 1):
        stretch = keys[start : start + fragment.words]
        if _starts(stretch, first) and _ends(stretch, last):
            return True
    return False


def _starts(words: list[str], first: list[str]) -> bool:
    *head, end = first
    return words[: len(head)] == head and words[len(head)].startswith(end)


def _ends(words: list[str], last: list[str]) -> bool:
    *head, end = last
    return words[-len(last) : -1] == head and words[-1].startswith(end)


def mixes_columns(page: Page, start: int, end: int) -> bool:
    """Whether running text goes back to the left column after the right one, or jumps the gutter in a line.

    Running text is what stands in paragraphs and list items of some words: rows of tables and the labels
    of figures that are as wide as the page are no columns. Lines that run over the middle without a gap
    (titles, captions) belong to no column.
    """
    sides: list[str] = []
    for block in page.blocks:
        first, last = max(start, block.start), min(end, block.end)
        if block.kind not in (PARAGRAPH, LIST_ITEM) or len(page.text[first:last].split()) < RUNNING_WORDS:
            continue
        sides += [side for line in _lines(page.boxes, first, last) if (side := _side(line, page.width / 2))]
    return "both" in sides or ("right", "left") in pairwise(sides)


def _lines(boxes: Sequence[Box], start: int, end: int) -> Iterator[list[Box]]:
    """The word boxes of a span, line by line in reading order."""
    line: list[Box] = []
    for box in boxes:
        if box.start < start or box.end > end:
            continue
        if line and not _same_line(line[-1], box):
            yield line
            line = []
        line.append(box)
    if line:
        yield line


def _same_line(a: Box, b: Box) -> bool:
    return min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5 * min(a.y1 - a.y0, b.y1 - b.y0) and b.x0 >= a.x0


def _side(line: Sequence[Box], middle: float) -> str:
    """`left`, `right`, "" (over the middle without a gap), or `both` (two columns in one line)."""
    if line[-1].x1 <= middle + 2:
        return "left"
    if line[0].x0 >= middle - 2:
        return "right"
    gaps = [(b.x0 - a.x1, a.x1, b.x0) for a, b in pairwise(line)]
    over = [gap for gap, left, right in gaps if left <= middle + 2 and right >= middle - 2]
    size = max(box.y1 - box.y0 for box in line)
    return "both" if over and over[0] > 1.2 * size else ""


# --- the tables ---


def documents(name: str) -> tuple[Table, object]:
    """Running heads, section paths and lengths of each document."""
    version = version_of("pdfs")
    counter = TokenCounter()
    rows: list[tuple[str, ...]] = []
    details: dict[str, object] = {}
    for path in sorted(folder_of("pdfs").glob("*.pdf")):
        document_id = document_of(version, path.name)
        passages = [passage for passage in version.passages if passage.document_id == document_id]
        longest = max(counter.count_all(passage_texts(passages)))
        leaked = leaks(version, document_id)
        total, missing = missing_sections(version, document_id) if path.name in OUTLINED else (0, [])
        details[path.name] = {
            "heads": sorted(running_heads(path)),
            "leaked": leaked,
            "outline_entries": total,
            "missing": missing,
        }
        share = f"{(total - len(missing)) / total:.1%} of {total}" if total else "–"
        rows.append((path.name, str(len(passages)), str(len(leaked)), share, str(longest)))
    table = Table(
        name=name,
        title="Reading: running heads, section paths, lengths",
        columns=(
            "document",
            "passages",
            "running heads inside passages",
            "outline entries that are the section of a passage",
            "longest passage in word pieces",
        ),
        rows=tuple(rows),
        notes=(
            "Targets: no running head; 95 % of the outline entries of NIST AI RMF, AI 600-1 and CP 815; "
            "254 word pieces (256 with the model's two markers), the context line included.",
        ),
    )
    return table, details


def columns(name: str) -> tuple[Table, object]:
    """Whole sentences and mixed columns in the two-column paper."""
    version = version_of("pdfs")
    document_id = document_of(version, TWO_COLUMNS)
    passages = [passage for passage in version.passages if passage.document_id == document_id]
    lost = [one for one in fragments() if not any(holds(p, one) for p in passages if one.page in p.pages)]
    mixed = [
        f"{passage.passage_id} page {span.page}"
        for passage in passages
        for span in passage.spans
        if mixes_columns(version.page(document_id, span.page), span.start, span.end)
    ]
    total = len(fragments())
    table = Table(
        name=name,
        title="Reading: the two-column paper",
        columns=(
            "document",
            "hand-picked sentences whole inside one passage",
            "passages whose running text mixes columns",
        ),
        rows=((TWO_COLUMNS, f"{total - len(lost)} of {total}", f"{len(mixed)} of {len(passages)}"),),
        notes=(
            *(f"not whole: page {one.page} “{one.first} …”" for one in lost),
            *(f"mixed: passage {one}" for one in mixed),
        ),
    )
    return table, {"not_whole": [f"{one.page}: {one.first}" for one in lost], "mixed": mixed}


TABLES: dict[str, Measure] = {"reading/documents": documents, "reading/columns": columns}
