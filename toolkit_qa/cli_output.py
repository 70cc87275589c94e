"""How the command line speaks: one JSON object or readable text, progress on standard error."""

from __future__ import annotations

import io
import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from ingest.errors import InputError

from .log import set_up_logging
from .settings import DATA_FOLDER, Settings, read_settings

StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store", help="Folder of the built versions.", show_default="TOOLKIT_QA_STORE, else index/store"
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
VersionOption = Annotated[
    str | None, typer.Option("--version", help="Id of another version than the one that serves.")
]

LINES_A_SECOND = 10
STAGES = {"read": "Reading documents", "split": "Cutting passages", "embed": "Embedding", "write": "Writing"}
STAGES |= {"ask": "Answering", "lookup": "Looking up"}
STAGES |= {"evaluate": "Asking", "against": "Asking the other version"}
STAGES |= {"pages": "Looking for the official documents", "documents": "Fetching them"}
STAGES |= {"rehearse": "Asking both versions"}
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Tell(Protocol):
    """Takes progress: the stage, how many are done, how many there are."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Common:
    """What every command is given: the settings in force and how to speak."""

    settings: Settings
    json: bool

    @property
    def store(self) -> Path:
        return self.settings.store


def common(ctx: typer.Context, store: Path | None, as_json: bool) -> Common:
    """The options of a command, those given to the group before it included; logging is set up."""
    outer = ctx.parent.obj if ctx.parent is not None else None
    if isinstance(outer, Common):
        store, as_json = store or outer.store, as_json or outer.json
    settings = read_settings(store=store)
    set_up_logging(settings.log_level, DATA_FOLDER / "log")
    return Common(settings=settings, json=as_json)


def speak_utf8() -> None:
    """Writes UTF-8 on every system, whatever the terminal's code page."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def print_json(data: object) -> None:
    """The one JSON object of a command, on standard output."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, allow_nan=False) + "\n")
    sys.stdout.flush()


def print_error(text: str) -> None:
    """One line on standard error."""
    sys.stderr.write(safe(" ".join(text.split())) + "\n")
    sys.stderr.flush()


def print_text(text: str = "", *, style: str = "", indent: int = 0) -> None:
    """Text as it stands: no markup, no wrapping, control characters shown as a dot."""
    shown = "\n".join(" " * indent + line for line in safe(text).split("\n"))
    if style and sys.stdout.isatty():
        _out().print(shown, style=style)
    else:
        sys.stdout.write(shown + "\n")  # rich would turn tabs into spaces


def print_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table; as wide as it needs when standard output is no terminal."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(safe(str(cell)) for cell in row))
    _out(wide=True).print(table)


def write_file(path: Path, data: bytes) -> None:
    """Writes a file. Raises InputError when it cannot be written."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise unusable(path, "written", error) from error


def print_file(data: bytes, format_name: str, *, as_json: bool) -> None:
    """A file shown instead of written. Raises InputError for one that is no text."""
    if format_name == "docx":
        raise InputError("A Word document cannot be shown here.", "Name a file with --out.")
    text = data.decode("utf-8-sig")
    if as_json:
        print_json(json.loads(text) if format_name == "json" else {"text": text})
    else:
        print_text(text.replace("\r\n", "\n").removesuffix("\n"))


def unusable(path: Path, verb: str, error: OSError) -> InputError:
    """The error for a file that cannot be `read` or `written`."""
    return InputError(f"The file '{path}' cannot be {verb} ({error.strerror}).", "Name another.")


def safe(text: str) -> str:
    """Text of a document or a user, harmless on a terminal: no control or direction characters."""
    return _CONTROLS.sub("·", text)


@contextmanager
def progress(as_json: bool) -> Iterator[Tell]:
    """Where progress goes: a bar on a terminal, else JSON lines when `as_json`, else nothing."""
    if sys.stderr.isatty():
        with _bar() as bar:
            yield _on(bar)
    elif as_json:
        yield _JsonLines()
    else:
        yield _silent


class _JsonLines:
    """`{"stage","done","total"}` a line: the first and last of a stage, between them ten a second."""

    def __init__(self) -> None:
        self._stage = ""
        self._written = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage == self._stage and done < total and now - self._written < 1 / LINES_A_SECOND:
            return
        self._stage, self._written = stage, now
        sys.stderr.write(json.dumps({"stage": stage, "done": done, "total": total}) + "\n")
        sys.stderr.flush()


def _bar() -> Progress:
    columns: tuple[Any, ...] = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=Console(stderr=True))


def _on(bar: Progress) -> Tell:
    tasks: dict[str, Any] = {}

    def tell(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bar.add_task(STAGES.get(stage, stage), total=total)
        bar.update(tasks[stage], completed=done, total=total)

    return tell


def _silent(stage: str, done: int, total: int) -> None:
    """Standard error is a file and nobody asked for progress."""


def _out(wide: bool = False) -> Console:
    """Standard output as it is now (tests replace it)."""
    width = 200 if wide and not sys.stdout.isatty() else None
    return Console(
        file=sys.stdout, markup=False, highlight=False, emoji=False, soft_wrap=not wide, width=width
    )
