"""What changed between two versions: counts, then document by document, before beside after."""

from __future__ import annotations

import streamlit as st

from index import versions as index_versions
from index.changes import ADDED, MOVED, REMOVED, REWORDED, UNCHANGED, Change, Difference, DocumentDifference
from ingest.errors import StoreError, ToolkitError

from . import opening, resources, words
from .plain import compared_html, label, one_line

MOST_CHANGES = 60  # of one document


def draw() -> None:
    """Two versions to choose, and their difference once it was asked for."""
    infos = {one.version: one for one in index_versions.list_versions(resources.store()) if not one.error}
    if len(infos) < 2:
        st.info(words.COMPARE_NEEDS_TWO, icon=":material/info:")
        return
    first, second = _usual(list(infos))

    def named(version: str) -> str:
        info = infos[version]
        return one_line(
            " · ".join(filter(None, (version, info.created[:16].replace("T", " "), info.note))), 80
        )

    with st.grid(2, min_column_width=240, gap="small", key="compare-which"):
        names = list(infos)
        old = st.selectbox(words.COMPARE_OLD, names, names.index(first), format_func=named, key="compare-old")
        new = st.selectbox(
            words.COMPARE_NEW, names, names.index(second), format_func=named, key="compare-new"
        )
    if st.button(words.COMPARE_BUTTON, key="compare", icon=":material/difference:"):
        st.session_state["compared"] = (old, new)
    if st.session_state.get("compared") == (old, new):
        _compared(str(old), str(new))


def _usual(names: list[str]) -> tuple[str, str]:
    """The pair one most likely wants to see."""
    try:
        pair = index_versions.usual_pair(resources.store())
    except StoreError:
        pair = (names[1], names[0])
    return pair if set(pair) <= set(names) else (names[1], names[0])


def _compared(old: str, new: str) -> None:
    if old == new:
        st.info(words.COMPARE_SAME, icon=":material/info:")
        return
    try:
        with st.spinner(words.STAGE_OTHER):
            found = resources.difference_of(str(resources.store()), old, new)
    except ToolkitError as error:
        st.error(label(str(error)), icon=":material/error:")
        return
    for sort, counts in found.counts.items():
        st.text(words.COMPARE_COUNTS.format(sort=words.COMPARE_SORTS[sort], counts=_told(counts)))
    for number, document in enumerate(found.documents):
        if document.status != UNCHANGED:
            _document(number, document, found)


def _told(counts: dict[str, int]) -> str:
    said = (f"{count} {words.CHANGE_WORDS[kind]}" for kind, count in counts.items() if count)
    return ", ".join(said) or words.COMPARE_NONE


def _document(number: int, document: DocumentDifference, found: Difference) -> None:
    """One document; of one that came or went only the name, its passages are all new or all gone."""
    st.subheader(
        f"{label(one_line(document.title, 160))} ({words.CHANGE_WORDS[document.status]})", anchor=False
    )
    if document.old is None or document.new is None:
        return
    sorts = (document.headings, document.items, document.passages)
    changes = [change for sort in sorts for change in sort.of(REWORDED, ADDED, REMOVED)]
    for row, change in enumerate(changes[:MOST_CHANGES]):
        _change(f"{number}-{row}", change)
    if len(changes) > MOST_CHANGES:
        more = len(changes) - MOST_CHANGES
        st.text(words.COMPARE_MORE.format(count=more, old=found.old, new=found.new))
    moved = sum(len(sort.of(MOVED)) for sort in sorts)
    if moved:
        st.text(f"{moved} {words.CHANGE_WORDS[MOVED]}")


def _change(slot: str, change: Change) -> None:
    """The old wording beside the new one, what went struck through, what came underlined."""
    old = [("del", change.old.text)] if change.old else []
    new = [("ins", change.new.text)] if change.new else []
    if change.words:
        old = [("del" if mark == REMOVED else "", text) for mark, text in change.words if mark != ADDED]
        new = [("ins" if mark == ADDED else "", text) for mark, text in change.words if mark != REMOVED]
    with st.grid(2, min_column_width=260, gap="small", key=f"change-{slot}"):
        for heading, place, stretches in (
            (words.COMPARE_BEFORE, change.old, old),
            (words.COMPARE_AFTER, change.new, new),
        ):
            with st.container(border=True, gap="xxsmall", key=f"side-{heading}-{slot}"):
                with st.container(key=f"quiet-side-{heading}-{slot}"):
                    where = opening.place((place.page, place.page_label)) if place else words.COMPARE_ABSENT
                    st.text(f"{heading} · {where}")
                if stretches:
                    st.html(f'<div class="compared">{compared_html(stretches)}</div>')
