"""The Ask page: questions, quoted answers, the open source; logic only, looks are for the browser."""

from __future__ import annotations

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from ingest.errors import InputError
from ingest.records import TABLE_ROW, Block, ChecklistItem, Span
from tests.fake_assistant import FakeAssistant
from toolkit_qa.records import ChecklistLink, Correction, Statement
from toolkit_qa.ui import state, words
from toolkit_qa.ui.plain import label

QUESTION = "Who reviews a match?"
REVIEW = "A person reviews each match."
SIGN = "The person signs the review."
RECORDS = "Records are kept for ninety days."


def texts(app: AppTest) -> list[str]:
    return [text.value for text in app.text]


def markdown(app: AppTest) -> str:
    return "\n".join(one.value for one in app.markdown)


def ask(app: AppTest, question: str) -> AppTest:
    return app.chat_input(key="question").set_value(question).run()


def answered(app: AppTest, assistant: FakeAssistant) -> AppTest:
    quotes = [("handbook", 2, REVIEW), ("handbook", 2, SIGN), ("handbook", 3, RECORDS)]
    assistant.answers[QUESTION] = assistant.answer(QUESTION, quotes)
    return ask(app, QUESTION)


def test_the_first_screen_offers_questions_by_role(app: AppTest, fake_assistant: FakeAssistant) -> None:
    assert not app.exception
    assert app.title[0].value == words.asking.TITLE
    offered = [one.label for one in app.button if one.key and one.key.startswith("example-")]
    assert offered == [
        f"**{words.asking.ROLES[one.role].text}**  \n{label(one.question)}" for one in fake_assistant.offered
    ]


def test_an_example_is_asked_by_a_click(app: AppTest, fake_assistant: FakeAssistant) -> None:
    app.button(key="example-1").click().run()
    assert fake_assistant.asked[0][0] == fake_assistant.offered[1].question
    assert not app.exception


def test_quotes_stand_as_plain_text(app: AppTest, fake_assistant: FakeAssistant) -> None:
    assert {QUESTION, REVIEW, SIGN, RECORDS} <= set(texts(answered(app, fake_assistant)))


def test_the_verdict_names_status_source_and_edition(app: AppTest, fake_assistant: FakeAssistant) -> None:
    shown = markdown(answered(app, fake_assistant))
    assert "Answered" in shown
    assert "Starter digest · starter 2026\\.1" in shown


def test_starter_text_is_never_passed_off_as_the_toolkit(app: AppTest, fake_assistant: FakeAssistant) -> None:
    shown = markdown(answered(app, fake_assistant)).replace("\\", "")
    assert words.common.STARTER_NOTE in shown


def test_a_mark_opens_the_cited_page_as_a_picture(app: AppTest, fake_assistant: FakeAssistant) -> None:
    answered(app, fake_assistant).button(key="mark-a0-0-1").click().run()
    (picture,) = app.image
    assert picture.proto.imgs[0].alt == "Page 2 of Handbook (starter digest), with the quoted words marked"
    assert "Printed page 6 · PDF page 2 of 3" in texts(app)
    assert app.code[0].value.startswith(f"“{REVIEW}”")
    assert not app.exception


def test_every_quote_of_the_document_is_marked_and_one_is_chosen(
    app: AppTest, fake_assistant: FakeAssistant
) -> None:
    answered(app, fake_assistant).button(key="mark-a0-1-2").click().run()
    source = app.session_state["ask-source"]
    assert [(mark.page, mark.number, mark.chosen) for mark in source.marks] == [
        (2, 1, False),
        (2, 2, True),
        (3, 3, False),
    ]


def test_a_source_row_opens_the_same_page(app: AppTest, fake_assistant: FakeAssistant) -> None:
    answered(app, fake_assistant).button(key="source-a0-3").click().run()
    assert app.session_state["ask-source"].page == 3


def test_the_same_mark_closes_the_page_again(app: AppTest, fake_assistant: FakeAssistant) -> None:
    answered(app, fake_assistant).button(key="mark-a0-0-1").click().run()
    app.button(key="mark-a0-0-1").click().run()
    assert app.session_state["ask-source"] is None
    assert not app.image


def test_pages_are_turned_and_found_again(app: AppTest, fake_assistant: FakeAssistant) -> None:
    answered(app, fake_assistant).button(key="mark-a0-0-1").click().run()
    app.button(key="source-next").click().run()
    assert "Printed page 7 · PDF page 3 of 3" in texts(app)
    assert app.button(key="source-next").disabled
    app.button(key="source-marked-2").click().run()
    assert "Printed page 6 · PDF page 2 of 3" in texts(app)


