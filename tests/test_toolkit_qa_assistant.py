"""The assistant: cited answers, honest refusals, new versions noticed, the same answer every time."""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from index.in_use import users
from index.store import Store
from ingest.errors import InputError, StoreError
from tests.fakes import FakeEmbedder
from tests.made_documents import HANDBOOK, POLICY, publish_made
from toolkit_qa import Assistant, verdict
from toolkit_qa.citations import verify_quote
from toolkit_qa.identity import differences
from toolkit_qa.messages import STARTER_ONLY, UNJUDGED
from toolkit_qa.records import ANSWERED, NOT_A_QUESTION, NOT_COVERED
from toolkit_qa.settings import Settings
from toolkit_qa.verdict import read

KEPT = "Are the records of a search kept for ninety days?"
DRONES = "Are drones flown only with a warrant signed by a judge?"
OUTSIDE = "Which wine goes with grilled salmon?"


def open_fake(store: Path, *, version: str | None = None, settings: Settings | None = None) -> Assistant:
    return Assistant.open(
        store,
        version=version,
        settings=settings or Settings(),
        load_embedder=lambda number_format: FakeEmbedder(),
    )


def test_an_answer_is_made_of_quotes_that_hold(small_assistant: Assistant) -> None:
    answer = small_assistant.ask(KEPT)
    assert answer.status == ANSWERED
    assert any("ninety days" in statement.text for statement in answer.statements)
    for statement in answer.statements:
        assert statement.text == " ".join(one.quote for one in answer.cited(statement))
    for citation in answer.citations:
        verify_quote(small_assistant.version(), citation)


def test_an_answer_from_starter_text_says_so(small_assistant: Assistant) -> None:
    answer = small_assistant.ask(KEPT, documents=["handbook"])
    assert answer.sources == ("starter",)
    assert answer.message == STARTER_ONLY
    official = small_assistant.ask("May the agency inspect training data?", documents=["policy"])
    assert (official.sources, official.message) == (("official",), "")


def test_what_is_not_covered_quotes_nothing_and_shows_the_nearest(small_assistant: Assistant) -> None:
    answer = small_assistant.ask(OUTSIDE)
    assert answer.status == NOT_COVERED
    assert (answer.statements, answer.citations, answer.checklists) == ((), (), ())
    assert answer.nearest
    assert "not an answer" in answer.message


def test_a_greeting_is_not_searched(small_store: Path) -> None:
    fake = FakeEmbedder()
    assistant = Assistant.open(small_store, settings=Settings(), load_embedder=lambda _: fake)
    answer = assistant.ask("Good morning!")
    assert (answer.status, answer.nearest, fake.questions) == (NOT_A_QUESTION, (), 0)


