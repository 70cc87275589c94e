"""Charts: drawn from our own records, with their numbers in words for those who do not see them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import altair as alt
import streamlit as st

from toolkit_qa.filled_summary import Group

from . import words
from .plain import one_line, plain

# From dark to light in this order too, so that they are told apart without colour.
COLOURS = {"yes": "#1b6b3a", "partly": "#d98e1f", "no": "#b3362b", "not_applicable": "#7d8aa0", "": "#cfd6e0"}
INK = {"yes": "#ffffff", "partly": "#101826", "no": "#ffffff", "not_applicable": "#101826", "": "#101826"}
SHOWN = ("yes", "partly", "no", "not_applicable", "")
ROW_PIXELS = 26


def summary(title: str, groups: Sequence[Group]) -> None:
    """Answers of each group as one bar; nothing where there are no groups."""
    if groups:
        import_module("pandas")  # altair must not meet it half imported by the thread that warms the model
        st.markdown(f"**{title}**")
        st.altair_chart(_bars(groups), width="stretch", alt=in_words(groups))


def in_words(groups: Sequence[Group]) -> str:
    """The numbers of the chart as text."""
    return "; ".join(
        words.SUMMARY_COUNT.format(
            name=one_line(group.name, 80),
            counts=", ".join(f"{words.ANSWER_WORDS[a]} {n}" for a, n in group.counts.items() if n),
        )
        for group in groups
    )


def _bars(groups: Sequence[Group]) -> alt.LayerChart:
    rows = [row for group in groups for row in _rows(group)]
    names = list(dict.fromkeys(row["group"] for row in rows))
    shown = [words.ANSWER_WORDS[answer] for answer in SHOWN]
    axis = alt.Axis(labelLimit=230, labelFontSize=12, ticks=False)
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("group:N", sort=names, title=None, axis=axis),
        order=alt.Order("order:Q"),
    )
    bars = base.mark_bar(stroke="white", strokeWidth=1).encode(
        x=alt.X("from:Q", title=None, axis=None),
        x2="to:Q",
        color=alt.Color(
            "answer:N",
            scale=alt.Scale(domain=shown, range=[COLOURS[answer] for answer in SHOWN]),
            legend=alt.Legend(orient="top", title=None, columns=3),
        ),
        tooltip=[
            alt.Tooltip("group:N", title=" "),
            alt.Tooltip("answer:N", title="  "),
            alt.Tooltip("count:Q", title=words.SUMMARY_AXIS),
        ],
    )
    numbers = base.mark_text(fontSize=11, fontWeight="bold").encode(
        x=alt.X("middle:Q", axis=None), text="count:Q", color=alt.Color("ink:N", scale=None)
    )
    return (bars + numbers).properties(height=ROW_PIXELS * len(names) + 50)


def _rows(group: Group) -> list[dict[str, object]]:
    """One row an answer that was given: where its part of the bar begins and ends."""
    at, rows = 0, []
    for order, answer in enumerate(SHOWN):
        count = group.counts.get(answer, 0)
        if count:
            rows.append(
                {
                    "group": one_line(plain(group.name), 60),
                    "answer": words.ANSWER_WORDS[answer],
                    "count": count,
                    "from": at,
                    "to": at + count,
                    "middle": at + count / 2,
                    "order": order,
                    "ink": INK[answer],
                }
            )
        at += count
    return rows
