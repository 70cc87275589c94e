"""Filled checklists as a Word document: a form one can print, sign and put in a file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from .filled import ANSWERS, FilledChecklist, FilledItem
from .filled_text import cited, depths, facts, sections, summary
from .plain_text import for_xml as plain

if TYPE_CHECKING:
    from docx.document import Document

HEAD = ("No.", "Question", "Answer", "Evidence")
WIDTHS = (1.6, 7.2, 2.2, 6.0)  # centimetres


def to_docx(filled: FilledChecklist) -> bytes:
    """The checklist as a DOCX file."""
    import docx
    from docx.shared import Cm

    document = docx.Document()
    for section in document.sections:
        section.left_margin = section.right_margin = Cm(2)
    document.core_properties.title = plain(filled.title)[:255]
    document.core_properties.author = plain(filled.answered_by)[:255]
    document.add_heading(plain(filled.title), level=1)
    if filled.notice:
        document.add_paragraph().add_run(filled.notice).italic = True
    for name, value in facts(filled):
        line = document.add_paragraph(style="List Bullet")
        line.add_run(f"{name}: ").bold = True
        line.add_run(plain(value))
    document.add_paragraph(summary(filled))
    depth = depths(filled)
    for title, items in sections(filled):
        if title:
            document.add_heading(plain(title), level=2)
        _table(document, items, depth)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _table(document: Document, items: list[FilledItem], depth: dict[str, int]) -> None:
    from docx.shared import Cm

    table = document.add_table(rows=1, cols=len(HEAD), style="Table Grid")
    table.autofit = False
    _fill(table.rows[0], HEAD, bold=True)
    _repeat(table.rows[0])
    for item in items:
        evidence = "\n".join(filter(None, (item.note, *map(cited, item.citations))))
        question = f"{'– ' * depth[item.item_id]}{' '.join(item.text.split())}"
        _fill(table.add_row(), (item.number, question, ANSWERS[item.answer], evidence))
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width = Cm(width)


def _fill(row: Any, texts: tuple[str, ...], *, bold: bool = False) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        cell.paragraphs[0].add_run(plain(text)).bold = bold


def _repeat(row: Any) -> None:
    """Marks a row as the table's head, printed again on every page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
