"""Rehearsing for the browser app: in a thread behind the page, its progress read as it goes.

A thread and not a child process, for the model that answers the page is used: it is loaded once.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.errors import ToolkitError

from .assistant import Assistant
from .gate import GateError, activate_checked, fits, rehearse_usual
from .rehearsal import Rehearsal

log = logging.getLogger(__name__)
MODEL, QUESTIONS = "model", "questions"
BROKE_DOWN = "The rehearsal broke down; data/log says where. What served before goes on serving."


@dataclass(frozen=True, kw_only=True, slots=True)
class RehearsalState:
    """How far the rehearsal of `version` is: `stage`, then `done` of `total` questions.

    `began` is of `time.monotonic`. In the end there is a `rehearsal`, or `error` says why not. `served` tells
    that the version was let serve by it.
    """

    version: str = ""
    running: bool = False
    stage: str = ""
    began: float = 0.0
    done: int = 0
    total: int = 0
    rehearsal: Rehearsal | None = None
    served: bool = False
    error: str = ""


class StoppedError(Exception):
    """The rehearsal was ended by `Rehearser.stop`."""


class Rehearser:
    """Rehearses versions of one store, one at a time. May be used by any number of threads."""

    def __init__(self, store: Path, margin: float) -> None:
        """`margin` is that of the gate."""
        self._store, self.margin = store, margin
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._state = RehearsalState()

    @property
    def state(self) -> RehearsalState:
        """How far the last rehearsal started is."""
        return self._state

    def known(self, version: str) -> Rehearsal | None:
        """The last rehearsal, if it was of `version` against what serves now."""
        found = self._state.rehearsal
        return found if found is not None and fits(found, self._store, version) else None

    def start(self, assistant: Assistant, version: str, *, then_serve: bool = False) -> None:
        """Rehearses `version` unless a rehearsal is running; lets it serve when the gate has nothing
        against it, where that is wanted."""
        with self._lock:
            if not self._state.running:
                self._stopping.clear()
                self._state = RehearsalState(
                    version=version, running=True, stage=MODEL, began=time.monotonic()
                )
                arguments = (assistant, version, then_serve)
                threading.Thread(target=self._run, args=arguments, name="rehearsal", daemon=True).start()

    def stop(self) -> None:
        """Ends a running rehearsal at its next question; nothing is changed by it."""
        self._stopping.set()

    def _run(self, assistant: Assistant, version: str, then_serve: bool) -> None:
        try:
            ended = self._rehearsed(assistant, version, then_serve)
        except StoppedError:
            ended = RehearsalState()
        except ToolkitError as error:
            ended = RehearsalState(version=version, error=str(error))
        except Exception:  # whatever happens, waiting pages must see an end
            log.exception("the rehearsal of version %s could not be run", version)
            ended = RehearsalState(version=version, error=BROKE_DOWN)
        self._state = ended

    def _rehearsed(self, assistant: Assistant, version: str, then_serve: bool) -> RehearsalState:
        assistant.warm()
        self._state = replace(self._state, stage=QUESTIONS, began=time.monotonic())
        found = rehearse_usual(assistant, "current", version, progress=self._tell)
        ended = RehearsalState(version=version, rehearsal=found)
        if then_serve:
            try:
                activate_checked(assistant, self._store, version, margin=self.margin, rehearsed=found)
            except GateError:
                return ended  # the page shows what speaks against it
            return replace(ended, served=True)
        return ended

    def _tell(self, done: int, total: int) -> None:
        if self._stopping.is_set():
            raise StoppedError
        self._state = replace(self._state, done=done, total=total)
