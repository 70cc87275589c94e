"""Text of documents and people made harmless, for every form in which it is shown or written.

Nothing here changes words: only characters go or are escaped that would act instead of being read.
"""

from __future__ import annotations

import re

# Characters that reorder the line they stand in, and other invisible controls.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_NO_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What may become markup within a line, addresses that readers turn into links included.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>&~$|#@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_OPENING = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=]))")  # what may open a list or underline a heading


def plain(text: str) -> str:
    """The text without control characters; line feeds and tabs stay."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n"))


def one_line(text: str, most: int = 300) -> str:
    """The text on one line, shortened with an ellipsis beyond `most` characters."""
    line = " ".join(plain(text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def for_markdown(text: str) -> str:
    """One line of text in which no character is Markdown."""
    return _OPENING.sub(r"\1\\", _MARKUP.sub(r"\\\g<0>", " ".join(text.split())))


def for_xml(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _NO_XML.sub("", text)
