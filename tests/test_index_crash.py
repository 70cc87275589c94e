"""A build that is killed at any moment leaves a store that serves, whole, the old or the new version."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index.store import Store
from index.version import open_version
from index.versions import verify
from tests.conftest import ROOT
from tests.crash_child import PHASES

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills by SIGKILL, forks to be quick")

KILLS = {"any": 20, "read": 25, "write": 60, "rename": 35, "pointer": 25, "prune": 35}


class Process:
    """A child of the tests that takes lines and gives lines."""

    def __init__(self, module: str, *arguments: Path) -> None:
        command = [sys.executable, "-m", module, *map(str, arguments)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )

    def read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def order(self, **order: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        told: dict[str, Any] = json.loads(self.read())
        return told

    def end(self) -> str:
        output, _ = self._process.communicate(timeout=60)
        return output

    def close(self) -> None:
        with self._process:
            self._process.kill()


@pytest.fixture
def start() -> Iterator[Callable[..., Process]]:
    """Starts children, which are ended with the test."""
    with contextlib.ExitStack() as started:

        def run(module: str, *arguments: Path) -> Process:
            process = Process(module, *arguments)
            started.callback(process.close)
            return process

        yield run


@pytest.fixture
def builder(small_corpus: Path, tmp_path: Path, start: Callable[..., Process]) -> Process:
    """The server of builds on the small corpus, after two complete builds; it never imports torch."""
    process = start("tests.crash_child", tmp_path / "store", small_corpus)
    assert json.loads(process.read())["torch"] is False
    for number in (-2, -1):
        edit(small_corpus, number)
        assert process.order()["code"] == 0
    return process


def edit(corpus: Path, number: int) -> None:
    """The next edition: one document gets another rule, one comes and goes."""
    text = f"# Custody rules\n\n## Records\n\nRule {number} holds. No entry is deleted.\n"
    (corpus / "custody.md").write_text(text, encoding="utf-8")
    extra = corpus / "extra.txt"
    if number % 2:
        extra.write_text(f"Extra\n\nNote {number} is read aloud.\n", encoding="utf-8")
    else:
        extra.unlink(missing_ok=True)


def moments(dice: random.Random, whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Orders to kill, without end: so many a phase as `KILLS` says, at a moment drawn within it."""
    while True:
        phases = [phase for phase, share in KILLS.items() for _ in range(share)]
        dice.shuffle(phases)
        for phase in phases:
            if phase == "any":
                yield {"after": dice.uniform(0, whole["seconds"])}
            else:
                yield {"phase": phase, "at": dice.randrange(whole["events"][phase])}


def test_two_hundred_kills(
    builder: Process, small_corpus: Path, tmp_path: Path, start: Callable[..., Process]
) -> None:
    """The moments are drawn by seed over all phases; another process asks all the while."""
    store, wanted = tmp_path / "store", sum(KILLS.values())
    reader = start("tests.crash_reader", store)
    assert reader.read() == "asking\n"
    edit(small_corpus, -3)
    whole = builder.order()
    assert set(whole["events"]) == set(PHASES)
    killed, served = 0, Counter[bool]()
    for number, moment in enumerate(moments(random.Random(20), whole)):
        if killed == wanted:
            break
        edit(small_corpus, number)
        old = Store(store).current_id()
        killed += builder.order(**moment)["code"] == -signal.SIGKILL
        serving = open_version(store).version_id
        assert verify(store) == ()
        done = builder.order()
        assert (done["code"], done["leftovers"]) == (0, [])
        assert serving in (old, done["version"]), moment
        served[serving == old] += 1
        assert open_version(store).version_id == done["version"]
        assert verify(store) == ()
    assert number < 1.5 * wanted
    assert min(served.values()) > wanted / 8, served
    heard = json.loads(reader.end())
    assert heard["faults"] == []
    assert heard["asked"] > wanted
    assert heard["longest"] < 10
