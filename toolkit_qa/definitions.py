"""Terms that the documents define, and questions that ask what a term means ("What is machine learning?").

A term is defined where a sentence says what it is ("Recall is the share of …"), where an entry explains it
("Recall: the share of …"), by the first cell of a table row, and by a section that it, or the question for
it, is the heading of. What opens many sentences is a label ("Note: …"), no term. Terms are compared by the
stems of their words, so that "false positives" is the same as "false positive".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from index.lexical import terms
from index.version import Version
from ingest.checklists import bare_title
from ingest.records import Passage

Term = frozenset[str]

MOST_WORDS = 6
MOST_PLACES = 4  # what is explained more often is a label
CELL = "\t"

_ARTICLE = r"(?:(?:an?|the|this|that|these|those|your|our|any) )?"
_TERM = r"(?P<term>[^\W\d_][\w/&’'-]*(?: [\w/&’'()-]+){0,5}?)"
_VERB = r"(?:is|are|means?|refers? to|stands? for|denotes?|describes?)"
_SAID = re.compile(
    rf"^(?:an? |the )?[“\"'‘]?{_TERM}[”\"'’]? "
    rf"(?:{_VERB} (?:an?|the|any|all|when|where|how|what|that|those|to)"
    r"|(?:is|are) (?:here )?defined (?:by [^,;:.]{2,40} )?as|refers? to|stands? for|means?) ",
    re.IGNORECASE,
)
_ENTRY = re.compile(rf"^[“\"'‘]?{_TERM}[”\"'’]?(?:: | [–—-] )(?:An? |The |[^\W\d_A-Z])")
NO_TERM = re.compile(  # what opens with a little word names nothing
    r"^(?:an?|the|this|these|that|those|its?|there|such|each|every|all|any|some|one|another|others?|both|what"
    r"|which|who|how|why|when|where|here|he|she|they|we|you|our|your|their|no|not|many|most|more|if|in|on|at"
    r"|as|for|from|to|by|of|with|and|or|but|so|then|also|only|still|just)\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(r"\b(?:differences?|distinction)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*")
_QUOTES = re.compile(r"[\"“”„«»‘]|(?<!\w)['’]|['’](?!\w)")

_BE = r"(?:is|are|was|were)"
_TAIL = (
    r"(?= when it['’]?s at home| exactly\b| anyway\b| again\b| in (?:plain|simple|short|one|a |this|our|your)"
    r"| supposed to| actually\b| really\b| all about\b| according to\b|\s*[?!.,;:–—]|$)"
)
_ASKED = re.compile(r"[^,;:?!.–—]{2,60}?")
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b(?:what|who)(?:['’]s| {_BE}|s) (?:meant by )?{_ARTICLE}(?P<term>{_ASKED.pattern}){_TAIL}",
        rf"\bwhat (?:do|does|did) {_ARTICLE}(?P<term>{_ASKED.pattern}) (?:mean|stand for|refer to)\b",
        rf"\bwhat {_BE} {_ARTICLE}(?P<term>{_ASKED.pattern}) (?:supposed to be|meant to be)\b",
        rf"\bhow (?:do|does|did|would) [^,;:?!.]{{2,40}}? define {_ARTICLE}(?P<term>{_ASKED.pattern}){_TAIL}",
        rf"\bhow (?:is|are) {_ARTICLE}(?P<term>{_ASKED.pattern}) defined\b",
        rf"\b(?:define|definition of|meaning of|mean by|meant by|explain) {_ARTICLE}"
        rf"(?P<term>{_ASKED.pattern})(?:{_TAIL}|(?= in the\b))",
        rf"^{_ARTICLE}(?P<term>{_ASKED.pattern})\s*[,:?–—-]+\s(?:.*[.?!] )?"
        rf"(?:so )?what(?:['’]s| {_BE}) (?:that|it|this|they|those|these)\b",
        rf"^{_ARTICLE}(?P<term>{_ASKED.pattern})\s*[,:?–—-]+\s(?:explain|meaning|definition)\b",
    )
)


class Definitions:
    """Where the passages of one version define which term. Only read once made."""

    def __init__(self, version: Version) -> None:
        self._count = len(version.passages)
        self._rows = version.sentence_passages
        found: defaultdict[Term, set[int]] = defaultdict(set)
        for term, number in _defined(version):
            found[term].add(number)
        self._places = {
            term: frozenset(numbers) for term, numbers in found.items() if len(numbers) <= MOST_PLACES
        }

    def places(self, question: str) -> frozenset[int]:
        """The numbers of the sentences that define the term the question asks for; mostly none."""
        return next((places for term in asked_terms(question) if (places := self._places.get(term))), _NONE)

    def defined(self, question: str) -> NDArray[np.float64]:
        """1 for each passage that defines the term asked for, else 0: shape (n_passages,)."""
        result = np.zeros(self._count)
        result[[int(self._rows[number]) for number in self.places(question)]] = 1.0
        return result


_NONE: frozenset[int] = frozenset()


def asked_terms(question: str) -> Iterator[Term]:
    """The terms whose meaning a question may ask for, by the form of the question."""
    text = _QUOTES.sub("", " ".join(question.split()))
    for form in _FORMS:
        match = form.search(text)
        if match is not None and not _COMPARES.search(match["term"]):
            yield from _named(match["term"])


def _named(text: str) -> Iterator[Term]:
    """The terms of what can name one: few words, none of them a little word at the start."""
    if len(text.split()) <= MOST_WORDS and not NO_TERM.match(text):
        yield from _terms(text)


def _terms(text: str) -> Iterator[Term]:
    """The stems of a term, and of what stands in brackets behind it ("natural language processing (NLP)")."""
    for one in (_BRACKETS.sub(" ", text), *_BRACKETS.findall(text)):
        stems = frozenset(terms(one))
        if stems:
            yield stems


def _defined(version: Version) -> Iterator[tuple[Term, int]]:
    """Each term with the number of a sentence that defines it."""
    number = 0
    before: tuple[str, tuple[str, ...]] | None = None
    for passage in version.passages:
        section = (passage.document_id, passage.section)
        if passage.sentences and section != before:
            before = section
            for term in _of_heading(passage.section[-1:]):
                yield term, number
        cells = _first_cells(passage)
        for offset, sentence in enumerate(passage.sentences):
            text = " ".join(sentence.text.split())
            for term in _terms(text) if text in cells else _named(defined_by(text)):
                yield term, number + offset
        number += len(passage.sentences)


def _of_heading(heading: tuple[str, ...]) -> Iterator[Term]:
    for title in map(bare_title, heading):
        if title.endswith("?"):
            yield from asked_terms(title)
        else:
            yield from _named(title)


def defined_by(sentence: str) -> str:
    """The term that a sentence defines or an entry explains, as it stands there; "" where there is none."""
    match = _SAID.match(sentence) or _ENTRY.match(sentence)
    return match["term"] if match else ""


def _first_cells(passage: Passage) -> frozenset[str]:
    """What stands first in the rows of tables, where that is short."""
    rows = (line.split(CELL)[0] for line in passage.text.split("\n") if CELL in line)
    cells = (" ".join(cell.split()) for cell in rows)
    return frozenset(cell for cell in cells if len(cell.split()) <= MOST_WORDS)
