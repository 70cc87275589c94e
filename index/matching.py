"""Pairing the pieces of two editions: by their words first, then by how alike they are where they stand.

Knows texts, sections and order only. White space never counts: a line that breaks elsewhere, or a
sentence that runs over a page, is no change.
"""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

SAME, ADDED, REMOVED = "same", "added", "removed"

# The least likeness (0 to 1) of two wordings of one piece, by what else speaks for it.
BETWEEN_THE_SAME = 0.4  # both stand between the same two unchanged neighbours
IN_THE_SECTION = 0.5
ELSEWHERE = 0.7
FEW_WORDS = 4  # below that, letters are compared as well
BEGINNING = 4  # letters by which a run of pieces finds its like
MOST_COMPARED = 200  # pieces with which one piece is compared in its section, or for three words in a row


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A stretch of a document that is compared as a whole.

    `page` is physical, `label` as printed; `number` is that of a heading or checklist item, or "".
    """

    kind: str
    text: str
    section: tuple[str, ...]
    page: int
    label: str
    number: str = ""

    @property
    def bare(self) -> str:
        """The text without white space."""
        return "".join(self.text.split())


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Which pieces of the old edition became which of the new one, by their places.

    One of each as a rule; more where the same words were divided otherwise; none on one side where
    something was added or removed. `in_order` is False for words found at another place in the order.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    same_words: bool = False
    in_order: bool = True


def pair_up(old: Sequence[Piece], new: Sequence[Piece]) -> tuple[Pair, ...]:
    """Every piece of both editions in exactly one pair, in reading order: a removed one where it stood."""
    before, after = [piece.bare for piece in old], [piece.bare for piece in new]
    blocks = _common(before, after)
    pairs = [
        Pair(old=(i + step,), new=(j + step,), same_words=True)
        for i, j, size in blocks
        for step in range(size)
    ]
    gaps = _gaps(blocks, len(old), len(new))
    pairs += _divided_otherwise(before, after, gaps)
    pairs += _out_of_order(before, after, *_left(pairs, len(old), len(new)))
    pairs += _reworded(old, new, pairs, gaps)
    left, right = _left(pairs, len(old), len(new))
    pairs += [Pair(old=(), new=(j,)) for j in right]
    pairs += [Pair(old=(i,), new=()) for i in left]
    return _in_reading_order(pairs)


def likeness(one: str, other: str) -> float:
    """How alike two wordings are, 0 to 1: the share of words in common order, for short ones of letters."""
    words, others = one.split(), other.split()
    by_words = Indel.normalized_similarity(words, others)
    if min(len(words), len(others)) >= FEW_WORDS:
        return float(by_words)
    return max(float(by_words), fuzz.ratio(one, other) / 100 - 0.2)


def word_marks(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """The words of both wordings in reading order, each stretch marked `same`, `removed` or `added`."""
    before, after = old.split(), new.split()
    marks: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            marks.append((SAME, " ".join(before[a:b])))
            continue
        if a < b:
            marks.append((REMOVED, " ".join(before[a:b])))
        if c < d:
            marks.append((ADDED, " ".join(after[c:d])))
    return tuple(marks)


def _in_reading_order(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """By place in the new edition; a removed piece behind the last one before it that stayed in order."""
    placed: list[tuple[int, int, Pair]] = []
    reached = -1
    for pair in sorted(pairs, key=lambda pair: pair.old):
        if pair.new and pair.old and pair.in_order:
            reached = max(reached, pair.new[0])
        placed.append((pair.new[0], -1, pair) if pair.new else (reached, pair.old[0], pair))
    return tuple(pair for _, _, pair in sorted(placed, key=lambda entry: entry[:2]))


Gap = tuple[range, range]
Block = tuple[int, int, int]


def _common(before: Sequence[str], after: Sequence[str]) -> list[Block]:
    """The longest common part in the same order: first place in each, and length, of each stretch."""
    opcodes = Indel.opcodes(before, after)
    return [(op.src_start, op.dest_start, op.src_end - op.src_start) for op in opcodes if op.tag == "equal"]


def _gaps(blocks: Sequence[Block], old: int, new: int) -> list[Gap]:
    """What lies before, between and after the stretches in common."""
    gaps, i, j = [], 0, 0
    for start, other, size in [*blocks, (old, new, 0)]:
        gaps.append((range(i, start), range(j, other)))
        i, j = start + size, other + size
    return [gap for gap in gaps if len(gap[0]) or len(gap[1])]


def _left(pairs: Iterable[Pair], old: int, new: int) -> tuple[list[int], list[int]]:
    """The places that stand in no pair yet."""
    seen_old: set[int] = set()
    seen_new: set[int] = set()
    for pair in pairs:
        seen_old.update(pair.old)
        seen_new.update(pair.new)
    return [i for i in range(old) if i not in seen_old], [j for j in range(new) if j not in seen_new]


def _divided_otherwise(before: Sequence[str], after: Sequence[str], gaps: Sequence[Gap]) -> Iterator[Pair]:
    """Runs of pieces that hold the same words, divided at other places."""
    for left, right in gaps:
        starts: dict[str, list[int]] = defaultdict(list)
        for j in right:
            starts[after[j][:BEGINNING]].append(j)
        i, free = left.start, right.start
        while i < left.stop:
            places = (j for j in starts[before[i][:BEGINNING]] if j >= free)
            found = next((run for j in places if (run := _run(before, after, (i, j), (left, right)))), None)
            if found is None:
                i += 1
                continue
            yield found
            i, free = found.old[-1] + 1, found.new[-1] + 1


def _run(before: Sequence[str], after: Sequence[str], first: tuple[int, int], gap: Gap) -> Pair | None:
    """The shortest runs of old and new pieces from `first` with the same letters, or None."""
    (i, j), (left, right) = first, gap
    mine, others = before[i], after[j]
    end, other_end = i + 1, j + 1
    while mine != others:
        if mine.startswith(others) and other_end < right.stop:
            others += after[other_end]
            other_end += 1
        elif others.startswith(mine) and end < left.stop:
            mine += before[end]
            end += 1
        else:
            return None
    return Pair(old=tuple(range(i, end)), new=tuple(range(j, other_end)), same_words=True)


def _out_of_order(
    before: Sequence[str], after: Sequence[str], left: Iterable[int], right: Iterable[int]
) -> Iterator[Pair]:
    """Pieces with the same words at another place in the order."""
    places: dict[str, list[int]] = defaultdict(list)
    for j in right:
        places[after[j]].append(j)
    for i in left:
        if places[before[i]]:
            yield Pair(old=(i,), new=(places[before[i]].pop(0),), same_words=True, in_order=False)


def _reworded(
    old: Sequence[Piece], new: Sequence[Piece], pairs: Sequence[Pair], gaps: Sequence[Gap]
) -> Iterator[Pair]:
    """The likest of what is left, best first, each piece once."""
    left, right = _left(pairs, len(old), len(new))
    gap_of = [{k: n for n, gap in enumerate(gaps) for k in gap[side]} for side in (0, 1)]
    sections = _sections(old, new, pairs)
    scored = []
    for i, j in _candidates(old, new, left, right, sections):
        least = ELSEWHERE
        if gap_of[0][i] == gap_of[1][j]:
            least = BETWEEN_THE_SAME
        elif sections.get(old[i].section, old[i].section) == new[j].section:
            least = IN_THE_SECTION
        score = likeness(old[i].text.casefold(), new[j].text.casefold())
        if score >= least:
            scored.append((-score - (ELSEWHERE - least) / 3, i, j))  # between equals, the nearer one
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _, i, j in sorted(scored):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            yield Pair(old=(i,), new=(j,))


def _sections(
    old: Sequence[Piece], new: Sequence[Piece], pairs: Iterable[Pair]
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """What became of each section: where most of its unchanged pieces stand now."""
    votes: dict[tuple[str, ...], Counter[tuple[str, ...]]] = defaultdict(Counter)
    for pair in pairs:
        votes[old[pair.old[0]].section][new[pair.new[0]].section] += 1
    return {section: counts.most_common(1)[0][0] for section, counts in votes.items()}


def _candidates(
    old: Sequence[Piece],
    new: Sequence[Piece],
    left: Sequence[int],
    right: Sequence[int],
    sections: Mapping[tuple[str, ...], tuple[str, ...]],
) -> set[tuple[int, int]]:
    """Pairs worth comparing: those of one section, and those with three words in a row in common."""
    by_section: dict[tuple[str, ...], list[int]] = defaultdict(list)
    by_words: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j in right:
        by_section[new[j].section].append(j)
        for words in _in_a_row(new[j].text):
            by_words[words].append(j)
    found: set[tuple[int, int]] = set()
    for i in left:
        beside = by_section[sections.get(old[i].section, old[i].section)]
        found.update((i, j) for j in beside[:MOST_COMPARED])
        for words in _in_a_row(old[i].text):
            found.update((i, j) for j in by_words[words][:MOST_COMPARED])
    return found


def _in_a_row(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return set(zip(words, words[1:], words[2:], strict=False)) or {tuple(words)}
