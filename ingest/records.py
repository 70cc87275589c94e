"""The records that reading and splitting hand on. Frozen, without input or output inside.

Pages are physical and 1-based everywhere. Characters of a page are counted in Python
characters of `Page.text`, start inclusive, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field

HEADING = "heading"
PARAGRAPH = "paragraph"
LIST_ITEM = "list_item"
TABLE_ROW = "table_row"
FOOTNOTE = "footnote"
CONTENTS = "contents"


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Span:
    """Characters `start:end` of the stored text of physical page `page`."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A stretch of a page that belongs together: a heading, paragraph, list item, table row or footnote,
    or an entry of a table of contents (its words and its page number, like the cells of a row).

    `section` is the path of headings the block stands under (a heading block: up to and
    including itself). `level` is 1-based and only set for headings. `continues` says that the
    block goes on with the sentence of the block before it (over a column or page break).
    `sentences` are the ranges of its sentences in the page's text; together they cover every
    character of the block that is not white space, except the bullet of a list item.
    """

    kind: str
    start: int
    end: int
    section: tuple[str, ...] = ()
    level: int = 0
    continues: bool = False
    sentences: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """Where the characters `start:end` (one word) stand on the page as displayed.

    Points (1/72 inch), origin at the top left corner, y downwards.
    """

    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One page as read: text in reading order, its blocks (in order, not overlapping), word boxes.

    `dropped` keeps what was left out on purpose: running headers, footers, page numbers.
    `width` and `height` are points of the page as displayed (0 for files without pages).
    """

    number: int
    label: str
    text: str
    blocks: tuple[Block, ...] = ()
    boxes: tuple[Box, ...] = ()
    dropped: tuple[str, ...] = ()
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """What went wrong with a file; `page` is the first page it concerns, or None."""

    file: str
    kind: str
    message: str
    page: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadDocument:
    """What a reader gives for one file: pages, title candidates, problems found on the way.

    `metadata_title` is the file's own title property (may be empty or nonsense), `heading_title`
    the largest heading of the first text page, `first_line` its first line.
    """

    pages: tuple[Page, ...]
    metadata_title: str = ""
    heading_title: str = ""
    first_line: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A named document of the corpus with its pages.

    `source` is `official`, `starter` or `agency`. `file` is the path relative to the folder
    given (POSIX), or the file's own name. `sha256` is that of the file's bytes. `match` says by what
    a PDF was found to be an official document, or why it is none ("" where the question does not arise).
    """

    document_id: str
    title: str
    file: str
    sha256: str
    source: str = "agency"
    edition: str = ""
    category: str = ""
    official_title: str = ""
    landing_page: str = ""
    questionnaire: bool = False
    match: str = ""
    pages: tuple[Page, ...] = field(default=(), repr=False)

    def page(self, number: int) -> Page:
        """The page with the physical number `number` (1-based). Raises IndexError if there is none."""
        if not 1 <= number <= len(self.pages):
            raise IndexError(f"{self.document_id} has no page {number}")
        return self.pages[number - 1]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One evidence sentence of a passage; more than one span only over a page or column break."""

    spans: tuple[Span, ...]
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A stretch of one section that is embedded and retrieved as a whole.

    `text` is the slices of `spans` joined by a line feed; `context` is the line put in front
    for embedding (document title › section path), never part of `text`.
    """

    passage_id: str
    document_id: str
    section: tuple[str, ...]
    spans: tuple[Span, ...]
    text: str
    context: str
    sentences: tuple[Sentence, ...] = ()

    @property
    def pages(self) -> tuple[int, ...]:
        """The physical pages it touches, in reading order, each once."""
        return tuple(dict.fromkeys(span.page for span in self.spans))


@dataclass(frozen=True, kw_only=True, slots=True)
class ChecklistItem:
    """One question of a checklist, an exact span of a page.

    `parent` is the item_id of the question a sub-question belongs to, or "".
    """

    item_id: str
    checklist_id: str
    document_id: str
    text: str
    number: str
    section: tuple[str, ...]
    spans: tuple[Span, ...]
    parent: str = ""
    principles: tuple[str, ...] = ()
    stage: str = ""
