"""Characters of a page to words. Pure arithmetic: it knows no PDF library.

White space ends a word, and so do jumps, gaps and leaders (the dots of a table of contents). Accents
that are drawn on their own over a letter become one character with it, as they are read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

NAMELESS = "\ufffd"  # a symbol whose font does not say what it means
HYPHEN_MARK = "\x02"  # PDFium's stand-in for a hyphen at a line end
Box = tuple[float, float, float, float]  # x0, y0, x1, y1

# Accents that TeX fonts without accented letters draw on their own, and how they combine.
ACCENTS = {
    "´": "\u0301", "`": "\u0300", "¨": "\u0308", "ˆ": "\u0302", "˜": "\u0303", "¯": "\u0304",
    "˘": "\u0306", "˙": "\u0307", "˚": "\u030a", "˝": "\u030b", "ˇ": "\u030c", "¸": "\u0327", "˛": "\u0328",
}  # fmt: skip
_DOTLESS = {"ı": "i", "ȷ": "j"}
_LEADER = re.compile(r"(\.{4,}|…{2,}|_{4,})")


class Character(NamedTuple):
    """A character as drawn: its box on the page as displayed (points, y downwards), its place in the stream.

    White space has `text` " " and no box.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    order: int


class Style(NamedTuple):
    """How the first character of a word is set; see `Word`."""

    base: float
    size: float
    bold: bool
    italic: bool
    angle: int


@dataclass(kw_only=True, slots=True)
class Word:
    """Characters without a space between them, as the page draws them.

    Points, origin at the top left of the page as displayed, y downwards. `base` is the baseline,
    `size` the font size as displayed, `order` the place in the content stream, `angle` the
    direction of writing in degrees (0 = left to right, 90 = downwards). The coordinates of turned
    words are those of the page turned upright for them; `drawn` is the box as displayed, always.
    `led_to`: a page number to which the dots of a table of contents lead.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    bold: bool
    italic: bool
    angle: int
    order: int
    drawn: Box = (0.0, 0.0, 0.0, 0.0)
    led_to: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A straight horizontal or vertical line drawn on the page (x0 <= x1, y0 <= y1), points as above."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def horizontal(self) -> bool:
        return (self.x1 - self.x0) >= (self.y1 - self.y0)


@dataclass(kw_only=True, slots=True)
class RawPage:
    """One page as drawn: words in the order of the content stream, ruling lines, boxes of images."""

    number: int
    width: float
    height: float
    words: list[Word]
    rules: list[Rule]
    images: list[Box] = field(default_factory=list)


def words_of(
    characters: Sequence[Character], style_of: Callable[[Character], Style], *, width: float, height: float
) -> list[Word]:
    """The words of a page of the given size, in the order of the content stream.

    Words outside the page and words printed again over themselves are left out: nobody sees them.
    """
    characters = list(_without_frames(characters))
    if any(character.text in ACCENTS for character in characters):
        characters = _composed(characters)
    found: list[Word] = []
    for run in _runs(characters, style_of):
        for word in run:
            if word.x0 < width and word.x1 > 0 and word.y0 < height and word.y1 > 0:
                x0, y0 = max(word.x0, 0.0), max(word.y0, 0.0)
                word.drawn = (x0, y0, min(word.x1, width), min(word.y1, height))
                found.append(word)
    found = list(_once(found))
    for word in found:
        if word.angle:
            _turn_upright(word, width, height)
    return found


def _without_frames(characters: Sequence[Character]) -> Iterator[Character]:
    """Characters without nameless symbols drawn around another one (the box of a tick, the ring of ©)."""
    for place, character in enumerate(characters):
        if character.text == NAMELESS:
            near = [*characters[max(0, place - 2) : place], *characters[place + 1 : place + 3]]
            if any(other.text not in (NAMELESS, " ") and _lies_on(other, character) for other in near):
                continue
        yield character


def _lies_on(a: Character, b: Character) -> bool:
    width, height = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
    area = min((one.x1 - one.x0) * (one.y1 - one.y0) for one in (a, b))
    return width > 0 and height > 0 and width * height > 0.5 * area


def _runs(
    characters: Sequence[Character], style_of: Callable[[Character], Style]
) -> Iterator[Iterable[Word]]:
    """Characters that stand together, each run as the word or words it makes."""
    word: Word | None = None
    ends: list[float] = []  # where each character of the word ends
    last: Character | None = None
    for character in characters:
        of_ligature = last is not None and character[1:5] == last[1:5]
        last = character
        if character.text == " " or (word is not None and not (of_ligature or _goes_on(word, character))):
            if word is not None:
                yield _parts(word, ends)
            word = None
        if character.text == " ":
            continue
        if word is None:
            word, ends = _start(character, style_of(character)), [character.x1]
        else:
            word.text += character.text
            word.x0, word.x1 = min(word.x0, character.x0), max(word.x1, character.x1)
            word.y0, word.y1 = min(word.y0, character.y0), max(word.y1, character.y1)
            ends.append(character.x1)
    if word is not None:
        yield _parts(word, ends)


def _start(character: Character, style: Style) -> Word:
    return Word(
        text=character.text,
        x0=character.x0,
        y0=character.y0,
        x1=character.x1,
        y1=character.y1,
        base=style.base,
        size=style.size,
        bold=style.bold,
        italic=style.italic,
        angle=style.angle,
        order=character.order,
    )


def _goes_on(word: Word, character: Character) -> bool:
    """Whether a character directly continues the word: on its line, not back, not after a wide gap."""
    if word.angle != 0:
        return True
    reach = 0.6 * word.size
    overlap = min(word.y1, character.y1) - max(word.y0, character.y0)
    level = overlap > 0.2 * min(word.y1 - word.y0, character.y1 - character.y0)
    return level and -1.5 * reach < character.x0 - word.x1 < reach


def _parts(word: Word, ends: Sequence[float]) -> Iterator[Word]:
    """The word, or its parts where a leader is glued to it: `Introduction`, `........`, `5`."""
    if word.angle or len(ends) != len(word.text) or not _LEADER.search(word.text):
        yield word
        return
    start = 0
    for part in filter(None, _LEADER.split(word.text)):
        x0 = word.x0 if start == 0 else ends[start - 1]
        yield replace(word, text=part, x0=x0, x1=ends[start + len(part) - 1], order=word.order + start)
        start += len(part)


def _once(words: Iterable[Word]) -> Iterator[Word]:
    """Words without those that are printed again over themselves (bold or a shadow made by hand)."""
    seen: dict[str, list[Word]] = {}
    for word in words:
        others = seen.setdefault(word.text, [])
        if not any(_covers(other.drawn, word.drawn) for other in others):
            others.append(word)
            yield word


def _covers(a: Box, b: Box) -> bool:
    """Whether two boxes share more than a third of the smaller one: the same word never stands so close."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b))
    return width > 0 and height > 0 and 3 * width * height > smaller


