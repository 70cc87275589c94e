"""Do broken files and very many files leave the build standing? One real build of each kind."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.data import OUT, shared_data
from bench.processes import Run, toolkit_qa
from bench.tables import Measure, Table

GOOD = "nist-ai-100-1.pdf"
QUESTION = "What are the functions of the AI risk management framework core?"
SMALL_FILES = 5_000
SEED = 133
WORDS = (
    *("officer", "report", "record", "review", "evidence", "system", "oversight", "decision", "notice"),
    *("unit", "data", "camera", "street", "vehicle", "case", "court", "request", "supplier", "test"),
)


def broken(name: str) -> tuple[Table, object]:
    """133 broken PDFs and one good one."""
    return _table(name, "133 broken PDFs and one good one", _broken)


def many(name: str) -> tuple[Table, object]:
    """5,000 small text files and the good PDF."""
    return _table(name, f"{SMALL_FILES:,} small text files and one good PDF", _small)


def _table(name: str, title: str, fill: Callable[[Path], None]) -> tuple[Table, object]:
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder))
        row, details = _build(Path(folder))
    table = Table(
        name=name,
        title=f"One build: {title}",
        columns=(
            "build",
            "files",
            "read",
            "only named as problems",
            "neither",
            "search",
            "seconds",
            "peak MB",
        ),
        rows=(row,),
        notes=("“neither” must be 0, no traceback may appear, and the search must find the good one.",),
    )
    return table, details


def _broken(folder: Path) -> None:
    for path in sorted((shared_data() / "broken-pdfs").iterdir()):
        # Some have no .pdf suffix; with one, all of them are offered to the reader.
        shutil.copyfile(path, folder / (path.name if path.suffix == ".pdf" else f"{path.name}.pdf"))
    shutil.copyfile(shared_data() / "pdfs" / GOOD, folder / GOOD)


def _small(folder: Path) -> None:
    draw = random.Random(SEED)
    for number in range(SMALL_FILES):
        sentences = [" ".join(draw.choices(WORDS, k=9)).capitalize() + "." for _ in range(4)]
        text = f"Note {number}\n\n{' '.join(sentences)}\n"
        (folder / f"note-{number:04d}.txt").write_text(text, encoding="utf-8")
    (folder / GOOD).write_bytes((shared_data() / "pdfs" / GOOD).read_bytes())


def _build(folder: Path) -> tuple[tuple[str, ...], object]:
    store = OUT / "stores" / "hostile"
    shutil.rmtree(store, ignore_errors=True)
    run = toolkit_qa("build", str(folder), "--store", str(store), "--json")
    if run.code != 0:
        return (f"exit code {run.code}", *("",) * 5, f"{run.seconds:.0f}", ""), run.stderr[-2000:]
    report = run.object()
    given = {path.name for path in folder.iterdir()}
    read = {one["file"] for one in report["files"]}
    named = {one["file"] for one in report["problems"]}
    lost = sorted(given - read - named)
    found = toolkit_qa("lookup", QUESTION, "--store", str(store), "--json")
    row = (
        "traceback" if _traceback(run) else "done",
        f"{len(given):,}",
        f"{len(read):,}",
        f"{len(named - read):,}",
        f"{len(lost):,}",
        "found" if found.object()["hits"][0]["file"] == GOOD else "not found",
        f"{run.seconds:.0f}",
        f"{run.megabytes:,.0f}",
    )
    kinds: dict[str, int] = {}
    for problem in report["problems"]:
        kinds[problem["kind"]] = kinds.get(problem["kind"], 0) + 1
    return row, {"neither": lost, "kinds": kinds, "seconds": report["seconds"], "megabytes": run.megabytes}


def _traceback(run: Run) -> bool:
    return "Traceback (most recent call last)" in run.stderr + run.stdout


TABLES: dict[str, Measure] = {"hostile/broken": broken, "hostile/many": many}
