"""`python -m bench [--only NAME]...`: measure, print, write bench/out/*.json and docs/BENCH.md."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Iterator

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")

from rich.console import Console

from bench import MODULES, tables
from bench.data import OUT, ROOT, shared_data

Measure = Callable[[], Iterator[tuple[tables.Table, object]]]

DOCUMENT = ROOT / "docs" / "BENCH.md"


def chosen(names: list[str] | None) -> tuple[str, ...]:
    """The modules named, or all. Exits with usage when a name is unknown."""
    unknown = sorted(set(names or ()) - set(MODULES))
    if unknown:
        sys.exit(f"no such table: {', '.join(unknown)}; there are: {', '.join(MODULES)}")
    return tuple(name for name in MODULES if not names or name in names)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", action="append", metavar="NAME", help=", ".join(MODULES))
    names = chosen(parser.parse_args().only)
    if not shared_data().is_dir():
        sys.exit(f"The documents to measure on are not at {shared_data()}. Set TOOLKIT_QA_SHARED_DATA.")
    console = Console()
    for name in names:
        measure: Measure = importlib.import_module(f"bench.{name}").measure
        for table, details in measure():
            tables.print_table(table, console)
            tables.write_json(table, details, OUT)
            keep(table)
    return 0


def keep(table: tables.Table) -> None:
    """Writes the table into docs/BENCH.md at once, so that an interrupted run loses nothing."""
    DOCUMENT.parent.mkdir(exist_ok=True)
    before = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.is_file() else ""
    DOCUMENT.write_text(tables.merge(before, table), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
