"""How good the answers are: the figures of the last `evaluate`, as a table with bars and as a curve."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from importlib import import_module

import altair as alt
import streamlit as st

from toolkit_qa import last_evaluation
from toolkit_qa.figures import Measured, Sure
from toolkit_qa.last_evaluation import LastEvaluation

from . import resources
from .plain import one_line, plain
from .words import figures as words

INK = "#2f6fc4"  # told from both grounds, the light and the dark one
SPOKEN = (0.25, 0.5, 0.75, 1.0)  # of the answers: the points that are told in words


def draw(version: str) -> None:
    """Figures and curve of the last evaluation, or the command that makes them."""
    last = last_evaluation.read(resources.store())
    with st.container(key="about-figures"):
        st.header(words.TITLE, anchor=False)
        if last is None:
            st.text(words.NONE)
            st.code(words.COMMAND, language=None)
            return
        st.text(plain(_said(last)))
        if last.version != version:
            st.info(words.OTHER, icon=":material/info:")
            st.code(words.COMMAND, language=None)
        st.html(table(last.figures))
        _curve(last.curve)


def _said(last: LastEvaluation) -> str:
    """Which questions were put to which version, when."""
    return words.LEAD.format(
        questions=last.questions,
        version=last.version,
        date=last.created[:10],
        release=last.release,
        sets=one_line(", ".join(last.sets), 120),
        half=words.HALVES.get(last.half, last.half),
    )


def table(figures: Mapping[str, Measured]) -> str:
    """The figures as an HTML table; each share also as a bar with its range drawn over it."""
    what, share, span, count = map(html.escape, words.COLUMNS)
    rows = "".join(_row(title, figures[name]) for name, title in words.SHOWN.items() if name in figures)
    return (
        f'<table class="figures"><caption>{html.escape(words.CAPTION)}</caption><thead><tr>'
        f'<th scope="col">{what}</th><th scope="col" class="share">{share}</th>'
        f'<th scope="col">{span}</th><th scope="col">{count}</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _row(title: str, one: Measured) -> str:
    bar = (
        f'<span class="bar" aria-hidden="true"><span class="full" style="width:{one.value:.1%}"></span>'
        f'<span class="span" style="left:{one.low:.1%};width:{one.high - one.low:.1%}"></span></span>'
    )
    return (
        f'<tr><th scope="row">{html.escape(title)}</th>'
        f'<td class="share"><span class="number">{_percent(one.value)}</span>{bar}</td>'
        f"<td>{_percent(one.low)} – {_percent(one.high)}</td><td>{one.n}</td></tr>"
    )


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _curve(points: Sequence[Sure]) -> None:
    """The coverage curve; nothing where there are too few answers to draw one."""
    if len(points) < 2:
        return
    import_module("pandas")  # altair must not meet it half imported by the thread that warms the model
    st.subheader(words.CURVE_TITLE, anchor=False)
    st.text(words.CURVE_LEAD)
    st.altair_chart(_chart(points), width="stretch", alt=words.CURVE_ALT.format(points=in_words(points)))
    st.caption(in_words(points))


def in_words(points: Sequence[Sure]) -> str:
    """A few points of the curve, told."""
    most = points[-1].answered
    told = [next(one for one in points if one.answered >= share * most) for share in SPOKEN]
    return "; ".join(
        words.CURVE_AT.format(answered=_percent(one.answered), right=_percent(one.right)) for one in told
    )


def _chart(points: Sequence[Sure]) -> alt.Chart:
    rows = [one.to_dict() for one in points]
    percent = alt.Axis(format="%", tickCount=6)
    scale = alt.Scale(domain=[0, 1])
    tooltip = [
        alt.Tooltip("answered:Q", title=words.CURVE_X, format=".0%"),
        alt.Tooltip("right:Q", title=words.CURVE_Y, format=".0%"),
        alt.Tooltip("confidence:Q", title=words.CURVE_CONFIDENCE, format=".2f"),
    ]
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_line(color=INK, strokeWidth=2.5, interpolate="step-after")
        .encode(
            x=alt.X("answered:Q", title=words.CURVE_X, scale=scale, axis=percent),
            y=alt.Y("right:Q", title=words.CURVE_Y, scale=scale, axis=percent),
            tooltip=tooltip,
        )
        .properties(height=280)
    )
