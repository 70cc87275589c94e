"""Is the right page found? Meaning alone, words alone, best sentence alone, and all three fused.

A page counts as found at k when a gold page is among the first k distinct pages, where each passage
stands for one page: that of its sentence nearest to the question. All rankings are judged alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench import stats
from bench.data import Question, document_of, mixed_questions, nist_questions, store_of, version_of
from bench.data import folder_of as folder
from bench.tables import Measure, Table
from index.embedder import Embedder
from index.version import Version
from toolkit_qa import Assistant

Place = tuple[str, int]
FUSED = "fused"
DEPTH = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """The place of the first gold page among the distinct pages of one ranking (1-based; 0: not found)."""

    question: str
    rank: int

    def within(self, k: int) -> float:
        return float(0 < self.rank <= k)


class Rankings:
    """The rankings of one opened version and its store for a question, each a list of places."""

    def __init__(self, version: Version, assistant: Assistant) -> None:
        self.version = version
        self.assistant = assistant
        self.embedder = Embedder(None, threads=1, number_format=version.number_format)
        self.ids = np.array([passage.passage_id for passage in version.passages])

    def of(self, question: str, documents: Sequence[str] = ()) -> dict[str, list[Place]]:
        """Name of the ranking -> places, best first, pages repeated."""
        vector = self.embedder.encode_question(question)
        sentences = self.version.sentence_scores(vector)
        pages = self._pages(sentences)
        single = {
            "dense alone": self.version.dense(vector),
            "BM25 alone": self.version.lexical.scores(question),
            "best sentence alone": self.version.best_sentence_scores(sentences),
        }
        places = {name: self._places(scores, pages, documents) for name, scores in single.items()}
        hits = self.assistant.lookup(question, k=DEPTH, documents=tuple(documents))
        return {**places, FUSED: [(hit.document_id, hit.page) for hit in hits]}

    def _pages(self, sentence_scores: np.ndarray) -> list[int]:
        """The page of the best sentence of each passage (its first page where it has none)."""
        pages = [passage.spans[0].page for passage in self.version.passages]
        best = [-2.0] * len(pages)
        for score, (owner, sentence) in zip(
            np.round(sentence_scores, 4), self.version.sentences, strict=True
        ):
            if score > best[owner]:
                best[owner], pages[owner] = float(score), sentence.spans[0].page
        return pages

    def _places(self, scores: np.ndarray, pages: list[int], documents: Sequence[str]) -> list[Place]:
        order = np.lexsort((self.ids, -np.round(scores.astype(np.float64), 4)))
        passages = self.version.passages
        named = ((passages[row].document_id, pages[row]) for row in order)
        return [place for place in named if not documents or place[0] in documents][:DEPTH]


def judge(question: Question, document_id: str, places: Sequence[Place]) -> Judged:
    """Where the first gold page stands among the distinct pages of `places`."""
    distinct = list(dict.fromkeys(places))
    gold = {(document_id, page) for page in question.pages}
    rank = next((number for number, place in enumerate(distinct, 1) if place in gold), 0)
    return Judged(question=question.text, rank=rank)


def judge_all(name: str, questions: Sequence[Question], *, filtered: bool) -> dict[str, list[Judged]]:
    """Ranking -> one judgement a question; `filtered` searches only the question's own document."""
    version = version_of(name)
    rankings = Rankings(version, Assistant.open(store_of(name, [folder(name)])))
    judged: dict[str, list[Judged]] = {}
    for question in questions:
        document_id = document_of(version, question.file)
        found = rankings.of(question.text, (document_id,) if filtered else ())
        for ranking, places in found.items():
            judged.setdefault(ranking, []).append(judge(question, document_id, places))
    return judged


def nist(name: str) -> tuple[Table, object]:
    """The questions on NIST AI 600-1."""
    title = "NIST AI 600-1, 292 questions, all 7 PDFs in the index"
    return table_of(name, title, judge_all("pdfs", nist_questions(), filtered=False))


def mixed_own(name: str) -> tuple[Table, object]:
    """The mixed questions, each searched in its own document."""
    title = "mixed PDFs, questions their text can answer, each in its own document"
    return table_of(name, title, judge_all("mixed", mixed_questions(), filtered=True))


def mixed_all(name: str) -> tuple[Table, object]:
    """The same over all documents."""
    title = "mixed PDFs, the same questions over all 8 PDFs"
    return table_of(name, title, judge_all("mixed", mixed_questions(), filtered=False))


def table_of(name: str, title: str, judged: dict[str, list[Judged]]) -> tuple[Table, object]:
    """One row a ranking; below, the fused one against the better single one."""
    rows = tuple((ranking, *_figures(rows)) for ranking, rows in judged.items())
    table = Table(
        name=name,
        title=f"Retrieval: {title}",
        columns=("ranking", "page hit@1 (95 % interval)", "page hit@5 (95 % interval)", "MRR"),
        rows=rows,
        notes=(_against_single(judged, 1), _against_single(judged, 5)),
    )
    return table, {name: [(one.question, one.rank) for one in rows] for name, rows in judged.items()}


def _figures(judged: Sequence[Judged]) -> tuple[str, str, str]:
    reciprocal = [1 / one.rank if one.rank else 0.0 for one in judged]
    at_one, at_five = ([one.within(k) for one in judged] for k in (1, 5))
    return stats.with_interval(at_one), stats.with_interval(at_five), f"{np.mean(reciprocal):.3f}"


def _against_single(judged: dict[str, list[Judged]], k: int) -> str:
    """Fused against the better of dense and BM25 at `k`, paired by question."""
    hits = {name: [one.within(k) for one in rows] for name, rows in judged.items()}
    better = max(("dense alone", "BM25 alone"), key=lambda name: sum(hits[name]))
    mean, low, high = stats.paired_difference(hits[FUSED], hits[better])
    return f"fused − {better} at {k}: {mean:+.3f} (95 % {low:+.3f} to {high:+.3f}, paired bootstrap)"


TABLES: dict[str, Measure] = {
    "retrieval/nist": nist,
    "retrieval/mixed-own": mixed_own,
    "retrieval/mixed-all": mixed_all,
}
