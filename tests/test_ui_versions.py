"""The app on a real assistant over a small published store: versions come and go under open answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests import ROOT
from tests.made_documents import HANDBOOK, publish_made
from tests.made_editions import IN_FRONT, WITHOUT
from toolkit_qa import Assistant
from toolkit_qa.ui import resources

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


def test_the_first_edition_has_no_earlier_one(app: AppTest) -> None:
    ask(app)
    assert "earlier-a0" not in {button.key for button in app.button}


def test_what_the_earlier_edition_said_stands_beside_the_answer(app: AppTest, small_store: Path) -> None:
    before = Assistant.current_version(small_store)
    after = publish_made(small_store, (replace(WITHOUT, sha256="2" * 64),))
    ask(app).button(key="earlier-a0").click().run()
    html = "".join(one.value for one in app.html)
    assert "ninety" in html
    assert "<del>" in html
    assert any("starter 2026.1" in text and str(before) in text for text in texts(app))
    assert any("starter 2026.2" in text and after in text for text in texts(app))
    assert not app.exception
    app.button(key="earlier-a0").click().run()
    assert "<del>" not in "".join(one.value for one in app.html)


def test_an_earlier_quote_opens_the_page_of_its_own_version(app: AppTest, small_store: Path) -> None:
    before = Assistant.current_version(small_store)
    publish_made(small_store, (replace(IN_FRONT, sha256="2" * 64),))
    ask(app).button(key="earlier-a0").click().run()
    opens = [button for button in app.button if (button.key or "").startswith("open-a0-then")]
    opens[0].click().run()
    assert app.session_state["ask-source"].version == before
    assert not app.exception


def test_an_earlier_version_that_is_gone_is_no_longer_offered(app: AppTest, small_store: Path) -> None:
    before = Assistant.current_version(small_store)
    publish_made(small_store, (replace(WITHOUT, sha256="2" * 64),))
    assert "earlier-a0" in {button.key for button in ask(app).button}
    (small_store / "versions" / str(before)).rename(small_store / "versions" / "gone")
    app.run()
    assert "earlier-a0" not in {button.key for button in app.button}
