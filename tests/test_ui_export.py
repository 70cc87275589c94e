"""Going out from the Ask page: export of an answer and of the conversation, printing; related questions."""

from __future__ import annotations

import threading

import pytest
from streamlit.testing.v1 import AppTest

from tests import ROOT
from tests.fake_assistant import FakeAssistant
from tests.test_ui_ask import QUESTION, answered, ask, texts
from toolkit_qa.examples import Example
from toolkit_qa.ui import exporting, words


def labels(app: AppTest) -> list[str]:
    return [one.proto.label for one in app.get("download_button")]


def scripts(app: AppTest) -> str:
    return "".join(one.proto.body for one in app.get("html"))


def test_an_answer_and_the_conversation_can_be_exported(app: AppTest, fake_assistant: FakeAssistant) -> None:
    answered(app, fake_assistant)
    formats = [text for text, _ in words.exporting.EXPORTS_ANSWER.values()]
    assert labels(app) == formats * 2
    popovers = [one.proto.popover.label for one in app.get("popover")]
    assert {words.common.EXPORT, words.exporting.EXPORT_CONVERSATION} <= set(popovers)


def test_a_refusal_can_be_exported_too(app: AppTest) -> None:
    ask(app, "What is for lunch?")
    assert len(labels(app)) == 2 * len(words.exporting.EXPORTS_ANSWER)


def test_nothing_asked_nothing_to_export(app: AppTest) -> None:
    assert labels(app) == []


def test_a_printed_page_names_answer_version_and_time(app: AppTest, fake_assistant: FakeAssistant) -> None:
    answered(app, fake_assistant)
    (record,) = [text for text in texts(app) if text.startswith("Answer a")]
    assert record.startswith(f"Answer {'a' * 16} · Index version {fake_assistant.version_id} · Asked 20")
    assert record.endswith(" UTC")


@pytest.mark.parametrize(("key", "turn"), [("print-answer-0", "turn-0"), ("print-conversation", "turn-none")])
def test_printing_is_left_to_the_browser_and_happens_once(
    app: AppTest, fake_assistant: FakeAssistant, key: str, turn: str
) -> None:
    answered(app, fake_assistant).button(key=key).click().run()
    assert f'".st-key-{turn}"' in scripts(app)
    assert exporting.PRINTING not in app.session_state
    assert "window.print" not in scripts(app.run())


def test_related_questions_stand_under_the_last_answer_and_can_be_asked(
    app: AppTest, fake_assistant: FakeAssistant
) -> None:
    fake_assistant.near[QUESTION] = ("Who signs the *review*?",)
    answered(app, fake_assistant)
    assert app.button(key="related-0").label == "Who signs the \\*review\\*\\?"
    app.button(key="related-0").click().run()
    assert fake_assistant.asked[-1] == ("Who signs the *review*?", (QUESTION,))
    assert not [one for one in app.button if one.key == "related-0"]


def test_examples_are_awaited_without_holding_up_the_page(fake_assistant: FakeAssistant) -> None:
    found, offered = threading.Event(), fake_assistant.offered

    def slowly(*, version: str | None = None) -> tuple[Example, ...]:
        found.wait(30)
        return offered

    fake_assistant.examples = slowly  # type: ignore[method-assign]
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60).run()
    assert words.asking.EXAMPLES_WAIT in [one.value for one in app.caption]
    assert not [one for one in app.button if one.key == "example-0"]
    found.set()
    app.run()
    assert app.button(key="example-0")
    assert words.asking.EXAMPLES_WAIT not in [one.value for one in app.caption]


def test_without_examples_nothing_is_promised(fake_assistant: FakeAssistant) -> None:
    fake_assistant.offered = ()
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60).run()
    assert not {words.asking.EXAMPLES_WAIT, words.asking.EXAMPLES_LABEL} & {one.value for one in app.caption}


def test_an_answer_stands_when_no_related_questions_can_be_found(
    app: AppTest, fake_assistant: FakeAssistant
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    fake_assistant.related = fail  # type: ignore[method-assign, assignment]
    answered(app, fake_assistant)
    assert not app.exception
    assert not app.error
