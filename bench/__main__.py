"""`python -m bench [--only NAME]`: measure, print, write bench/out/*.json and docs/BENCH.md."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")

from rich.console import Console

from bench import MODULES, tables
from bench.data import OUT, ROOT, shared_data

DOCUMENT = ROOT / "docs" / "BENCH.md"


def chosen(wanted: str) -> dict[str, tables.Measure]:
    """The tables of the module or the one table named by `wanted`; all for "". Exits when there is none."""
    modules = [name for name in MODULES if wanted.partition("/")[0] in ("", name)]
    found: dict[str, tables.Measure] = {}
    for module in modules:
        found |= importlib.import_module(f"bench.{module}").TABLES
    picked = {
        name: measure
        for name, measure in found.items()
        if f"{name}/".startswith(f"{wanted}/" if wanted else "")
    }
    if not picked:
        sys.exit(f"no such table: {wanted}; there are: {', '.join(found or MODULES)}")
    return picked


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--only", default="", metavar="NAME", help=f"{', '.join(MODULES)}, or one table of them"
    )
    measures = chosen(parser.parse_args().only)
    if not shared_data().is_dir():
        sys.exit(f"The documents to measure on are not at {shared_data()}. Set TOOLKIT_QA_SHARED_DATA.")
    console = Console()
    for name, measure in measures.items():
        table, details = measure(name)
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