def test_a_quote_over_a_page_break_has_a_mark_on_each_page(
    app: AppTest, fake_assistant: FakeAssistant
) -> None:
    quotes = [("handbook", 2, SIGN), ("handbook", 3, "Records")]
    answer = fake_assistant.answer(QUESTION, quotes)
    joined = Statement(text=f"{SIGN} Records", citations=(1, 2))
    fake_assistant.answers[QUESTION] = replace(answer, statements=(joined,))
    ask(app, QUESTION)
    assert f"{SIGN} Records" in texts(app)
    app.button(key="mark-a0-0-1").click().run()
    source = app.session_state["ask-source"]
    assert [(mark.page, mark.chosen) for mark in source.marks] == [(2, True), (3, True)]
    assert "pages 6–7 (PDF pages 2–3)" in app.code[0].value
    app.button(key="source-marked-3").click().run()
    assert app.image[0].proto.imgs[0].alt.startswith("Page 3")


def test_cells_of_a_row_share_a_line_and_other_quotes_do_not(
    app: AppTest, fake_assistant: FakeAssistant
) -> None:
    handbook = fake_assistant.documents()[0]
    page = handbook.page(2)
    row = Block(kind=TABLE_ROW, start=page.text.index(REVIEW), end=len(page.text))
    pages = (handbook.pages[0], replace(page, blocks=(row,)), handbook.pages[2])
    fake_assistant._documents = (replace(handbook, pages=pages), *fake_assistant.documents()[1:])
    quotes = [("handbook", 2, "Oversight"), ("handbook", 2, REVIEW), ("handbook", 2, SIGN)]
    answer = fake_assistant.answer(QUESTION, quotes)
    whole = Statement(text=f"Oversight {REVIEW} {SIGN}", citations=(1, 2, 3))
    fake_assistant.answers[QUESTION] = replace(answer, statements=(whole,))
    assert {"Oversight", f"{REVIEW} · {SIGN}"} <= set(texts(ask(app, QUESTION)))
    (mark,) = [one for one in app.button if one.key and one.key.startswith("mark-a0-0")]
    assert mark.label.startswith("1–3:small")


def test_a_document_without_pages_is_shown_as_text(app: AppTest, fake_assistant: FakeAssistant) -> None:
    quote = "Ask the records officer."
    fake_assistant.answers[QUESTION] = fake_assistant.answer(QUESTION, [("note", 1, quote)])
    ask(app, QUESTION).button(key="mark-a0-0-1").click().run()
    assert not app.image
    assert f"<mark>{quote}</mark>" in "".join(one.value for one in app.html)


def test_a_page_that_cannot_be_drawn_is_shown_as_text(app: AppTest, fake_assistant: FakeAssistant) -> None:
    fake_assistant.source_path("handbook").write_bytes(b"damaged")
    answered(app, fake_assistant).button(key="mark-a0-0-1").click().run()
    assert f"<mark>{REVIEW}</mark>" in "".join(one.value for one in app.html)
    assert not app.exception


def test_what_is_not_covered_shows_the_nearest_as_no_answer(
    app: AppTest, fake_assistant: FakeAssistant
) -> None:
    ask(app, "What is for lunch?")
    shown = markdown(app)
    assert "Not covered" in shown
    assert words.asking.NEAREST_BADGE in shown
    app.button(key="open-a0-near2").click().run()
    assert app.session_state["ask-source"].document_id == "handbook"


def test_checklist_items_are_listed_and_open_their_page(app: AppTest, fake_assistant: FakeAssistant) -> None:
    spans = (Span(page=2, start=0, end=9), Span(page=3, start=8, end=8 + len(RECORDS)))
    fake_assistant.items = (
        ChecklistItem(
            item_id="R1",
            checklist_id="R",
            document_id="handbook",
            text=RECORDS,
            number="1",
            section=("Records",),
            spans=spans,
        ),
    )
    item = ChecklistLink(
        checklist_id="R",
        item_id="R1",
        title="Risk checklist",
        source="starter",
        text=RECORDS,
        file="handbook.pdf",
        page=3,
        page_label="7",
        link="/checklists?checklist=R&item=R1",
    )
    answer = fake_assistant.answer(QUESTION, [("handbook", 2, REVIEW)], checklists=(item,))
    fake_assistant.answers[QUESTION] = answer
    ask(app, QUESTION)
    assert RECORDS in texts(app)
    app.button(key="open-a0-item0").click().run()
    marks = app.session_state["ask-source"].marks
    assert [(mark.page, mark.start, mark.end) for mark in marks] == [(2, 0, 9), (3, 8, 8 + len(RECORDS))]
    (link,) = app.get("page_link")
    assert link.proto.query_string == "checklist=R&item=R1"


