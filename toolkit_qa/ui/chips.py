"""Chips: status and kind of source in words, with an icon and a colour."""

from __future__ import annotations

import streamlit as st

from toolkit_qa.records import NEEDS_DETAIL, Answer

from .plain import badge_label
from .words import common as words


def source_chip(source: str, edition: str) -> None:
    """Official, starter digest or agency, with the edition."""
    look = words.SOURCE.get(source, words.UNKNOWN_SOURCE)
    text = f"{look.text} · {edition}" if edition else look.text
    st.badge(badge_label(text), icon=look.icon, color=look.colour, help=look.help or None)  # type: ignore[arg-type]


def verdict_chips(answer: Answer) -> None:
    """The verdict, then each kind of source and edition it rests on."""
    look = look_of(answer)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.badge(look.text, icon=look.icon, color=look.colour, help=look.help or None)  # type: ignore[arg-type]
        for source, edition in dict.fromkeys((one.source, one.edition) for one in answer.citations):
            source_chip(source, edition)


def look_of(answer: Answer) -> words.Look:
    """The look of the status; a question that is sent back without others to ask is in another language."""
    if answer.status == NEEDS_DETAIL and not answer.suggestions:
        return words.OTHER_LANGUAGE
    return words.STATUS.get(answer.status, words.UNKNOWN_STATUS)
