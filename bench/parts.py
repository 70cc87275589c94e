"""What each part of the ranking adds: every part left out in turn, and the curve of the main weight.

Questions: NIST AI 600-1 over all 7 PDFs, the mixed questions each in its own document, the last questions of
the conversations with the earlier ones (by the first gold passage), and the tune halves of both large
committed sets, of which those that stand alone and have an answer. The test halves are left untouched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench import stats
from bench.data import OUT, document_of, mixed_questions, nist_questions, store_of, version_of
from bench.multiturn import turns, write_passages
from bench.tables import Measure, Table
from index.embedder import Embedder, Vectors
from index.version import Version, open_version
from toolkit_qa.followup import Turn, understand
from toolkit_qa.hits import hits_of
from toolkit_qa.question_sets import COMMITTED, TUNE, SetQuestion, read_sets
from toolkit_qa.retrieve import WEIGHTS, WORDS_IN_SENTENCE, Retriever

DEPTH = 40
BARE = "without the adapter for questions"
Encode = Callable[[str], Vectors]
LARGE = [path for path in COMMITTED if path.stem != "forty"]
CURVE = (0.0, 0.25, 0.5, 1.0, 1.5, 2.0)


@dataclass(frozen=True, kw_only=True, eq=False)
class Asked:
    """A question as turns, the documents it is put to (none: all) and its gold places."""

    turns: tuple[Turn, ...]
    documents: tuple[str, ...]
    gold: frozenset[tuple[str, int]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Set:
    """The questions on one document set."""

    name: str
    version: Version
    asked: tuple[Asked, ...]


def sets(*, bare: bool = False) -> tuple[Set, ...]:
    """The four sets, their questions embedded once, if `bare` by the model without its adapter."""
    multi_turn = OUT / "multi-turn"
    write_passages(multi_turn)
    embedder = Embedder(None, threads=1, number_format=version_of("pdfs").number_format)
    encode = embedder.encode_question if bare else embedder.encode_query
    return tuple(
        Set(name=name, version=version, asked=tuple(questions(version, encode)))
        for name, version, questions in (
            ("NIST AI 600-1", version_of("pdfs"), _nist),
            ("mixed, own document", version_of("mixed"), _mixed),
            ("starter and second, tune halves", version_of("corpus"), _committed),
            ("multi-turn, with history", open_version(store_of("multi-turn", [multi_turn])), _multi_turn),
        )
    )


def _nist(version: Version, encode: Encode) -> Iterator[Asked]:
    for one in nist_questions():
        gold = frozenset((document_of(version, one.file), page) for page in one.pages)
        yield Asked(turns=(Turn(text=one.text, vector=encode(one.text)),), documents=(), gold=gold)


def _mixed(version: Version, encode: Encode) -> Iterator[Asked]:
    for one in mixed_questions():
        own = document_of(version, one.file)
        gold = frozenset((own, page) for page in one.pages)
        yield Asked(turns=(Turn(text=one.text, vector=encode(one.text)),), documents=(own,), gold=gold)


def _committed(version: Version, encode: Encode) -> Iterator[Asked]:
    for one in committed_questions():
        turn = Turn(text=one.question, vector=encode(one.question))
        yield Asked(turns=(turn,), documents=(), gold=one.pages)


def _multi_turn(version: Version, encode: Encode) -> Iterator[Asked]:
    for one in turns():
        gold = frozenset((document_of(version, file), 1) for file in one.gold)
        understood = understand(one.question, one.history, encode).turns
        yield Asked(turns=tuple(understood), documents=(), gold=gold)


def committed_questions() -> list[SetQuestion]:
    """Of the tuning halves of the large sets, those that stand alone and have an answer."""
    return [one for one in read_sets(LARGE, TUNE) if one.gold and not one.history]


def ranks(one: Set, retriever: Retriever) -> list[int]:
    """The place of the first gold page among the distinct pages, for each question; 0 where there is none."""
    return [_rank(one.version, retriever, asked) for asked in one.asked]


def _rank(version: Version, retriever: Retriever, asked: Asked) -> int:
    found = retriever.search(asked.turns, documents=asked.documents, k=DEPTH)
    pages = dict.fromkeys((hit.document_id, hit.page) for hit in hits_of(version, found.ranked))
    return next((number for number, place in enumerate(pages, 1) if place in asked.gold), 0)


def variants() -> dict[str, tuple[Mapping[str, float], float]]:
    """Name of a variant -> its weights and the weight of words in a sentence."""
    parts = {
        "passage": "without the passage's vector",
        "evidence": "without the best sentence",
        "heading": "without the heading",
        "words": "without BM25",
        "defined": "without definitions",
        "phrase": "without exact phrases",
    }
    left_out = {title: ({**WEIGHTS, part: 0.0}, WORDS_IN_SENTENCE) for part, title in parts.items()}
    curve = {f"words in a sentence × {weight:g}": (WEIGHTS, weight) for weight in CURVE}
    return {"as shipped": (WEIGHTS, WORDS_IN_SENTENCE), **left_out, **curve}


def parts(name: str) -> tuple[Table, object]:
    """One row a variant, hit@1 / hit@5 / MRR a set."""
    asked = sets()
    measured = {
        title: {
            one.name: ranks(one, Retriever(one.version, weights=weights, words_in_sentence=words))
            for one in asked
        }
        for title, (weights, words) in variants().items()
    }
    measured[BARE] = {one.name: ranks(one, Retriever(one.version)) for one in sets(bare=True)}
    names = [one.name for one in asked]
    table = Table(
        name=name,
        title="Retrieval: what each part of the ranking adds",
        columns=("ranking", *(f"{one}: page hit@1 / @5 / MRR" for one in names)),
        rows=tuple((title, *(_figures(rows[one]) for one in names)) for title, rows in measured.items()),
        notes=tuple(_against(measured, title, names) for title in (*list(measured)[1:5], BARE)),
    )
    return table, measured


def _figures(found: Sequence[int]) -> str:
    within = (sum(0 < rank <= k for rank in found) for k in (1, 5))
    reciprocal = sum(1 / rank for rank in found if rank)
    return " / ".join(f"{total / len(found):.3f}" for total in (*within, reciprocal))


def _against(measured: Mapping[str, Mapping[str, list[int]]], title: str, names: Sequence[str]) -> str:
    """As shipped minus the variant, reciprocal rank, all sets together, paired by question."""
    whole, part = (
        [1 / rank if rank else 0.0 for one in names for rank in measured[which][one]]
        for which in ("as shipped", title)
    )
    mean, low, high = stats.paired_difference(whole, part)
    return f"MRR, as shipped − {title}: {mean:+.3f} (95 % {low:+.3f} to {high:+.3f}, paired bootstrap)"


TABLES: dict[str, Measure] = {"parts": parts}
