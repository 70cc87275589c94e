"""Markdown files: headings, paragraphs, lists within lists, tables and code, in the order they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .limits import Limits
from .plain import BULLET, PageBuilder, decode, read_text
from .records import ReadDocument

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<head>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
FRONT_TITLE = re.compile(r"^title[ \t]*:[ \t]*(?P<title>.+)$", re.MULTILINE | re.IGNORECASE)
BOXES = {"[ ] ": "☐ ", "[x] ": "☑ ", "[X] ": "☑ "}
DEEPEST = 40  # blocks within blocks
UNSHOWN = {"script", "style", "head", "template"}


def read_markdown(data: bytes, limits: Limits) -> ReadDocument:
    """A Markdown file as a document of one page, without its markup.

    Raises:
        DocumentError: `damaged` when the bytes are no text, `too_large`.
    """
    text, problems = decode(data)
    text, title = _front_matter(text)
    builder = PageBuilder(limits)
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    tokens = parser.parse(text)
    if any(token.level >= DEEPEST - 1 for token in tokens):
        return read_text(data, limits)  # the parser leaves out what is nested deeper
    _write(tokens, builder)
    return builder.document(metadata_title=title, problems=problems)


def _front_matter(text: str) -> tuple[str, str]:
    """The text after a block of settings at its head, and the title given there."""
    found = FRONT_MATTER.match(text)
    if not found:
        return text, ""
    title = FRONT_TITLE.search(found["head"])
    return text[found.end() :], title["title"].strip().strip("\"'") if title else ""


class _Lists:
    """The lists that stand open: how deep, and the marker the next item gets."""

    def __init__(self) -> None:
        self._next: list[int | None] = []  # the next number of each open list, None for bullets
        self._delimiter: list[str] = []
        self._marker = ""

    def open(self, token: Token) -> None:
        ordered = token.type == "ordered_list_open"
        self._next.append(int(token.attrs.get("start", 1)) if ordered else None)
        self._delimiter.append(token.markup or ".")

    def close(self) -> None:
        self._next.pop()
        self._delimiter.pop()

    def begin_item(self) -> None:
        number = self._next[-1]
        self._marker = BULLET if number is None else f"{number}{self._delimiter[-1]} "
        if number is not None:
            self._next[-1] = number + 1

    def take_marker(self) -> str:
        """The marker of the item that has begun, once; "" for its later paragraphs."""
        marker, self._marker = self._marker, ""
        return marker

    @property
    def depth(self) -> int:
        return len(self._next)


def _write(tokens: Sequence[Token], builder: PageBuilder) -> None:
    lists = _Lists()
    cells: list[str] = []
    heading = 0
    in_cell = False
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.open(token)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.close()
        elif token.type == "list_item_open":
            lists.begin_item()
        elif token.type == "heading_open":
            heading = int(token.tag[1:])
        elif token.type == "heading_close":
            heading = 0
        elif token.type == "tr_open":
            cells = []
        elif token.type in ("th_open", "td_open"):
            in_cell = True
            cells.append("")
        elif token.type in ("th_close", "td_close"):
            in_cell = False
        elif token.type == "tr_close":
            builder.table_row(cells)
        elif token.type == "inline" and in_cell:
            cells[-1] = _inline(token.children or ())
        elif token.type == "inline" and heading and not lists.depth:
            builder.heading(heading, _inline(token.children or ()))
        elif text := _text_of(token):
            _write_text(text, lists, builder)


def _write_text(text: str, lists: _Lists, builder: PageBuilder) -> None:
    marker = lists.take_marker()
    if marker:
        builder.list_item(marker, _boxed(text), depth=lists.depth - 1)
    else:
        builder.paragraph(text, depth=lists.depth)


def _text_of(token: Token) -> str:
    if token.type == "inline":
        return _inline(token.children or ())
    if token.type in ("fence", "code_block"):
        return token.content
    return _shown(token.content) if token.type == "html_block" else ""


def _inline(tokens: Sequence[Token]) -> str:
    """The words as shown: without emphasis and links' addresses; pictures by their description."""
    return "".join(_inline_parts(tokens))


def _inline_parts(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type == "softbreak":
            yield " "
        elif token.type == "hardbreak" or (token.type == "html_inline" and token.content.startswith("<br")):
            yield "\n"
        elif token.type == "image":
            yield _inline(token.children or ())


def _boxed(text: str) -> str:
    """Task lists show a box."""
    return BOXES.get(text[:4], text[:4]) + text[4:]


class _Shown(HTMLParser):
    """Collects the text of HTML, a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in UNSHOWN
        self.parts.append(
            "" if tag in {"a", "b", "i", "em", "strong", "span", "code", "sup", "sub"} else "\n"
        )

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in UNSHOWN))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def _shown(html: str) -> str:
    shown = _Shown()
    shown.feed(html)
    shown.close()
    return "".join(shown.parts)
