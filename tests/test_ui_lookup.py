"""The Look up page: searching, filtering, marked words, the page beside; and the About page."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from ingest.errors import InputError
from tests.conftest import FakeAssistant
from toolkit_qa.ui import words

LOOK_UP = "toolkit_qa/ui/pages/lookup.py"


@pytest.fixture
def page(app: AppTest) -> AppTest:
    return app.switch_page(LOOK_UP).run()


def search(page: AppTest, query: str) -> AppTest:
    return page.text_input(key="lookup-query").set_value(query).run()


def test_nothing_is_searched_before_something_is_typed(page: AppTest, fake_assistant: FakeAssistant) -> None:
    assert not page.exception
    assert fake_assistant.looked_up == []


def test_hits_show_their_text_with_the_words_marked(page: AppTest) -> None:
    search(page, "record keeping")
    shown = "".join(one.value for one in page.html)
    assert "<mark>Records</mark> are kept for ninety days." in shown
    assert page.caption[0].value == words.HITS_FOUND.format(count=4)


def test_words_are_marked_by_their_stem(page: AppTest) -> None:
    search(page, "reviewing")
    shown = "".join(one.value for one in page.html)
    assert "<mark>reviews</mark> each match" in shown
    assert "signs the <mark>review</mark>" in shown


def test_the_page_of_a_hit_opens_with_the_passage_marked(page: AppTest) -> None:
    search(page, "records").button(key="open-h3").click().run()
    source = page.session_state["lookup-source"]
    assert (source.document_id, source.page) == ("handbook", 3)
    assert page.image[0].proto.imgs[0].alt.endswith(words.PICTURE_MARKED)


def test_only_the_chosen_documents_are_searched(page: AppTest, fake_assistant: FakeAssistant) -> None:
    page.multiselect(key="lookup-documents").set_value(["note"])
    search(page, "officer")
    assert fake_assistant.looked_up[-1] == ("officer", ("note",))
    assert page.caption[0].value == words.HITS_FOUND_ONE


def test_opening_a_page_does_not_search_again(page: AppTest, fake_assistant: FakeAssistant) -> None:
    search(page, "records").button(key="open-h1").click().run()
    assert len(fake_assistant.looked_up) == 1


def test_a_new_search_closes_the_open_page(page: AppTest) -> None:
    search(page, "records").button(key="open-h1").click().run()
    search(page, "review")
    assert page.session_state["lookup-source"] is None


def test_the_search_is_still_there_after_another_page(page: AppTest, fake_assistant: FakeAssistant) -> None:
    search(page, "records")
    page.switch_page("toolkit_qa/ui/pages/ask.py").run()
    page.switch_page(LOOK_UP).run()
    assert page.text_input(key="lookup-query").value == "records"
    assert page.html
    assert len(fake_assistant.looked_up) == 1


def test_no_hit_says_what_to_do(page: AppTest, fake_assistant: FakeAssistant) -> None:
    fake_assistant.passages = ()
    search(page, "records")
    assert page.info[0].value == words.NO_HITS


def test_an_error_is_one_line(page: AppTest, fake_assistant: FakeAssistant) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise InputError("The question is too long.", "Shorten it.")

    fake_assistant.lookup = refuse  # type: ignore[method-assign, assignment]
    search(page, "records")
    assert page.error[0].value.replace("\\", "") == "The question is too long. Shorten it."


def test_about_lists_the_documents_of_the_index(app: AppTest) -> None:
    app.switch_page("toolkit_qa/ui/pages/about.py").run()
    assert not app.exception
    assert {"Handbook (starter digest)", "3 pages", "Note", "1 page"} <= {text.value for text in app.text}
