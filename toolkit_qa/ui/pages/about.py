"""The About page: what this is and is not, and what it reads."""

from __future__ import annotations

import streamlit as st

from toolkit_qa.ui import resources, words
from toolkit_qa.ui.chips import source_chip
from toolkit_qa.ui.plain import one_line

TEXTS = (
    (words.ABOUT_IS, words.ABOUT_IS_TEXT),
    (words.ABOUT_NOT, words.ABOUT_NOT_TEXT),
    (words.ABOUT_PRIVACY, words.ABOUT_PRIVACY_TEXT),
    (words.ABOUT_STARTER, words.ABOUT_STARTER_TEXT),
)

with st.container(key="about"):
    st.title(words.ABOUT_TITLE, anchor=False)
    for heading, text in TEXTS:
        st.header(heading, anchor=False)
        st.text(text)
    st.header(words.ABOUT_DOCUMENTS, anchor=False)
    shelf = resources.shelf(resources.current_version() or "")
    for number, document in enumerate(shelf.documents):
        count = shelf.page_count(document.document_id)
        with st.container(gap="xxsmall", key=f"document-{number}"):
            st.text(one_line(document.title))
            with st.container(
                horizontal=True, vertical_alignment="center", gap="xsmall", key=f"quiet-document-{number}"
            ):
                source_chip(document.source, document.edition)
                st.text(words.ABOUT_PAGES.format(count=count) if count != 1 else words.ABOUT_PAGE)
    st.caption(words.ABOUT_VERSION.format(version=shelf.version))
