"""Charts: drawn from our own records, with their numbers in words for those who do not see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from textwrap import wrap

import altair as alt
import streamlit as st

from index.changes import ADDED, MOVED, REMOVED, REWORDED, UNCHANGED
from toolkit_qa.filled_summary import Group

from .plain import one_line, plain
from .words import checklists, difference

ROW_PIXELS = 34
LINE = 28  # characters of a name
LEAST_LABELLED = 0.045  # of a bar: in a smaller part the number does not fit


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A part of a bar: its name in `Group.counts`, its word, its colour and that of the number in it."""

    name: str
    word: str
    colour: str
    ink: str


def _part(name: str, word: str, colour: str, ink: str) -> Part:
    return Part(name=name, word=word, colour=colour, ink=ink)


LIGHT, DARK = "#ffffff", "#101826"
# From dark to light in this order too, so that they are told apart without colour.
ANSWERS = (
    _part("yes", checklists.ANSWER_WORDS["yes"], "#1b6b3a", LIGHT),
    _part("partly", checklists.ANSWER_WORDS["partly"], "#d98e1f", DARK),
    _part("no", checklists.ANSWER_WORDS["no"], "#b3362b", LIGHT),
    _part("not_applicable", checklists.ANSWER_WORDS["not_applicable"], "#7d8aa0", DARK),
    _part("", checklists.ANSWER_WORDS[""], "#cfd6e0", DARK),
)
CHANGES = (
    _part(REMOVED, difference.CHANGE_WORDS[REMOVED], "#8f231a", LIGHT),
    _part(ADDED, difference.CHANGE_WORDS[ADDED], "#1b6b3a", LIGHT),
    _part(REWORDED, difference.CHANGE_WORDS[REWORDED], "#e09a2d", DARK),
    _part(MOVED, difference.CHANGE_WORDS[MOVED], "#8fb4e3", DARK),
    _part(UNCHANGED, difference.CHANGE_WORDS[UNCHANGED], "#d5dbe4", DARK),
)


def summary(title: str, groups: Sequence[Group]) -> None:
    """Answers of each group as one bar; nothing where there are no groups."""
    _draw(title, groups, ANSWERS, shares=False)


def changes(title: str, groups: Sequence[Group]) -> None:
    """What became of each group's pieces, as shares of one bar."""
    _draw(title, groups, CHANGES, shares=True)


def in_words(groups: Sequence[Group], parts: Sequence[Part] = ANSWERS) -> str:
    """The numbers of the chart as text."""
    said = {part.name: part.word for part in parts}
    return "; ".join(
        checklists.SUMMARY_COUNT.format(
            name=one_line(group.name, 80),
            counts=", ".join(f"{said[name]} {count}" for name, count in group.counts.items() if count),
        )
        for group in groups
    )


def _draw(title: str, groups: Sequence[Group], parts: Sequence[Part], *, shares: bool) -> None:
    if groups:
        import_module("pandas")  # altair must not meet it half imported by the thread that warms the model
        st.markdown(f"**{title}**")
        st.html(_legend(parts))
        st.altair_chart(_bars(groups, parts, shares), width="stretch", alt=in_words(groups, parts))


def _legend(parts: Sequence[Part]) -> str:
    """What the colours mean, as HTML: it wraps on narrow screens, which the chart's own does not."""
    keys = (f'<span><i style="background:{part.colour}"></i>{part.word}</span>' for part in parts)
    return f'<div class="legend">{"".join(keys)}</div>'


def _bars(groups: Sequence[Group], parts: Sequence[Part], shares: bool) -> alt.LayerChart:
    names = _names(groups)
    rows = [
        row for name, group in zip(names, groups, strict=True) for row in _rows(name, group, parts, shares)
    ]
    axis = alt.Axis(labelLimit=180, labelFontSize=12, ticks=False, labelExpr="split(datum.label, '\\n')")
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("group:N", sort=names, title=None, axis=axis),
        order=alt.Order("order:Q"),
    )
    bars = base.mark_bar(stroke="white", strokeWidth=1).encode(
        x=alt.X("from:Q", title=None, axis=None),
        x2="to:Q",
        color=alt.Color(
            "part:N",
            scale=alt.Scale(domain=[part.word for part in parts], range=[part.colour for part in parts]),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("group:N", title=" "),
            alt.Tooltip("part:N", title="  "),
            alt.Tooltip("count:Q", title=checklists.SUMMARY_AXIS),
        ],
    )
    numbers = base.mark_text(fontSize=11, fontWeight="bold").encode(
        x=alt.X("middle:Q", axis=None), text="shown:N", color=alt.Color("ink:N", scale=None)
    )
    return (bars + numbers).properties(height=alt.Step(ROW_PIXELS))


def _names(groups: Sequence[Group]) -> list[str]:
    """Each group's name on two lines at most; a second one of the same name is numbered."""
    names: list[str] = []
    for group in groups:
        lines = wrap(one_line(plain(group.name)), LINE, max_lines=2, placeholder="…")
        name = "\n".join(lines)
        names.append(name if name not in names else f"{name} ({len(names) + 1})")
    return names


def _rows(name: str, group: Group, parts: Sequence[Part], shares: bool) -> list[dict[str, object]]:
    """One row a part that is there: where it begins and ends in the bar."""
    total = sum(group.counts.get(part.name, 0) for part in parts)
    scale = 1 / total if shares and total else 1.0
    at, rows = 0, []
    for order, part in enumerate(parts):
        count = group.counts.get(part.name, 0)
        if count:
            rows.append(
                {
                    "group": name,
                    "part": part.word,
                    "count": count,
                    "shown": str(count) if not shares or count >= LEAST_LABELLED * total else "",
                    "from": at * scale,
                    "to": (at + count) * scale,
                    "middle": (at + count / 2) * scale,
                    "order": order,
                    "ink": part.ink,
                }
            )
        at += count
    return rows
