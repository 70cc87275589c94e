"""One question of a checklist: its words, its answer, its evidence, and the page it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from ingest.errors import InputError, ToolkitError
from ingest.records import Page
from toolkit_qa.filled import ANSWERS, OPEN, FilledChecklist, FilledItem
from toolkit_qa.filled_shelf import ChangedElsewhereError
from toolkit_qa.filled_text import cited
from toolkit_qa.records import Citation

from . import checklist_conflict, opening, resources, source_panel, state
from .plain import label, one_line, plain
from .state import now_kept, seen, synced
from .words import checklists as words
from .words import common

APP_PAGE = "checklists"
MOST_NOTE = 5_000
MOST_QUOTES = 12


def draw_item(
    form_id: str, filled: FilledChecklist, item: FilledItem, number: int, depth: int, aimed: bool
) -> None:
    """The item; `number` keys its place, `depth` says how deep it hangs under others."""
    slot = f"{form_id}-{number}"
    name = one_line(item.number or common.QUESTION_NUMBER.format(number=number + 1), 40)
    kind = "todo-aimed" if aimed else f"todo-{'sub' if depth else 'item'}-{number}"
    with st.container(gap="xsmall", key=kind):
        if aimed:
            st.badge(words.LINKED_ITEM, icon=":material/link:", color="blue")
        st.text(f"{one_line(item.number, 40)}  {plain(item.text)}".strip())
        _answer(form_id, filled, item, name, slot)
        _note(form_id, filled, item, name, slot)
        checklist_conflict.draw(form_id, item.item_id)
        for row, citation in enumerate(item.citations):
            _quote(form_id, filled, item, row, citation, slot)
    source_panel.draw_if_open(APP_PAGE, slot)


def _answer(form_id: str, filled: FilledChecklist, item: FilledItem, name: str, slot: str) -> None:
    """The answers to choose from, and what else can be done with the item."""
    key = f"answer-{slot}"
    synced(key, item.answer or None)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"todo-row-{slot}"):
        st.segmented_control(
            words.ANSWER_LABEL.format(name=label(name)),
            [answer for answer in ANSWERS if answer != OPEN],
            format_func=lambda answer: f"{words.ANSWER_ICONS[answer]} {words.ANSWER_WORDS[answer]}",
            key=key,
            label_visibility="collapsed",
            wrap=True,
            on_change=_keep,
            args=(form_id, filled, item.item_id, "answer", key),
        )
        if not _noting(item, slot):
            st.button(
                words.NOTE,
                key=f"note-open-{slot}",
                icon=":material/edit_note:",
                type="tertiary",
                on_click=_begin_note,
                args=(slot,),
            )
        st.button(
            common.PAGE.format(label=label(one_line(item.page_label or str(item.page), 20))),
            key=f"todo-page-{slot}",
            icon=":material/find_in_page:",
            type="tertiary",
            on_click=_open_page,
            args=(filled, item, slot),
        )


def _noting(item: FilledItem, slot: str) -> bool:
    return bool(item.note or item.citations or st.session_state.get(f"noting-{slot}"))


def _begin_note(slot: str) -> None:
    st.session_state[f"noting-{slot}"] = True


def _note(form_id: str, filled: FilledChecklist, item: FilledItem, name: str, slot: str) -> None:
    """The evidence in words, and the quotes of this tab's answers that can be put beside it."""
    if not _noting(item, slot):
        return
    key = f"note-{slot}"
    synced(key, item.note)
    st.text_area(
        words.NOTE_LABEL.format(name=label(name)),
        key=key,
        height=90,
        max_chars=max(MOST_NOTE, len(item.note)),
        placeholder=words.NOTE_HINT,
        on_change=_keep,
        args=(form_id, filled, item.item_id, "note", key),
    )
    quotes = _quotes_at_hand(item)
    if quotes:
        with st.popover(
            words.ADD_QUOTE, icon=":material/format_quote:", help=words.ADD_QUOTE_HELP, key=f"quotes-{slot}"
        ):
            for row, citation in enumerate(quotes):
                st.button(
                    label(one_line(citation.quote, 160)),
                    key=f"quote-add-{slot}-{row}",
                    type="tertiary",
                    wrap=True,
                    on_click=_cite,
                    args=(form_id, filled, item, (*item.citations, citation)),
                )


def _quotes_at_hand(item: FilledItem) -> list[Citation]:
    """The quotes of the conversation, newest answer first, that the item does not hold yet."""
    answers = [turn.answer for turn in reversed(state.conversation().turns) if turn.answer]
    held = {(one.document_id, one.page, one.start, one.end) for one in item.citations}
    found = {(c.document_id, c.page, c.start, c.end): c for one in answers for c in one.citations}
    return [citation for place, citation in found.items() if place not in held][:MOST_QUOTES]


def _quote(
    form_id: str, filled: FilledChecklist, item: FilledItem, row: int, citation: Citation, slot: str
) -> None:
    """A quote that was put beside the note."""
    with st.container(horizontal=True, wrap=False, gap="xsmall", key=f"quote-kept-{slot}-{row}"):
        st.text(plain(cited(citation)), width="stretch")
        st.button(
            "",
            key=f"quote-remove-{slot}-{row}",
            icon=":material/close:",
            type="tertiary",
            help=words.REMOVE_QUOTE,
            on_click=_cite,
            args=(form_id, filled, item, item.citations[:row] + item.citations[row + 1 :]),
        )


def _cite(form_id: str, filled: FilledChecklist, item: FilledItem, citations: tuple[Citation, ...]) -> None:
    """Callback: puts these quotes beside the item."""
    try:
        seen_before = {"citations": item.citations}
        resources.filled().change_item(form_id, filled, item.item_id, seen_before, citations=citations)
    except ToolkitError as error:
        st.session_state["form-error"] = str(error)


def _keep(form_id: str, filled: FilledChecklist, item_id: str, field: str, key: str) -> None:
    """Callback: keeps what a widget holds now."""
    value = str(st.session_state.get(key) or "")
    changes: dict[str, Any] = {field: value}
    try:
        resources.filled().change_item(form_id, filled, item_id, {field: seen(key) or ""}, **changes)
        now_kept(key, value)
    except ChangedElsewhereError as error:
        checklist_conflict.keep(form_id, item_id, field, key, value, error)
    except ToolkitError as error:
        st.session_state["form-error"] = str(error)


def _open_page(filled: FilledChecklist, item: FilledItem, slot: str) -> None:
    """Callback: opens the page of the item in the version it was read in, else in the one that serves."""
    for version in (filled.version, resources.current_version() or ""):
        try:
            shelf = resources.shelf(version)
            document = shelf.document(filled.document_id)
            pages = shelf.pages(document.document_id, (one.page for one in item.places))
            if not _stands(item, pages):
                raise InputError(words.SOURCE_GONE)
            source = opening.of_item(slot, version, item, document, pages)
        except (ToolkitError, IndexError):
            continue
        source_panel.open_here(APP_PAGE, source)
        return
    st.session_state["form-error"] = words.SOURCE_GONE


def _stands(item: FilledItem, pages: Sequence[Page]) -> bool:
    """Whether the words of the item are still what stands at its places."""
    texts = {page.number: page.text for page in pages}
    return " ".join(texts[one.page][one.start : one.end] for one in item.places) == item.text
