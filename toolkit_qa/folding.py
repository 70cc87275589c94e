"""Which passages are shown as one: copies, and neighbours that continue each other.

A copy has the same letters, or differs in a few small words that change nothing of what is said: never in
a number, a name, a negation or a "must". Documents repeat themselves, and a long section is cut where the
embedding model ends, not where the thought does. Neighbours are joined only where both were found and
their best sentences stand on one page, so that joining never hides a page.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from index.version import Version
from ingest.records import Span

MOST_JOINED = 3  # passages: about a page of print
LONG_SENTENCE = 40  # characters
MOST_HOLDERS = 20  # passages: a sentence in more of them is a form of words
MOST_DIFFERENT = 0.1  # of the words of the longer passage, counted on both sides
_WORD = re.compile(r"[^\W_]+")
_WEIGHTY = frozenset(
    (
        *("not", "no", "never", "none", "nor", "without", "must", "shall", "should", "may", "might", "can"),
        *("cannot", "only", "all", "any", "except", "unless", "if", "and", "or", "before", "after", "less"),
        *("more", "least", "most"),
    )
)


class Folding:
    """The copies and the neighbours in one opened version. Only read once made."""

    def __init__(self, version: Version) -> None:
        self._passages = version.passages
        self._copies = _copies(version)

    def groups(
        self, order: Iterable[int], most: int, page_of: Callable[[int], int] | None = None
    ) -> list[list[int]]:
        """Up to `most` groups of passages by number, each in the order found; copies are passed over.

        Neighbours are joined where `page_of` is given: the page of the best sentence of a passage.
        """
        groups: list[list[int]] = []
        group_of: dict[int, list[int]] = {}
        passed: set[int] = set()
        for row in map(int, order):
            if row in passed:
                continue
            group = self._neighbour(row, group_of, page_of) if page_of else None
            if group is None:
                if len(groups) == most:
                    break
                group = []
                groups.append(group)
            group.append(row)
            group_of[row] = group
            passed.update(self._copies.get(row, ()))
        return groups

    def copies_of(self, rows: Iterable[int]) -> tuple[int, ...]:
        """The other passages with the words of these."""
        rows = tuple(rows)
        return tuple(other for row in rows for other in self._copies.get(row, ()) if other not in rows)

    def _neighbour(
        self, row: int, group_of: dict[int, list[int]], page_of: Callable[[int], int]
    ) -> list[int] | None:
        """The group that a passage continues, or that continues it, where it has room."""
        for first, other in ((row - 1, row - 1), (row, row + 1)):
            group = group_of.get(other)
            if group is None or len(group) == MOST_JOINED or not self._continues(first):
                continue
            if page_of(row) == page_of(group[0]):
                return group
        return None

    def _continues(self, first: int) -> bool:
        """Whether the passage after this one goes on where it ends."""
        one, other = self._passages[first], self._passages[first + 1]
        return (one.document_id, one.section) == (other.document_id, other.section) and touch(
            one.spans[-1], other.spans[0]
        )


def touch(one: Span, other: Span) -> bool:
    """Whether a span begins where another of its page ends, or after the one space that follows that."""
    return one.page == other.page and 0 <= other.start - one.end <= 1


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in reading order, those that touch as one."""
    found: list[Span] = []
    for span in spans:
        if found and touch(found[-1], span):
            found[-1] = Span(page=span.page, start=found[-1].start, end=span.end)
        else:
            found.append(span)
    return tuple(found)


def _copies(version: Version) -> dict[int, tuple[int, ...]]:
    """For each passage whose words stand in another one, or nearly: the rows of all that have them."""
    words = [_WORD.findall(passage.text) for passage in version.passages]
    groups: dict[str, list[int]] = defaultdict(list)
    for row, own in enumerate(words):
        groups["".join(own).casefold()].append(row)
    found = {row: set(rows) for rows in groups.values() if len(rows) > 1 for row in rows}
    for one, other in _with_a_sentence_in_common(version):
        if _nearly_the_same(words[one], words[other]):
            found.setdefault(one, {one}).add(other)
            found.setdefault(other, {other}).add(one)
    return {row: tuple(sorted(rows)) for row, rows in found.items()}


def _with_a_sentence_in_common(version: Version) -> set[tuple[int, int]]:
    """Pairs of passages that hold the same long sentence, unless it stands in very many."""
    holders: dict[str, list[int]] = defaultdict(list)
    for row, sentence in version.sentences:
        if len(sentence.text) >= LONG_SENTENCE:
            holders["".join(_WORD.findall(sentence.text.casefold()))].append(row)
    return {
        pair
        for rows in holders.values()
        if len(rows) <= MOST_HOLDERS
        for pair in combinations(sorted(set(rows)), 2)
    }


def _nearly_the_same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether few words differ, none of them a name (a capital), a number, a "not" or a "must"."""
    longer = max(len(one), len(other))
    if abs(len(one) - len(other)) > MOST_DIFFERENT * longer:
        return False
    mine, theirs = Counter(one), Counter(other)
    different = (mine - theirs) + (theirs - mine)
    if different.total() > MOST_DIFFERENT * longer:
        return False
    return all(word.isalpha() and word.islower() and word not in _WEIGHTY for word in different)
