"""From start to a usable page: building, a damaged index, the model warming up."""

from __future__ import annotations

import gc
import threading
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ingest.errors import StoreError
from tests import ROOT
from tests.fake_assistant import FakeAssistant
from toolkit_qa.building import BuildState
from toolkit_qa.ui import resources, words


class FakeBuilder:
    """A builder whose state the test sets."""

    def __init__(self) -> None:
        self.state = BuildState()
        self.starts = 0

    def start(self) -> None:
        self.starts += 1
        self.state = BuildState(running=True, stage="read", done=1, total=4)


@pytest.fixture
def builder(fake_assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> FakeBuilder:
    """No index yet, and a builder that does nothing by itself."""
    monkeypatch.setattr(fake_assistant, "current_version", lambda store: None)
    made = FakeBuilder()
    monkeypatch.setattr(resources, "index_builder", lambda: made)
    return made


def run() -> AppTest:
    return AppTest.from_file(ROOT / "app.py", default_timeout=60).run()


def test_without_an_index_a_build_begins_and_says_what_it_does(builder: FakeBuilder) -> None:
    app = run()
    assert builder.starts == 1
    assert app.title[0].value == words.starting.TITLE
    assert app.progress[0].value == 5
    assert app.progress[0].text == "Reading the documents: 1 of 4"
    assert not app.exception


def test_a_second_tab_joins_the_build(builder: FakeBuilder) -> None:
    run()
    app = run()
    assert builder.starts == 1
    assert app.progress


def test_a_failed_build_says_why_and_can_be_tried_again(builder: FakeBuilder) -> None:
    builder.state = BuildState(error="No document was found in corpus. Put PDF files there.")
    app = run()
    assert builder.starts == 0
    assert app.error[0].value.replace("\\", "") == "No document was found in corpus. Put PDF files there."
    app.button(key="try-again").click().run()
    assert builder.starts == 1


def test_the_page_comes_when_the_build_is_done(
    builder: FakeBuilder, fake_assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run()
    builder.state = BuildState(report={"problems": [{"file": "a.pdf"}, {"file": "a.pdf"}, {"file": "b.pdf"}]})
    monkeypatch.setattr(fake_assistant, "current_version", lambda store: fake_assistant.version_id)
    app.run()
    assert app.title[0].value == words.asking.TITLE
    assert app.warning[0].value == words.starting.PROBLEMS.format(count=2)


def test_a_damaged_index_can_be_built_again(
    builder: FakeBuilder, fake_assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*args: object, **kwargs: object) -> None:
        raise StoreError("Version 1 is damaged.", "Run: python -m toolkit_qa build")

    monkeypatch.setattr(fake_assistant, "current_version", lambda store: fake_assistant.version_id)
    monkeypatch.setattr(fake_assistant, "documents", damaged)
    app = run()
    assert builder.starts == 0
    assert "Version 1 is damaged" in app.error[0].value
    app.button(key="build-again").click().run()
    assert builder.starts == 1
    assert app.progress


def test_a_question_waits_for_the_model_and_is_answered(
    fake_assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = threading.Event()
    monkeypatch.setattr(fake_assistant, "warm", loaded.wait)
    app = run()
    threading.Timer(0.5, loaded.set).start()
    began = time.monotonic()
    app.chat_input(key="question").set_value("Anything?").run()
    assert time.monotonic() - began >= 0.4
    assert fake_assistant.asked == [("Anything?", ())]


def test_what_is_there_once_the_model_is_loaded_is_not_collected_after_every_run(
    fake_assistant: FakeAssistant,
) -> None:
    run()
    assert resources.model_ready(fake_assistant.version_id).wait(10)
    assert gc.get_freeze_count() > 10_000


def test_a_model_that_cannot_be_loaded_does_not_stop_the_page(
    fake_assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down() -> None:
        raise RuntimeError("no model")

    monkeypatch.setattr(fake_assistant, "warm", break_down)
    app = run()
    app.chat_input(key="question").set_value("Anything?").run()
    assert not app.exception
    assert fake_assistant.asked


def test_a_broken_setting_is_one_line(fake_assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLKIT_QA_THREADS", "many")
    app = run()
    assert not app.exception
    assert "threads" in app.error[0].value


def test_the_app_listens_on_this_computer_only() -> None:
    import tomllib

    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["address"] == "localhost"
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showErrorDetails"] == "none"


def test_nothing_of_the_frame_names_another_host() -> None:
    sources = [
        *Path(ROOT / "toolkit_qa" / "ui").rglob("*"),
        ROOT / "app.py",
        ROOT / ".streamlit" / "config.toml",
    ]
    for path in sources:
        if path.suffix in {".py", ".css", ".svg", ".toml"}:
            text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
            assert "http://" not in text, path
            assert "https://" not in text, path
