"""Drawing a passage found: where it stands, its text with the matching words marked, its page."""

from __future__ import annotations

import streamlit as st

from toolkit_qa.highlight import matching_words
from toolkit_qa.records import Hit

from . import explaining, opening, source_panel
from .chips import source_chip
from .plain import marked_html, one_line, plain
from .shelf import Shelf
from .state import OpenSource
from .words import common, looking_up
from .words import sources as words


def draw_hit(app_page: str, slot: str, hit: Hit, question: str, shelf: Shelf, *, why: bool = False) -> None:
    """One hit as a card, and its page after it when that is open; with `why`, its rank can be explained."""
    spans = (span for one in hit.passages or (hit.passage_id,) for span in shelf.spans(one))
    source = opening.of_hit(slot, shelf.version, hit, spans)
    with st.container(border=True, gap="xsmall", key=f"hit-{slot}"):
        _head(slot, hit)
        matching = matching_words(question, hit.text)
        st.html(f'<div class="passage">{marked_html(hit.text, matching)}</div>')
        _also_in(slot, hit)
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"hit-bar-{slot}"):
            st.button(
                common.SHOW_PAGE,
                key=f"open-{slot}",
                icon=":material/find_in_page:",
                on_click=source_panel.open_here,
                args=(app_page, source),
            )
            _cite(slot, source)
            if why:
                explaining.draw_button(slot, hit.passage_id)
        if why:
            explaining.draw_if_open(slot, hit.passage_id, question, shelf.version)
    source_panel.draw_if_open(app_page, slot)


def _cite(slot: str, source: OpenSource) -> None:
    """The passage with its source, to be copied."""
    with (
        st.popover(words.CITE, icon=":material/format_quote:", type="tertiary", key=f"cite-{slot}"),
        st.container(key=f"citation-{slot}"),
    ):
        st.code(plain(opening.citation_text(source)), language=None, wrap_lines=True)


def _head(slot: str, hit: Hit) -> None:
    with st.container(gap="xxsmall", key=f"hit-head-{slot}"):
        st.text(f"{hit.rank}. {one_line(hit.title, 160)}")
        if hit.section:
            with st.container(key=f"quiet-section-{slot}"):
                st.text(one_line(common.SECTION_JOIN.join(hit.section)))
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"quiet-at-{slot}"):
            source_chip(hit.source, hit.edition)
            st.text(opening.place((hit.page, hit.page_label)))


def _also_in(slot: str, hit: Hit) -> None:
    if hit.also_in:
        places = "; ".join(
            f"{one_line(copy.title, 80)}, {common.PAGE.format(label=copy.page)}" for copy in hit.also_in
        )
        with st.container(key=f"quiet-also-{slot}"):
            st.text(looking_up.ALSO_IN.format(places=places))
