"""The versions of the index: which there are, which is in use and why, switching, going back."""

from __future__ import annotations

import streamlit as st

from index import versions as index_versions
from index.versions import VersionInfo
from toolkit_qa.gate import never_served

from . import library_serving, resources
from .plain import label, one_line, when
from .words import common
from .words import library as words


def draw() -> None:
    """Latest first; the one in use says so."""
    if before := library_serving.before():
        st.button(
            label(words.ROLL_BACK.format(version=before)),
            key="roll-back",
            icon=":material/undo:",
            help=words.ROLL_BACK_HELP,
            on_click=library_serving.go_back,
        )
    for number, info in enumerate(index_versions.list_versions(resources.store())):
        with st.container(border=True, gap="xxsmall", key=f"library-version-{number}"):
            _version(number, info)


def _version(number: int, info: VersionInfo) -> None:
    new = not info.error and never_served(resources.store(), info.version)
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"version-head-{number}"
    ):
        st.markdown(f"**{label(words.VERSION.format(version=info.version))}**", width="content")
        if info.current:
            st.badge(common.VERSION_SERVES, icon=":material/check_circle:", color="green")
        if new:
            st.badge(words.VERSION_NEW, icon=":material/hourglass_top:", color="blue")
    if info.error:
        st.warning(label(info.error), icon=":material/warning:")
        return
    _facts(number, info)
    if not info.current:
        st.button(
            words.WAITING_STEPS[2] if new else words.VERSION_USE,
            key=f"use-version-{number}",
            help=label(words.VERSION_USE_LABEL.format(version=info.version)),
            on_click=library_serving.let_serve,
            args=(info.version,),
        )


def _facts(number: int, info: VersionInfo) -> None:
    """When it was built, what is in it, why it was built and let serve."""
    editions = dict.fromkeys(one.edition for one in info.documents if one.edition)
    size = f"{info.bytes / 1e6:.1f}"
    if info.note:
        st.text(one_line(info.note))
    with st.container(gap="xxsmall", key=f"quiet-version-{number}"):
        st.text(
            words.VERSION_FACTS.format(created=when(info.created), documents=len(info.documents), size=size)
        )
        if editions:
            st.text(one_line(", ".join(editions)))
        for one in info.activated:
            reason = words.VERSION_REASON.format(reason=one["reason"]) if one["reason"] else ""
            st.text(one_line(words.VERSION_SERVED.format(when=when(one["at"]), reason=reason), 500))
