"""A progress bar that says what is being done and about how long it will take."""

from __future__ import annotations

import time

import streamlit as st

from .words import starting as words

LEAST_SHARE = 0.05
LEAST_SECONDS = 3.0  # before, a guess would only jump about


def bar(share: float, said: str, began: float) -> None:
    """`share` of 0 to 1; `began` of `time.monotonic`, 0 where it is not known."""
    left = time_left(share, time.monotonic() - began) if began else ""
    st.progress(share, text=words.TIME_LEFT.format(said=said, left=left) if left else said)


def time_left(share: float, seconds: float) -> str:
    """What is left, if the rest goes as fast as the share done in `seconds`; "" while that says little."""
    if not LEAST_SHARE <= share < 1 or seconds < LEAST_SECONDS:
        return ""
    rest = seconds * (1 - share) / share
    if rest >= 90:
        return words.LEFT_MINUTES.format(count=round(rest / 60))
    return (
        words.LEFT_SECONDS.format(count=max(10, 10 * round(rest / 10))) if rest >= 7.5 else words.LEFT_LITTLE
    )
