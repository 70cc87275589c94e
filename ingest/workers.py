"""A small pool of processes that read documents, so that no file can harm the program.

Each worker is a fresh interpreter running `ingest.worker` (nothing is forked, and the program's own
main module is never run again). Workers are reused from file to file and replaced when they die
(`crashed`), overrun the time for one file (`timed_out`) or have grown too large.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

from .errors import DocumentError, ToolkitError
from .limits import Limits
from .problems import with_file
from .records import ReadDocument
from .sources import SourceFile
from .wire import DOCX, MARKDOWN, TEXT, BrokenWireError, Reply, decode_reply, read_frame, write_frame
from .worker import RETIRES

ROOT = Path(__file__).resolve().parent.parent
WORKER = "ingest.worker"
START_SECONDS = 60.0
BATCH_FILES, BATCH_BYTES = 100, 1_000_000  # small files share a message; one message a file costs more
AHEAD = 16  # batches read ahead of the one that is waited for

Outcome = tuple[SourceFile, Reply]


class WorkerDiedError(Exception):
    """The worker ended before it had answered; `reason` is the problem to report for the file."""

    def __init__(self, reason: DocumentError) -> None:
        self.reason = reason
        super().__init__(str(reason))


class Worker:
    """One reading process. Not for use by several threads at once.

    Raises:
        ToolkitError: The process does not start.
    """

    def __init__(self, limits: Limits, module: str = WORKER) -> None:
        self._limits = limits
        self._overran = threading.Event()
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, json.dumps(asdict(limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=os.environ | {"PYTHONUTF8": "1"},
        )
        self._requests = cast("BinaryIO", self._process.stdin)
        self._replies = cast("BinaryIO", self._process.stdout)
        try:
            with self._watched(START_SECONDS):
                read_frame(self._replies)
        except BrokenWireError as error:
            self.kill()
            raise ToolkitError(
                "The process that reads documents does not start.", "Run: python -m toolkit_qa doctor"
            ) from error

    @property
    def pid(self) -> int:
        return self._process.pid

    def read(self, files: Sequence[tuple[str, bytes]]) -> Iterator[Reply]:
        """The replies for `files` (kind and bytes), in order; fewer when the worker retires meanwhile.

        Raises:
            WorkerDiedError: The worker died or was killed on the file after the last reply.
        """
        try:
            with self._watched(self._limits.seconds):
                self._send(files)
            for _ in files:
                with self._watched(self._limits.seconds):
                    retires = read_frame(self._replies) == RETIRES
                    payload = read_frame(self._replies)
                yield decode_reply(payload)
                if retires:
                    self.kill()
                    return
        except (BrokenWireError, OSError) as error:
            self.kill()
            raise WorkerDiedError(self._reason()) from error

    def kill(self) -> None:
        """Ends the process and waits for its end; safe to call again, and from another thread."""
        self._process.kill()
        self._process.wait()
        for stream in (self._requests, self._replies):
            with contextlib.suppress(OSError, ValueError):
                stream.close()

    @property
    def alive(self) -> bool:
        return not self._overran.is_set() and self._process.poll() is None

    def _send(self, files: Sequence[tuple[str, bytes]]) -> None:
        write_frame(self._requests, json.dumps([kind for kind, _ in files]).encode())
        for _, data in files:
            write_frame(self._requests, data)
        self._requests.flush()

    @contextlib.contextmanager
    def _watched(self, seconds: float) -> Iterator[None]:
        """Kills the process when the block takes longer than `seconds`."""
        timer = threading.Timer(seconds, self._overrun)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _overrun(self) -> None:
        self._overran.set()
        self._process.kill()

    def _reason(self) -> DocumentError:
        if self._overran.is_set():
            return DocumentError(
                "timed_out",
                f"Reading the file took longer than {self._limits.seconds:g} seconds.",
                "Split the file, or raise the reading limits in the settings.",
            )
        return DocumentError(
            "crashed",
            "The reader crashed on this file.",
            "Open it in its own program and save it as a new PDF.",
        )


class ReadingPool:
    """Reads files in worker processes. Use it in a `with` block: leaving it ends the processes.

    Args:
        limits: What one file may take.
        processes: How many files are read at a time; by default two, or one on a single processor.
        module: What the processes run; tests put one that misbehaves in its place.
    """

    def __init__(self, limits: Limits, processes: int | None = None, module: str = WORKER) -> None:
        self.limits = limits
        self._module = module
        self.processes = processes or min(2, os.cpu_count() or 1)
        self._idle: queue.LifoQueue[Worker] = queue.LifoQueue()
        self._workers: set[Worker] = set()
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends all processes, also those in the middle of a file."""
        with self._lock:
            self._closed = True
            workers, self._workers = self._workers, set()
        for worker in workers:
            worker.kill()

    def read_all(self, files: Iterable[SourceFile]) -> Iterator[Outcome]:
        """Every file with its reading or the error it ended in, in the order given.

        Raises:
            ToolkitError: No reading process can be started.
        """
        pending: deque[Future[list[Outcome]]] = deque()
        finished = False
        with ThreadPoolExecutor(self.processes, thread_name_prefix="reading") as threads:
            try:
                for batch in _batches(files):
                    pending.append(threads.submit(self._read_batch, batch))
                    if len(pending) > AHEAD:
                        yield from pending.popleft().result()
                while pending:
                    yield from pending.popleft().result()
                finished = True
            finally:
                for future in pending:
                    future.cancel()
                if not finished:  # interrupted: do not wait for files that nobody wants any more
                    self.close()

    def _read_batch(self, batch: Sequence[SourceFile]) -> list[Outcome]:
        loaded = [self._load(file) for file in batch]
        readable = [
            (file.kind, data) for file, data in zip(batch, loaded, strict=True) if isinstance(data, bytes)
        ]
        replies = iter(self._replies(readable))
        return [
            (file, _named(next(replies) if isinstance(data, bytes) else data, file.file))
            for file, data in zip(batch, loaded, strict=True)
        ]

    def _load(self, file: SourceFile) -> bytes | DocumentError:
        """The file's bytes, if they are still those that were found."""
        try:
            self.limits.check_size(file.size)
            data = file.path.read_bytes()
        except DocumentError as error:
            return error
        except OSError as error:
            reason = error.strerror or type(error).__name__
            return DocumentError("damaged", f"The file cannot be opened: {reason}.", "Check its permissions.")
        if hashlib.sha256(data).hexdigest() != file.sha256:
            return DocumentError("damaged", "The file changed while it was being read.", "Build again.")
        return data

    def _replies(self, files: Sequence[tuple[str, bytes]]) -> list[Reply]:
        """A reply for every file. A file that ends two workers is answered for; the rest go to another."""
        replies: list[Reply] = []
        suspect = -1  # the file on which a worker died once: that may have had another reason
        while len(replies) < len(files):
            worker = self._take()
            try:
                for reply in worker.read(files[len(replies) :]):
                    replies.append(reply)  # noqa: PERF402 (what came before a death is kept)
            except WorkerDiedError as death:
                if death.reason.kind == "timed_out" or suspect == len(replies):
                    replies.append(death.reason)
                else:
                    suspect = len(replies)
            finally:
                self._give_back(worker)
        return replies

    def _take(self) -> Worker:
        while True:
            try:
                worker = self._idle.get_nowait()
            except queue.Empty:
                break
            if worker.alive:
                return worker
            self._give_back(worker)
        return self._start()

    def _start(self) -> Worker:
        worker = Worker(self.limits, self._module)
        with self._lock:
            closed = self._closed
            if not closed:
                self._workers.add(worker)
        if closed:
            worker.kill()
            raise ToolkitError("Reading was stopped.")
        return worker

    def _give_back(self, worker: Worker) -> None:
        if worker.alive:
            self._idle.put(worker)
        else:
            worker.kill()
            with self._lock:
                self._workers.discard(worker)


def _batches(files: Iterable[SourceFile]) -> Iterator[list[SourceFile]]:
    """Small plain files together, every other file alone; the order is kept."""
    batch: list[SourceFile] = []
    size = 0
    for file in files:
        small = file.kind in (MARKDOWN, TEXT, DOCX) and file.size < BATCH_BYTES // 10
        if batch and (not small or len(batch) >= BATCH_FILES or size + file.size > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        if small:
            batch.append(file)
            size += file.size
        else:
            yield [file]
    if batch:
        yield batch


def _named(reply: Reply, name: str) -> Reply:
    """The reply with the file's name in its problems, which the reader does not know."""
    if isinstance(reply, ReadDocument) and reply.problems:
        return replace(reply, problems=tuple(with_file(problem, name) for problem in reply.problems))
    return reply