def test_a_quote_that_does_not_hold_is_no_answer(
    small_assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = small_assistant.version()
    wrong = tuple((row, replace(one, text=one.text + " Surely.")) for row, one in version.sentences)
    monkeypatch.setattr(version, "sentences", wrong)
    assert small_assistant.ask(KEPT).status == NOT_COVERED


def test_a_hit_names_page_label_and_copies(small_assistant: Assistant) -> None:
    hit = small_assistant.lookup(DRONES, k=1)[0]
    assert (hit.rank, hit.page_labels, hit.source in ("starter", "official")) == (1, (hit.page_label,), True)
    assert {hit.document_id, hit.also_in[0].document_id} == {"handbook", "policy"}


def test_a_hit_over_a_page_break_names_both_pages(small_assistant: Assistant) -> None:
    hit = small_assistant.lookup("What is automation bias?", k=1)[0]
    assert (hit.pages, hit.page_labels, hit.page) == ((1, 2), ("i", "ii"), 1)


def test_an_answer_links_the_checklist_item_that_bears_on_it(small_assistant: Assistant) -> None:
    answer = small_assistant.ask("Has the agency named an owner for the system?")
    assert [link.link for link in answer.checklists] == ["/checklists?checklist=handbook-list&item=A1.1"]
    assert small_assistant.checklists()[0].items[0].text == answer.checklists[0].text


def test_a_follow_up_is_read_with_the_question_before(small_assistant: Assistant) -> None:
    answer = small_assistant.ask("And how long are they kept?", history=[KEPT])
    assert answer.understood_as == f"{KEPT} – And how long are they kept?"
    alone = small_assistant.ask(DRONES, history=[KEPT])
    assert alone.understood_as == DRONES


def test_the_same_question_gives_the_same_bytes_in_any_order_and_thread(small_store: Path) -> None:
    questions = [KEPT, DRONES, OUTSIDE, "What is automation bias?", "hello"] * 6
    one = open_fake(small_store)
    expected = {question: json.dumps(one.ask(question).to_dict()) for question in questions}
    other = open_fake(small_store)
    with ThreadPoolExecutor(8) as pool:
        written = list(pool.map(lambda q: (q, json.dumps(other.ask(q).to_dict())), reversed(questions)))
    assert all(expected[question] == answer for question, answer in written)


def test_with_a_model_it_is_not_fitted_for_the_verdict_is_off(
    small_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit_qa.opened.coefficients", lambda store, model: None)
    answer = open_fake(small_store).ask(KEPT)
    assert (answer.status, answer.confidence) == ("partly_answered", 0.0)
    assert UNJUDGED in answer.message
    assert answer.statements


def test_the_id_says_what_differs(small_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = open_fake(small_store).ask(KEPT)
    with monkeypatch.context() as patch:
        strict = replace(read(verdict.FILE), level=0.9)
        patch.setattr("toolkit_qa.opened.coefficients", lambda store, model: strict)
        stricter = open_fake(small_store).ask(KEPT)
    with monkeypatch.context() as patch:
        patch.setattr("toolkit_qa.answering.topics_sha256", lambda: "other topics")
        elsewhere = open_fake(small_store).ask(KEPT)
    filtered = open_fake(small_store).ask(KEPT, documents=["policy"])
    assert differences(answer.answer_id, elsewhere.answer_id) == ("verdict",)
    assert differences(answer.answer_id, stricter.answer_id) == ("verdict",)
    assert differences(answer.answer_id, filtered.answer_id) == ("filters",)


def test_a_new_version_is_noticed_and_the_old_one_can_be_asked(
    small_store: Path, small_assistant: Assistant
) -> None:
    old = small_assistant.version().version_id
    pinned = open_fake(small_store, version=old)
    new = publish_made(small_store, (POLICY,))
    assert Assistant.current_version(small_store) == new
    assert small_assistant.ask(KEPT).version == new
    assert small_assistant.ask(KEPT, version=old).status == ANSWERED
    assert pinned.ask(KEPT).version == old
    assert small_assistant.documents() == small_assistant.version(new).documents


def test_a_deleted_version_is_not_read_again(small_store: Path, small_assistant: Assistant) -> None:
    old = small_assistant.version().version_id
    publish_made(small_store, (POLICY,))
    shutil.rmtree(small_store / "versions" / old)
    with pytest.raises(StoreError, match=f"no version '{old}'"):
        small_assistant.lookup(KEPT, version=old)


def test_a_version_that_was_asked_is_in_use_until_the_assistant_is_gone(small_store: Path) -> None:
    place = Store(small_store)
    assistant = open_fake(small_store)
    version = assistant.version().version_id
    assert users(place, version) == (str(os.getpid()),)
    del assistant
    assert users(place, version) == ()


def test_versions_can_be_named_by_their_part(small_store: Path, small_assistant: Assistant) -> None:
    old = small_assistant.version().version_id
    new = publish_made(small_store, (POLICY,))
    ids = [small_assistant.version(name).version_id for name in ("current", "previous", "latest")]
    assert ids == [new, old, new]


def test_a_version_deleted_between_pointer_and_opening_is_no_error(
    small_store: Path, small_assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = small_assistant.version().version_id
    new = publish_made(small_store, (POLICY,))
    shutil.rmtree(small_store / "versions" / old)
    answers = iter([old])
    real = Store.current_id
    monkeypatch.setattr(Store, "current_id", lambda place: next(answers, None) or real(place))
    assert small_assistant.ask(KEPT).version == new


def test_opening_does_not_load_the_model(small_store: Path) -> None:
    def load(number_format: str) -> FakeEmbedder:
        raise AssertionError("loaded")

    assistant = Assistant.open(small_store, settings=Settings(), load_embedder=load)
    assert assistant.page("policy", 1).number == 1
    with pytest.raises(AssertionError, match="loaded"):
        assistant.warm()


def test_another_model_than_that_of_the_version_is_refused(small_store: Path) -> None:
    class OtherModel(FakeEmbedder):
        model_id = "0" * 64

    assistant = Assistant.open(small_store, settings=Settings(), load_embedder=lambda _: OtherModel())
    with pytest.raises(StoreError, match="another embedding model"):
        assistant.lookup(KEPT)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda one: one.lookup(""), "is empty"),
        (lambda one: one.lookup("x" * 2001), "2,001 characters"),
        (lambda one: one.lookup(KEPT, k=0), "0 passages"),
        (lambda one: one.lookup(KEPT, documents=["none"]), "no document 'none'"),
        (lambda one: one.page("none", 1), "no document 'none'"),
        (lambda one: one.page("policy", 2), "pages 1 to 1"),
        (lambda one: one.page("policy", 0), "no page 0"),
        (lambda one: one.passage("none"), "no passage 'none'"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(small_assistant: Assistant, call: object, said: str) -> None:
    assert callable(call)
    with pytest.raises(InputError) as caught:
        call(small_assistant)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_empty_store_says_how_to_build(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="python -m toolkit_qa build"):
        open_fake(tmp_path)


def test_documents_of_the_fixture_differ_in_source() -> None:
    assert (HANDBOOK.source, POLICY.source) == ("starter", "official")
