"""What changed between two versions: counts, then document by document, before beside after."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from index import versions as index_versions
from index.changes import (
    ADDED,
    KINDS,
    MOVED,
    REMOVED,
    REWORDED,
    UNCHANGED,
    Change,
    Difference,
    DocumentDifference,
)
from index.versions import VersionInfo
from ingest.errors import StoreError, ToolkitError
from toolkit_qa.filled_summary import Group

from . import charts, opening, resources
from .plain import compared_html, label, one_line, when
from .words import common
from .words import difference as words

MOST_CHANGES = 60  # of one document


def draw() -> None:
    """Two versions to choose, and their difference once it was asked for."""
    st.text(words.LEAD)
    infos = {one.version: one for one in index_versions.list_versions(resources.store()) if not one.error}
    if len(infos) < 2:
        st.info(words.NEEDS_TWO, icon=":material/info:")
        return
    names = list(infos)
    for key, version in zip(("compare-old", "compare-new"), _usual(names), strict=True):
        if st.session_state.get(key) not in infos:
            st.session_state[key] = version
    with st.grid(2, min_column_width=240, gap="small", key="compare-which"):
        old, new = (
            st.selectbox(said, names, format_func=lambda one: named(infos[one]), key=key)
            for said, key in ((words.OLD, "compare-old"), (words.NEW, "compare-new"))
        )
    if st.button(words.BUTTON, key="compare", icon=":material/difference:"):
        st.session_state["compared"] = (old, new)
    if st.session_state.get("compared") == (old, new):
        _compared(str(old), str(new))


def named(info: VersionInfo) -> str:
    """A version as a choice: its id, when it was built and why, and whether it is in use."""
    serves = common.VERSION_SERVES if info.current else ""
    return one_line(" · ".join(filter(None, (info.version, when(info.created), serves, info.note))), 80)


def _usual(names: list[str]) -> tuple[str, str]:
    """The pair one most likely wants to see."""
    try:
        pair = index_versions.usual_pair(resources.store())
    except StoreError:
        pair = (names[1], names[0])
    return pair if set(pair) <= set(names) else (names[1], names[0])


def _compared(old: str, new: str) -> None:
    if old == new:
        st.info(words.SAME, icon=":material/info:")
        return
    try:
        with st.spinner(common.STAGE_OTHER):
            found = resources.difference_of(str(resources.store()), old, new)
    except ToolkitError as error:
        st.error(label(str(error)), icon=":material/error:")
        return
    changed = [document for document in found.documents if document.status != UNCHANGED]
    if not changed:
        st.success(words.ALIKE, icon=":material/check:")
        return
    with st.container(gap="xxsmall", key="compare-counts"):
        for sort, counts in found.counts.items():
            st.text(words.COUNTS.format(sort=words.SORTS[sort], counts=_told(counts)))
    charts.changes(words.CHART, [Group(name=one.title, counts=one.passages.counts) for one in changed])
    if alike := len(found.documents) - len(changed):
        st.text(words.SAME_DOCUMENTS.format(count=alike))
    _numbers(found, changed)
    for number, document in enumerate(changed):
        _document(number, document, found)


def _numbers(found: Difference, changed: Sequence[DocumentDifference]) -> None:
    """The numbers of the chart, and those of headings and checklist items, as a table."""
    rows = [(one.title, one.passages.counts) for one in changed] + [
        (words.ALL.format(sort=words.SORTS[sort].lower()), found.counts[sort])
        for sort in ("passages", "headings", "checklist_items")
    ]
    with st.expander(words.NUMBERS, icon=":material/table:", key="compare-numbers"):
        st.table(
            [
                {words.WHAT: label(one_line(name, 120))}
                | {words.CHANGE_WORDS[kind]: str(counts[kind]) for kind in KINDS}
                for name, counts in rows
            ],
            hide_index=True,
            hide_header=False,
            border="horizontal",
            alt=words.NUMBERS,
        )


def _told(counts: dict[str, int]) -> str:
    said = (f"{count} {words.CHANGE_WORDS[kind]}" for kind, count in counts.items() if count)
    return ", ".join(said) or words.NONE


def _document(number: int, document: DocumentDifference, found: Difference) -> None:
    """One document; of one that came or went only the name, its passages are all new or all gone."""
    st.header(f"{label(one_line(document.title, 160))} ({words.CHANGE_WORDS[document.status]})", anchor=False)
    if document.old is None or document.new is None:
        return
    sorts = (document.headings, document.items, document.passages)
    changes = [change for sort in sorts for change in sort.of(REWORDED, ADDED, REMOVED)]
    for row, change in enumerate(changes[:MOST_CHANGES]):
        _change(f"{number}-{row}", change)
    if len(changes) > MOST_CHANGES:
        more = len(changes) - MOST_CHANGES
        st.text(words.MORE.format(count=more, old=found.old, new=found.new))
    moved = sum(len(sort.of(MOVED)) for sort in sorts)
    if moved:
        st.text(words.MOVED.format(count=moved))


def _change(slot: str, change: Change) -> None:
    """The old wording beside the new one, what went struck through, what came underlined."""
    old = [("del", change.old.text)] if change.old else []
    new = [("ins", change.new.text)] if change.new else []
    if change.words:
        old = [("del" if mark == REMOVED else "", text) for mark, text in change.words if mark != ADDED]
        new = [("ins" if mark == ADDED else "", text) for mark, text in change.words if mark != REMOVED]
    with st.grid(2, min_column_width=260, gap="small", key=f"change-{slot}"):
        for heading, place, stretches in (
            (words.BEFORE, change.old, old),
            (words.AFTER, change.new, new),
        ):
            with st.container(border=True, gap="xxsmall", key=f"side-{heading}-{slot}"):
                with st.container(key=f"quiet-side-{heading}-{slot}"):
                    where = opening.place((place.page, place.page_label)) if place else words.ABSENT
                    st.text(f"{heading} · {where}")
                if stretches:
                    st.html(f'<div class="compared">{compared_html(stretches)}</div>')
