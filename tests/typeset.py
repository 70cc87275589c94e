"""Documents typeset for tests with typst, read as the workers read them, and lines made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import typst

from ingest.limits import Limits
from ingest.lines import Line, make_line
from ingest.pdf import read_pdf
from ingest.records import Document, Page, ReadDocument
from ingest.sentences import with_sentences
from ingest.words import RawPage, Rule, Word

TEXT = (
    "officers review each match before any action because a system can err and people bear the costs of "
    "errors which are hard to undo once they have happened in a case about identity evidence and oversight "
    "with records kept for audit by an independent body that reports to the public every year"
)
WORDS = TEXT.split()


@cache
def typeset(source: str) -> bytes:
    """The PDF of a typst source."""
    pdf = typst.compile(source.encode(), ignore_system_fonts=True)
    assert isinstance(pdf, bytes)
    return pdf


@cache
def read(source: str) -> ReadDocument:
    """What the reader gives for a typst source, sentences included."""
    document = read_pdf(typeset(source), Limits())
    return replace(document, pages=tuple(with_sentences(page) for page in document.pages))


def document_of(reading: ReadDocument, title: str = "Handbook") -> Document:
    return Document(document_id="d", title=title, file="d.pdf", sha256="0" * 64, pages=reading.pages)


def blocks(source: str, kind: str = "") -> list[str]:
    """The text of all blocks, or of those of one kind, in reading order."""
    return [text for page in read(source).pages for text in block_texts(page, kind)]


def block_texts(page: Page, kind: str = "") -> list[str]:
    return [page.text[one.start : one.end] for one in page.blocks if kind in ("", one.kind)]


def prose(count: int, start: int = 0) -> str:
    """Sentences of seven to fourteen words, `count` of them; `start` chooses other words."""
    return " ".join(_sentence(number) for number in range(start, start + count))


def _sentence(number: int) -> str:
    chosen = [WORDS[(number * 17 + place * 7) % len(WORDS)] for place in range(7 + number * 3 % 8)]
    return " ".join(chosen).capitalize() + "."


def word(text: str, x: float, y: float, *, size: float = 10.0, bold: bool = False, order: int = 0) -> Word:
    """A word whose letters are half as wide as the type is large; `y` is the top, the baseline 0.8 below."""
    x1 = x + 0.5 * size * len(text)
    box = (x, y, x1, y + size)
    return Word(
        text=text,
        x0=x,
        y0=y,
        x1=x1,
        y1=y + size,
        base=y + 0.8 * size,
        size=size,
        bold=bold,
        italic=False,
        angle=0,
        order=order,
        drawn=box,
    )


def words(text: str, x: float, y: float, *, size: float = 10.0, bold: bool = False) -> list[Word]:
    """The words of one line with ordinary spaces between them."""
    made: list[Word] = []
    for order, part in enumerate(text.split(" ")):
        made.append(word(part, x, y, size=size, bold=bold, order=order))
        x = made[-1].x1 + 0.3 * size
    return made


def line(text: str, x: float = 50.0, y: float = 50.0, *, size: float = 10.0, bold: bool = False) -> Line:
    return make_line(words(text, x, y, size=size, bold=bold))


def lines(texts: Sequence[str], x: float = 50.0, y: float = 50.0, *, pitch: float = 12.0) -> list[Line]:
    """Lines one below the other."""
    return [line(text, x, y + pitch * number) for number, text in enumerate(texts)]


def page(number: int, *rows: Sequence[Word], rules: Sequence[Rule] = ()) -> RawPage:
    """A page of 600 x 800 points with the given rows of words."""
    return RawPage(
        number=number, width=600, height=800, words=[one for row in rows for one in row], rules=list(rules)
    )


def box(x0: float, y0: float, x1: float, y1: float) -> list[Rule]:
    """The four rules of a rectangle."""
    return [
        Rule(x0=x0, y0=y0, x1=x1, y1=y0),
        Rule(x0=x0, y0=y1, x1=x1, y1=y1),
        Rule(x0=x0, y0=y0, x1=x0, y1=y1),
        Rule(x0=x1, y0=y0, x1=x1, y1=y1),
    ]
