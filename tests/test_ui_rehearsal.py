"""A version that waits, on the Library page: what changed, the rehearsal, the gate, and the way around it."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from index.store import Store
from index.versions import list_versions
from tests import ROOT
from tests.fakes import FakeEmbedder
from tests.made_editions import (
    IN_FRONT,
    ITEM,
    KEPT,
    OTHER_RULE,
    RULE,
    WITHOUT,
    mark,
    publish_first,
    publish_waiting,
)
from toolkit_qa import Assistant, agency_documents
from toolkit_qa.settings import Settings
from toolkit_qa.ui import resources, words
from toolkit_qa.ui.plain import BREAK

SECONDS = 60


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store that serves the first edition; the committed question set is one question."""
    store = tmp_path / "store"
    publish_first(store)
    assistant = Assistant.open(store, settings=Settings(), load_embedder=lambda form: FakeEmbedder())
    monkeypatch.setenv("TOOLKIT_QA_STORE", str(store))
    monkeypatch.setattr(resources, "DATA_FOLDER", tmp_path / "data")
    monkeypatch.setattr(resources, "assistant_of", lambda store_path: assistant)
    monkeypatch.setattr(agency_documents, "FOLDER", tmp_path / "corpus" / "agency")
    monkeypatch.setattr("toolkit_qa.gate.read_sets", lambda paths: (KEPT,))
    monkeypatch.setattr("toolkit_qa.gate.DATA_FOLDER", tmp_path / "data")
    return store


@pytest.fixture
def app(store: Path) -> AppTest:
    app = AppTest.from_file(ROOT / "app.py", default_timeout=SECONDS).run()
    return app.switch_page("toolkit_qa/ui/pages/library.py").run()


def rehearsed(app: AppTest) -> AppTest:
    """The page once the rehearsal under way has ended."""
    until = time.monotonic() + SECONDS
    while resources.rehearser().state.running and time.monotonic() < until:
        time.sleep(0.01)
    app.run()
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    kinds: list[Any] = [*app.text, *app.markdown, *app.success, *app.header, *app.error]
    opened = [one.label for one in app.expander]
    return bare("\n".join([*(str(one.value) for one in kinds), *opened]))


def bare(text: str) -> str:
    """What people read of a label."""
    return text.replace("\\", "").replace(BREAK, "")


def html(app: AppTest) -> str:
    return "".join(one.value for one in app.html if "<style>" not in one.value)


def keys(app: AppTest) -> set[str | None]:
    return {button.key for button in app.button}


def test_nothing_waits_while_the_last_version_serves(app: AppTest) -> None:
    assert words.library.WAITING_TITLE not in shown(app)


def test_the_first_step_shows_what_changed(app: AppTest, store: Path) -> None:
    publish_waiting(store, WITHOUT, ITEM)
    app.run().button(key="waiting-compare").click().run()
    assert app.session_state["library-tabs"] == "Difference"
    assert "<del>" in html(app)
    assert not app.exception


def test_the_second_step_sets_both_answers_side_by_side_and_switches_nothing(
    app: AppTest, store: Path
) -> None:
    old, _ = publish_waiting(store, WITHOUT, ITEM)
    app.run().button(key="waiting-rehearse").click().run()
    rehearsed(app)
    assert f"<del>{RULE}</del>" in html(app)
    assert KEPT.question in shown(app)
    (figures,) = app.table
    phrases = figures.value.set_index("Figure").loc[words.rehearsal.FIGURE_NAMES["key_phrase"]]
    assert (phrases["Before"], phrases["After"]) == ("100.0%", "0.0%")
    assert Store(store).current_id() == old


def test_a_harmless_edition_is_rehearsed_and_serves_in_one_step(app: AppTest, store: Path) -> None:
    _, new = publish_waiting(store, IN_FRONT, ITEM)
    app.run().button(key="waiting-serve").click().run()
    rehearsed(app)
    assert Store(store).current_id() == new
    assert words.rehearsal.GATE_SERVED.format(version=new) in shown(app)
    assert words.library.WAITING_TITLE not in shown(app)


def test_the_gate_refuses_and_says_why(app: AppTest, store: Path) -> None:
    old, new = publish_waiting(store, WITHOUT)
    app.run().button(key="waiting-serve").click().run()
    rehearsed(app)
    assert Store(store).current_id() == old
    (error,) = app.error
    assert words.rehearsal.GATE_REASONS["key_phrase"].format(before="100.0%", after="0.0%") in shown(app)
    assert words.rehearsal.GATE_ITEMS.format(count=1, first=f"{ITEM} (Handbook)") in shown(app)
    assert words.rehearsal.GATE_SHUT.format(version=new) == bare(error.proto.title)


