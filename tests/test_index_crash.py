"""A build that is killed at any moment leaves a store that serves, whole, the old or the new version."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from index.store import Store
from index.version import open_version
from index.versions import activate, verify
from tests import ROOT
from tests.crash_child import PHASES, leftovers

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


def test_another_process_notices_a_switch_within_a_second(
    builder: Process, small_corpus: Path, tmp_path: Path, start: Callable[..., Process]
) -> None:
    store = tmp_path / "store"
    reader = start("tests.crash_reader", store)
    assert json.loads(reader.read())["version"] == Store(store).current_id()
    waited = []
    for number in range(5):
        edit(small_corpus, number)
        version = builder.order(activate=False)["version"]
        began = time.time()
        activate(store, version)
        heard = json.loads(reader.read())
        assert heard["version"] == version
        waited.append(heard["at"] - began)
    assert min(waited) > 0
    assert sorted(waited)[2] < 1, waited  # the median: the machine of the tests may be busy


@pytest.mark.model
def test_kills_of_the_real_program(small_corpus: Path, tmp_path: Path) -> None:
    """Five builds by the command line with the real model and its reading processes, killed by the clock."""
    store, dice = tmp_path / "store", random.Random(4)
    began = time.monotonic()
    run_build(small_corpus, store).wait()
    whole = time.monotonic() - began
    old = open_version(store).version_id
    for number in range(5):
        edit(small_corpus, number)
        process = run_build(small_corpus, store)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(dice.uniform(0.1, 1.0) * whole)
        children = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        process.kill()
        process.wait()
        assert psutil.wait_procs(children, timeout=30)[1] == []  # none goes on without its parent
        assert verify(store) == ()
    assert run_build(small_corpus, store).wait() == 0
    assert open_version(store).version_id != old
    assert verify(store) == ()
    assert leftovers(store) == []


def run_build(corpus: Path, store: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "toolkit_qa", "build", str(corpus), "--store", str(store)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


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
    assert json.loads(reader.read())["version"] == Store(store).current_id()
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
    heard = json.loads(reader.end().splitlines()[-1])
    assert heard["faults"] == []
    assert heard["asked"] > wanted
    assert heard["longest"] < 10
