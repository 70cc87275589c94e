"""Running the project's own commands in fresh processes: wall time, peak memory, what they print."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psutil

from bench.data import ROOT

MEGABYTE = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One finished process: seconds of wall time and of processor time, peak resident megabytes.

    Processor time and memory are those of the process and its children together.
    """

    code: int
    seconds: float
    cpu: float
    megabytes: float
    stdout: str
    stderr: str

    def object(self) -> dict[str, Any]:
        """The JSON object printed. Raises RuntimeError when the command failed."""
        if self.code != 0:
            raise RuntimeError(f"exit code {self.code}: {self.stderr.strip()[-400:]}")
        parsed: dict[str, Any] = json.loads(self.stdout)
        return parsed


class _Peak(threading.Thread):
    """Adds up the resident memory of a process and its children ten times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._process = psutil.Process(pid)
        self.peak = 0

    def run(self) -> None:
        while True:
            try:
                family = [self._process, *self._process.children(recursive=True)]
                self.peak = max(self.peak, sum(one.memory_info().rss for one in family))
            except psutil.NoSuchProcess:
                if not self._process.is_running():
                    return
            time.sleep(0.1)


def python(arguments: Sequence[str], **environment: str) -> Run:
    """Runs this Python with `arguments` in the project's folder and waits for it."""
    env = {**os.environ, "PYTHONUTF8": "1", "TOOLKIT_QA_THREADS": "1", **environment}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began, used = time.perf_counter(), _children_cpu()
        process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=env, stdout=out, stderr=err)
        peak = _Peak(process.pid)
        peak.start()
        code = process.wait()
        seconds = time.perf_counter() - began
        cpu = _children_cpu() - used
        texts = [_read(out), _read(err)]
    return Run(
        code=code,
        seconds=seconds,
        cpu=cpu,
        megabytes=peak.peak / MEGABYTE,
        stdout=texts[0],
        stderr=texts[1],
    )


def _children_cpu() -> float:
    """Seconds of processor time of all children that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def _read(file: Any) -> str:
    file.seek(0)
    content: bytes = file.read()
    return content.decode("utf-8", "replace")


def toolkit_qa(*arguments: str) -> Run:
    """`python -m toolkit_qa …`."""
    return python(["-m", "toolkit_qa", *arguments])
