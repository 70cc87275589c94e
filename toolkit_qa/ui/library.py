"""The Library page: its tabs, and the first of them: documents with their problems, those of the agency."""

from __future__ import annotations

import streamlit as st

from ingest.errors import ToolkitError
from ingest.records import Document, Problem
from ingest.sources import KINDS
from toolkit_qa import agency_documents
from toolkit_qa.agency_documents import AgencyFile

from . import (
    library_build,
    library_check,
    library_compare,
    library_rehearsal,
    library_serving,
    library_versions,
    resources,
)
from .chips import source_chip
from .plain import label, one_line
from .shelf import Shelf
from .words import common
from .words import library as words


def draw() -> None:
    shelf = resources.shelf(resources.current_version() or "")
    with st.container(key="library"):
        st.title(words.TITLE, anchor=False)
        st.text(words.LEAD)
        if error := st.session_state.pop("library-error", ""):
            st.error(label(error), icon=":material/error:")
        for said in st.session_state.pop("library-said", ()):
            st.success(label(said), icon=":material/check:")
        library_serving.draw_waiting()
        documents, difference, rehearsal, versions, check = st.tabs(
            words.TABS, key=library_serving.TABS, on_change="rerun"
        )
        with documents:
            _agency(shelf)
            library_build.draw()
            _documents(shelf)
        if difference.open:
            with difference:
                library_compare.draw()
        if rehearsal.open:
            with rehearsal:
                library_rehearsal.draw()
        if versions.open:
            with versions:
                library_versions.draw()
        with check:
            library_check.draw(shelf)


def _documents(shelf: Shelf) -> None:
    """All documents of the version in use, and the files that gave none."""
    for number, document in enumerate(shelf.documents):
        with st.container(border=True, gap="xxsmall", key=f"library-document-{number}"):
            _document(f"document-{number}", shelf, document)
    unread = shelf.problems()
    if unread:
        with st.container(border=True, gap="xsmall", key="library-unread"):
            st.header(words.UNREAD_FILES, anchor=False)
            for problem in unread:
                st.text(one_line(problem.file))
                _problem(problem)


def _document(slot: str, shelf: Shelf, document: Document) -> None:
    held = shelf.contents[document.document_id]
    st.markdown(f"**{label(document.title)}**")
    source_chip(document.source, document.edition)
    with st.container(gap="xxsmall", key=f"quiet-{slot}"):
        st.text(words.CONTENTS.format(pages=held.pages, passages=held.passages, items=held.items))
        st.text(one_line(document.file))
        if document.match:
            st.text(one_line(document.match, 400))
    for problem in shelf.problems(document.file):
        _problem(problem)


def _problem(problem: Problem) -> None:
    """A problem; its message says what to do."""
    where = words.PROBLEM_PAGE.format(page=problem.page) if problem.page is not None else ""
    message = problem.message if problem.message.startswith("Page") else where + problem.message
    st.warning(label(one_line(message, 600)), icon=":material/warning:")


def _agency(shelf: Shelf) -> None:
    """The agency's own documents: what is there, and more by drag and drop."""
    files = agency_documents.list_files(agency_documents.FOLDER)
    with st.container(border=True, gap="small", key="library-agency"):
        st.header(words.ADD_DOCUMENTS, anchor=False)
        st.text(words.ADD_DOCUMENTS_WHERE)
        with st.form("library-upload", clear_on_submit=True, border=False):
            given = st.file_uploader(
                words.ADD_DOCUMENTS_LABEL, type=list(KINDS), accept_multiple_files=True, key="library-files"
            )
            if st.form_submit_button(words.ADD_BUTTON, icon=":material/upload:", key="library-add"):
                _take_in([(file.name, file.getvalue()) for file in given or ()])
        known = {document.sha256 for document in shelf.documents}
        waits = library_serving.waiting_version()
        built = {document.sha256 for document in waits.documents} if waits else set()
        for number, file in enumerate(files):
            state = "in_index" if file.sha256 in known else "built" if file.sha256 in built else "waiting"
            _agency_file(f"agency-{number}", file, words.AGENCY_STATES[state])


def _take_in(files: list[tuple[str, bytes]]) -> None:
    """Keeps each file and says what became of it; one that is refused does not stop the others."""
    said = []
    for name, data in files:
        try:
            kept, state = agency_documents.add_file(agency_documents.FOLDER, name, data)
            said.append(words.ADDED_FILES[state].format(name=kept))
        except ToolkitError as error:
            st.session_state["library-error"] = str(error)
    st.session_state["library-said"] = tuple(said)
    st.rerun()


def _agency_file(slot: str, file: AgencyFile, look: common.Look) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"list-row-{slot}"):
        st.text(one_line(file.name, 120))
        st.badge(look.text, icon=look.icon, color=look.colour)  # type: ignore[arg-type]
        st.button(
            words.TAKE_AWAY,
            key=f"take-away-{slot}",
            type="tertiary",
            icon=":material/close:",
            help=label(words.TAKE_AWAY_LABEL.format(name=one_line(file.name, 120))),
            on_click=_take_away,
            args=(file.name,),
        )


def _take_away(name: str) -> None:
    try:
        agency_documents.remove_file(agency_documents.FOLDER, name)
    except ToolkitError as error:
        st.session_state["library-error"] = str(error)
