"""Comparison questions: the two things they compare ("Cloud or on-premises?", "How does X differ from Y?").

By patterns, without a parser: what stands on either side of "versus", "or", "between … and …", without
the little words around it. What names no subject, or too much for one thing, is no side.
"""

from __future__ import annotations

import re

from index.lexical import STOP_WORDS, terms

MOST_TERMS = 5
LONGEST = 400  # characters; what is longer is no plain comparison

_DIFFER = r"(?:differ\w*|distinct|distinguish\w*|compar\w+|contrast\w*)"
_THING = r"[^,;:?!()–—]+"
_ONE, _TWO = rf"(?P<one>{_THING}?)", rf"(?P<two>{_THING})"
_SHORT = r"[^\s,;?!()–—]+(?: [^\s,;?!()–—]+){0,3}"
_QUOTED = r"(?<!\w)['\"“](?P<{}>[^'\"“”]+)['\"”](?!\w)"
_START = r"(?:^|[,;:.?!–—]\s)\s*"
_VERSUS = r"(?:versus|(?-i:vs\.?)|as opposed to|in contrast (?:to|with)|compared (?:to|with))"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"^(?=.*\b(?:differ\w*|distinction|which|when)\b).*?{_QUOTED.format('one')}"
        rf".*\b(?:and|or|from|versus)\b.*{_QUOTED.format('two')}",
        rf"\bbetween {_ONE} (?:and|or|{_VERSUS}) {_TWO}",
        rf"{_ONE} {_VERSUS} {_TWO}",
        rf"\b(?:do|does|did|is|are|was|were|can|should|could|has|have) {_ONE} (?:really )?{_DIFFER} "
        rf"(?:from|to|with|and|than|against) {_TWO}",
        rf"\b(?:do|does|are|can|should) {_ONE} and {_TWO} (?:differ|compare|relate|overlap)\b",
        rf"\b(?:compare|distinguish|contrast|to tell) {_ONE} (?:and|from|with|to|against) {_TWO}",
        rf"\b(?:is|are) {_ONE} (?:just )?the same (?:thing )?as {_TWO}",
        rf"{_START}{_ONE} and {_TWO} (?:sound|seem|look|mean|are) "
        r"(?:just )?(?:the same|alike|similar|different)\b",
        rf"{_START}{_ONE} (?:and|or) {_TWO}[,;:.?!–—].*"
        r"\b(?:which|differen\w+|distinction|better|rule of thumb)\b",
        rf"{_START}{_ONE}, {_TWO}[,;:?!–—].*\b(?:which is which|difference)\b",
        rf"\b(?:which|better|worse|rather|safer|cheaper|easier|stricter)\b.*[,:;?–—] ?{_ONE} or {_TWO}",
        rf"\b(?:better|rather|choose|prefer|go for|go with)(?: to)? {_ONE} or {_TWO}",
        rf"^\W*(?P<one>{_SHORT}) or (?P<two>{_SHORT})\W*$",
    )
)
_CUT = re.compile(
    r"\s(?:when|if|while|because|in terms of|regarding|before|after|in words?|in plain|differ|sound"
    r"|we|you|they|that|which|who)\b.*$|[.?!]\s.*$",
    re.IGNORECASE,
)
_SIMPLE = re.compile(r"[^\w\ue000/%-]+")


_HINT = re.compile(
    r"\b(?:or|between|versus|vs|same|alike|similar|differ\w*|distinct\w*|distinguish\w*|compar\w+|contrast\w*"
    r"|opposed|which is which|when)\b",
    re.IGNORECASE,
)
_RATIO = re.compile(r"(?<=\w):(?=\w)")  # "1:n" is one thing
_COLON = "\ue000"
_NEGATIONS = frozenset(terms("not no"))


def sides(question: str) -> tuple[str, ...]:
    """The two things that a question compares, in its order and words; () when it compares none."""
    if len(question) > LONGEST or not _HINT.search(question):
        return ()
    text = _RATIO.sub(_COLON, question.replace("’", "'"))
    for form in _FORMS:
        if found := form.search(text):
            both = tuple(_bare(found[name]).replace(_COLON, ":") for name in ("one", "two"))
            if all(map(_is_side, both)) and set(terms(both[0])) != set(terms(both[1])):
                return both
    return ()


def _bare(side: str) -> str:
    """A side without stop words and punctuation at its ends."""
    words = _CUT.sub("", side).split()
    while words and _is_little(words[0]):
        words = words[1:]
    while words and _is_little(words[-1]):
        words = words[:-1]
    return " ".join(words).strip(" .,'\"“”‘’")


def _is_little(word: str) -> bool:
    bare = _SIMPLE.sub("", word).casefold()
    return not bare or bare in STOP_WORDS


def _is_side(side: str) -> bool:
    named = {term for term in terms(side) if not term.isdigit()}
    return (0 < len(named) <= MOST_TERMS and not named <= _NEGATIONS) or bool(_RATIO.search(side))
