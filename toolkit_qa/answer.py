"""Choosing the evidence that answers a question: verbatim units of the best passages, reading order.

Sentences are ranked by meaning (cosine), words (the idf-weighted share of the question they hold),
the rank of their passage, the heading they stand under and whether they open their section. The
best are taken with their units (see `units`), unless they repeat what is taken already. Where several things
are asked for, a list of them is among the units, if there is one near.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.records import Passage

from .absence import asks_for_official, declines, points_elsewhere
from .asked_for import lacking
from .asked_lists import things_asked_for
from .citations import Evidence
from .retrieve import DECIMALS, Retriever, Search
from .units import Units
from .verdict import weight_share

PASSAGES = 8
MOST_UNITS = 4
ANSWERING = 2  # strongest units: one of them must hold what is asked for by its form
FEWEST_TERMS = 3  # a sentence of fewer words with a subject is no statement
WORDS = 0.3
HEADING = 0.4
OPENING = 0.03
DEFINES = 0.3  # for a sentence that defines the term asked for
LISTS = 0.2  # for a part of a list that is announced by the name of the things asked for
NEAR_LIST = 0.6  # of the best sentence: what such a list must reach to be quoted
NAMES_ROW = 0.12  # for a row of a table whose first cell the question names
ASKS = 0.1  # off for a sentence that asks something itself: an item of a questionnaire is no statement
RANK_COST = 0.03  # for each unit that the passage scores below the best one
NEAR_BEST = 0.5
SAME_WORDS = 0.6
NEAR_SIDE = 4  # best passages of a side of a comparison: a section of theirs quoted speaks for it
SAME_QUESTION = 0.75  # cosine of a heading with the question
CLEARLY_NEARER = 0.05  # of two cosines with the question
SAME_SECTION = 0.1  # for each unit that is taken from the section already
MOST_CHARACTERS = 2_000


_ASKS_FOR_QUESTIONS = re.compile(r"\b(?:ask|asks|asked|questions?|check|checklists?)\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A sentence that might be quoted, or a row of a table by its first cell: its number in
    `Version.sentences` and how well it fits."""

    number: int
    strength: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """The evidence for an answer: units of sentence numbers, the strongest first; `best` is the sentence
    that fits best, a part of the first unit."""

    units: tuple[tuple[int, ...], ...]
    best: int | None = None

    @property
    def numbers(self) -> tuple[int, ...]:
        """All sentences quoted."""
        return tuple(number for unit in self.units for number in unit)


@dataclass(kw_only=True, slots=True)
class _Taken:
    """What is chosen so far: units, their sentences, how many of each section, characters."""

    units: list[tuple[int, ...]] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)
    sections: Counter[tuple[str, ...]] = field(default_factory=Counter)
    length: int = 0

    def has_room(self, length: int) -> bool:
        """Whether a unit of that length can be taken without making the answer too long."""
        return self.length + length <= MOST_CHARACTERS

    def add(self, unit: tuple[int, ...], section: tuple[str, ...], length: int) -> None:
        """Takes a unit of a section."""
        self.units.append(unit)
        self.numbers.update(unit)
        self.sections[section] += 1
        self.length += length


