"""Answers and conversations going out: as files, or as they are printed by the browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from toolkit_qa.answer_export import Asked, export_answer, export_conversation, file_name, now
from toolkit_qa.answer_export_text import when
from toolkit_qa.hits_export import Found, export_hits
from toolkit_qa.keeping import Turn

from . import scrolling
from .plain import one_line
from .words import common
from .words import exporting as words

PRINTING = "printing"  # what is to be printed with this run: the number of a turn, or "all"


def draw_answer(index: int, turn: Turn) -> None:
    """The export of turn `index`, and what a printed page says of it besides."""
    if turn.answer is None:
        return
    asked = Asked(answer=turn.answer, at=turn.asked_at)
    _popover(
        common.EXPORT,
        f"answer-{index}",
        words.EXPORTS_ANSWER,
        partial(export_answer, asked),
        partial(file_name, turn.answer.question),
    )
    with st.container(key=f"record-{index}"):
        st.text(_record(asked))


def draw_conversation(title: str, turns: Sequence[Turn]) -> None:
    """The export of all answers of a conversation."""
    asked = [Asked(answer=turn.answer, at=turn.asked_at) for turn in turns if turn.answer is not None]
    if not asked:
        return
    named = one_line(title) or asked[0].answer.question
    _popover(
        words.EXPORT_CONVERSATION,
        "conversation",
        words.EXPORTS_ANSWER,
        lambda name: export_conversation(named, asked, name, written_at=now()),
        partial(file_name, f"{common.CONVERSATION} {named}"),
    )


def draw_hits(found: Found) -> None:
    """The export of passages found, as a table."""
    _popover(
        words.EXPORT_HITS,
        "hits",
        words.EXPORTS_HITS,
        partial(export_hits, found),
        partial(file_name, found.query),
        printable=False,
    )


def print_if_asked() -> None:
    """Has the browser print, when that was asked for; called when all of the page is drawn."""
    asked = st.session_state.pop(PRINTING, None)
    if asked is not None:
        scrolling.print_page(None if asked == "all" else int(asked))


def _popover(
    text: str,
    slot: str,
    formats: Mapping[str, tuple[str, str]],
    write: Callable[[str], bytes],
    name: Callable[[str], str],
    *,
    printable: bool = True,
) -> None:
    """One button a format; a file is made when it is asked for."""
    with st.popover(text, icon=":material/download:", key=f"export-{slot}", type="tertiary"):
        for format_name, (said, icon) in formats.items():
            st.download_button(
                said,
                data=partial(write, format_name),
                file_name=name(format_name),
                icon=icon,
                key=f"export-{slot}-{format_name}",
                type="tertiary",
                on_click="ignore",
            )
        if printable:
            st.button(
                words.PRINT,
                icon=":material/print:",
                key=f"print-{slot}",
                type="tertiary",
                on_click=_print,
                args=(slot.removeprefix("answer-").replace("conversation", "all"),),
            )


def _print(what: str) -> None:
    st.session_state[PRINTING] = what


def _record(asked: Asked) -> str:
    """What a page needs to be found again: when it was asked, and of which version."""
    answer = asked.answer
    found = [words.RECORD.format(answer=answer.answer_id, version=answer.version)]
    if asked.at:
        found.append(words.RECORD_ASKED.format(when=when(asked.at)))
    return one_line(common.SEPARATOR.join(found))
