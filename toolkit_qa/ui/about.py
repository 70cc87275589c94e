"""The About page: what this is and is not, how good it is, how it stands against the principles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from toolkit_qa import __version__

from . import about_evidence, about_figures, kept_data, resources
from .about_text import Judgement, about_text
from .chips import source_chip
from .plain import one_line
from .shelf import Shelf
from .words import about as words


def draw() -> None:
    """The whole page."""
    text = about_text()
    shelf = resources.shelf(resources.current_version() or "")
    with st.container(key="about", gap="large"):
        with st.container(key="about-what"):
            st.title(words.TITLE, anchor=False)
            _section(words.IS, text.is_text)
            _section(words.NOT, text.is_not)
            _section(words.STARTER, text.starter)
        _served(shelf)
        about_figures.draw(shelf.version)
        _principles(text.principles_lead, text.judgements)
        with st.container(key="about-privacy"):
            _section(words.PRIVACY, *text.privacy)
            kept_data.draw()
        with st.container(key="about-accessibility"):
            _section(words.ACCESSIBILITY, *text.accessibility)
            about_evidence.draw("accessibility", text.accessibility_evidence)


def _section(heading: str, *paragraphs: str) -> None:
    st.header(heading, anchor=False)
    for paragraph in paragraphs:
        st.markdown(paragraph)


def _served(shelf: Shelf) -> None:
    """The documents with their editions, the version of the index, the release of the program."""
    with st.container(key="about-served"):
        st.header(words.DOCUMENTS, anchor=False)
        with st.container(border=True, gap="xxsmall", key="about-documents"):
            for number, document in enumerate(shelf.documents):
                count = shelf.page_count(document.document_id)
                with st.container(
                    horizontal=True,
                    vertical_alignment="center",
                    gap="xsmall",
                    key=f"list-row-document-{number}",
                ):
                    st.text(one_line(document.title))
                    with st.container(
                        horizontal=True,
                        vertical_alignment="center",
                        gap="xsmall",
                        width="content",
                        key=f"quiet-document-{number}",
                    ):
                        source_chip(document.source, document.edition)
                        st.text(words.PAGES.format(count=count) if count != 1 else words.PAGE)
        st.caption(words.VERSION.format(version=shelf.version, release=__version__))


def _principles(lead: str, judgements: Sequence[Judgement]) -> None:
    """Each core principle with the judgements on those under it, closed until somebody wants to read them."""
    with st.container(key="about-principles"):
        st.header(words.PRINCIPLES, anchor=False)
        st.markdown(lead)
        _summary(judgements)
        for core, group in groupby(judgements, key=lambda one: one.core):
            with st.container(gap="xsmall", key=f"about-core-{core.split()[0].lower()}"):
                st.subheader(core, anchor=False)
                for judgement in group:
                    _judgement(judgement)


def _summary(judgements: Sequence[Judgement]) -> None:
    """How many hold, how many in part, how many fall short."""
    counts = Counter(one.standing for one in judgements)
    with st.container(horizontal=True, gap="xsmall", key="about-standing"):
        for standing, look in words.STANDING.items():
            st.badge(
                f"{look.text}: {counts[standing]}",
                icon=look.icon,
                color=look.colour,  # type: ignore[arg-type]
                help=look.help,
            )


def _judgement(judgement: Judgement) -> None:
    look = words.STANDING[judgement.standing]
    slot = judgement.name.lower().replace(" ", "-")
    with st.expander(f"**{judgement.name}** · {look.text}", icon=look.icon, key=f"principle-{slot}"):
        with st.container(key=f"quiet-meaning-{slot}"):
            st.text(judgement.meaning)
        for heading, said in ((words.DOES, judgement.does), (words.SHORT, judgement.short)):
            st.markdown(f"**{heading}.** {said}")
        about_evidence.draw(slot, judgement.evidence)
