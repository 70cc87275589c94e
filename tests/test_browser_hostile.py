"""Hostile strings in the real browser: shown as they are written, in every kind of element the app uses."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pytest

from tests import ROOT
from tests.browser import Visit, visiting
from tests.test_ui_plain import HOSTILE, REORDERING
from toolkit_qa.ui.plain import BREAK, plain

pytestmark = pytest.mark.browser

SCRIPT = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
import streamlit as st
from tests.test_ui_plain import HOSTILE, REORDERING
from toolkit_qa.ui.plain import badge_label, label, marked_html, plain

for number, text in enumerate(HOSTILE + REORDERING):
    for kind, draw in {{
        "button": lambda: st.button(label(text), key=f"button-{{number}}"),
        "tertiary": lambda: st.button(label(text), key=f"tertiary-{{number}}", type="tertiary", wrap=True),
        "badge": lambda: st.badge(badge_label(text)),
        "error": lambda: st.error(label(text)),
        "caption": lambda: st.caption(label(text)),
        "small": lambda: st.markdown(f":small[{{label(text)}}]"),
        "text": lambda: st.text(plain(text)),
        "html": lambda: st.html("<div>" + marked_html(text, [(0, 1)]) + "</div>"),
    }}.items():
        with st.container(key=f"case-{{kind}}-{{number}}"):
            draw()
st.title("done")
"""

# What Markdown, HTML, LaTeX or Mermaid would turn text into.
FOREIGN = (
    "a, img, script, iframe, b, strong, em, del, code, pre, hr, h1, h2, ul, ol, table, blockquote, input, "
    ".katex, svg[id^=mermaid], [data-testid=stIconMaterial]:not([data-testid=stAlertDynamicIcon] *)"
)

CASES = """(foreign) => [...document.querySelectorAll("[class*='st-key-case-']")].map((box) => ({
    name: [...box.classList].find((one) => one.startsWith("st-key-case-")),
    text: box.innerText,
    foreign: [...box.querySelectorAll(foreign)].map((one) => one.outerHTML),
}))"""


def test_nothing_becomes_more_than_text(tmp_path: Path, chromium: str) -> None:
    (tmp_path / "app.py").write_text(SCRIPT, encoding="utf-8")
    shutil.copytree(ROOT / ".streamlit", tmp_path / ".streamlit")
    with visiting(tmp_path, chromium) as visit:
        visit.page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
        visit.page.goto(visit.address)
        visit.page.get_by_text("done", exact=True).wait_for(timeout=90_000)
        visit.settle()
        # An element's box comes first; what draws Markdown in it is loaded after that.
        until = time.monotonic() + 60
        while not all(map(shows, drawn(visit))) and time.monotonic() < until:
            visit.page.wait_for_timeout(200)
        cases = drawn(visit)
    assert len(cases) == 8 * len(HOSTILE + REORDERING)
    wrong = [case for case in cases if case["foreign"] or not shows(case)]
    assert not wrong, wrong


def drawn(visit: Visit) -> list[dict[str, str]]:
    """Every case as it stands on the page now: its name, its text, and what in it is more than text."""
    return visit.page.evaluate(CASES, FOREIGN)


def shows(case: dict[str, str]) -> bool:
    """Whether the element shows its string, white space aside."""
    number = int(case["name"].rsplit("-", 1)[1])
    expected = plain((HOSTILE + REORDERING)[number])
    return squeezed(case["text"].replace(BREAK, "")) == squeezed(expected)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
