"""Whether a question says too little to be answered: by its words, before any evidence is looked at.

Words that carry no subject when one asks ("tell me", "what do I need to know") do not count, nor do
words that stand in a large part of the documents ("system").
"""

from __future__ import annotations

import re
from collections.abc import Callable

from index.lexical import terms

from .anaphora import points_back

NOTHING_NAMED = "nothing named"  # "Is it allowed?", "How often?"
TOPIC_ONLY = "topic only"  # "Tell me about data", "facial recognition"
TOO_WIDE = "too wide"  # "What are the rules?", "What do I need to write down?"

GENERIC = 0.4  # share of the passages from which a word says nothing about the subject
MOST_NAMED = 2

_ASKING = frozenset(
    terms(
        """need know help tell say explain describe give show info information details overview question ask
        something anything everything thing way best good better right wrong important properly exactly
        use work make want look find happen next see understand learn talk please thanks what what's who who's
        where where's how how's there it now again enough really go take come keep new old whole general
        generally possible okay ok often long many soon fast"""
    )
)
_OPENER = re.compile(
    r"\W*(?:(?:please|hi|hello|ok|okay|so|and)\b\W*)*(?:(?:can|could|would|will) you (?:please )?)?"
    r"(?:(?:what|how) about|(?:tell|show|teach) (?:me|us)(?: more| something| all| everything)?(?: about)?"
    r"|what (?:does|do) (?:it|they|this|that|the \w+) say (?:about|on)"
    r"|(?:(?:i|we) (?:need|want|have|would like|am looking for)|(?:i|we)'d like|give me|help me(?: with)?)"
    r"(?: (?:any|some|more|an?))*(?: (?:help|info|information|details|advice|overview|question))?"
    r"(?: (?:about|on|with|of|for|regarding))?"
    r"|(?:(?:do you have|is there|are there)(?: any| some)? )?"
    r"(?:(?:any |some |more )?(?:help|info|information|details|advice)|something|anything)"
    r" (?:about|on|with|of|for|regarding))\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"^\W*(?:define|explain|describe)\b|\bmeaning of\b|\bwhat (?:does|do) .+ (?:mean|stand for)\b"
    r"|\bwhat(?:'?s| is| are| was| were) (?!the (?-i:[a-z])|\w+(?:ed|able)\b)"
    r"|\bwho(?:'?s| is| are| was) (?:an? |(?-i:[A-Z]))",
    re.IGNORECASE,
)
_ASKS = frozenset(
    """am is are was were be do does did has have had can could may might must shall should will would who
    whom whose what which when where why how if or versus vs whats whos hows wheres whens""".split()  # noqa: SIM905
)  # in a bare topic there is none of these
_OPEN = re.compile(r"\b(?:who|whom|what|which|when|where|why|how)", re.IGNORECASE)
_ABOUT = re.compile(r"\babout\b", re.IGNORECASE)  # "what should we ask about vendors" is not too wide
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def vagueness(question: str, share: Callable[[str], float] = lambda _: 0.0) -> str:
    """Why a question that stands alone says too little (NOTHING_NAMED, TOPIC_ONLY, TOO_WIDE), or "".

    `share` gives the share of the passages that hold a stem.
    """
    text = question.replace("’", "'")
    rest = _without_opener(text)
    said = frozenset(terms(text)) - _ASKING
    if not said or (points_back(rest) and len(said) <= MOST_NAMED):
        return NOTHING_NAMED
    if _DEFINES.search(text):
        return ""
    if _is_topic(rest):
        return TOPIC_ONLY if len(named_terms(text, share)) <= MOST_NAMED else ""
    return TOO_WIDE if len(said) == 1 and _OPEN.search(text) and not _ABOUT.search(text) else ""


def named_terms(question: str, share: Callable[[str], float]) -> frozenset[str]:
    """The stems of a question that name what it is about."""
    return frozenset(term for term in terms(question) if term not in _ASKING and share(term) < GENERIC)


def _is_topic(text: str) -> bool:
    """Whether a text only names a topic: it has no verb or question word, and no acronym to be spelt out."""
    words = [word.partition("'")[0] for word in _WORD.findall(text)]
    acronym = any(len(word) > 2 and word.isupper() for word in words)
    return not acronym and _ASKS.isdisjoint(word.casefold() for word in words)


def _without_opener(question: str) -> str:
    return _OPENER.sub("", question, count=1) if _OPENER.match(question) else question
