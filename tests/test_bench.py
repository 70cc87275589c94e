"""The measuring itself: a bench that cannot fail proves nothing."""

from __future__ import annotations

import pytest

from bench import poppler, reading, stats, tables
from bench.data import Question
from bench.retrieval import judge
from ingest.records import PARAGRAPH, TABLE_ROW, Block, Box, Page, Passage, Span


def passage(text: str) -> Passage:
    spans = (Span(page=1, start=0, end=len(text)),)
    return Passage(passage_id="p", document_id="d", section=(), spans=spans, text=text, context="")


def page(*lines: tuple[float, float, float], kind: str = PARAGRAPH) -> Page:
    """A page 600 points wide with one block: a box of six words for each line given as (x0, x1, y)."""
    line = "w " * 6
    boxes = tuple(
        Box(start=n * len(line), end=(n + 1) * len(line) - 1, x0=x0, x1=x1, y0=y, y1=y + 10)
        for n, (x0, x1, y) in enumerate(lines)
    )
    text = line * len(lines)
    blocks = (Block(kind=kind, start=0, end=len(text)),)
    return Page(number=1, label="1", text=text, blocks=blocks, boxes=boxes, width=600, height=800)


def test_squashing_takes_ligatures_hyphens_and_quotation_marks_apart() -> None:
    assert poppler.squash("e\ufb00ec-\ntive “use’s”") == 'effective"use\'s"'


def test_squashing_keeps_different_words_different() -> None:
    assert poppler.squash("lawful") != poppler.squash("unlawful")


def test_a_running_head_is_told_from_its_page_number() -> None:
    assert reading.without_numbers("NIST AI 100-1   17") == reading.without_numbers("iv  NIST AI 100-1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Before. An officer must check every match. After.", True),
        ("Before. An officer must every match. After.", False),
        ("An officer must other column check every match.", False),
        ("An officer must check", False),
    ],
)
def test_a_sentence_counts_as_whole_only_with_all_its_words(text: str, expected: bool) -> None:
    fragment = reading.Fragment(page=1, words=6, first="An officer", last="every match")
    assert reading.holds(passage(text), fragment) is expected


LEFT_THEN_RIGHT = ((50, 280, 10), (50, 280, 30), (320, 550, 10), (320, 550, 30))
BACK_AND_FORTH = ((50, 280, 10), (320, 550, 20), (50, 280, 30))
ONE_LINE_OF_TWO_COLUMNS = ((50, 280, 10), (320, 550, 10))
OVER_THE_MIDDLE = ((50, 295, 10), (299, 550, 10), (50, 280, 30))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (LEFT_THEN_RIGHT, False),
        (BACK_AND_FORTH, True),
        (ONE_LINE_OF_TWO_COLUMNS, True),
        (OVER_THE_MIDDLE, False),
    ],
)
def test_mixed_columns_are_seen(words: tuple[tuple[float, float, float], ...], expected: bool) -> None:
    made = page(*words)
    assert reading.mixes_columns(made, 0, len(made.text)) is expected


def test_rows_of_a_table_as_wide_as_the_page_are_no_columns() -> None:
    made = page(*BACK_AND_FORTH, kind=TABLE_ROW)
    assert not reading.mixes_columns(made, 0, len(made.text))


def test_a_page_is_judged_among_distinct_pages_of_its_own_document() -> None:
    question = Question(text="?", file="a.pdf", pages=(7,))
    judged = judge(question, "a", [("a", 1), ("a", 1), ("b", 7), ("a", 7)])
    assert (judged.rank, judged.within(2), judged.within(3)) == (3, 0.0, 1.0)
    assert judge(question, "a", [("b", 7)]).within(5) == 0.0


def test_intervals_hold_the_mean_and_are_the_same_every_time() -> None:
    values = [1.0] * 80 + [0.0] * 20
    low, high = stats.interval(values)
    assert low < 0.8 < high
    assert stats.interval(values) == (low, high)
    assert stats.paired_difference(values, values) == (0.0, 0.0, 0.0)


def test_a_table_replaces_only_its_own_section() -> None:
    one = tables.Table(name="one", title="One", columns=("a",), rows=(("1",),))
    two = tables.Table(name="two", title="Two", columns=("a",), rows=(("x | <y>",),))
    document = tables.merge(tables.merge("", one), two)
    changed = tables.merge(document, tables.Table(name="one", title="One", columns=("a",), rows=(("9",),)))
    assert "| 9 |" in changed
    assert "| 1 |" not in changed
    assert "x \\| &lt;y>" in changed
    assert changed.count("## ") == 2
