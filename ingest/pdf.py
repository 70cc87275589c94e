"""A PDF to pages: the one entry for PDF files. Runs in a reading worker.

PDFium gives the characters (ingest.pdfium says why), pypdf the outline, the page labels, the title
and a second opinion on the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ingest.compose import Composer
from ingest.contents import drop_leaders
from ingest.flow import joined, meet_all
from ingest.furniture import drop_furniture, printed_labels
from ingest.headings import find_headings
from ingest.layout import read_layout
from ingest.limits import Limits
from ingest.lines import Line
from ingest.marks import HeadingMark, Headings, LaidOutPage
from ingest.pdfium import PdfiumDocument
from ingest.pieces import Piece, pieces_of
from ingest.problems import doubtful_text, no_text, unopened_pages
from ingest.records import HEADING, Page, Problem, ReadDocument
from ingest.repair import Vocabulary, repair
from ingest.second_reader import SecondReader, damaged
from ingest.words import RawPage

DOUBTFUL_BELOW = 0.95  # share of words on which the two readers agree


def read_pdf(data: bytes, limits: Limits) -> ReadDocument:
    """Reads a PDF into pages with blocks, boxes, labels and problems.

    Raises:
        DocumentError: `not_a_pdf`, `encrypted`, `damaged` or `too_large`.
    """
    second = SecondReader(data, limits)
    with PdfiumDocument(data) as pdf:
        limits.check_pages(len(pdf))
        raw_pages = [pdf.page(number) for number in range(1, len(pdf) + 1)]
    limits.check_characters(sum(len(word.text) + 1 for page in raw_pages for word in page.words))
    problems = tuple(_problems(raw_pages, second))
    leaders = drop_leaders(raw_pages)
    dropped = drop_furniture(raw_pages, second.inspection.labels)
    laid_out = [
        LaidOutPage(number=page.number, height=page.height, regions=read_layout(page), rules=page.rules)
        for page in raw_pages
    ]
    headings = find_headings(laid_out, second.inspection.outline)
    labels = _labels(second.inspection.labels, dropped, len(raw_pages))
    left_out = {
        page.number: [line.text for line in dropped.get(page.number, ())] + leaders.get(page.number, [])
        for page in raw_pages
    }
    pages = tuple(_compose(raw_pages, laid_out, headings, labels, left_out))
    return ReadDocument(
        pages=pages,
        metadata_title=repair(second.inspection.title).strip(),
        heading_title=headings.title,
        first_line=next((page.text.split("\n")[0] for page in pages if page.text), ""),
        problems=problems,
    )


def _labels(own: Sequence[str], dropped: dict[int, list[Line]], count: int) -> tuple[str, ...]:
    """Printed labels: the file's own, else the numbers in the furniture, else the physical numbers."""
    if len(own) == count:
        return tuple(own)
    printed = printed_labels(dropped, count)
    return printed if printed else tuple(str(number) for number in range(1, count + 1))


def _problems(pages: Sequence[RawPage], second: SecondReader) -> Iterator[Problem]:
    """What is wrong with pages, one problem of a kind. Raises DocumentError where none can be opened."""
    unopened = [page.number for page in pages if page.width <= 0]
    if unopened:
        if len(unopened) == len(pages):
            raise second.inspection.failure or damaged("none of its pages can be opened")
        yield unopened_pages(unopened)
    if empty := [page.number for page in pages if page.width > 0 and not page.words]:
        yield no_text(empty, len(pages))
    if doubtful := [page.number for page in pages if page.words and _is_doubtful(page, second)]:
        yield doubtful_text(doubtful, DOUBTFUL_BELOW)


def _is_doubtful(page: RawPage, second: SecondReader) -> bool:
    share = second.agreement_on(
        page.number, [repair(word.text) for word in page.words], enough=DOUBTFUL_BELOW
    )
    return share is not None and share < DOUBTFUL_BELOW


def _compose(
    raw_pages: Sequence[RawPage],
    laid_out: Sequence[LaidOutPage],
    headings: Headings,
    labels: Sequence[str],
    left_out: dict[int, list[str]],
) -> Iterator[Page]:
    vocabulary = Vocabulary([word.text for word in line.words] for page in laid_out for line in page.lines)
    sections = _Sections(headings.unprinted)
    pieces = [joined(pieces_of(page, headings)) for page in laid_out]
    for raw, own, continued in zip(raw_pages, pieces, meet_all(pieces), strict=True):
        composer = Composer(vocabulary)
        for place, piece in enumerate(own):
            section = sections.at(raw.number, piece)
            composer.add(piece, section=section, continues=continued and place == 0)
        yield Page(
            number=raw.number,
            label=labels[raw.number - 1],
            text=composer.text,
            blocks=tuple(composer.blocks),
            boxes=tuple(composer.boxes),
            dropped=tuple(repair(text) for text in left_out[raw.number]),
            width=round(raw.width, 1),
            height=round(raw.height, 1),
        )


class _Sections:
    """The path of headings while the document is walked in reading order."""

    def __init__(self, unprinted: Iterable[HeadingMark]) -> None:
        self._stack: list[tuple[int, str]] = []
        self._outlined = 0
        self._waiting = sorted(unprinted, key=lambda mark: (mark.page, mark.y))

    def at(self, page: int, piece: Piece) -> tuple[str, ...]:
        """The section path of a piece, after opening what stands before or at it."""
        while self._waiting and (self._waiting[0].page, self._waiting[0].y - 4) <= (page, piece.y):
            self._open(self._waiting.pop(0))
        if piece.kind == HEADING and piece.mark and piece.mark.level > 0:
            self._open(piece.mark)
        return tuple(title for _, title in self._stack)

    def _open(self, mark: HeadingMark) -> None:
        if not mark.nested:
            self._outlined = mark.level
        level = mark.level + (self._outlined if mark.nested else 0)
        self._stack = [entry for entry in self._stack if entry[0] < level]
        self._stack.append((level, mark.title))
