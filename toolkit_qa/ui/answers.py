"""Drawing an answer from its record: the same code for the newest answer and for past ones."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import streamlit as st

from ingest.errors import ToolkitError
from toolkit_qa.answer_export_text import numbers_text, quoted_lines
from toolkit_qa.records import STARTER, Answer, ChecklistLink, Citation, Statement

from . import opening, source_panel
from .chips import verdict_chips
from .hits import draw_hit
from .plain import label, one_line, plain
from .shelf import Shelf
from .state import OpenSource
from .words import asking as words
from .words import common

log = logging.getLogger(__name__)
APP_PAGE = "ask"
CHECKLISTS_PAGE = "toolkit_qa/ui/pages/checklists.py"


def draw_answer(slot: str, answer: Answer, shelf: Shelf) -> None:
    """The whole answer. `slot` names its place in the conversation and keys its widgets."""
    verdict_chips(answer)
    _understood(slot, answer)
    if answer.message and not answer.statements:
        st.text(plain(answer.message))
    held = [
        (f"{slot}-{number}", statement)
        for number, statement in enumerate(answer.statements)
        if all(quote_holds(shelf, citation) for citation in answer.cited(statement))
    ]
    for place, statement in held:
        _statement(place, answer, statement, shelf)
    if len(held) < len(answer.statements):
        st.warning(words.WITHHELD, icon=":material/visibility_off:")
    _note(answer)
    _sources(slot, answer, held)
    _checklists(slot, answer, shelf)
    _nearest(slot, answer, shelf)


def _note(answer: Answer) -> None:
    """What must be known about the quotes: above all that they are not the toolkit's own words."""
    note = answer.message or (common.STARTER_NOTE if STARTER in answer.sources else "")
    if note and answer.statements:
        st.markdown(f":material/edit_note: {label(note)}")


def _understood(slot: str, answer: Answer) -> None:
    """How the question was read, where that is not how it was written."""
    lines = [words.CORRECTED.format(written=one.written, read_as=one.read_as) for one in answer.corrections]
    if answer.understood_as and answer.understood_as != answer.question:
        lines.append(words.UNDERSTOOD_AS.format(text=answer.understood_as))
    if lines:
        with st.container(key=f"quiet-understood-{slot}", gap=None):
            for line in lines:
                st.text(one_line(line, 2_000))


def _statement(slot: str, answer: Answer, statement: Statement, shelf: Shelf) -> None:
    """One quote as prose, its numbered marks at its side, the open page after it."""
    with st.container(horizontal=True, wrap=False, gap="xsmall", key=f"quote-{slot}"):
        with st.container(gap="xxsmall", key=f"lines-{slot}"):
            for line in quoted_lines(answer.cited(statement), shelf.in_one_row):
                st.text(plain(line))
        with st.container(width="content", gap="xxsmall", key=f"marks-{slot}"):
            for group in _by_page(answer.cited(statement)):
                _mark(slot, answer, statement, group)
    source_panel.draw_if_open(APP_PAGE, slot)


def quote_holds(shelf: Shelf, citation: Citation) -> bool:
    """Whether the quote is still exactly what stands at its place in the stored page."""
    try:
        text = shelf.page(citation.document_id, citation.page).text
    except ToolkitError:
        return False
    holds = text[citation.start : citation.end] == citation.quote
    if not holds:
        log.warning("a quote of passage %s no longer holds", citation.passage_id)
    return holds


def _by_page(citations: Sequence[Citation]) -> list[list[Citation]]:
    """The citations of a statement, those of one page together."""
    pages: dict[tuple[str, int], list[Citation]] = {}
    for citation in citations:
        pages.setdefault((citation.document_id, citation.page), []).append(citation)
    return list(pages.values())


def _mark(slot: str, answer: Answer, statement: Statement, group: Sequence[Citation]) -> None:
    """The numbers of citations on one page as a button that opens it; filled while that is open."""
    first = group[0]
    source = opening.of_citation(slot, answer, statement, first)
    where = f"{one_line(first.title, 120)}, {opening.place((first.page, first.page_label))}"
    numbers = numbers_text([citation.n for citation in group])
    st.button(
        f"{label(numbers)}:small[{label(f' {where}')}]",  # style.css shows the place to screen readers only
        key=f"mark-{slot}-{first.n}",
        type="primary" if source_panel.is_open(APP_PAGE, source) else "secondary",
        on_click=source_panel.open_here,
        args=(APP_PAGE, source),
    )


