"""The render worker: `python -m ingest.draw` draws pages of PDF files, one request after the other.

PDFium is not thread-safe and meets hostile files, so it only ever runs in a process of its own.
Requests come on standard input and replies leave on standard output as frames: four bytes of length
(big-endian), then the body. Nothing is pickled.

    hello     {"ready": true}, once, when the worker can draw
    request   {"path", "page" (1-based), "scale" (pixels per point), "max_pixels"}
    reply     {"width", "height"} and then a frame with the PNG
              or {"kind", "message"} where the page cannot be drawn

The end of standard input ends the worker.
"""

from __future__ import annotations

import contextlib
import io
import json
import math
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from .errors import DocumentError

MAX_MESSAGE = 64 * 1024
MAX_PICTURE = 64 * 1024 * 1024
COMPRESSION = 3  # of PNG's 0 to 9: a tenth larger than 6 and a third faster on pages of text

Drawer = Callable[[str, int, float, int], tuple[bytes, int, int]]


def write_frame(stream: BinaryIO, body: bytes) -> None:
    """Writes one frame and hands it over at once."""
    stream.write(len(body).to_bytes(4, "big") + body)
    stream.flush()


def read_frame(stream: BinaryIO, limit: int) -> bytes | None:
    """One frame of at most `limit` bytes; None where the stream ended. Raises ValueError above the limit."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    size = int.from_bytes(head, "big")
    if size > limit:
        raise ValueError(f"a frame of {size:,} bytes, {limit:,} allowed")
    body = stream.read(size)
    return body if len(body) == size else None


def read_message(stream: BinaryIO) -> dict[str, Any] | None:
    """One frame as a JSON object; None where the stream ended. Raises ValueError if it is none."""
    body = read_frame(stream, MAX_MESSAGE)
    if body is None:
        return None
    message = json.loads(body.decode("utf-8"))
    if not isinstance(message, dict):
        raise ValueError("a frame that is no JSON object")
    return message


def write_message(stream: BinaryIO, message: Mapping[str, Any]) -> None:
    """Writes a JSON object as one frame."""
    write_frame(stream, json.dumps(message).encode("utf-8"))


def fitted_scale(width: float, height: float, scale: float, max_pixels: int) -> float:
    """`scale`, or less where a page of `width` × `height` points would have over `max_pixels` pixels."""
    pixels = width * height * scale * scale
    return scale if pixels <= max_pixels else scale * math.sqrt(max_pixels / pixels)


def draw_page(path: str, page: int, scale: float, max_pixels: int) -> tuple[bytes, int, int]:
    """Page `page` (1-based) as displayed, on white: PNG, width and height in pixels.

    Raises:
        DocumentError: The file or page cannot be drawn (`damaged`).
    """
    import pypdfium2 as pdfium  # only in the worker, and only once it draws

    try:
        with pdfium.PdfDocument(path) as document:
            if not 1 <= page <= len(document):
                raise DocumentError("damaged", f"The file has {len(document)} pages, page {page} is not one.")
            _init_forms(document)
            sheet = document[page - 1]
            width, height = sheet.get_size()
            if not (width > 0 and height > 0 and math.isfinite(width * height)):
                raise DocumentError("damaged", f"Page {page} has no size.")
            bitmap = sheet.render(scale=fitted_scale(width, height, scale, max_pixels))
            return _png(bitmap.to_pil())
    except (pdfium.PdfiumError, OSError, ValueError) as error:
        raise DocumentError("damaged", f"Page {page} cannot be drawn: {error}.") from error


def _init_forms(document: Any) -> None:
    """Lets the answers in form fields show, where the file has any; broken ones are passed over."""
    with contextlib.suppress(Exception):
        document.init_forms()


def _png(picture: Any) -> tuple[bytes, int, int]:
    """A Pillow picture as PNG with its size in pixels."""
    target = io.BytesIO()
    picture.convert("RGB").save(target, "PNG", compress_level=COMPRESSION)
    return target.getvalue(), picture.width, picture.height


def serve(requests: BinaryIO, replies: BinaryIO, draw: Drawer = draw_page) -> None:
    """Answers requests until their stream ends."""
    write_message(replies, {"ready": True})
    while (request := read_message(requests)) is not None:
        _reply(request, replies, draw)


def _reply(request: Mapping[str, Any], replies: BinaryIO, draw: Drawer) -> None:
    """Draws what one request asks for and writes the reply."""
    try:
        png, width, height = draw(
            str(request["path"]), int(request["page"]), float(request["scale"]), int(request["max_pixels"])
        )
    except DocumentError as error:
        write_message(replies, {"kind": error.kind, "message": error.message[:500]})
    except MemoryError:
        write_message(replies, {"kind": "too_large", "message": "The page needs more memory than allowed."})
    else:
        write_message(replies, {"width": width, "height": height})
        write_frame(replies, png)


def limit_memory(megabytes: int) -> None:
    """Caps the address space of this process, where the system can do that."""
    try:
        import resource
    except ImportError:  # Windows
        return
    size = megabytes * 1_000_000
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    capped = size if hard == resource.RLIM_INFINITY else min(size, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (capped, hard))
    except (OSError, ValueError):  # macOS knows the limit but does not always take it
        return


def main(arguments: list[str]) -> None:
    """Entry of the worker process; the one argument is the memory allowed, in megabytes."""
    limit_memory(int(arguments[0]))
    # What a library prints must not end up between the frames.
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main(sys.argv[1:])
