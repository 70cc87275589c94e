"""The app on a real assistant over a small published store: versions come and go under open answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import HANDBOOK, ROOT, publish_made
from toolkit_qa import Assistant
from toolkit_qa.ui import resources, words

QUESTION = "Are the records of a search kept for ninety days?"
KEPT = "Records of every search are kept for ninety days."


@pytest.fixture
def app(
    small_store: Path, small_assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AppTest:
    monkeypatch.setenv("TOOLKIT_QA_STORE", str(small_store))
    monkeypatch.setattr(resources, "DATA_FOLDER", tmp_path / "data")
    monkeypatch.setattr(resources, "assistant_of", lambda store_path: small_assistant)
    return AppTest.from_file(ROOT / "app.py", default_timeout=60).run()


def ask(app: AppTest) -> AppTest:
    return app.chat_input(key="question").set_value(QUESTION).run()


def texts(app: AppTest) -> set[str]:
    return {text.value for text in app.text}


def test_a_question_is_answered_with_a_quote(app: AppTest) -> None:
    ask(app)
    assert not app.exception
    assert KEPT in texts(app)


def test_a_page_without_a_stored_file_is_shown_as_text(app: AppTest) -> None:
    answer = ask(app).session_state["conversation"].turns[0].answer
    number = next(one.citations[0] for one in answer.statements if one.text == KEPT)
    app.button(key=f"source-a0-{number}").click().run()
    assert f"<mark>{KEPT}</mark>" in "".join(one.value for one in app.html)


def test_an_old_answer_is_still_drawn_from_its_own_version(app: AppTest, small_store: Path) -> None:
    before = ask(app).session_state["conversation"].turns[0].answer.version
    after = publish_made(small_store, (HANDBOOK,))
    ask(app)
    turns = app.session_state["conversation"].turns
    assert [turn.answer.version for turn in turns] == [before, after]
    assert not app.exception
    assert not app.error


def test_about_shows_the_version_that_serves_now(app: AppTest, small_store: Path) -> None:
    after = publish_made(small_store, (HANDBOOK,))
    app.switch_page("toolkit_qa/ui/pages/about.py").run()
    assert any(after in one.value for one in app.caption)
