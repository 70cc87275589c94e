"""Feedback: one a turn, with what it is about; marked questions for the rehearsal; export."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from ingest.errors import InputError
from tests.made_documents import made_answer
from toolkit_qa import keeping_feedback
from toolkit_qa.keeping import Keeping, Turn
from toolkit_qa.keeping_feedback import DOWN, UP, all_given, give, given, marked_questions
from toolkit_qa.question_sets import EXPECTED, SetQuestion

QUESTIONS = ("Who reviews a match?", "And who signs?")


@pytest.fixture
def keeping(tmp_path: Path) -> Keeping:
    return Keeping(tmp_path)


def conversation(keeping: Keeping) -> tuple[str, tuple[Turn, ...]]:
    identity = keeping.asked(None, QUESTIONS[0])
    keeping.asked(identity, QUESTIONS[1])
    for number, question in enumerate(QUESTIONS, start=1):
        keeping.settled(identity, Turn(question=question, answer=made_answer(question), number=number))
    return identity, keeping.conversation(identity).turns


def test_feedback_holds_what_it_is_about(keeping: Keeping) -> None:
    identity, turns = conversation(keeping)
    give(keeping, identity, turns, 2, DOWN, reason="incomplete", comment=" Two\nlines ")
    (one,) = all_given(keeping)
    assert (one.thumb, one.reason, one.comment, one.status) == (DOWN, "incomplete", "Two\nlines", "answered")
    assert (one.question, one.history) == (QUESTIONS[1], (QUESTIONS[0],))
    assert given(keeping, identity) == {2: one}


def test_feedback_is_changed_and_taken_back(keeping: Keeping) -> None:
    identity, turns = conversation(keeping)
    give(keeping, identity, turns, 1, DOWN)
    give(keeping, identity, turns, 1, UP)
    assert [one.thumb for one in all_given(keeping)] == [UP]
    give(keeping, identity, turns, 1, None)
    assert all_given(keeping) == ()


def test_a_comment_with_personal_data_is_refused_and_the_rest_stays(keeping: Keeping) -> None:
    identity, turns = conversation(keeping)
    give(keeping, identity, turns, 1, DOWN)
    with pytest.raises(InputError, match="personal data"):
        give(keeping, identity, turns, 1, DOWN, comment="ask jo.doe@example.org")
    assert [one.comment for one in all_given(keeping)] == [""]


def test_only_a_kept_answer_can_be_judged(keeping: Keeping) -> None:
    identity, turns = conversation(keeping)
    with pytest.raises(InputError):
        give(keeping, identity, turns, 3, UP)
    with pytest.raises(InputError):
        give(keeping, identity, turns, 1, "sideways")


def test_marked_questions_are_a_question_set(keeping: Keeping) -> None:
    assert marked_questions(keeping.database.folder) == ()
    first, turns = conversation(keeping)
    second, _ = conversation(keeping)
    give(keeping, first, turns, 1, DOWN)
    give(keeping, first, turns, 2, UP)
    give(keeping, second, turns, 2, UP)
    (one,) = marked_questions(keeping.database.folder)
    assert one == SetQuestion(
        id=one.id, question=QUESTIONS[1], kind="plain", expect=EXPECTED, history=(QUESTIONS[0],)
    )
    assert one.id.startswith("marked-")


def test_asking_for_marked_questions_makes_no_file(tmp_path: Path) -> None:
    assert marked_questions(tmp_path / "nothing") == ()
    assert list(tmp_path.iterdir()) == []


def test_the_feedback_goes_with_a_conversation_deleted_by_hand(keeping: Keeping) -> None:
    identity, turns = conversation(keeping)
    give(keeping, identity, turns, 1, UP)
    keeping.deleted(identity)
    assert all_given(keeping) == ()


def test_exports_hold_every_field(keeping: Keeping) -> None:
    identity, turns = conversation(keeping)
    give(keeping, identity, turns, 1, DOWN, reason="other", comment="=1+1")
    items = all_given(keeping)
    (line,) = keeping_feedback.to_jsonl(items).decode().splitlines()
    assert json.loads(line) == items[0].to_dict()
    (row,) = csv.DictReader(io.StringIO(keeping_feedback.to_csv(items).decode("utf-8-sig")))
    assert set(row) == set(items[0].to_dict())
    assert row["comment"] == "'=1+1"
