"""Waiting for the model, with the reason shown."""

from __future__ import annotations

import streamlit as st

from . import resources
from .words import asking as words


def wait_for_model() -> None:
    """Waits, with the reason shown, until the model is loaded."""
    version = resources.current_version()
    if version is None:
        return
    ready = resources.model_ready(version)
    if not ready.is_set():
        with st.spinner(words.WARMING, show_time=True):
            ready.wait(resources.WARM_SECONDS)
