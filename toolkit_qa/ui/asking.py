"""The conversation: asking, waiting, answering in full before anything of it is drawn."""

from __future__ import annotations

import logging
from dataclasses import replace

import streamlit as st

from ingest.errors import StoreError, ToolkitError

from . import announcing, earlier, resources, scrolling, state, words
from .answers import draw_answer, suggestions_of
from .plain import label, plain
from .start import problems_note
from .state import Turn
from .waiting import wait_for_model

log = logging.getLogger(__name__)
MAX_QUESTION = 2_000


def draw() -> None:
    """The whole page."""
    # Placed by hand: a box that Streamlit places makes it scroll past the beginning of each answer.
    with st.bottom, st.container(key="ask-box"):
        asked = st.chat_input(
            words.ASK_PLACEHOLDER, key="question", max_chars=MAX_QUESTION, submit_mode="disable"
        )
    if asked and asked.strip():
        ask(asked.strip())
    with st.container(key="ask"):
        first = st.empty()  # emptied at once when a conversation begins, not only when its answer is there
        turns = state.conversation().turns
        if turns:
            _conversation(turns)
        else:
            with first.container(key="first"):
                _first_screen()


def ask(question: str) -> None:
    """Adds a question to the conversation; it is answered when the page is drawn."""
    state.keep_conversation(state.conversation().asked(question))


def start_anew() -> None:
    """Callback: an empty conversation."""
    state.keep_conversation(state.Conversation())
    state.keep_open("ask", None)


def _first_screen() -> None:
    """What this is, and questions to begin with."""
    st.caption(words.TOOLKIT)
    st.title(words.ASK_TITLE, anchor=False)
    st.text(words.ASK_LEAD)
    if note := problems_note():
        st.warning(note, icon=":material/warning:")
    st.space("small")
    st.caption(words.EXAMPLES_LABEL)
    with st.grid(2, min_column_width=280, gap="small", key="examples"):
        for number, example in enumerate(words.EXAMPLES):
            st.button(
                f"**{example.role}**  \n{label(example.question)}",
                key=f"example-{number}",
                icon=example.icon,
                width="stretch",
                wrap=True,
                on_click=ask,
                args=(example.question,),
            )


def _conversation(turns: tuple[Turn, ...]) -> None:
    """All turns, oldest first; those not answered yet are answered on the way, and kept in view."""
    with st.container(key="unseen-conversation"):
        st.title(words.CONVERSATION, anchor=False)
    for index, turn in enumerate(turns):
        with st.container(key=f"turn-{index}"):
            with st.container(key=f"unseen-question-{index}"):
                st.header(words.QUESTION_NUMBER.format(number=index + 1), anchor=False)
            with st.chat_message("user", avatar=":material/person:"):
                st.text(plain(turn.question))
            with st.chat_message("assistant", avatar=":material/menu_book:"):
                if turn.pending:
                    scrolling.to_turn(index, "asked")
                _turn(index, _settled(index, turn) if turn.pending else turn)
            if index == len(turns) - 1:
                _after(state.conversation().turns[-1])
        if turn.pending:
            scrolling.to_turn(index, "answered")
            announcing.answered(state.conversation().turns[index].answer)


def _turn(index: int, turn: Turn) -> None:
    """An answer from its record, or the sentence that says why there is none."""
    if turn.answer is None:
        st.error(label(turn.error), icon=":material/error:")
        return
    try:
        draw_answer(f"a{index}", turn.answer, resources.shelf(turn.answer.version))
        earlier.draw(f"a{index}", turn.answer, state.conversation().history(index))
    except StoreError as error:
        st.error(label(str(error)), icon=":material/error:")


def _settled(index: int, turn: Turn) -> Turn:
    """Answers a question in full and keeps the result, then gives it back.

    A click elsewhere may end this run; the question then stays in the conversation, and the next run
    answers it.
    """
    wait_for_model()
    with st.spinner(words.SEARCHING):
        try:
            answer = resources.assistant().ask(turn.question, history=state.conversation().history(index))
            settled = replace(turn, answer=answer, question=answer.question)  # personal data is masked
        except ToolkitError as error:
            settled = replace(turn, error=str(error))
        except Exception as error:
            log.exception("a question could not be answered")
            settled = replace(turn, error=words.UNEXPECTED.format(kind=type(error).__name__))
    state.keep_conversation(state.conversation().settled(index, settled))
    return settled


def _after(turn: Turn) -> None:
    """Under the last answer: what may be asked next, and a fresh start."""
    suggestions = suggestions_of(turn.answer)
    if suggestions:
        st.caption(words.SUGGESTIONS)
        with st.container(horizontal=True, gap="xsmall", key="suggestions"):
            for number, suggestion in enumerate(suggestions):
                st.button(label(suggestion), key=f"suggestion-{number}", on_click=ask, args=(suggestion,))
    st.button(
        words.NEW_CONVERSATION,
        key="new-conversation",
        icon=":material/add_comment:",
        type="tertiary",
        on_click=start_anew,
    )
