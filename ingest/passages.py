"""Documents to passages: each within one section, no longer than the embedding model reads.

The text of a section is cut by RecursiveCharacterTextSplitter at the coarsest place that fits:
between paragraphs, then between the items of a list, then between sentences, then between words.
The places are marked by rare kinds of space, one for one in place of the white space that stands
there, so that every cut is an exact place in the stored text of a page.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from langchain_text_splitters import RecursiveCharacterTextSplitter

from ingest.records import (
    CONTENTS,
    FOOTNOTE,
    HEADING,
    LIST_ITEM,
    PARAGRAPH,
    TABLE_ROW,
    Block,
    Document,
    Page,
    Passage,
    Sentence,
    Span,
)

CountTokens = Callable[[str], int]

CONTEXT_TOKENS = 48  # of the model's budget for the line put in front
ARROW = " › "
_PARAGRAPH, _ITEM, _SENTENCE = (
    "\u2003",
    "\u2002",
    "\u2009",
)  # spaces to the model; reading leaves none of them
_MARKS = f" \n\t{_PARAGRAPH}{_ITEM}{_SENTENCE}"


def split_document(
    document: Document, *, count_tokens: CountTokens, max_tokens: int = 254
) -> tuple[Passage, ...]:
    """Cuts a document into passages, in reading order; the footnotes of a section follow it.

    Args:
        document: A document with its pages.
        count_tokens: Word pieces of a text, without the markers the model adds.
        max_tokens: What a passage may count at most, its context line included.

    Every character of every block is in exactly one passage.
    """
    passages: list[Passage] = []
    seen: Counter[tuple[tuple[str, ...], str]] = Counter()
    for section in _sections(document):
        context = context_line(document.title, section.path, count_tokens)
        budget = max_tokens - count_tokens(context)
        for flow in (section.main, section.notes):
            for start, end in _cut(flow, budget, count_tokens):
                spans = flow.spans(start, end)
                if not spans:
                    continue
                text = "\n".join(document.page(s.page).text[s.start : s.end] for s in spans)
                seen[section.path, text] += 1
                passages.append(
                    Passage(
                        passage_id=_passage_id(
                            document.document_id, section.path, text, seen[section.path, text]
                        ),
                        document_id=document.document_id,
                        section=section.path,
                        spans=spans,
                        text=text,
                        context=context,
                        sentences=tuple(flow.sentences(document, start, end)),
                    )
                )
    return tuple(passages)


def context_line(title: str, path: Sequence[str], count_tokens: CountTokens) -> str:
    """Document title › section path, at most `CONTEXT_TOKENS`: the middle of the path goes first."""
    names = [" ".join(name.split()) for name in (title, *path) if name.strip()]
    while len(names) > 2 and count_tokens(ARROW.join(names)) > CONTEXT_TOKENS:
        del names[len(names) // 2]
    while names and count_tokens(ARROW.join(names)) > CONTEXT_TOKENS:
        longest = max(range(len(names)), key=lambda index: len(names[index]))
        shorter = names[longest].rsplit(" ", 1)[0]
        names[longest] = shorter if shorter != names[longest] else names[longest][: len(names[longest]) // 2]
        names = [name for name in names if name]
    return ARROW.join(names)


def _passage_id(document_id: str, path: Sequence[str], text: str, occurrence: int) -> str:
    parts = "\x00".join([document_id, "\x01".join(path), text, str(occurrence)])
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:16]


# --- sections -----------------------------------------------------------------------------------


@dataclass(kw_only=True, slots=True)
class _Flow:
    """Text that is cut as one: page ranges one after the other, and sentences, in flow offsets."""

    text: str = ""
    parts: list[tuple[int, Span]] = field(default_factory=list)
    ranges: list[tuple[int, int]] = field(default_factory=list)
    last: Block | None = None

    def add(self, page: Page, block: Block) -> None:
        """Appends a block: directly where it follows on its page, else after one joining character."""
        joint = self._joint(block)
        if self.text:
            self.text += joint
        start = len(self.text)
        self.parts.append((start, Span(page=page.number, start=block.start, end=block.end)))
        self.text += _marked(page.text, block)
        ranges = [(start + a - block.start, start + b - block.start) for a, b in block.sentences]
        if block.kind in (HEADING, CONTENTS):  # nothing to quote
            ranges = []
        elif block.continues and joint == " " and ranges and self.ranges:
            first = self.ranges.pop()
            ranges[0] = (first[0], ranges[0][1])
        self.ranges.extend(ranges)
        self.last = block

    def _joint(self, block: Block) -> str:
        """The mark before a block: how readily the text may be cut there."""
        if self.last is None:
            return ""
        if block.continues and self.last.kind in (PARAGRAPH, LIST_ITEM):
            return " "
        if self.last.kind == HEADING or block.kind == LIST_ITEM:
            return _ITEM
        return _PARAGRAPH

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The page spans of the flow's characters start:end; neighbours on a page are one span."""
        found: list[Span] = []
        for offset, span in self.parts:
            first, last = max(start, offset), min(end, offset + span.end - span.start)
            if first >= last:
                continue
            piece = Span(page=span.page, start=span.start + first - offset, end=span.start + last - offset)
            if found and found[-1].page == piece.page and piece.start - found[-1].end == 1:
                found[-1] = Span(page=piece.page, start=found[-1].start, end=piece.end)
            else:
                found.append(piece)
        return tuple(found)

    def sentences(self, document: Document, start: int, end: int) -> Iterator[Sentence]:
        for first, last in self.ranges:
            a, b = max(first, start), min(last, end)
            if a >= b:
                continue
            spans = self.spans(a, b)
            text = " ".join(document.page(span.page).text[span.start : span.end] for span in spans)
            yield Sentence(spans=spans, text=text)


