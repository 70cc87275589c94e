"""What is known of headings while a document is read: laid out pages, marks on their lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.layout import Region
from ingest.lines import Line
from ingest.repair import repair
from ingest.words import Rule

Style = tuple[float, bool, bool, bool]  # size, bold, italic, capitals


@dataclass(kw_only=True, slots=True)
class LaidOutPage:
    """A page after layout: its regions in reading order."""

    number: int
    height: float
    regions: list[Region]
    rules: Sequence[Rule] = ()

    @property
    def lines(self) -> list[Line]:
        """All lines in reading order, those of table cells too."""
        found: list[Line] = []
        for region in self.regions:
            found.extend(region.lines)
            found.extend(line for row in region.rows for cell in row for line in cell)
        return found


@dataclass(frozen=True, kw_only=True, slots=True)
class HeadingMark:
    """Lines that form one heading. Without lines it opens a section at `y` of its page (an outline
    entry whose words are not printed there as they stand). `nested`: the level counts from the
    outline entry it stands under."""

    page: int
    level: int
    nested: bool = False
    title: str
    lines: tuple[Line, ...] = ()
    y: float = 0.0


@dataclass(kw_only=True, slots=True)
class Headings:
    """All headings of a document: marks by the identity of their first line, and those without lines."""

    by_line: dict[int, HeadingMark] = field(default_factory=dict)
    unprinted: list[HeadingMark] = field(default_factory=list)
    title: str = ""
    body: Style = (10.0, False, False, False)


def taken_lines(headings: Headings) -> set[int]:
    return {id(line) for mark in headings.by_line.values() for line in mark.lines}


def add_mark(headings: Headings, mark: HeadingMark) -> None:
    headings.by_line[id(mark.lines[0])] = mark


def text_of(lines: Iterable[Line]) -> str:
    return " ".join(repair(line.text) for line in lines).strip()


def plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
