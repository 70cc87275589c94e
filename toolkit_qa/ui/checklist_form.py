"""One checklist to fill: its head, its progress, and its items section by section.

Every change is on the disk before the page is drawn again; what is shown is what was read from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from ingest.errors import ToolkitError
from toolkit_qa.filled import FilledChecklist
from toolkit_qa.filled_shelf import ChangedElsewhereError, KeptForm
from toolkit_qa.filled_summary import answered, by_principle, by_section, carried_over, same_questions
from toolkit_qa.filled_text import depths, sections

from . import charts, checklist_conflict, checklist_files, resources, scrolling
from .checklist_item import draw_item
from .chips import source_chip
from .plain import label, one_line
from .shelf import Shelf
from .state import now_kept, seen, synced
from .words import checklists as words


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """The form that is open: its name, what it holds, and what a new one begins with; `kept` once saved."""

    form_id: str
    filled: FilledChecklist
    kept: bool


def draw(shelf: Shelf, checklist_id: str) -> None:
    """The checklist with the form that the address names, else the one saved last, else an empty one."""
    form = _chosen(shelf, checklist_id)
    if form is None:
        st.warning(words.NO_CHECKLIST, icon=":material/warning:")
        return
    if error := st.session_state.get("form-error"):
        st.error(label(str(error)), icon=":material/error:")
    _head(shelf, form)
    _items(shelf, form)
    st.session_state.pop("form-error", None)


def _chosen(shelf: Shelf, checklist_id: str) -> Form | None:
    kept = {one.form_id: one.filled for one in _forms(checklist_id)}
    wanted = st.query_params.get("form", "")
    if wanted in kept:
        return Form(form_id=wanted, filled=kept[wanted], kept=True)
    empty = shelf.empty_forms.get(checklist_id)
    new_id = resources.filled().new_id(checklist_id)
    if empty is not None and (not kept or wanted == new_id):
        return Form(form_id=new_id, filled=empty, kept=False)
    if kept:
        last = list(kept)[-1]
        return Form(form_id=last, filled=kept[last], kept=True)
    return None


def _forms(checklist_id: str) -> tuple[KeptForm, ...]:
    return tuple(one for one in resources.filled().forms() if one.filled.checklist_id == checklist_id)


def _head(shelf: Shelf, form: Form) -> None:
    """Title, source, which form, who and what for, progress, files, summary."""
    filled = form.filled
    st.title(label(filled.title), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="quiet-form"):
        source_chip(filled.source, filled.edition)
        st.text(_saved(form))
    if filled.notice:
        st.markdown(f":material/edit_note: {label(filled.notice)}")
    _other_edition(shelf, form)
    _which(shelf, form)
    _who(form)
    done, count = answered(filled), len(filled.items)
    st.progress(done / count if count else 0.0, text=words.ITEMS_ANSWERED.format(done=done, count=count))
    with st.container(horizontal=True, gap="xsmall", key="form-files"):
        checklist_files.draw_export(form.form_id, filled)
        if form.kept:
            checklist_files.draw_delete(form.form_id)
    groups = by_principle([filled])
    if done and len(groups) > 1:
        charts.summary(words.SUMMARY_PRINCIPLES, groups)
    elif done and len(by_section(filled)) > 1:
        charts.summary(words.SUMMARY_SECTIONS, by_section(filled))


def _saved(form: Form) -> str:
    if not form.kept:
        return words.NOT_SAVED_YET
    when = one_line(form.filled.answered_at, 40).removesuffix("+00:00").replace("T", " ")
    return words.SAVED_AT.format(when=when) if when else ""


def _other_edition(shelf: Shelf, form: Form) -> None:
    """A form filled on other questions than those of today says so, and can be carried over."""
    fresh = shelf.empty_forms.get(form.filled.checklist_id)
    if fresh is None or not form.kept or same_questions(form.filled, fresh):
        return
    said = words.OTHER_EDITION.format(
        edition=form.filled.edition or words.EDITION_UNNAMED, version=form.filled.version
    )
    st.info(label(one_line(said, 600)), icon=":material/history:")
    st.button(
        words.CARRY_OVER,
        key="carry-over",
        icon=":material/arrow_forward:",
        on_click=_carry_over,
        args=(form.filled, fresh),
    )


def _carry_over(filled: FilledChecklist, fresh: FilledChecklist) -> None:
    try:
        form_id = resources.filled().add(carried_over(filled, fresh))
    except ToolkitError as error:
        st.session_state["form-error"] = str(error)
        return
    st.query_params.from_dict({"checklist": fresh.checklist_id, "form": form_id})


def _which(shelf: Shelf, form: Form) -> None:
    """The forms of this checklist, where there is more than one, and a new one."""
    if not form.kept and not _forms(form.filled.checklist_id):
        return
    named = {one.form_id: one.filled.subject for one in _forms(form.filled.checklist_id)}
    named.setdefault(form.form_id, "")
    numbers = {form_id: number for number, form_id in enumerate(sorted(named), start=1)}
    key = f"which-{form.filled.checklist_id}"
    synced(key, form.form_id)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="which-form"):
        st.selectbox(
            words.FORM,
            sorted(named),
            format_func=lambda form_id: words.FORM_NAME.format(
                number=numbers[form_id], name=one_line(named[form_id], 60) or words.FORM_UNNAMED
            ),
            key=key,
            on_change=lambda: _go_to(form.filled.checklist_id, st.session_state[key]),
        )
        if form.kept and form.filled.checklist_id in shelf.empty_forms:
            st.button(
                words.NEW_FORM,
                key="new-form",
                icon=":material/add:",
                on_click=_go_to,
                args=(form.filled.checklist_id, resources.filled().new_id(form.filled.checklist_id)),
            )


def _go_to(checklist_id: str, form_id: str) -> None:
    st.query_params.from_dict({"checklist": checklist_id, "form": form_id})


def _who(form: Form) -> None:
    fields = (("subject", words.SUBJECT, words.SUBJECT_HINT), ("answered_by", words.ANSWERED_BY, ""))
    with st.grid(2, min_column_width=240, gap="small", key="form-who"):
        for field, text, hint in fields:
            key = f"{field}-{form.form_id}"
            synced(key, getattr(form.filled, field))
            st.text_input(
                text,
                key=key,
                placeholder=hint or None,
                max_chars=200,
                on_change=_keep_head,
                args=(form, field, key),
            )
    checklist_conflict.draw(form.form_id, "")


def _keep_head(form: Form, field: str, key: str) -> None:
    """Callback: keeps who answers, or what is assessed."""
    try:
        value = str(st.session_state.get(key) or "")
        changes: dict[str, Any] = {field: value}
        resources.filled().change(form.form_id, form.filled, {field: seen(key)}, **changes)
        now_kept(key, value)
    except ChangedElsewhereError as error:
        checklist_conflict.keep(form.form_id, "", field, key, value, error)
    except ToolkitError as error:
        st.session_state["form-error"] = str(error)


def _items(shelf: Shelf, form: Form) -> None:
    """The items; the one that the address names is marked and brought into view."""
    target = st.query_params.get("item", "")
    if target and target not in {item.item_id for item in form.filled.items}:
        st.warning(words.NO_ITEM, icon=":material/warning:")
    depth, number = depths(form.filled), 0
    for row, (title, items) in enumerate(sections(form.filled)):
        if title:
            with st.container(key=f"todo-section-{row}"):
                st.header(label(title), anchor=False)
        for item in items:
            aimed = item.item_id == target
            draw_item(form.form_id, form.filled, item, number, depth[item.item_id], aimed)
            number += 1
    scrolling.keep_typing()
    if target:
        scrolling.to_item()
