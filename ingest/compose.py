"""Pieces of a page to its stored text: blocks as exact spans, a box for every word."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.lines import Line
from ingest.pieces import Piece
from ingest.records import Block, Box
from ingest.repair import Vocabulary, ends_broken, repair

BETWEEN_BLOCKS = "\n"
BETWEEN_CELLS = "\t"


class Composer:
    """Collects the text of one page.

    Args:
        vocabulary: The document's words, for hyphens at line ends.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._parts: list[str] = []
        self._length = 0
        self.boxes: list[Box] = []
        self.blocks: list[Block] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def add(self, piece: Piece, *, section: tuple[str, ...], continues: bool) -> None:
        """Appends a piece as a block; a piece without any character adds nothing."""
        separator = BETWEEN_BLOCKS if self._length else ""
        mark = len(self._parts), len(self.boxes), self._length
        self._append(separator)
        start = self._length
        for index, cell in enumerate(piece.cells):
            if index:
                self._append(BETWEEN_CELLS)
            for number, paragraph in enumerate(cell):
                if number:
                    self._append(BETWEEN_BLOCKS)
                self._add_lines(paragraph)
        if not self.text_since(start).strip():
            self._undo(mark)
            return
        level = piece.mark.level if piece.mark else 0
        self.blocks.append(
            Block(
                kind=piece.kind,
                start=start,
                end=self._length,
                section=section,
                level=level,
                continues=continues,
            )
        )

    def text_since(self, start: int) -> str:
        return self.text[start:]

    def _append(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)

    def _undo(self, mark: tuple[int, int, int]) -> None:
        parts, boxes, self._length = mark
        del self._parts[parts:]
        del self.boxes[boxes:]

    def _add_lines(self, lines: Sequence[Line]) -> None:
        """The words of the lines, one space between them, words broken at line ends made whole."""
        at_start = True
        broken: str | None = None
        for line in lines:
            for number, word in enumerate(line.words):
                text = word.text
                if broken is not None:
                    self._finish(broken, text, word.drawn)
                    broken = None
                    continue
                is_last = number == len(line.words) - 1 and line is not lines[-1]
                if not at_start:
                    self._append(" ")
                if is_last and ends_broken(text):
                    broken = text
                shown = repair(text[:-1] + "\x02" if broken else text)
                if not shown:
                    self._drop_space(at_start)
                    broken = None
                    continue
                self._add_box(shown, word.drawn)
                at_start = False

    def _drop_space(self, at_start: bool) -> None:
        if not at_start and self._parts and self._parts[-1] == " ":
            self._parts.pop()
            self._length -= 1

    def _finish(self, broken: str, text: str, drawn: tuple[float, float, float, float]) -> None:
        """Appends the second half of a broken word, taking the hyphen away where it does not belong."""
        whole = repair(self._vocabulary.join(repair(broken[:-1]) + "-", repair(text) or ""))
        head = repair(broken[:-1])
        if not whole.startswith(f"{head}-"):
            last = self._parts.pop()
            self._parts.append(last[:-1])
            self._length -= 1
            box = self.boxes.pop()
            self.boxes.append(
                Box(start=box.start, end=box.end - 1, x0=box.x0, y0=box.y0, x1=box.x1, y1=box.y1)
            )
        rest = repair(text)
        if rest:
            self._add_box(rest, drawn)

    def _add_box(self, text: str, drawn: tuple[float, float, float, float]) -> None:
        start = self._length
        self._append(text)
        x0, y0, x1, y1 = (round(value, 1) for value in drawn)
        self.boxes.append(Box(start=start, end=self._length, x0=x0, y0=y0, x1=x1, y1=y1))
