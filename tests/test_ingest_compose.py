"""Pieces to the text of a page: exact blocks, a box for each word, broken words made whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.compose import Composer
from ingest.pieces import Piece
from ingest.records import PARAGRAPH, TABLE_ROW
from ingest.repair import Vocabulary
from tests.typeset import lines

TEXT = st.lists(
    st.text(alphabet="ab-\u00ad\x02 \ufffd.ﬁ", min_size=1, max_size=12).filter(str.strip),
    min_size=1,
    max_size=4,
)


def composed(*cells: list[str], kind: str = PARAGRAPH, known: str = "") -> Composer:
    composer = Composer(Vocabulary([known.split(" ")]))
    composer.add(
        Piece(kind=kind, cells=[[lines(cell)] for cell in cells], y=0.0), section=("S",), continues=False
    )
    return composer


def test_lines_are_joined_by_a_space() -> None:
    assert composed(["the first line", "and the second"]).text == "the first line and the second"


def test_a_word_broken_at_a_line_end_is_made_whole_and_has_two_boxes() -> None:
    made = composed(["the infor-", "mation given"])
    assert made.text == "the information given"
    assert [made.text[one.start : one.end] for one in made.boxes] == ["the", "infor", "mation", "given"]


def test_a_hyphen_that_belongs_to_the_word_stays() -> None:
    assert composed(["a risk\x02", "based view"], known="risk-based").text == "a risk-based view"


def test_cells_are_parted_by_tabs() -> None:
    assert composed(["Plan"], ["Who owns it?"], kind=TABLE_ROW).text == "Plan\tWho owns it?"


def test_blocks_follow_each_other_on_lines_of_their_own() -> None:
    composer = composed(["One."])
    composer.add(Piece(kind=PARAGRAPH, cells=[[lines(["Two."])]], y=9.0), section=("T",), continues=True)
    assert composer.text == "One.\nTwo."
    assert [(one.start, one.end, one.section, one.continues) for one in composer.blocks] == [
        (0, 4, ("S",), False),
        (5, 9, ("T",), True),
    ]


def test_a_piece_without_any_character_adds_nothing() -> None:
    composer = composed(["\u200b"])
    assert (composer.text, composer.blocks, composer.boxes) == ("", [], [])


@given(st.lists(TEXT, min_size=1, max_size=3))
def test_boxes_are_exactly_the_words_of_the_text(cells: list[list[str]]) -> None:
    made = composed(*cells)
    inside = "".join(made.text[one.start : one.end] for one in made.boxes)
    assert inside == "".join(made.text.split())
    starts = [one.start for one in made.boxes]
    assert starts == sorted(starts)
    assert all(block.start < block.end <= len(made.text) for block in made.blocks)
