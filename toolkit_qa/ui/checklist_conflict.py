"""Two tabs that change the same thing in a checklist.

Of two values for one field none is lost: the one kept first stays, the other is shown beside it until the
officer has chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from ingest.errors import ToolkitError
from toolkit_qa.filled_shelf import ChangedElsewhereError

from . import resources
from .plain import plain
from .words import checklists as words

KEY = "form-conflict"


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """A value that was not kept because another tab had changed the field; `item_id` is "" at the head."""

    form_id: str
    item_id: str
    field: str
    key: str
    mine: str
    theirs: str


def keep(form_id: str, item_id: str, field: str, key: str, mine: str, error: ChangedElsewhereError) -> None:
    """Remembers a value that was not kept, until `draw` has had it decided."""
    st.session_state[KEY] = Conflict(
        form_id=form_id, item_id=item_id, field=field, key=key, mine=mine, theirs=str(error.theirs)
    )


def draw(form_id: str, item_id: str) -> None:
    """Both values with a choice, where this is the place of the conflict."""
    conflict = st.session_state.get(KEY)
    if not isinstance(conflict, Conflict) or (conflict.form_id, conflict.item_id) != (form_id, item_id):
        return
    with st.container(border=True, gap="xsmall", key="card-conflict"):
        st.warning(words.CONFLICT, icon=":material/warning:")
        for heading, value in (
            (words.CONFLICT_THEIRS, conflict.theirs),
            (words.CONFLICT_MINE, conflict.mine),
        ):
            st.caption(heading)
            st.text(plain(_shown(conflict.field, value)))
        with st.container(horizontal=True, gap="xsmall", key="conflict-choice"):
            st.button(words.CONFLICT_KEEP_MINE, key="conflict-mine", on_click=_keep_mine, args=(conflict,))
            st.button(words.CONFLICT_KEEP_THEIRS, key="conflict-theirs", on_click=_forget)


def _shown(field: str, value: str) -> str:
    return words.ANSWER_WORDS.get(value, value) if field == "answer" else value or words.CONFLICT_NOTHING


def _forget() -> None:
    """Callback: what the other tab wrote stays."""
    st.session_state.pop(KEY, None)


def _keep_mine(conflict: Conflict) -> None:
    """Callback: writes this tab's value over the other that was shown; asks again if that has changed too."""
    shelf = resources.filled()
    form = next((one.filled for one in shelf.forms() if one.form_id == conflict.form_id), None)
    if form is None:
        st.session_state["form-error"] = words.CONFLICT_GONE
        return
    changes, known = {conflict.field: conflict.mine}, {conflict.field: conflict.theirs}
    try:
        if conflict.item_id:
            shelf.change_item(conflict.form_id, form, conflict.item_id, known, **changes)
        else:
            shelf.change(conflict.form_id, form, known, **changes)
    except ChangedElsewhereError as error:
        keep(conflict.form_id, conflict.item_id, conflict.field, conflict.key, conflict.mine, error)
    except ToolkitError as error:
        st.session_state["form-error"] = str(error)
    else:
        st.session_state.pop(KEY, None)
