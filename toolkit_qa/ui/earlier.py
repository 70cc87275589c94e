"""What did the earlier edition say? The same question put to an older version, beside the answer of today."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

import streamlit as st

from index.versions import VersionInfo
from ingest.errors import ToolkitError
from toolkit_qa.citation_health import GONE, MOVED, REWORDED, Health
from toolkit_qa.earlier import Compared, editions_of
from toolkit_qa.records import BLOCKED, NEEDS_DETAIL, NOT_A_QUESTION, Answer, Citation

from . import opening, resources, source_panel, words
from .answers import APP_PAGE, quote_holds
from .plain import badge_label, compared_html, label, one_line, plain, when
from .waiting import wait_for_model

log = logging.getLogger(__name__)
NO_ANSWER = (BLOCKED, NEEDS_DETAIL, NOT_A_QUESTION)
NOW_TAGS = {"removed": "ins", "added": ""}
THEN_TAGS = {"removed": "del", "added": ""}


def draw(slot: str, answer: Answer, history: Sequence[str]) -> None:
    """The button under an answer, where a version before holds another edition; below it what that said."""
    older = None if answer.status in NO_ANSWER else resources.earlier_version(answer)
    if older is None:
        return
    key = f"earlier-{answer.answer_id}"
    shown = bool(st.session_state.get(key))
    st.button(
        words.EARLIER_CLOSE if shown else words.EARLIER,
        key=f"earlier-{slot}",
        type="tertiary",
        icon=":material/close:" if shown else ":material/history:",
        help=label(words.EARLIER_HELP.format(version=_named(answer, older))),
        on_click=st.session_state.update,
        kwargs={key: not shown},
    )
    if shown:
        try:
            before = _asked(answer, history, older)
            _both(slot, before, answer, older)
        except ToolkitError as error:
            st.error(label(str(error)), icon=":material/error:")


def _asked(answer: Answer, history: Sequence[str], older: VersionInfo) -> Answer:
    """The question put to the older version, once for this tab."""
    key = f"earlier-answer-{answer.answer_id}-{older.version}"
    known = st.session_state.get(key)
    if not isinstance(known, Answer):
        wait_for_model()
        with st.spinner(words.SEARCHING):
            known = resources.assistant().ask(answer.question, history=history, version=older.version)
        st.session_state[key] = known
    return known


def _both(slot: str, before: Answer, now: Answer, older: VersionInfo) -> None:
    found = resources.earlier_compared(before, now, (before.answer_id, now.answer_id))
    look = words.BECAME[found.became]
    with st.container(border=True, gap="small", key=f"earlier-both-{slot}"):
        st.badge(badge_label(look.help), icon=look.icon, color=look.colour)  # type: ignore[arg-type]
        with st.grid(2, min_column_width=240, gap="medium", key=f"earlier-sides-{slot}"):
            with st.container(gap="small", key=f"earlier-then-{slot}"):
                _heading(f"then-{slot}", words.EARLIER_THEN, _named(before, older))
                _then(slot, before, found)
            with st.container(gap="small", key=f"earlier-now-{slot}"):
                editions = editions_of(now, resources.shelf(now.version).documents)
                _heading(f"now-{slot}", words.EARLIER_NOW, _joined(*editions, now.version))
                _now(slot, now, found)


def _named(answer: Answer, version: VersionInfo) -> str:
    built = words.EARLIER_BUILT.format(created=when(version.created))
    return _joined(*editions_of(answer, version.documents), version.version, built)


def _joined(*parts: str) -> str:
    return " · ".join(one_line(part, 80) for part in parts)


def _heading(slot: str, heading: str, named: str) -> None:
    with st.container(gap="xxsmall", key=f"earlier-heading-{slot}"):
        st.markdown(f"**{label(heading)}**")
        with st.container(key=f"quiet-earlier-{slot}"):
            st.text(named)


def _then(slot: str, before: Answer, found: Compared) -> None:
    """The earlier quotes, with what became of each since; each opens its page in its own version."""
    shelf = resources.shelf(before.version)
    _status(f"then-{slot}", before)
    for statement in before.statements:
        for citation in before.cited(statement):
            if not quote_holds(shelf, citation):
                continue
            place = f"{slot}-then{citation.n}"
            _quote(place, citation, found.since.get(citation.n), words.EARLIER_SINCE, THEN_TAGS)
            st.button(
                words.SHOW_PAGE,
                key=f"open-{place}",
                type="tertiary",
                icon=":material/find_in_page:",
                on_click=source_panel.open_here,
                args=(APP_PAGE, opening.of_citation(place, before, statement, citation)),
            )
            source_panel.draw_if_open(APP_PAGE, place)


def _now(slot: str, now: Answer, found: Compared) -> None:
    """Today's quotes, with what stood for each before."""
    shelf = resources.shelf(now.version)
    _status(f"now-{slot}", now)
    for citation in now.citations:
        if quote_holds(shelf, citation):
            place = f"{slot}-now{citation.n}"
            _quote(place, citation, found.before.get(citation.n), words.EARLIER_BEFORE, NOW_TAGS)


def _status(slot: str, answer: Answer) -> None:
    """Why there are no quotes, where there are none."""
    if not answer.statements:
        look = words.STATUS.get(answer.status, words.UNKNOWN_STATUS)
        st.badge(badge_label(look.text), icon=look.icon, color=look.colour)  # type: ignore[arg-type]
        with st.container(key=f"quiet-status-{slot}"):
            st.text(plain(answer.message))


def _quote(
    slot: str,
    citation: Citation,
    health: Health | None,
    looks: Mapping[str, words.Look],
    tags: Mapping[str, str],
) -> None:
    """A quote with its place, the words in which it differs marked, and what became of it."""
    stretches = [("", citation.quote)]
    if health is not None and health.state == GONE:
        stretches = [(tags["removed"], citation.quote)]
    if health is not None and health.state == REWORDED:
        stretches = [(tags.get(mark, ""), text) for mark, text in health.words if mark != "added"]
    with st.container(gap="xxsmall", key=f"earlier-quote-{slot}"):
        st.html(f'<div class="compared">{compared_html(stretches)}</div>')
        with st.container(
            horizontal=True, vertical_alignment="center", gap="xsmall", key=f"quiet-quote-{slot}"
        ):
            st.text(f"{one_line(citation.title, 80)}, {opening.place((citation.page, citation.page_label))}")
            if health is not None:
                _became(health, looks[health.state])


def _became(health: Health, look: words.Look) -> None:
    now = health.now
    page = opening.place((now.page, now.page_label)) if now is not None and health.state == MOVED else ""
    text = badge_label(look.text.format(place=page))
    st.badge(text, icon=look.icon, color=look.colour)  # type: ignore[arg-type]
