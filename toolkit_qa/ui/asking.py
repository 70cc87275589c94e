"""The conversation: asking, waiting, answering in full before anything of it is drawn."""

from __future__ import annotations

import logging
from dataclasses import replace

import streamlit as st

from ingest.errors import StoreError, ToolkitError
from toolkit_qa.keeping import Turn
from toolkit_qa.records import BLOCKED, Answer

from . import (
    announcing,
    beginnings,
    conversations,
    dialogue,
    earlier,
    exporting,
    feedback,
    kept_data,
    next_questions,
    resources,
    scrolling,
    state,
)
from .answers import draw_answer, suggestions_of
from .plain import label, one_line, plain
from .shelf import Shelf
from .start import problems_note
from .waiting import wait_for_model
from .words import asking as words
from .words import common

log = logging.getLogger(__name__)
MAX_QUESTION = 2_000
EDITING = "editing"  # which question is being reworded, in the session state


def draw() -> None:
    """The whole page."""
    # Placed by hand: a box that Streamlit places makes it scroll past the beginning of each answer.
    with st.bottom, st.container(key="ask-box"):
        asked = st.chat_input(
            words.PLACEHOLDER, key="question", max_chars=MAX_QUESTION, submit_mode="disable"
        )
    dialogue.current()
    if asked and asked.strip():
        dialogue.ask(asked.strip())
    turns = state.conversation().turns
    with st.container(key="ask"):
        conversations.draw_bar()
        _notes()
        first = st.empty()  # emptied at once when a conversation begins, not only when its answer is there
        if turns:
            _conversation(turns)
            _say_note()
        else:
            with first.container(key="first"):
                _first_screen()


def _notes() -> None:
    """What went wrong with keeping things, where something did."""
    _say_note()
    kept_data.say_put_aside()


def _say_note() -> None:
    if note := dialogue.note():
        st.warning(label(one_line(note, 600)), icon=":material/warning:")


def _first_screen() -> None:
    """What this is, and questions to begin with."""
    st.caption(common.TOOLKIT)
    st.title(words.TITLE, anchor=False)
    st.text(words.LEAD)
    if note := problems_note():
        st.warning(note, icon=":material/warning:")
    st.space("small")
    beginnings.draw(dialogue.ask)


def _conversation(turns: tuple[Turn, ...]) -> None:
    """All turns, oldest first; those not answered yet are answered on the way, and kept in view."""
    with st.container(key="unseen-conversation"):
        st.title(common.CONVERSATION, anchor=False)
    for index, turn in enumerate(turns):
        with st.container(key=f"turn-{index}"):
            with st.container(key=f"unseen-question-{index}"):
                st.header(common.QUESTION_NUMBER.format(number=index + 1), anchor=False)
            with st.chat_message("user", avatar=":material/person:"):
                _question(index, turn)
            with st.chat_message("assistant", avatar=":material/menu_book:"):
                if turn.pending:
                    scrolling.to_turn(index, "asked")
                _turn(index, _settled(index, turn) if turn.pending else turn)
            if index == len(turns) - 1:
                related = st.container(key="related-place")
                _after(state.conversation().turns[-1])
        if turn.pending:
            scrolling.to_turn(index, "answered")
            announcing.answered(state.conversation().turns[index].answer)
    exporting.print_if_asked()
    with related:  # filled when all else is on the page, so that no answer waits for it
        last = state.conversation()
        next_questions.draw(last.turns[-1].answer, last.history(len(turns) - 1), dialogue.ask)


def _question(index: int, turn: Turn) -> None:
    """The question as it was asked, or a box to ask it in other words."""
    if st.session_state.get(EDITING) == index:
        _rewording(index, turn)
        return
    with st.container(
        horizontal=True, wrap=False, vertical_alignment="center", gap="xsmall", key=f"asked-{index}"
    ):
        st.text(plain(turn.question), width="stretch")
        if turn.answer is None or turn.answer.status != BLOCKED:
            st.button(
                words.EDIT_OF.format(number=index + 1),
                key=f"edit-{index}",
                icon=":material/edit:",
                type="tertiary",
                help=words.EDIT_HELP,
                on_click=_begin_rewording,
                args=(index,),
            )


