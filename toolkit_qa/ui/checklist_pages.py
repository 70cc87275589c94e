"""All checklists, document by document, and the way from the address to one of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from toolkit_qa.checklists import Checklist
from toolkit_qa.filled import FilledChecklist
from toolkit_qa.filled_shelf import KeptForm
from toolkit_qa.filled_summary import answered, by_principle

from . import charts, checklist_files, checklist_form, kept_data, resources
from .chips import source_chip
from .plain import label, one_line
from .shelf import Shelf
from .words import checklists as words


def draw() -> None:
    """The page: `?checklist=ID&item=ID` opens one checklist at an item, `&form=ID` one of its forms."""
    shelf = resources.shelf(resources.current_version() or "")
    wanted = st.query_params.get("checklist", "")
    with st.container(key="checklists"):
        kept_data.say_put_aside()
        if wanted:
            st.button(
                words.ALL_CHECKLISTS,
                key="all-checklists",
                icon=":material/arrow_back:",
                type="tertiary",
                on_click=_go_to,
            )
            _hold_address()
            checklist_form.draw(shelf, wanted)
        else:
            _all(shelf)


def _go_to(**address: str) -> None:
    """Callback: another address of this page. A link to the page itself would not stay in the address."""
    st.query_params.from_dict(address)


def _hold_address() -> None:
    """Writes the address that led here once more, so that the browser keeps it when the page runs again."""
    address = st.query_params.to_dict()
    if st.session_state.get("checklists-address") != address:
        st.session_state["checklists-address"] = address
        st.query_params.from_dict(address)


def _all(shelf: Shelf) -> None:
    st.title(words.TITLE, anchor=False)
    st.text(words.LEAD)
    kept = resources.filled().forms()
    latest = {form.filled.checklist_id: form.filled for form in kept}
    if not shelf.checklists:
        st.info(words.NO_CHECKLISTS, icon=":material/info:")
    for number, (_, group) in enumerate(groupby(shelf.checklists, key=lambda one: one.document_id)):
        own = list(group)
        forms = [latest.get(one.checklist_id, shelf.empty_forms[one.checklist_id]) for one in own]
        _document(f"checklists-{number}", own, forms)
    _earlier(shelf, kept)
    checklist_files.draw_import()
    if names := resources.filled().unreadable():
        st.warning(label(words.UNREADABLE_FORMS.format(names=", ".join(names))), icon=":material/warning:")


def _document(slot: str, checklists: Sequence[Checklist], forms: Sequence[FilledChecklist]) -> None:
    """The checklists of one document, each a link with its progress, and their summary once there is any."""
    with st.container(border=True, gap="small", key=f"card-{slot}"):
        with st.container(gap="xxsmall", key=f"card-head-{slot}"):
            st.header(label(checklists[0].document_title), anchor=False)
            source_chip(forms[0].source, forms[0].edition)
        with st.container(gap="xxsmall", key=f"card-rows-{slot}"):
            for number, (checklist, form) in enumerate(zip(checklists, forms, strict=True)):
                _row(f"{slot}-{number}", form, checklist.heading)
        if any(map(answered, forms)):
            charts.summary(words.SUMMARY_PRINCIPLES, by_principle(forms))


def _row(slot: str, filled: FilledChecklist, title: str, **address: str) -> None:
    done, count = answered(filled), len(filled.items)
    said = (
        words.ITEMS_ANSWERED.format(done=done, count=count) if done else words.ITEMS_ONLY.format(count=count)
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"list-row-{slot}"):
        st.button(
            label(one_line(title, 160)),
            key=f"open-{slot}",
            icon=_progress_icon(done, count),
            type="tertiary",
            wrap=True,
            on_click=_go_to,
            kwargs={"checklist": filled.checklist_id, **address},
        )
        with st.container(width="content", key=f"quiet-row-{slot}"):
            st.text(said)


def _progress_icon(done: int, count: int) -> str:
    if not done:
        return ":material/radio_button_unchecked:"
    return ":material/check_circle:" if done == count else ":material/clock_loader_40:"


def _earlier(shelf: Shelf, kept: Sequence[KeptForm]) -> None:
    """Forms whose checklist is not in the version that serves."""
    others = [form for form in kept if form.filled.checklist_id not in shelf.empty_forms]
    if others:
        with st.container(border=True, gap="xsmall", key="card-earlier"):
            st.header(words.EARLIER_FORMS, anchor=False)
            for number, form in enumerate(others):
                _row(f"earlier-{number}", form.filled, form.filled.title, form=form.form_id)
