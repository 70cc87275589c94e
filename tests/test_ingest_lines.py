"""Words to lines: column gaps divide, markers, icons, stretched spaces and page numbers do not."""

from __future__ import annotations

import pytest

from ingest.lines import MARKER, Line, lines_of
from ingest.words import Word
from tests.typeset import word, words


def texts(*rows: list[Word], images: tuple[tuple[float, float, float, float], ...] = ()) -> list[str]:
    return [line.text for line in lines_of([one for row in rows for one in row], images)]


def test_a_column_gap_divides_two_lines_on_one_baseline() -> None:
    assert texts(words("left column", 50, 100), words("right column", 300, 100)) == [
        "left column",
        "right column",
    ]


def test_pieces_that_the_file_draws_apart_are_one_line() -> None:
    assert texts(words("the bold", 50, 100), words("below", 50, 112), [word("word", 91, 100)]) == [
        "the bold word",
        "below",
    ]


def test_a_list_marker_belongs_to_the_text_after_its_tab() -> None:
    assert texts([word("•", 50, 100)], words("an item", 85, 100)) == ["• an item"]


def test_an_icon_in_the_gap_does_not_divide() -> None:
    pieces = words("touch", 50, 100), words("to start", 110, 100)
    assert texts(*pieces) == ["touch", "to start"]
    assert texts(*pieces, images=((78, 95, 108, 112),)) == ["touch to start"]


def test_a_raised_mark_is_part_of_its_line() -> None:
    mark = word("1", 94, 99, size=6)
    assert texts([*words("the model", 50, 100), mark]) == ["the model 1"]


def test_a_stretched_line_stays_whole_where_text_runs_over_its_gaps() -> None:
    above, below = (
        words("one two three four five six", 50, 100),
        words("one two three four five six", 50, 124),
    )
    stretched = words("one", 50, 112), words("two", 90, 112), words("three", 130, 112)
    assert "one two three" in texts(above, *stretched, below)
    assert "one two three" not in texts(*stretched)


def test_numbers_at_the_right_edge_join_the_lines_to_their_left() -> None:
    rows = [
        row
        for n in range(4)
        for row in (words(f"Part {n}", 50, 100 + 20 * n), [word(f"{n}", 400, 100 + 20 * n)])
    ]
    assert texts(*rows) == [f"Part {n} {n}" for n in range(4)]


def test_right_to_left_text_is_read_from_the_right() -> None:
    assert texts([word("עולם", 50, 100), word("שלום", 75, 100)]) == ["שלום עולם"]


@pytest.mark.parametrize("marker", ["•", "-", "–", "☐", "✓", "1.", "12)", "(a)", "iv.", "2.3", "2.3.1", "A."])
def test_markers_are_known(marker: str) -> None:
    assert MARKER.match(marker)


@pytest.mark.parametrize("word", ["word", "2023", "e.g.", "1", "a", "(see", "U.S.", "3.5%"])
def test_words_and_numbers_are_no_markers(word: str) -> None:
    assert not MARKER.match(word)


def test_a_line_is_bold_when_all_but_punctuation_is() -> None:
    line: Line = lines_of([*words("Definitions of terms", 50, 100, bold=True), word(":", 155, 100)])[0]
    assert line.bold
