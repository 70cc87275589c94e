"""The open source: the cited page as a picture with the quote marked, beside the text or below it.

On wide screens `style.css` puts the panel at the right edge; on narrow ones it stays where it is drawn,
under the line that opened it.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from ingest.errors import ToolkitError
from ingest.records import Page
from toolkit_qa.marks import Mark, draw_marks, place_of

from . import opening, resources, scrolling, state
from .chips import source_chip
from .plain import label, marked_html, one_line, plain
from .shelf import Shelf
from .state import OpenSource
from .words import common
from .words import sources as words


def open_here(app_page: str, source: OpenSource) -> None:
    """Callback: opens `source` on the app page, or closes it when it is open already."""
    state.keep_open(app_page, None if is_open(app_page, source) else source)


def is_open(app_page: str, source: OpenSource) -> bool:
    """Whether `source` is what is open, on whichever of its pages."""
    shown = state.open_source(app_page)
    return shown is not None and (shown.slot, shown.heading) == (source.slot, source.heading)


def draw_if_open(app_page: str, slot: str) -> None:
    """Draws the panel if what is open on the app page belongs to `slot`."""
    source = state.open_source(app_page)
    if source is None or source.slot != slot:
        return
    with st.container(key="source", border=True, gap="small"):
        _panel(app_page)


@st.fragment
def _panel(app_page: str) -> None:
    """The panel; turning a page draws only this again."""
    source = state.open_source(app_page)
    if source is None:
        return
    try:
        shelf = resources.shelf(source.version)
        count = shelf.page_count(source.document_id)
        page = shelf.page(source.document_id, source.page)
    except ToolkitError as error:
        st.error(label(str(error)), icon=":material/error:")
        return
    _head(app_page, source, page, count)
    _sheet(shelf, source, page)
    with st.container(key="source-bar", horizontal=True, vertical_alignment="center", gap="xsmall"):
        _turning(app_page, source, count)
        _tools(shelf, source)


def _head(app_page: str, source: OpenSource, page: Page, count: int) -> None:
    """What is open: number, document, section, printed and physical page."""
    with st.container(horizontal=True, vertical_alignment="top", wrap=False, key="source-head"):
        with st.container(gap="xxsmall", key="source-where"):
            st.text(f"{source.heading} · {one_line(source.title)}")
            with st.container(key="quiet-source", gap="xxsmall"):
                if source.section:
                    st.text(one_line(common.SECTION_JOIN.join(source.section)))
                with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
                    source_chip(source.source, source.edition)
                    st.text(_page_line(page, count))
        if st.button(words.CLOSE, icon=":material/close:", key="source-close", type="tertiary"):
            state.keep_open(app_page, None)
            st.rerun()


def _page_line(page: Page, count: int) -> str:
    """The printed page, and the physical one of how many."""
    physical = words.PAGE_OF.format(number=page.number, count=count)
    if not page.label or page.label == str(page.number):
        return physical
    return f"{words.PRINTED.format(label=one_line(page.label, 20))} · {physical}"


def _turning(app_page: str, source: OpenSource, count: int) -> None:
    """Previous and next page, and the way back to the quote."""
    turn = partial(_turn, app_page)
    st.button(
        words.PREVIOUS_PAGE,
        icon=":material/chevron_left:",
        key="source-previous",
        disabled=source.page <= 1,
        on_click=turn,
        args=(source.page - 1,),
    )
    st.button(
        words.NEXT_PAGE,
        icon=":material/chevron_right:",
        icon_position="right",
        key="source-next",
        disabled=source.page >= count,
        on_click=turn,
        args=(source.page + 1,),
    )
    for number in _other_marked(source):
        st.button(
            words.MARKED_ON.format(number=number),
            icon=":material/format_ink_highlighter:",
            key=f"source-marked-{number}",
            on_click=turn,
            args=(number,),
        )


def _other_marked(source: OpenSource) -> tuple[int, ...]:
    """The pages with chosen marks that are not shown now."""
    return tuple(sorted({mark.page for mark in source.marks if mark.chosen} - {source.page}))


def _turn(app_page: str, number: int) -> None:
    source = state.open_source(app_page)
    if source is not None:
        state.keep_open(app_page, source.turned_to(number))


def _sheet(shelf: Shelf, source: OpenSource, page: Page) -> None:
    """The page as a picture; as text where it has none or cannot be drawn."""
    if not source.file.lower().endswith(".pdf"):
        _as_text(page, source.marks, words.PAGE_TEXT)
        return
    try:
        sha256 = shelf.document(source.document_id).sha256
        png = resources.page_picture(shelf.source_path(source.document_id), sha256, page.number)
    except ToolkitError as error:
        _as_text(page, source.marks, words.NO_PICTURE.format(reason=one_line(error.message).rstrip(".")))
        return
    marked = any(mark.page == page.number and mark.chosen for mark in source.marks)
    alt = words.PICTURE_ALT.format(
        number=page.number, title=one_line(source.title), marked=words.PICTURE_MARKED if marked else ""
    )
    with st.container(key="sheet"):
        st.image(draw_marks(png, page, source.marks), width="stretch", output_format="PNG", alt=alt)
    if (place := place_of(page, source.marks)) is not None:
        scrolling.to_mark(*place)


def _as_text(page: Page, marks: tuple[Mark, ...], why: str) -> None:
    """The stored text of the page with the chosen quote marked."""
    st.text(plain(why))
    spans = [(mark.start, mark.end) for mark in marks if mark.page == page.number and mark.chosen]
    with st.container(key="sheet-text", border=True):
        st.html(f'<div class="page-text">{marked_html(page.text, sorted(spans))}</div>')


def _tools(shelf: Shelf, source: OpenSource) -> None:
    """Copying the citation, and the document itself."""
    with (
        st.popover(words.CITE, icon=":material/format_quote:", key="source-cite"),
        st.container(key="citation"),
    ):
        st.code(plain(opening.citation_text(source)), language=None, wrap_lines=True)
    _download(shelf, source)


def _download(shelf: Shelf, source: OpenSource) -> None:
    """The document as a file, read only when it is asked for."""
    name = one_line(source.file.rsplit("/", 1)[-1])
    try:
        path = shelf.source_path(source.document_id)
    except ToolkitError:
        return
    st.download_button(
        words.DOWNLOAD,
        data=path.read_bytes,
        file_name=name,
        icon=":material/download:",
        key="source-download",
        help=label(words.DOWNLOAD_HELP.format(file=name)),
        on_click="ignore",
    )
