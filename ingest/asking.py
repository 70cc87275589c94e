"""What a line of a checklist looks like: the marker it begins with, and whether it asks something."""

from __future__ import annotations

import re
from dataclasses import dataclass

BOXES = "☐☑☒□▢"
_MARKS = f"{BOXES}✓✔✗✘\ufffd"  # the last: a drawn box that the file gives no character for
_BULLET = re.compile(r"(?:[^\w\s\"'“”‘’(\[{<§$€£¿¡#@&]|o)\s+(?=\S)")
_TICKS = re.compile(rf"(?P<marks>(?:[{_MARKS}]\s*)+)(?=\S)")
# "1." "2.3" "(4)" "A1.1" "L.2.ii." "12" | "a)" "(a)" "a." | "iv)" "iv."
_NUMBER = re.compile(
    r"(?P<number>\(?(?:[A-Z]{1,3}[.-]?)?\d{1,3}(?:[.-]\d{1,3}|\.?[a-z]\b|\.[ivx]{1,4}\b)*\)?"
    r"|\(?[a-zA-Z]\)|[a-zA-Z](?=\.)|\(?[ivxIVX]{1,5}\)|[ivxIVX]{1,5}(?=\.))[.:)]*\s+(?=\S)"
)
_LETTER_AND_MARK = re.compile(rf"(?P<number>[A-Z]|\d{{1,2}})\s+(?=[{_MARKS}])")
_WHOLE_NUMBER = re.compile(
    r"\(?(?:[A-Z]{1,4}[.-]?)?\d{1,3}(?:[.-]\d{1,3}|\.?[a-z]|\.[ivx]{1,4})*\)?[.:)]?|[A-Za-z][.)]"
)
_ENDS_ASKING = re.compile(r"\?[\"”’'»)\]]*$")
_FIRST_END = re.compile(r"[.?!](?=[\"”’'»)\]]*\s+[\"“‘'(]?[A-Z])")


@dataclass(frozen=True, kw_only=True, slots=True)
class Marker:
    """What a line begins with: printed number, ticks and boxes, and where its own words begin."""

    number: str = ""
    marks: str = ""
    end: int = 0

    @property
    def boxed(self) -> bool:
        """Whether there is a box to be ticked; a tick alone may be a bullet."""
        return any(mark in BOXES for mark in self.marks)


def read_marker(text: str) -> Marker:
    """The marker of a line; bullet, number and box may come together, in any order."""
    number, marks, position = "", "", 0
    while True:
        if found := _TICKS.match(text, position):
            marks += found["marks"]
        elif not number and (
            found := _NUMBER.match(text, position) or _LETTER_AND_MARK.match(text, position)
        ):
            number = found["number"].strip("().:")
        elif position or not (found := _BULLET.match(text)):
            return Marker(number=number, marks=marks, end=position)
        position = found.end()


def whole_number(text: str) -> str:
    """The number a cell consists of, without the marks around it; "" for any other cell."""
    text = text.strip()
    return text.strip("().:") if _WHOLE_NUMBER.fullmatch(text) else ""


def is_question(text: str) -> bool:
    """Whether a text of at least two words ends in a question, or its first sentence is one."""
    text = text.strip()
    if len(text.split()) < 2:
        return False
    first = _FIRST_END.search(text)
    return bool(_ENDS_ASKING.search(text) or (first and first[0] == "?"))


def is_blank(text: str) -> bool:
    """Whether a cell holds nothing but room for an answer: boxes, dots, underlines."""
    return not text.strip(f"{BOXES}\ufffd[]()_.… \t\n")
