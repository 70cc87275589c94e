"""What is thought of an answer: a thumb, and where it is down a reason and a comment. Kept as it is given.

A fragment: a thumb draws only itself anew, and never stops an answer that is being made.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from ingest.errors import ToolkitError
from toolkit_qa.keeping import Turn
from toolkit_qa.keeping_feedback import DOWN, MOST_COMMENT, REASONS, UP, Feedback, give, given

from . import resources, state
from .plain import label
from .state import Conversation, synced
from .words import asking as words

THUMBS = (DOWN, UP)  # in the order in which Streamlit counts them


@st.fragment
def draw(index: int) -> None:
    """The feedback on turn `index` of the conversation, where that is kept."""
    mine = state.conversation()
    turn = mine.turns[index] if index < len(mine.turns) else None
    if turn is None or turn.number is None or turn.answer is None:
        return
    slot = f"{mine.conversation_id}-{turn.number}"
    try:
        kept = given(resources.keeping(), mine.conversation_id).get(turn.number)
    except ToolkitError as error:
        st.error(label(str(error)), icon=":material/error:")
        return
    with st.container(gap="xsmall", key=f"feedback-{slot}"):
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", key=f"quiet-thumb-{slot}"
        ):
            _thumb(mine, turn, kept, slot)
            st.text(_said(kept))
        if kept is not None:
            _more(mine, turn, kept, slot)
        if fault := st.session_state.pop(f"feedback-error-{slot}", ""):
            st.error(label(str(fault)), icon=":material/error:")


def _said(kept: Feedback | None) -> str:
    if kept is None:
        return words.FEEDBACK_ASK
    if kept.thumb == UP:
        return words.FEEDBACK_UP
    return words.FEEDBACK_SAVED if kept.reason or kept.comment else words.FEEDBACK_DOWN


def _thumb(mine: Conversation, turn: Turn, kept: Feedback | None, slot: str) -> None:
    key = f"thumb-{slot}"
    synced(key, THUMBS.index(kept.thumb) if kept else None)
    st.feedback("thumbs", key=key, on_change=_keep, args=(mine, turn, slot))


def _more(mine: Conversation, turn: Turn, kept: Feedback, slot: str) -> None:
    """The reason, where the thumb is down, and a comment."""
    if kept.thumb == DOWN:
        synced(f"reason-{slot}", kept.reason or None)
        st.pills(
            words.FEEDBACK_REASON,
            REASONS,
            format_func=lambda reason: words.FEEDBACK_REASONS[reason],
            key=f"reason-{slot}",
            label_visibility="collapsed",
            on_change=_keep,
            args=(mine, turn, slot),
        )
    synced(f"comment-{slot}", kept.comment)
    st.text_input(
        words.FEEDBACK_COMMENT,
        key=f"comment-{slot}",
        label_visibility="collapsed",
        max_chars=MOST_COMMENT,
        placeholder=words.FEEDBACK_COMMENT_HINT,
        on_change=_keep,
        args=(mine, turn, slot),
    )


def _keep(mine: Conversation, turn: Turn, slot: str) -> None:
    """Callback: keeps what the widgets hold now."""
    now: Any = st.session_state.get(f"thumb-{slot}")
    thumb = None if now is None else THUMBS[now]
    reason = str(st.session_state.get(f"reason-{slot}") or "") if thumb == DOWN else ""
    comment = str(st.session_state.get(f"comment-{slot}") or "")
    try:
        give(
            resources.keeping(),
            mine.conversation_id,
            mine.turns,
            turn.number or 0,
            thumb,
            reason=reason,
            comment=comment,
        )
    except ToolkitError as error:
        st.session_state[f"feedback-error-{slot}"] = str(error)
