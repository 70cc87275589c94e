"""Which piece of an old edition became which of the new one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.edits import scores, second_edition, total
from index.changes import KINDS
from index.matching import ADDED, REMOVED, SAME, Pair, Piece, likeness, pair_up, word_marks
from index.pieces import pieces_in
from ingest.limits import Limits
from ingest.worker import read_file

LAW = "A drone is flown only with a warrant signed by a judge."
LOG = "The pilot keeps a log of each flight and hands it in the same day."
CELL = "Cameras run in every cell and footage is kept for thirty days."
NEW = "Interviews with children are led by officers with special training."


def pieces(*texts, section=("Rules",), page=1):
    return [Piece(kind="paragraph", text=text, section=section, page=page, label="1") for text in texts]


def pairs(old, new):
    return [(pair.old, pair.new) for pair in pair_up(old, new)]


def test_the_same_words_are_a_pair_whatever_the_white_space():
    (pair,) = pair_up(pieces(LAW), pieces(LAW.replace(" ", "\n")))
    assert pair == Pair(old=(0,), new=(0,), same_words=True)


def test_an_added_and_a_removed_piece_stay_alone_where_they_stand():
    assert pairs(pieces(LAW, CELL, LOG), pieces(LAW, LOG, NEW)) == [
        ((0,), (0,)),
        ((1,), ()),
        ((2,), (1,)),
        ((), (2,)),
    ]


def test_another_order_is_seen():
    (first, second) = pair_up(pieces(LAW, LOG), pieces(LOG, LAW))
    assert sorted([first.in_order, second.in_order]) == [False, True]
    assert first.same_words is second.same_words is True


def test_a_reworded_piece_finds_its_old_wording():
    new = CELL.replace("thirty days", "sixty days").replace("every", "each")
    assert pairs(pieces(LAW, CELL, LOG), pieces(LAW, NEW, new, LOG))[1:3] == [((), (1,)), ((1,), (2,))]


def test_a_reworded_piece_is_found_in_another_section_when_it_is_much_alike():
    (pair,) = pair_up(pieces(LAW, section=("A",)), pieces(LAW.replace("signed", "issued"), section=("Z",)))
    assert (pair.old, pair.new) == ((0,), (0,))


def test_two_that_have_little_in_common_are_not_two_wordings():
    assert pairs(pieces(LAW), pieces(NEW)) == [((0,), ()), ((), (0,))]


def test_a_paragraph_divided_otherwise_is_unchanged():
    old, new = pieces(LAW, f"{LOG} {CELL}", NEW), pieces(LAW, LOG, CELL, NEW)
    assert pair_up(old, new)[1] == Pair(old=(1,), new=(1, 2), same_words=True)
    assert pair_up(new, old)[1] == Pair(old=(1, 2), new=(1,), same_words=True)


def test_repeated_pieces_are_paired_one_to_one():
    assert pairs(pieces("Yes", "No", "Yes"), pieces("Yes", "Yes")) == [
        ((0,), (0,)),
        ((1,), ()),
        ((2,), (1,)),
    ]


words = st.sampled_from(
    ["flight", "log", "pilot", "judge", "warrant", "camera", "cell", "officer", "child", "footage"]
)
texts = st.lists(st.lists(words, min_size=1, max_size=8).map(" ".join), max_size=8)


@settings(deadline=None)
@given(texts, texts)
def test_every_piece_is_in_exactly_one_pair(old, new):
    found = pair_up(pieces(*old), pieces(*new))
    assert sorted(i for pair in found for i in pair.old) == list(range(len(old)))
    assert sorted(j for pair in found for j in pair.new) == list(range(len(new)))
    for pair in found:
        left, right = (
            "".join("".join(side[k] for k in at).split()) for side, at in ((old, pair.old), (new, pair.new))
        )
        assert pair.same_words == (left == right)


@given(texts, texts)
def test_marks_hold_both_wordings(old, new):
    before, after = " ".join(old), " ".join(new)
    marks = word_marks(before, after)
    assert " ".join(text for mark, text in marks if mark != ADDED) == before
    assert " ".join(text for mark, text in marks if mark != REMOVED) == after


def test_marks_name_what_went_and_what_came():
    assert word_marks("kept for thirty days", "kept for sixty days") == (
        (SAME, "kept for"),
        (REMOVED, "thirty"),
        (ADDED, "sixty"),
        (SAME, "days"),
    )


@pytest.mark.parametrize(("one", "other", "alike"), [("Records", "Record", True), ("Yes", "No", False)])
def test_short_pieces_are_compared_by_letters(one, other, alike):
    assert (likeness(one, other) > 0.5) is alike


@pytest.mark.shared_data
def test_known_edits_of_a_real_document_are_told_rightly(shared_data):
    old, foreign = (
        real_pieces(shared_data / "pdfs" / name) for name in ("nist-ai-100-1.pdf", "uk-cp-815.pdf")
    )
    found = total(scores(second_edition(old, foreign, seed)) for seed in range(5))
    for kind in KINDS:
        assert found[kind].true >= 50
        assert min(found[kind].recall, found[kind].precision) >= 0.97, kind


def real_pieces(path):
    return pieces_in(read_file("pdf", path.read_bytes(), Limits()).pages).passages
