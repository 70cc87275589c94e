"""From start to a usable page: builds the index where there is none, opens it, warms the model."""

from __future__ import annotations

import streamlit as st

from ingest.errors import StoreError, ToolkitError
from toolkit_qa.building import BuildState, IndexBuilder

from . import progress, resources
from .plain import label, one_line
from .words import common
from .words import starting as words

REFRESH_SECONDS = 0.5
STAGE_SHARES = {"read": 0.2, "split": 0.1, "embed": 0.65, "write": 0.05}


def ready() -> bool:
    """Whether the page can be drawn; draws what there is to wait for otherwise."""
    version = resources.current_version()
    if version is None:
        _building()
        return False
    try:
        resources.shelf(version)
    except StoreError as error:
        _damaged(error)
        return False
    resources.model_ready(version)
    return True


def show_error(error: ToolkitError, title: str = "") -> None:
    """One line that says what failed, and what to do."""
    st.error(label(f"{error.message} {error.hint}".strip()), icon=":material/error:", title=title or None)


def _building() -> None:
    """The first start: a build begins by itself, its progress is shown, then the page comes."""
    builder = resources.index_builder()
    if builder.state == BuildState():
        builder.start()
    with st.container(key="start"):
        st.title(words.TITLE)
        st.text(words.LEAD)
        _progress(builder)


def _damaged(error: StoreError) -> None:
    """An index that cannot be opened: why, and building it again."""
    builder = resources.index_builder()
    with st.container(key="start"):
        if builder.state.running:
            st.title(words.TITLE)
            _progress(builder)
            return
        st.title(words.OPEN_FAILED)
        show_error(error)
        if builder.state.error:
            st.error(label(builder.state.error), icon=":material/error:", title=common.BUILD_FAILED)
        st.button(words.BUILD_AGAIN, key="build-again", type="primary", on_click=builder.start)


@st.fragment(run_every=REFRESH_SECONDS)
def _progress(builder: IndexBuilder) -> None:
    """The bar, drawn anew by itself until there is an index; another process may have built it."""
    state = builder.state
    if state.running:
        progress.bar(share(state), described(state), state.began)
    elif resources.current_version() is not None:
        st.rerun()
    else:
        reason = label(state.error) or words.BUILD_NOTHING
        st.error(reason, icon=":material/error:", title=common.BUILD_FAILED)
        if st.button(words.TRY_AGAIN, key="try-again", type="primary"):
            builder.start()
            st.rerun(scope="fragment")


def share(state: BuildState) -> float:
    """How much of the whole build is done, from 0 to 1, by what the stages usually take."""
    if state.stage not in STAGE_SHARES:
        return 0.0
    stages = list(STAGE_SHARES)
    before = sum(STAGE_SHARES[stage] for stage in stages[: stages.index(state.stage)])
    done = state.done / state.total if state.total > 0 else 0.0
    return min(1.0, max(0.0, before + STAGE_SHARES[state.stage] * done))


def described(state: BuildState) -> str:
    """What the build is doing, in words."""
    stage = words.STAGES.get(state.stage, common.STAGE_OTHER if state.stage else common.STAGE_START)
    if state.total <= 1:
        return stage
    return common.STAGE_COUNT.format(stage=stage, done=f"{state.done:,}", total=f"{state.total:,}")


def problems_note() -> str:
    """A line about files that could not be read in the build of this run; empty where all could."""
    report = resources.index_builder().state.report or {}
    named = {str(problem.get("file")) for problem in report.get("problems", ())}
    return one_line(words.PROBLEMS.format(count=len(named))) if named else ""