def _sources(slot: str, answer: Answer, held: Sequence[tuple[str, Statement]]) -> None:
    """Document, section and page of what is quoted, the quotes of one place in one row."""
    if not held:
        return
    st.subheader(words.SOURCES, anchor=False)
    rows: dict[tuple[str, int, tuple[str, ...]], list[tuple[int, OpenSource]]] = {}
    for place, statement in held:
        for citation in answer.cited(statement):
            source = opening.of_citation(place, answer, statement, citation)
            key = (citation.document_id, citation.page, citation.section)
            rows.setdefault(key, []).append((citation.n, source))
    with st.container(gap="xxsmall", key=f"sources-{slot}"):
        for row in rows.values():
            _source_row(slot, [number for number, _ in row], row[0][1])


def _source_row(slot: str, numbers: Sequence[int], source: OpenSource) -> None:
    """One place that is quoted; a click opens it at its first quote."""
    label_of_page = dict(source.places)[source.page]
    where = f"{one_line(source.title, 120)}, {opening.place((source.page, label_of_page))}"
    with st.container(horizontal=True, wrap=False, gap=None, key=f"row-{slot}-{numbers[0]}"):
        st.text(numbers_text(numbers), width=44)
        with st.container(gap=None):
            st.button(
                label(where),
                key=f"source-{slot}-{numbers[0]}",
                type="tertiary",
                wrap=True,
                on_click=source_panel.open_here,
                args=(APP_PAGE, source),
            )
            if source.section:
                with st.container(key=f"quiet-row-{slot}-{numbers[0]}"):
                    st.text(one_line(common.SECTION_JOIN.join(source.section)))


def _checklists(slot: str, answer: Answer, shelf: Shelf) -> None:
    """The checklist items that bear on the question."""
    if not answer.checklists:
        return
    st.subheader(words.CHECKLIST_ITEMS, anchor=False)
    for number, item in enumerate(answer.checklists):
        _item(f"{slot}-item{number}", answer, item, shelf)


def _item(slot: str, answer: Answer, item: ChecklistLink, shelf: Shelf) -> None:
    with st.container(gap="xxsmall", key=f"item-{slot}"):
        st.text(plain(item.text))
        with st.container(
            horizontal=True, vertical_alignment="center", gap="xsmall", key=f"quiet-item-{slot}"
        ):
            st.text(f"{one_line(item.title, 120)}, {opening.place((item.page, item.page_label))}")
            _item_links(slot, answer, item, shelf)
    source_panel.draw_if_open(APP_PAGE, slot)


def _item_links(slot: str, answer: Answer, item: ChecklistLink, shelf: Shelf) -> None:
    """The way to the item in its checklist, and to its page where its document is in the version."""
    st.page_link(
        CHECKLISTS_PAGE,
        label=words.OPEN_ITEM,
        icon=":material/checklist:",
        query_params={"checklist": item.checklist_id, "item": item.item_id},
    )
    found = shelf.item(item.checklist_id, item.item_id)
    if found is None:
        return
    pages = shelf.pages(found.document_id, (span.page for span in found.spans))
    source = opening.of_item(slot, answer.version, found, shelf.document(found.document_id), pages)
    st.button(
        common.SHOW_PAGE,
        key=f"open-{slot}",
        type="tertiary",
        icon=":material/find_in_page:",
        on_click=source_panel.open_here,
        args=(APP_PAGE, source),
    )


def _nearest(slot: str, answer: Answer, shelf: Shelf) -> None:
    """What came nearest, labelled as no answer."""
    if not answer.nearest:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"nearest-{slot}"):
        st.subheader(words.NEAREST, anchor=False, width="content")
        st.badge(words.NEAREST_BADGE, icon=":material/do_not_disturb_on:", color="gray")
    for hit in answer.nearest:
        draw_hit(APP_PAGE, f"{slot}-near{hit.rank}", hit, answer.question, shelf)


def suggestions_of(answer: Answer | None) -> Sequence[str]:
    """Questions that may be asked instead or next."""
    return answer.suggestions if answer is not None else ()
