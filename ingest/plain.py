"""Text files, and the one page that text, Markdown and DOCX files become.

The stored text of such a file is made to be read: blocks one under the other, an empty line between
them except inside lists and tables. Every block is an exact span of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .errors import DocumentError
from .limits import Limits
from .records import FOOTNOTE, HEADING, LIST_ITEM, PARAGRAPH, TABLE_ROW, Block, Page, Problem, ReadDocument
from .repair import repair

BULLET = "• "
CELL = " | "  # between the cells of a row: such files have no places that tell cells apart
INDENT = "  "
DEEPEST_HEADING = 6

MARKER = re.compile(
    r"(?P<box>(?:[-*+•]\s+)?\[[ xX]\]\s+)|(?P<bullet>[-*+•–—▪◦]\s+)"
    r"|(?P<number>\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)]\s+)(?=\S)"
)
NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=\S)")
UNDERLINES = {"=": 1, "-": 2}
WRAPPED_AT = 45  # characters; a shorter line ended because its writer wanted it to
LONGEST_HEADING = 90


@dataclass(slots=True)
class PageBuilder:
    """Writes the text of the one page block by block and keeps track of sections."""

    limits: Limits
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _blocks: list[Block] = field(default_factory=list)
    _path: list[tuple[int, str]] = field(default_factory=list)
    _dropped: dict[str, None] = field(default_factory=dict)

    def heading(self, level: int, text: str) -> None:
        """A heading of `level` (from 1): what follows stands under it, and under those above it."""
        text = " ".join(repair(text).split())
        if text:
            level = max(1, min(level, DEEPEST_HEADING))
            self._path = [step for step in self._path if step[0] < level] + [(level, text)]
            self._add(HEADING, text, level=level)

    def paragraph(self, text: str, depth: int = 0) -> None:
        self._add(PARAGRAPH, _lines(text), depth=depth)

    def list_item(self, marker: str, text: str, depth: int = 0) -> None:
        """An item with its marker ("• ", "3. "), `depth` lists deep within the outermost (0)."""
        text = _lines(text)
        if text:
            self._add(LIST_ITEM, marker + text, depth=depth)

    def table_row(self, cells: list[str]) -> None:
        """A row; empty cells keep their place, rows of nothing but empty cells are left out."""
        texts = [" ".join(repair(cell).split()) for cell in cells]
        if any(texts):
            self._add(TABLE_ROW, CELL.join(texts).strip())

    def footnote(self, text: str) -> None:
        self._add(FOOTNOTE, _lines(text))

    def drop(self, text: str) -> None:
        """Records what is left out on purpose, such as running headers."""
        if text := " ".join(repair(text).split()):
            self._dropped[text] = None

    def document(self, *, metadata_title: str = "", problems: tuple[Problem, ...] = ()) -> ReadDocument:
        """The finished document: one page, number 1, label "1"."""
        text = "".join(self._parts)
        headings = (text[block.start : block.end] for block in self._blocks if block.kind == HEADING)
        page = Page(number=1, label="1", text=text, blocks=tuple(self._blocks), dropped=tuple(self._dropped))
        return ReadDocument(
            pages=(page,),
            metadata_title=metadata_title,
            heading_title=next(headings, ""),
            first_line=next((line for line in text.split("\n") if line.strip()), "").strip(),
            problems=problems,
        )

    def _add(self, kind: str, text: str, *, level: int = 0, depth: int = 0) -> None:
        if not text:
            return
        gap = self._gap(kind) + INDENT * min(depth, 8)
        start = self._length + len(gap)
        self._parts += [gap, text]
        self._length = start + len(text)
        self.limits.check_characters(self._length)
        section = tuple(title for _, title in self._path)
        self._blocks.append(Block(kind=kind, start=start, end=self._length, section=section, level=level))

    def _gap(self, kind: str) -> str:
        if not self._blocks:
            return ""
        return "\n" if kind == self._blocks[-1].kind and kind in (LIST_ITEM, TABLE_ROW) else "\n\n"


def read_text(data: bytes, limits: Limits) -> ReadDocument:
    """A text file as a document: paragraphs, lists, and headings where they are unmistakable.

    Raises:
        DocumentError: `damaged` when the bytes are no text, `too_large`.
    """
    text, problems = decode(data)
    builder = PageBuilder(limits)
    paragraphs = [lines for part in re.split(r"\n[ \t]*\n|\f", text) if (lines := _filled(part))]
    for place, lines in enumerate(paragraphs):
        lines = _take_headings(builder, lines, first=place == 0)
        for item in _items(lines):
            if item.marker:
                builder.list_item(item.marker, item.words, depth=item.depth)
            else:
                builder.paragraph(item.words)
    return builder.document(problems=problems)


def decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text of `data`, lines ended by line feeds: UTF-8, marked UTF-16, else Windows-1252 (reported).

    Raises:
        DocumentError: `damaged` when it is no text in any of them.
    """
    problems: tuple[Problem, ...] = ()
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = data.decode("utf-16")
        else:
            text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        message = (
            "The text is not UTF-8; it was read as Windows-1252. Check accented letters, or save it as UTF-8."
        )
        problems = (Problem(file="", kind="doubtful_text", message=message, page=1),)
    if "\0" in text or text.count("\ufffd") > len(text) / 100:
        raise DocumentError(
            "damaged", "The file holds no readable text.", "Open it and save it as UTF-8 text."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), problems


