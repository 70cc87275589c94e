"""pypdf as second reader: what it knows of a file, and that no file makes it raise anything else."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, Fit, NameObject

from ingest.errors import DocumentError
from ingest.limits import Limits
from ingest.second_reader import SecondReader, agreement, inspect

LIMITS = Limits()
PASSWORD = "secret"
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


SPOILABLE = bytes_of(writer_of("hello there"))


def test_words_of_a_page_are_read() -> None:
    reader = SecondReader(bytes_of(writer_of("first page", "second one")), LIMITS)
    assert reader.inspection.page_count == 2
    assert reader.page_words(2) == ("second", "one")
    assert reader.page_words(3) is None


def test_outline_has_levels_pages_and_heights_from_the_top() -> None:
    writer = writer_of("a", "b")
    part = writer.add_outline_item(title="Part  one", page_number=0, fit=Fit.xyz(left=0, top=300))
    writer.add_outline_item(title="Chapter", page_number=1, parent=part, fit=Fit.fit())
    outline = inspect(bytes_of(writer), LIMITS).outline
    assert outline == ((1, "Part one", 1, 100.0), (2, "Chapter", 2, None))


def test_outline_height_follows_a_turned_page() -> None:
    writer = writer_of("a")
    writer.pages[0].rotate(90)
    writer.add_outline_item(title="Turned", page_number=0, fit=Fit.xyz(left=30, top=300))
    assert inspect(bytes_of(writer), LIMITS).outline[0].y == 30.0


def test_labels_are_those_printed_and_empty_where_the_file_has_none() -> None:
    writer = writer_of("a", "b", "c")
    assert inspect(bytes_of(writer), LIMITS).labels == ()
    writer.set_page_label(0, 1, style="/r")
    writer.set_page_label(2, 2, style="/D", start=7)
    assert inspect(bytes_of(writer), LIMITS).labels == ("i", "ii", "7")


def test_title_is_the_metadata_title_without_control_characters() -> None:
    writer = writer_of("a")
    writer.add_metadata({"/Title": "Use of\tforce\n policy"})
    assert inspect(bytes_of(writer), LIMITS).title == "Use of force policy"


def test_a_file_that_opens_with_an_empty_password_is_read() -> None:
    writer = writer_of("hello there")
    writer.encrypt(user_password="", owner_password=PASSWORD, algorithm="AES-256")
    reader = SecondReader(bytes_of(writer), LIMITS)
    assert (reader.inspection.encrypted, reader.inspection.locked) == (True, False)
    assert reader.page_words(1) == ("hello", "there")


def test_a_file_that_needs_a_password_is_named_encrypted() -> None:
    writer = writer_of("hello there")
    writer.encrypt(user_password=PASSWORD, algorithm="AES-128")
    inspection = inspect(bytes_of(writer), LIMITS)
    assert inspection.locked
    assert inspection.failure is not None
    assert inspection.failure.kind == "encrypted"


@pytest.mark.parametrize("data", [b"", b"hello", b"x" * 5000 + b"%PDF-1.7"])
def test_without_a_signature_it_is_not_a_pdf(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        inspect(data, LIMITS)
    assert caught.value.kind == "not_a_pdf"


@given(st.binary(max_size=400))
def test_any_bytes_after_a_signature_end_in_a_named_failure_or_a_reading(junk: bytes) -> None:
    inspection = inspect(b"%PDF-1.7\n" + junk, LIMITS)
    assert inspection.page_count is not None or inspection.failure.kind == "damaged"


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=8))
def test_a_file_with_spoilt_bytes_never_raises(position: int, spoilt: bytes) -> None:
    data = SPOILABLE[:position] + spoilt + SPOILABLE[position + len(spoilt) :]
    if b"%PDF-" in data:
        SecondReader(data, LIMITS).page_words(1)
    else:
        with pytest.raises(DocumentError, match="not a PDF"):
            inspect(data, LIMITS)


def test_words_are_not_given_after_the_time_is_used_up() -> None:
    assert SecondReader(bytes_of(writer_of("a")), Limits(seconds=0.0)).page_words(1) is None


def test_pypdf_says_nothing_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    inspect(b"%PDF-1.7\n" + bytes_of(writer_of("a"))[200:], LIMITS)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("", "", 1.0),
        ("some words", "", 0.0),
        ("one two three four", "four three two one", 1.0),
        ("risk management of systems", "riskmanagement ofsystems", 1.0),
        ("R I S K of use", "RISK of use", 1.0),
        ("efﬁcient risk‐based co\u00adoperation", "efficient risk-based cooperation", 1.0),
        ("respon- sibility is shared", "responsibility is shared", 1.0),
        ("• one – two", "one two", 1.0),
        ("alpha beta gamma delta", "alpha beta gamma omega", 0.75),
        ("risk risk risk risk", "risk", 0.25),
    ],
)
def test_agreement_looks_at_words_not_at_spacing(first: str, second: str, expected: float) -> None:
    assert agreement(first.split(), second.split()) == pytest.approx(expected)


@given(st.text(max_size=80), st.text(max_size=80))
def test_agreement_is_a_share_the_same_both_ways(first: str, second: str) -> None:
    share = agreement(first.split(), second.split())
    assert 0.0 <= share <= 1.0
    assert share == agreement(second.split(), first.split())
    assert agreement(first.split(), first.split()) == 1.0


@pytest.mark.shared_data
def test_real_labels_and_outline_are_found(shared_data: Path) -> None:
    paper = inspect((shared_data / "pdfs" / "acl-2023-long-386.pdf").read_bytes(), LIMITS)
    assert paper.labels[0] == "6981"
    framework = inspect((shared_data / "pdfs" / "nist-ai-600-1.pdf").read_bytes(), LIMITS)
    assert (1, "1. Introduction", 5, 72.0) in framework.outline
