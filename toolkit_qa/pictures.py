"""Page pictures for the browser: a client of the one render worker, and a disk cache of what it drew.

`PagePictures` may be used by any number of threads: the worker draws one page at a time, a page is
drawn once, and a worker that dies is replaced. A page that overran its time or killed the worker is
remembered for a while, so that showing it again does not cost the same wait again.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from ingest.draw import MAX_PICTURE, read_frame, read_message, write_message
from ingest.errors import DocumentError

log = logging.getLogger(__name__)

PROJECT = Path(__file__).resolve().parent.parent
PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_END = b"IEND\xaeB`\x82"
ATTEMPTS = 3  # a worker may be killed for reasons that are not the page's
REMEMBERED_FAILURES = 200
REMEMBERED_SECONDS = 300.0


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawLimits:
    """What drawing one page may take.

    `seconds` is wall time per page, `start_seconds` that of starting the worker, `memory_mb` the
    worker's address space (only where the system enforces it), `pixels` the size of a picture,
    `cache_mb` the size of all pictures kept on disk.
    """

    seconds: float = 10.0
    start_seconds: float = 60.0
    memory_mb: int = 1_500
    pixels: int = 6_000_000
    cache_mb: int = 300


class WorkerDiedError(Exception):
    """The render worker ended in the middle of a request."""


class RenderWorker:
    """One child process `python -m ingest.draw`. Not thread-safe: `PagePictures` holds the lock."""

    def __init__(self, limits: DrawLimits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process number of the running worker, or None."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def draw(self, path: Path, page: int, scale: float) -> bytes:
        """One page as PNG.

        Raises:
            DocumentError: The page cannot be drawn, or not in time (`timed_out`).
            WorkerDiedError: The worker ended without a reply.
        """
        process = self._running()
        request = {"path": str(path), "page": page, "scale": scale, "max_pixels": self._limits.pixels}
        with self._deadline(process, self._limits.seconds) as overrun:
            png = self._exchange(process, request)
        if png is not None:
            return png
        self.stop()
        if overrun.is_set():
            raise DocumentError(
                "timed_out", f"Page {page} was not drawn within {self._limits.seconds:g} seconds."
            )
        raise WorkerDiedError

    def stop(self) -> None:
        """Ends the worker, if one runs."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        process.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        """The worker process, started if there is none. Raises WorkerDiedError if it does not come up."""
        if self.pid is not None:
            return cast("subprocess.Popen[bytes]", self._process)
        self.stop()
        process = subprocess.Popen(
            [sys.executable, "-m", "ingest.draw", str(self._limits.memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=PROJECT,
            close_fds=True,
        )
        self._process = process
        with self._deadline(process, self._limits.start_seconds):
            ready = _message(process.stdout)
        if not ready:
            self.stop()
            raise WorkerDiedError
        return process

    def _exchange(self, process: subprocess.Popen[bytes], request: dict[str, object]) -> bytes | None:
        """Sends the request and reads the reply: the PNG, or None where the worker ended."""
        try:
            write_message(_binary(process.stdin), request)
        except OSError:
            return None
        reply = _message(process.stdout)
        if reply is not None and "kind" in reply:
            raise DocumentError(str(reply["kind"]), str(reply["message"]))
        return None if reply is None else _picture(process.stdout)

    @contextlib.contextmanager
    def _deadline(self, process: subprocess.Popen[bytes], seconds: float) -> Iterator[threading.Event]:
        """Kills `process` after `seconds`; yields an event that says whether that happened."""
        overrun = threading.Event()

        def end() -> None:
            overrun.set()
            process.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield overrun
        finally:
            timer.cancel()


class PagePictures:
    """Pictures of pages, drawn on demand and kept on disk by (file sha256, page, scale)."""

    def __init__(self, cache: Path, limits: DrawLimits | None = None) -> None:
        """`cache` is the folder the pictures are kept in; it is made when the first one is written."""
        self._cache = cache
        self._limits = limits or DrawLimits()
        self._worker = RenderWorker(self._limits)
        self._lock = threading.Lock()
        self._failures: dict[Path, tuple[float, DocumentError]] = {}
        self._written = 0

    @property
    def worker_pid(self) -> int | None:
        """The process number of the running worker, or None."""
        return self._worker.pid

    def page(self, source: Path, sha256: str, page: int, *, scale: float = 2.0) -> bytes:
        """Page `page` (1-based) of the PDF file `source` as PNG, `scale` pixels per point.

        Raises:
            DocumentError: The page cannot be drawn: `damaged`, `too_large`, `timed_out`, `crashed`.
        """
        kept = self._cache / sha256[:2] / f"{sha256}-{page}-{scale:g}.png"
        if (png := _read_kept(kept)) is not None:
            return png
        with self._lock:
            if (png := _read_kept(kept)) is not None:  # drawn by another thread meanwhile
                return png
            self._raise_remembered(kept)
            png = self._drawn(kept, source, page, scale)
            self._keep(kept, png)
        return png

    def close(self) -> None:
        """Ends the worker. The object can still be used: the next page starts another."""
        with self._lock:
            self._worker.stop()

    def _drawn(self, kept: Path, source: Path, page: int, scale: float) -> bytes:
        """Draws with a fresh worker where one died; remembers what failed."""
        error = DocumentError("crashed", f"Page {page} cannot be drawn: the drawing process ended each time.")
        for _ in range(ATTEMPTS):
            try:
                return self._worker.draw(source, page, scale)
            except WorkerDiedError:
                log.warning("the render worker ended while drawing a page; it is started again")
            except DocumentError as refused:
                error = refused
                break
        while len(self._failures) >= REMEMBERED_FAILURES:
            self._failures.pop(next(iter(self._failures)))
        self._failures[kept] = (time.monotonic(), error)
        raise error

    def _raise_remembered(self, kept: Path) -> None:
        """Raises the error with which the same page failed a short while ago."""
        when, error = self._failures.get(kept, (0.0, None))
        if error is not None and time.monotonic() - when < REMEMBERED_SECONDS:
            raise DocumentError(error.kind, error.message, error.hint)

    def _keep(self, kept: Path, png: bytes) -> None:
        """Writes a picture into the cache; a full or read-only disk only costs drawing it again."""
        aside = kept.with_name(f"{kept.name}.{os.getpid()}.part")
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(png)
            aside.replace(kept)
        except OSError as error:
            log.warning("a page picture could not be kept: %s", error)
            return
        self._written += 1
        if self._written % 50 == 1:
            prune_cache(self._cache, self._limits.cache_mb * 1_000_000)


def prune_cache(folder: Path, most: int) -> None:
    """Deletes the oldest pictures until the folder holds at most `most` bytes."""
    found = []
    for path in folder.glob("*/*.png"):
        with contextlib.suppress(OSError):
            found.append((path.stat(), path))
    size = sum(state.st_size for state, _ in found)
    for state, path in sorted(found, key=lambda item: item[0].st_mtime_ns):
        if size <= most:
            return
        with contextlib.suppress(OSError):
            path.unlink()
            size -= state.st_size


def _read_kept(path: Path) -> bytes | None:
    """A whole PNG from the cache, or None."""
    try:
        png = path.read_bytes()
    except OSError:
        return None
    return png if png.startswith(PNG_START) and png.endswith(PNG_END) else None


def _binary(stream: IO[bytes] | None) -> BinaryIO:
    return cast("BinaryIO", stream)


def _message(stream: IO[bytes] | None) -> dict[str, object] | None:
    """A message of the worker; None where it ended or wrote something else."""
    try:
        return read_message(_binary(stream))
    except (OSError, ValueError):
        return None


def _picture(stream: IO[bytes] | None) -> bytes | None:
    """The picture after a reply; None where the worker ended or wrote something else."""
    try:
        png = read_frame(_binary(stream), MAX_PICTURE)
    except (OSError, ValueError):
        return None
    return png if png is not None and png.startswith(PNG_START) else None
