"""How fast, how much memory? Always against the bare model doing the same work in the same run.

The bare measure is `SentenceTransformer.encode` in its default batches, on the same weights, number
format and threads (one). Times of different machines cannot be compared; these ratios can.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench import stats
from bench.data import OUT, folder_of, nist_questions, store_of
from bench.processes import MEGABYTE, Run, python, toolkit_qa
from bench.tables import Measure, Table
from index.content import passage_texts, sentence_texts
from index.embedder import Embedder, load_model
from index.model import default_model_folder
from index.version import Version, open_version
from toolkit_qa import Assistant

Times = tuple[float, float]  # seconds of wall time and of processor time

QUESTIONS = 150
COLD_STARTS = 3


# --- building ---


def building(name: str) -> tuple[Table, object]:
    """The whole build from nothing, in its own process, against bare encoding in others."""
    store = OUT / "stores" / "speed"
    shutil.rmtree(store, ignore_errors=True)
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
    rows = [("whole build: read, split, embed, write", *_costs(total, first), "", "")]
    for form, (seconds, run) in bare.items():
        what = f"bare encode of the same {report['embedded']:,} texts, {form}"
        ratios = f"{seconds / total:.2f} ×", f"{run.cpu / first.cpu:.2f} ×"
        rows.append((what, *_costs(seconds, run), *ratios))
    what = f"build again, nothing changed ({unchanged['embedded']} embedded)"
    rows.append((what, *_costs(again.seconds, again), "", ""))
    table = Table(
        name=name,
        title="Speed: building the 7 PDFs",
        columns=(
            "what",
            "seconds",
            "processor seconds",
            "peak MB",
            "throughput of the build against it",
            "the same by processor seconds",
        ),
        rows=tuple(rows),
        notes=(
            f"Version in {version.number_format}; seconds of the build: {_parts(report['seconds'])}.",
            "Processor seconds are those of the whole process and its children, loading the model included "
            "on both sides; they say more when the machine has other work.",
            "Targets: 1.0 × the throughput of bare encode in the same number format; "
            "nothing changed: 0 embedded, 3 seconds (the whole process).",
        ),
    )
    return table, {"build": report, "again": unchanged, "bare": {form: bare[form][0] for form in bare}}


def _costs(seconds: float, run: Run) -> tuple[str, str, str]:
    return f"{seconds:.1f}", f"{run.cpu:.1f}", f"{run.megabytes:,.0f}"


def _parts(seconds: dict[str, float]) -> str:
    return ", ".join(f"{part} {value:.1f}" for part, value in seconds.items())


def embedded_texts(version: Version) -> list[str]:
    """Everything a build embeds: passages with their context line, and sentences, each text once."""
    return list(dict.fromkeys(passage_texts(version.passages) + sentence_texts(version.passages)))


def _bare_encode(texts: Path, number_format: str) -> tuple[float, Run]:
    """Seconds of encoding alone (the model loaded and warm), and the fresh process it ran in."""
    run = python(["-m", "bench.speed", str(texts), number_format])
    return float(run.object()["seconds"]), run


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


def answering(name: str) -> tuple[Table, object]:
    """`lookup` and `ask`, warm, each beside one bare encode of the same question by the same model."""
    store = store_of("pdfs", [folder_of("pdfs")])
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
    table = Table(
        name=name,
        title="Speed: one question, warm, one thread",
        columns=(
            "what",
            "p50 ms",
            "p95 ms",
            "p50 against bare encode",
            "p95 against bare encode",
            "p50 of processor time against it",
        ),
        rows=tuple(_row(what, times[what], times["bare encode"]) for what in calls),
        notes=(
            f"{len(questions)} questions on the 7 PDFs, the three calls in turn on each. "
            "Targets at p50: lookup 1.25 ×, ask 1.6 ×.",
        ),
    )
    return table, times


def _row(what: str, times: list[Times], bare: list[Times]) -> tuple[str, ...]:
    wall, bare_wall = ([one[0] for one in values] for values in (times, bare))
    cpu, bare_cpu = ([one[1] for one in values] for values in (times, bare))
    return (
        what,
        *(f"{stats.percentile(wall, share) * 1000:.1f}" for share in (0.5, 0.95)),
        *(f"{stats.percentile(wall, s) / stats.percentile(bare_wall, s):.2f} ×" for s in (0.5, 0.95)),
        f"{stats.percentile(cpu, 0.5) / stats.percentile(bare_cpu, 0.5):.2f} ×",
    )


def interleaved(calls: dict[str, Callable[[str], Any]], questions: Sequence[str]) -> dict[str, list[Times]]:
    """Times of each call on each question, the order of the calls turned from question to question."""
    times: dict[str, list[Times]] = {name: [] for name in calls}
    names = list(calls)
    for name in names:
        calls[name]("What does warming up mean?")
    for number, question in enumerate(questions):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            began, used = time.perf_counter(), time.process_time()
            calls[name](question)
            times[name].append((time.perf_counter() - began, time.process_time() - used))
    return times


# --- starting ---


def starting(name: str) -> tuple[Table, object]:
    """A fresh process from start to its first answer, and its peak memory."""
    store = store_of("pdfs", [folder_of("pdfs")])
    question = nist_questions()[0].text
    runs = [toolkit_qa("ask", question, "--store", str(store), "--json") for _ in range(COLD_STARTS)]
    for run in runs:
        run.object()
    imports = python(["-c", "import torch, sentence_transformers"])
    middle = sorted(runs, key=lambda run: run.seconds)[len(runs) // 2]
    table = Table(
        name=name,
        title="Speed: a fresh process to its first answer",
        columns=("what", "seconds", "processor seconds", "peak MB"),
        rows=(
            (f"`ask` (median of {COLD_STARTS})", *_costs(middle.seconds, middle)),
            ("importing torch and sentence-transformers", *_costs(imports.seconds, imports)),
        ),
        notes=(f"Megabytes of {MEGABYTE:,} bytes, the process and its children together.",),
    )
    return table, [run.seconds for run in runs]


TABLES: dict[str, Measure] = {
    "speed/building": building,
    "speed/answering": answering,
    "speed/starting": starting,
}

if __name__ == "__main__":
    _bare_encode_here(Path(sys.argv[1]), sys.argv[2])
