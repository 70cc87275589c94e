"""What is done with a question before it is searched: mistakes put right, acronyms, alarms, and its cost.

The mistakes are made by seed: one letter of one longer word left out, added, doubled, swapped or changed.
"""

from __future__ import annotations

import random
import re
import string
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from bench import stats
from bench.data import OUT, document_of, nist_questions, read_lines, shared_data, store_of, version_of
from bench.multiturn import turns, write_passages
from bench.tables import Measure, Table
from index.embedder import Embedder
from index.lexical import STOP_WORDS
from index.version import Version, open_version
from toolkit_qa.acronyms import Acronyms
from toolkit_qa.followup import Turn
from toolkit_qa.hits import hits_of
from toolkit_qa.personal import personal_data
from toolkit_qa.question_sets import read_sets
from toolkit_qa.retrieve import Retriever
from toolkit_qa.wording import Wording

SEED = 11
K = 5
_LONG = re.compile(r"(?<![\w'-])[a-z]{6,}(?![\w'-])")
Gold = frozenset[tuple[str, int]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question and the pages that answer it."""

    text: str
    gold: Gold


class Place:
    """One opened version with what searches it."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.wording = Wording(version)
        self.embedder = Embedder(None, threads=1, number_format=version.number_format)
        self._retriever = Retriever(version)

    def found(self, question: str, gold: Gold, *, widened: bool = False) -> float:
        """Whether a gold page is among the first K hits."""
        turns = (Turn(text=question, vector=self.embedder.encode_query(question)),)
        search = self._retriever.search(self.wording.widened(turns) if widened else turns, k=K)
        return float(any((hit.document_id, hit.page) in gold for hit in hits_of(self.version, search.ranked)))


@cache
def place(name: str) -> Place:
    """A document set: one of `bench.data`, or the passages of the multi-turn questions."""
    if name != "multi-turn":
        return Place(version_of(name))
    write_passages(OUT / name)
    return Place(open_version(store_of(name, [OUT / name])))


@cache
def asked_of(name: str) -> tuple[Asked, ...]:
    """The questions with gold pages on a document set, those without earlier questions."""
    if name == "pdfs":
        version = version_of(name)
        ids = {one.file: document_of(version, one.file) for one in nist_questions()}
        return tuple(
            Asked(text=one.text, gold=frozenset((ids[one.file], page) for page in one.pages))
            for one in nist_questions()
        )
    alone = (one for one in read_sets() if one.gold and not one.history)
    return tuple(Asked(text=one.question, gold=one.pages) for one in alone)


def spelling(name: str) -> tuple[Table, object]:
    """Right page among the first five: as written, with one mistake, and with the mistake put right."""
    rows, details = [], {}
    for folder, title in (("corpus", "starter corpus"), ("pdfs", "NIST AI 600-1")):
        here, made = place(folder), list(_misspelt(asked_of(folder)))
        readings = [here.wording.corrected(wrong) for _, wrong in made]
        figures = [
            [here.found(one.text, one.gold) for one, _ in made],
            [here.found(wrong, one.gold) for one, wrong in made],
            [here.found(read.text, one.gold) for (one, _), read in zip(made, readings, strict=True)],
        ]
        restored = sum(read.text == one.text for (one, _), read in zip(made, readings, strict=True))
        other = [read for (one, _), read in zip(made, readings, strict=True) if read.corrections]
        wrong = len(other) - restored
        rows.append((f"{title} ({len(made)})", *map(stats.with_interval, figures), str(restored), str(wrong)))
        details[folder] = [
            (mistake, [(c.written, c.read_as) for c in read.corrections])
            for (_, mistake), read in zip(made, readings, strict=True)
        ]
    table = Table(
        name=name,
        title="Spelling: one mistake in one word of a question, right page among the first 5",
        columns=("questions", "as written", "with the mistake", "read by us", "restored", "read otherwise"),
        rows=tuple(rows),
        notes=("Read otherwise: another form of the same word, mostly; all are in the JSON file.",),
    )
    return table, details


def _misspelt(questions: Sequence[Asked]) -> Iterator[tuple[Asked, str]]:
    drawn = random.Random(SEED)
    for one in questions:
        words = [match for match in _LONG.finditer(one.text) if match[0] not in STOP_WORDS]
        if words:
            match = drawn.choice(words)
            yield one, one.text[: match.start()] + _mistake(match[0], drawn) + one.text[match.end() :]


def _mistake(word: str, drawn: random.Random) -> str:
    at, letter = drawn.randrange(1, len(word) - 1), drawn.choice(string.ascii_lowercase)
    head, tail = word[:at], word[at:]
    made = (head + tail[1:], head + letter + tail, head + tail[0] + tail, head + letter + tail[1:])
    return drawn.choice((*made, head + tail[1] + tail[0] + tail[2:]))


def acronyms(name: str) -> tuple[Table, object]:
    """Questions with the other form of an acronym written in: the documents' own form searched as well."""
    here = place("pdfs")
    known = Acronyms([passage.text for passage in here.version.passages]).pairs
    pairs = {short: long.text for short, (_, long) in known.items() if short != "AI"}
    natural = asked_of("pdfs")
    swapped = [Asked(text=text, gold=one.gold) for one in natural if (text := _swapped(one.text, pairs))]
    rows = []
    for title, questions in (("as written", natural), ("the other form written", swapped)):
        figures = [[here.found(one.text, one.gold, widened=on) for one in questions] for on in (False, True)]
        rows.append((f"{title} ({len(questions)})", *map(stats.with_interval, figures)))
    table = Table(
        name=name,
        title="Acronyms: NIST AI 600-1, right page among the first 5",
        columns=("questions", "only the form asked with", "the commoner form as well"),
        rows=tuple(rows),
        notes=(f"{len(known)} acronyms are defined in the 7 PDFs.",),
    )
    return table, {"pairs": pairs, "swapped": [one.text for one in swapped]}


def _swapped(question: str, pairs: dict[str, str]) -> str:
    for one, other in [*pairs.items(), *((long, short) for short, long in pairs.items())]:
        pattern = re.compile(rf"\b{re.escape(one)}\b", re.IGNORECASE if " " in one else 0)
        if pattern.search(question):
            return pattern.sub(other.replace("\\", ""), question)
    return ""


def alarms(name: str) -> tuple[Table, object]:
    """Alarms and corrections on every visible question, all of which should be searched."""
    rows, details = [], {}
    for title, folder, questions in _visible():
        wording = place(folder).wording
        personal = [one for one in questions if personal_data(one)]
        foreign = [one for one in questions if wording.foreign(one)]
        read = dict.fromkeys(
            f"{c.written} → {c.read_as}" for one in questions for c in wording.corrected(one).corrections
        )
        rows.append((f"{title} ({len(questions)})", str(len(personal)), str(len(foreign)), "; ".join(read)))
        details[title] = {"personal": personal, "foreign": foreign, "corrections": list(read)}
    table = Table(
        name=name,
        title="Questions blocked or sent back by mistake, and all words read as others",
        columns=("questions", "personal data", "another language", "read as"),
        rows=tuple(rows),
    )
    return table, details


def _visible() -> Iterator[tuple[str, str, list[str]]]:
    """Title, document set and questions (earlier ones included) of every visible set."""
    ours = [text for one in read_sets() for text in (*one.history, one.question)]
    yield "committed sets", "corpus", list(dict.fromkeys(ours))
    yield "NIST AI 600-1", "pdfs", [one.text for one in nist_questions()]
    mixed = read_lines(shared_data() / "mixed" / "questions.jsonl")
    yield "mixed", "mixed", [str(one["question"]) for one in mixed]
    said = [text for one in turns() for text in (*one.history, one.question)]
    yield "multi-turn", "multi-turn", list(dict.fromkeys(said))


def cost(name: str) -> tuple[Table, object]:
    """Milliseconds of each step, beside one bare encode of the question."""
    here = place("corpus")
    questions = [one.text for one in asked_of("corpus")]
    here.wording.warm()
    vector = here.embedder.encode_question("warm")
    steps: dict[str, Callable[[str], object]] = {
        "one bare encode": here.embedder.encode_question,
        "personal data": personal_data,
        "language": here.wording.foreign,
        "spelling": here.wording.corrected,
        "acronyms": lambda text: here.wording.widened((Turn(text=text, vector=vector),)),
    }
    times = {step: [_milliseconds(run, text) for text in questions] for step, run in steps.items()}
    table = Table(
        name=name,
        title=f"Time of the steps before searching, {len(questions)} questions, warm, one thread",
        columns=("step", "p50 ms", "p95 ms", "mean ms"),
        rows=tuple(
            (
                step,
                *(f"{stats.percentile(took, share):.3f}" for share in (0.5, 0.95)),
                f"{np.mean(took):.3f}",
            )
            for step, took in times.items()
        ),
        notes=("The first question in doubt loads the model of languages: half a second, 90 MB.",),
    )
    return table, times


def _milliseconds(run: Callable[[str], object], text: str) -> float:
    started = time.perf_counter()
    run(text)
    return (time.perf_counter() - started) * 1000


TABLES: dict[str, Measure] = {
    "wording/alarms": alarms,
    "wording/spelling": spelling,
    "wording/acronyms": acronyms,
    "wording/cost": cost,
}
