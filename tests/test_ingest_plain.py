"""Text files: encodings, paragraphs, lists, headings; every block is a span of the one page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import DocumentError
from ingest.limits import Limits
from ingest.plain import PageBuilder, read_text
from ingest.records import ReadDocument

LIMITS = Limits()


def blocks_of(read: ReadDocument) -> list[tuple[str, str]]:
    page = read.pages[0]
    return [(block.kind, page.text[block.start : block.end]) for block in page.blocks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_its_encoding(encoding: str) -> None:
    read = read_text("Usage de la force\r\n\r\nL’été à Genève.".encode(encoding), LIMITS)
    assert read.pages[0].text == "Usage de la force\n\nL’été à Genève."
    assert read.problems == ()


def test_an_old_encoding_is_read_and_reported() -> None:
    read = read_text("Égalité – “droits”".encode("cp1252"), LIMITS)
    assert read.pages[0].text == "Égalité – “droits”"
    assert [problem.kind for problem in read.problems] == ["doubtful_text"]


@pytest.mark.parametrize("data", [b"\x00\x01\x02binary", bytes(range(128, 160)) * 9])
def test_bytes_that_are_no_text_are_named_damaged(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        read_text(data, LIMITS)
    assert caught.value.kind == "damaged"


def test_the_title_is_the_first_line_and_the_page_is_number_one() -> None:
    read = read_text(b"Body-worn cameras\n\nOfficers switch the camera on at every stop.\n", LIMITS)
    assert read.first_line == "Body-worn cameras"
    assert (read.pages[0].number, read.pages[0].label) == (1, "1")


def test_wrapped_lines_are_joined_and_short_ones_are_kept() -> None:
    text = "The officer in charge of the shift decides whether the\nsystem is used.\n\nName: Smith\nRank: One"
    assert [words for _, words in blocks_of(read_text(text.encode(), LIMITS))] == [
        "The officer in charge of the shift decides whether the system is used.",
        "Name: Smith",
        "Rank: One",
    ]


def test_list_items_keep_their_markers_and_their_wrapped_lines() -> None:
    text = "Before use:\n- check the battery of the device\n  and its label\n- sign\n2) log it"
    assert blocks_of(read_text(text.encode(), LIMITS)) == [
        ("paragraph", "Before use:"),
        ("list_item", "• check the battery of the device and its label"),
        ("list_item", "• sign"),
        ("list_item", "2) log it"),
    ]


def test_headings_give_sections() -> None:
    text = "Camera policy\n\n1. Scope\n\nAll staff.\n\n1.1 Vehicles\n\nCars only.\n\nRETENTION\n\nOne month."
    text += "\n\nAnnex\n=====\nA form."
    page = read_text(text.encode(), LIMITS).pages[0]
    sections = {page.text[b.start : b.end]: b.section for b in page.blocks if b.kind == "paragraph"}
    assert sections == {
        "All staff.": ("Camera policy", "1. Scope"),
        "Cars only.": ("Camera policy", "1. Scope", "1.1 Vehicles"),
        "One month.": ("Camera policy", "RETENTION"),
        "A form.": ("Annex",),
    }


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_blocks_are_spans_in_order_and_nothing_stands_between_them(text: str) -> None:
    if "\0" in text:
        return
    page = read_text(text.encode(), LIMITS).pages[0]
    ends = [0, *(block.end for block in page.blocks)]
    assert all(end <= block.start < block.end for end, block in zip(ends, page.blocks, strict=False))
    assert (
        "".join(page.text[b.start : b.end] for b in page.blocks).split() == page.text.split() or page.blocks
    )
    between = [page.text[e : b.start] for e, b in zip(ends, page.blocks, strict=False)]
    assert "".join(between).strip() == ""
    assert not page.text[ends[-1] :].strip()


def test_text_over_the_limit_is_too_large() -> None:
    with pytest.raises(DocumentError) as caught:
        read_text(b"word " * 100, Limits(characters=50))
    assert caught.value.kind == "too_large"


def test_a_builder_gives_sections_by_level() -> None:
    builder = PageBuilder(LIMITS)
    for level, title in ((1, "A"), (3, "B"), (2, "C")):
        builder.heading(level, title)
    assert [block.section for block in builder.document().pages[0].blocks] == [("A",), ("A", "B"), ("A", "C")]


def test_lists_within_lists_and_boxes_to_tick_are_kept() -> None:
    text = b"1. Is there a log?\n   a) Who reads it?\n   b) Who keeps it?\n2. Is it kept?\n\n"
    text += b"[ ] Owner named\n- [x] Log on\n"
    page = read_text(text, Limits()).pages[0]
    assert page.text.split("\n")[:4] == [
        "1. Is there a log?",
        "  a) Who reads it?",
        "  b) Who keeps it?",
        "2. Is it kept?",
    ]
    assert [page.text[block.start : block.end] for block in page.blocks[4:]] == ["☐ Owner named", "☑ Log on"]
