"""Lines to paragraphs: gaps, indents, list markers, hanging entries, figures of charts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lines import Line
from ingest.paragraphs import ENDED, paragraphs_of, starts_item
from tests.typeset import line, lines

FULL = "a line that runs over the full width of its column here"


def texts(made: list[Line]) -> list[str]:
    return [" ".join(one.text for one in paragraph) for paragraph in paragraphs_of(made)]


def test_lines_at_the_usual_pitch_are_one_paragraph() -> None:
    assert texts(lines([FULL, FULL, "and its end."])) == [f"{FULL} {FULL} and its end."]


def test_a_gap_divides() -> None:
    made = [*lines([FULL, FULL]), *lines([FULL, FULL], y=90)]
    assert len(texts(made)) == 2


def test_a_short_ended_line_divides_before_a_capital() -> None:
    assert (
        len(texts(lines([FULL, "It ends.", "New thoughts begin here and run on over it all now", FULL]))) == 2
    )


def test_an_indented_line_after_an_ended_one_begins_a_paragraph() -> None:
    made = [*lines([FULL, FULL[:-4] + "it."]), line("Another paragraph", 65, 74), *lines([FULL, FULL], y=86)]
    assert len(texts(made)) == 2


def test_each_marker_begins_an_item_and_wrapped_lines_stay_with_it() -> None:
    made = [line("• first item that is", 50, 50), line("wrapped once", 58, 62), line("• second item", 50, 74)]
    assert texts(made) == ["• first item that is wrapped once", "• second item"]


def test_a_number_that_happens_to_start_a_line_is_no_marker() -> None:
    assert texts(
        lines(["this text is full and speaks of the law of Article", "5. In it the rest is told to us"])
    ) == ["this text is full and speaks of the law of Article 5. In it the rest is told to us"]


def test_text_below_a_list_is_a_paragraph_of_its_own() -> None:
    made = [line("• first item", 60, 50), line("• last item", 60, 62), line("Below the list. Here", 50, 74)]
    assert texts(made)[-1] == "Below the list. Here"


def test_entries_that_hang_are_told_apart() -> None:
    made = [
        line("Ada Byron, University of a long name that", 50, 50),
        line("goes on below", 65, 62),
        line("Grace Hopper, another one of a long name", 50, 74),
        line("goes on too", 65, 86),
        line("Alan Turing, short", 50, 98),
    ]
    assert len(texts(made)) == 3


def test_figures_on_an_axis_stand_alone() -> None:
    assert texts(lines(["80", "70", "60", "all people"])) == ["80", "70", "60", "all people"]


@pytest.mark.parametrize("text", ["done.", "done?”", "done.)", "as follows:", "debugging.1", "debugging.1,2"])
def test_ends_of_sentences(text: str) -> None:
    assert ENDED.search(text)


@pytest.mark.parametrize("text", ["et al.,", "and", "No, 12", "the U.S. and"])
def test_no_ends_of_sentences(text: str) -> None:
    assert not ENDED.search(text)


def test_a_marker_alone_starts_no_item() -> None:
    assert starts_item(line("1. Plan"))
    assert not starts_item(line("1."))


@given(
    st.lists(
        st.tuples(st.sampled_from([FULL, "• item", "12", "End."]), st.integers(0, 3)), min_size=1, max_size=15
    )
)
def test_no_line_is_lost_and_their_order_stays(made: list[tuple[str, int]]) -> None:
    column = [line(text, 50 + 9 * indent, 50 + 12 * n) for n, (text, indent) in enumerate(made)]
    assert [id(one) for paragraph in paragraphs_of(column) for one in paragraph] == [
        id(one) for one in column
    ]
