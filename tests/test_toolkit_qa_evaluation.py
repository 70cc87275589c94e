"""Holding answers against a question set: made questions, made answers, and a small store."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import InputError
from tests.fake_assistant import FakeAssistant
from toolkit_qa import Assistant
from toolkit_qa.evaluation import evaluate, judge, points_held, rank_of, statement_holds
from toolkit_qa.question_sets import COMMITTED, SetQuestion, read_sets
from toolkit_qa.records import NOT_COVERED, Copy, Statement

LEAD = "A facial recognition match is a lead and never proof of identity."
LINE: dict[str, Any] = {
    "id": "a",
    "question": "Is a facial recognition match proof of identity?",
    "kind": "yes_no",
    "expect": "answered",
    "gold": [{"document": "handbook", "pages": [1]}],
    "key_phrases": [["never  PROOF", "no proof"], ["two judges"]],
}


def made_set(folder: Path, *lines: object) -> Path:
    path = folder / "set.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def question(folder: Path, **fields: object) -> SetQuestion:
    return read_sets([made_set(folder, LINE | fields)])[0]


def test_the_committed_sets_are_read_whole() -> None:
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in COMMITTED)
    halves = [read_sets(half=half) for half in ("tune", "test")]
    assert len(read_sets()) == lines == sum(map(len, halves))
    assert {one.id for one in halves[0]}.isdisjoint(one.id for one in halves[1])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{no json", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no JSON object"),
        ({"id": "b"}, "has no 'question'"),
        (LINE, "the id 'a' stands twice"),
        (LINE | {"id": 3}, "'id' is not a text"),
        (LINE | {"id": "b", "question": " "}, "question is empty"),
        (LINE | {"id": "b", "kind": "riddle"}, "'kind' is not one of"),
        (LINE | {"id": "b", "expect": "yes"}, "'expect' is not of"),
        (LINE | {"id": "b", "expect": [["answered"]]}, "'expect' holds"),
        (LINE | {"id": "b", "history": "before"}, "history is not a list"),
        (LINE | {"id": "b", "gold": {}}, "'gold' is not a list"),
        (LINE | {"id": "b", "gold": ["handbook"]}, "'gold' is no object"),
        (LINE | {"id": "b", "gold": [{"document": "handbook", "pages": [0]}]}, "page numbers from 1"),
        (LINE | {"id": "b", "gold": [{"document": "handbook", "pages": [True]}]}, "page numbers from 1"),
        (LINE | {"id": "b", "gold": [{"document": "", "pages": [1]}]}, "'document' is not a text"),
        (LINE | {"id": "b", "gold": [{"document": "h", "pages": [1], "grade": 0}]}, "'grade'"),
        (LINE | {"id": "b", "key_phrases": ["proof"]}, "'key_phrases' is not a list of phrases"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: object, said: str) -> None:
    path = made_set(tmp_path, LINE, "", line)
    with pytest.raises(InputError) as caught:
        read_sets([path])
    assert f"Line 3 of {path}" in str(caught.value)
    assert said in str(caught.value)


def test_a_set_that_is_absent_or_empty_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl cannot be read"):
        read_sets([tmp_path / "none.jsonl"])
    with pytest.raises(InputError, match="no question in"):
        read_sets([made_set(tmp_path, "")])
    with pytest.raises(InputError, match="no half 'third'"):
        read_sets(half="third")


def test_a_point_is_held_by_any_of_its_phrases_whatever_the_spaces() -> None:
    said = (Statement(text="It is never\nproof.", citations=(1,)),)
    assert points_held([["no proof", "NEVER PROOF"], ["never a proof"]], said) == (True, False)


def test_the_rank_counts_distinct_pages_and_copies(fake_assistant: FakeAssistant) -> None:
    hits = fake_assistant.lookup("?")
    again = (hits[0], hits[0], hits[1])
    assert rank_of(frozenset({("handbook", 2)}), again) == 2
    assert rank_of(frozenset({("handbook", 3)}), again) == 0
    copied = replace(hits[0], also_in=(Copy(document_id="copy", title="", file="", page=7),))
    assert rank_of(frozenset({("copy", 7)}), (copied,)) == 1


def test_graded_places_give_ndcg_and_plain_ones_none(tmp_path: Path, fake_assistant: FakeAssistant) -> None:
    hits = fake_assistant.lookup("?")
    answer = fake_assistant.answer("?", (), status=NOT_COVERED)
    places = [{"document": "handbook", "pages": [n], "grade": grade} for n, grade in ((1, 1), (2, 3))]
    graded, plain = question(tmp_path, gold=places), question(tmp_path)
    assert judge(plain, answer, hits=hits, holding=0, opening=0).ndcg is None
    assert judge(graded, answer, hits=hits, holding=0, opening=0).ndcg == pytest.approx(0.7967, abs=1e-4)
    best = (hits[1], hits[0])
    assert judge(graded, answer, hits=best, holding=0, opening=0).ndcg == 1.0


def test_an_answer_is_judged_by_page_phrase_and_verdict(tmp_path: Path, small_assistant: Assistant) -> None:
    evaluation = evaluate(small_assistant, [question(tmp_path)])
    outcome = evaluation.outcomes[0]
    assert evaluation.version == small_assistant.version().version_id
    assert (outcome.rank, outcome.rank_alone) == (1, None)
    assert (outcome.page_cited, outcome.key_phrase, outcome.all_points) == (True, True, False)
    assert outcome.right_verdict
    assert outcome.holding == outcome.statements >= 1
    assert outcome.opening == outcome.links
    assert "handbook, page 1" in outcome.cited
    assert outcome.milliseconds > 0


def test_a_wrong_answer_is_judged_wrong(tmp_path: Path, small_assistant: Assistant) -> None:
    gold = [{"document": "policy", "pages": [1]}]
    wrong = question(tmp_path, gold=gold, expect="partly_answered", key_phrases=[["two judges"]])
    outcome = evaluate(small_assistant, [wrong]).outcomes[0]
    assert (outcome.page_cited, outcome.key_phrase, outcome.right_verdict) == (False, False, False)


def test_a_follow_up_is_searched_with_its_history_and_without(
    tmp_path: Path, small_assistant: Assistant
) -> None:
    asked = question(tmp_path, question="And who reads them?", history=["How long are records kept?"])
    outcome = evaluate(small_assistant, [asked]).outcomes[0]
    assert outcome.rank == 1
    assert outcome.rank_alone is not None


def test_documents_that_the_version_lacks_are_named(tmp_path: Path, small_assistant: Assistant) -> None:
    asked = question(tmp_path, gold=[{"document": "elsewhere", "pages": [1]}])
    assert evaluate(small_assistant, [asked]).unknown == ("elsewhere",)


def test_a_statement_that_is_not_its_quotes_does_not_hold(small_assistant: Assistant) -> None:
    version = small_assistant.version()
    answer = small_assistant.ask(LINE["question"])
    statement = answer.statements[0]
    assert statement_holds(version, answer, statement)
    assert not statement_holds(version, answer, replace(statement, text=statement.text + " Certainly."))
    assert not statement_holds(version, answer, replace(statement, citations=()))
    moved = tuple(replace(one, start=one.start + 1, end=one.end + 1) for one in answer.citations)
    assert not statement_holds(version, replace(answer, citations=moved), statement)
