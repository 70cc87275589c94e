"""Conversations on the Ask page: kept, listed, renamed, deleted, asked in other words; nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ingest.errors import KeepingError, StoreError
from tests import ROOT
from tests.fake_assistant import FakeAssistant
from toolkit_qa import keeping_database
from toolkit_qa.keeping import Keeping
from toolkit_qa.keeping_database import Database
from toolkit_qa.keeping_feedback import all_given
from toolkit_qa.ui import resources, words
from toolkit_qa.ui.shelf import Shelf

QUESTION = "Who reviews a match?"
REVIEW = "A person reviews each match."
PERSONAL = "Who is jo.doe@example.org?"
MASKED = "Who is [e-mail address]?"


@pytest.fixture
def keeping(fake_assistant: FakeAssistant) -> Keeping:
    """What the app keeps; the fake answers the usual question and blocks the personal one."""
    quotes = [("handbook", 2, REVIEW)]
    fake_assistant.answers[QUESTION] = fake_assistant.answer(QUESTION, quotes)
    fake_assistant.answers[PERSONAL] = fake_assistant.answer(MASKED, [], status="blocked")
    return Keeping(resources.DATA_FOLDER)


def tab(**address: str) -> AppTest:
    """Another tab of the same app, at an address."""
    other = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    for name, value in address.items():
        other.query_params[name] = value
    return other.run()


def ask(app: AppTest, question: str) -> AppTest:
    app.chat_input(key="question").set_value(question).run()
    assert not app.exception
    return app


def texts(app: AppTest) -> list[str]:
    return [one.value for one in app.text]


def address(app: AppTest) -> str:
    value = app.query_params.get("conversation", "")
    return value[0] if isinstance(value, list) else value


def keys(app: AppTest, start: str) -> list[str]:
    return [one.key for one in app.button if one.key and one.key.startswith(start)]


def drawer(app: AppTest) -> AppTest:
    return app.button(key="conversations").click().run()


def test_a_reload_shows_the_conversation_again_without_asking_anew(
    app: AppTest, keeping: Keeping, fake_assistant: FakeAssistant
) -> None:
    ask(app, QUESTION)
    assert REVIEW in texts(tab(conversation=address(app)))
    assert len(fake_assistant.asked) == 1


def test_a_question_is_on_the_disk_before_it_is_answered(
    app: AppTest, keeping: Keeping, fake_assistant: FakeAssistant
) -> None:
    seen = []
    answer = fake_assistant.answers[QUESTION]

    def slow(*args: object, **kwargs: object) -> object:
        seen.extend(keeping.heads())
        return answer

    fake_assistant.ask = slow  # type: ignore[method-assign]
    ask(app, QUESTION)
    assert [head.title for head in seen] == [QUESTION]


def test_a_question_left_open_by_a_killed_program_is_answered_at_the_next_look(
    app: AppTest, keeping: Keeping
) -> None:
    identity = keeping.asked(None, QUESTION)
    assert REVIEW in texts(tab(conversation=identity))
    assert keeping.conversation(identity).turns[0].answer is not None


def test_each_tab_has_its_own_conversation(app: AppTest, keeping: Keeping) -> None:
    other = tab()
    ask(app, QUESTION)
    assert other.run().title[0].value == words.asking.TITLE
    ask(other, "Who signs?")
    assert address(app) != address(other)
    assert {head.title for head in keeping.heads()} == {QUESTION, "Who signs?"}


def test_two_tabs_on_one_conversation_see_what_the_other_asked(app: AppTest, keeping: Keeping) -> None:
    ask(app, QUESTION)
    other = tab(conversation=address(app))
    ask(app, "Who signs?")
    ask(other, "Who keeps records?")
    asked = [turn.question for turn in keeping.conversation(address(app)).turns]
    assert asked == [QUESTION, "Who signs?", "Who keeps records?"]
    assert {"Who signs?", "Who keeps records?"} <= set(texts(other)) & set(texts(app.run()))


def test_personal_data_is_nowhere_on_the_disk_in_no_form(
    app: AppTest, keeping: Keeping, tmp_path: Path
) -> None:
    ask(ask(ask(app, PERSONAL), QUESTION), PERSONAL).run()
    assert texts(app).count(MASKED) == 2
    assert [turn.question for turn in keeping.conversation(address(app)).turns] == [QUESTION]
    for path in (path for path in (tmp_path / "data").rglob("*") if path.is_file()):
        assert not [word for word in (b"jo.doe", b"[e-mail") if word in path.read_bytes()], path


def test_a_blocked_question_alone_begins_no_conversation(app: AppTest, keeping: Keeping) -> None:
    ask(app, PERSONAL)
    assert keeping.heads() == ()
    assert address(app) == ""


def test_what_cannot_be_kept_is_answered_and_said(
    app: AppTest, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping_database, "WAIT_SECONDS", 0.05)
    resources.keeping_of.clear()  # type: ignore[attr-defined]
    app.run()
    with Database(resources.DATA_FOLDER).writing():
        ask(app, QUESTION)
    assert REVIEW in texts(app)
    assert "nothing was saved" in app.warning[0].value
    ask(app, "Who signs?")
    assert REVIEW in texts(app)


def test_an_answer_that_cannot_be_kept_is_shown_and_said_at_once(
    app: AppTest, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> None:
        raise KeepingError("The disk is full.")

    monkeypatch.setattr(Keeping, "settled", full)
    ask(app, QUESTION)
    assert REVIEW in texts(app)
    assert [one.value for one in app.warning] == ["The disk is full\\."]


def test_past_conversations_are_listed_found_and_opened(app: AppTest, keeping: Keeping) -> None:
    ask(app, QUESTION)
    first = address(app)
    app.button(key="new-conversation").click().run()
    assert app.title[0].value == words.asking.TITLE
    ask(app, "Who signs?")
    assert len(keys(drawer(app), "open-conversation-")) == 2
    app.text_input(key="conversations-search").set_value("match").run()
    assert keys(app, "open-conversation-") == [f"open-conversation-{first}"]
    app.button(key=f"open-conversation-{first}").click().run()
    assert address(app) == first
    assert REVIEW in texts(app)
    assert keys(app, "open-conversation-") == []


def test_a_conversation_is_renamed(app: AppTest, keeping: Keeping) -> None:
    identity = address(ask(app, QUESTION))
    drawer(app).button(key=f"rename-conversation-{identity}").click().run()
    app.text_input(key=f"title-{identity}").set_value("Reviews *of* matches")
    app.button(key=f"rename-save-{identity}").click().run()
    assert [head.title for head in keeping.heads()] == ["Reviews *of* matches"]
    assert not app.exception


def test_a_conversation_is_deleted_after_it_was_asked(app: AppTest, keeping: Keeping) -> None:
    identity = address(ask(app, QUESTION))
    drawer(app).button(key=f"delete-conversation-{identity}").click().run()
    assert words.conversations.DELETE_SURE in texts(app)
    app.button(key="delete-cancel").click().run()
    assert len(keeping.heads()) == 1
    app.button(key=f"delete-conversation-{identity}").click().run()
    app.button(key="delete-conversation").click().run()
    assert keeping.heads() == ()
    assert REVIEW not in texts(app.run())


def test_a_question_asked_in_a_conversation_deleted_elsewhere_is_not_lost(
    app: AppTest, keeping: Keeping
) -> None:
    identity = address(ask(app, QUESTION))
    keeping.deleted(identity)
    ask(app, "Who signs?")
    assert words.conversations.GONE in app.warning[0].value.replace("\\", "")
    assert [head.title for head in keeping.heads()] == ["Who signs?"]


@pytest.mark.parametrize("wanted", ["nothing", "<b>x", "../../x"])
def test_an_address_of_nothing_says_so(app: AppTest, keeping: Keeping, wanted: str) -> None:
    other = tab(conversation=wanted)
    assert words.conversations.GONE in other.warning[0].value.replace("\\", "")
    assert address(other) == ""


def test_other_words_begin_a_conversation_and_the_old_one_stays(
    app: AppTest, keeping: Keeping, fake_assistant: FakeAssistant
) -> None:
    ask(ask(app, QUESTION), "Who signs?")
    before = keeping.conversation(address(app))
    app.button(key="edit-1").click().run()
    app.text_area(key="reworded").set_value("Who signs the review?")
    app.button(key="reword-send").click().run()
    assert keeping.conversation(before.conversation_id) == before
    asked = [turn.question for turn in keeping.conversation(address(app)).turns]
    assert asked == [QUESTION, "Who signs the review?"]
    assert fake_assistant.asked[-1] == ("Who signs the review?", (QUESTION,))


def test_the_same_words_change_nothing(app: AppTest, keeping: Keeping) -> None:
    ask(app, QUESTION).button(key="edit-0").click().run()
    app.button(key="reword-send").click().run()
    assert len(keeping.heads()) == 1
    assert keys(app, "reword") == []


def test_a_question_that_could_not_be_answered_is_asked_again_in_the_same_words(
    app: AppTest, keeping: Keeping, fake_assistant: FakeAssistant
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise StoreError("The index is being mended.")

    kept, fake_assistant.ask = fake_assistant.ask, broken  # type: ignore[method-assign, assignment]
    ask(app, QUESTION)
    assert [one.value for one in tab(conversation=address(app)).error] == ["The index is being mended\\."]
    fake_assistant.ask = kept  # type: ignore[method-assign]
    app.button(key="edit-0").click().run()
    app.button(key="reword-send").click().run()
    assert REVIEW in texts(app)


def test_a_thumb_a_reason_and_a_comment_are_kept_and_shown_again(app: AppTest, keeping: Keeping) -> None:
    slot = f"{address(ask(app, QUESTION))}-1"
    app.feedback(key=f"thumb-{slot}").set_value(0).run()
    app.button_group(key=f"reason-{slot}").set_value("incomplete").run()
    app.text_input(key=f"comment-{slot}").set_value("The signature is missing.").run()
    (given,) = all_given(keeping)
    assert (given.thumb, given.reason, given.comment) == ("down", "incomplete", "The signature is missing.")
    again = tab(conversation=address(app))
    assert again.feedback(key=f"thumb-{slot}").value == 0
    assert again.text_input(key=f"comment-{slot}").value == "The signature is missing."
    again.feedback(key=f"thumb-{slot}").set_value(1).run()
    assert [(one.thumb, one.reason) for one in all_given(keeping)] == [("up", "")]
    again.feedback(key=f"thumb-{slot}").set_value(None).run()
    assert all_given(keeping) == ()


def test_old_conversations_are_deleted_when_the_app_starts(
    fake_assistant: FakeAssistant, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = []
    monkeypatch.setattr(resources, "retire", lambda keeping, days: called.append(days))
    monkeypatch.setenv("TOOLKIT_QA_RETENTION_DAYS", "7")
    tab().run()
    tab()
    assert called == [7]


def test_a_database_put_aside_is_named(app: AppTest, keeping: Keeping) -> None:
    ask(app, QUESTION)
    keeping.database.path.write_bytes(b"x" * 5000)
    app.run()
    app.run()
    assert "put aside" in " ".join(one.value for one in app.warning)
    assert len(keeping.database.put_aside()) == 1


def test_everything_is_deleted_on_the_about_page(app: AppTest, keeping: Keeping, tmp_path: Path) -> None:
    ask(app, QUESTION)
    app.switch_page("toolkit_qa/ui/pages/about.py").run()
    app.button(key="delete-all-yes").click().run()
    assert not app.exception
    assert keeping.heads() == ()
    app.switch_page("toolkit_qa/ui/pages/ask.py").run()
    assert app.title[0].value == words.asking.TITLE
    files = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert not [path for path in files if QUESTION.encode() in path.read_bytes()]


def test_everything_can_be_taken_away_on_the_about_page(app: AppTest, keeping: Keeping) -> None:
    ask(app, QUESTION)
    app.switch_page("toolkit_qa/ui/pages/about.py").run()
    assert not app.exception
    assert [one for one in app.get("download_button") if one.proto.label == words.conversations.EXPORT_ALL]


def test_an_answer_whose_version_is_gone_is_held_against_the_one_in_use(
    app: AppTest, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = address(ask(app, QUESTION))
    served, opened = FakeAssistant.version_id, resources.shelf

    def without_the_old(version: str) -> Shelf:
        if version == served:
            raise StoreError("There is no such version.")
        return opened(version)

    monkeypatch.setattr(FakeAssistant, "version_id", "ba9876543210")
    monkeypatch.setattr(resources, "shelf", without_the_old)
    again = tab(conversation=identity)
    assert REVIEW in texts(again)
    assert words.asking.VERSION_GONE.format(version=served) in [one.value for one in again.caption]


def test_a_title_stands_above_only_where_it_says_more_than_the_question(
    app: AppTest, keeping: Keeping
) -> None:
    identity = address(ask(app, QUESTION))
    assert texts(app).count(QUESTION) == 1
    keeping.renamed(identity, "Reviews")
    assert "Reviews" in texts(app.run())
