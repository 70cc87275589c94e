"""The reading order: columns one after the other, what spans them where it stands, side notes apart."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.layout import read_layout
from ingest.records import PARAGRAPH
from ingest.words import RawPage
from tests.typeset import blocks, page, prose, word, words

TWO = '#set page(paper: "a4", columns: 2)\n#set par(justify: true)\n'


def order(made: RawPage) -> list[str]:
    return [line.text for region in read_layout(made) for line in region.lines]


def test_the_left_column_comes_before_the_right_one_though_the_file_draws_it_later() -> None:
    left = [words("left of the page it is", 50, 100 + 12 * n) for n in range(5)]
    right = [words("right of the page it is", 320, 100 + 12 * n) for n in range(5)]
    read = order(page(1, *right, *left))
    assert read == ["left of the page it is"] * 5 + ["right of the page it is"] * 5


def test_a_heading_over_both_columns_comes_first_and_text_below_both_last() -> None:
    wide = words("this line runs over both of the columns of the page with many words in it", 50, 60)
    last = words("and this one runs below both of the columns of the page with many words", 50, 260)
    left = [words("left of the page it is", 50, 100 + 12 * n) for n in range(5)]
    right = [words("right of the page it is", 320, 100 + 12 * n) for n in range(5)]
    read = order(page(1, last, *right, *left, wide))
    assert (read[0][:9], read[-1][:8]) == ("this line", "and this")


def test_a_typeset_page_of_two_columns_reads_as_it_was_written() -> None:
    written = prose(60)
    assert " ".join(" ".join(blocks(TWO + written)).split()) == written


def test_a_typeset_page_of_three_columns_reads_as_it_was_written() -> None:
    written = prose(80)
    source = '#set page(paper: "a4", columns: 3, margin: 1cm)\n#set text(9pt)\n#set par(justify: true)\n'
    assert " ".join(blocks(source + written)) == written


def test_a_box_beside_the_text_does_not_mix_with_it() -> None:
    written = prose(14)
    source = f"#grid(columns: (3fr, 1fr), gutter: 1cm, [{written}], rect(fill: luma(230))[{prose(2, 50)}])"
    assert written in blocks(source)


def test_turned_text_comes_last_and_whole() -> None:
    source = f"#place(right, rotate(90deg, reflow: true)[Printed along the margin])\n{prose(12)}"
    assert blocks(source, PARAGRAPH)[-1] == "Printed along the margin"


def test_a_turned_page_is_read_upright() -> None:
    source = f'#set page(paper: "a4", flipped: true)\n= Wide\n{prose(6)}'
    assert blocks(source)[1] == prose(6)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 55), st.integers(0, 70)), min_size=1, max_size=40, unique=True))
def test_every_word_is_in_one_place_of_the_order_wherever_it_stands(places: list[tuple[int, int]]) -> None:
    made = page(1, [word(f"w{n}", 10 * x, 11 * y, order=n) for n, (x, y) in enumerate(places)])
    read = [
        one.text
        for region in read_layout(made)
        for line in [*region.lines, *(line for row in region.rows for cell in row for line in cell)]
        for one in line.words
    ]
    assert sorted(read) == sorted(f"w{n}" for n in range(len(places)))
