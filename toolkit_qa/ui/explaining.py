"""Why a passage stands at its rank: the scores it is made of, in numbers and in words, when somebody asks."""

from __future__ import annotations

import html
import logging

import streamlit as st

from ingest.errors import ToolkitError
from toolkit_qa.records import Explanation, ScorePart

from . import resources
from .plain import label, one_line
from .words import looking_up as words

log = logging.getLogger(__name__)
OPEN = "lookup-why"  # the passage that is explained, in the session state


def draw_button(slot: str, passage_id: str) -> None:
    """Opens and closes the explanation of a passage."""
    shown = _is_open(passage_id)
    st.button(
        words.WHY_CLOSE if shown else words.WHY,
        key=f"why-{slot}",
        icon=":material/close:" if shown else ":material/query_stats:",
        type="tertiary",
        on_click=_turn,
        args=(passage_id,),
    )


def draw_if_open(slot: str, passage_id: str, question: str, version: str) -> None:
    """The explanation of a passage, where it was asked for."""
    if not _is_open(passage_id):
        return
    try:
        explained = resources.assistant().explain(question, passage_id, version=version)
    except ToolkitError as error:
        st.error(label(str(error)), icon=":material/error:")
        return
    with st.container(gap="xsmall", key=f"why-table-{slot}"):
        st.text(words.WHY_LEAD)
        st.html(_table(explained))
        if explained.sentence:
            st.text(words.WHY_SENTENCE.format(sentence=one_line(explained.sentence, 500)))


def _is_open(passage_id: str) -> bool:
    return st.session_state.get(OPEN) == passage_id


def _turn(passage_id: str) -> None:
    """Callback: opens the explanation, or closes it when it is open."""
    st.session_state[OPEN] = None if _is_open(passage_id) else passage_id


def _table(explained: Explanation) -> str:
    """Our own words and numbers as an HTML table."""
    head = "".join(f'<th scope="col">{html.escape(one)}</th>' for one in words.WHY_HEAD)
    rows = "".join(_row(part) for part in explained.parts)
    total = f'<th scope="row">{words.WHY_SUM}</th><td></td><td></td><td></td><td>{explained.score:+.2f}</td>'
    return f'<table class="why"><thead><tr>{head}</tr></thead><tbody>{rows}<tr>{total}</tr></tbody></table>'


def _row(part: ScorePart) -> str:
    name, help_text = words.WHY_PARTS.get(part.name, (part.name, ""))
    said = f"{html.escape(name)}<small>{html.escape(help_text)}</small>"
    numbers = (f"{part.score:.2f}", f"{part.deviations:+.2f}", f"× {part.weight:g}", f"{part.adds:+.2f}")
    cells = "".join(f"<td>{number}</td>" for number in numbers)
    return f'<tr><th scope="row">{said}</th>{cells}</tr>'
