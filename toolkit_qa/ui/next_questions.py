"""Related questions under an answer. Found after the answer is drawn, so that it never waits for them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

import streamlit as st

from toolkit_qa.records import Answer

from . import resources, words
from .plain import label

log = logging.getLogger(__name__)


def draw(answer: Answer | None, history: Sequence[str], ask: Callable[[str], None]) -> None:
    """What the documents answer too, near an answer; a click asks it. Called at the end of a run."""
    if answer is None or not answer.citations:
        return
    related = _related(str(resources.store()), answer.answer_id, answer.question, tuple(history), answer)
    if not related:
        return
    st.caption(words.RELATED)
    with st.container(gap=None, key="related"):
        for number, question in enumerate(related):
            st.button(
                label(question),
                key=f"related-{number}",
                icon=":material/subdirectory_arrow_right:",
                type="tertiary",
                wrap=True,
                on_click=ask,
                args=(question,),
            )


@st.cache_data(show_spinner=False, max_entries=200)
def _related(
    store: str, answer_id: str, question: str, history: tuple[str, ...], _answer: Answer
) -> tuple[str, ...]:
    """The related questions of an answer, found once; none where that fails."""
    try:
        return resources.assistant_of(store).related(_answer, history=history)
    except Exception:  # the answer stands without them
        log.exception("no related questions of answer %s", answer_id)
        return ()
