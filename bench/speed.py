"""How fast, how much memory? Always against the bare model doing the same work in the same run.

The bare measure is `SentenceTransformer.encode` in its default batches, on the same weights, number
format and threads (one). Times of different machines cannot be compared; these ratios can.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import stats
from bench.data import OUT, folder_of, nist_questions
from bench.processes import MEGABYTE, Run, python, toolkit_qa
from bench.tables import Table
from index.content import passage_texts, sentence_texts
from index.embedder import Embedder, load_model
from index.model import default_model_folder
from index.version import Version, open_version
from toolkit_qa import Assistant

QUESTIONS = 150
COLD_STARTS = 3


def measure() -> Iterator[tuple[Table, object]]:
    """Three tables: building, answering, starting."""
    store = OUT / "stores" / "speed"
    shutil.rmtree(store, ignore_errors=True)
    yield building(store)
    yield answering(store)
    yield starting(store)


# --- building ---


def building(store: Path) -> tuple[Table, object]:
    """The whole build from nothing, in its own process, against bare encoding in others."""
    paths = str(folder_of("pdfs"))
    first = toolkit_qa("build", paths, "--store", str(store), "--json")
    report = first.object()
    version = open_version(store)
    texts = OUT / "texts.json"
    texts.write_text(json.dumps(embedded_texts(version)), encoding="utf-8")
    number_formats = dict.fromkeys((version.number_format, "float32"))
    bare = {form: _bare_encode(texts, form) for form in number_formats}
    again = toolkit_qa("build", paths, "--store", str(store), "--json")
    unchanged = again.object()
    total = report["seconds"]["total"]
    rows = [
        _build_row("whole build: read, split, embed, write", first, total),
        _build_row("the same with starting Python and loading the model", first, first.seconds),
    ]
    rows += [
        (
            f"bare encode of the same {report['embedded']:,} texts, {form}",
            f"{seconds:.1f}",
            f"{seconds / total:.2f} ×",
            f"{megabytes:,.0f}",
        )
        for form, (seconds, megabytes) in bare.items()
    ]
    rows.append(
        _build_row(f"build again, nothing changed ({unchanged['embedded']} embedded)", again, again.seconds)
    )
    table = Table(
        name="speed/building",
        title="Speed: building the 7 PDFs",
        columns=("what", "seconds", "throughput of the build against it", "peak MB"),
        rows=tuple(rows),
        notes=(
            f"Version in {version.number_format}; seconds of the build: {_parts(report['seconds'])}.",
            "Targets: 1.0 × the throughput of bare encode in the same number format; "
            "nothing changed: 0 embedded, 3 seconds (the whole process).",
        ),
    )
    return table, {"build": report, "again": unchanged, "bare": bare}


def _build_row(name: str, run: Run, seconds: float) -> tuple[str, ...]:
    return name, f"{seconds:.1f}", "", f"{run.megabytes:,.0f}"


def _parts(seconds: dict[str, float]) -> str:
    return ", ".join(f"{part} {value:.1f}" for part, value in seconds.items())


def embedded_texts(version: Version) -> list[str]:
    """Everything a build embeds: passages with their context line, and sentences, each text once."""
    return list(dict.fromkeys(passage_texts(version.passages) + sentence_texts(version.passages)))


def _bare_encode(texts: Path, number_format: str) -> tuple[float, float]:
    """Seconds of encoding alone (the model loaded and warm), and peak megabytes, in a fresh process."""
    run = python(["-m", "bench.speed", str(texts), number_format])
    return float(run.object()["seconds"]), run.megabytes


def _bare_encode_here(texts: Path, number_format: str) -> None:
    import torch

    torch.set_num_threads(1)
    model = load_model(default_model_folder(), number_format)
    model.encode(["warm"])
    content = json.loads(texts.read_text(encoding="utf-8"))
    began = time.perf_counter()
    model.encode(content, show_progress_bar=False)
    print(json.dumps({"seconds": time.perf_counter() - began, "texts": len(content)}))


# --- answering ---


def answering(store: Path) -> tuple[Table, object]:
    """`lookup` and `ask`, warm, each beside one bare encode of the same question by the same model."""
    assistant = Assistant.open(store)
    embedder = assistant.embedder
    assert isinstance(embedder, Embedder)
    model = embedder.model
    questions = [question.text for question in nist_questions()[:QUESTIONS]]

    def encode(question: str) -> Any:
        return model.encode([question], show_progress_bar=False)

    calls: dict[str, Callable[[str], Any]] = {
        "bare encode": encode,
        "lookup": assistant.lookup,
        "ask": assistant.ask,
    }
    times = interleaved(calls, questions)
    bare = times["bare encode"]
    rows = tuple(
        (
            name,
            *(f"{stats.percentile(values, share) * 1000:.1f}" for share in (0.5, 0.95)),
            f"{stats.percentile(values, 0.5) / stats.percentile(bare, 0.5):.2f} ×",
            f"{stats.percentile(values, 0.95) / stats.percentile(bare, 0.95):.2f} ×",
        )
        for name, values in times.items()
    )
    table = Table(
        name="speed/answering",
        title="Speed: one question, warm, one thread",
        columns=("what", "p50 ms", "p95 ms", "p50 against bare encode", "p95 against bare encode"),
        rows=rows,
        notes=(
            f"{len(questions)} questions on the 7 PDFs, the three calls in turn on each. "
            "Targets at p50: lookup 1.25 ×, ask 1.6 ×.",
        ),
    )
    return table, times


def interleaved(calls: dict[str, Callable[[str], Any]], questions: Sequence[str]) -> dict[str, list[float]]:
    """Seconds of each call on each question, the order of the calls turned from question to question."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    names = list(calls)
    for name in names:
        calls[name]("What does warming up mean?")
    for number, question in enumerate(questions):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            began = time.perf_counter()
            calls[name](question)
            times[name].append(time.perf_counter() - began)
    return times


# --- starting ---


def starting(store: Path) -> tuple[Table, object]:
    """A fresh process from start to its first answer, and its peak memory."""
    question = nist_questions()[0].text
    runs = [toolkit_qa("ask", question, "--store", str(store), "--json") for _ in range(COLD_STARTS)]
    for run in runs:
        run.object()
    imports = python(["-c", "import torch, sentence_transformers"])
    middle = sorted(run.seconds for run in runs)[len(runs) // 2]
    table = Table(
        name="speed/starting",
        title="Speed: a fresh process to its first answer",
        columns=("what", "seconds", "peak MB"),
        rows=(
            (
                f"`ask` (median of {COLD_STARTS})",
                f"{middle:.1f}",
                f"{max(run.megabytes for run in runs):,.0f}",
            ),
            (
                "importing torch and sentence-transformers alone",
                f"{imports.seconds:.1f}",
                f"{imports.megabytes:,.0f}",
            ),
        ),
        notes=(f"Megabytes of {MEGABYTE:,} bytes, the process and its children together.",),
    )
    return table, [run.seconds for run in runs]


def _cost(run: Run) -> tuple[str, str]:
    return f"{run.seconds:.1f}", f"{run.megabytes:,.0f}"


if __name__ == "__main__":
    _bare_encode_here(Path(sys.argv[1]), sys.argv[2])
