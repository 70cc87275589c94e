"""Filled checklists going out and coming in as files, and being deleted."""

from __future__ import annotations

from functools import partial

import streamlit as st

from ingest.errors import ToolkitError
from toolkit_qa.filled import FilledChecklist
from toolkit_qa.filled_files import LARGEST, READERS, read_filled, write_filled

from . import resources
from .plain import label, one_line
from .words import checklists as words
from .words import common

MEGABYTE = 1_000_000


def draw_export(form_id: str, filled: FilledChecklist) -> None:
    """One button a format; a file is made when it is asked for."""
    with st.popover(common.EXPORT, icon=":material/download:", key="checklist-export"):
        for name, (text, icon) in words.EXPORTS.items():
            st.download_button(
                text,
                data=partial(write_filled, filled, name),
                file_name=f"{form_id}.{name}",
                icon=icon,
                key=f"export-{name}",
                type="tertiary",
                on_click="ignore",
            )


def draw_import() -> None:
    """A file is kept as a form of its own, and opened."""
    with st.container(border=True, gap="small", key="card-import"):
        st.header(words.IMPORT, anchor=False)
        st.file_uploader(
            words.IMPORT_LABEL,
            type=list(READERS),
            max_upload_size=LARGEST // MEGABYTE,
            key="checklist-import",
            on_change=_import,
        )
        if error := st.session_state.pop("import-error", ""):
            st.error(label(error), icon=":material/error:")


def _import() -> None:
    """Callback: reads what was put in, keeps it, and goes to it."""
    file = st.session_state.get("checklist-import")
    if file is None:
        return
    try:
        filled = read_filled(file.getvalue(), file.name)
        form_id = resources.filled().add(filled)
    except ToolkitError as error:
        st.session_state["import-error"] = str(error)
        return
    st.query_params.from_dict({"checklist": filled.checklist_id, "form": form_id})
    st.toast(label(words.IMPORTED.format(title=one_line(filled.title, 120))), icon=":material/check:")


def draw_delete(form_id: str) -> None:
    with st.popover(words.DELETE_FORM, icon=":material/delete:", key="checklist-delete"):
        st.text(words.DELETE_SURE)
        st.button(words.DELETE_YES, key="delete-form", type="primary", on_click=_delete, args=(form_id,))


def _delete(form_id: str) -> None:
    try:
        resources.filled().delete(form_id)
    except ToolkitError as error:
        st.session_state["form-error"] = str(error)
        return
    st.query_params.from_dict({})
