"""What PDFium gives of a page: words with boxes as displayed, rules that are seen, images, errors."""

from __future__ import annotations

import pytest
from pypdf import PdfWriter

from ingest.errors import DocumentError
from ingest.pdfium import PdfiumDocument
from ingest.words import RawPage
from tests.pdf_files import bytes_of, writer_of
from tests.typeset import typeset

PASSWORD = "word"


def raw(source: str) -> RawPage:
    with PdfiumDocument(typeset(source)) as pdf:
        return pdf.page(1)


def made(writer: PdfWriter) -> RawPage:
    with PdfiumDocument(bytes_of(writer)) as pdf:
        return pdf.page(1)


def test_words_have_boxes_from_the_top_left_corner_and_sizes_in_points() -> None:
    hello, there = made(writer_of("hello there")).words
    assert (hello.text, there.text) == ("hello", "there")
    assert hello.size == 12
    assert hello.base == pytest.approx(50, abs=0.1)
    assert 19 < hello.x0 < 21
    assert hello.x1 < there.x0
    assert hello.y0 < 50 < hello.y1


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_displayed_and_its_boxes_are_on_it(angle: int) -> None:
    writer = writer_of("hello there")
    writer.pages[0].rotate(angle)
    page = made(writer)
    assert (page.width, page.height) == ((400, 200) if angle % 180 else (200, 400))
    assert {word.angle for word in page.words} == {angle}
    for word in page.words:
        x0, y0, x1, y1 = word.drawn
        assert 0 <= x0 < x1 <= page.width
        assert 0 <= y0 < y1 <= page.height
    assert [word.text for word in sorted(page.words, key=lambda word: word.x0)] == ["hello", "there"]


def test_a_page_cut_at_its_edges_counts_from_the_cut() -> None:
    writer = writer_of("hello there")
    writer.pages[0].cropbox.lower_left = (10, 300)
    page = made(writer)
    assert page.words[0].x0 == pytest.approx(10, abs=1)


def test_bold_and_italic_come_from_the_font() -> None:
    styles = {word.text: (word.bold, word.italic) for word in raw("plain *bold* _slanted_").words}
    assert styles == {"plain": (False, False), "bold": (True, False), "slanted": (False, True)}


def test_lines_and_edges_of_shaded_areas_are_rules_but_white_areas_are_not() -> None:
    assert len(raw("#line(length: 5cm)").rules) == 1
    assert len(raw("#rect(width: 5cm, height: 2cm, fill: luma(200))").rules) == 4
    assert raw("#rect(width: 5cm, height: 2cm, fill: white)").rules == []
    shaded = "#stack(..((luma(200),) * 3).map(shade => rect(width: 5cm, height: 1cm, fill: shade)))"
    assert sum(rule.horizontal for rule in raw(shaded).rules) == 2
    assert raw("#line(angle: 30deg, length: 5cm)").rules == []


def test_a_rule_is_where_it_is_drawn() -> None:
    (rule,) = raw("#place(top + left, dx: 1cm, dy: 2cm, line(length: 5cm))").rules
    assert rule.horizontal
    assert rule.x1 - rule.x0 == pytest.approx(141.7, abs=0.1)


def test_ligatures_come_apart_and_broken_words_end_in_a_hyphen() -> None:
    setting = "#set par(justify: true)\n#set text(hyphenate: true)\n"
    page = raw(f"{setting}#block(width: 3cm)[effective international organization]")
    assert page.words[0].text == "effective"
    assert any(word.text[-1] in "-\x02\u2010" for word in page.words)


def test_a_file_with_a_password_is_named_encrypted() -> None:
    writer = writer_of("hello")
    writer.encrypt(user_password=PASSWORD, algorithm="RC4-128")
    with pytest.raises(DocumentError) as raised:
        PdfiumDocument(bytes_of(writer))
    assert raised.value.kind == "encrypted"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nnothing else", b"no pdf at all"])
def test_what_cannot_be_opened_is_named_damaged(data: bytes) -> None:
    with pytest.raises(DocumentError) as raised:
        PdfiumDocument(data)
    assert raised.value.kind == "damaged"
