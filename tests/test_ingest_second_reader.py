"""pypdf as second reader: what it knows of a file, and that no file makes it raise anything else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import DecodedStreamObject, DictionaryObject, Fit, NameObject

from ingest.errors import DocumentError
from ingest.limits import Limits
from ingest.second_reader import SecondReader, inspect
from tests.pdf_files import bytes_of, writer_of

LIMITS = Limits()
PASSWORD = "secret"
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


def test_a_quick_look_and_a_full_reading_agree() -> None:
    reader = SecondReader(bytes_of(writer_of(r"risk \(of\) use\051")), LIMITS)
    assert reader.page_words(1) == ("risk", "(of)", "use)")
    assert reader.agreement_on(1, ["risk", "of", "use"], enough=0.95) == 1.0
    assert reader.agreement_on(1, ["risk", "of", "misuse"], enough=0.95) == pytest.approx(2 / 3)


def test_there_is_no_agreement_on_a_page_that_cannot_be_read() -> None:
    reader = SecondReader(bytes_of(writer_of("a")), LIMITS)
    assert reader.agreement_on(2, ["a"], enough=0.95) is None
    assert SecondReader(b"%PDF-1.4 cut", LIMITS).agreement_on(1, ["a"]) is None


def test_text_inside_forms_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = writer_of("outside")
    page = writer.pages[0]
    form = DecodedStreamObject()
    form.set_data(b"BT /F1 12 Tf (inside it) Tj ET")
    form[NameObject("/Subtype")] = NameObject("/Form")
    forms = DictionaryObject({NameObject("/X1"): writer._add_object(form)})
    page["/Resources"][NameObject("/XObject")] = forms
    contents = DecodedStreamObject()
    contents.set_data(b"BT /F1 12 Tf (outside) Tj ET q /X1 Do Q")
    page[NameObject("/Contents")] = writer._add_object(contents)
    reader = SecondReader(bytes_of(writer), LIMITS)
    monkeypatch.setattr(reader, "page_words", lambda number: ())  # the quick look alone must find it
    assert reader.agreement_on(1, ["outside", "inside", "it"], enough=0.95) == 1.0


@pytest.mark.shared_data
def test_real_labels_and_outline_are_found(shared_data: Path) -> None:
    paper = inspect((shared_data / "pdfs" / "acl-2023-long-386.pdf").read_bytes(), LIMITS)
    assert paper.labels[0] == "6981"
    framework = inspect((shared_data / "pdfs" / "nist-ai-600-1.pdf").read_bytes(), LIMITS)
    assert (1, "1. Introduction", 5, 72.0) in framework.outline


@pytest.mark.shared_data
def test_a_quick_look_settles_nearly_all_real_pages(shared_data: Path) -> None:
    reader = SecondReader((shared_data / "pdfs" / "nist-ai-100-1.pdf").read_bytes(), LIMITS)
    settled = [reader._quick_words(number) is not None for number in range(1, 49)]
    assert all(settled)
