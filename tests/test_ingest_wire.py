"""Readings over the pipe: what goes in comes out, and anything else is refused."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import PROBLEM_KINDS, DocumentError
from ingest.records import Block, Box, Page, Problem, ReadDocument
from ingest.wire import BrokenWireError, decode_reply, encode_reply, read_frame, write_frame

TEXT = st.text(max_size=40)
POINTS = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    text = draw(TEXT)
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    block = Block(
        kind="heading",
        start=start,
        end=end,
        section=("A", draw(TEXT)),
        level=2,
        continues=True,
        sentences=((start, end),),
    )
    box = Box(start=start, end=end, x0=draw(POINTS), y0=1.0, x1=2.0, y1=draw(POINTS))
    return Page(
        number=1, label=draw(TEXT), text=text, blocks=(block,), boxes=(box,), dropped=(draw(TEXT),), width=3.5
    )


@given(st.lists(pages(), max_size=3), TEXT, st.sampled_from(PROBLEM_KINDS))
def test_a_reading_comes_out_as_it_went_in(found: list[Page], title: str, kind: str) -> None:
    problem = Problem(file="", kind=kind, message=title, page=None)
    reading = ReadDocument(pages=tuple(found), metadata_title=title, first_line="x", problems=(problem,))
    assert decode_reply(encode_reply(reading)) == reading


def test_an_error_comes_out_as_it_went_in() -> None:
    error = decode_reply(encode_reply(DocumentError("damaged", "Broken.", "Mend it.")))
    assert isinstance(error, DocumentError)
    assert (error.kind, error.message, error.hint) == ("damaged", "Broken.", "Mend it.")


def spoilt(**changes: object) -> bytes:
    page = {
        "number": 1, "label": "1", "text": "abc", "blocks": [["paragraph", 0, 3, [], 0, False, []]],
        "boxes": [0, 3, 1.0, 1.0, 2.0, 2.0], "dropped": [], "size": [1.0, 1.0],
    }  # fmt: skip
    return json.dumps({"pages": [page | changes], "titles": ["", "", ""], "problems": []}).encode()


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[]",
        b"{}",
        b"\x80\x04.",
        b"[" * 100_000,
        spoilt(text=5),
        spoilt(number="1"),
        spoilt(blocks=[["paragraph", 0, 4, [], 0, False, []]]),
        spoilt(blocks=[["paragraph", 2, 1, [], 0, False, []]]),
        spoilt(blocks=[["paragraph", 1, 2, [], 0, False, [[0, 2]]]]),
        spoilt(blocks=[["paragraph", 0, 3, [], 0, False, [[2, 1]]]]),
        spoilt(boxes=[0, 3, 1.0]),
        spoilt(boxes=[0, 9, 1.0, 1.0, 2.0, 2.0]),
        spoilt(boxes=[0, 3, float("nan"), 1.0, 2.0, 2.0]),
        spoilt(size=[1.0]),
        b'{"error": ["no such kind", "", ""]}',
    ],
)
def test_what_is_no_reading_is_refused(payload: bytes) -> None:
    with pytest.raises(BrokenWireError):
        decode_reply(payload)


def test_the_unspoilt_payload_is_a_reading() -> None:
    assert isinstance(decode_reply(spoilt()), ReadDocument)


def test_frames_end_where_they_began() -> None:
    stream = io.BytesIO()
    write_frame(stream, b"one")
    write_frame(stream, b"")
    stream.seek(0)
    assert (read_frame(stream), read_frame(stream)) == (b"one", b"")
    with pytest.raises(BrokenWireError):
        read_frame(stream)


@pytest.mark.parametrize("data", [b"\0", b"\0\0\0\0\0\0\0\5half", b"\xff" * 20])
def test_a_frame_cut_short_or_too_large_is_refused(data: bytes) -> None:
    with pytest.raises(BrokenWireError):
        read_frame(io.BytesIO(data))
