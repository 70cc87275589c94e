"""Between the reading workers and the program: frames of bytes, and readings as JSON.

A hostile file runs in the worker, so nothing is pickled: what arrives is JSON whose every value is
checked for its type, and a worker that sends anything else is treated as crashed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, NoReturn

from .errors import PROBLEM_KINDS, DocumentError
from .records import Block, Box, Page, Problem, ReadDocument

# The kinds of files the readers tell apart.
PDF, MARKDOWN, TEXT, DOCX, OTHER = "pdf", "md", "txt", "docx", "other"

MOST_BYTES = 2_000_000_000  # of one frame

Reply = ReadDocument | DocumentError


class BrokenWireError(Exception):
    """The other side ended in the middle, or sent what the protocol does not know."""


def write_frame(stream: BinaryIO, payload: bytes) -> None:
    """Writes eight bytes of length (big-endian) and the payload. The caller flushes."""
    stream.write(len(payload).to_bytes(8, "big"))
    stream.write(payload)


def read_frame(stream: BinaryIO) -> bytes:
    """The payload of the next frame. Raises BrokenWireError at the end of the stream."""
    size = int.from_bytes(_exactly(stream, 8), "big")
    if size > MOST_BYTES:
        raise BrokenWireError(f"A frame of {size:,} bytes was announced.")
    return _exactly(stream, size)


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise BrokenWireError("The stream has ended.")
    return data


def encode_reply(reply: Reply) -> bytes:
    """A reading, or the error that took its place, as UTF-8 JSON."""
    if isinstance(reply, DocumentError):
        record: dict[str, Any] = {"error": [reply.kind, reply.message, reply.hint]}
    else:
        record = {
            "pages": [_page_to_json(page) for page in reply.pages],
            "titles": [reply.metadata_title, reply.heading_title, reply.first_line],
            "problems": [[p.kind, p.message, p.page] for p in reply.problems],
        }
    return json.dumps(record, allow_nan=False, separators=(",", ":")).encode("ascii")


def decode_reply(payload: bytes) -> Reply:
    """The reading or error of `encode_reply`. Raises BrokenWireError for anything else."""
    try:
        record = json.loads(payload, parse_constant=_refuse)
        if "error" in record:
            kind, message, hint = _strings(record["error"])
            return DocumentError(_kind(kind), message, hint)
        metadata_title, heading_title, first_line = _strings(record["titles"])
        return ReadDocument(
            pages=tuple(_page_from_json(page) for page in record["pages"]),
            metadata_title=metadata_title,
            heading_title=heading_title,
            first_line=first_line,
            problems=tuple(_problem(*problem) for problem in record["problems"]),
        )
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BrokenWireError(f"The worker sent no reading: {error!r:.200}") from error


def _page_to_json(page: Page) -> dict[str, Any]:
    return {
        "number": page.number,
        "label": page.label,
        "text": page.text,
        "blocks": [
            [b.kind, b.start, b.end, b.section, b.level, b.continues, b.sentences] for b in page.blocks
        ],
        "boxes": [v for b in page.boxes for v in (b.start, b.end, b.x0, b.y0, b.x1, b.y1)],
        "dropped": page.dropped,
        "size": [page.width, page.height],
    }


def _page_from_json(record: dict[str, Any]) -> Page:
    text = _string(record["text"])
    width, height = record["size"]
    return Page(
        number=_whole(record["number"]),
        label=_string(record["label"]),
        text=text,
        blocks=tuple(_block(len(text), *block) for block in record["blocks"]),
        boxes=tuple(_boxes(len(text), record["boxes"])),
        dropped=tuple(_strings(record["dropped"])),
        width=float(width),
        height=float(height),
    )


def _block(
    size: int,
    kind: object,
    start: int,
    end: int,
    section: list[object],
    level: int,
    continues: object,
    sentences: list[list[int]],
) -> Block:
    if not 0 <= start <= end <= size:
        raise ValueError("a block beyond the text")
    return Block(
        kind=_string(kind),
        start=_whole(start),
        end=_whole(end),
        section=tuple(_strings(section)),
        level=_whole(level),
        continues=bool(continues),
        sentences=tuple(_range(start, end, *pair) for pair in sentences),
    )


def _range(low: int, high: int, start: int, end: int) -> tuple[int, int]:
    if not low <= _whole(start) <= _whole(end) <= high:
        raise ValueError("a sentence beyond its block")
    return start, end


def _boxes(size: int, values: list[float]) -> Iterator[Box]:
    sixes = iter(values)
    for start, end, x0, y0, x1, y1 in zip(sixes, sixes, sixes, sixes, sixes, sixes, strict=True):
        if not (type(start) is type(end) is int and 0 <= start <= end <= size):
            raise ValueError("a box beyond the text")
        yield Box(start=start, end=end, x0=float(x0), y0=float(y0), x1=float(x1), y1=float(y1))


def _problem(kind: object, message: object, page: object) -> Problem:
    number = None if page is None else _whole(page)
    return Problem(file="", kind=_kind(_string(kind)), message=_string(message), page=number)


def _kind(kind: str) -> str:
    if kind not in PROBLEM_KINDS:
        raise ValueError(f"no kind of problem: {kind}")
    return kind


def _strings(values: list[object]) -> list[str]:
    return [_string(value) for value in values]


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"no text: {type(value)}")
    return value


def _whole(value: object) -> int:
    if type(value) is not int:
        raise TypeError(f"no whole number: {type(value)}")
    return value


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
