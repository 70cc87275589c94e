"""The Checklists page: all with progress, one to fill, nothing lost, files out and in, deep links."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ingest.records import ChecklistItem, Document, Span
from tests import ROOT
from tests.made_documents import POLICY, made_document, publish_made
from toolkit_qa import Assistant, keeping_database
from toolkit_qa.filled_files import from_json, to_json
from toolkit_qa.filled_shelf import FilledShelf
from toolkit_qa.keeping_database import Database
from toolkit_qa.ui import resources, words

PAGE = "toolkit_qa/ui/pages/checklists.py"
LIST = "form-list"
OWNER = "Has the agency named an owner for the system?"
TRIED = "Has the system been tried <script>alert(1)</script> with"
FORM = made_document(
    "form", (f"{OWNER}\n{TRIED}", "people of all ages?\nIs the *plan* written down?"), source="official"
)


def item(document: Document, item_id: str, section: str, *places: tuple[int, str]) -> ChecklistItem:
    """An item that stands at the given pages with the given words."""
    starts = [(page, document.page(page).text.index(text), text) for page, text in places]
    return ChecklistItem(
        item_id=item_id,
        checklist_id=f"{document.document_id}-list",
        document_id=document.document_id,
        text=" ".join(text for _, text in places),
        number=item_id,
        section=("Part", section),
        spans=tuple(Span(page=page, start=at, end=at + len(text)) for page, at, text in starts),
        principles=(section,),
    )


ITEMS = (
    item(FORM, "A1", "Accountability", (1, OWNER)),
    item(FORM, "A2", "Fairness", (1, TRIED), (2, "people of all ages?")),
    item(FORM, "A3", "Fairness", (2, "Is the *plan* written down?")),
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def app(
    small_store: Path, small_assistant: Assistant, data: Path, monkeypatch: pytest.MonkeyPatch
) -> AppTest:
    publish_made(small_store, (FORM, POLICY), ITEMS)
    monkeypatch.setenv("TOOLKIT_QA_STORE", str(small_store))
    monkeypatch.setattr(resources, "DATA_FOLDER", data)
    monkeypatch.setattr(resources, "assistant_of", lambda store_path: small_assistant)
    return AppTest.from_file(ROOT / "app.py", default_timeout=60)


def opened(app: AppTest, **address: str) -> AppTest:
    """The page at an address."""
    app.run().switch_page(PAGE)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def texts(app: AppTest) -> list[str]:
    return [one.value for one in app.text]


def kept(data: Path) -> list[object]:
    return [form.filled for form in FilledShelf(data).forms()]


def answer(app: AppTest, number: int, value: str | None) -> AppTest:
    return app.segmented_control(key=f"answer-{LIST}.1-{number}").set_value(value).run()


def test_all_checklists_stand_under_their_document(app: AppTest) -> None:
    opened(app)
    assert "Form" in [one.value for one in app.header]
    assert words.checklists.ITEMS_ONLY.format(count=3) in texts(app)


def test_an_answer_is_on_the_disk_at_once_and_the_progress_says_so(app: AppTest, data: Path) -> None:
    answer(opened(app, checklist=LIST), 1, "partly")
    (filled,) = kept(data)
    assert [one.answer for one in filled.items] == ["", "partly", ""]
    assert filled.answered_at
    assert words.checklists.ITEMS_ANSWERED.format(done=1, count=3) in {
        one.proto.text for one in app.get("progress")
    }


def test_nothing_is_lost_by_a_reload_or_another_page(app: AppTest, data: Path) -> None:
    answer(opened(app, checklist=LIST), 0, "yes")
    app.button(key=f"note-open-{LIST}.1-0").click().run()
    app.text_area(key=f"note-{LIST}.1-0").set_value("Order 7").run()
    app.text_input(key=f"answered_by-{LIST}.1").set_value("K. Moe").run()
    app.switch_page("toolkit_qa/ui/pages/about.py").run()
    fresh = opened(AppTest.from_file(ROOT / "app.py", default_timeout=60), checklist=LIST)
    for one in (opened(app, checklist=LIST), fresh):
        assert one.segmented_control(key=f"answer-{LIST}.1-0").value == "yes"
        assert one.text_area(key=f"note-{LIST}.1-0").value == "Order 7"
        assert one.text_input(key=f"answered_by-{LIST}.1").value == "K. Moe"


def test_two_tabs_fill_one_form(app: AppTest, data: Path) -> None:
    other = opened(AppTest.from_file(ROOT / "app.py", default_timeout=60), checklist=LIST)
    answer(opened(app, checklist=LIST), 0, "yes")
    answer(other, 2, "no")
    (filled,) = kept(data)
    assert [one.answer for one in filled.items] == ["yes", "", "no"]
    assert app.run().segmented_control(key=f"answer-{LIST}.1-2").value == "no"


def test_an_answer_can_be_taken_back(app: AppTest, data: Path) -> None:
    answer(answer(opened(app, checklist=LIST), 0, "yes"), 0, None)
    assert kept(data)[0].items[0].answer == ""


def test_what_cannot_be_saved_is_said_and_stays_in_the_box(
    app: AppTest, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping_database, "WAIT_SECONDS", 0.05)
    opened(app, checklist=LIST)
    with Database(data).writing():  # another program is writing all the while
        answer(app, 0, "yes")
    assert "nothing was saved" in app.error[0].value.replace("\\", "")
    assert app.run().segmented_control(key=f"answer-{LIST}.1-0").value == "yes"
    assert kept(data) == []


def test_two_tabs_that_answer_the_same_question_are_asked(app: AppTest, data: Path) -> None:
    other = opened(AppTest.from_file(ROOT / "app.py", default_timeout=60), checklist=LIST)
    answer(opened(app, checklist=LIST), 0, "yes")
    answer(other, 0, "no")
    assert kept(data)[0].items[0].answer == "yes"
    assert {words.checklists.ANSWER_WORDS["yes"], words.checklists.ANSWER_WORDS["no"]} <= set(texts(other))
    other.button(key="conflict-mine").click().run()
    assert kept(data)[0].items[0].answer == "no"
    assert not [one for one in other.button if one.key == "conflict-mine"]
    assert other.segmented_control(key=f"answer-{LIST}.1-0").value == "no"


def test_a_note_not_saved_for_another_tab_can_be_let_go(app: AppTest, data: Path) -> None:
    other = opened(AppTest.from_file(ROOT / "app.py", default_timeout=60), checklist=LIST)
    opened(app, checklist=LIST).text_input(key=f"subject-{LIST}.1").set_value("Camera").run()
    other.text_input(key=f"subject-{LIST}.1").set_value("Drone").run()
    assert "Drone" in texts(other)
    other.button(key="conflict-theirs").click().run()
    assert other.text_input(key=f"subject-{LIST}.1").value == kept(data)[0].subject == "Camera"


def test_typing_on_is_no_conflict_with_oneself(app: AppTest, data: Path) -> None:
    box = f"answered_by-{LIST}.1"
    opened(app, checklist=LIST)
    for text in ("K", "K. M", "K. Moe"):
        app.text_input(key=box).set_value(text).run()
    assert kept(data)[0].answered_by == "K. Moe"


def test_a_link_marks_its_item(app: AppTest) -> None:
    opened(app, checklist=LIST, item="A2")
    assert words.checklists.LINKED_ITEM in " ".join(one.value for one in app.markdown)
    assert "todo-aimed" in "".join(one.value for one in app.html)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"checklist": "nothing"}, words.checklists.NO_CHECKLIST),
        ({"checklist": LIST, "item": "Z9"}, words.checklists.NO_ITEM),
        ({"checklist": "<b>../../x"}, words.checklists.NO_CHECKLIST),
    ],
)
def test_a_link_to_nothing_says_so(app: AppTest, address: dict[str, str], said: str) -> None:
    assert [one.value for one in opened(app, **address).warning] == [said]


def test_an_item_over_a_page_break_is_marked_on_both_pages(app: AppTest) -> None:
    opened(app, checklist=LIST).button(key=f"todo-page-{LIST}.1-1").click().run()
    source = app.session_state["checklists-source"]
    assert [(mark.page, FORM.page(mark.page).text[mark.start : mark.end]) for mark in source.marks] == [
        (1, TRIED),
        (2, "people of all ages?"),
    ]
    assert source.places == ((1, "i"), (2, "ii"))
    assert not app.exception


def test_words_of_documents_are_never_markup(app: AppTest) -> None:
    opened(app, checklist=LIST)
    assert f"A2  {TRIED} people of all ages?" in texts(app)
    assert "<script>alert" not in "".join(one.value for one in (*app.html, *app.markdown, *app.header))


def test_the_summary_is_drawn_with_its_numbers_in_words(app: AppTest) -> None:
    answer(opened(app, checklist=LIST), 1, "no")
    (chart,) = app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")
    assert "Accountability: Open 1; Fairness: Open 1, No 1" in str(chart.proto)


def test_another_form_of_the_same_checklist(app: AppTest, data: Path) -> None:
    answer(opened(app, checklist=LIST), 0, "yes").button(key="new-form").click().run()
    app.segmented_control(key=f"answer-{LIST}.2-0").set_value("no").run()
    assert [one.items[0].answer for one in kept(data)] == ["yes", "no"]
    app.selectbox(key=f"which-{LIST}").set_value(f"{LIST}.1").run()
    assert app.segmented_control(key=f"answer-{LIST}.1-0").value == "yes"


def test_a_file_comes_in_as_a_form_of_its_own(app: AppTest, data: Path) -> None:
    answer(opened(app, checklist=LIST), 0, "yes")
    (mine,) = kept(data)
    theirs = to_json(mine.with_item("A3", answer="no", note="by post"))
    opened(app)
    app.query_params.clear()
    app.run()
    app.file_uploader(key="checklist-import").upload("theirs.json", theirs, "application/json").run()
    assert app.query_params["form"] in (f"{LIST}.2", [f"{LIST}.2"])
    assert app.text_area(key=f"note-{LIST}.2-2").value == "by post"
    assert kept(data)[-1] == from_json(theirs)


def test_a_file_that_is_no_form_is_refused_in_one_line(app: AppTest, data: Path) -> None:
    opened(app).file_uploader(key="checklist-import").upload("a.json", b"[]", "application/json").run()
    assert "no filled checklist" in app.error[0].value.replace("\\", "")
    assert kept(data) == []


def test_a_form_is_deleted_only_after_it_was_asked(app: AppTest, data: Path) -> None:
    answer(opened(app, checklist=LIST), 0, "yes").button(key="delete-form").click().run()
    assert kept(data) == []
    assert app.title[0].value == words.checklists.TITLE


def test_answers_are_carried_over_to_another_edition(app: AppTest, small_store: Path, data: Path) -> None:
    answer(answer(opened(app, checklist=LIST), 0, "yes"), 2, "no")
    newer = made_document("form", (OWNER, "Is the plan written down and signed?"), source="official")
    items = (
        item(newer, "B1", "Accountability", (1, OWNER)),
        item(newer, "A3", "Fairness", (2, newer.page(2).text)),
    )
    publish_made(small_store, (newer,), items)
    app.run().button(key="carry-over").click().run()
    assert [[one.answer for one in form.items] for form in kept(data)] == [["yes", "", "no"], ["yes", ""]]
    assert not app.exception


def test_a_form_whose_checklist_is_gone_is_still_there(app: AppTest, small_store: Path, data: Path) -> None:
    answer(opened(app, checklist=LIST), 0, "yes")
    publish_made(small_store, (POLICY,))
    assert words.checklists.EARLIER_FORMS in [one.value for one in opened(app, checklist="").header]
    assert opened(app, checklist=LIST).segmented_control(key=f"answer-{LIST}.1-0").value == "yes"


def test_a_checklist_is_opened_and_left_by_a_click(app: AppTest) -> None:
    opened(app).button(key="open-checklists-0-0").click().run()
    assert app.query_params["checklist"] in (LIST, [LIST])
    answer(app, 0, "yes").button(key="all-checklists").click().run()
    assert app.title[0].value == words.checklists.TITLE
    assert words.checklists.ITEMS_ANSWERED.format(done=1, count=3) in texts(app)
