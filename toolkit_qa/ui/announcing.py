"""Telling screen readers, once, that something is there: one polite status line, filled when a run has ended.

The line is put on the page by the frame before anything is said: what appears together with its words is
not read out. Only words of the frame and numbers are said, never text of documents or questions.
"""

from __future__ import annotations

import json

import streamlit as st

from toolkit_qa.records import Answer

from .chips import look_of
from .words import common as words

PLACE = "toolkit-qa-status"
PREPARE = f"""<script>
if (!document.getElementById("{PLACE}")) {{
  const line = document.createElement("div");
  line.id = "{PLACE}";
  line.className = "unseen";
  line.setAttribute("role", "status");
  document.body.append(line);
}}
</script>"""
# Emptied first, so that the same words are read out again when they are said again.
SAY = f"""<script>
(() => {{
  const line = document.getElementById("{PLACE}");
  if (!line) return;
  line.textContent = "";
  setTimeout(() => {{ line.textContent = %s; }}, 250);
}})();
</script>"""


def prepare() -> None:
    """Puts the empty line on the page."""
    _run("say-prepare", PREPARE)


def answered(answer: Answer | None) -> None:
    """Says what came of a question: its verdict and how many quotes there are; None is an error."""
    if answer is None:
        say(words.SAID_ERROR)
        return
    status = look_of(answer).text
    count = len(answer.statements)
    said = (words.SAID_QUOTES if count != 1 else words.SAID_QUOTE).format(status=status, count=count)
    say(said if count else words.SAID_NO_QUOTES.format(status=status))


def say(text: str) -> None:
    """Has a line of the frame's own words read out when this run has ended."""
    _run("say-words", SAY % json.dumps(text).replace("<", "\\u003c"))


def _run(key: str, script: str) -> None:
    with st.container(key=f"scroll-{key}"):
        st.html(script, unsafe_allow_javascript=True)
