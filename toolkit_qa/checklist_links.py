"""The checklist items that bear on an answer.

An item is like the question and one of the sentences that open a quote, half each: the highest mean of the
two cosines over the sentences that lie on its span. It counts for more when its principle is named in the
question or over a quote, or when it stands in a section that is quoted; a second item of one checklist
counts for less, so that several checklists are named where they bear on the matter alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.lexical import terms
from index.version import Version
from ingest.records import ChecklistItem, Passage

from .answer import Chosen
from .checklists import checklists_of, item_link
from .records import ChecklistLink
from .retrieve import DECIMALS, Search

MOST_LINKS = 5
LEAST_SIMILARITY = 0.37
LEAST_UNANSWERED = 0.45  # of the cosine with the question, where nothing is quoted
SHARED = 0.08  # for a principle and for a section that item and answer share
SAME_CHECKLIST = 0.08  # off for each item of the checklist that is taken already
SECTION_DEPTH = 2  # headings that items and quotes of one section have in common


class ChecklistLinker:
    """Finds the items that bear on an answer. Made once per version, then only read."""

    def __init__(self, version: Version) -> None:
        self._version = version
        self._titles = {one.checklist_id: one.title for one in checklists_of(version)}
        on = _sentences_on(version, version.items)
        self._items = [item for item, numbers in zip(version.items, on, strict=True) if numbers]
        numbers = [own for own in on if own]
        self._numbers = np.array([number for own in numbers for number in own], dtype=np.int64)
        self._starts = np.cumsum([0, *map(len, numbers)])[:-1]
        self._vectors = version.sentence_vectors()[self._numbers]
        self._principles = [[frozenset(terms(one)) for one in item.principles] for item in self._items]

    def links(self, search: Search, chosen: Chosen | None) -> tuple[ChecklistLink, ...]:
        """Up to five items, those that bear on an answer most first; without one, those near the question."""
        if not self._items:
            return ()
        units = chosen.units if chosen else ()
        alike = self._alike(search.similarity, [unit[0] for unit in units])
        passages = [self._version.passages[self._version.sentences[unit[0]][0]] for unit in units]
        scores = alike + SHARED * self._shared(search.asked.text, passages)
        least = LEAST_SIMILARITY if units else LEAST_UNANSWERED
        left = {position: float(scores[position]) for position in map(int, np.flatnonzero(alike >= least))}
        return tuple(self._link(self._items[position]) for position in self._taken(left))

    def _alike(self, similarity: NDArray[np.float64], quoted: Sequence[int]) -> NDArray[np.float64]:
        """How like each item is to the question and to the sentence quoted that it is most like: shape
        (n_items,)."""
        alike = similarity[self._numbers]
        if quoted:
            vectors = np.stack([self._version.sentence_vector(number) for number in quoted])
            nearest = np.asarray((self._vectors @ vectors.T).max(axis=1), dtype=np.float64)
            alike = (alike + nearest) / 2
        best: NDArray[np.float64] = np.maximum.reduceat(alike, self._starts).round(DECIMALS)
        return best

    def _shared(self, question: str, passages: Sequence[Passage]) -> NDArray[np.float64]:
        """How many of principle and section each item shares with the answer: shape (n_items,)."""
        named = frozenset(terms(" ".join([question, *(" ".join(one.section) for one in passages)])))
        sections = {(one.document_id, one.section[:SECTION_DEPTH]) for one in passages}
        return np.array(
            [
                float(any(principle <= named for principle in principles))
                + float((item.document_id, item.section[:SECTION_DEPTH]) in sections)
                for item, principles in zip(self._items, self._principles, strict=True)
            ]
        )

    def _taken(self, left: dict[int, float]) -> Iterator[int]:
        """The positions of the items taken, by score, those of other checklists before a second one; an item
        that says the same is passed over."""
        taken: Counter[str] = Counter()
        texts: set[str] = set()
        while left and taken.total() < MOST_LINKS:
            best = min(
                left,
                key=lambda one: (
                    round(SAME_CHECKLIST * taken[self._items[one].checklist_id] - left[one], DECIMALS),
                    one,
                ),
            )
            del left[best]
            text = self._items[best].text.casefold()
            if text not in texts:
                texts.add(text)
                taken[self._items[best].checklist_id] += 1
                yield best

    def _link(self, item: ChecklistItem) -> ChecklistLink:
        document = self._version.document(item.document_id)
        page = self._version.page(item.document_id, item.spans[0].page)
        return ChecklistLink(
            checklist_id=item.checklist_id,
            item_id=item.item_id,
            title=self._titles[item.checklist_id],
            source=document.source,
            text=item.text,
            file=document.file,
            page=page.number,
            page_label=page.label,
            link=item_link(item),
        )


def _sentences_on(version: Version, items: Sequence[ChecklistItem]) -> tuple[tuple[int, ...], ...]:
    """For each item the numbers of the sentences that share characters with it."""
    by_page: dict[tuple[str, int], list[tuple[int, int, int]]] = defaultdict(list)
    for number, (owner, sentence) in enumerate(version.sentences if items else ()):
        for span in sentence.spans:
            place = (version.passages[owner].document_id, span.page)
            by_page[place].append((span.start, span.end, number))
    return tuple(
        tuple(
            dict.fromkeys(
                number
                for span in item.spans
                for start, end, number in by_page[item.document_id, span.page]
                if start < span.end and span.start < end
            )
        )
        for item in items
    )
