"""What a new edition costs: building 2,000 pages again after none, 1 %, 10 % and all of them have changed.

The pages are those of the real PDFs, repeated, typeset anew as 100 files of 20 pages; every page of
every copy has a paragraph of its own wording. A page that changes gets another wording of it.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Sequence
from typing import Any

import typst

from bench import plot
from bench.data import OUT, ROOT, folder_of
from bench.processes import toolkit_qa
from bench.tables import Measure, Table
from ingest.limits import Limits
from ingest.records import CONTENTS, HEADING, Page, ReadDocument
from ingest.worker import read_file

PAGES, FILE_PAGES = 2000, 20
CHANGES = (0, 20, 200, 2000)  # pages
FOLDER = OUT / "change"
PLOT = ROOT / "docs" / "change.svg"
TEMPLATE = """
#set page(paper: "a4", margin: 15mm, footer: context align(center, counter(page).display()))
#set text(size: 7pt)
#set par(leading: 0.45em, spacing: 0.7em)
#for (number, blocks) in json("pages.json").enumerate() {
  if number > 0 { pagebreak() }
  for (kind, words) in blocks {
    if kind == "heading" { heading(words) } else { par(words) }
  }
}
"""
Blocks = list[tuple[str, str]]


def growth(name: str) -> tuple[Table, object]:
    """Each build in its own process, on the store that the one before left."""
    pages, wordings = real_pages(), [0] * PAGES
    shutil.rmtree(FOLDER, ignore_errors=True)
    typeset(pages, wordings, range(PAGES))
    first = built()
    steps = []
    for changed in CHANGES:
        wordings = [number + (row < changed) for row, number in enumerate(wordings)]
        typeset(pages, wordings, range(changed))
        steps.append((changed, built()))
    rows = [("all (first build)", *_cells(first)), *((f"{n / PAGES:.0%}", *_cells(run)) for n, run in steps)]
    whole = steps[-1][1]
    lines = {
        "time": [(n / PAGES, _seconds(run) / _seconds(whole)) for n, run in steps],
        "texts embedded": [(n / PAGES, run["embedded"] / whole["embedded"]) for n, run in steps],
    }
    now = {what: points[2] for what, points in lines.items()}
    PLOT.write_text(
        plot.svg(lines, "share of the pages that changed", "cost, against that of all", now), encoding="utf-8"
    )
    table = Table(
        name=name,
        title=f"Cost of a change: {first['pages']:,} pages in {len(first['files'])} files",
        columns=(
            "pages changed",
            "texts embedded",
            "read s",
            "split s",
            "embed s",
            "write s",
            "total s",
            "cpu s",
        ),
        rows=tuple(rows),
        notes=(
            f"{first['passages']:,} passages, {first['sentences']:,} sentences. A changed page has one "
            "paragraph in another wording; its file is read again, its passages are cut again, and what "
            "has not been embedded before is embedded.",
            "Writing a version and opening what is kept costs as much as the corpus is large: the row 0 %.",
            f"Drawn in [{PLOT.name}]({PLOT.name}); the dots are at 10 %.",
        ),
    )
    return table, {"first": first, "steps": [run for _, run in steps]}


TABLES: dict[str, Measure] = {"change": growth}


def real_pages() -> list[Blocks]:
    """The blocks of every page of the real PDFs that has any."""
    pages = []
    for path in sorted(folder_of("pdfs").glob("*.pdf")):
        reading = read_file("pdf", path.read_bytes(), Limits())
        assert isinstance(reading, ReadDocument), path
        pages += [blocks for page in reading.pages if (blocks := _blocks(page))]
    return pages


def _blocks(page: Page) -> Blocks:
    return [
        (HEADING if block.kind == HEADING else "text", " ".join(page.text[block.start : block.end].split()))
        for block in page.blocks
        if block.kind != CONTENTS
    ]


def typeset(pages: Sequence[Blocks], wordings: Sequence[int], rows: Sequence[int]) -> None:
    """Writes the files that hold these rows of the corpus, every row in its present wording."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "corpus").mkdir(exist_ok=True)
    template = FOLDER / "template.typ"
    template.write_text(TEMPLATE, encoding="utf-8")
    for number in sorted({row // FILE_PAGES for row in rows}):
        own = range(number * FILE_PAGES, (number + 1) * FILE_PAGES)
        content = [worded(pages[row % len(pages)], row, wordings[row]) for row in own]
        (FOLDER / "pages.json").write_text(json.dumps(content), encoding="utf-8")
        typst.compile(template, output=FOLDER / "corpus" / f"part-{number:03d}.pdf", root=FOLDER)


def worded(blocks: Blocks, row: int, wording: int) -> Blocks:
    """The page, a third of the words of its longest paragraph in places of this row's and wording's own."""
    longest = max(range(len(blocks)), key=lambda place: len(blocks[place][1]))
    words = blocks[longest][1].split()
    dice = random.Random(f"{row} {wording}")
    places = dice.sample(range(len(words)), len(words) // 3)
    for place, word in zip(places, dice.sample([words[place] for place in places], len(places)), strict=True):
        words[place] = word
    return [
        (kind, " ".join(words) if place == longest else text) for place, (kind, text) in enumerate(blocks)
    ]


def built() -> dict[str, Any]:
    """What `build --json` reports of the corpus as it stands, with its processor seconds."""
    run = toolkit_qa("build", str(FOLDER / "corpus"), "--store", str(FOLDER / "store"), "--json")
    return run.object() | {"cpu": run.cpu}


def _seconds(report: dict[str, Any]) -> float:
    return float(report["seconds"]["total"])


def _cells(report: dict[str, Any]) -> tuple[str, ...]:
    parts = (f"{report['seconds'][part]:.1f}" for part in ("read", "split", "embed", "write", "total"))
    return (f"{report['embedded']:,}", *parts, f"{report['cpu']:.0f}")
