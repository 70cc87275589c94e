"""The whole way from a PDF to pages: what must hold of any document, typeset ones and real ones."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import DocumentError
from ingest.limits import Limits
from ingest.pdf import read_pdf
from ingest.pdfium import PdfiumDocument
from ingest.records import Page, ReadDocument
from ingest.repair import repair
from ingest.sentences import with_sentences
from tests.pdf_files import bytes_of, writer_of
from tests.typeset import block_texts, prose, read, typeset

LIMITS = Limits()
PASSWORD = "word"
MIXED = f"""#set page(paper: "a4", columns: 2, header: [Agency handbook #h(1fr) Draft 3], numbering: "1")
#set par(justify: true)
#set text(hyphenate: true)
#set heading(numbering: "1.1")
= Introduction
{prose(12)}#footnote[{prose(2, 70)}] {prose(9, 12)}
- {prose(2, 30)}
- {prose(1, 33)}
== Scope
{prose(14, 40)}
#figure(table(columns: 2, [Kind], [Count], [Errors], [12]), caption: [What was counted])
{prose(40, 60)}
= Duties
{prose(50, 100)}
"""
PARTS = st.lists(
    st.sampled_from(
        [
            f"{prose(4)}\n",
            f"= A heading\n{prose(2, 9)}\n",
            f"- {prose(1, 3)}\n- {prose(2, 4)}\n",
            "#table(columns: 2, [One], [Two], [Three], [Four])\n",
            f"#columns(2)[{prose(9, 20)}]\n",
            f"#block(stroke: 1pt, inset: 5pt)[{prose(2, 30)}]\n",
            f"#rotate(90deg, reflow: true)[{prose(1, 40)}]\n",
            "#pagebreak()\n",
            f"{prose(2, 50)}#footnote[{prose(1, 60)}]\n",
            "#v(9cm)\n",
        ]
    ),
    min_size=1,
    max_size=7,
)


def check_page(page: Page) -> None:
    """Blocks in order and apart, sentences inside them, boxes on the page and exactly its words."""
    ends = 0
    for block in page.blocks:
        assert ends <= block.start < block.end <= len(page.text)
        ends = block.end
        inside = block.start
        for start, end in block.sentences:
            assert inside <= start < end <= block.end
            inside = end
    for box in page.boxes:
        assert 0 <= box.x0 <= box.x1 <= page.width + 0.1
        assert 0 <= box.y0 <= box.y1 <= page.height + 0.1
        assert not page.text[box.start : box.end].isspace()
    shown = "".join(page.text[box.start : box.end] for box in page.boxes)
    assert shown == "".join(page.text.split())
    assert "".join("".join(text.split()) for text in block_texts(page)) == shown


def check_nothing_lost(data: bytes, reading: ReadDocument) -> None:
    """Every character that PDFium sees is in the text or among what was dropped; hyphens may go."""
    with PdfiumDocument(data) as pdf:
        for page in reading.pages:
            seen = letters(repair(" ".join(word.text for word in pdf.page(page.number).words)))
            kept = letters(page.text + " ".join(page.dropped))
            assert seen == kept


def letters(text: str) -> Counter[str]:
    return Counter(one for one in text if not one.isspace() and one not in "-\u2010\u2011")


def test_a_document_of_many_kinds_keeps_all_that_must_hold() -> None:
    reading = read(MIXED)
    for page in reading.pages:
        check_page(page)
    check_nothing_lost(typeset(MIXED), reading)


@settings(max_examples=15, deadline=None)
@given(PARTS)
def test_any_document_keeps_all_that_must_hold(parts: list[str]) -> None:
    source = '#set page(paper: "a5", numbering: "1", header: [A header])\n' + "\n".join(parts)
    reading = read(source)
    for page in reading.pages:
        check_page(page)
    check_nothing_lost(typeset(source), reading)


def test_a_word_has_its_box_where_it_is_drawn() -> None:
    (page,) = read("#place(top + left, dx: 100pt, dy: 50pt)[here]").pages
    (box,) = page.boxes
    margin = 595.28 * 2.5 / 21
    assert box.x0 == pytest.approx(margin + 100, abs=1)
    assert box.y0 < margin + 60 < box.y1 + 6


def test_labels_title_and_sections_are_those_of_the_file() -> None:
    source = f"""#set document(title: "Handbook of use")
#set page(numbering: "i")
#align(center, text(30pt)[Careful use])
#pagebreak()
#counter(page).update(1)
#set page(numbering: "1")
= Duties
{prose(9)}"""
    reading = read(source)
    assert [page.label for page in reading.pages] == ["i", "1"]
    assert (reading.metadata_title, reading.heading_title) == ("Handbook of use", "Careful use")
    assert reading.pages[1].blocks[-1].section == ("Duties",)


def test_pages_without_text_are_named_in_one_problem() -> None:
    reading = read_pdf(
        typeset("Text\n#pagebreak()\n#rect(width: 3cm)\n#pagebreak()\n#rect(width: 2cm)"), LIMITS
    )
    assert [(one.kind, one.page) for one in reading.problems] == [("no_text", 2)]


def test_limits_on_pages_and_characters_hold() -> None:
    data = typeset(MIXED)
    for limits in (replace(LIMITS, pages=1), replace(LIMITS, characters=50)):
        with pytest.raises(DocumentError) as raised:
            read_pdf(data, limits)
        assert raised.value.kind == "too_large"


def test_a_file_that_opens_with_an_empty_password_is_read() -> None:
    writer = writer_of("hello there")
    writer.encrypt(user_password="", owner_password=PASSWORD, algorithm="AES-256")
    assert read_pdf(bytes_of(writer), LIMITS).pages[0].text == "hello there"


def squash(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(str.maketrans("‘’“”", "''\"\""))
    return re.sub(r"[\s\u00ad\u2060\u200b\u2010-\u2015\u2212-]+", "", folded)


def poppler_pages(path: Path, mode: str) -> list[str]:
    command = ["pdftotext", *([mode] if mode else []), "-enc", "UTF-8", "-q", str(path), "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    return [squash(text) for text in done.stdout.decode("utf-8", "replace").split("\f")]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed")
def test_an_independent_reader_finds_the_sentences_on_their_pages(tmp_path: Path) -> None:
    path = tmp_path / "made.pdf"
    path.write_bytes(typeset(MIXED))
    theirs = [poppler_pages(path, mode) for mode in ("", "-raw", "-layout")]
    sentences = [
        (page.number, page.text[start:end])
        for page in read(MIXED).pages
        for block in page.blocks
        for start, end in block.sentences
    ]
    lost = [text for n, text in sentences if not any(squash(text) in pages[n - 1] for pages in theirs)]
    assert len(sentences) > 100
    assert len(lost) <= 0.01 * len(sentences)


@pytest.mark.shared_data
def test_a_real_document_keeps_all_that_must_hold(shared_data: Path) -> None:
    data = (shared_data / "pdfs" / "acl-2023-long-386.pdf").read_bytes()
    reading = read_pdf(data, LIMITS)
    for page in reading.pages:
        check_page(with_sentences(page))
    check_nothing_lost(data, reading)
