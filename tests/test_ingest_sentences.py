"""Sentences: whole, in order, never over a cell; fragments and footnote marks do not cut wrong."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.records import HEADING, LIST_ITEM, PARAGRAPH, Block, Page
from ingest.sentences import sentence_ranges, with_sentences

TEXT = st.text(alphabet="aB1 .?!:()\t\n•”", max_size=80)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_ranges(text)]


def page(text: str, kind: str) -> Page:
    return Page(number=1, label="1", text=text, blocks=(Block(kind=kind, start=0, end=len(text)),))


def of_block(text: str, kind: str) -> list[str]:
    made = with_sentences(page(text, kind))
    return [made.text[start:end] for start, end in made.blocks[0].sentences]


def test_sentences_end_at_full_stops_and_question_marks() -> None:
    assert sentences("Who owns the system? The chief does. He signs each form.") == [
        "Who owns the system?",
        "The chief does.",
        "He signs each form.",
    ]


def test_a_footnote_mark_behind_the_full_stop_hides_no_end() -> None:
    assert len(sentences("The program aids debugging.1 The rules are in the annex.")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "See Art. 5 of the law for the rest of it.",
        "It was tested by J. Smith and others in the field.",
        "Accuracy rose to 97.5 % over the whole of the year.",
        "The rule (see Sec. 3.1) holds for all of them.",
    ],
)
def test_abbreviations_and_numbers_do_not_cut(text: str) -> None:
    assert sentences(text) == [text]


def test_a_marker_is_no_sentence_of_its_own() -> None:
    assert sentences("A1. Did you describe the limits of the work?") == [
        "A1. Did you describe the limits of the work?"
    ]


def test_cells_are_never_joined() -> None:
    assert sentences("Plan\tWho owns it\nand why") == ["Plan", "Who owns it", "and why"]


def test_a_heading_is_one_sentence() -> None:
    assert of_block("What is AI? A short answer", HEADING) == ["What is AI? A short answer"]


def test_a_bullet_is_no_part_of_the_sentence_but_a_number_is() -> None:
    assert of_block("• Records are kept.", LIST_ITEM) == ["Records are kept."]
    assert of_block("3. Records are kept.", LIST_ITEM) == ["3. Records are kept."]
    assert of_block("• Records are kept.", PARAGRAPH) == ["• Records are kept."]


@given(TEXT)
def test_sentences_are_in_order_and_hold_every_character_that_shows(text: str) -> None:
    ranges = sentence_ranges(text)
    assert all(0 <= a < b <= len(text) for a, b in ranges)
    assert all(before[1] <= after[0] for before, after in pairwise(ranges))
    assert "".join("".join(text[a:b].split()) for a, b in ranges) == "".join(text.split())
    assert not any("\t" in text[a:b] or "\n" in text[a:b] for a, b in ranges)


@given(TEXT, st.sampled_from([HEADING, LIST_ITEM, PARAGRAPH]))
def test_sentences_lie_inside_their_block(text: str, kind: str) -> None:
    made = with_sentences(page(text, kind))
    assert all(0 <= a < b <= len(text) for a, b in made.blocks[0].sentences)
