"""Where a claim of the About page can be checked: a file of this project, a command, a page of the app."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from toolkit_qa.settings import PROJECT

from .about_text import Evidence
from .words import about as words
from .words import common

PAGES = {
    "ask": common.ASK,
    "lookup": common.LOOK_UP,
    "checklists": common.CHECKLISTS,
    "library": common.LIBRARY,
}


def draw(slot: str, evidence: Sequence[Evidence]) -> None:
    """Links in a row, commands below them; a file is shown as it is, in a window over the page."""
    st.markdown(f"**{words.EVIDENCE}**")
    with st.container(horizontal=True, gap="xsmall", key=f"evidence-{slot}"):
        for number, one in enumerate(evidence):
            if one.kind == "file":
                if st.button(
                    one.target,
                    key=f"evidence-{slot}-{number}",
                    icon=":material/description:",
                    type="tertiary",
                ):
                    _window(one.target)
            elif one.kind == "page":
                st.page_link(
                    f"toolkit_qa/ui/pages/{one.target}.py",
                    label=PAGES[one.target],
                    icon=":material/open_in_new:",
                )
    for one in evidence:
        if one.kind == "run":
            st.code(one.target, language=None)


def _window(path: str) -> None:
    """Opens a window with the text of a file, not drawn as Markdown: it is here to be checked."""
    st.dialog(path, width="large")(_file)(path)


def _file(path: str) -> None:
    file = PROJECT / path
    if not file.is_file():
        st.info(words.NO_FILE, icon=":material/info:")
        return
    st.code(file.read_text(encoding="utf-8"), language=None, wrap_lines=True)
