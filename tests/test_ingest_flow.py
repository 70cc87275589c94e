"""Sentences go on over columns and pages, past what stands between."""

from __future__ import annotations

from ingest.flow import goes_on, joined, meet_all
from ingest.passages import split_document
from ingest.pieces import Piece
from ingest.records import FOOTNOTE, LIST_ITEM, PARAGRAPH, TABLE_ROW
from tests.typeset import document_of, line, prose, read


def piece(text: str, region: int = 0, kind: str = PARAGRAPH, size: float = 10.0) -> Piece:
    return Piece(kind=kind, cells=[[[line(text, size=size)]]], y=0.0, region=region)


def texts(pieces: list[Piece]) -> list[str]:
    return [" ".join(one.text for cell in p.cells for part in cell for one in part) for p in pieces]


def test_an_open_sentence_goes_on_in_small_letters() -> None:
    assert goes_on(piece("the text breaks off and"), piece("goes on here."))
    assert goes_on(piece("• an item breaks off and", kind=LIST_ITEM), piece("goes on here."))


def test_an_ended_one_does_not() -> None:
    assert not goes_on(piece("The text ends."), piece("and this is odd."))


def test_other_type_and_captions_do_not_go_on() -> None:
    assert not goes_on(piece("the text breaks off and"), piece("small print", size=7))
    assert not goes_on(piece("Table 2: Stages of"), piece("goes on here."))


def test_columns_are_joined_past_a_table_and_its_caption() -> None:
    row, caption = piece("a row", 1, TABLE_ROW), piece("Figure 3. What was found", 1)
    made = joined(
        [piece("the text breaks off and"), row, caption, piece("goes on here.", 2), piece("Next.", 2)]
    )
    assert texts(made) == [
        "the text breaks off and goes on here.",
        "a row",
        "Figure 3. What was found",
        "Next.",
    ]


def test_nothing_is_joined_past_running_text() -> None:
    made = [piece("the text breaks off and"), piece("Another one ends.", 1), piece("goes on here.", 2)]
    assert len(joined(made)) == 3


def test_pages_meet_past_footnotes_and_figures() -> None:
    first = [piece("the text breaks off and"), piece("a row", 1, TABLE_ROW), piece("1 A note.", 2, FOOTNOTE)]
    second = [piece("Figure 1: Results"), piece("goes on here.", 1)]
    assert meet_all([first, [], second]) == [False, False, True]
    assert texts(first) == ["a row", "the text breaks off and", "1 A note."]
    assert texts(second) == ["goes on here.", "Figure 1: Results"]


def test_pages_that_end_and_begin_anew_do_not_meet() -> None:
    assert meet_all([[piece("It ends.")], [piece("It begins.")]]) == [False, False]


def test_a_sentence_over_a_page_break_is_one_sentence_of_a_passage() -> None:
    written = prose(120)
    passages = split_document(
        document_of(read(f'#set page(paper: "a5")\n{written}')), count_tokens=lambda text: len(text.split())
    )
    sentences = [sentence for passage in passages for sentence in passage.sentences]
    over = [sentence for sentence in sentences if len({span.page for span in sentence.spans}) == 2]
    assert over
    assert all(sentence.text in written for sentence in over)
