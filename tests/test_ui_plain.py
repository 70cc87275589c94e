"""Text of documents and users stays text: a table of strings that would like to be more."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from toolkit_qa.ui.plain import BREAK, label, marked_html, one_line, plain

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</div></p><iframe src='https://example.org'></iframe>",
    "<!-- comment --> <b>bold</b>",
    "[link](javascript:alert(1)) and [ref]: https://example.org",
    "![picture](https://example.org/x.png)",
    "https://example.org/path?a=b and http://example.org",
    "www.example.org WWW.example.org",
    "write to mail@example.org or <mail@example.org>",
    "$E=mc^2$ and $$x$$ and \\(y\\) and $5 to $6",
    ":tada: :+1: :material/home: :streamlit:",
    ":red[red] :blue-background[blue] :green-badge[ok] :small[tiny] :shimmer[wait] :rainbow[x]",
    ':red[nested :blue[x]]{foreground="url(https://example.org)"}',
    "::name{a=b} :::note",
    "# heading",
    "- item + item * item",
    "1. item 2) item",
    "> quote --- *** ___",
    "***bold*** __bold__ _it_ ~~gone~~ ~sub~ ==mark== ^up^",
    "`code` ``more`` ```mermaid graph TD; A-->B```",
    "| a | b |",
    "a -> b <- c <-> d -- e >= f <= g ~= h --> i",
    "&lt;b&gt; &amp; &#60; &copy",
    "\\*escaped\\* \\[x\\] \\",
    "[^1] footnote [x] [ ] - [x] done",
    "emoji 😀 stays",
    "a:b 12:30 1:1 :: :",
    "@user #1 !x {y} ~z",
    "x" * 250,
)
REORDERING = ("\u202etxt.exe\u202c", "a\u2066b\u2069c", "x\u0000y\u0007z", "\u200fright")


def shown(markdown: str) -> str:
    """The text a Markdown reader without Streamlit's additions shows; fails on anything but text."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    (opening, inline, closing) = reader.parse(markdown)
    assert (opening.type, closing.type) == ("paragraph_open", "paragraph_close")
    kinds = {token.type for token in inline.children or ()}
    assert kinds <= {"text", "text_special"}, kinds
    return "".join(token.content for token in inline.children or ()).replace(BREAK, "")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_label_shows_exactly_the_characters(text: str) -> None:
    assert shown(label(text)) == one_line(text)


@given(st.text(min_size=1, max_size=80).filter(lambda text: bool(one_line(text))))
def test_any_text_is_a_label(text: str) -> None:
    import unicodedata

    assert shown(label(text)) == one_line(unicodedata.normalize("NFC", text)).replace(BREAK, "")


@pytest.mark.parametrize("text", REORDERING)
def test_controls_that_reorder_a_line_are_left_out(text: str) -> None:
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x08]", plain(text))


def test_plain_text_keeps_its_lines() -> None:
    assert plain("one\r\ntwo\tthree\u2028four") == "one\ntwo\tthree\nfour"


def test_a_long_line_is_shortened() -> None:
    assert one_line("word " * 100, 20) == "word word word word…"


@pytest.mark.parametrize("text", HOSTILE)
def test_marked_html_holds_no_tag_but_mark(text: str) -> None:
    marked = marked_html(text, [(0, 1), (2, 4)])
    assert set(re.findall(r"</?\w*", marked)) <= {"<mark", "</mark"}
    assert html.unescape(re.sub(r"</?mark>", "", marked)) == text


def test_spans_are_marked_where_they_stand() -> None:
    assert marked_html("Role\tPart\nHead", [(0, 4)]) == "<mark>Role</mark> · Part\nHead"
    assert marked_html("a<b>c", [(1, 2), (3, 5)]) == "a<mark>&lt;</mark>b<mark>&gt;c</mark>"
