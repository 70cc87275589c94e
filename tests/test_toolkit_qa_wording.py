"""What is done with a question before it is searched: blocked, sent back in its language, put right."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from ingest.errors import InputError
from tests.fakes import FakeEmbedder
from tests.made_documents import HANDBOOK, POLICY, made_document, publish_made
from tests.personal_questions import PERSONAL
from toolkit_qa import Assistant
from toolkit_qa.followup import Turn
from toolkit_qa.language_lines import LINES
from toolkit_qa.messages import LEFT_OUT, blocked
from toolkit_qa.records import ANSWERED, BLOCKED, NEEDS_DETAIL, NOT_COVERED, Correction
from toolkit_qa.settings import Settings
from toolkit_qa.wording import Wording

KEPT = "Are the records of a search kept for ninety days?"
MISSPELT = "Are the recrods of a search kept for ninety days?"
PRIVATE = "Are the records of jane.doe@example.org kept for ninety days?"
NOTES = made_document("notes", ("The log lists the records. An officer signs all records.",))
FRENCH = "Combien de temps faut-il conserver les traces des recherches ?"


@pytest.fixture
def fake() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def assistant(small_store: Path, fake: FakeEmbedder) -> Assistant:
    publish_made(small_store, (HANDBOOK, POLICY, NOTES))
    return Assistant.open(small_store, settings=Settings(), load_embedder=lambda _: fake)


@pytest.mark.parametrize(("kind", "question"), [(kind, some[0]) for kind, some in PERSONAL.items()])
def test_a_question_with_personal_data_is_blocked(
    assistant: Assistant, fake: FakeEmbedder, kind: str, question: str
) -> None:
    answer = assistant.ask(question)
    assert (answer.status, fake.questions) == (BLOCKED, 0)
    assert (answer.statements, answer.citations, answer.checklists, answer.nearest) == ((), (), (), ())
    assert kind in answer.message
    assert "not searched, stored or logged" in answer.message


def test_nothing_of_the_data_is_in_the_answer_or_the_log(
    assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = assistant.ask(PRIVATE)
    assert (
        answer.question == answer.understood_as == PRIVATE.replace("jane.doe@example.org", "[e-mail address]")
    )
    assert "jane" not in json.dumps(answer.to_dict())
    assert "jane" not in caplog.text


def test_the_id_of_a_blocked_question_does_not_follow_from_the_data(assistant: Assistant) -> None:
    other = PRIVATE.replace("jane.doe", "john.roe")
    assert assistant.ask(PRIVATE).answer_id == assistant.ask(other).answer_id


def test_looking_it_up_is_refused_with_the_same_words(assistant: Assistant, fake: FakeEmbedder) -> None:
    with pytest.raises(InputError) as error:
        assistant.lookup(PRIVATE)
    assert str(error.value) == blocked(("e-mail address",))
    assert fake.questions == 0


def test_an_earlier_question_with_personal_data_is_left_out_and_that_is_said(assistant: Assistant) -> None:
    follow_up = "And for how long?"
    answer = assistant.ask(follow_up, history=[KEPT, PRIVATE])
    alone = assistant.ask(follow_up, history=[KEPT])
    assert answer.understood_as == alone.understood_as
    assert answer.answer_id == alone.answer_id
    assert answer.message == f"{alone.message} {LEFT_OUT}".strip()
    assert LEFT_OUT not in alone.message


def test_the_kinds_are_named_in_a_sentence() -> None:
    assert "(an e-mail address)" in blocked(("e-mail address",))
    assert "(a phone number, a vehicle plate and an IP address)" in blocked(
        ("phone number", "vehicle plate", "IP address")
    )


def test_a_question_in_another_language_is_sent_back_in_it(assistant: Assistant, fake: FakeEmbedder) -> None:
    answer = assistant.ask(FRENCH)
    assert (answer.status, fake.questions) == (NEEDS_DETAIL, 0)
    assert answer.message.startswith(LINES["fr"])
    assert "in English" in answer.message
    assert answer.nearest == ()


def test_a_misspelt_question_is_answered_and_the_reading_shown(assistant: Assistant) -> None:
    answer = assistant.ask(MISSPELT)
    right = assistant.ask(KEPT)
    assert right.status == ANSWERED
    assert answer.corrections == (Correction(written="recrods", read_as="records"),)
    assert (answer.question, answer.understood_as) == (MISSPELT, KEPT)
    assert (answer.status, answer.statements) == (right.status, right.statements)
    assert right.corrections == ()


def test_a_refusal_shows_the_reading_too(assistant: Assistant) -> None:
    answer = assistant.ask("Which wine goes with grilled recrods?")
    assert answer.status == NOT_COVERED
    assert answer.corrections == (Correction(written="recrods", read_as="records"),)


def test_looking_up_forgives_mistakes_too(assistant: Assistant) -> None:
    assert assistant.lookup(MISSPELT) == assistant.lookup(KEPT)


def test_earlier_questions_are_put_right_but_not_listed(assistant: Assistant) -> None:
    answer = assistant.ask("And for how long?", history=[MISSPELT])
    assert answer.understood_as == assistant.ask("And for how long?", history=[KEPT]).understood_as
    assert answer.corrections == ()


def test_the_commoner_form_of_an_acronym_is_searched_for(tmp_path: Path) -> None:
    pages = (
        "A general-purpose AI (GPAI) model needs care.\nGPAI is logged.",
        "GPAI is tested.",
        "Cameras are checked every day.",
    )
    publish_made(tmp_path, (made_document("gpai", pages),))
    assistant = Assistant.open(tmp_path, settings=Settings(), load_embedder=lambda _: FakeEmbedder())
    turn = Turn(text="Is general-purpose AI tested?", vector=FakeEmbedder().encode_query("tested"))
    (widened,) = Wording(assistant.version()).widened((turn,))
    assert widened.text == f"{turn.text} GPAI"
    assert [hit.text for hit in assistant.lookup("Is general-purpose AI tested?")][1] == "GPAI is tested."
    assert assistant.ask("Is general-purpose AI tested?").question == "Is general-purpose AI tested?"
