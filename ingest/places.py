"""Where characters of a page stand: parts of page text, and their x on the page."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from ingest.records import Page, Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """Characters `start:end` of a page."""

    page: Page
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.page.text[self.start : self.end]

    @property
    def trimmed(self) -> Part:
        """Without the white space around it; an empty part where there is nothing else."""
        text = self.text
        start = self.start + len(text) - len(text.lstrip())
        return Part(page=self.page, start=start, end=max(start, self.start + len(text.rstrip())))

    @property
    def span(self) -> Span:
        return Span(page=self.page.number, start=self.start, end=self.end)


COLUMN = 6.0  # points that a character of indentation counts for in files without boxes


class Places:
    """Finds x places by the word boxes, or by the indentation of the text in files without boxes."""

    def __init__(self) -> None:
        self._starts: dict[int, list[int]] = {}

    def x(self, page: Page, position: int) -> float:
        """Left edge of the first word from `position` on."""
        if not page.boxes:
            return COLUMN * (position - page.text.rfind("\n", 0, position) - 1)
        index = min(self._index(page, position), len(page.boxes) - 1)
        return page.boxes[index].x0

    def extent(self, part: Part) -> tuple[float, float]:
        """Left and right edge of the words of a part, on a page with boxes."""
        boxes = part.page.boxes[self._index(part.page, part.start) : self._index(part.page, part.end)]
        if not boxes:
            return self.x(part.page, part.start), self.x(part.page, part.start)
        return min(box.x0 for box in boxes), max(box.x1 for box in boxes)

    def _index(self, page: Page, position: int) -> int:
        """Number of the first box that begins at `position` or after."""
        if page.number not in self._starts:
            self._starts[page.number] = [box.start for box in page.boxes]
        return bisect_left(self._starts[page.number], position)
