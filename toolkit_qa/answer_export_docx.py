"""Answers as a Word document: a page one can print, sign and put in a file."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from . import answer_export_text as text
from .answer_export_text import Part, shown
from .plain_text import for_xml

if TYPE_CHECKING:
    from docx.document import Document

PROGRAM = "Toolkit QA"
MOST_TITLE = 255  # what Word keeps of a title
STYLES = {
    text.NOTE: "Normal",
    text.FACT: "List Bullet",
    text.QUOTE: "Quote",
    text.SOURCE: "Normal",
    text.ITEM: "List Bullet",
    text.PASSAGE: "Normal",
}


def to_docx(parts: Iterable[Part]) -> bytes:
    """The parts as a DOCX file; the first one is its title."""
    import docx
    from docx.shared import Cm

    document = docx.Document()
    for section in document.sections:
        section.left_margin = section.right_margin = Cm(2.5)
    document.core_properties.author = PROGRAM
    document.core_properties.comments = ""
    for part in parts:
        if not document.core_properties.title:
            document.core_properties.title = for_xml(shown(part.text))[:MOST_TITLE]
        _add(document, part)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add(document: Document, part: Part) -> None:
    """One part as a heading or a paragraph; its small print on a line of its own."""
    said, name, below = (for_xml(shown(one)) for one in (part.text, part.name, part.below))
    if part.kind == text.HEADING:
        document.add_heading(said, level=part.level)
        return
    paragraph = document.add_paragraph(style=STYLES[part.kind])
    if part.kind in (text.FACT, text.SOURCE):
        paragraph.add_run(f"{name}{':' if part.kind == text.FACT else ''} ").bold = True
    lines = part.text.split("\n") if part.kind == text.QUOTE else [part.text]
    run = paragraph.add_run(for_xml("\n".join(map(shown, lines))))
    run.bold = part.kind == text.NOTE
    if part.kind == text.QUOTE:
        paragraph.add_run(f" {name}").bold = True
    if below:
        _small(paragraph, below)


def _small(paragraph: Any, words: str) -> None:
    from docx.shared import Pt

    paragraph.add_run().add_break()
    run = paragraph.add_run(words)
    run.font.size = Pt(9)
    run.italic = True
