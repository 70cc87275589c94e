"""What a browser tab remembers: one frozen dataclass per concern, replaced as a whole when it changes.

Records are stored, never drawn strings, so that past answers are drawn by the same code as new ones.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import streamlit as st

from toolkit_qa.marks import Mark
from toolkit_qa.records import BLOCKED, Answer, Hit

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """A question and what came of it: an answer, an error sentence, or nothing yet."""

    question: str
    answer: Answer | None = None
    error: str = ""

    @property
    def pending(self) -> bool:
        return self.answer is None and not self.error


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversation:
    """The turns of this tab, oldest first."""

    turns: tuple[Turn, ...] = ()

    def asked(self, question: str) -> Conversation:
        """With a new question that is not answered yet."""
        return Conversation(turns=(*self.turns, Turn(question=question)))

    def settled(self, index: int, turn: Turn) -> Conversation:
        """With turn `index` replaced."""
        return Conversation(turns=(*self.turns[:index], turn, *self.turns[index + 1 :]))

    def history(self, index: int) -> tuple[str, ...]:
        """The questions answered before turn `index`, oldest first; not those that were blocked."""
        answered = (turn for turn in self.turns[:index] if turn.answer is not None)
        return tuple(turn.question for turn in answered if turn.answer and turn.answer.status != BLOCKED)


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenSource:
    """The page that is open beside the text.

    `slot` names the place it belongs to (a statement, a hit, an item), `version` the index version that
    quoted it. `page` is what is shown, `marks` what is marked on which pages. `quote`, `section` and
    `places` (physical page and printed label of each page it stands on) are for the citation.
    """

    slot: str
    version: str
    document_id: str
    title: str
    edition: str
    source: str
    file: str
    section: tuple[str, ...]
    page: int
    quote: str
    places: tuple[tuple[int, str], ...]
    marks: tuple[Mark, ...]
    heading: str

    def turned_to(self, page: int) -> OpenSource:
        return replace(self, page=page)


@dataclass(frozen=True, kw_only=True, slots=True)
class Search:
    """The last search of the Look up page and what it found in which version."""

    query: str = ""
    documents: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    version: str = ""
    hits: tuple[Hit, ...] = ()
    error: str = ""


def _stored(key: str, kind: type[T], default: T) -> T:
    """The value under `key`, where it is one of that kind."""
    value = st.session_state.get(key, default)
    return value if isinstance(value, kind) else default


def conversation() -> Conversation:
    return _stored("conversation", Conversation, Conversation())


def keep_conversation(value: Conversation) -> None:
    st.session_state["conversation"] = value


def search() -> Search:
    return _stored("search", Search, Search())


def keep_search(value: Search) -> None:
    st.session_state["search"] = value


def open_source(page: str) -> OpenSource | None:
    """What is open on the app page `page` ("ask", "lookup")."""
    value = st.session_state.get(f"{page}-source")
    return value if isinstance(value, OpenSource) else None


def keep_open(page: str, source: OpenSource | None) -> None:
    st.session_state[f"{page}-source"] = source
