"""The versions of the index: which there are, which is in use, switching, going back."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from index import versions as index_versions
from index.versions import VersionInfo
from ingest.errors import ToolkitError

from . import resources, words
from .plain import label, one_line


def draw() -> None:
    """Latest first; the one in use says so."""
    st.button(
        words.ROLL_BACK,
        key="roll-back",
        icon=":material/undo:",
        on_click=_switch,
        args=(lambda: index_versions.rollback(resources.store()),),
    )
    for number, info in enumerate(index_versions.list_versions(resources.store())):
        with st.container(border=True, gap="xxsmall", key=f"library-version-{number}"):
            _version(number, info)


def _version(number: int, info: VersionInfo) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"version-head-{number}"
    ):
        st.markdown(f"**{label(words.VERSION.format(version=info.version))}**", width="content")
        if info.current:
            st.badge(words.VERSION_SERVES, icon=":material/check_circle:", color="green")
    if info.error:
        st.warning(label(info.error), icon=":material/warning:")
        return
    with st.container(gap="xxsmall", key=f"quiet-version-{number}"):
        st.text(_facts(info))
        editions = dict.fromkeys(one.edition for one in info.documents if one.edition)
        if editions:
            st.text(one_line(", ".join(editions)))
    if info.note:
        st.text(one_line(info.note))
    if not info.current:
        st.button(
            words.VERSION_USE,
            key=f"use-version-{number}",
            help=label(words.VERSION_USE_LABEL.format(version=info.version)),
            on_click=_switch,
            args=(lambda: _activated(info.version),),
        )


def _facts(info: VersionInfo) -> str:
    created = info.created.partition("+")[0].replace("T", " ")
    size = f"{info.bytes / 1e6:.1f}"
    return words.VERSION_FACTS.format(created=created, documents=len(info.documents), size=size)


def _activated(version: str) -> str:
    index_versions.activate(resources.store(), version)
    return version


def _switch(change: Callable[[], str]) -> None:
    """Callback: switches, and says what is in use now or why nothing changed."""
    try:
        st.session_state["library-said"] = (words.SWITCHED.format(version=change()),)
    except ToolkitError as error:
        st.session_state["library-error"] = str(error)
