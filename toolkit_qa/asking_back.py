"""Asking back: a question that says too little is met with precise ones, made from section headings.

A heading that asks is offered as it stands; any other one in a question for what the document says
under it. Only a question that finds its own section, and an answer in it, is offered. The search for that
takes the heading's vector from the build, so that nothing is embedded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.lexical import terms

from .absence import declines
from .followup import Turn
from .vague import NOTHING_NAMED, TOPIC_ONLY, named_terms, vagueness

if TYPE_CHECKING:
    from .answer import Answerer
    from .retrieve import Retriever, Search

FEWEST, MOST = 2, 4
NEAR_BEST = 0.85  # of the best passage's score: sections from there on are as good a guess
OFTEN = 0.05  # share of the passages: a topic that stands in more has no one place
FOCUSED = 0.7  # cosine of a heading that asks just that
LOOKED_AT = 60  # passages whose sections are weighed
TRIED = 12
PASSAGES, FIRST = 8, 2
WORD_IN_HEADING, ASKS = 0.3, 0.2  # beside the cosine of a heading: how well it suits
NEAR_FITTING = 0.6  # of the fit of the heading that suits best; the first four are tried anyway
SHORTEST, LONGEST = 3, 110  # characters of a heading that can be asked for

_NUMBER = re.compile(
    r"^\W*(?:(?:chapter|part|section|annex|appendix|box|table|figure)\s+[\w.]+[:.\s–-]+"
    r"|(?:\d+|[A-Z]|[IVX]+)(?:\.\d+)*[.)]?\s+(?=\S))?[^\w“\"'(]*",
    re.IGNORECASE,
)
_ASKS_FOR = re.compile(r"(?:who|when|where|why)\b", re.IGNORECASE)
_ASKING_CLAUSE = re.compile(r"(?:what|why|how|who|when|where|which|whether)\b", re.IGNORECASE)
_NO_SUBJECT = re.compile(
    r"(?:table of )?contents|(?:list of )?(?:references|sources|figures|tables|abbreviations)|bibliography"
    r"|acknowledge?ments?|index|notes?|introduction|summary|conclusions?|foreword|preface|abstract",
    re.IGNORECASE,
)
Section = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedBack:
    """Why a question is asked back (see `vague`), and the questions offered instead."""

    reason: str
    suggestions: tuple[str, ...]


class AskingBack:
    """Asks back on one opened version; any thread may use it."""

    def __init__(self, retriever: Retriever, answerer: Answerer) -> None:
        self._retriever = retriever
        self._version = retriever.version
        self._answerer = answerer

    def instead(
        self, turn: Turn, *, documents: Sequence[str] = (), sections: Sequence[str] = ()
    ) -> AskedBack | None:
        """What to offer instead of an answer to a question that stands alone; None for one that says enough.

        `documents` and `sections` are those that the question is put to, as for `Retriever.search`.
        """
        reason = vagueness(turn.text, self._share)
        if not reason:
            return None
        search = self._retriever.search((turn,), documents=documents, sections=sections, k=LOOKED_AT)
        named = named_terms(turn.text, self._share)
        if self._has_one_place(turn.text, reason, named, search):
            return None
        suggestions = tuple(self._suggestions(named, search))
        return AskedBack(reason=reason, suggestions=suggestions) if len(suggestions) >= FEWEST else None

    def _share(self, term: str) -> float:
        return self._version.lexical.frequency(term) / max(1, len(self._version.passages))

    def _has_one_place(self, question: str, reason: str, named: frozenset[str], search: Search) -> bool:
        """Whether a heading asks just that, or the evidence lies in one section."""
        best = search.ranked[:PASSAGES]
        if not best or (
            reason != TOPIC_ONLY and any(self._asks_that(question, named, one.passage) for one in best)
        ):
            return True
        if reason != TOPIC_ONLY and max(float(search.heading[one.passage]) for one in best) >= FOCUSED:
            return True
        if reason == NOTHING_NAMED:
            return False
        near = {self._section(one.passage) for one in best if one.score >= NEAR_BEST * best[0].score}
        often = reason == TOPIC_ONLY and (not named or any(self._share(term) >= OFTEN for term in named))
        return len(near) < FEWEST and not often

    def _asks_that(self, question: str, named: frozenset[str], row: int) -> bool:
        """Whether the heading of a passage asks with the same word for what is named: "Who audits?"."""
        heading = self._heading(row)
        asked = _ASKS_FOR.match(question)
        return bool(
            named and asked and heading.casefold().startswith(asked.group().casefold())
        ) and named <= set(terms(heading))

    def _section(self, row: int) -> Section:
        passage = self._version.passages[row]
        return passage.document_id, passage.section

    def _suggestions(self, named: frozenset[str], search: Search) -> Iterator[str]:
        """Questions that are answered in sections of their own, the one that suits best first."""
        given: set[str] = set()
        for row in self._fitting(named, search)[:TRIED]:
            text = self._asked(row)
            if text.casefold() not in given and self._is_answered(text, row):
                given.add(text.casefold())
                yield text
                if len(given) == MOST:
                    return

    def _fitting(self, named: frozenset[str], search: Search) -> list[int]:
        """One passage of each section found that can be asked for, best first, chapters taking turns."""
        fits: dict[Section, tuple[float, int]] = {}
        for one in search.ranked:
            if heading := self._heading(one.passage):
                held = len(named & set(terms(heading))) / max(1, len(named))
                fit = float(search.heading[one.passage]) + WORD_IN_HEADING * held
                fit = round(fit + ASKS * heading.endswith("?"), 4)
                fits.setdefault(self._section(one.passage), (fit, one.passage))
        ordered = sorted(fits.values(), key=lambda one: (-one[0], one[1]))
        least = NEAR_FITTING * max((fit for fit, _ in ordered), default=0.0)
        suiting = sum(fit >= least for fit, _ in ordered)
        return self._in_turns([row for _, row in ordered[: max(suiting, MOST)]])

    def _in_turns(self, rows: Sequence[int]) -> list[int]:
        """The rows, those first that are the first of their chapter."""
        chapters: set[Section] = set()
        first: list[int] = []
        for row in rows:
            document, section = self._section(row)
            if (document, section[:-1]) not in chapters:
                chapters.add((document, section[:-1]))
                first.append(row)
        return list(dict.fromkeys((*first[:MOST], *rows)))

    def _heading(self, row: int) -> str:
        """The heading of a passage without its number; "" where it is none that can be asked for."""
        passage = self._version.passages[row]
        if not passage.section:
            return ""
        heading = _NUMBER.sub("", " ".join(passage.section[-1].split())).rstrip(" :.")
        title = self._version.document(passage.document_id).title
        fits = SHORTEST <= len(heading) <= LONGEST and not re.search(r"·|://|\w\.\w{2,}\.\w{2,}", heading)
        return heading if fits and heading != title and not _NO_SUBJECT.fullmatch(heading) else ""

    def _asked(self, row: int) -> str:
        """The question that the heading of a passage asks, or that asks for what stands under it."""
        heading = self._heading(row)
        if heading.endswith("?"):
            return heading
        title = re.sub(r"\s*\([^()]*\)$", "", self._version.document(self._section(row)[0]).title)
        clause = _ASKING_CLAUSE.match(heading)
        about = heading[0].lower() + heading[1:] if clause else f"“{heading}”"
        return f"What does “{title}” say about {about}?"

    def _is_answered(self, text: str, row: int) -> bool:
        """Whether a question finds the section that it was made from first, and a quote in it."""
        turn = Turn(text=text, vector=self._version.heading_vector(row))
        search = self._retriever.search((turn,), k=PASSAGES)
        chosen = self._answerer.choose(search)
        quoted = {self._section(self._version.sentences[number][0]) for number in chosen.numbers}
        first = {self._section(one.passage) for one in search.ranked[:FIRST]}
        return self._section(row) in first & quoted and not any(
            declines(self._version.sentences[number][1].text) for number in chosen.units[0]
        )
