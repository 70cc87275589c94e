"""All that is kept on this computer: taking it away as one file, and deleting it for good."""

from __future__ import annotations

import streamlit as st

from ingest.errors import ToolkitError
from toolkit_qa.keeping_retention import delete_everything, export

from . import dialogue, resources
from .plain import label
from .words import conversations as words

ERROR = "kept-data-error"


def draw() -> None:
    """Both buttons, for the part of a page that speaks of privacy."""
    if error := st.session_state.pop(ERROR, ""):
        st.error(label(str(error)), icon=":material/error:")
    with st.container(horizontal=True, gap="small", key="kept-data"):
        st.download_button(
            words.EXPORT_ALL,
            data=lambda: export(resources.keeping()),
            file_name=words.EXPORT_ALL_FILE,
            mime="application/json",
            icon=":material/download:",
            key="export-all",
            on_click="ignore",
        )
        with st.popover(words.DELETE_ALL, icon=":material/delete_forever:", key="delete-all"):
            st.text(words.DELETE_ALL_SURE)
            st.button(words.DELETE_ALL_YES, key="delete-all-yes", type="primary", on_click=_delete)


def say_put_aside() -> None:
    """Names the databases that could not be read, as long as they lie there."""
    for path in resources.keeping().database.put_aside():
        st.warning(label(words.PUT_ASIDE.format(name=path.name)), icon=":material/healing:")


def _delete() -> None:
    """Callback: deletes everything, and what this tab holds of it."""
    try:
        counts = delete_everything(resources.keeping())
    except ToolkitError as error:
        st.session_state[ERROR] = str(error)
        return
    dialogue.forget()
    st.toast(words.DELETED_ALL.format(**counts), icon=":material/check:")
