"""DOCX files in document order; what a container may not do is refused before it is unpacked."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.docx_reader import read_docx
from ingest.errors import DocumentError
from ingest.limits import Limits
from ingest.records import ReadDocument

LIMITS = Limits()


def read(word: docx.document.Document) -> ReadDocument:
    target = io.BytesIO()
    word.save(target)
    return read_docx(target.getvalue(), LIMITS)


def blocks_of(document: ReadDocument) -> list[tuple[str, str]]:
    page = document.pages[0]
    return [(block.kind, page.text[block.start : block.end]) for block in page.blocks]


def test_blocks_come_in_document_order() -> None:
    word = docx.Document()
    word.add_heading("Evidence policy", 0)
    word.add_heading("Storage", 1)
    word.add_paragraph("Evidence is stored:")
    word.add_paragraph("in a locker", style="List Bullet")
    table = word.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Item", "Who\nsigns?"
    word.add_paragraph("After the table.")
    document = read(word)
    assert document.heading_title == "Evidence policy"
    assert blocks_of(document) == [
        ("heading", "Evidence policy"),
        ("heading", "Storage"),
        ("paragraph", "Evidence is stored:"),
        ("list_item", "• in a locker"),
        ("table_row", "Item | Who signs?"),
        ("paragraph", "After the table."),
    ]
    assert document.pages[0].blocks[-1].section == ("Evidence policy", "Storage")


def test_text_in_content_controls_and_under_review_is_read_once() -> None:
    word = docx.Document()
    body = word.element.body
    for xml in (
        "<w:sdt {0}><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "<w:p {0}><w:r><w:t>Kept, </w:t></w:r><w:ins><w:r><w:t>inserted.</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>",
    ):
        body.insert(len(body) - 1, parse_xml(xml.format(nsdecls("w"))))
    assert blocks_of(read(word)) == [("paragraph", "In a control."), ("paragraph", "Kept, inserted.")]


def test_a_table_of_one_column_is_a_frame() -> None:
    word = docx.Document()
    cell = word.add_table(rows=1, cols=1).rows[0].cells[0]
    cell.text = "Framed text."
    assert blocks_of(read(word)) == [("paragraph", "Framed text.")]


def test_headers_are_recorded_as_dropped() -> None:
    word = docx.Document()
    word.add_paragraph("Body.")
    word.sections[0].header.paragraphs[0].text = "RESTRICTED"
    document = read(word)
    assert document.pages[0].dropped == ("RESTRICTED",)
    assert document.pages[0].text == "Body."


def test_without_a_heading_the_title_property_counts() -> None:
    word = docx.Document()
    word.add_paragraph("Body.")
    word.core_properties.title = "Vehicle policy"
    assert read(word).metadata_title == "Vehicle policy"


def test_a_container_that_unpacks_to_too_much_is_refused_unopened() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("word/document.xml", b" " * 3_000_000)
    with pytest.raises(DocumentError) as caught:
        read_docx(target.getvalue(), Limits(unpacked_megabytes=2))
    assert caught.value.kind == "too_large"


def test_an_encrypted_or_old_word_file_is_named() -> None:
    with pytest.raises(DocumentError) as caught:
        read_docx(b"\xd0\xcf\x11\xe0" + bytes(600), LIMITS)
    assert caught.value.kind == "encrypted"


def damaged_containers() -> list[bytes]:
    empty, wrong = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(empty, "w"):
        pass
    word = docx.Document()
    whole = io.BytesIO()
    word.save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(wrong, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<w:broken" if name == "word/document.xml" else old.read(name))
    return [b"", b"no zip", empty.getvalue(), wrong.getvalue(), whole.getvalue()[:3000]]


@pytest.mark.parametrize("data", damaged_containers())
def test_a_broken_container_is_named_damaged(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        read_docx(data, LIMITS)
    assert caught.value.kind == "damaged"
