"""What comes after what on a page: centred headings, and the text below a list."""

from __future__ import annotations

from pathlib import Path

from ingest.layout import read_layout
from ingest.limits import Limits
from ingest.pdf import read_pdf
from ingest.records import LIST_ITEM
from ingest.words import RawPage, Word

STARTER = Path(__file__).parent.parent / "corpus" / "starter"


def line(x: float, y: float, text: str) -> list[Word]:
    """Words of ten points on one line, each letter five points wide."""
    words, at = [], x
    for order, word in enumerate(text.split()):
        right = at + 5.0 * len(word)
        words.append(
            Word(
                text=word,
                x0=at,
                y0=y,
                x1=right,
                y1=y + 10,
                base=y + 8,
                size=10.0,
                bold=False,
                italic=False,
                angle=0,
                order=order,
            )
        )
        at = right + 3.0
    return words


def first_words(*lines: list[Word]) -> list[str]:
    page = RawPage(number=1, width=500, height=800, words=[w for one in lines for w in one], rules=[])
    return [text.words[0].text for region in read_layout(page) for text in region.lines]


def test_a_centred_heading_comes_before_the_text_below_it_though_it_stands_further_right() -> None:
    wide = " ".join(["words"] * 14)
    lines = (
        line(50, 40, wide),
        line(200, 100, "Centred heading"),
        line(50, 160, "Below it"),
        line(50, 220, wide),
    )
    assert first_words(*lines) == ["words", "Centred", "Below", "words"]


def test_columns_are_still_read_one_after_the_other() -> None:
    left = [line(50, 40 + 12 * n, f"left{n} aaaa bbbb cccc dddd eeee") for n in range(6)]
    right = [line(270, 40 + 12 * n, f"right{n} aaaa bbbb cccc dddd eeee") for n in range(3)]
    assert first_words(*left, *right) == [f"left{n}" for n in range(6)] + [f"right{n}" for n in range(3)]


def test_text_below_a_list_is_no_part_of_its_last_item() -> None:
    pages = read_pdf((STARTER / "risk-assessment.pdf").read_bytes(), Limits()).pages
    items = [
        page.text[block.start : block.end]
        for page in pages
        for block in page.blocks
        if block.kind == LIST_ITEM
    ]
    assert "• the reasons why the benefit outweighs what remains" in items
    assert not [item for item in items if "The highest rank in the room" in item]
