"""Text that says what is not in a document: the best passage may be one that declines to answer.

"This digest does not contain the scale; open the official questionnaire" is the passage nearest to a
question about the scale, and no answer to it.
"""

from __future__ import annotations

import re

_TEXT = (
    r"(?:digest|companion|document|guide|paper|report|toolkit|(?:hand)?book|questionnaire|section|chapter"
    r"|text|list)"
)
_SAYS_ABSENT = re.compile(
    rf"\b{_TEXT}s?\b[^.;:]{{0,60}}?\b(?:does|do|did)\s+(?:\w+\s+)?not\s+"
    r"(?:contain|cover|address|include|say|state|give|describe|discuss|provide|answer|list)\b"
    r"|\b(?:is|are|was|were)\s+not\s+(?:contained|covered|addressed)\b"
    rf"|\b(?:is|are)\s+not\s+(?:part\s+of|in)\s+(?:this|these|our)\s+{_TEXT}"
    rf"|\b(?:this|these|our)\s+{_TEXT}s?\s+contains?\s+(?:none|nothing|no)\b"
    rf"|\b(?:it|{_TEXT}s?)\b[^.;:]{{0,60}}?\b(?:leaves?|left)\s+(?:out|aside)\b",
    re.IGNORECASE,
)
_HEADS_ABSENT = re.compile(
    r"\b(?:do(?:es)?|did|is|are|was|were)\b[^.?]{0,60}?\bnot\s+"
    r"(?:contain|cover|include|describe|address|list|known|contained|covered|included)"
    r"|\b(?:leaves?|left)\s+out\b|\b(?:is|are)\s+missing\b|\bnot\s+covered\b|\bout\s+of\s+scope\b",
    re.IGNORECASE,
)
_POINTS_ELSEWHERE = re.compile(
    r"^(?:please\s+)?(?:open|see|consult|check|read|refer\s+to)\b[^.]{0,40}\bofficial\b"
    r"|\bnot\s+the\s+official\b",
    re.IGNORECASE,
)
_ASKS_FOR_OFFICIAL = re.compile(r"\bofficial(?:ly)?\b", re.IGNORECASE)
_ASKS_FOR_WORDING = re.compile(
    r"\b(?:need|want|give|quote|show|cite|copy|find|name|what(?:['’]s|\s+is|\s+are|\s+does|\s+do)?|which|where)\b"
    r".*(?:\bword[ -]for[ -]word\b|\bverbatim\b"
    r"|\b(?:exact|precise|original)\s+(?:wording|words|text|definition)\b"
    r"|\bofficial\s+(?:\w+\s+){0,2}(?:wording|words|definition|scale|score|level|stage|step)s?\b)",
    re.IGNORECASE | re.DOTALL,
)
_ASKS_TWICE = re.compile(r"\band\s+(?:what|how|who|which|when|where|why|is|are|do|does|can)\b", re.IGNORECASE)
_ASKS_WHO_SAYS = re.compile(
    r"\b(?:where|who|which|does|do|did|is)\b.*"
    r"\b(?:say|says|said|states?|stated|writes?|wrote|written|reads?|stands?|found|quoted?|quotes)\b",
    re.IGNORECASE | re.DOTALL,
)
_ASKS_FOR_ABSENCE = re.compile(
    r"\b(?:not|n't|without|missing|lacks?|left\s+out|leave\s+out|omit(?:s|ted)?)\b", re.IGNORECASE
)


def declines(sentence: str, lead_in: str = "", heading: str = "") -> bool:
    """Whether a sentence says that something is not there, or the lead-in of the list it is an item of, or
    the heading it stands under ("What is not known about the official scale?")."""
    if points_elsewhere(sentence) or _SAYS_ABSENT.search(sentence) or _HEADS_ABSENT.search(heading):
        return True
    return lead_in.rstrip().endswith(":") and _SAYS_ABSENT.search(lead_in) is not None


def points_elsewhere(sentence: str) -> bool:
    """Whether a sentence sends its reader to the official document: then its own document has no answer."""
    return _POINTS_ELSEWHERE.search(sentence) is not None


def asks_for_absence(question: str) -> bool:
    """Whether a question is about what is missing: then a sentence that declines is its answer."""
    return _ASKS_FOR_ABSENCE.search(question) is not None


def asks_for_official(question: str) -> bool:
    """Whether a question asks for what an official document itself says: no digest can answer it."""
    return _ASKS_FOR_OFFICIAL.search(question) is not None


def asks_for_wording(question: str) -> bool:
    """Whether a question asks for the official words, scale, score, level, stage or step itself, and nothing
    else: the words of a digest are none of them."""
    return _ASKS_FOR_WORDING.search(question) is not None and _ASKS_TWICE.search(question) is None


def asks_who_says(question: str) -> bool:
    """Whether a question is about who says something, or where it stands."""
    return _ASKS_WHO_SAYS.search(question) is not None
