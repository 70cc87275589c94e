"""Is a term found and quoted where it is defined? Every term that a sentence defines is asked for.

The questions are made ("What is recall?"), so this shows what looking for definitions adds, not how well
people are answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from bench.data import version_of
from bench.tables import Measure, Table
from index.embedder import Embedder
from index.version import Version
from toolkit_qa.answer import PASSAGES, Answerer
from toolkit_qa.definitions import Definitions, defined_by
from toolkit_qa.followup import Turn
from toolkit_qa.retrieve import WEIGHTS, Retriever

STORES = {"corpus": "starter corpus", "pdfs": "the 7 PDFs", "mixed": "the mixed PDFs"}
WITH = "with"
VARIANTS = {WITH: WEIGHTS, "without": {**WEIGHTS, "defined": 0.0}}


@dataclass(frozen=True, kw_only=True, eq=False)
class Asked:
    """A question for a term, and the numbers of the sentences that define it."""

    turn: Turn
    places: frozenset[int]


def definitions(name: str) -> tuple[Table, object]:
    """A row for each set of documents."""
    rows, details = [], {}
    for store, title in STORES.items():
        version = version_of(store)
        asked = tuple(_asked(version))
        found = {variant: _found(version, variant, asked) for variant in VARIANTS}
        shares = (share for pair in zip(*found.values(), strict=True) for share in pair)
        rows.append((title, str(len(asked)), *(f"{share:.3f}" for share in shares)))
        details[title] = {"questions": [one.turn.text for one in asked], **found}
    table = Table(
        name=name,
        title="Terms found where they are defined",
        columns=(
            *("documents", "terms asked for", "defining passage first", "without looking for definitions"),
            *("definition quoted", "without looking for definitions"),
        ),
        rows=tuple(rows),
        notes=("Questions made from the sentences that define a term: “What is …?”",),
    )
    return table, details


def _asked(version: Version) -> Iterator[Asked]:
    known = Definitions(version)
    encode = Embedder(None, threads=1, number_format=version.number_format).encode_query
    questions = dict.fromkeys(
        f"What is {term if term[1:2].isupper() else term[0].lower() + term[1:]}?"
        for term in (defined_by(" ".join(one.text.split())) for _, one in version.sentences)
        if term
    )
    for question in questions:
        places = known.places(question)
        if places:
            yield Asked(turn=Turn(text=question, vector=encode(question)), places=places)


def _found(version: Version, variant: str, asked: tuple[Asked, ...]) -> tuple[float, float]:
    """Shares of the terms whose definition stands in the first passage, and is quoted."""
    retriever = Retriever(version, weights=VARIANTS[variant])
    answerer = Answerer(retriever)
    first, quoted = [], []
    for one in asked:
        search = retriever.search([one.turn], k=PASSAGES)
        rows = {int(version.sentence_passages[number]) for number in one.places}
        first.append(not rows.isdisjoint((search.ranked[0].passage, *search.ranked[0].also_in)))
        seen = search if variant == WITH else replace(search, defining=frozenset())
        quoted.append(not one.places.isdisjoint(answerer.choose(seen).numbers))
    return float(np.mean(first)), float(np.mean(quoted))


TABLES: dict[str, Measure] = {"definitions": definitions}
