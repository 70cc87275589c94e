"""Conversations in the database: kept as asked and as answered, found, renamed, branched, deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import InputError
from tests.made_documents import made_answer
from toolkit_qa.keeping import Keeping, Turn, history_before
from toolkit_qa.keeping_tables import turns

QUESTION = "Who reviews a match?"
PERSONAL = "Who is jo.doe@example.org?"


@pytest.fixture
def keeping(tmp_path: Path) -> Keeping:
    return Keeping(tmp_path)


def answered(question: str = QUESTION, number: int = 1, **fields: object) -> Turn:
    return Turn(question=question, answer=made_answer(question, **fields), number=number)


def test_a_question_is_kept_before_it_is_answered(keeping: Keeping) -> None:
    identity = keeping.asked(None, QUESTION)
    kept = Keeping(keeping.database.folder).conversation(identity)
    assert (kept.title, kept.turns) == (QUESTION, (Turn(question=QUESTION, number=1),))


def test_an_answer_comes_back_as_the_same_record(keeping: Keeping) -> None:
    identity = keeping.asked(None, QUESTION)
    keeping.settled(identity, answered())
    assert keeping.conversation(identity).turns == (answered(),)


def test_what_came_of_a_question_first_stays(keeping: Keeping) -> None:
    identity = keeping.asked(None, QUESTION)
    keeping.settled(identity, answered())
    before = keeping.revision(identity)
    keeping.settled(identity, Turn(question=QUESTION, error="too late", number=1))
    assert keeping.conversation(identity).turns == (answered(),)
    assert keeping.revision(identity) == before


def test_every_change_gives_another_revision(keeping: Keeping) -> None:
    identity = keeping.asked(None, QUESTION)
    seen = [keeping.revision(identity)]
    keeping.settled(identity, answered())
    seen.append(keeping.revision(identity))
    keeping.asked(identity, "And then?")
    seen.append(keeping.revision(identity))
    keeping.renamed(identity, "Reviews")
    seen.append(keeping.revision(identity))
    assert seen == sorted(set(seen))


def test_personal_data_is_not_kept(keeping: Keeping) -> None:
    identity = keeping.asked(None, QUESTION)
    for call in (
        lambda: keeping.asked(None, PERSONAL),
        lambda: keeping.asked(identity, PERSONAL),
        lambda: keeping.branched(identity, 1, PERSONAL),
        lambda: keeping.renamed(identity, PERSONAL),
    ):
        with pytest.raises(InputError, match="personal data"):
            call()
    assert b"example.org" not in keeping.database.path.read_bytes()
    assert [head.title for head in keeping.heads()] == [QUESTION]


def test_what_is_kept_is_clean_text(keeping: Keeping) -> None:
    identity = keeping.asked(None, " Who\x00 reviews \ud800 a match? ")
    assert keeping.conversation(identity).turns[0].question == "Who  reviews ? a match?"


def test_a_turn_found_to_be_blocked_is_deleted(keeping: Keeping) -> None:
    identity = keeping.asked(None, QUESTION)
    keeping.settled(identity, answered(status="blocked"))
    assert keeping.conversation(identity).turns == ()


def test_a_turn_that_another_release_wrote_is_told_and_left(keeping: Keeping) -> None:
    identity = keeping.asked(None, QUESTION)
    keeping.settled(identity, answered())
    with keeping.database.writing() as connection:
        connection.execute(turns.update().values(answer={"status": "answered"}))
    (turn,) = keeping.conversation(identity).turns
    assert turn.answer is None
    assert "no field" in turn.error


def test_conversations_are_found_by_title_and_question(keeping: Keeping) -> None:
    first = keeping.asked(None, QUESTION)
    keeping.asked(first, "What of 100% accuracy?")
    second = keeping.asked(None, "How long are records kept?")
    keeping.renamed(second, "Storage  of\nrecords")
    assert [head.title for head in keeping.heads()] == ["Storage of records", QUESTION]
    assert [head.turns for head in keeping.heads("ACCURACY match")] == [2]
    assert [len(keeping.heads(words)) for words in ("storage", "100%", "%", "records kept", "nothing")] == [
        1,
        1,
        1,
        1,
        0,
    ]


def test_the_conversation_changed_last_comes_first(keeping: Keeping) -> None:
    first, second = keeping.asked(None, QUESTION), keeping.asked(None, "And drones?")
    keeping.asked(first, "Why?")
    assert {first, second} == {head.conversation_id for head in keeping.heads()}
    assert [head.conversation_id for head in keeping.heads(most=1)] == [first]


def test_an_edited_question_begins_a_branch_and_the_old_one_stays(keeping: Keeping) -> None:
    identity = keeping.asked(None, QUESTION)
    keeping.settled(identity, answered())
    keeping.asked(identity, "And drones?")
    before = keeping.conversation(identity)
    branch = keeping.branched(identity, 2, "And cameras?")
    assert keeping.conversation(identity) == before
    assert keeping.conversation(branch).turns == (answered(), Turn(question="And cameras?", number=2))


def test_a_deleted_conversation_is_gone_for_every_call(keeping: Keeping) -> None:
    identity = keeping.asked(None, QUESTION)
    keeping.deleted(identity)
    keeping.deleted(identity)
    keeping.settled(identity, answered())
    assert (keeping.conversation(identity), keeping.revision(identity), keeping.heads()) == (None, None, ())
    for call in (
        lambda: keeping.asked(identity, QUESTION),
        lambda: keeping.branched(identity, 1, QUESTION),
        lambda: keeping.renamed(identity, "x"),
    ):
        with pytest.raises(InputError, match="not there any more"):
            call()


def test_one_owner_sees_nothing_of_another(keeping: Keeping) -> None:
    identity, other = keeping.asked(None, QUESTION), Keeping(keeping.database.folder, owner="other")
    other.deleted(identity)
    assert other.heads() == ()
    assert other.conversation(identity) is None
    with pytest.raises(InputError):
        other.asked(identity, QUESTION)
    assert keeping.conversation(identity) is not None


def test_a_long_first_question_gives_a_short_title(keeping: Keeping) -> None:
    keeping.asked(None, "Which of the principles of the toolkit, " * 5)
    (head,) = keeping.heads()
    assert head.title == "Which of the principles of the toolkit, Which of the principles of the…"


def test_the_history_leaves_out_what_is_blocked_or_open() -> None:
    asked = (answered("a?"), answered("b?", status="blocked"), Turn(question="c?"), answered("d?"))
    assert history_before(asked) == ("a?", "d?")
