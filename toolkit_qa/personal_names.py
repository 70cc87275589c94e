"""What is personal because of what stands beside it: plates, dates of birth and addresses with a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

Place = tuple[int, int]

_WORD = r"[^\W\d_a-z][^\W\d_]*[^\W\d_A-Z](?:['’-][^\W\d_]+)*"  # begins with a capital, does not end with one
_NAME = rf"{_WORD}|[^\W\d_a-z]\."
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Madam|Sgt|Sergeant|PC|DC|DI|Constable|Officer|Inspector|Detective|Captain"
    r"|Lieutenant|Lt|Judge|named|called|suspect|victim|witness|driver|owner|keeper|patient|client|colleague"
    rf"|neighbou?r|citizen|inmate|detainee|prisoner)\b\.?(?: is| was|,|:)? (?P<name>{_WORD}(?: {_WORD})*)"
)
_PAIRED = re.compile(
    rf"\b(?P<name>{_WORD}(?: (?:{_NAME}|de|da|di|du|del|della|van|von|den|der|bin|ibn|al|el|la))* {_WORD})"
)
# Capitalised words that begin a question or belong to an institution, a document or a date.
_NO_NAMES = frozenset(
    """a act agency agreement ai all american and annex are artificial as assessment at august automated
    bill board book british by can charter code commission committee company convention core could
    council court data day december declaration department design did digital directive do does
    european february federal for framework friday from general government guide guidelines handbook
    has have high how human if impact in information institute intelligence international interpol
    is january july june justice law learning level licence license machine management march may
    ministry monday must national november number october of office on online open organization or
    our oxford part plan plate police policy practice principles privacy project protection public
    readiness reference registration regulation report responsible rights risk roadmap saturday
    section security september service sheet should standard state states strategy sunday supreme
    system technical technology the this thursday to toolkit treaty tuesday union united university
    use vehicle was wednesday week were what when where which who why will with workbook world
    would""".split()  # noqa: SIM905 (a tuple would be a word a line)
)

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DATE = (
    rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
)

_PLATES = (  # shapes of their own
    r"[A-Z]{2}\d{2} ?[A-Z]{3}",  # United Kingdom
    r"[A-Z]{2}[- ]?\d{3}[- ]?[A-Z]{2}",  # France, Italy
    r"[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}[ -]?\d{1,4}[EH]?",  # Germany
    r"\d{4}[ -]?[BCDFGHJ-NPR-TV-Z]{3}",  # Spain
    r"\d{2,3}-[A-Z]{1,2}-\d{1,6}",  # Ireland
    r"\d-[A-Z]{3}-\d{3}",  # Belgium
    r"[A-Z]{1,3}-\d{2,3}-[A-Z]{1,3}|\d{1,2}-[A-Z]{2,3}-\d{1,2}|[A-Z]{2}-\d{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2}"
    r"|\d{2}-[A-Z]{2}-[A-Z]{2}|[A-Z]{2}-[A-Z]{2}-\d{2}",  # Netherlands, Portugal
    r"[A-ZА-Я]\d{3}[A-ZА-Я]{2} ?\d{2,3}",  # Russia
    r"[A-Z]{2}[ -]?\d{1,2}[ -]?[A-Z]{1,3}[ -]?\d{4}",  # India
    r"[A-Z]{3}\d[A-Z]\d{2}",  # Brazil
)
_COMMON_PLATES = (  # shapes that other things have too: only in capitals, and where a vehicle is spoken of
    r"[A-Z]{2,3} ?\d[A-Z0-9]{4}",  # Poland
    r"[A-ZА-ЯІЇЄ]{2} ?\d{4} ?[A-ZА-ЯІЇЄ]{2}",  # Ukraine
    r"[A-Z]{3} ?\d{2}[A-Z0-9]|[A-Z]{2} ?\d{2} ?\d{3}",  # Sweden, Finland, Norway, Denmark
    r"\d{2} ?[A-Z]{1,3} ?\d{2,5}",  # Türkiye
    r"[A-Z]{3}[- ]?(?!(?:19|20)\d\d\b)\d{3,4}|\d[A-Z]{3}\d{3}|\d{3}[- ]?[A-Z]{3}",  # the Americas, Australia
)
_EDGES = r"(?<![\w.-])(?:{})(?![\w-])"
_PLATE = re.compile(_EDGES.format("|".join(_PLATES)))
_COMMON_PLATE = re.compile(_EDGES.format("|".join(_COMMON_PLATES)))
_VEHICLE = re.compile(
    r"\b(?:cars?|vehicles?|vans?|trucks?|lorry|lorries|motor(?:bike|cycle)s?|scooters?|taxis?|driv(?:es?|ing|en|er)"
    r"|drove|parked|plates?|registration|reg)\b",
    re.IGNORECASE,
)
_ANNOUNCED_PLATE = re.compile(
    r"(?i:\b(?:(?:number|licen[cs]e|registration|vehicle) ?)?(?:plates?|registration|reg|vrm|vrn)\b\.?"
    r"(?:[ :=#]|\b(?:number|mark|no\.?|is|was|reads|reading|of)\b){1,5})"
    rf"(?P<plate>(?i:{'|'.join(_PLATES)})|{'|'.join(_COMMON_PLATES)})(?![\w-])"
)

_LABELLED_BIRTH = re.compile(
    rf"\b(?:DOB|D\.O\.B\.?|date of birth|birth ?date|birthday)\b[\s:=,(-]*(?:is |was )?(?P<date>{_DATE})",
    re.IGNORECASE,
)
_BORN = re.compile(rf"\b(?:born|b\.)\s+(?:on\s+)?(?:the\s+)?(?P<date>{_DATE})", re.IGNORECASE)
NEAR = len(", of ")  # characters between a name and its address
_STREET = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|drive|close|court|crescent|boulevard|blvd|terrace|square|gardens"
    r"|way)\b"
)
_HOME = re.compile(rf"\b\d{{1,5}}[A-Za-z]?,? (?:[^\W\d_a-z][\w'’-]* ){{1,3}}(?i:{_STREET})")
_LIVES_AT = re.compile(
    r"\b(?:(?:lives?|living|lived|stays?|staying|resid(?:es|ing|ent)) (?:at|in)|address(?: is| was|[:,])) "
    rf"(?P<home>\d{{1,5}}[a-z]?,? (?:[^\W\d_][\w'’-]* ){{1,3}}{_STREET})",
    re.IGNORECASE,
)


class Beside:
    """One question: its names, and what stands beside them. `numbers` is the text without references."""

    def __init__(self, text: str, numbers: str) -> None:
        self._text = text
        self._numbers = numbers
        self._alarm = False
        self._names = tuple(_names(text))

    def plates(self) -> tuple[Place, ...]:
        """Vehicle plates that a word announces, or in a question with a name."""
        found = [match.span("plate") for match in _ANNOUNCED_PLATE.finditer(self._numbers)]
        if self._names:
            found += [match.span() for match in _PLATE.finditer(self._numbers)]
        if self._names and _VEHICLE.search(self._text):
            found += [match.span() for match in _COMMON_PLATE.finditer(self._numbers)]
        return self._kept(found)

    def births(self) -> tuple[Place, ...]:
        """Dates that are said to be a date of birth; after "born" only in a question with a name."""
        found = [match.span("date") for match in _LABELLED_BIRTH.finditer(self._text)]
        if self._names:
            found += [match.span("date") for match in _BORN.finditer(self._text)]
            found += list(self._dates_after_titled())
        return self._kept(found)

    def homes(self) -> tuple[Place, ...]:
        """Street and house number where somebody is said to live, or right after a name."""
        found = [match.span("home") for match in _LIVES_AT.finditer(self._text)]
        ends = [end for _, end in self._names]
        homes = (match.span() for match in _HOME.finditer(self._text))
        found.extend(home for home in homes if any(0 < home[0] - end <= NEAR for end in ends))
        return self._kept(found)

    def named(self) -> tuple[Place, ...]:
        """The names, once something stands beside them; none otherwise. Ask for the others first."""
        return self._names if self._alarm else ()

    def _dates_after_titled(self) -> Iterator[Place]:
        """A date right after a person with a title: "Mr John Smith, 12/03/1985"."""
        for titled in _TITLED.finditer(self._text):
            if match := re.compile(rf"[ ,(]{{1,2}}(?P<date>{_DATE})").match(self._text, titled.end()):
                yield match.span("date")

    def _kept(self, found: list[Place]) -> tuple[Place, ...]:
        self._alarm = self._alarm or bool(found)
        return tuple(found)


def _names(text: str) -> Iterator[Place]:
    """The places of what looks like a person's name."""
    for match in _TITLED.finditer(text):
        yield match.span("name")
    for match in _PAIRED.finditer(text):
        words = match["name"].split()
        start = match.start()
        while words and words[0].casefold() in _NO_NAMES:  # "Is John Smith ...", "Can Ann Lee ..."
            start += len(words.pop(0)) + 1
        if len(words) > 1 and not any(word.casefold() in _NO_NAMES for word in words):
            yield start, match.end()
