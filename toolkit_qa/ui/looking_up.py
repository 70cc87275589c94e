"""Searching: passages by meaning and words, as records in the session, drawn on each run."""

from __future__ import annotations

import logging
from dataclasses import replace

import streamlit as st

from ingest.errors import ToolkitError

from . import announcing, resources, state, words
from .hits import draw_hit
from .plain import label, one_line
from .shelf import Shelf
from .state import Search
from .waiting import wait_for_model

log = logging.getLogger(__name__)
HITS = 10


def draw() -> None:
    """The whole page."""
    version = resources.current_version() or ""
    with st.container(key="lookup"):
        st.title(words.LOOK_UP_TITLE, anchor=False)
        st.text(words.LOOK_UP_LEAD)
        query, documents = _form(resources.shelf(version))
        found = _search(query, documents, version)
        if found.query:
            _results(found)


def _form(shelf: Shelf) -> tuple[str, tuple[str, ...]]:
    """The search box and the filter; returns what is asked in which documents (none means all)."""
    titles = {document.document_id: one_line(document.title, 90) for document in shelf.documents}
    query = st.text_input(
        words.LOOK_UP_LABEL,
        key="lookup-query",
        type="search",
        persist_state="session",
    )
    chosen = st.multiselect(
        words.DOCUMENTS_FILTER,
        list(titles),
        format_func=lambda document_id: titles[document_id],
        placeholder=words.DOCUMENTS_ALL,
        key="lookup-documents",
        persist_state="session",
    )
    return (query or "").strip(), tuple(sorted(chosen))


def _search(query: str, documents: tuple[str, ...], version: str) -> Search:
    """The hits, from the session where the same was searched in the same version."""
    known = state.search()
    if (known.query, known.documents, known.version) == (query, documents, version):
        return known
    found = Search(query=query, documents=documents, version=version)
    if query:
        found = _searched(found)
        announcing.say(_count(found))
    state.keep_open("lookup", None)
    state.keep_search(found)
    return found


def _searched(asked: Search) -> Search:
    wait_for_model()
    with st.spinner(words.SEARCHING):
        try:
            hits = resources.assistant().lookup(
                asked.query, k=HITS, documents=asked.documents, version=asked.version
            )
            return replace(asked, hits=tuple(hits))
        except ToolkitError as error:
            return replace(asked, error=str(error))
        except Exception as error:
            log.exception("a search failed")
            return replace(asked, error=words.UNEXPECTED.format(kind=type(error).__name__))


def _count(found: Search) -> str:
    """How many passages were found, in words."""
    count = len(found.hits)
    if found.error or not count:
        return words.SAID_ERROR if found.error else words.NO_HITS
    return words.HITS_FOUND.format(count=count) if count > 1 else words.HITS_FOUND_ONE


def _results(found: Search) -> None:
    if found.error:
        st.error(label(found.error), icon=":material/error:")
        return
    if not found.hits:
        st.info(words.NO_HITS, icon=":material/info:")
        return
    st.caption(_count(found))
    shelf = resources.shelf(found.version)
    for hit in found.hits:
        draw_hit("lookup", f"h{hit.rank}", hit, found.query, shelf)
