"""Tables: printed on the terminal, kept as JSON, and put into docs/BENCH.md between their markers."""

from __future__ import annotations

import json
import platform
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table as RichTable

HEAD = """# Figures

Made by `make bench` (one part alone: with `ONLY=` and its name), never by hand. Times are ratios
within one run wherever that is possible, because machines differ and are noisy.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """One table of figures. `name` is what `--only` takes; `notes` stand below it, one line each."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


# Given its name, makes a table and the details that go into its JSON file.
Measure = Callable[[str], tuple[Table, object]]


def to_markdown(table: Table) -> str:
    """The table as a section of docs/BENCH.md, with the command that makes it."""
    lines = [f"## {table.title}", "", f"`make bench ONLY={table.name}`", ""]
    lines += [_row(table.columns), _row(("---",) * len(table.columns))]
    lines += [_row(row) for row in table.rows]
    if table.notes:
        lines += ["", *(f"- {_cell(note)}" for note in table.notes)]
    return "\n".join(lines)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").split())


def print_table(table: Table, console: Console) -> None:
    """The table on the terminal."""
    drawn = RichTable(*table.columns, title=table.title, title_justify="left")
    for row in table.rows:
        drawn.add_row(*row)
    console.print(drawn, markup=False)
    for note in table.notes:
        console.print(f"  {note}", markup=False, highlight=False)


def write_json(table: Table, details: object, folder: Path) -> None:
    """`NAME.json` in `folder`: the table and all that it was made from."""
    folder.mkdir(parents=True, exist_ok=True)
    content = {"table": asdict(table), "machine": machine(), "details": details}
    path = folder / f"{table.name.replace('/', '-')}.json"
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def machine() -> dict[str, str]:
    """What the figures were made on."""
    return {"python": platform.python_version(), "system": platform.system(), "machine": platform.machine()}


def merge(document: str, table: Table) -> str:
    """`document` (docs/BENCH.md) with the section of `table` replaced or added, the others kept."""
    text = document if document.startswith("# ") else HEAD
    section = f"<!-- table: {table.name} -->\n{to_markdown(table)}\n<!-- end: {table.name} -->"
    name = re.escape(table.name)
    old = re.compile(rf"<!-- table: {name} -->.*?<!-- end: {name} -->", re.DOTALL)
    if old.search(text):
        return old.sub(lambda _: section, text)
    return f"{text.rstrip()}\n\n{section}\n"
