"""The strings that a PDF content stream shows, found without parsing the rest of it.

Parsing every operator in Python takes 20 ms a page; this takes one or two. It knows nothing of
positions: only which bytes are shown in which font, and where a word may end. Streams it does not
understand (inline images, strings nested deeper than once) are left to a full parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

LITERAL = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\)"
HEX = rb"<[0-9A-Fa-f\s]*+>"
NAME = rb"/[^\s()<>\[\]{}/%]*+"
NUMBER = rb"[-+]?[\d.]++"

# Possessive throughout: a hostile stream must not make the search go back and forth.
OPERATION = re.compile(
    rb"(?P<array>\[(?:[^\[\]()<>]|" + LITERAL + rb"|" + HEX + rb")*+\])\s*+TJ"
    rb"|(?P<string>" + LITERAL + rb"|" + HEX + rb")\s*+(?:Tj|'|\")"
    rb"|(?P<font>" + NAME + rb")\s++" + NUMBER + rb"\s++Tf"
    rb"|(?P<form>" + NAME + rb")\s++Do\b"
    rb"|\b(?:BT|T[dDm]|T\*)",
    re.DOTALL,
)
PART = re.compile(rb"(?P<string>" + LITERAL + rb"|" + HEX + rb")|(?P<number>" + NUMBER + rb")", re.DOTALL)
INLINE_IMAGE = re.compile(rb"\bBI\s*+/")
ESCAPE = re.compile(rb"\\(?P<octal>[0-7]{1,3})|\\(?P<end>\r\n|\r|\n)|\\(?P<plain>.)", re.DOTALL)
ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
WORD_GAP = -150.0  # thousandths of the font size; a smaller move is kerning


class Shown(NamedTuple):
    """One step: show `data` in the current font; `font` or `form` by resource name; or none: a gap."""

    data: bytes | None = None
    font: bytes | None = None
    form: bytes | None = None


GAP = Shown()


def is_simple(content: bytes) -> bool:
    """Whether `shown` can be trusted with this stream."""
    return INLINE_IMAGE.search(content) is None


def shown(content: bytes) -> Iterator[Shown]:
    """What the stream shows, in its order. Names come with their slash."""
    for operation in OPERATION.finditer(content):
        kind = operation.lastgroup
        if kind == "array":
            yield from _array(operation["array"])
        elif kind == "string":
            yield Shown(data=_string(operation["string"]))
        elif kind == "font":
            yield Shown(font=operation["font"])
        elif kind == "form":
            yield Shown(form=operation["form"])
        else:
            yield GAP


def _array(array: bytes) -> Iterator[Shown]:
    for part in PART.finditer(array):
        if part.lastgroup == "string":
            yield Shown(data=_string(part["string"]))
        elif _number(part["number"]) < WORD_GAP:
            yield GAP


def _number(text: bytes) -> float:
    try:
        return float(text)
    except ValueError:  # several dots
        return 0.0


def _string(token: bytes) -> bytes:
    """The bytes of a string as written in the stream."""
    if token[:1] == b"<":
        digits = b"".join(token[1:-1].split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    inner = token[1:-1]
    return ESCAPE.sub(_unescaped, inner) if b"\\" in inner else inner


def _unescaped(escape: re.Match[bytes]) -> bytes:
    if escape["octal"]:
        return bytes([int(escape["octal"], 8) & 0xFF])
    return b"" if escape["end"] else ESCAPED.get(escape["plain"], escape["plain"])
