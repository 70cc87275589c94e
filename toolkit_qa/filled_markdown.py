"""Filled checklists as Markdown: for reading, mailing and putting in a file.

Text of documents and people is shown as it is written: nothing in it becomes markup.
"""

from __future__ import annotations

from collections.abc import Iterator

from .filled import ANSWERS, OPEN, FilledChecklist, FilledItem
from .filled_text import cited, depths, facts, sections, summary
from .plain_text import for_markdown as escaped


def to_markdown(filled: FilledChecklist) -> bytes:
    """The checklist as UTF-8 Markdown."""
    return ("\n".join(_lines(filled)) + "\n").encode("utf-8")


def _lines(filled: FilledChecklist) -> Iterator[str]:
    yield f"# {escaped(filled.title)}"
    if filled.notice:
        yield f"\n*{escaped(filled.notice)}*"
    yield ""
    for name, value in facts(filled):
        yield f"- {name}: {escaped(value)}"
    yield f"- Answers: {escaped(summary(filled))}"
    depth = depths(filled)
    for title, items in sections(filled):
        yield f"\n## {escaped(title)}\n" if title else ""
        for item in items:
            yield from _item(item, "  " * depth[item.item_id])


def _item(item: FilledItem, indent: str) -> Iterator[str]:
    number = f"**{escaped(item.number)}** " if item.number else ""
    yield f"{indent}- {number}{escaped(item.text)} (page {escaped(item.page_label or str(item.page))})"
    yield f"{indent}  - Answer: **{ANSWERS[item.answer]}**" if item.answer != OPEN else f"{indent}  - Answer:"
    for line in filter(None, map(escaped, item.note.splitlines())):
        yield f"{indent}  - Evidence: {line}"
    for citation in item.citations:
        yield f"{indent}  - {escaped(cited(citation))}"
