"""Rows of a table: its head, the columns for answers, the cell that asks, its number and labels."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.asking import is_blank, is_question, whole_number
from ingest.labels import NO_LABELS, Labels, labels_of
from ingest.places import Part, Places

_ANSWER_HEAD = re.compile(
    r"yes|no|partly|partially|in part|n/?a|not applicable|(?:not |un)known|don't know|not sure|planned"
)
_OTHER_HEAD = re.compile(
    r"number|nr|#|id|ref|item|code|questions?|statement|criteri(?:on|a)|indicator|requirement|check|evidence"
    r"|comments?|notes|remarks|answer|response|score|action|owner|(?:core )?principles?"
    r"|(?:life[- ]cycle )?(?:stage|phase)"
)
_CUT = {True: re.compile(r"\t"), False: re.compile(r"(?:^|(?<=\s))\|(?=\s|$)")}  # with boxes, without
_ENDED = re.compile(r"[.?!:;)\]”\"]$")
ALIGNED = 6.0  # points: cells of one column begin this close to each other
SHORT_HEAD = 4  # words
LONGEST_TITLE = 12  # words of a row that heads a group of rows


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of content: the cell that asks (else the longest), its number, labels from its columns.

    `asks`: the cell is a question, or a statement with nothing beside it but room for the answer.
    `continues`: it goes on with the text of the row before. `group` is the title it stands under.
    """

    cell: Part
    number: str = ""
    words: int = 0
    asks: bool = False
    continues: bool = False
    group: str = ""
    labels: Labels = NO_LABELS


class Table:
    """Reads the rows of one table, one after the other, over page breaks too."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._heads: list[tuple[str, Part]] = []
        self._last: Row | None = None
        self._group = ""

    @property
    def answerable(self) -> bool:
        """Whether at least two columns are headed by an answer, such as yes and no."""
        return sum(bool(_ANSWER_HEAD.fullmatch(label)) for label, _ in self._heads) >= 2

    def read(self, part: Part) -> Row | None:
        """A row of content, or None for a head, a group's title or an empty row."""
        cells = _cells(part)
        filled = [cell for cell in cells if not is_blank(cell.text)]
        asking = next((cell for cell in filled if is_question(cell.text)), None)
        if not filled or (asking is None and self._takes_head(cells)):
            return None
        cell = asking or max(filled, key=lambda one: (len(one.text.split()), -one.start))
        number = _number_before(filled, cell)
        if not number and self._goes_on(cell):
            self._last = Row(cell=cell, continues=True)
        elif asking is None and self._is_title(filled):
            self._group = " ".join(cell.text.split())
            return None
        else:
            self._last = Row(
                cell=cell,
                number=number,
                words=sum(len(one.text.split()) for one in filled),
                asks=asking is not None or self._is_statement(cells, filled, cell),
                group=self._group,
                labels=self._labels(cells, filled),
            )
        return self._last

    def _takes_head(self, cells: list[Part]) -> bool:
        """Whether the row is the table's head (kept), or repeats it on a new page."""
        labels = [_label(cell.text) for cell in cells]
        if self._heads and labels == [label for label, _ in self._heads]:
            return True
        known = sum(bool(_ANSWER_HEAD.fullmatch(one) or _OTHER_HEAD.fullmatch(one)) for one in labels)
        short = all(len(label.split()) <= SHORT_HEAD for label in labels)
        if self._last is not None or not short or known < 2 or 2 * known < len(labels):
            return False
        self._heads = list(zip(labels, cells, strict=True))
        return True

    def _goes_on(self, cell: Part) -> bool:
        """Whether a cell goes on with that of the row before, broken off by the end of a line or page."""
        if self._last is None or not cell.page.boxes or not cell.text[:1].islower():
            return False
        before = self._last.cell
        there, here = (self._places.x(one.page, one.start) for one in (before, cell))
        return abs(there - here) < ALIGNED and not _ENDED.search(before.text.rstrip())

    def _is_title(self, filled: list[Part]) -> bool:
        text = filled[0].text.rstrip(" :")
        few = len(filled) == 1 and len(text.split()) <= LONGEST_TITLE
        return few and len(self._heads) > 2 and not _ENDED.search(text)

    def _is_statement(self, cells: list[Part], filled: list[Part], cell: Part) -> bool:
        """Whether only number and labels stand beside the cell, in a table with answer columns."""
        if not self.answerable or len(cell.text.split()) < 3:
            return False
        others = [one for one in filled if one is not cell and not whole_number(one.text)]
        return all(self._labelled(cells, one) != NO_LABELS for one in others)

    def _labels(self, cells: list[Part], filled: list[Part]) -> Labels:
        found = NO_LABELS
        for cell in filled:
            found = found.over(self._labelled(cells, cell))
        return found

    def _labelled(self, cells: list[Part], cell: Part) -> Labels:
        """What a cell says under the head of its column: by place, or by count in files without boxes."""
        if not self._heads:
            return NO_LABELS
        if cell.page.boxes:
            left, right = self._places.extent(cell)
            apart = [
                max(x0 - right, left - x1) for x0, x1 in (self._places.extent(h) for _, h in self._heads)
            ]
            index = apart.index(min(apart))
        else:
            index = min(cells.index(cell), len(self._heads) - 1)
        return labels_of(self._heads[index][0], cell.text)


def _cells(part: Part) -> list[Part]:
    """The cells of a row without the white space around them; empty ones too where the text keeps them."""
    text = part.text
    cuts = [found.span() for found in _CUT[bool(part.page.boxes)].finditer(text)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    whole = [
        Part(page=part.page, start=part.start + start, end=part.start + end)
        for start, end in zip(starts, ends, strict=True)
    ]
    return [cell.trimmed for cell in whole]


def _label(text: str) -> str:
    """A head cell made plain; "No." for number is told from "No" for an answer."""
    text = " ".join(text.casefold().replace("’", "'").split())
    return "number" if text in ("no.", "nr.") else text.strip(" .:?*")


def _number_before(filled: list[Part], cell: Part) -> str:
    before = filled[: filled.index(cell)]
    return next((number for one in before if (number := whole_number(one.text))), "")
