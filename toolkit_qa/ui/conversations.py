"""The past conversations in a drawer: finding, opening, renaming, deleting; and the bar that opens it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from ingest.errors import ToolkitError
from toolkit_qa.keeping import MOST_TITLE, Head

from . import dialogue, resources, state
from .plain import label, one_line
from .state import Conversation
from .words import common
from .words import conversations as words

OPEN = "conversations-open"
CHANGING = "conversations-changing"  # which row is being renamed or deleted: (conversation id, what)
ERROR = "conversations-error"
RENAME, DELETE = "rename", "delete"
STEP = 25


def draw_bar() -> None:
    """The title of the conversation, the way to past ones, and a fresh start. Opens the drawer if asked."""
    mine = state.conversation()
    title = _own_title(mine)
    with st.container(
        horizontal=True,
        vertical_alignment="center",
        gap="xsmall",
        key="ask-bar",
        horizontal_alignment="right",
    ):
        if title:
            with st.container(width="stretch", key="quiet-conversation-title"):
                st.text(one_line(title, MOST_TITLE))
        st.button(
            words.CONVERSATIONS,
            key="conversations",
            icon=":material/history:",
            type="tertiary",
            on_click=_show,
        )
        if mine.turns:
            st.button(
                common.NEW_CONVERSATION,
                key="new-conversation-above",
                icon=":material/add_comment:",
                type="tertiary",
                on_click=dialogue.start_anew,
            )
    if st.session_state.get(OPEN):
        _drawer()


def _own_title(mine: Conversation) -> str:
    """The title, unless it only repeats the first question."""
    first = " ".join(mine.turns[0].question.split()) if mine.turns else ""
    return "" if first.startswith(mine.title.removesuffix("…")) else mine.title


def _show() -> None:
    st.session_state[OPEN] = True
    st.session_state["conversations-most"] = STEP


def _hide() -> None:
    for key in (OPEN, CHANGING, ERROR):
        st.session_state.pop(key, None)


@st.dialog(words.CONVERSATIONS, position="left", width="small", icon=":material/history:", on_dismiss=_hide)
def _drawer() -> None:
    """All past conversations, the one changed last first."""
    if error := st.session_state.pop(ERROR, ""):
        st.error(label(str(error)), icon=":material/error:")
    sought = st.text_input(
        words.SEARCH,
        key="conversations-search",
        placeholder=words.SEARCH,
        label_visibility="collapsed",
        icon=":material/search:",
        max_chars=200,
    )
    most = int(st.session_state.get("conversations-most", STEP))
    try:
        heads = resources.keeping().heads(sought or "", most + 1)
    except ToolkitError as fault:
        st.error(label(str(fault)), icon=":material/error:")
        return
    if not heads:
        st.text(words.NOT_FOUND if sought else words.NONE)
    with st.container(gap="xsmall", key="conversations-list"):
        for head in heads[:most]:
            _row(head)
    if len(heads) > most:
        st.button(words.MORE, key="conversations-more", on_click=_more, args=(most,))
    with st.container(key="quiet-retention"):
        st.text(retention())


def retention() -> str:
    """How long conversations are kept."""
    days = resources.settings().retention_days
    return words.RETENTION.format(days=days) if days else words.RETENTION_NONE


def _more(most: int) -> None:
    st.session_state["conversations-most"] = most + STEP


def _row(head: Head) -> None:
    """One conversation: its title opens it, the buttons beside it rename and delete it."""
    identity = head.conversation_id
    changing = st.session_state.get(CHANGING)
    mine = identity == state.conversation().conversation_id
    kind = "here" if mine else "row"
    with st.container(gap="xxsmall", key=f"conversation-{kind}-{identity}"):
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="xxsmall"):
            with st.container(width="stretch", gap=None):
                chosen = st.button(
                    label(one_line(head.title, MOST_TITLE)),
                    key=f"open-conversation-{identity}",
                    type="tertiary",
                    wrap=True,
                )
                with st.container(key=f"quiet-conversation-{identity}"):
                    st.text(_facts(head, mine))
            for what, icon in ((RENAME, ":material/edit:"), (DELETE, ":material/delete:")):
                st.button(
                    words.CHANGES[what].format(title=label(one_line(head.title, 60))),
                    key=f"{what}-conversation-{identity}",
                    icon=icon,
                    type="tertiary",
                    on_click=_begin_change,
                    args=(identity, what),
                )
        # Under the row, which stays: the keyboard is not thrown out of the drawer.
        if changing == (identity, RENAME):
            _renaming(head)
        elif changing == (identity, DELETE):
            _deleting(head)
    if chosen:
        _leave_for(lambda: dialogue.open_kept(identity))


def _facts(head: Head, mine: bool) -> str:
    when = datetime.fromisoformat(head.changed).astimezone().strftime("%d %b %Y, %H:%M").lstrip("0")
    count = (words.QUESTIONS_COUNT if head.turns != 1 else words.QUESTIONS_ONE).format(count=head.turns)
    return common.SEPARATOR.join([when, count, *([words.HERE] if mine else [])])


def _begin_change(identity: str, what: str) -> None:
    """Callback: under the row comes a box for its title, or whether to delete it; again, and it goes."""
    now = (identity, what)
    st.session_state[CHANGING] = None if st.session_state.get(CHANGING) == now else now


def _end_change() -> None:
    st.session_state.pop(CHANGING, None)


def _renaming(head: Head) -> None:
    identity = head.conversation_id
    with st.form(f"rename-{identity}", border=True):
        st.text_input(words.TITLE, value=head.title, max_chars=MOST_TITLE, key=f"title-{identity}")
        with st.container(horizontal=True, gap="xsmall"):
            saved = st.form_submit_button(common.SAVE, key=f"rename-save-{identity}", type="primary")
            st.form_submit_button(common.CANCEL, key=f"rename-cancel-{identity}", on_click=_end_change)
    if saved:
        _change(lambda: resources.keeping().renamed(identity, st.session_state[f"title-{identity}"]))


def _deleting(head: Head) -> None:
    with st.container(border=True, gap="xsmall", key="conversation-delete-sure"):
        st.text(words.DELETE_SURE)
        with st.container(horizontal=True, gap="xsmall"):
            sure = st.button(words.DELETE_YES, key="delete-conversation", type="primary")
            st.button(common.CANCEL, key="delete-cancel", on_click=_end_change)
    if sure:
        _change(lambda: resources.keeping().deleted(head.conversation_id))


def _change(change: Callable[[], None]) -> None:
    """Makes a change and draws everything anew: the conversation behind the drawer may be the one changed."""
    try:
        change()
    except ToolkitError as error:
        st.session_state[ERROR] = str(error)
    _end_change()
    st.rerun()


def _leave_for(go: Callable[[], None]) -> None:
    try:
        go()
        _hide()
    except ToolkitError as error:
        st.session_state[ERROR] = str(error)
    st.rerun()
