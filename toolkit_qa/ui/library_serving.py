"""Letting another version serve: behind the gate, and back in one step. And the card of one that waits."""

from __future__ import annotations

import streamlit as st

from index import versions as index_versions
from index.versions import VersionInfo
from ingest.errors import StoreError, ToolkitError
from toolkit_qa.gate import GateError, activate_checked, has_to_rehearse, waiting
from toolkit_qa.rehearsing import QUESTIONS, RehearsalState

from . import progress, resources, start
from .plain import label, one_line, when
from .words import common
from .words import library as words

TABS = "library-tabs"
DOCUMENTS, DIFFERENCE, REHEARSAL, VERSIONS, CHECK = words.TABS


def open_tab(name: str) -> None:
    """Callback: shows another tab of the page."""
    st.session_state[TABS] = name


def let_serve(version: str, reason: str = "") -> None:
    """Callback: lets a version serve; one that has to be rehearsed and is not yet is rehearsed first."""
    rehearser = resources.rehearser()
    known = rehearser.known(version)
    if not reason and known is None and has_to_rehearse(resources.store(), version):
        rehearse(version, then_serve=True)
        return
    try:
        activate_checked(
            resources.assistant(),
            resources.store(),
            version,
            margin=rehearser.margin,
            reason=reason,
            rehearsed=known,
        )
        st.session_state["library-said"] = (words.SWITCHED.format(version=version),)
    except GateError:
        open_tab(REHEARSAL)  # where it stands what speaks against it
    except ToolkitError as error:
        st.session_state["library-error"] = str(error)


def go_back() -> None:
    """Callback: the version that served before serves again; nothing holds that up."""
    try:
        version = index_versions.rollback(resources.store())
        st.session_state["library-said"] = (words.SWITCHED.format(version=version),)
    except ToolkitError as error:
        st.session_state["library-error"] = str(error)


def rehearse(version: str, *, then_serve: bool = False) -> None:
    """Callback: puts the questions to a version and to the one in use."""
    open_tab(REHEARSAL)
    resources.rehearser().start(resources.assistant(), version, then_serve=then_serve)


def compare(old: str, new: str) -> None:
    """Callback: shows what changed."""
    st.session_state["compare-old"], st.session_state["compare-new"] = old, new
    st.session_state["compared"] = (old, new)
    open_tab(DIFFERENCE)


def draw_waiting() -> None:
    """A rehearsal that is running, else the version that waits and the three steps to its service."""
    if resources.rehearser().state.running:
        with st.container(border=True, gap="small", key="library-rehearsing"):
            _running()
        return
    info = waiting_version()
    if info is not None:
        with st.container(border=True, gap="small", key="library-waiting"):
            _steps(info, resources.current_version() or "")


def waiting_version() -> VersionInfo | None:
    """The version built last, while it has never served."""
    version = waiting(resources.store())
    known = index_versions.list_versions(resources.store()) if version else ()
    return next((one for one in known if one.version == version and not one.error), None)


def _steps(info: VersionInfo, current: str) -> None:
    st.header(words.WAITING_TITLE, anchor=False)
    note = words.WAITING_NOTE.format(note=info.note) if info.note else ""
    facts = words.WAITING_FACTS.format(
        version=info.version, created=when(info.created), note=note, current=current
    )
    st.text(one_line(facts, 500))
    compared, rehearsed, served = words.WAITING_STEPS
    helps = words.WAITING_HELP
    with st.container(horizontal=True, gap="xsmall", key="waiting-steps"):
        st.button(
            f"1 · {compared}",
            key="waiting-compare",
            icon=":material/difference:",
            help=helps[0],
            on_click=compare,
            args=(current, info.version),
        )
        st.button(
            f"2 · {rehearsed}",
            key="waiting-rehearse",
            icon=":material/fact_check:",
            help=helps[1],
            on_click=rehearse,
            args=(info.version,),
        )
        st.button(
            f"3 · {served}",
            key="waiting-serve",
            type="primary",
            icon=":material/check_circle:",
            help=helps[2],
            on_click=let_serve,
            args=(info.version,),
        )


@st.fragment(run_every=start.REFRESH_SECONDS)
def _running() -> None:
    """How far the rehearsal is, drawn anew by itself until it has ended; then the whole page."""
    state = resources.rehearser().state
    if not state.running:
        st.rerun()
    st.markdown(f"**{label(words.REHEARSING.format(version=state.version))}**")
    done = state.done / state.total if state.total else 0.0
    progress.bar(done, described(state), state.began if state.stage == QUESTIONS else 0.0)
    st.button(words.STOP, key="stop-rehearsal", on_click=resources.rehearser().stop)


def described(state: RehearsalState) -> str:
    """What the rehearsal is doing, in words."""
    stage = words.REHEARSAL_STAGES.get(state.stage, common.STAGE_START)
    if not state.total:
        return stage
    return common.STAGE_COUNT.format(stage=stage, done=f"{state.done:,}", total=f"{state.total:,}")


def before() -> str:
    """The version that served before, or ""."""
    try:
        return index_versions.named(resources.store(), index_versions.PREVIOUS)
    except StoreError:
        return ""
