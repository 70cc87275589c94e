"""The strings a content stream shows: escapes, hexadecimal, arrays, gaps; linear time whatever comes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.showing import is_simple, shown


def strings(content: bytes) -> list[bytes | None]:
    """The data shown, None for gaps; fonts and forms left out."""
    return [step.data for step in shown(content) if step.font is None and step.form is None]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"(one) Tj (two)' 1 2 (three)\"", [b"one", b"two", b"three"]),
        (rb"(a\)b\(c\\d) Tj", [rb"a)b(c\d"]),
        (rb"(\101\102\7x\n) Tj", [b"AB\x07x\n"]),
        (b"(one (nested) two) Tj", [b"one (nested) two"]),
        (b"(line\\\nbreak) Tj", [b"linebreak"]),
        (b"<48 65 6C6C6> Tj", [b"Hell`"]),
        (b"[(ri) -20 (sk) -300 (of) 500 <41>] TJ", [b"ri", b"sk", None, b"of", b"A"]),
        (
            b"BT 1 0 0 1 72 700 Tm (x) Tj 0 -14 Td (y) Tj T* (z) Tj ET",
            [None, None, b"x", None, b"y", None, b"z"],
        ),
        (b"/P <</MCID 0>> BDC (x) Tj EMC", [b"x"]),
        (b"(not shown) 5 m", []),
    ],
)
def test_what_is_shown_is_found(content: bytes, found: list[bytes | None]) -> None:
    assert strings(content) == found


def test_fonts_and_forms_come_by_name() -> None:
    steps = [(step.font, step.form) for step in shown(b"/F1 9.5 Tf (a) Tj /Fm0 Do /G gs")]
    assert steps == [(b"/F1", None), (None, None), (None, b"/Fm0")]


def test_inline_images_are_left_to_a_full_parser() -> None:
    assert is_simple(b"BT (BI) Tj ET")
    assert not is_simple(b"q BI /W 1 /H 1 ID \x00 EI Q")


@pytest.mark.parametrize(
    "piece", [b"(", b"[", b"[(", b"(a", b"<", b"\\", b"[(a)", b"/F 1 ", b"((a)", b"1.", b"(a)"]
)
def test_hostile_streams_take_linear_time(piece: bytes) -> None:
    began = time.perf_counter()
    assert len(list(shown(piece * 200_000))) == 0
    assert time.perf_counter() - began < 5


@given(st.binary(max_size=300))
def test_any_bytes_can_be_searched(content: bytes) -> None:
    list(shown(content))


@given(st.binary(max_size=60))
def test_a_string_written_in_hexadecimal_comes_out_as_it_was(data: bytes) -> None:
    assert strings(b"<" + data.hex().encode() + b"> Tj") == [data]