class Answerer:
    """Chooses evidence in one opened version; any thread may use it."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever
        self._version = retriever.version
        self._terms = retriever.sentence_terms
        self._units = Units(retriever.version)
        self._opening = frozenset(self._openings())
        self._asking = frozenset(
            number for number, (_, one) in enumerate(self._version.sentences) if one.text.endswith("?")
        )

    def choose(self, search: Search) -> Chosen:
        """One to four units, strongest first; none when the passages have no sentences."""
        ranked = sorted(self._candidates(search), key=lambda one: (-one.strength, one.number))
        if not ranked:
            return Chosen(units=())
        best = ranked[0].strength
        left = [one for one in ranked if one.strength >= min(best, NEAR_BEST * best)]  # also below 0
        taken = _Taken()
        self._take(ranked[0], taken)
        for side in search.sides:
            if not self._quotes(side, taken.numbers):
                self._take(self._strongest(side), taken)
        things = things_asked_for(search.asked.text)
        if not any(self._lists(number, things) for number in taken.numbers):
            self._take(self._list_near(left, things, NEAR_LIST * best), taken)
        while left and len(taken.units) < MOST_UNITS:
            one = min(left, key=lambda one: (self._repetition(one.number, taken) - one.strength, one.number))
            left.remove(one)
            if not self._repeats(one.number, taken.numbers):
                self._take(one, taken, only_if_room=True)
        return Chosen(units=tuple(taken.units), best=ranked[0].number)

    def _take(self, one: Candidate | None, taken: _Taken, *, only_if_room: bool = False) -> None:
        """Takes a candidate with what of its unit is not taken yet."""
        if one is not None:
            unit = tuple(n for n in self._units.around(one.number) if n not in taken.numbers)
            length = self._length(unit)
            if unit and (taken.has_room(length) or not only_if_room):
                taken.add(unit, self._section_of(one.number), length)

    def _list_near(
        self, ranked: Iterable[Candidate], things: frozenset[str], least: float
    ) -> Candidate | None:
        """The best part of a list of the things asked for, where one is strong enough."""
        lists = (one for one in ranked if self._lists(one.number, things))
        return next((one for one in lists if one.strength >= least), None)

    def _lists(self, number: int, things: frozenset[str]) -> bool:
        """Whether a sentence is part of a list that is announced by the name of such things."""
        return bool(things) and any(things & self._terms.of(one) for one in self._units.announcement(number))

    def _quotes(self, side: Search, numbers: Iterable[int]) -> bool:
        """Whether one of the sentences stands in a section that is nearest to a side of a comparison."""
        near = {self._section_at(found.passage) for found in side.ranked[:NEAR_SIDE]}
        return any(self._section_of(number) in near for number in numbers)

    def _strongest(self, search: Search) -> Candidate | None:
        candidates = self._candidates(search)
        return min(candidates, key=lambda one: (-one.strength, one.number), default=None)

    def declines(self, search: Search, chosen: Chosen) -> bool:
        """Whether the sentence that fits best says that the matter is not in its document.

        Where its heading is the question, what it says is what the document has to say about it, unless it
        sends the reader elsewhere. A question for what is official is declined by any sentence of the
        strongest unit, and any question by a quote that sends elsewhere and is clearly nearer in meaning than
        the sentence that fits best.
        """
        if chosen.best is None:
            return False
        if asks_for_official(search.asked.text):
            return any(self._says_absent(number, chosen.units[0][0]) for number in chosen.units[0])
        if search.heading[self._row_of(chosen.best)] >= SAME_QUESTION:
            return points_elsewhere(self._text(chosen.best))
        if self._says_absent(chosen.best, chosen.units[0][0]):
            return True
        near = {number: round(float(search.similarity[number]), DECIMALS) for number in chosen.numbers}
        nearest = max(near, key=lambda number: (near[number], -number))
        return near[nearest] >= near[chosen.best] + CLEARLY_NEARER and points_elsewhere(self._text(nearest))

    def _says_absent(self, number: int, lead_in: int) -> bool:
        heading = self._passage_of(number).section[-1:]
        return declines(self._text(number), self._text(lead_in), *heading)

    def lacks(self, search: Search, chosen: Chosen) -> str:
        """What the question asks for and no passage of the strongest units holds; "" where nothing lacks.

        Whole passages, since a table says in its caption what its numbers are. Nothing lacks where the
        sentence that fits best stands under the question as its heading.
        """
        if chosen.best is None or search.heading[self._row_of(chosen.best)] >= SAME_QUESTION:
            return ""
        strongest = (number for unit in chosen.units[:ANSWERING] for number in unit)
        rows = dict.fromkeys(map(self._row_of, strongest))
        return lacking(search.asked.text, [self._version.passages[row].text for row in rows])

    def sources(self, chosen: Chosen) -> frozenset[str]:
        """The kinds of source of their documents."""
        documents = {self._document_of(number) for number in chosen.numbers}
        return frozenset(self._version.document(one).source for one in documents)

    def evidence(self, chosen: Chosen) -> tuple[tuple[Evidence, ...], ...]:
        """The units in reading order, the document of the strongest first."""
        documents = list(dict.fromkeys(self._document_of(unit[0]) for unit in chosen.units))
        ordered = sorted(
            chosen.units, key=lambda unit: (documents.index(self._document_of(unit[0])), unit[0])
        )
        return tuple(tuple(self._evidence(number) for number in unit) for unit in ordered)

    def _candidates(self, search: Search) -> Iterator[Candidate]:
        things = things_asked_for(search.asked.text)
        asks_for_questions = _ASKS_FOR_QUESTIONS.search(search.asked.text) is not None
        best = search.ranked[0].score if search.ranked else 0.0
        for found in search.ranked[:PASSAGES]:
            cost = RANK_COST * (best - found.score)
            under = HEADING * float(search.heading[found.passage])
            numbers = self._retriever.sentences_of(found.passage)
            for number in numbers:
                cells = [cell for cell in self._units.cells(number) if cell in numbers] or [number]
                if self._units.is_label(number):
                    continue
                terms = frozenset().union(*(self._terms.of(cell) for cell in cells))
                if number != cells[0] or len(terms) < FEWEST_TERMS:
                    continue
                similarity = max(float(search.similarity[cell]) for cell in cells)
                held = weight_share(search.weights, terms.__contains__)
                strength = similarity + WORDS * held + under - cost + OPENING * (number in self._opening)
                strength += DEFINES * (not search.defining.isdisjoint(cells))
                strength += LISTS * self._lists(number, things)
                if len(cells) > 1 and self._names_row(cells[0], search):
                    strength += NAMES_ROW
                if not asks_for_questions and not self._asking.isdisjoint(cells):
                    strength -= ASKS
                yield Candidate(number=number, strength=round(strength, DECIMALS))

    def _names_row(self, first_cell: int, search: Search) -> bool:
        """Whether the question has all the words of the cell that names a row."""
        name = self._terms.of(first_cell)
        return bool(name) and name <= search.weights.keys()

    def _repetition(self, number: int, taken: _Taken) -> float:
        return SAME_SECTION * taken.sections[self._section_of(number)]

    def _repeats(self, number: int, taken: set[int]) -> bool:
        own = self._terms.of(number)
        return number in taken or any(_alike(own, self._terms.of(other)) for other in taken)

    def _openings(self) -> Iterator[int]:
        """The first sentence of each section."""
        seen: set[tuple[str, tuple[str, ...]]] = set()
        for number, (row, _) in enumerate(self._version.sentences):
            passage = self._version.passages[row]
            if (passage.document_id, passage.section) not in seen:
                seen.add((passage.document_id, passage.section))
                yield number

    def _text(self, number: int) -> str:
        return self._version.sentences[number][1].text

    def _row_of(self, number: int) -> int:
        return self._version.sentences[number][0]

    def _passage_of(self, number: int) -> Passage:
        return self._version.passages[self._row_of(number)]

    def _section_of(self, number: int) -> tuple[str, ...]:
        return self._section_at(self._row_of(number))

    def _section_at(self, row: int) -> tuple[str, ...]:
        passage = self._version.passages[row]
        return (passage.document_id, *passage.section)

    def _length(self, unit: tuple[int, ...]) -> int:
        return sum(len(self._version.sentences[number][1].text) for number in unit)

    def _document_of(self, number: int) -> str:
        return self._passage_of(number).document_id

    def _evidence(self, number: int) -> Evidence:
        return Evidence(passage=self._passage_of(number), sentence=self._version.sentences[number][1])


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sentences share most of their words."""
    return len(one & other) >= SAME_WORDS * len(one | other)
