"""The rehearsal: what becomes of every answer in another version, and whether the gate would let it serve."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from index import versions as index_versions
from toolkit_qa.gate import never_served, waiting
from toolkit_qa.rehearsal import APPEARS, CHANGES, MOVES, VANISHES, Rehearsal, Rehearsed, Told

from . import library_serving, resources
from .library_compare import named
from .plain import badge_label, compared_html, label, one_line, plain
from .words import common
from .words import rehearsal as words

OPENED = (VANISHES, CHANGES, APPEARS)
CHANGED = (*OPENED, MOVES)
PAGE = 25  # answers shown at once


def draw() -> None:
    """A version to choose, and what came of the last rehearsal."""
    st.text(words.LEAD)
    state = resources.rehearser().state
    _choice(state.running)
    if state.error:
        st.error(label(state.error), icon=":material/error:")
    if state.rehearsal is not None:
        _verdict(state.rehearsal, state.served)
        _figures(state.rehearsal)
        _answers(state.rehearsal)


def _choice(running: bool) -> None:
    known = index_versions.list_versions(resources.store())
    infos = {one.version: one for one in known if not one.error and not one.current}
    if not infos:
        st.info(words.NEEDS_TWO, icon=":material/info:")
        return
    if st.session_state.get("rehearse-new") not in infos:
        st.session_state["rehearse-new"] = waiting(resources.store()) or next(iter(infos))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="rehearse-which"):
        chosen = st.selectbox(
            words.VERSION, list(infos), format_func=lambda one: named(infos[one]), key="rehearse-new"
        )
        st.button(
            words.BUTTON,
            key="rehearse",
            icon=":material/fact_check:",
            disabled=running,
            on_click=library_serving.rehearse,
            args=(str(chosen),),
        )


def _verdict(found: Rehearsal, served: bool) -> None:
    """What the gate says, and where it refuses, the way around it."""
    count = len(found.answers)
    st.text(
        words.REHEARSED.format(count=count, old=found.old, new=found.new) if count else words.REHEARSED_NONE
    )
    margin = resources.rehearser().margin
    reasons = _reasons(found, margin)
    open_still = never_served(resources.store(), found.new) and resources.rehearser().known(found.new)
    if reasons:
        title = label(words.GATE_SHUT.format(version=found.new))
        listed = "\n".join(f"- {label(reason)}" for reason in reasons)
        rule = label(words.GATE_RULE.format(margin=_percent(margin)))
        st.error(f"{listed}\n\n{rule}", title=title, icon=":material/block:")
    else:
        said = words.GATE_SERVED if served else words.GATE_OPEN
        st.success(label(said.format(version=found.new)), icon=":material/check_circle:")
    if open_still and reasons:
        _override(found.new)


def _reasons(found: Rehearsal, margin: float) -> list[str]:
    """What speaks against the version, in words."""
    reasons = [
        words.GATE_REASONS[name].format(
            before=_percent(found.figures[name].before), after=_percent(found.figures[name].after)
        )
        for name in found.fallen(margin)
    ]
    if found.vanished_items:
        first = one_line(found.vanished_items[0], 200)
        reasons.append(words.GATE_ITEMS.format(count=len(found.vanished_items), first=first))
    return reasons


def _override(version: str) -> None:
    with st.form("library-override", border=False):
        st.text_input(
            words.OVERRIDE_WHY, key="override-reason", placeholder=words.OVERRIDE_HINT, max_chars=300
        )
        st.form_submit_button(
            words.OVERRIDE, key="override", icon=":material/gavel:", on_click=_overridden, args=(version,)
        )


def _overridden(version: str) -> None:
    reason = " ".join(plain(str(st.session_state.get("override-reason") or "")).split())
    if reason:
        library_serving.let_serve(version, reason)
    else:
        st.session_state["library-error"] = words.OVERRIDE_NEEDS_WHY


def _figures(found: Rehearsal) -> None:
    """The figures of both versions side by side."""
    known = [name for name in words.FIGURE_NAMES if name in found.figures]
    if not known:
        return
    st.header(words.FIGURES, anchor=False)
    figure, before, after, difference, questions = words.FIGURE_COLUMNS
    rows = [
        {
            figure: label(words.FIGURE_NAMES[name]),
            before: _percent(one.before),
            after: _percent(one.after),
            difference: _points(one.difference),
            questions: str(one.n),
        }
        for name in known
        for one in (found.figures[name],)
    ]
    st.table(rows, hide_index=True, hide_header=False, border="horizontal", alt=words.FIGURES)
    with st.container(key="quiet-figures"):
        st.text(words.FIGURES_ALL.format(old=found.old, new=found.new))


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def _points(difference: float) -> str:
    return f"{100 * difference:+.1f}" if abs(difference) >= 0.0005 else "0.0"


def _answers(found: Rehearsal) -> None:
    """What became of the answers; those that changed are shown first, others when they are asked for."""
    if not found.answers:
        return
    st.header(words.ANSWERS, anchor=False)
    counts = found.counts
    chosen = st.pills(
        words.ANSWERS_SHOWN,
        list(words.BECAME),
        selection_mode="multi",
        default=[one for one in CHANGED if counts[one]],
        format_func=lambda one: words.BECAME_COUNT.format(word=words.BECAME[one].text, count=counts[one]),
        key=f"rehearsal-shown-{found.new}",
    )
    listed = [
        one for became in words.BECAME if became in chosen for one in found.answers if one.became == became
    ]
    if not listed:
        st.text(words.ANSWERS_NONE)
    shown = int(st.session_state.get("rehearsal-most", PAGE))
    for number, one in enumerate(listed[:shown]):
        _answer(number, one, found)
    if len(listed) > shown:
        st.button(
            words.ANSWERS_MORE,
            key="rehearsal-more",
            on_click=st.session_state.update,
            kwargs={"rehearsal-most": shown + PAGE},
        )


def _answer(number: int, one: Rehearsed, found: Rehearsal) -> None:
    """A question and both its answers; a quote that only one of them has is marked."""
    look = words.BECAME[one.became]
    with st.expander(
        label(one.question),
        expanded=one.became in OPENED,
        icon=look.icon,
        key=f"rehearsed-{found.new}-{one.became}-{number}",
    ):
        st.badge(badge_label(look.help), icon=look.icon, color=look.colour)  # type: ignore[arg-type]
        with st.grid(2, min_column_width=260, gap="small", key=f"rehearsed-sides-{number}"):
            _side(f"old-{number}", words.BEFORE_IN.format(version=found.old), one.before, one.after, "del")
            _side(f"new-{number}", words.AFTER_IN.format(version=found.new), one.after, one.before, "ins")


def _side(slot: str, heading: str, told: Told, other: Told, tag: str) -> None:
    with st.container(gap="xxsmall", key=f"rehearsed-{slot}"):
        with st.container(key=f"quiet-rehearsed-{slot}"):
            st.text(heading)
        if not told.quotes:
            st.text(common.STATUS.get(told.status, common.UNKNOWN_STATUS).text)
        on_pages = groupby(zip(told.quotes, told.places, strict=True), key=lambda one: one[1])
        for number, (place, quoted) in enumerate(on_pages):
            for quote, _ in quoted:
                mark = "" if quote in other.quotes else tag
                st.html(f'<div class="compared">{compared_html([(mark, quote)])}</div>')
            with st.container(key=f"quiet-place-{slot}-{number}"):
                st.text(one_line(place))