def test_how_a_question_was_read_is_said(app: AppTest, fake_assistant: FakeAssistant) -> None:
    fake_assistant.answers["recrods?"] = fake_assistant.answer(
        "recrods?",
        [("handbook", 3, RECORDS)],
        understood_as="records?",
        corrections=(Correction(written="recrods", read_as="records"),),
    )
    ask(app, "recrods?")
    assert {"Understood as: records?", "“recrods” read as “records”"} <= set(texts(app))


def test_a_blocked_question_is_masked_and_no_part_of_the_conversation(
    app: AppTest, fake_assistant: FakeAssistant
) -> None:
    masked = fake_assistant.answer("Who is [e-mail address]?", [], status="blocked", message="Not searched.")
    fake_assistant.answers["Who is j@example.org?"] = masked
    ask(ask(app, "Who is j@example.org?"), QUESTION)
    assert "Who is [e-mail address]?" in texts(app)
    assert not [text for text in texts(app) if "j@example.org" in text]
    assert fake_assistant.asked[-1] == (QUESTION, ())


def test_suggestions_can_be_asked(app: AppTest, fake_assistant: FakeAssistant) -> None:
    answer = fake_assistant.answer("it?", [], status="needs_detail", suggestions=(QUESTION,))
    fake_assistant.answers["it?"] = answer
    ask(app, "it?").button(key="suggestion-0").click().run()
    assert [question for question, _ in fake_assistant.asked] == ["it?", QUESTION]


def test_follow_ups_carry_the_questions_before(app: AppTest, fake_assistant: FakeAssistant) -> None:
    ask(answered(app, fake_assistant), "And who signs?")
    assert fake_assistant.asked[-1] == ("And who signs?", (QUESTION,))
    assert REVIEW in texts(app)


def test_an_error_is_one_line_and_the_conversation_goes_on(
    app: AppTest, fake_assistant: FakeAssistant
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise InputError("The question has 3,000 characters.", "Ask in 2,000 at most.")

    kept, fake_assistant.ask = fake_assistant.ask, refuse  # type: ignore[method-assign, assignment]
    ask(app, "too long")
    assert app.error[0].value.replace("\\", "") == "The question has 3,000 characters. Ask in 2,000 at most."
    fake_assistant.ask = kept  # type: ignore[method-assign]
    assert REVIEW in texts(answered(app, fake_assistant))


def test_an_unexpected_fault_shows_no_traceback(app: AppTest, fake_assistant: FakeAssistant) -> None:
    def break_down(*args: object, **kwargs: object) -> None:
        raise RuntimeError("secret detail")

    fake_assistant.ask = break_down  # type: ignore[method-assign, assignment]
    ask(app, "anything")
    assert not app.exception
    assert "secret detail" not in app.error[0].value


def test_a_question_cut_off_by_a_click_is_answered_in_the_next_run(
    app: AppTest, fake_assistant: FakeAssistant
) -> None:
    fake_assistant.answers[QUESTION] = fake_assistant.answer(QUESTION, [("handbook", 2, REVIEW)])
    app.session_state["conversation"] = state.Conversation().asked(QUESTION)
    app.run()
    assert REVIEW in texts(app)


def test_an_answer_survives_a_change_of_page(app: AppTest, fake_assistant: FakeAssistant) -> None:
    answered(app, fake_assistant)
    app.switch_page("toolkit_qa/ui/pages/lookup.py").run()
    app.switch_page("toolkit_qa/ui/pages/ask.py").run()
    assert REVIEW in texts(app)
    assert len(fake_assistant.asked) == 1


def test_a_quote_that_no_longer_holds_is_withheld(app: AppTest, fake_assistant: FakeAssistant) -> None:
    answer = fake_assistant.answer(QUESTION, [("handbook", 2, REVIEW)])
    moved = replace(answer.citations[0], start=answer.citations[0].start + 1)
    fake_assistant.answers[QUESTION] = replace(answer, citations=(moved,))
    ask(app, QUESTION)
    assert REVIEW not in texts(app)
    assert app.warning[0].value == words.asking.WITHHELD


def test_a_new_conversation_begins_empty(app: AppTest, fake_assistant: FakeAssistant) -> None:
    answered(app, fake_assistant).button(key="new-conversation").click().run()
    assert app.title[0].value == words.asking.TITLE
    assert REVIEW not in texts(app)


def test_blank_questions_are_not_asked(app: AppTest, fake_assistant: FakeAssistant) -> None:
    ask(app, "   ")
    assert fake_assistant.asked == []
