"""Text of documents and users as plain text, wherever it is shown.

Most of it goes through `st.text`, which interprets nothing, after `plain`. Labels of buttons, badges,
tooltips and alerts are Markdown in Streamlit: what is filled into them goes through `label`. Where words
are marked, `marked_html` escapes the text first and adds only `<mark>`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

from toolkit_qa.plain_text import one_line, plain

__all__ = ["badge_label", "compared_html", "label", "marked_html", "one_line", "plain"]

CELL, CELL_SHOWN = "\t", " · "  # between the cells of a row of a table, as in quotes
BREAK = "\u2060"  # word joiner: invisible, no line break, and no part of any Markdown
_MARKDOWN = re.compile(r"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])")
# What Streamlit finds in the text after Markdown was read, so that a backslash does not stop it:
# emoji and icon names (:tada:), arrows and dashes, web and mail addresses.
_AFTERWARDS = re.compile(r"(?<=[:@<>~])|(?<=-)(?=[->])|(?<=<)(?=-)|(?<=[<>~])(?==)|(?<=\b[wW]{3})(?=\.)")


def label(text: str) -> str:
    """The text on one line, so that Markdown shows exactly its characters."""
    broken = _AFTERWARDS.sub(BREAK, one_line(unicodedata.normalize("NFC", text)))
    return _MARKDOWN.sub(r"\\\1", broken)


def when(moment: str) -> str:
    """ISO 8601 as people read it, to the minute."""
    return moment[:16].replace("T", " ")


def badge_label(text: str) -> str:
    """The same for `st.badge`, which puts a backslash before square brackets by itself."""
    return re.sub(r"\\([\[\]])", r"\1", label(text))


def marked_html(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text as HTML with `spans` (start, end; in order, not overlapping) in `<mark>`, cells apart."""
    parts, at = [], 0
    for start, end in spans:
        parts += [_escaped(text[at:start]), "<mark>", _escaped(text[start:end]), "</mark>"]
        at = end
    return "".join([*parts, _escaped(text[at:])]).replace(CELL, CELL_SHOWN)


def compared_html(stretches: Iterable[tuple[str, str]]) -> str:
    """A wording as HTML: stretches (tag, text) in `<del>` or `<ins>`, or as they are where the tag is ""."""
    shown = (
        f"<{tag}>{_escaped(text)}</{tag}>" if tag in ("del", "ins") else _escaped(text)
        for tag, text in stretches
    )
    return " ".join(shown)


def _escaped(text: str) -> str:
    return html.escape(plain(text), quote=True)
