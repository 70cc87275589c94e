"""Questions made from the documents of a version: out of its headings and the sentences that define a word.

They are made by general patterns of English, so that they follow whatever documents are in the index. A
question made here is a candidate only: whoever shows it has had it answered first, from the place it was
made from (`examples`, `related`). Better none than one that nobody would ask.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from index.lexical import terms
from index.version import Version
from ingest.checklists import bare_title
from ingest.records import Document

from .definitions import NO_TERM
from .followup import leans

FEWEST_WORDS, MOST_WORDS = 3, 16
FEWEST_TERMS = 2  # words with a subject in a question that stands in the document
MOST_CHARACTERS = 110
MOST_TOPIC_WORDS = 6
FEWEST_MENTIONS = 2  # of a topic, as of a thing
ALIKE = 0.6  # share of the words of two questions from which they ask the same

# Words of a question that is about the text in which it stands.
_ABOUT_ITSELF = re.compile(
    r"\b(?:companion|digests?|documents?|official|here|(?:in|from|of) this \w+|readme|annex|appendix)\b",
    re.IGNORECASE,
)
# What a heading says about the document and not about its subject.
_APPARATUS = re.compile(
    r"\b(?:abstract|acknowledge?ments?|annex(?:es)?|appendi(?:x|ces)|audience|authors?|authority|bibliography"
    r"|box|case stud(?:y|ies)|chapter|companion|conclusions?|consultation|contents|corrections?|digests?"
    r"|documents?|draft|edition|example|experiments?|figures?|foreword|framework|glossary|introduction"
    r"|keywords|limitations?|log|methodology|notes?|official|overview|parts?|preface|publications?|questions?"
    r"|questionnaire|references|reports?|results|sections?|sources?|summary|tables?|toolkit|trademark|version"
    r"|work|workbook)\b",
    re.IGNORECASE,
)
_ODD = re.compile(r"[^\w\s,'’“”\"?:;()&/%-]|https?:|\.\w|_")
_CHECKLIST = re.compile(
    r"^(?:checklist|questions?(?: to (?:put|ask))?)(?: (?:about|on|for|of)|:) (?P<topic>.+)$", re.IGNORECASE
)
_WHY = re.compile(r"^why (?P<topic>.+?) (?P<verb>matters?|counts?)(?P<rest>.*)$", re.IGNORECASE)
_HOW_TO = re.compile(r"^how to (?P<rest>.+)$", re.IGNORECASE)
_DEFINITION = re.compile(
    r"^(?:(?P<article>An?) )?(?P<topic>[A-Za-z][\w-]+(?: [a-z][\w-]+){0,3}) "
    r"(?P<verb>is|are|means?|refers? to) (?:an?|the|any|when|where|how|what)\b"
)
# A topic of one word is taken for a noun by its ending: some nouns are lost, verbs and adjectives kept out.
_NOUN = re.compile(
    r"(?:[tsx]ion|ity|ment|ness|[ae]nc[ey]|acy|ship|ism|ics|[ei]as|logy|ing)s?$", re.IGNORECASE
)
# A thing is what texts speak of, about, with: "… of human oversight, …".
_OF = re.compile(r"\b(?:of|about|for|with|on|in|through|against|to ensure) (?=\w)")
_WORD = re.compile(r"[\w'’-]+")
_AFTER_A_THING = frozenset(
    ("is", "are", "was", "in", "and", "can", "should", "must", "may", "that", "which", "when", "will", "to")
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A question with the section it was made from and the numbers of that section's passages.

    `asked` says that it stands there as a question already.
    """

    question: str
    document_id: str
    section: tuple[str, ...]
    passages: tuple[int, ...]
    asked: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Draft:
    """A question before it is known whether its `topic` ("" where it has none) is a thing."""

    question: str
    topic: str = ""
    asked: bool = False


def made_questions(version: Version) -> tuple[Made, ...]:
    """Questions made from sections and from sentences that define a word, in reading order.

    Questions of the same words are made once. Reads every passage: the cost grows with the documents.
    """
    words = _Words(version)
    drafts = [
        (document_id, section, rows, draft)
        for (document_id, section), rows in _sections(version).items()
        for draft in _drafts(version, section, rows, words)
        if _reads_well(draft, version.document(document_id))
    ]
    things = words.things({draft.topic for *_, draft in drafts})
    found: dict[frozenset[str], Made] = {}
    for document_id, section, rows, draft in drafts:
        if not draft.topic or draft.topic in things:
            made = Made(
                question=draft.question,
                document_id=document_id,
                section=section,
                passages=tuple(rows),
                asked=draft.asked,
            )
            found.setdefault(frozenset(terms(draft.question)), made)
    return tuple(found.values())


class MadeQuestions:
    """The questions made from one version, made when they are first needed, then only read."""

    def __init__(self, version: Version) -> None:
        self._version = version

    @cached_property
    def all(self) -> tuple[Made, ...]:
        return made_questions(self._version)

    def about(self, document_id: str, section: tuple[str, ...]) -> tuple[Made, ...]:
        """Those made from a section."""
        return self._by_section.get((document_id, section), ())

    @cached_property
    def _by_section(self) -> dict[tuple[str, tuple[str, ...]], tuple[Made, ...]]:
        found: dict[tuple[str, tuple[str, ...]], tuple[Made, ...]] = {}
        for one in self.all:
            place = (one.document_id, one.section)
            found[place] = (*found.get(place, ()), one)
        return found


