"""The Look up page: searching, filtering, marked words, the page beside; and the About page."""

from __future__ import annotations

from dataclasses import replace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from index.versions import VersionInfo
from ingest.errors import InputError
from tests.fake_assistant import FakeAssistant
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
    assert page.caption[0].value == words.looking_up.HITS_FOUND.format(count=4)


def test_words_are_marked_by_their_stem(page: AppTest) -> None:
    search(page, "reviewing")
    shown = "".join(one.value for one in page.html)
    assert "<mark>reviews</mark> each match" in shown
    assert "signs the <mark>review</mark>" in shown


def test_the_page_of_a_hit_opens_with_the_passage_marked(page: AppTest) -> None:
    search(page, "records").button(key="open-h3").click().run()
    source = page.session_state["lookup-source"]
    assert (source.document_id, source.page) == ("handbook", 3)
    assert page.image[0].proto.imgs[0].alt.endswith(words.sources.PICTURE_MARKED)


def test_only_the_chosen_documents_are_searched(page: AppTest, fake_assistant: FakeAssistant) -> None:
    page.multiselect(key="lookup-documents").set_value(["note"])
    search(page, "officer")
    assert fake_assistant.looked_up[-1] == ("officer", ("note",))
    assert page.caption[0].value == words.looking_up.HITS_FOUND_ONE


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
    assert page.info[0].value == words.looking_up.NO_HITS


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


def labels(page: AppTest, kind: str) -> list[str]:
    return [one.proto.label for one in page.get(kind)]


def test_the_filters_say_how_many_are_in_use(page: AppTest) -> None:
    assert labels(page, "expander") == [words.looking_up.FILTERS]
    page.multiselect(key="lookup-documents").set_value(["note", "handbook"]).run()
    assert labels(page, "expander") == [words.looking_up.FILTERS_CHOSEN.format(count=2)]


def test_a_category_and_an_edition_become_documents(page: AppTest, fake_assistant: FakeAssistant) -> None:
    page.multiselect(key="lookup-edition").set_value(["starter 2026.1"])
    search(page, "officer")
    assert fake_assistant.looked_up[-1] == ("officer", ("handbook",))
    page.multiselect(key="lookup-edition").set_value([])
    page.multiselect(key="lookup-category").set_value(["notes"]).run()
    assert fake_assistant.looked_up[-1] == ("officer", ("note",))


def test_filters_that_no_document_fits_search_nothing(page: AppTest, fake_assistant: FakeAssistant) -> None:
    page.multiselect(key="lookup-documents").set_value(["note"])
    page.multiselect(key="lookup-edition").set_value(["starter 2026.1"])
    search(page, "officer")
    assert page.info[0].value == words.looking_up.NO_DOCUMENT_FITS
    assert fake_assistant.looked_up == []


def test_only_the_chosen_sections_are_searched(page: AppTest) -> None:
    assert "Oversight › Human review" in page.multiselect(key="lookup-sections").options
    page.multiselect(key="lookup-sections").set_value(["Oversight › Human review"])
    search(page, "records")
    assert page.caption[0].value == words.looking_up.HITS_FOUND.format(count=4)


def test_a_section_of_other_documents_is_given_up(page: AppTest, fake_assistant: FakeAssistant) -> None:
    first, *others = fake_assistant.passages
    fake_assistant.passages = (replace(first, section=("Cover",)), *others)
    st.cache_resource.clear()
    page.run()
    page.multiselect(key="lookup-sections").set_value(["Cover"]).run()
    page.multiselect(key="lookup-documents").set_value(["note"]).run()
    assert page.multiselect(key="lookup-sections").value == []
    assert not page.exception


def test_a_passage_is_copied_with_its_source(page: AppTest) -> None:
    search(page, "records")
    assert len(page.code) == 4
    assert page.code[2].value.startswith("“Records Records are kept for ninety days.")
    assert words.common.STARTER_NOTE in page.code[2].value


def test_a_rank_is_explained_when_it_is_asked_for(page: AppTest, fake_assistant: FakeAssistant) -> None:
    search(page, "records")
    assert not [one for one in page.html if 'class="why"' in one.value]
    page.button(key="why-h2").click().run()
    (table,) = [one.value for one in page.html if 'class="why"' in one.value]
    for name, _ in words.looking_up.WHY_PARTS.values():
        assert f'<th scope="row">{name}<small>' in table
    assert "<td>0.50</td><td>+2.00</td><td>× 1.5</td><td>+3.00</td>" in table
    assert f'<th scope="row">{words.looking_up.WHY_SUM}</th>' in table
    assert len(fake_assistant.looked_up) == 1
    page.button(key="why-h2").click().run()
    assert not [one for one in page.html if 'class="why"' in one.value]


def test_the_hits_go_out_as_a_table(page: AppTest) -> None:
    assert labels(page, "download_button") == []
    search(page, "records")
    assert labels(page, "download_button") == [text for text, _ in words.exporting.EXPORTS_HITS.values()]


def version_info(version: str, *, error: str = "") -> VersionInfo:
    return VersionInfo(
        version=version, current=False, created="2026-11-20T08:00:00+00:00", note="", error=error
    )


def test_an_older_version_can_be_asked(
    page: AppTest, fake_assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, older = fake_assistant.version_id, "ba9876543210"
    infos = [version_info(now), version_info(older), version_info("broken", error="damaged")]
    monkeypatch.setattr("toolkit_qa.ui.looking_filters.list_versions", lambda store: infos)
    search(page, "records")
    box = page.selectbox(key="lookup-version")
    assert box.options == [
        words.looking_up.VERSION_IN_USE.format(version=now),
        words.looking_up.VERSION_BUILT.format(version=older, when="2026-11-20 08:00"),
    ]
    assert not page.warning
    box.set_value(older).run()
    assert page.warning[0].value == words.looking_up.OLDER_VERSION.format(version=older)
    assert len(fake_assistant.looked_up) == 2
    assert page.session_state["search"].version == older


def test_with_one_version_there_is_no_choice_of_versions(page: AppTest) -> None:
    assert not page.selectbox


def test_more_passages_are_shown_on_demand(page: AppTest, fake_assistant: FakeAssistant) -> None:
    found = fake_assistant.passages * 6
    fake_assistant.passages = tuple(replace(one, passage_id=f"{n}") for n, one in enumerate(found))
    search(page, "records").button(key="open-h2").click().run()
    page.button(key="lookup-more").click().run()
    assert page.caption[0].value == words.looking_up.HITS_FOUND.format(count=20)
    assert page.session_state["lookup-source"].slot == "h2"
    page.button(key="lookup-more").click().run()
    assert page.caption[0].value == words.looking_up.HITS_FOUND.format(count=24)
    assert "lookup-more" not in [one.key for one in page.button]
    search(page, "officer")
    assert page.caption[0].value == words.looking_up.HITS_FOUND.format(count=10)
