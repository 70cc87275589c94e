"""Answers as Markdown: for reading, mailing and putting in a file. Nothing quoted becomes markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from . import answer_export_text as text
from .answer_export_text import Part, shown
from .plain_text import for_markdown

APART = (text.HEADING, text.QUOTE, text.PASSAGE)


def to_markdown(parts: Iterable[Part]) -> bytes:
    """The parts as UTF-8 Markdown."""
    lines: list[str] = []
    before = ""
    for part in parts:
        if before and (part.kind != before or part.kind in APART):
            lines.append("")
        lines += _lines(part)
        before = part.kind
    return ("\n".join(lines) + "\n").encode("utf-8")


def _lines(part: Part) -> Iterator[str]:
    said, name, below = (for_markdown(shown(one)) for one in (part.text, part.name, part.below))
    match part.kind:
        case text.HEADING:
            yield f"{'#' * part.level} {said}"
        case text.NOTE:
            yield f"**{said}**"
        case text.FACT:
            yield f"- {name}: {said}"
        case text.QUOTE:
            *lines, last = (for_markdown(shown(line)) for line in part.text.split("\n"))
            yield from (f"> {line}\\" for line in lines)
            yield f"> {last} {name}"
        case text.SOURCE:
            yield f"- {name} {said} {below}"
        case text.PASSAGE:
            yield from (f"> {said}", ">", f"> *{below}*")
        case text.ITEM:
            yield f"- {said}"
            if below:
                yield f"  *{below}*"