def _rewording(index: int, turn: Turn) -> None:
    with st.form("reword", border=False):
        st.text_area(
            words.EDIT_LABEL, value=turn.question, key="reworded", max_chars=MAX_QUESTION, height=100
        )
        with st.container(horizontal=True, gap="xsmall", key="reword-choice"):
            st.form_submit_button(
                words.EDIT_SEND, key="reword-send", type="primary", on_click=_reworded, args=(index,)
            )
            st.form_submit_button(common.CANCEL, key="reword-cancel", on_click=_end_rewording)


def _begin_rewording(index: int) -> None:
    st.session_state[EDITING] = index


def _end_rewording() -> None:
    st.session_state.pop(EDITING, None)


def _reworded(index: int) -> None:
    """Callback: asks the question in its new words; in the same ones only where it had no answer."""
    _end_rewording()
    question, turn = str(st.session_state.get("reworded") or "").strip(), state.conversation().turns[index]
    if question and (question != turn.question or turn.answer is None):
        dialogue.ask_instead(index, question)


def _turn(index: int, turn: Turn) -> None:
    """An answer from its record, or the sentence that says why there is none."""
    if turn.answer is None:
        st.error(label(turn.error), icon=":material/error:")
        return
    try:
        answer, shelf = _on_a_version(turn.answer)
        draw_answer(f"a{index}", answer, shelf)
        earlier.draw(f"a{index}", answer, state.conversation().history(index))
        exporting.draw_answer(index, turn)
        feedback.draw(index)
    except StoreError as error:
        st.error(label(str(error)), icon=":material/error:")


def _on_a_version(answer: Answer) -> tuple[Answer, Shelf]:
    """The answer on the version its quotes are compared with: its own, or the one in use when it is gone."""
    try:
        return answer, resources.shelf(answer.version)
    except StoreError:
        shelf = resources.shelf(resources.current_version() or "")
    st.caption(words.VERSION_GONE.format(version=label(answer.version)))
    return replace(answer, version=shelf.version), shelf


def _settled(index: int, turn: Turn) -> Turn:
    """Answers a question in full and keeps the result, then gives it back.

    A click elsewhere may end this run with the next thing that is drawn; so the answer is kept before that.
    A run that ended before leaves the question in the conversation, and the next run answers it.
    """
    wait_for_model()
    assistant, history = resources.assistant(), state.conversation().history(index)
    with st.spinner(common.SEARCHING):
        try:
            answer = assistant.ask(turn.question, history=history)
            settled = replace(turn, answer=answer, question=answer.question)  # personal data is masked
        except ToolkitError as error:
            settled = replace(turn, error=str(error))
        except Exception as error:
            log.exception("a question could not be answered")
            settled = replace(turn, error=common.UNEXPECTED.format(kind=type(error).__name__))
        dialogue.settle(index, settled)
    return settled


def _after(turn: Turn) -> None:
    """Under the last answer: what may be asked next, and a fresh start."""
    suggestions = suggestions_of(turn.answer)
    if suggestions:
        st.caption(words.SUGGESTIONS)
        with st.container(horizontal=True, gap="xsmall", key="suggestions"):
            for number, suggestion in enumerate(suggestions):
                st.button(
                    label(suggestion), key=f"suggestion-{number}", on_click=dialogue.ask, args=(suggestion,)
                )
    mine = state.conversation()
    with st.container(horizontal=True, gap="small", key="ask-after"):
        st.button(
            common.NEW_CONVERSATION,
            key="new-conversation",
            icon=":material/add_comment:",
            type="tertiary",
            on_click=dialogue.start_anew,
        )
        exporting.draw_conversation(mine.title, mine.turns)