def alike(one: str, other: str) -> bool:
    """Whether two questions ask nearly the same: most of their words, or one holds all of the other's."""
    mine, theirs = set(terms(one)), set(terms(other))
    shared = len(mine & theirs)
    return shared >= ALIKE * len(mine | theirs) or shared == min(len(mine), len(theirs))


def _sections(version: Version) -> dict[tuple[str, tuple[str, ...]], list[int]]:
    """The passages of each section, in reading order."""
    found: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for row, passage in enumerate(version.passages):
        if passage.section:
            found[passage.document_id, passage.section].append(row)
    return found


def _reads_well(draft: _Draft, document: Document) -> bool:
    """Whether a question can be asked as it stands: short, about the subject, without loose ends."""
    question = draft.question
    titles = (title.split("(")[0].strip().casefold() for title in (document.title, document.official_title))
    return (
        FEWEST_WORDS <= len(question.split()) <= MOST_WORDS
        and len(question) <= MOST_CHARACTERS
        and len(set(terms(question))) >= (FEWEST_TERMS if draft.asked else 1)
        and question.count("?") == 1
        and not _ODD.search(question)
        and not _ABOUT_ITSELF.search(question)
        and not any(title and title in question.casefold() for title in titles)
        and not leans(question)
    )


def _drafts(version: Version, section: tuple[str, ...], rows: list[int], words: _Words) -> Iterator[_Draft]:
    """The question of a section's heading, and those of its definitions."""
    heading = " ".join(bare_title(section[-1]).split())
    if heading.endswith("?"):
        yield _Draft(question=words.sentence_case(heading), asked=True)
    elif not _APPARATUS.search(_CHECKLIST.sub(r"\g<topic>", heading)):
        yield from _from_heading(heading, words)
    for row in rows:
        for sentence in version.passages[row].sentences:
            yield from _from_definition(" ".join(sentence.text.split()), words)


def _from_heading(heading: str, words: _Words) -> Iterator[_Draft]:
    """A question about what a heading names."""
    if match := _CHECKLIST.match(heading):
        topic = words.lowered(match["topic"])
        if not NO_TERM.match(topic) or topic.startswith("the "):
            yield _Draft(question=f"What should we ask about {topic}?")
    elif match := _WHY.match(heading):
        verb = match["verb"].lower()
        does = "does" if verb.endswith("s") else "do"
        topic = words.lowered(match["topic"])
        yield _Draft(question=f"Why {does} {topic} {verb.removesuffix('s')}{match['rest']}?")
    elif match := _HOW_TO.match(heading):
        yield _Draft(question=f"How do we {words.lowered(match['rest'])}?")
    else:
        topic = words.lowered(heading)
        if len(topic.split()) <= MOST_TOPIC_WORDS and not NO_TERM.match(topic):
            yield _Draft(question=f"What should we know about {topic}?", topic=topic)


def _from_definition(sentence: str, words: _Words) -> Iterator[_Draft]:
    """What a sentence defines: "Automation bias is the tendency …"."""
    match = _DEFINITION.match(sentence)
    if match and not NO_TERM.match(match["topic"]) and not _APPARATUS.search(match["topic"]):
        topic = words.lowered(match["topic"])
        article = f"{match['article'].lower()} " if match["article"] else ""
        if match["verb"] in ("is", "are"):
            yield _Draft(question=f"What {match['verb']} {article}{topic}?", topic=topic)
        else:
            yield _Draft(question=f"What does “{topic}” mean?", topic=topic)


class _Words:
    """How words are written within the sentences of a version."""

    def __init__(self, version: Version) -> None:
        self._texts = [" ".join(passage.text.split()) for passage in version.passages]
        self._written = Counter(word for text in self._texts for word in re.findall(r"[\w-]+", text))

    def lowered(self, heading: str) -> str:
        """A heading as it stands within a sentence: a capital stays where the word is a name or letters."""
        return " ".join(map(self._lowered, heading.split()))

    def sentence_case(self, question: str) -> str:
        """A question whose words all begin with a capital, with the first one only."""
        first, *others = question.split()
        if not all(word[0].isupper() for word in others if len(word) > 4):
            return question
        return " ".join((first, *map(self._lowered, others)))

    def things(self, topics: Iterable[str]) -> frozenset[str]:
        """Those of the topics that the texts speak of as of a thing, twice at least."""
        nouns = (topic for topic in topics if " " in topic or "-" in topic or _NOUN.search(topic))
        wanted = {topic.casefold(): topic for topic in nouns}
        found = Counter(phrase for text in self._texts for phrase in _phrases(text) if phrase in wanted)
        return frozenset(wanted[phrase] for phrase, count in found.items() if count >= FEWEST_MENTIONS)

    def _lowered(self, word: str) -> str:
        parts = re.findall(r"[\w-]+", word)
        capitals = (part for part in parts if not part.islower())
        usual = all(self._written[part.lower()] >= self._written[part] for part in capitals)
        return word.lower() if usual else word


def _phrases(text: str) -> Iterator[str]:
    """What stands after "of", "about", "the" and the like, up to a comma, a stop or a verb; in lower case."""
    for opening in _OF.finditer(text):
        end = opening.end()
        for _ in range(MOST_TOPIC_WORDS):
            word = _WORD.match(text, end)
            if word is None:
                break
            after = _WORD.match(text, word.end() + 1) if text[word.end() : word.end() + 1] == " " else None
            if after is None or after[0] in _AFTER_A_THING:
                yield text[opening.end() : word.end()].casefold()
            if after is None:
                break
            end = word.end() + 1
