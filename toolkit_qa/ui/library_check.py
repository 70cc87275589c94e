"""Saved citations held against the version in use: unchanged, moved, reworded or gone."""

from __future__ import annotations

import streamlit as st

from index.version import Version
from ingest.errors import InputError, StoreError, ToolkitError
from toolkit_qa.citation_health import REWORDED, STATES, UNCHANGED, Health, check_quotes, counts_of
from toolkit_qa.saved_quotes import SavedQuote, read_text

from . import opening, resources
from .plain import badge_label, compared_html, label, one_line, plain
from .shelf import Shelf
from .words import citation_check as words
from .words import common

LARGEST_MEGABYTES = 20
MOST_SHOWN = 100


def draw(shelf: Shelf) -> None:
    """A file to put in, and what became of each quote in it."""
    st.text(words.LEAD)
    file = st.file_uploader(
        words.LABEL, type=["json", "jsonl"], max_upload_size=LARGEST_MEGABYTES, key="check-file"
    )
    if file is None:
        return
    try:
        found = _checked(file.file_id, file.name, file.getvalue(), shelf)
    except ToolkitError as error:
        st.error(label(str(error)), icon=":material/error:")
        return
    with st.container(horizontal=True, gap="xsmall", key="check-counts"):
        for state, count in counts_of(found).items():
            look = words.STATES[state]
            st.badge(f"{look.text} {count}", icon=look.icon, color=look.colour)  # type: ignore[arg-type]
    worst_first = sorted(found, key=lambda one: -STATES.index(one.state))
    for number, one in enumerate(worst_first[:MOST_SHOWN]):
        _quote(number, one)
    if len(found) > MOST_SHOWN:
        st.text(words.MORE.format(count=len(found) - MOST_SHOWN))


def _checked(file_id: str, name: str, data: bytes, shelf: Shelf) -> tuple[Health, ...]:
    """The health of each quote, kept in this tab until another file or version is checked."""
    known = st.session_state.get("checked")
    if isinstance(known, tuple) and known[:2] == (file_id, shelf.version):
        found: tuple[Health, ...] = known[2]
        return found
    try:
        quotes = read_text(data.decode("utf-8-sig"), one_line(name, 80))
    except (UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{one_line(name, 80)} is no JSON in UTF-8.", "Export it again as JSON.") from error
    with st.spinner(common.SEARCHING):
        version = resources.assistant().version(shelf.version)
        found = tuple(check_quotes(version, quotes, _earlier(quotes, shelf.version)))
    st.session_state["checked"] = (file_id, shelf.version, found)
    return found


def _earlier(quotes: tuple[SavedQuote, ...], current: str) -> dict[str, Version]:
    """The versions that the quotes were taken from, as far as they are still there and sound."""
    found = {}
    for name in {quote.version for quote in quotes} - {current, ""}:
        try:
            found[name] = resources.assistant().version(name)
        except StoreError:
            continue
    return found


def _quote(number: int, health: Health) -> None:
    saved, look = health.saved, words.STATES[health.state]
    with st.container(border=True, gap="xxsmall", key=f"checked-{number}"):
        with st.container(
            horizontal=True, vertical_alignment="center", gap="xsmall", key=f"quiet-check-{number}"
        ):
            st.badge(badge_label(look.text), icon=look.icon, color=look.colour)  # type: ignore[arg-type]
            st.text(_where(health))
        if health.state == REWORDED and health.words:
            tags = {"removed": "del", "added": "ins"}
            st.html(
                f'<div class="compared">{compared_html((tags.get(m, ""), t) for m, t in health.words)}</div>'
            )
        else:
            st.text(plain(" ".join(saved.quote.split())))


def _where(health: Health) -> str:
    saved, now = health.saved, health.now
    where = f"{one_line(saved.title, 120)}, {opening.place((saved.page, saved.page_label))}"
    if now is None or health.state == UNCHANGED:
        return where
    place = f"{one_line(now.title, 120)}, {opening.place((now.page, now.page_label))}"
    return f"{where}; {words.NOW.format(place=place)}"
