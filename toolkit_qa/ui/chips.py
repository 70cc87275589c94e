"""Chips: status and kind of source in words, with an icon and a colour."""

from __future__ import annotations

import streamlit as st

from toolkit_qa.records import Answer

from . import words
from .plain import badge_label


def source_chip(source: str, edition: str) -> None:
    """Official, starter digest or agency, with the edition."""
    look = words.SOURCE.get(source, words.UNKNOWN_SOURCE)
    text = f"{look.text} · {edition}" if edition else look.text
    st.badge(badge_label(text), icon=look.icon, color=look.colour, help=look.help or None)  # type: ignore[arg-type]


def verdict_chips(answer: Answer) -> None:
    """The verdict, then each kind of source and edition it rests on."""
    look = words.STATUS.get(answer.status, words.UNKNOWN_STATUS)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.badge(look.text, icon=look.icon, color=look.colour, help=look.help or None)  # type: ignore[arg-type]
        for source, edition in dict.fromkeys((one.source, one.edition) for one in answer.citations):
            source_chip(source, edition)
