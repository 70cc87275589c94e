"""Small PDF files made for tests."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from ingest.records import Box, Page

HELVETICA = DictionaryObject(
    {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
     NameObject("/BaseFont"): NameObject("/Helvetica")}
)  # fmt: skip


def writer_of(*pages: str) -> PdfWriter:
    """A PDF of 200 x 400 points with one line of Helvetica a page."""
    writer = PdfWriter()
    for text in pages:
        page = writer.add_blank_page(width=200, height=400)
        fonts = DictionaryObject({NameObject("/F1"): HELVETICA})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 350 Td ({text}) Tj ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    return writer


def bytes_of(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_of(*pages: Sequence[str], size: tuple[int, int] = (595, 842)) -> bytes:
    """A PDF whose pages hold the given lines in 12-point Helvetica, the first one 72 points from the top."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        shown = " ".join(f"({_pdf_string(line)}) Tj 0 -18 Td" for line in lines)
        drawing = f"BT /F1 12 Tf 72 {size[1] - 84} Td {shown} ET"
        objects.append(f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body, offsets = "%PDF-1.4\n", []
    for number, entry in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{entry}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def _pdf_string(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def page_of(number: int, lines: Sequence[str], label: str = "") -> Page:
    """A page as `pdf_of` draws it: its text, and a box per word where the word stands (roughly)."""
    starts = [sum(len(one) + 1 for one in lines[:row]) for row in range(len(lines))]
    words = [(row, word) for row, line in enumerate(lines) for word in re.finditer(r"\S+", line)]
    boxes = tuple(
        Box(
            start=starts[row] + word.start(),
            end=starts[row] + word.end(),
            x0=72 + 5.5 * word.start(),
            y0=72 + 18 * row,
            x1=72 + 5.5 * word.end(),
            y1=86 + 18 * row,
        )
        for row, word in words
    )
    return Page(
        number=number, label=label or str(number), text="\n".join(lines), boxes=boxes, width=595, height=842
    )
