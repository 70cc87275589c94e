"""What a browser tab remembers: one frozen dataclass per concern, replaced as a whole when it changes.

Records are stored, never drawn strings, so that past answers are drawn by the same code as new ones.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import streamlit as st

from toolkit_qa.keeping import KeptConversation, Turn, history_before, now
from toolkit_qa.marks import Mark
from toolkit_qa.questions import MAX_HISTORY
from toolkit_qa.records import Hit

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversation:
    """The conversation of this tab: its turns, oldest first, and what it is kept under.

    `conversation_id` is "" while nothing of it is kept; turns without a number are in this tab only.
    """

    conversation_id: str = ""
    title: str = ""
    revision: int = 0
    turns: tuple[Turn, ...] = ()

    def asked(self, question: str) -> Conversation:
        """With a new question that is not answered yet, and is kept in this tab only."""
        return replace(self, turns=(*self.turns, Turn(question=question, asked_at=now())))

    def settled(self, index: int, turn: Turn) -> Conversation:
        """With turn `index` replaced."""
        return replace(self, turns=(*self.turns[:index], turn, *self.turns[index + 1 :]))

    def read_again(self, kept: KeptConversation) -> Conversation:
        """As it is kept now; turns of this tab only stay behind those that they came after."""
        turns: list[Turn] = []
        rest = list(kept.turns)
        for turn in self.turns:
            if turn.number is None:
                turns.append(turn)
            while rest and (rest[0].number or 0) <= (turn.number or 0):
                turns.append(rest.pop(0))
        return Conversation(
            conversation_id=kept.conversation_id,
            title=kept.title,
            revision=kept.revision,
            turns=(*turns, *rest),
        )

    def history(self, index: int) -> tuple[str, ...]:
        """The questions answered before turn `index`, oldest first; not those that were blocked."""
        return history_before(self.turns[:index])[-MAX_HISTORY:]


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
    most: int = 10
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


def synced(key: str, kept: object) -> None:
    """Lets a widget show what is kept, when that was changed elsewhere.

    What was typed and could not be kept stays as it is: then nothing on the disk has changed. What was
    kept just now is not put back into the widget: more may have been typed meanwhile.
    """
    changed = st.session_state.get(f"kept-{key}") != kept
    if key not in st.session_state or (changed and st.session_state[key] != kept):
        st.session_state[key] = kept
    st.session_state[f"kept-{key}"] = kept


def seen(key: str) -> object:
    """What was last known to be kept of what a widget shows."""
    return st.session_state.get(f"kept-{key}")


def now_kept(key: str, value: str) -> None:
    """Notes that this tab has kept a value."""
    st.session_state[f"kept-{key}"] = value