@dataclass(kw_only=True, slots=True)
class _Section:
    """The blocks under one heading path: running text and, apart from it, footnotes."""

    path: tuple[str, ...]
    main: _Flow = field(default_factory=_Flow)
    notes: _Flow = field(default_factory=_Flow)
    only_headings: bool = True


def _sections(document: Document) -> Iterator[_Section]:
    """Sections in reading order. A heading without text of its own goes to its first subsection."""
    waiting: list[tuple[Page, Block]] = []
    current: _Section | None = None
    for page in document.pages:
        for block in page.blocks:
            if current is None or block.section != current.path:
                if current is not None:
                    yield from _finished(current, waiting, block.section)
                current = _Section(path=block.section)
            if block.kind == HEADING and current.only_headings:
                waiting.append((page, block))
                continue
            _place(current, waiting)
            (current.notes if block.kind == FOOTNOTE else current.main).add(page, block)
    if current is not None:
        yield from _finished(current, waiting, None)


def _place(section: _Section, waiting: list[tuple[Page, Block]]) -> None:
    for page, block in waiting:
        section.main.add(page, block)
    waiting.clear()
    section.only_headings = False


def _finished(
    section: _Section, waiting: list[tuple[Page, Block]], following: tuple[str, ...] | None
) -> Iterator[_Section]:
    """The section, unless it is nothing but headings of which the next section is a part."""
    if section.only_headings:
        if following is not None and following[: len(section.path)] == section.path:
            return
        _place(section, waiting)
    yield section


def _marked(text: str, block: Block) -> str:
    """The block's text with marks for white space between sentences, cells and their paragraphs."""
    characters = list(text[block.start : block.end])
    for index, character in enumerate(characters):
        if character in "\t\n":
            characters[index] = _ITEM if block.kind == TABLE_ROW else _SENTENCE
    for _, end in block.sentences:
        index = end - block.start
        if index < len(characters) and characters[index].isspace():
            characters[index] = _SENTENCE
    return "".join(characters)


# --- cutting ------------------------------------------------------------------------------------


def _cut(flow: _Flow, budget: int, count_tokens: CountTokens) -> Iterable[tuple[int, int]]:
    """Ranges of the flow's text, each at most `budget` tokens, of about equal length."""
    if not flow.text:
        return []
    total = count_tokens(flow.text)
    if total <= budget:
        return [(0, len(flow.text))]

    def length(piece: str) -> int:
        # A piece the model does not see counts too: the splitter would put it into two passages.
        return max(count_tokens(piece), 1) if piece else 0

    pieces = -(-total // budget)
    size = min(budget, round(1.15 * total / pieces) + 8)
    splitter = RecursiveCharacterTextSplitter(
        separators=[_PARAGRAPH, _ITEM, _SENTENCE, " ", ""],
        keep_separator=True,
        chunk_size=size,
        chunk_overlap=0,
        length_function=length,
        add_start_index=True,
        strip_whitespace=False,
    )
    ranges = []
    reached = 0
    for piece in splitter.create_documents([flow.text]):
        start = piece.metadata["start_index"]
        end = start + len(piece.page_content)
        _assert(start == reached, "a cut lost its place")
        _assert(flow.text[start:end] == piece.page_content, "a cut changed the text")
        reached = end
        ranges.append(_trimmed(flow.text, start, end))
    _assert(reached == len(flow.text), "the end of a section was lost")
    return [(start, end) for start, end in ranges if start < end]


def _assert(holds: bool, otherwise: str) -> None:
    """An assertion that `python -O` keeps: a wrong span must never reach an index."""
    if not holds:
        raise AssertionError(otherwise)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS:
        end -= 1
    return start, end
