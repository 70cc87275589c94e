"""The chip of a verdict says what the status means, for a vague question and for one in another language."""

from __future__ import annotations

from tests.made_documents import made_answer
from toolkit_qa.records import NEEDS_DETAIL, STATUSES
from toolkit_qa.ui import words
from toolkit_qa.ui.chips import look_of


def test_every_status_has_a_look() -> None:
    assert set(words.common.STATUS) == set(STATUSES)
    for status in STATUSES:
        answer = made_answer("what about data?", status=status, suggestions=("What is data?", "Whose data?"))
        assert look_of(answer) == words.common.STATUS[status]


def test_a_question_in_another_language_is_not_said_to_need_detail() -> None:
    assert look_of(made_answer("Qui décide ?", status=NEEDS_DETAIL)) == words.common.OTHER_LANGUAGE
