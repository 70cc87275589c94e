"""Characters to words: spaces, gaps, leaders, ligatures, accents drawn on their own, words printed twice."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from ingest.words import NAMELESS, Character, Style, Word, words_of

SIZE = 10.0


def row(text: str, x: float = 50.0, y: float = 100.0, width: float = 5.0, first: int = 0) -> list[Character]:
    """Characters side by side; a space has its width and no box."""
    made = []
    for place, letter in enumerate(text):
        box = (0.0, 0.0, 0.0, 0.0) if letter == " " else (x, y, x + width, y + SIZE)
        made.append(Character(letter, *box, first + place))
        x += width
    return made


def made(characters: Sequence[Character]) -> list[Word]:
    style = Style(base=108.0, size=SIZE, bold=False, italic=False, angle=0)
    return words_of(characters, lambda character: style, width=600, height=800)


def texts(characters: Sequence[Character]) -> list[str]:
    return [word.text for word in made(characters)]


def test_a_space_ends_a_word() -> None:
    assert texts(row("risk based")) == ["risk", "based"]


def test_a_wide_gap_ends_a_word_without_a_space() -> None:
    assert texts([*row("risk"), *row("based", x=90, first=9)]) == ["risk", "based"]


def test_a_leader_is_apart_from_the_word_and_the_number_it_joins() -> None:
    word, dots, number = made(row("Scope......12"))
    assert (word.text, dots.text, number.text) == ("Scope", "......", "12")
    assert word.x1 == dots.x0
    assert dots.x1 == number.x0


def test_three_dots_are_an_ellipsis_and_no_leader() -> None:
    assert texts(row("wait...")) == ["wait..."]


def test_letters_of_a_wide_ligature_stay_together() -> None:
    ligature = [Character("T", 50, 100, 62, 110, 0), Character("h", 50, 100, 62, 110, 1)]
    assert texts([*ligature, *row("ird", x=62, first=2)]) == ["Third"]


def test_an_accent_drawn_over_a_letter_becomes_one_character_with_it() -> None:
    letters = row("Jeremy")
    accent = Character("´", 55.5, 100, 59.5, 110, 20)
    space = Character(" ", 0, 0, 0, 0, 21)
    assert texts([*letters[:3], accent, space, *letters[3:]]) == ["Jéremy"]


def test_the_gap_after_an_accented_letter_stays_a_space() -> None:
    accent, space = Character("ˆ", 50.5, 100, 54.5, 110, 20), Character(" ", 0, 0, 0, 0, 21)
    assert texts([*row("y"), accent, space, *row("is", x=58, first=30)]) == ["ŷ", "is"]


def test_an_accent_over_nothing_stays_as_it_is() -> None:
    assert texts([*row("a"), Character("´", 200, 300, 204, 310, 9)]) == ["a", "´"]


def test_a_word_printed_again_over_itself_is_there_once() -> None:
    assert texts([*row("bold "), *row("bold", x=51.5, y=101, first=9)]) == ["bold"]


def test_the_same_word_beside_itself_is_there_twice() -> None:
    assert texts(row("very very")) == ["very", "very"]


def test_what_is_drawn_outside_the_page_is_not_read_and_boxes_end_at_the_edge() -> None:
    inside, cut, outside = row("in "), row("running", x=590, first=9), row("out", x=700, first=30)
    found = made([*inside, *cut, Character(" ", 0, 0, 0, 0, 20), *outside])
    assert [word.text for word in found] == ["in", "running"]
    assert found[1].drawn[2] == 600


def test_the_frame_around_a_tick_goes_but_a_nameless_symbol_alone_stays() -> None:
    framed = [Character(NAMELESS, 50, 100, 58, 110, 0), Character("✓", 50, 100, 58, 110, 1)]
    assert texts([*framed, *row(f" {NAMELESS} yes", x=60, first=2)]) == ["✓", NAMELESS, "yes"]


@given(st.text(alphabet="abc .´…", max_size=40))
def test_no_character_is_lost_or_made_up(text: str) -> None:
    found = "".join(texts(row(text)))
    assert found == text.replace(" ", "")
