"""The wording of a question against one version: its language, its spelling, its acronyms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.version import Version

from .acronyms import Acronyms
from .followup import Turn
from .language import LanguageGuard
from .spelling import Corrected, Speller
from .vocabulary import Vocabulary


class Wording:
    """What is known of words in one version. Cheap to make; the parts are worked out on first use."""

    def __init__(self, version: Version) -> None:
        vocabulary = Vocabulary(version)
        self._guard = LanguageGuard(version, vocabulary)
        self._speller = Speller(vocabulary)
        self._acronyms = Acronyms([passage.text for passage in version.passages])

    def warm(self) -> None:
        """Works out what every question needs: not the model of languages, which few do."""
        self._speller.corrected("a word that is misspeld")
        self._acronyms.others("AI")

    def foreign(self, question: str) -> str:
        """The code of the question's language if the documents are surely not in it, else ""."""
        return self._guard.foreign(question)

    def corrected(self, question: str) -> Corrected:
        """The question with its spelling mistakes put right."""
        return self._speller.corrected(question)

    def widened(self, turns: Sequence[Turn]) -> tuple[Turn, ...]:
        """The turns with the commoner forms of their acronyms among the words searched for."""
        return tuple(
            replace(turn, text=" ".join((turn.text, *others)))
            if (others := self._acronyms.others(turn.text))
            else turn
            for turn in turns
        )