def _turn_upright(word: Word, width: float, height: float) -> None:
    """Moves a turned word to where it stands when the page is turned so that it reads left to right."""
    x0, y0, x1, y1 = word.drawn
    if word.angle == 90:
        word.x0, word.y0, word.x1, word.y1 = y0, width - x1, y1, width - x0
    elif word.angle == 270:
        word.x0, word.y0, word.x1, word.y1 = height - y1, x0, height - y0, x1
    else:
        word.x0, word.y0, word.x1, word.y1 = width - x1, height - y1, width - x0, height - y0
    word.base = word.y1 - 0.2 * (word.y1 - word.y0)  # a usual descent below the baseline


# --- accents ------------------------------------------------------------------------------------


def _composed(characters: Sequence[Character]) -> list[Character]:
    """Accents drawn on their own put on the letter below them.

    The spaces that the reader made around such an accent go; a gap between the letters that become
    neighbours is a space.
    """
    letters = [one for one in characters if one.text.isalpha() and one.text not in ACCENTS]
    changed: dict[int, str] = {}
    gone: set[int] = set()
    for accent in characters:
        if accent.text in ACCENTS and (found := _letter_below(accent, letters, changed)):
            letter, text = found
            changed[letter.order] = text
            gone.add(accent.order)
    return list(_without(characters, changed, gone)) if gone else list(characters)


def _letter_below(
    accent: Character, letters: Sequence[Character], changed: dict[int, str]
) -> tuple[Character, str] | None:
    """The letter under the accent, and what the two are together; None where there is none."""
    middle = (accent.x0 + accent.x1) / 2
    near = [
        letter
        for letter in letters
        if letter.x0 - 0.5 <= middle <= letter.x1 + 0.5
        and min(letter.y1, accent.y1) - max(letter.y0, accent.y0) > 0.4 * (accent.y1 - accent.y0)
        and letter.order not in changed
    ]
    letter = min(near, key=lambda one: abs((one.x0 + one.x1) / 2 - middle), default=None)
    if letter is None:
        return None
    text = unicodedata.normalize("NFC", _DOTLESS.get(letter.text, letter.text) + ACCENTS[accent.text])
    return (letter, text) if len(text) == 1 else None


def _without(characters: Sequence[Character], changed: dict[int, str], gone: set[int]) -> Iterator[Character]:
    """The characters with letters changed and accents gone, and the spaces around those made anew."""
    last: Character | None = None
    seam = False  # an accent has gone since the last letter
    spaces: list[Character] = []
    for character in characters:
        if character.order in gone:
            seam = True
        elif character.text == " ":
            spaces.append(character)
        else:
            if spaces and not (seam and last is not None and _touch(last, character)):
                yield spaces[0]
            elif seam and last is not None and not _touch(last, character):
                yield Character(" ", last.x1, last.y0, character.x0, last.y1, last.order)
            spaces, seam = [], False
            text = changed.get(character.order)
            last = character._replace(text=text) if text else character
            yield last


def _touch(a: Character, b: Character) -> bool:
    return -0.3 * (a.y1 - a.y0) < b.x0 - a.x1 < 0.12 * (a.y1 - a.y0)