def test_a_rehearsal_that_is_known_is_not_run_again(
    app: AppTest, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, _ = publish_waiting(store, WITHOUT)
    app.run().button(key="waiting-rehearse").click().run()
    rehearsed(app)
    monkeypatch.setattr("toolkit_qa.gate.rehearse", lambda *arguments: pytest.fail("it ran again"))
    app.button(key="waiting-serve").click().run()
    assert not resources.rehearser().state.running
    assert Store(store).current_id() == old
    assert words.rehearsal.GATE_RULE.format(margin="2.0%") in shown(app)


def test_a_refused_version_serves_for_a_reason_that_is_kept(app: AppTest, store: Path) -> None:
    old, new = publish_waiting(store, WITHOUT)
    app.run().button(key="waiting-serve").click().run()
    rehearsed(app).button(key="override").click().run()
    assert bare(app.error[0].value) == words.rehearsal.OVERRIDE_NEEDS_WHY
    assert Store(store).current_id() == old
    app.text_input(key="override-reason").set_value("The *law* has changed.")
    app.button(key="override").click().run()
    assert Store(store).current_id() == new
    (info,) = [one for one in list_versions(store) if one.version == new]
    assert info.activated[-1]["reason"] == "The *law* has changed."
    app.session_state["library-tabs"] = "Versions"
    assert "The *law* has changed." in shown(app.run())
    app.button(key="roll-back").click().run()
    assert Store(store).current_id() == old


def test_only_answers_of_the_kind_chosen_are_shown(app: AppTest, store: Path) -> None:
    publish_waiting(store, IN_FRONT, ITEM)
    app.run().button(key="waiting-rehearse").click().run()
    rehearsed(app)
    (pills,) = app.button_group
    assert pills.value == ["moves"]
    assert "<del>" not in html(app)
    pills.set_value(["vanishes"]).run()
    assert words.rehearsal.ANSWERS_NONE in shown(app)


def test_the_questions_that_officers_marked_are_put_too(app: AppTest, store: Path, tmp_path: Path) -> None:
    mark(tmp_path / "data", "Are records of every search kept for ninety days?")
    old, new = publish_waiting(store, WITHOUT, ITEM)
    app.run().button(key="waiting-rehearse").click().run()
    rehearsed(app)
    assert words.rehearsal.REHEARSED.format(count=2, old=old, new=new) in shown(app)
    assert "Are records of every search kept for ninety days?" in shown(app)


def test_without_a_question_that_fits_this_is_said(
    app: AppTest, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit_qa.gate.read_sets", lambda paths: ())
    publish_waiting(store, IN_FRONT, ITEM)
    app.run().button(key="waiting-rehearse").click().run()
    assert words.rehearsal.REHEARSED_NONE in shown(rehearsed(app))


def test_a_running_rehearsal_says_what_it_is_doing_and_can_be_stopped(
    app: AppTest, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model is held back, as it is in the first seconds of the app."""
    old, new = publish_waiting(store, WITHOUT)
    there = threading.Event()
    monkeypatch.setattr(resources.assistant(), "warm", lambda: there.wait(SECONDS))
    app.run().button(key="waiting-serve").click().run()
    assert words.library.REHEARSING.format(version=new) in shown(app)
    (bar,) = app.get("progress")
    assert bar.proto.text == words.library.REHEARSAL_STAGES["model"]
    app.button(key="stop-rehearsal").click().run()
    there.set()
    rehearsed(app)
    assert Store(store).current_id() == old
    assert resources.rehearser().state.rehearsal is None
    assert "waiting-serve" in keys(app)


def test_a_rehearsal_that_fails_is_an_error_in_one_line(
    app: AppTest, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("no memory")

    publish_waiting(store, WITHOUT)
    monkeypatch.setattr(resources.assistant(), "warm", broken)
    app.run().button(key="waiting-rehearse").click().run()
    rehearsed(app)
    assert [bare(one.value).split(";")[0] for one in app.error] == ["The rehearsal broke down"]
    assert OTHER_RULE not in shown(app)


def test_the_readme_names_the_five_clicks_in_their_order() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("## A new edition has arrived")[1]
    back = words.library.ROLL_BACK.format(version="…")
    places = [
        text.index(f". *{click}*") for click in (words.library.BUILD_NEW, *words.library.WAITING_STEPS, back)
    ]
    assert places == sorted(places)
    assert f"*{words.earlier.OPEN}*" in text
