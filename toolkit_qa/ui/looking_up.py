"""Searching: passages by meaning and words, as records in the session, drawn on each run."""

from __future__ import annotations

import logging
from dataclasses import replace

import streamlit as st

from ingest.errors import ToolkitError
from toolkit_qa.answer_export import now
from toolkit_qa.hits_export import Found

from . import announcing, exporting, looking_filters, resources, state
from .hits import draw_hit
from .looking_filters import Within
from .plain import label
from .state import Search
from .waiting import wait_for_model
from .words import common
from .words import looking_up as words

log = logging.getLogger(__name__)
HITS = 10  # and as many more with each click
MOST_HITS = 50
MOST = "lookup-most"  # how many are shown for which words, in the session state


def draw() -> None:
    """The whole page."""
    with st.container(key="lookup"):
        st.title(words.TITLE, anchor=False)
        st.text(words.LEAD)
        query = st.text_input(words.LABEL, key="lookup-query", type="search", persist_state="session")
        current = resources.current_version() or ""
        within = looking_filters.draw(current)
        if within.documents is None:
            st.info(words.NO_DOCUMENT_FITS, icon=":material/info:")
            return
        found = _search((query or "").strip(), within)
        if found.query:
            _results(found, within, current)


def _search(query: str, within: Within) -> Search:
    """The hits, from the session where the same was searched in the same places."""
    asked = Search(
        query=query,
        documents=within.documents or (),
        sections=within.sections,
        version=within.version,
        most=_most(query),
    )
    known = state.search()
    if replace(known, hits=(), error="") == asked:
        return known
    found = _searched(asked) if query else asked
    if query:
        announcing.say(_count(found))
    if replace(known, most=found.most, hits=(), error="") != asked:
        state.keep_open("lookup", None)  # what is open stays when only more is shown
    state.keep_search(found)
    return found


def _most(query: str) -> int:
    """How many passages are wanted: more than at first once that was asked for these words."""
    asked, most = st.session_state.get(MOST, ("", HITS))
    return most if asked == query else HITS


def _searched(asked: Search) -> Search:
    wait_for_model()
    with st.spinner(common.SEARCHING):
        try:
            hits = resources.assistant().lookup(
                asked.query,
                k=asked.most,
                documents=asked.documents,
                sections=asked.sections,
                version=asked.version,
            )
            return replace(asked, hits=tuple(hits))
        except ToolkitError as error:
            return replace(asked, error=str(error))
        except Exception as error:
            log.exception("a search failed")
            return replace(asked, error=common.UNEXPECTED.format(kind=type(error).__name__))


def _count(found: Search) -> str:
    """How many passages were found, in words."""
    count = len(found.hits)
    if found.error or not count:
        return common.SAID_ERROR if found.error else words.NO_HITS
    return words.HITS_FOUND.format(count=count) if count > 1 else words.HITS_FOUND_ONE


def _results(found: Search, within: Within, current: str) -> None:
    if found.error:
        st.error(label(found.error), icon=":material/error:")
        return
    if not found.hits:
        st.info(words.NO_HITS, icon=":material/info:")
        return
    if found.version != current:
        st.warning(words.OLDER_VERSION.format(version=label(found.version)), icon=":material/history:")
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="lookup-count"):
        st.caption(_count(found))
        exporting.draw_hits(
            Found(
                query=found.query,
                hits=found.hits,
                version=found.version,
                within=within.named,
                written_at=now(),
            )
        )
    shelf = resources.shelf(found.version)
    for hit in found.hits:
        draw_hit("lookup", f"h{hit.rank}", hit, found.query, shelf, why=True)
    if len(found.hits) == found.most < MOST_HITS:
        more = (found.query, found.most + HITS)
        st.button(
            words.MORE_HITS,
            key="lookup-more",
            icon=":material/expand_more:",
            type="tertiary",
            on_click=st.session_state.update,
            args=({MOST: more},),
        )
