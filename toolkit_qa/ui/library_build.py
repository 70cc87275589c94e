"""Building a new version from the Library: it never serves by itself, it is compared and rehearsed first."""

from __future__ import annotations

import streamlit as st

from toolkit_qa.gate import waiting

from . import progress, resources, start
from .plain import label, one_line, plain
from .words import common
from .words import library as words

MOST_PROBLEMS = 10


def draw() -> None:
    """A new version of all that lies in the corpus, with its progress, and what came of the last build."""
    with st.container(border=True, gap="small", key="library-build"):
        st.header(words.BUILD_HEADING, anchor=False)
        if resources.index_builder().state.running:
            _progress()
            return
        st.text(words.BUILD_LEAD_NEW)
        _outcome()
        st.text_input(
            words.BUILD_NOTE,
            key="build-note",
            placeholder=words.BUILD_NOTE_HINT,
            max_chars=200,
            persist_state="session",
        )
        st.button(words.BUILD_NEW, key="build", type="primary", icon=":material/build:", on_click=_start)


def _start() -> None:
    note = plain(str(st.session_state.get("build-note") or "")).strip()
    st.session_state["build-note"] = ""  # it was for this build
    resources.index_builder().start(["--no-activate", *([f"--note={note}"] if note else [])])


@st.fragment(run_every=start.REFRESH_SECONDS)
def _progress() -> None:
    """The bar, drawn anew by itself until the build has ended; then the whole page."""
    state = resources.index_builder().state
    if not state.running:
        st.rerun()
    progress.bar(start.share(state), start.described(state), state.began)


def _outcome() -> None:
    """What came of the last build, until what it built serves; the very first one is no news here."""
    state = resources.index_builder().state
    if state.error:
        st.error(label(state.error), icon=":material/error:", title=common.BUILD_FAILED)
    report = state.report or {}
    if not report or report.get("activated"):
        return
    if said := _said(str(report.get("version", "")), dict(report.get("changes") or {})):
        st.success(label(said), icon=":material/check:")
    for problem in list(report.get("problems") or ())[:MOST_PROBLEMS]:
        text = f"{problem.get('file', '')}: {problem.get('message', '')}"
        st.warning(label(one_line(text, 600)), icon=":material/warning:")
    seconds = dict(report.get("seconds") or {}).get("total", 0)
    counts = {name: report.get(name, 0) for name in ("documents", "passages", "embedded")}
    with st.container(key="quiet-build"):
        st.text(words.BUILD_COUNTS.format(seconds=round(float(seconds)), **counts))


def _said(version: str, changes: dict[str, int]) -> str:
    if version == waiting(resources.store()):
        return words.BUILD_WAITS.format(version=version)
    if version != resources.current_version():
        return words.BUILD_KNOWN.format(version=version)
    changed = any(changes.get(kind) for kind in ("added", "changed", "removed"))
    return "" if changed else words.BUILD_SAME.format(version=version)
