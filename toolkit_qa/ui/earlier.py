"""What did the earlier edition say? The same question put to an older version, beside the answer of today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

import streamlit as st

from index.changes import ADDED, REMOVED
from index.versions import VersionInfo
from ingest.errors import ToolkitError
from toolkit_qa.citation_health import GONE, REWORDED, Health
from toolkit_qa.earlier import editions_of
from toolkit_qa.records import BLOCKED, NEEDS_DETAIL, NOT_A_QUESTION, Answer, Citation, Statement

from . import opening, resources, source_panel
from .answers import APP_PAGE, quote_holds
from .chips import look_of
from .plain import badge_label, compared_html, label, one_line, plain, when
from .waiting import wait_for_model
from .words import common, rehearsal
from .words import earlier as words

NO_ANSWER = (BLOCKED, NEEDS_DETAIL, NOT_A_QUESTION)


class Quoted(NamedTuple):
    """A quote with its statement, and what stands for it in the other answer's version."""

    statement: Statement
    citation: Citation
    health: Health


def draw(slot: str, answer: Answer, history: Sequence[str]) -> None:
    """The button under an answer, where a version before holds another edition; below it what that said."""
    older = None if answer.status in NO_ANSWER else resources.earlier_version(answer)
    if older is None:
        return
    key = f"earlier-{answer.answer_id}"
    shown = bool(st.session_state.get(key))
    st.button(
        words.CLOSE if shown else words.OPEN,
        key=f"earlier-{slot}",
        type="tertiary",
        icon=":material/close:" if shown else ":material/history:",
        help=label(words.HELP.format(version=_named(answer, older))),
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
        with st.spinner(common.SEARCHING):
            known = resources.assistant().ask(answer.question, history=history, version=older.version)
        st.session_state[key] = known
    return known


def _both(slot: str, before: Answer, now: Answer, older: VersionInfo) -> None:
    found = resources.earlier_compared(before, now, (before.answer_id, now.answer_id))
    look = rehearsal.BECAME[found.became]
    editions = editions_of(now, resources.shelf(now.version).documents)
    with st.container(border=True, gap="small", key=f"earlier-both-{slot}"):
        st.badge(badge_label(look.help), icon=look.icon, color=look.colour)  # type: ignore[arg-type]
        with st.grid(2, min_column_width=240, gap="medium", key=f"earlier-sides-{slot}"):
            with st.container(gap="small", key=f"earlier-then-{slot}"):
                _heading(f"then-{slot}", words.THEN, _named(before, older))
                _side(f"{slot}-then", before, found.since, words.SINCE, "del")
            with st.container(gap="small", key=f"earlier-now-{slot}"):
                _heading(f"now-{slot}", words.NOW, _joined(*editions, now.version))
                _side(f"{slot}-now", now, found.before, words.BEFORE, "ins")


def _named(answer: Answer, version: VersionInfo) -> str:
    built = words.BUILT.format(created=when(version.created))
    return _joined(*editions_of(answer, version.documents), version.version, built)


def _joined(*parts: str) -> str:
    return " · ".join(one_line(part, 80) for part in parts)


def _heading(slot: str, heading: str, named: str) -> None:
    with st.container(gap="xxsmall", key=f"earlier-heading-{slot}"):
        st.markdown(f"**{label(heading)}**")
        with st.container(key=f"quiet-earlier-{slot}"):
            st.text(named)


def _side(
    slot: str, answer: Answer, healths: Mapping[int, Health], looks: Mapping[str, common.Look], tag: str
) -> None:
    """The quotes of one answer, those of one page and one fate together; or why there are none."""
    shelf = resources.shelf(answer.version)
    if not answer.statements:
        look = look_of(answer)
        st.badge(badge_label(look.text), icon=look.icon, color=look.colour)  # type: ignore[arg-type]
        with st.container(key=f"quiet-status-{slot}"):
            st.text(plain(answer.message))
    quoted = [
        Quoted(statement, citation, healths[citation.n])
        for statement in answer.statements
        for citation in answer.cited(statement)
        if citation.n in healths and quote_holds(shelf, citation)
    ]
    for _, block in groupby(quoted, key=_page_and_fate):
        _block(slot, answer, list(block), looks, tag)


def _page_and_fate(one: Quoted) -> tuple[str, int, str, int]:
    now = one.health.now
    return one.citation.document_id, one.citation.page, one.health.state, now.page if now else 0


def _block(
    slot: str, answer: Answer, block: Sequence[Quoted], looks: Mapping[str, common.Look], tag: str
) -> None:
    """Quotes, the words that the other answer's edition does not have marked, their page, their fate."""
    statement, citation, health = block[0]
    place = f"{slot}-{citation.n}"
    with st.container(gap="xxsmall", key=f"earlier-quote-{place}"):
        for one in block:
            st.html(f'<div class="compared">{compared_html(_stretches(one, tag))}</div>')
        with st.container(
            horizontal=True, vertical_alignment="center", gap="xsmall", key=f"quiet-quote-{place}"
        ):
            st.text(f"{one_line(citation.title, 80)}, {opening.place((citation.page, citation.page_label))}")
            _fate(health, looks[health.state])
            st.button(
                common.SHOW_PAGE,
                key=f"open-{place}",
                type="tertiary",
                icon=":material/find_in_page:",
                on_click=source_panel.open_here,
                args=(APP_PAGE, opening.of_citation(place, answer, statement, citation)),
            )
    source_panel.draw_if_open(APP_PAGE, place)


def _stretches(one: Quoted, tag: str) -> list[tuple[str, str]]:
    if one.health.state == REWORDED:
        return [(tag if mark == REMOVED else "", text) for mark, text in one.health.words if mark != ADDED]
    return [(tag if one.health.state == GONE else "", one.citation.quote)]


def _fate(health: Health, look: common.Look) -> None:
    """What became of a quote, or what it was before."""
    other = health.now
    page = opening.place((other.page, other.page_label)) if other is not None else ""
    st.badge(badge_label(look.text.format(place=page)), icon=look.icon, color=look.colour)  # type: ignore[arg-type]
