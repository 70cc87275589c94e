"""A document full of markup, drawn by every part of the app: no Markdown element gets it as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests import ROOT
from tests.fake_assistant import FakeAssistant
from tests.pdf_files import page_of, pdf_of
from toolkit_qa.examples import Example
from toolkit_qa.records import ChecklistLink, Copy, Correction
from toolkit_qa.ui import resources

EVIL = "<b>*evil*</b> :tada: $x$ [y](javascript:z)"


@pytest.fixture
def evil(fake_assistant: FakeAssistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeAssistant:
    """The assistant over one document whose every field is hostile."""
    (tmp_path / "evil.pdf").write_bytes(pdf_of([EVIL]))
    document = replace(
        fake_assistant.documents()[0],
        title=EVIL,
        edition=EVIL,
        file=f"{EVIL}.pdf",
        pages=(page_of(1, [EVIL], label=EVIL),),
    )
    assistant = FakeAssistant((document,), {"handbook": tmp_path / "evil.pdf"})
    monkeypatch.setattr(resources, "Assistant", assistant)
    return assistant


def drawn(app: AppTest) -> Iterator[tuple[str, str]]:
    """(kind, its proto as text) of every element on the page."""

    def walk(node: Any) -> Iterator[tuple[str, str]]:
        children = getattr(node, "children", None) or {}
        if not children and getattr(node, "proto", None) is not None:
            yield str(getattr(node, "type", "")), str(node.proto)
        for child in children.values():
            yield from walk(child)

    yield from walk(app.main)


def raw_markup(app: AppTest) -> list[tuple[str, str]]:
    assert not app.exception
    # Protos are printed with quotes escaped; the marker has none.
    return [
        (kind, proto)
        for kind, proto in drawn(app)
        if ("*evil*" in proto.replace("\\\\*", "") or "<b>" in proto)
        and kind not in {"text", "code", "text_input", "multiselect", "image", "chat_input"}
    ]


def test_answers_sources_and_items_are_neutral(evil: FakeAssistant) -> None:
    item = ChecklistLink(
        checklist_id="x",
        item_id="x1",
        title=EVIL,
        source="agency",
        text=EVIL,
        file=f"{EVIL}.pdf",
        page=1,
        page_label=EVIL,
        link="/checklists",
    )
    evil.answers[EVIL] = evil.answer(
        EVIL,
        [("handbook", 1, EVIL)],
        message=EVIL,
        understood_as=f"{EVIL}?",
        corrections=(Correction(written=EVIL, read_as=EVIL),),
        suggestions=(EVIL,),
        checklists=(item,),
    )
    evil.near[EVIL] = (EVIL,)
    evil.offered = (Example(role=EVIL, question=EVIL, document_id="x", section=(EVIL,)),)
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60).run()
    assert app.button(key="example-0")
    assert raw_markup(app) == []
    app.chat_input(key="question").set_value(EVIL).run()
    assert app.button(key="related-0")
    app.button(key="mark-a0-0-1").click().run()
    assert app.image
    assert raw_markup(app) == []


def test_nearest_passages_hits_and_documents_are_neutral(evil: FakeAssistant) -> None:
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60).run()
    app.chat_input(key="question").set_value(EVIL).run()
    app.button(key="open-a0-near1").click().run()
    assert raw_markup(app) == []
    app.switch_page("toolkit_qa/ui/pages/about.py").run()
    assert raw_markup(app) == []
    copied = replace(evil.lookup(EVIL)[0], also_in=(Copy(document_id="x", title=EVIL, file="x", page=1),))
    evil.lookup = lambda *args, **kwargs: (copied,)  # type: ignore[method-assign]
    app.switch_page("toolkit_qa/ui/pages/lookup.py").run()
    app.text_input(key="lookup-query").set_value("evil").run()
    assert any("<mark>evil</mark>" in proto for _, proto in drawn(app))
    explained = replace(evil.explain(EVIL, "x"), sentence=EVIL)
    evil.explain = lambda *args, **kwargs: explained  # type: ignore[method-assign]
    app.button(key="why-h1").click().run()
    assert raw_markup(app) == []


def test_the_check_sees_markup_that_is_not_neutral(fake_assistant: FakeAssistant) -> None:
    app = AppTest.from_string(f"import streamlit as st; st.markdown({EVIL!r}); st.button({EVIL!r})").run()
    assert [kind for kind, _ in raw_markup(app)] == ["markdown", "button"]
