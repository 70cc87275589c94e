"""Building the index for the browser app: in a child process, its progress read as it goes.

The app builds only this way: worker processes started inside Streamlit would run `app.py` again.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

log = logging.getLogger(__name__)

PROJECT = Path(__file__).resolve().parent.parent
KEPT_LINES = 100
NO_REASON = "The build broke down; data/log says where. Run: python -m toolkit_qa doctor"


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildState:
    """How far a build is: `stage` as the command names it, `error` one sentence when it failed.

    `began` is of `time.monotonic`; `report` is the JSON object of the command once it is done.
    """

    running: bool = False
    began: float = 0.0
    stage: str = ""
    done: int = 0
    total: int = 0
    error: str = ""
    report: dict[str, Any] | None = None


class IndexBuilder:
    """Builds one store, one build at a time. May be used by any number of threads."""

    def __init__(self, store: Path, command: Sequence[str] | None = None) -> None:
        """`command` is run in place of this program's own `build`."""
        own = [sys.executable, "-m", "toolkit_qa", "build", "--json", "--store", str(store)]
        self._command = list(command or own)
        self._lock = threading.Lock()
        self._state = BuildState()
        self._process: subprocess.Popen[str] | None = None

    @property
    def state(self) -> BuildState:
        """How far the last build started is."""
        return self._state

    def start(self, options: Sequence[str] = ()) -> None:
        """Starts a build unless one is running; `options` are put behind the command."""
        with self._lock:
            if not self._state.running:
                self._state = BuildState(running=True, began=time.monotonic())
                command = [*self._command, *options]
                run = threading.Thread(target=self._run, args=(command,), name="index build", daemon=True)
                run.start()

    def stop(self) -> None:
        """Ends a running build; what served before goes on serving."""
        process = self._process
        if process is not None and process.poll() is None:
            process.terminate()

    def _run(self, command: Sequence[str]) -> None:
        try:
            self._state = self._built(command)
        except Exception as error:  # whatever happens, waiting pages must see an end
            log.exception("the build could not be run")
            self._state = BuildState(
                error=f"The build could not be started ({type(error).__name__}: {error})."
            )

    def _built(self, command: Sequence[str]) -> BuildState:
        """Runs the command and follows its progress to the end."""
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=PROJECT,
            env={**os.environ, "PYTHONUTF8": "1"},
            encoding="utf-8",
            errors="replace",
        ) as process:
            self._process = process
            # Both pipes are read at once, so that neither can fill up and hold the other.
            output: list[str] = []
            reader = threading.Thread(target=_read_all, args=(process.stdout, output), daemon=True)
            reader.start()
            said = self._follow(process.stderr)
            reader.join()
        if process.returncode == 0:
            return BuildState(report=_report("".join(output)))
        return BuildState(error=said or NO_REASON)

    def _follow(self, lines: IO[str] | None) -> str:
        """Takes progress from standard error; returns the sentence it ended with, if it was one."""
        said: list[str] = []
        for line in lines or ():
            progress = _progress(line)
            if progress is not None:
                self._state = replace(self._state, **progress)
            elif line.strip():
                said = [*said, line.rstrip()][-KEPT_LINES:]
        return _sentence(said)


def _sentence(lines: Sequence[str]) -> str:
    """The last line, unless a traceback was printed: that goes to the log and never to a user."""
    if not any(line.startswith("Traceback ") for line in lines):
        return lines[-1].strip() if lines else ""
    log.error("the build broke down:\n%s", "\n".join(lines))
    return ""


def _progress(line: str) -> dict[str, Any] | None:
    """`{"stage", "done", "total"}` of a progress line; None for any other line."""
    with contextlib.suppress(ValueError, TypeError, KeyError):
        data = json.loads(line)
        return {"stage": str(data["stage"]), "done": int(data["done"]), "total": int(data["total"])}
    return None


def _report(output: str) -> dict[str, Any]:
    """The JSON object on standard output; empty where it cannot be read."""
    with contextlib.suppress(ValueError):
        report = json.loads(output)
        if isinstance(report, dict):
            return report
    return {}


def _read_all(stream: IO[str] | None, into: list[str]) -> None:
    into.extend(stream or ())
