"""Whether a question points back at what was said before it: by grammar, without a parser.

A pronoun or demonstrative points back unless what it stands for is named in an earlier clause of the
question itself ("If a system errs, who stops it?"). Words of the same spelling that stand for nothing do
not count: "a rule that …", "is there", "is it allowed to …", "one of", "those who". Besides, a question
points back when it opens with a conjunction ("And for procurement?"), asks for more of the same ("what
else?"), or speaks of the conversation ("as you said").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.lexical import STOP_WORDS, terms

SCENE = 5  # words with a subject from which a message of several sentences stands on its own

_NODS = r"\W*(?:(?:ok|okay|no|yes|yeah|well|right|sure|thanks|exactly)\b[\s,.!–-]*)*"
_OPENING = re.compile(
    _NODS + r"(?:(?:and|but|or|so|also|then|plus)\b(?! that\b)|(?:what|how) about\b"
    r"|(?:what|who|where|how|anything|anyone|any) (?:else|others?|more)\b|how so\b|why(?: not)?\W*$"
    r"|(?:for|any|an) examples?\W*$|like what\b|(?:any(?:thing|one|body)?|same|only|not|even|except)\b)",
    re.IGNORECASE,
)
_CONVERSATION = re.compile(
    r"(?<!\bam )(?<!\bwas )\bI (?:meant?|asked|was asking)\b"
    r"|\b(?:but|as|that|what) you (?:say|said|mentioned|told)\b"
    r"|\byou (?:mentioned|just said)\b|\byour (?:last|statement|answer|reply|response)\b"
    r"|\b(?:tell me|say|explain) more\b|\belaborate\b|\bin more detail\b"
    r"|\bthe (?:first|second|third|last|next) (?:one|point|item|step|option)\b|\bthe same (?:for|true|go)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:an?|another|any)(?: third| middle| better| other)? (?:way|option|choice|alternatives?)\W*$",
    re.IGNORECASE,
)
_TOPIC_CHANGE = re.compile(
    _NODS + r"(?:(?:and|now|so|but)\b\s*)?(?:(?:on )?(?:an? )?(?:different|another|separate|unrelated|new)"
    r" (?:matter|topic|question|subject|thing|note|issue)\b|never mind\b|forget (?:that|it|about)\b"
    r"|leav(?:e|ing) (?:that|it) aside\b|chang(?:e|ing) (?:of |the )?(?:subject|topic)\b|moving on\b"
    r"|by the way\b|something (?:else|different)\b|apart from that\b)",
    re.IGNORECASE,
)
_STATEMENT = re.compile(r"[.!]\s+\S")
_TOKEN = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*|[,.;:?!–—()]")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PERSONAL = _words("it they them he she him hers theirs")
_OWNERS = _words("its their his her")
_BE = _words("is are was were be been isn't aren't wasn't weren't has have had any")
_BEGINS_A_CLAUSE = _words(
    "and but or if when while because since which who whose what how why where before after until unless so"
    " than though although that says say ensure ensures think know"
)
_DETERMINERS = _words("a an the my our your some any every each no two another")
_BEFORE_A_PRONOUN = _BE | _words(
    "about after at before but by can could did do does for from if in into like of on than then to what's"
    " when where why will with without would and or under over what"
)
_RESTRICTED = _words("who that which of with in on whose from people")  # "those who …"
_AT_HAND = re.compile(
    r"toolkits?|documents?|reports?|papers?|guides?|guidance|handbooks?|books?|projects?|surveys?|stud(?:y|ies)"
    r"|texts?|contexts?|articles?|figures?|tables?|slides?|principles|assistant|week|month|year|summer|winter"
)  # "this report" is the one being read
_EMPTY_IT = re.compile(
    r"(?:(?:is|was|be|isn't|wasn't) it|it(?:'s| is| was| be)) (?:\w+ )?\w+ (?:to|that|if|when)\b"
    r"|\w+ it (?:takes?|means?|matters?|depends?) (?:\w+ ){0,2}(?:to|that|if|whether|who|on)\b"
    r"|\w+ it (?:all|only|looks?|seems?)\b|(?:make|makes|made|find) it\b",
    re.IGNORECASE,
)


def changes_topic(question: str) -> bool:
    """Whether a question says itself that it is about something else ("Never mind that. …")."""
    return bool(_TOPIC_CHANGE.match(question))


def points_back(question: str) -> bool:
    """Whether a question cannot be understood without what was said before it."""
    text = question.replace("’", "'").strip(" \"“”'")
    if _OPENING.match(text) or _CONVERSATION.search(text):
        return True
    if _ANOTHER.search(text) and len(set(terms(text))) < SCENE:
        return True
    return not _tells_first(text) and unbound(text)


def _tells_first(text: str) -> bool:
    """Whether a message sets its own scene before it asks: "It was fine in spring and is bad now. Why?"."""
    return bool(_STATEMENT.search(text)) and len(set(terms(text))) >= SCENE


def unbound(question: str) -> bool:
    """Whether a word of a question stands for something that the question does not name."""
    tokens = _TOKEN.findall(question.replace("’", "'"))
    return any(_points(tokens[:i], token, tokens[i + 1 :]) for i, token in enumerate(tokens))


def _points(before: Sequence[str], token: str, after: Sequence[str]) -> bool:
    form = re.sub(r"'(?:s|ll|re)$", "", token.casefold())
    previous = before[-1].casefold() if before else ""
    following = after[0].casefold() if after else "."
    ends = not following[0].isalnum()
    if form in _PERSONAL:
        around = " ".join((previous, token, *after[:5]))
        return not (form == "it" and _EMPTY_IT.match(around)) and not _bound(before)
    if form in _OWNERS:
        return not _names(before)
    if form in ("both", "either", "neither"):
        return (ends or following in STOP_WORDS) and not {"and", "or", "nor"} & set(map(str.casefold, after))
    if form in ("former", "latter", "two"):
        return previous == "the" and (ends or following in STOP_WORDS) and not _bound(before)
    if form == "those" and following in _RESTRICTED:
        return False
    if form in ("this", "these", "those"):
        return previous != "all" and not _at_hand(after) and not _bound(before)
    if form == "that":
        return (ends or not before or previous in _BEFORE_A_PRONOUN) and not _bound(before)
    if form == "there":
        return not ({previous, following} & _BE or previous in ("", "out", "from", "in")) and not _bound(
            before, ".?!"
        )
    if form in ("one", "ones"):
        return (
            (form == "ones" or previous in ("this", "that", "which"))
            and following != "of"
            and not _speaks(before)
        )
    return form in ("then", "too", "instead") and not after[1:] and len(before) < 9


def _at_hand(after: Sequence[str]) -> bool:
    """Whether "this …" names the document being read, or says itself which one ("this rule that …")."""
    nearby = [re.sub(r"'s$", "", one.casefold()) for one in after[:4]]
    return any(map(_AT_HAND.fullmatch, nearby[:3])) or bool({"that", "who", "which"} & set(nearby[1:]))


def _bound(before: Sequence[str], ends: str = ",.;:?!–—()") -> bool:
    """Whether an earlier clause names something that a pronoun may stand for."""
    clause = _BEGINS_A_CLAUSE if "," in ends else frozenset()
    breaks = (i for i, token in enumerate(before) if token in ends or token.casefold() in clause)
    return _names(before[: max(breaks, default=0)])


def _speaks(tokens: Sequence[str]) -> bool:
    """Whether there is a word with a subject."""
    return any(token[0].isalnum() and token.casefold() not in STOP_WORDS for token in tokens)


def _names(tokens: Sequence[str]) -> bool:
    """Whether there is a noun: a word after a determiner, in the plural, or a name."""
    folded = [token.casefold() for token in tokens]
    return any(
        token[0].isalnum()
        and folded[i] not in STOP_WORDS
        and (
            bool(_DETERMINERS & set(folded[max(0, i - 3) : i]))
            or (folded[i].endswith("s") and not folded[i].endswith("ss"))
            or sum(letter.isupper() for letter in token) > (i == 0)
        )
        for i, token in enumerate(tokens)
    )
