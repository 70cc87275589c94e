"""Is a question in another language than the documents? Decided only where it is clear.

Content words of the documents say nothing ("police" and "intelligence" are French too) and are left
out. Five other words must be left, more than twice as many as were left out, not only names and codes,
and no word among them that English alone has ("the", "which"); then py3langid decides, and must be sure.
Chinese, Japanese and Thai write no spaces: there every character counts as a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, cached_property
from typing import Any

from index.lexical import STOP_WORDS
from index.version import Version

from .language_lines import LINES
from .vocabulary import Vocabulary, english_words

ENGLISH = "en"
FEWEST_WORDS = 5
FEWEST_SMALL = 3  # different ones without a capital: names and codes are in no language
SHORTEST_CONTENT = 4
DOUBT = 0.05  # probability of English above which nothing is decided
MOSTLY, NEARLY_ALL = 0.6, 0.7
SAMPLED_PASSAGES = 200
SPOKEN_IN = 0.05  # share of the sampled passages from which on the documents are in a language too

# Also told apart from the languages that have a line, so that these are not mistaken for their neighbours.
OTHERS = ("bg", "ca", "fi", "hr", "hu", "no", "sk", "sl", "sr", "th", "vi")
# Small words of English that other languages write too.
SHARED = frozenset(
    """a all also am an any as at be but by do does down due each for had has he her here him his i if in
    is it like may me might more most my no of on once or our out over own per same she since so
    than them they those thus to under until up via was we were what while who will you""".split()  # noqa: SIM905 (a tuple would be a word a line)
)
ONLY_ENGLISH = STOP_WORDS - SHARED

_UNSPACED = r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
_WORD = re.compile(rf"{_UNSPACED}|(?<!\d)[^\W\d_]+(?!\d)")


class LanguageGuard:
    """Recognises questions in a language that the documents of one version are not in."""

    def __init__(self, version: Version, vocabulary: Vocabulary) -> None:
        self._version = version
        self._vocabulary = vocabulary

    def foreign(self, question: str) -> str:
        """The ISO 639-1 code of the question's language if it is surely none of the documents', else ""."""
        words = _WORD.findall(question)
        if len(words) < FEWEST_WORDS or not ONLY_ENGLISH.isdisjoint(map(str.casefold, words)):
            return ""
        left = [word for word in words if not self._is_content(word)]
        if len(left) < FEWEST_WORDS or len(words) >= 1.5 * len(left) or _mostly_english(left):
            return ""
        if len({word for word in left if not word[0].isupper()}) < FEWEST_SMALL:
            return ""
        language, english = _identify()(_joined(left))
        sure = language != ENGLISH and english <= DOUBT
        return language if sure and ENGLISH in self._spoken and language not in self._spoken else ""

    def _is_content(self, word: str) -> bool:
        """Whether it is an English content word of the documents; small words of any language are none."""
        known = len(word) >= SHORTEST_CONTENT and self._vocabulary.holds(word)
        return known and word.casefold() in english_words()

    @cached_property
    def _spoken(self) -> frozenset[str]:
        """The languages that a share of the passages is in, judged by some that are evenly spread."""
        passages = self._version.passages
        step = max(1, len(passages) // SAMPLED_PASSAGES)
        found = [_identify()(one.text)[0] for one in passages[::step]]
        return frozenset(one for one in found if found.count(one) >= SPOKEN_IN * len(found))


def _joined(words: list[str]) -> str:
    return ("" if re.match(_UNSPACED, words[0]) else " ").join(words).casefold()


def _mostly_english(words: list[str]) -> bool:
    """Whether most of the longer words, or nearly all words, stand in a list of English words."""
    english = [word.casefold() in english_words() for word in words]
    long = [known for word, known in zip(words, english, strict=True) if len(word) >= SHORTEST_CONTENT]
    return sum(english) >= NEARLY_ALL * len(english) or sum(long) >= MOSTLY * len(long) > 0


@cache
def _identify() -> Callable[[str], tuple[str, float]]:
    """py3langid for the languages here; half a second and 90 MB, paid by the first doubtful question."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier: Any = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([ENGLISH, *LINES, *OTHERS])

    def identify(text: str) -> tuple[str, float]:
        """The likeliest language, and how likely English is."""
        ranked = identifier.rank(text)
        return str(ranked[0][0]), float(dict(ranked)[ENGLISH])

    return identify
