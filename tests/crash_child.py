"""Builds that are killed: `python -m tests.crash_child STORE CORPUS`, driven by tests/test_index_crash.py.

A server with everything imported forks one child an order, so that a build costs a fraction of a
second. An order is a JSON line: `{}` builds and prunes to the end, with `{"activate": false}` without
activating; `{"phase", "at"}` lets the child end
itself by SIGKILL at that disk operation of that phase; `{"after"}` has it killed after so many seconds.
The answer is `{"code", "seconds", "events", "version", "leftovers"}`: the code of `waitpid`, how long it
took, and, if it came to that, how many disk operations there were by phase, the version built, and what
temporary files there were after building and after pruning.

Disk operations are all that change what a reader or the next build finds: opening a file for writing,
each third of what is written, renaming, deleting, making folders. Between two of them the disk is as
it was, whenever the blow falls.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from index import files
from index.build import READ, build
from index.pruning import prune
from tests.fakes import FakeEmbedder, FakeReadingPool

PHASES = ("read", "write", "rename", "pointer", "prune")
CHANGES = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.unlink")


class Blow:
    """Counts disk operations by phase and strikes at the one ordered."""

    def __init__(self, store: Path, phase: str, at: int) -> None:
        self.events: Counter[str] = Counter()
        self.stage = READ
        self._store, self._phase, self._at = str(store), phase, at

    def stage_is(self, stage: str, done: int, total: int) -> None:
        self.stage = stage

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An audit hook: every library's file operations come by here, before they happen."""
        if event == "open":
            path, _, flags = arguments
            if isinstance(path, str) and flags & (os.O_WRONLY | os.O_RDWR):
                self.seen(path, "open")
        elif event in CHANGES:
            self.seen(str(arguments[0]), event)

    def seen(self, path: str, event: str) -> None:
        if not path.startswith(self._store) and "/" in path:
            return
        phase = self._phase_of(Path(path).name, event)
        if (phase, self.events[phase]) == (self._phase, self._at):
            os.kill(os.getpid(), signal.SIGKILL)
        self.events[phase] += 1

    def _phase_of(self, name: str, event: str) -> str:
        if self.stage == "prune":
            return "prune"
        if name == "current" or name.endswith("-current"):
            return "pointer"
        if event == "os.rename":
            return "rename"
        return "read" if self.stage == READ else "write"


def torn(real: Callable[..., None], blow: Blow) -> Callable[..., None]:
    """`files.write` in three parts, each of them a disk operation."""

    def write(path: Path, data: bytes, **options: Any) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        third = len(data) // 3
        with path.open("wb") as file:
            for part in (data[:third], data[third : 2 * third]):
                file.write(part)
                file.flush()
                blow.seen(str(path), "write")
        real(path, data, **options)

    return write


def run(store: Path, corpus: Path, order: dict[str, Any], answer: int) -> None:
    """Builds, activates and prunes; tells what happened on the descriptor `answer`."""
    blow = Blow(store, order.get("phase", ""), order.get("at", -1))
    import index.build

    index.build.ReadingPool = lambda limits: FakeReadingPool([], limits)  # type: ignore[assignment]
    files.write = torn(files.write, blow)
    sys.addaudithook(blow.hook)
    report = build(
        [corpus],
        store=store,
        embedder=FakeEmbedder(),
        progress=blow.stage_is,
        activate=order.get("activate", True),
    )
    left = leftovers(store)
    blow.stage = "prune"
    prune(store, 2)
    told = {"version": report.version, "events": blow.events, "leftovers": [*left, *leftovers(store)]}
    os.write(answer, json.dumps(told).encode())


def leftovers(store: Path) -> list[str]:
    """What is in the store for a moment only."""
    found = [path for path in store.rglob("*") if path.name.startswith("tmp-") or path.name == "builder"]
    return [path.relative_to(store).as_posix() for path in found]


def serve(store: Path, corpus: Path) -> None:
    """One child an order, until standard input ends."""
    say(torch="torch" in sys.modules)
    for line in sys.stdin:
        order = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.close(reading)
                run(store, corpus, order, writing)
                code = 0
            finally:
                os._exit(code)
        os.close(writing)
        began = time.monotonic()
        if "after" in order:
            time.sleep(order["after"])
            os.kill(child, signal.SIGKILL)  # ours, and not yet waited for
        with os.fdopen(reading, "rb") as pipe:
            told = json.loads(pipe.read() or b"{}")
        _, status = os.waitpid(child, 0)
        seconds = time.monotonic() - began
        say(code=os.waitstatus_to_exitcode(status), seconds=seconds, **told)


def say(**told: Any) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), Path(sys.argv[2]))
