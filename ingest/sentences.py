"""Sentences of a block as spans, by pysbd (rules only, nothing is downloaded), with two repairs.

A footnote mark glued to the full stop ("…debugging.1 The …") hides a sentence end from pysbd, and
pysbd cuts off fragments ("(a)", "2015.") that are no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pysbd

from ingest.records import HEADING, LIST_ITEM, Page

Range = tuple[int, int]

_BREAKS = re.compile(r"[\t\n]+")  # between the cells of a row, or paragraphs of a cell
_HIDDEN_END = re.compile(r"(?<=[a-z)\]”\"’][.?!])(?:[”\"’)]?)\d{1,3}(?:,\d{1,3})*(?=\s+[“\"‘(]?[A-Z])")
_OPENS = re.compile(r"^[\s“\"‘(\[¿¡•–—-]*[A-Z\d¿¡“\"‘À-ÞΑ-ΩА-Я\u0590-\uffff]")
_ABBREVIATION_END = re.compile(
    r"(?:\b[A-Z]|\b(?:No|Art|Arts|Sec|Fig|Figs|Ref|Para|Ch|Vol|pp?|cf|vs|e\.g|i\.e))\.$"
)
_ONLY_MARKERS = re.compile(r"(?:[^\w\s]|o)?\s*[(\[]?[A-Za-z]{0,2}\d{0,3}(?:\.\d{1,3})*[.):\]]{0,2}")
_BULLET = re.compile(r"(?:[^\w\s\"'“”‘’(\[{<§$€£¿¡#@&]|o)\s+(?=\S)")
SHORTEST = 3  # words; a shorter piece is joined to its neighbour unless it is all there is


@cache
def _segmenter() -> pysbd.Segmenter:
    return pysbd.Segmenter(language="en", clean=False, char_span=True)


def sentence_ranges(text: str) -> tuple[Range, ...]:
    """Start and end of each sentence of a block's text, without the white space around it.

    The ranges are in order, do not overlap and cover every character that is not white space.
    A sentence never goes over a tab or line feed.
    """
    found: list[Range] = []
    for start, end in _segments(text):
        cuts = [start, *_boundaries(text[start:end], start), end]
        pieces = [_trimmed(text, a, b) for a, b in pairwise(cuts)]
        found.extend(_joined(text, [piece for piece in pieces if piece[0] < piece[1]]))
    return tuple(found)


def with_sentences(page: Page) -> Page:
    """The page with the sentences of every block, as ranges of the page's text; headings are one sentence."""
    blocks = []
    for block in page.blocks:
        text = page.text[block.start : block.end]
        ranges = (_trimmed(text, 0, len(text)),) if block.kind == HEADING else sentence_ranges(text)
        if block.kind == LIST_ITEM and ranges:
            ranges = (_without_bullet(text, *ranges[0]), *ranges[1:])
        blocks.append(
            replace(block, sentences=tuple((block.start + a, block.start + b) for a, b in ranges if a < b))
        )
    return replace(page, blocks=tuple(blocks))


def _without_bullet(text: str, start: int, end: int) -> Range:
    """A list item's first sentence without its bullet; numbers and letters stay, they can be referred to."""
    match = _BULLET.match(text, start, end)
    return (match.end(), end) if match and match.end() < end else (start, end)


def _segments(text: str) -> Iterator[Range]:
    position = 0
    for match in _BREAKS.finditer(text):
        yield position, match.start()
        position = match.end()
    yield position, len(text)


def _boundaries(text: str, offset: int) -> list[int]:
    """Places inside `text` where a sentence ends, `offset` added."""
    if not any(mark in text for mark in ".?!。؟"):
        return []
    ends = {offset + span.end for span in _segmenter().segment(text)}
    ends |= {offset + match.end() for match in _HIDDEN_END.finditer(text)}
    return sorted(end for end in ends if offset < end < offset + len(text))


def _trimmed(text: str, start: int, end: int) -> Range:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _joined(text: str, pieces: Sequence[Range]) -> list[Range]:
    """Pieces that are no sentence of their own joined to the one before (or, at the start, after)."""
    result: list[Range] = []
    for start, end in pieces:
        if result and (_is_fragment(text[start:end]) or _is_open(text[result[-1][0] : result[-1][1]])):
            result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return result


def _is_fragment(piece: str) -> bool:
    return len(piece.split()) < SHORTEST or not _OPENS.match(piece)


def _is_open(piece: str) -> bool:
    """Whether a piece cannot stand alone: a list marker, or it ends in an abbreviation."""
    short = len(piece.split()) < SHORTEST - 1 or _ONLY_MARKERS.fullmatch(piece) is not None
    return short or _ABBREVIATION_END.search(piece) is not None
