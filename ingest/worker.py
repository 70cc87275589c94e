"""The process that reads files, one after the other: `python -m ingest.worker LIMITS`.

LIMITS is JSON. A request on standard input is a frame with the kinds of its files (a JSON list),
then one frame of bytes a file; each file is answered on standard output by a frame saying whether
the worker goes on (b"+") or retires (b"-") after this file, and a frame with the reply of
`wire.encode_reply`. The process starts by sending an empty frame and ends with its standard input.
It imports a reader when the first file of its kind arrives.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from .errors import DocumentError
from .limits import Limits
from .records import ReadDocument
from .wire import (
    DOCX,
    MARKDOWN,
    OTHER,
    PDF,
    TEXT,
    BrokenWireError,
    Reply,
    encode_reply,
    read_frame,
    write_frame,
)

GOES_ON, RETIRES = b"+", b"-"
GRACE_SECONDS = 15  # the pool kills an overrunning worker; this is for a worker whose pool is gone
RETIRE_ABOVE = 0.5  # of the memory allowed: what a large file leaves behind is not held against the next


def read_file(kind: str, data: bytes, limits: Limits) -> Reply:
    """One file as read, or the DocumentError it ends in. Nothing else gets out, whatever the file holds."""
    try:
        limits.check_size(len(data))
        return _with_sentences(_read(kind, data, limits))
    except DocumentError as error:
        return error
    except MemoryError:
        return _out_of_memory(limits)
    except Exception as error:  # a defect of a reader costs one file, not the build
        return DocumentError(
            "crashed",
            f"The reader failed on this file ({type(error).__name__}).",
            "Open it in its own program and save it as a new PDF.",
        )


def _out_of_memory(limits: Limits) -> DocumentError:
    return DocumentError(
        "too_large",
        f"Reading the file takes more than {limits.memory_mb:,} MB of memory.",
        "Split the file, or raise the reading limits in the settings.",
    )


def _payload(kind: str, data: bytes, limits: Limits) -> bytes:
    try:
        return encode_reply(read_file(kind, data, limits))
    except MemoryError:
        return encode_reply(_out_of_memory(limits))


def _with_sentences(reading: ReadDocument) -> ReadDocument:
    from .sentences import with_sentences

    return replace(reading, pages=tuple(with_sentences(page) for page in reading.pages))


def _read(kind: str, data: bytes, limits: Limits) -> ReadDocument:
    """The readers are imported on use: text files never pay for the PDF libraries."""
    if kind == PDF or (kind == OTHER and b"%PDF-" in data[:1024]):
        from .pdf import read_pdf

        return read_pdf(data, limits)
    if kind == DOCX:
        from .docx_reader import read_docx

        return read_docx(data, limits)
    if kind == MARKDOWN:
        from .markdown_reader import read_markdown

        return read_markdown(data, limits)
    if kind == TEXT:
        from .plain import read_text

        return read_text(data, limits)
    raise DocumentError(
        "not_a_pdf",
        "The file is neither PDF, Markdown, text nor DOCX.",
        "Save it as one of these, or take it out of the folder.",
    )


def serve(requests: BinaryIO, replies: BinaryIO, limits: Limits) -> None:
    """Answers requests until their stream ends or the process has grown too large."""
    write_frame(replies, b"")
    replies.flush()
    while True:
        try:
            kinds = json.loads(read_frame(requests))
            files = [read_frame(requests) for _ in kinds]
        except BrokenWireError:
            return
        for kind, data in zip(kinds, files, strict=True):
            _set_alarm(limits.seconds + GRACE_SECONDS)
            payload = _payload(kind, data, limits)
            retires = _peak_memory_mb() > limits.memory_mb * RETIRE_ABOVE
            write_frame(replies, RETIRES if retires else GOES_ON)
            write_frame(replies, payload)
            replies.flush()
            _set_alarm(0)
            if retires:
                return


def _set_alarm(seconds: float) -> None:
    """Ends the process after `seconds` even inside a library, where the system has alarms; 0 calls it off."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _peak_memory_mb() -> float:
    """The most memory this process has used, or 0 where the system does not say.

    Linux counts in `ru_maxrss` what the program that started this process used at that moment, and
    that one may have a model loaded; `VmHWM` is this process's own.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1e3
    except (OSError, ValueError, IndexError):
        pass
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def _limit_process(limits: Limits) -> None:
    """Caps memory and forbids core dumps where the system can; Ctrl-C is the pool's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, limits.memory_mb * 1_000_000), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(what)[1]
        try:
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        except (ValueError, OSError):  # macOS refuses some
            continue


def main() -> None:
    limits = Limits(**json.loads(sys.argv[1]))
    _limit_process(limits)
    # What a library prints must not get between the frames.
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        serve(sys.stdin.buffer, replies, limits)
    except BrokenPipeError:
        os._exit(0)  # the pool is gone; nothing is left to be written


if __name__ == "__main__":
    main()
