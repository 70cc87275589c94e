"""Related questions under an answer. Found after the answer is drawn, so that it never waits for them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

import streamlit as st

from ingest.errors import ToolkitError
from toolkit_qa.records import Answer

from . import resources
from .plain import label
from .words import asking as words

log = logging.getLogger(__name__)


def draw(answer: Answer | None, history: Sequence[str], ask: Callable[[str], None]) -> None:
    """What the documents answer too, near an answer; a click asks it. Called at the end of a run."""
    if answer is None or not answer.citations:
        return
    related = _found(answer, tuple(history))
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


def _found(answer: Answer, history: tuple[str, ...]) -> tuple[str, ...]:
    """The related questions; none where they cannot be found: the answer stands without them."""
    try:
        return _related(str(resources.store()), answer.answer_id, answer.question, history, answer)
    except ToolkitError as error:
        log.info("no related questions: %s", type(error).__name__)
    except Exception:
        log.exception("related questions could not be found")
    return ()


@st.cache_data(show_spinner=False, max_entries=200)
def _related(
    store: str, answer_id: str, question: str, history: tuple[str, ...], _answer: Answer
) -> tuple[str, ...]:
    """Found once for each answer. Only words of documents are kept, never those of a question."""
    return resources.assistant_of(store).related(_answer, history=history)
