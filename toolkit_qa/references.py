"""References in a question that look like numbers of a person and are none: laws, standards, sums, dates."""

from __future__ import annotations

import re

# Words in front of the number of a document; a number after them is the document's.
_BODIES = (
    r"ISO|IEC|IEEE|ITU(?:-T)?|ETSI|CEN|CENELEC|EN|DIN|BS|BSI|ANSI|ASTM|RFC|NIST|SP|FIPS|NISTIR|IR|CP|CM|HC|HL"
    r"|Cmnd|COM|SWD|JOIN|CELEX|ECLI|OJ|ISBN(?:-1[03])?|ISSN|DOI|arXiv|PMID|CVE|CWE|CAPEC|SSDF|OMB|GAO|EO|PL"
    r"|Pub(?:lic)?\.? L(?:aw)?\.?|U\.?S\.?C\.?|CFR|SI|UNGA|GA|A/RES|S/RES|E/CN|CETS|ETS|WP|EDPB|ICAO|ILO"
)
_KINDS = (
    r"standard|regulation|directive|decision|resolution|recommendation|convention|treaty|protocol|act|law"
    r"|statute|decree|executive order|opinion|guideline|guidance|policy|publication|report|paper|circular"
    r"|form|article|art\.?|section|sec\.?|paragraph|para\.?|clause|recital|chapter|annex|appendix|part|page"
    r"|table|figure|fig\.?|box|footnote|item|question|step|version|release|revision|rev\.?|edition|volume"
    r"|vol\.?|issue|case|file|ticket|invoice|order|contract|tender|incident|crime|exhibit|docket|application"
    r"|grant|budget|model|serial|batch|build|commit|p\.|pp\."
)
_NUMBERED = r"(?:\s*(?:number|no\.?|nos\.?|nr\.?|#|:))*"
_CODE = r"[\s:/-]+(?:[A-Z]{1,5}[\s./-]?)?\d[\w.]*(?:[./:–-]\w+(?:\.\w+)*)*(?:\(\w{1,6}\))*"
_CURRENCY = r"(?:[$€£¥₹₽₺₴]|\b(?:USD|EUR|GBP|CHF|JPY|CNY|AUD|CAD|INR|BRL|ZAR|PLN|SEK|NOK|DKK|RUB|TRY|UAH)\b)"
_AMOUNT = r"\d[\d.,' ]{0,20}(?:\s?(?:thousand|million|billion|trillion|bn|[kmb])\b)?"
_UNIT = (
    r"(?:dollars|euros?|pounds|francs|yen|yuan|rupees|per\s?cent|percent|%|people|persons|officers|users|records|files"
    r"|images|photos|faces|cases|searches|matches|words|pages|questions|tokens|parameters|bytes|[kmgt]b|hours|days"
    r"|years|minutes|seconds|ms|km|metres|meters|hz|ghz|mhz|pixels|px)\b"
)

_REFERENCES = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (r"\b(?:https?://|www\.)[^\s@]+", re.IGNORECASE),
        (r"\b10\.\d{4,9}/\S+", 0),
        (r"\bISBN(?:-1[03])?:?[\s]*[\dX][\d X-]{8,16}", 0),
        (rf"\b(?:{_BODIES})(?:[/\s-]+(?:{_BODIES}|TR|TS|PAS|AI|Guide))*{_NUMBERED}{_CODE}", 0),
        (rf"\b(?:{_KINDS})s?{_NUMBERED}{_CODE}", re.IGNORECASE),
        (r"\(?\b(?:EU|EC|EEC|UE|Euratom)\)?\s*(?:No\.?\s*)?\d{2,4}/\d{2,5}", 0),
        (r"\b\d{2,4}/\d{2,5}/(?:EU|EC|EEC|JHA|UE)\b", 0),
        (r"\b(?:19|20)\d\d/\d{1,5}\b|\b\d{1,5}/(?:19|20)\d\d\b", 0),
        (rf"{_CURRENCY}\s?{_AMOUNT}", 0),
        (rf"(?<![\w+.-]){_AMOUNT}\s?{_CURRENCY}", 0),
        (rf"(?<![\w+.-]){_AMOUNT}\s?{_UNIT}", re.IGNORECASE),
        (r"(?<![\w+.])\d{1,3}(?:,\d{3})+(?:\.\d+)?\b", 0),
    )
)


def blanked(text: str) -> str:
    """The text with every reference replaced by spaces, as long as it was."""
    for pattern in _REFERENCES:
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return text
