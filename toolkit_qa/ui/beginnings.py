"""Questions to begin with, which the documents answer: found behind the page, drawn when they are there."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import streamlit as st

from toolkit_qa import Assistant
from toolkit_qa.examples import Example

from . import resources
from .plain import label
from .words import asking as words

log = logging.getLogger(__name__)
AT_ONCE = 0.3  # seconds: what was found before is there by then
SECONDS_BETWEEN = 1.0


class Finding:
    """The examples of one version, as they are found by a thread of their own; none where that fails.

    The thread is given all it needs: what is cached for all tabs is looked up by the page alone.
    """

    def __init__(self, assistant: Assistant, model_ready: threading.Event, version: str) -> None:
        self._assistant, self._model_ready, self._version = assistant, model_ready, version
        self.examples: tuple[Example, ...] = ()
        self.done = threading.Event()
        threading.Thread(target=self._find, name="examples", daemon=True).start()

    def _find(self) -> None:
        self._model_ready.wait(resources.WARM_SECONDS)
        try:
            self.examples = self._assistant.examples(version=self._version)
        except Exception:  # the page goes without; the first question says what is wrong
            log.exception("no examples of version %s", self._version)
        self.done.set()


@st.cache_resource(show_spinner=False, max_entries=4)
def finding(store: str, version: str) -> Finding:
    """The search for the examples of a version: begun once, for all tabs."""
    return Finding(resources.assistant_of(store), resources.model_ready(version), version)


def draw(ask: Callable[[str], None]) -> None:
    """A card a question, a click asks it. Until they are found, a line that says so."""
    version = resources.current_version()
    if version is None:
        return
    found = finding(str(resources.store()), version)
    if found.done.wait(AT_ONCE):
        _cards(found.examples, ask)
    else:
        _waiting(found)


@st.fragment(run_every=SECONDS_BETWEEN)
def _waiting(found: Finding) -> None:
    """Looks again every second, and has the page drawn once they are there."""
    if found.done.is_set():
        st.rerun()
    st.caption(words.EXAMPLES_WAIT)


def _cards(examples: tuple[Example, ...], ask: Callable[[str], None]) -> None:
    if not examples:
        return
    st.caption(words.EXAMPLES_LABEL)
    with st.grid(2, min_column_width=280, gap="small", key="examples"):
        for number, example in enumerate(examples):
            role = words.ROLES.get(example.role, words.UNKNOWN_ROLE)
            st.button(
                f"**{role.text}**  \n{label(example.question)}",
                key=f"example-{number}",
                icon=role.icon,
                width="stretch",
                wrap=True,
                on_click=ask,
                args=(example.question,),
            )
