"""Personal data in a question: found, named by kind, and masked, so that nothing after it sees the data.

The rules look for what points at one person: addresses, numbers with their check digits, plates and
dates of birth that stand beside a name. A name alone is no alarm: questions name authors, judges and
treaties all the time. References to documents, laws, standards and sums of money are blanked first, so
that "SP 800-218" or "(EU) 2016/679" is never read as a number of somebody.

The findings hold kinds and places, never the text, and no rule logs anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from . import personal_ids, personal_names
from .references import blanked

EMAIL = "e-mail address"
CARD = "payment card number"
ACCOUNT = "bank account number"
NATIONAL_ID = "national identity number"
DOCUMENT_ID = "identity document number"
PHONE = "phone number"
NETWORK = "IP address"
PLATE = "vehicle plate"
BIRTH = "date of birth"
HOME = "home address"
NAME = "name"

_EMAIL = re.compile(r"[\w.+%'-]+@[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+")
_CARD = re.compile(r"(?<![\w.])\d(?:[ -]?\d){12,18}(?![\w-])")
# First digits and lengths: Visa, Mastercard, American Express, Diners; then Discover, UnionPay, JCB.
_ISSUERS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3[0689]\d{12}|(?:6\d|35)\d{14,17}"
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b")
_IP = re.compile(
    r"\bIP(?:v[46])?(?: address)?(?:es)?(?: is| was| of|:)? ((?:\d{1,3}\.){3}\d{1,3})\b", re.IGNORECASE
)

# A number after a word for a telephone; without one it needs a plus, or the shape of a national number.
_SEPARATED = r"\(?\d(?:[ ().-]{0,2}\d){%d,%d}"
_CUE = (
    r"\b(?:tele|mobile |cell ?|smart|home |work )?(?:phone|mobile|cell|tel|fax|whatsapp|signal|telegram|viber"
    r"|landline|hotline|extension|sms|call|calls|called|calling|ring|rang|dial|dialled|text|texted|texting)\b\.?"
    r"(?:[ :=#]|\b(?:number|no\.?|phone|is|was|on|at|to|from|him|her|them|me|us|my|his|their|the|suspect"
    r"|victim|witness)\b){1,8}"
)
_PHONES = (
    re.compile(r"(?<![\w+])(?:\+|00(?=[1-9]))[ ]?" + _SEPARATED % (7, 14) + r"(?![\w-])"),
    re.compile(_CUE + r"(?P<number>" + _SEPARATED % (6, 14) + r")(?![\w/-])", re.IGNORECASE),
    re.compile(r"(?<![\w.+/-])\(?[2-9]\d\d\)?[ .-]{1,2}[2-9]\d\d[ .-]\d{4}(?![\w-])"),
    re.compile(r"(?<![\w.+/-])\(?0[1-9]\d{0,3}\)?(?:[ ./-]\d{2,8}){1,5}(?![\w/-])"),
    re.compile(r"(?<![\w.+/-])0[1-9]\d{8,9}(?![\w/.-])"),
)
_YEARS = re.compile(r"(?:19|20)\d\d ?[-–] ?(?:19|20)\d\d")
_DATE = re.compile(r"\d{1,2}[ ./-]\d{1,2}[ ./-](?:19|20)\d\d\b|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}\b")


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Found:
    """A stretch of a question (characters `start:end`) that is personal data of a kind."""

    start: int
    end: int
    kind: str


def personal_data(text: str) -> tuple[Found, ...]:
    """What personal data `text` holds, in order, not overlapping; empty for nearly every question."""
    plain = text if text.isascii() else "".join(map(_plain_character, text))
    if "@" not in plain and not any(map(str.isdigit, plain)):
        return ()
    found: list[Found] = []
    for kind, start, end in _findings(plain, blanked(plain)):
        if not any(start < other.end and other.start < end for other in found):
            found.append(Found(start=start, end=end, kind=kind))
    return tuple(sorted(found))


def kinds(found: tuple[Found, ...]) -> tuple[str, ...]:
    """The kinds found, each once; a name is not named where it only made the alarm complete."""
    named = dict.fromkeys(one.kind for one in found if one.kind != NAME)
    return tuple(named)


def masked(text: str, found: tuple[Found, ...]) -> str:
    """The text with every finding replaced by its kind in square brackets."""
    for one in sorted(found, reverse=True):
        text = f"{text[: one.start]}[{one.kind}]{text[one.end :]}"
    return text


def _findings(text: str, numbers: str) -> Iterator[tuple[str, int, int]]:
    """Kind and place, the surest kinds first. `numbers` is the text without its references."""
    for match in _EMAIL.finditer(text):
        yield EMAIL, match.start(), match.end()
    for match in _IBAN.finditer(text):
        if length := personal_ids.account_length(match[0]):
            yield ACCOUNT, match.start(), match.start() + length
    yield from _checked(CARD, _CARD, numbers, _is_card)
    for start, end in personal_ids.national_ids(numbers):
        yield NATIONAL_ID, start, end
    for start, end in personal_ids.document_ids(numbers):
        yield DOCUMENT_ID, start, end
    for match in _IP.finditer(text):
        yield NETWORK, match.start(1), match.end(1)
    for pattern in _PHONES:
        yield from _checked(PHONE, pattern, numbers, _is_phone)
    beside = personal_names.Beside(text, numbers)
    for kind, places in ((PLATE, beside.plates()), (BIRTH, beside.births()), (HOME, beside.homes())):
        for start, end in places:
            yield kind, start, end
    for start, end in beside.named():
        yield NAME, start, end


def _checked(
    kind: str, pattern: re.Pattern[str], text: str, holds: Callable[[str], bool]
) -> Iterator[tuple[str, int, int]]:
    """The matches of a pattern (its group `number`, if it has one) that pass a check."""
    group = "number" if "number" in pattern.groupindex else 0
    for match in pattern.finditer(text):
        if holds(match[group]):
            yield kind, match.start(group), match.end(group)


def _is_card(written: str) -> bool:
    """A number of a card issuer whose check digit (Luhn) holds."""
    from stdnum import luhn

    digits = re.sub(r"\D", "", written)
    return bool(_ISSUERS.fullmatch(digits)) and len(set(digits)) > 1 and bool(luhn.is_valid(digits))


def _is_phone(written: str) -> bool:
    """Seven to fifteen digits that are neither years nor a date."""
    digits = sum(character.isdigit() for character in written)
    return 7 <= digits <= 15 and not _YEARS.search(written) and not _DATE.search(written)


def _plain_character(character: str) -> str:
    """Full-width and other digits and letters in their plain form; one character for one."""
    if character.isascii():
        return character
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character
