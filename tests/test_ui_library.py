"""The Library page: documents and problems, upload, build, versions, difference, citation check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests import ROOT
from tests.made_documents import HANDBOOK, POLICY, made_document, made_item, publish_made
from tests.made_editions import ITEM, WITHOUT, publish_waiting
from toolkit_qa import Assistant, agency_documents
from toolkit_qa.building import BuildState
from toolkit_qa.ui import resources, words
from toolkit_qa.ui.plain import BREAK

KEPT = "Records of every search are kept for ninety days."
NEW_ITEM = "Has the agency named one <b> owner for the system?"
NEWER = made_document(
    "handbook",
    (
        HANDBOOK.page(1).text,
        HANDBOOK.page(2).text.replace("Has the agency named an owner for the system?", NEW_ITEM),
    ),
    source="starter",
    edition="starter 2026.2",
)


class FakeBuilder:
    """A builder that only remembers with what it was started."""

    def __init__(self) -> None:
        self.state = BuildState()
        self.started: list[list[str]] = []

    def start(self, options: list[str]) -> None:
        self.started.append(list(options))


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch) -> FakeBuilder:
    fake = FakeBuilder()
    monkeypatch.setattr(resources, "index_builder", lambda: fake)
    return fake


@pytest.fixture
def app(
    small_store: Path,
    small_assistant: Assistant,
    builder: FakeBuilder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AppTest:
    monkeypatch.setenv("TOOLKIT_QA_STORE", str(small_store))
    monkeypatch.setattr(resources, "DATA_FOLDER", tmp_path / "data")
    monkeypatch.setattr(resources, "assistant_of", lambda store_path: small_assistant)
    monkeypatch.setattr(agency_documents, "FOLDER", tmp_path / "corpus" / "agency")
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60).run()
    app.switch_page("toolkit_qa/ui/pages/library.py").run()
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    kinds: list[Any] = [*app.text, *app.markdown, *app.success, *app.header, *app.error]
    return bare("\n".join(str(one.value) for one in kinds))


def bare(text: str) -> str:
    """What people read of a label."""
    return text.replace("\\", "").replace(BREAK, "")


def opened(app: AppTest, tab: str) -> AppTest:
    """The page with another tab open."""
    app.session_state["library-tabs"] = tab
    return app.run()


def test_documents_stand_with_what_they_hold(app: AppTest) -> None:
    assert words.library.CONTENTS.format(pages=2, passages=5, items=1) in shown(app)
    assert "Starter digest · starter 2026.1" in shown(app)


def test_files_put_in_are_kept_and_wait_for_the_next_build(app: AppTest) -> None:
    app.file_uploader(key="library-files").upload("policy.md", b"# Policy", "text/markdown")
    app.button(key="library-add").click().run()
    assert (agency_documents.FOLDER / "policy.md").read_bytes() == b"# Policy"
    assert words.library.ADDED_FILES["added"].format(name="policy.md") in shown(app)
    assert words.library.AGENCY_STATES["waiting"].text in shown(app)
    app.button(key="take-away-agency-0").click().run()
    assert not (agency_documents.FOLDER / "policy.md").exists()


def test_a_file_that_is_not_read_is_refused_in_one_line(app: AppTest) -> None:
    app.file_uploader(key="library-files").upload("readme.md", b"# x", "text/markdown")
    app.button(key="library-add").click().run()
    assert "is passed over" in bare(app.error[0].value)


def test_a_build_takes_its_note_with_it(app: AppTest, builder: FakeBuilder) -> None:
    app.text_input(key="build-note").set_value("--store=/x").run()
    app.button(key="build").click().run()
    app.button(key="build").click().run()
    assert builder.started == [["--no-activate", "--note=--store=/x"], ["--no-activate"]]


def test_a_running_build_shows_how_far_it_is(app: AppTest, builder: FakeBuilder) -> None:
    builder.state = BuildState(running=True, stage="read", done=1, total=4)
    app.run()
    (bar,) = app.get("progress")
    assert bar.proto.text == "Reading the documents: 1 of 4"
    assert "build" not in [button.key for button in app.button]


def test_the_end_of_a_build_is_said(app: AppTest, builder: FakeBuilder, small_store: Path) -> None:
    builder.state = BuildState(error="No *document* was found.")
    assert "No *document* was found." in shown(app.run())
    _, new = publish_waiting(small_store, WITHOUT, ITEM)
    builder.state = BuildState(report=report(new, changes={"changed": 1}, problems=[BROKEN]))
    assert words.library.BUILD_WAITS.format(version=new) in shown(app.run())
    assert "a.pdf: It is broken." in bare(app.warning[0].value)


def test_a_build_of_what_serves_or_was_there_before_says_so(
    app: AppTest, builder: FakeBuilder, small_store: Path
) -> None:
    first = Assistant.current_version(small_store)
    builder.state = BuildState(report=report(first))
    assert words.library.BUILD_SAME.format(version=first) in shown(app.run())
    publish_made(small_store, (NEWER, POLICY))
    builder.state = BuildState(report=report(first, changes={"changed": 1}))
    assert words.library.BUILD_KNOWN.format(version=first) in shown(app.run())


BROKEN = {"file": "a.pdf", "page": None, "kind": "damaged", "message": "It is broken."}


def report(version: str | None, **fields: Any) -> dict[str, Any]:
    return {"version": version, "activated": False, "seconds": {"total": 2.6}} | fields


def test_a_version_that_served_is_used_again_and_one_click_goes_back(app: AppTest, small_store: Path) -> None:
    before = Assistant.current_version(small_store)
    after = publish_made(small_store, (NEWER, POLICY))
    opened(app, "Versions").button(key="roll-back").click().run()
    assert Assistant.current_version(small_store) == before
    assert words.library.SWITCHED.format(version=before) in shown(app)
    key = next(button.key for button in app.button if button.key and button.key.startswith("use-version-"))
    app.button(key=key).click().run()
    assert Assistant.current_version(small_store) == after
    assert not app.exception


def test_without_a_version_before_there_is_no_way_back_to_it(app: AppTest) -> None:
    assert "roll-back" not in [button.key for button in opened(app, "Versions").button]


def test_what_changed_stands_before_beside_after(app: AppTest, small_store: Path) -> None:
    publish_made(small_store, (NEWER, POLICY), (made_item(NEWER, NEW_ITEM),))
    opened(app, "Difference").button(key="compare").click().run()
    html = "".join(one.value for one in app.html if "<style>" not in one.value)
    assert "Has the agency named <del>an</del> owner for the system?" in html
    assert "Has the agency named <ins>one &lt;b&gt;</ins> owner for the system?" in html
    assert words.difference.COUNTS.format(sort="Checklist items", counts="1 reworded") in shown(app)
    (table,) = app.table
    assert dict(zip(table.value.columns, table.value.iloc[-1], strict=True))["reworded"] == "1"
    assert not app.exception


def test_one_version_cannot_be_compared(app: AppTest) -> None:
    assert words.difference.NEEDS_TWO in [one.value for one in opened(app, "Difference").info]


def saved(*quotes: str) -> bytes:
    citations = [
        {"n": n, "quote": quote, "document_id": "handbook", "page": 1, "title": "Handbook"}
        for n, quote in enumerate(quotes, start=1)
    ]
    return json.dumps({"question": "q", "version": "x", "citations": citations}).encode()


def test_saved_citations_are_checked(app: AppTest) -> None:
    gone = "Nothing <script>like</script> this was ever written in the handbook of anybody."
    app.file_uploader(key="check-file").upload("a.json", saved(KEPT, gone), "application/json").run()
    assert "Unchanged 1" in shown(app)
    assert "Gone 1" in shown(app)
    assert gone in [one.value for one in app.text]
    assert not app.exception


@pytest.mark.parametrize("data", [b"{}", b"no json", b"\xff\xfe", b"[" * 100_000])
def test_a_file_without_citations_is_an_error_in_one_line(app: AppTest, data: bytes) -> None:
    app.file_uploader(key="check-file").upload("a.json", data, "application/json").run()
    assert len(app.error) == 1
    assert not app.exception