def _filled(part: str) -> list[str]:
    return [line.rstrip() for line in part.split("\n") if line.strip()]


def _take_headings(builder: PageBuilder, lines: list[str], *, first: bool) -> list[str]:
    """Writes the heading a paragraph consists of or begins with; the lines that remain."""
    if len(lines) > 1 and (level := _underline(lines[1], lines[0])):
        builder.heading(level, lines[0])
        return lines[2:]
    if len(lines) == 1 and (level := _heading_level(lines[0].strip(), first=first)):
        builder.heading(level, lines[0])
        return []
    return lines


def _underline(line: str, above: str) -> int:
    mark = line.strip()[:1]
    whole = len(line.strip()) >= 3 and set(line.strip()) == {mark}
    return UNDERLINES.get(mark, 0) if whole and len(above) <= LONGEST_HEADING else 0


def _heading_level(line: str, *, first: bool) -> int:
    """The level of a line that stands alone, 0 when it is no heading."""
    if len(line) > LONGEST_HEADING or line.endswith((".", ",", ";", ":", "?", "!")) or not _letters(line):
        return 0
    if first:
        return 1
    if numbered := NUMBERED.match(line):
        return numbered["number"].count(".") + 2
    return 2 if line.isupper() and _letters(line) >= 3 else 0


def _letters(line: str) -> int:
    return sum(character.isalpha() for character in line)


@dataclass(slots=True)
class _Item:
    """A list item with its marker, `depth` lists deep within the outermost (0), or running text."""

    words: str
    marker: str = ""
    depth: int = 0


def _items(lines: list[str]) -> list[_Item]:
    """A paragraph's lines as list items and running text.

    A line goes on with the one before it when that was long enough to have been wrapped, or when
    it is indented under a list item.
    """
    found: list[_Item] = []
    indents: list[int] = []
    last = ""
    for line in lines:
        words = line.strip()
        marked = MARKER.match(words)
        if marked:
            depth = _depth(len(line.expandtabs()) - len(line.expandtabs().lstrip()), indents)
            found.append(_Item(words[marked.end() :], _marker(marked), depth))
        elif found and (len(last) >= WRAPPED_AT or (found[-1].marker and line[:1].isspace())):
            found[-1].words += f" {words}"
        else:
            found.append(_Item(words))
        last = line
    return found


def _marker(marked: re.Match[str]) -> str:
    if marked["box"]:
        return "☐ " if "[ ]" in marked["box"] else "☑ "
    return BULLET if marked["bullet"] else marked.group().strip() + " "


def _depth(indent: int, indents: list[int]) -> int:
    """How deep a list item stands that begins at `indent`; `indents` keeps those of the lists around it."""
    while indents and indents[-1] > indent:
        indents.pop()
    if not indents or indents[-1] < indent:
        indents.append(indent)
    return len(indents) - 1


def _lines(text: str) -> str:
    """Without empty lines and runs of spaces; line breaks that are meant stay."""
    lines = (" ".join(line.split()) for line in repair(text).split("\n"))
    return "\n".join(line for line in lines if line)
