"""What a PDF that is read all the same has to say about its pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import DocumentError
from ingest.limits import Limits
from ingest.pdf import read_pdf
from tests.pdf_files import bytes_of, writer_of

SENTENCES = ("Officers log every search.", "", "The log is kept for a year.", "", "")


def test_pages_without_text_are_one_problem() -> None:
    read = read_pdf(bytes_of(writer_of(*SENTENCES)), Limits())
    assert [(problem.kind, problem.page) for problem in read.problems] == [("no_text", 2)]
    assert read.problems[0].message.startswith("Pages 2, 4-5 without text")


def test_a_sound_document_has_no_problem() -> None:
    assert read_pdf(bytes_of(writer_of(*SENTENCES[::2][:2])), Limits()).problems == ()


def test_a_document_of_nothing_but_recurring_lines_keeps_them() -> None:
    read = read_pdf(bytes_of(writer_of(*["Form 7"] * 6)), Limits())
    assert [page.text for page in read.pages] == ["Form 7"] * 6


def test_a_document_over_its_page_limit_is_too_large() -> None:
    with pytest.raises(DocumentError) as caught:
        read_pdf(bytes_of(writer_of(*SENTENCES)), Limits(pages=4))
    assert caught.value.kind == "too_large"


@pytest.mark.shared_data
def test_a_document_of_which_no_page_opens_is_damaged(shared_data: Path) -> None:
    data = (shared_data / "broken-pdfs" / "qpdf__fuzz__qpdf_extra__389339260.fuzz").read_bytes()
    with pytest.raises(DocumentError) as caught:
        read_pdf(data, Limits())
    assert caught.value.kind == "damaged"


@pytest.mark.shared_data
def test_a_page_on_which_the_readers_disagree_is_doubtful(shared_data: Path) -> None:
    data = (shared_data / "broken-pdfs" / "pypdf_sample_files__015-arabic__habibi.pdf").read_bytes()
    assert [problem.kind for problem in read_pdf(data, Limits()).problems] == ["doubtful_text"]
