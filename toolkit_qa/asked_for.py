"""Questions that ask for a thing of a known form: a sum of money, a share, a year, a penalty, a provision.

No quote without one can be the answer to them, however near its subject is. Only forms that are plain in the
question as well as in a text are known here; a count of something is not, since texts give numbers of
much that nobody asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NUMBER_WORD = (
    r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty"
    r"|fifty|sixty|ninety|hundred|thousand|half|each|every|per)"
)
_UNIT_OF_TIME = r"(?:second|minute|hour|day|night|week|fortnight|month|year)s?"
_LAW = r"(?:law|act|directive|regulation|convention|code|constitution|treaty|charter|statute|ordinance|GDPR)"
_WANTS = r"\b(?:what(?:['’]s)?|which|give|tell|need|find|have|got)\b[^?.]{0,60}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A form of what is asked for: its name, how it is asked for, and what one looks like in a text."""

    name: str
    asked: re.Pattern[str]
    given: re.Pattern[str]


def _form(name: str, asked: str, given: str) -> Form:
    return Form(name=name, asked=re.compile(asked, re.IGNORECASE), given=re.compile(given, re.IGNORECASE))


FORMS = (
    _form(
        "a sum of money",
        r"\bwhat (?:do|does|did|will|would)\b[^?.]{0,80}\b(?:cost|charge|pay for)\b"
        r"|\bhow much (?!time|attention|effort|work|of\b|data|detail|evidence|information)[^?.]{0,80}"
        r"\b(?:costs?|pay|paid|charged?|earn|spen[dt]|money|compensation|salary|fees?)\b"
        r"|\b(?:what(?:['’]s| is| was)|how (?:high|big|large) is|name) the (?:price|fee|salary|fine)\b",
        r"[$€£¥]|\b(?:euros?|dollars?|pounds?|francs?|cents?|USD|EUR|GBP|CHF|crore|lakh)\b|\d [mb]illion\b"
        r"|\bcost(?:s|ly)?\b|\bexpens(?:es?|ive)\b|\bprices?\b|\bfees?\b|\b(?:free of|without) charge\b"
        r"|\bcheap(?:er)?\b|\b(?:is|are) free\b",
    ),
    _form(
        "a percentage, share or score",
        r"\b(?:percentages?|per ?cent) (?:of|do|does|did|is|are|points?|was|were|have|has)\b"
        r"|\bpercentage points\b|\bwhat (?:share|proportion|fraction) of\b"
        r"|\b(?:what|which) (?:\w+ ){0,2}(?:score|threshold|cut-?off|accuracy|error rate)"
        r" (?:does|do|did|must)\b",
        r"%|\bper ?cent(?:age)?\b|\b(?:half|thirds|quarters|fifths|tenths|majority)\b|(?<![\d.])0?\.\d\d"
        r"|\b(?:an?|one) (?:third|quarter|fifth|tenth)\b|\b(?:all|none|most) of\b"
        r"|\b(?:scores?|threshold|cut-?off)\b[^.]{0,40}\b\d"
        rf"|\b{_NUMBER_WORD} (?:in|of|out of) (?:the )?"
        r"(?:\d|(?:two|three|four|five|ten|every|a hundred|a thousand)\b)",
    ),
    _form("a year", r"\b(?:what|which) year\b", r"\b(?:1[5-9]|20)\d\d\b"),
    _form(
        "a span of time",
        rf"\bhow many (?:more )?{_UNIT_OF_TIME}",
        rf"\b{_NUMBER_WORD}[ -](?:\w+[ -])?{_UNIT_OF_TIME}\b"
        r"|\b(?:dai|week|month|quarter|year|annual)ly\b|annual\b|\bfortnight",
    ),
    _form(
        "how often",
        r"\bhow (?:often|frequently) (?:is|are|do|does|will|must|should|may|can|shall)\b",
        r"\b(?:dai|hour|week|month|quarter|year|annual|regular|continuous|constant|frequent)ly\b"
        rf"|\bannual\b|\b(?:per|every|each|an?) (?:\w+ )?{_UNIT_OF_TIME}\b"
        rf"|\b(?:every|each|at any|{_NUMBER_WORD}) times?\b"
        r"|\b(?:before|after|at|with|on|for) (?:each|every|any)\b"
        r"|\b(?:once|twice|often|always|never|whenever|ongoing|regular|frequency|intervals?|periodic\w*)\b"
        r"|\bfixed times\b|\bcontinu\w+\b",
    ),
    _form(
        "a penalty",
        r"\b(?:what|which|how high)\b[^?.]{0,30}"
        r"\b(?:penalt(?:y|ies)|fines?|punishment|sanctions?|disciplinary \w+)\b",
        r"\b(?:penal\w*|fine[ds]?|punish\w*|sanction\w*|disciplin\w*|dismiss\w*|imprison\w*|prosecut\w*)\b"
        r"|\b(?:suspen\w*|offences?)\b",
    ),
    _form(
        "a court",
        r"\b(?:which|what) (?:\w+ )?(?:court|tribunal|judge)\b",
        r"\b(?:courts?|tribunals?|judges?|judgments?|judicial)\b",
    ),
    _form("an e-mail address", rf"{_WANTS}\be-?mail address", r"@"),
    _form("a phone number", rf"{_WANTS}\b(?:tele)?phone number\b", r"\+?\d[\d ()./-]{5,}\d"),
    _form(
        "a provision of a law",
        rf"\bwhich (?:articles?|provision|paragraph|clause|recital)\b[^?.]{{0,60}}\b{_LAW}\b",
        r"(?:\b(?:articles?|art|sections?|sec|paragraphs?|clauses?|recitals?|rules?|annex|part)\b\.?|§)\s*\d",
    ),
)


def lacking(question: str, quoted: Iterable[str]) -> str:
    """What a question asks for and none of the texts holds ("a sum of money"); "" where nothing lacks."""
    texts = tuple(quoted)
    asked = (form for form in FORMS if form.asked.search(question))
    return next((one.name for one in asked if not any(one.given.search(text) for text in texts)), "")
