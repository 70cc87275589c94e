"""Looking only in some sections, and why a passage stands where it stands."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.errors import InputError
from tests.fakes import FakeEmbedder
from toolkit_qa import Assistant
from toolkit_qa.followup import Turn
from toolkit_qa.identity import differences
from toolkit_qa.retrieve import WEIGHTS, Retriever
from toolkit_qa.sections import sections_of, within

QUESTION = "Are drones flown with a warrant?"
PATH = ("Part", "Human  Agency", "What it asks")


@pytest.mark.parametrize(
    ("wanted", "held"),
    [
        ("Part", True),
        ("Human Agency", True),
        ("human agency › what it asks", True),
        ("human agency›What  it asks", True),
        ("Part › Human Agency › What it asks", True),
        ("Part › What it asks", False),
        ("Human", False),
        ("art", False),
        ("", False),
    ],
)
def test_a_section_is_named_by_whole_headings(wanted: str, held: bool) -> None:
    assert within(PATH, (wanted,)) is held
    assert within(PATH, ("None", wanted)) is held


def test_all_sections_and_those_around_them_are_listed(small_assistant: Assistant) -> None:
    assert sections_of(small_assistant.version()) == (
        ("handbook", "Part"),
        ("handbook", "Part › Handbook"),
        ("policy", "Part"),
        ("policy", "Part › Policy"),
    )


@pytest.mark.parametrize("sections", [["Policy"], ("part › policy",), ["Policy", "Part › Policy"]])
def test_only_passages_of_the_section_are_found(small_assistant: Assistant, sections: Sequence[str]) -> None:
    hits = small_assistant.lookup(QUESTION, sections=sections)
    assert {hit.document_id for hit in hits} == {"policy"}
    answer = small_assistant.ask(QUESTION, sections=sections)
    assert {one.document_id for one in answer.citations} == {"policy"}


def test_document_and_section_must_both_fit(small_assistant: Assistant) -> None:
    assert small_assistant.lookup(QUESTION, documents=["handbook"], sections=["Policy"]) == ()
    assert small_assistant.ask(QUESTION, documents=["handbook"], sections=["Policy"]).citations == ()


def test_a_section_that_is_not_there_is_named(small_assistant: Assistant) -> None:
    with pytest.raises(InputError, match="no section 'Polic' in this version"):
        small_assistant.lookup(QUESTION, sections=["Policy", "Polic"])


def test_the_section_is_part_of_the_answer_id(small_assistant: Assistant) -> None:
    everywhere, there = (small_assistant.ask(QUESTION, sections=one) for one in ((), ("Policy",)))
    again = small_assistant.ask(QUESTION, sections=["Policy", "Policy"])
    assert differences(everywhere.answer_id, there.answer_id) == ("filters",)
    assert again == there


def test_the_parts_add_up_to_the_score_of_the_hit(small_assistant: Assistant) -> None:
    for hit in small_assistant.lookup(QUESTION):
        explained = small_assistant.explain(QUESTION, hit.passage_id)
        assert explained.score == hit.score
        assert sum(part.adds for part in explained.parts) == pytest.approx(hit.score, abs=2e-4)
        assert {part.name: part.weight for part in explained.parts} == WEIGHTS
        assert explained.sentence in " ".join(hit.text.split())


def test_the_parts_of_a_follow_up_add_up_too(small_assistant: Assistant) -> None:
    history = ["Are drones flown with a warrant?"]
    hit = small_assistant.lookup("And who signs it?", history=history)[0]
    explained = small_assistant.explain("And who signs it?", hit.passage_id, history=history)
    assert explained.score == hit.score
    alone = small_assistant.explain("And who signs it?", hit.passage_id)
    assert [one.score for one in alone.parts] == [one.score for one in explained.parts]
    assert alone.score != explained.score


def test_a_part_says_what_was_measured(small_assistant: Assistant) -> None:
    version = small_assistant.version()
    vector = FakeEmbedder().encode_query(QUESTION)
    explained = Retriever(version).explain([Turn(text=QUESTION, vector=vector)], 0)
    parts = {part.name: part for part in explained.parts}
    assert parts["passage"].score == pytest.approx(float(version.dense(vector)[0]), abs=1e-4)
    assert parts["words"].score == pytest.approx(float(version.lexical.scores(QUESTION)[0]), abs=1e-4)
    assert parts["words"].adds == pytest.approx(0.5 * parts["words"].deviations, abs=1e-4)


def test_an_unknown_passage_or_personal_data_is_not_explained(small_assistant: Assistant) -> None:
    with pytest.raises(InputError, match="no passage 'none'"):
        small_assistant.explain(QUESTION, "none")
    passage = small_assistant.lookup(QUESTION)[0].passage_id
    with pytest.raises(InputError, match="e-mail"):
        small_assistant.explain("Who is jo@example.org?", passage)
