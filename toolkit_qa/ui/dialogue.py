"""The conversation of this tab, and keeping it: as it is asked, and again as it is answered.

The address names the conversation, so that a reload shows it again and two tabs have their own. What
another tab has added is read with the next run. Whatever cannot be kept (personal data, no room) stays in
this tab until it is closed.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from ingest.errors import InputError, ToolkitError
from toolkit_qa.keeping import Turn, may_be_kept
from toolkit_qa.records import BLOCKED

from . import resources, state
from .state import Conversation
from .words import conversations as words

ADDRESS = "conversation"
NOTE = "conversation-note"  # a sentence for the next drawing, in the session state


def current() -> Conversation:
    """The conversation that the address names, else the one this tab had, as it is kept now."""
    mine, wanted = state.conversation(), st.query_params.get(ADDRESS, "")
    try:
        if wanted and wanted != mine.conversation_id:
            mine = _read(Conversation(conversation_id=wanted))
        elif mine.conversation_id and _revision(mine) != mine.revision:
            mine = _read(mine)
    except ToolkitError as error:
        st.session_state[NOTE] = str(error)
    return _hold(mine)


def ask(question: str) -> None:
    """Adds a question to the conversation and keeps it; it is answered when the page is drawn."""
    mine = state.conversation()
    if not may_be_kept(question):
        _hold(mine.asked(question))
        return
    try:
        kept = resources.keeping()
        try:
            identity = kept.asked(mine.conversation_id or None, question)
        except InputError:  # the conversation was deleted in another tab: the question is not lost
            mine = Conversation()
            identity = kept.asked(None, question)
        _hold(_read(replace(mine, conversation_id=identity)))
    except ToolkitError as error:
        st.session_state[NOTE] = str(error)
        _hold(mine.asked(question))


def settle(index: int, turn: Turn) -> None:
    """Keeps what came of turn `index`, in this tab and on the disk."""
    mine = state.conversation()
    blocked = turn.answer is not None and turn.answer.status == BLOCKED
    state.keep_conversation(mine.settled(index, replace(turn, number=None) if blocked else turn))
    if turn.number is None or not mine.conversation_id:
        return
    try:
        resources.keeping().settled(mine.conversation_id, turn)
    except ToolkitError as error:
        st.session_state[NOTE] = str(error)


def ask_instead(index: int, question: str) -> None:
    """Asks turn `index` in other words: in a conversation of its own, so that nothing is taken away."""
    mine = state.conversation()
    number = mine.turns[index].number
    if number is None or not may_be_kept(question):
        ask(question)
        return
    try:
        identity = resources.keeping().branched(mine.conversation_id, number, question)
        _hold(_read(Conversation(conversation_id=identity)))
        st.toast(words.BRANCHED, icon=":material/call_split:")
    except ToolkitError as error:
        st.session_state[NOTE] = str(error)


def open_kept(conversation_id: str) -> None:
    """Shows a past conversation. Raises KeepingError."""
    _leave()
    _hold(_read(Conversation(conversation_id=conversation_id)))


def start_anew() -> None:
    """Callback: an empty conversation; the one before stays among the past ones."""
    _leave()
    _hold(Conversation())


def forget() -> None:
    """Drops what this tab holds of its conversation; the address is that of another page."""
    _leave()
    state.keep_conversation(Conversation())


def note() -> str:
    """What is to be said of the conversation, once."""
    return str(st.session_state.pop(NOTE, ""))


def _leave() -> None:
    state.keep_open("ask", None)
    st.session_state.pop("editing", None)


def _revision(mine: Conversation) -> int | None:
    return resources.keeping().revision(mine.conversation_id)


def _read(mine: Conversation) -> Conversation:
    """The conversation as it is kept; an empty one, with a note, when it is gone."""
    kept = resources.keeping().conversation(mine.conversation_id)
    if kept is None:
        st.session_state[NOTE] = words.GONE
        return Conversation()
    return mine.read_again(kept)


def _hold(mine: Conversation) -> Conversation:
    """Keeps the conversation in this tab and in its address."""
    state.keep_conversation(mine)
    if st.query_params.get(ADDRESS, "") != mine.conversation_id:
        st.query_params.from_dict({ADDRESS: mine.conversation_id} if mine.conversation_id else {})
    return mine
