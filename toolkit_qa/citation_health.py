"""Do citations saved earlier still hold? Each is looked for in a version: unchanged, moved, reworded, gone.

White space never counts. A quote that is not found word for word is held against the sentences of its
document; where the version it was taken from is at hand, only against those that are new since.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from index.matching import likeness, word_marks
from index.version import Version
from ingest.records import Document, Page, Span

from .records import Record
from .saved_quotes import SavedQuote

UNCHANGED, MOVED, REWORDED, GONE = STATES = ("unchanged", "moved", "reworded", "gone")
ALIKE = 0.6
ALIKE_AND_NEW = 0.5  # where sentences that stood there before are left out of the comparison
ENOUGH_WORDS = 5  # of a quote that may be looked for in other documents than its own


@dataclass(frozen=True, kw_only=True, slots=True)
class Found(Record):
    """Where a quote stands now: characters `start:end` of a page; `quote` is what stands there."""

    document_id: str
    title: str
    edition: str
    section: tuple[str, ...]
    page: int
    page_label: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Health(Record):
    """What became of a saved quote. `now` is None when it is gone; `words` mark a new wording."""

    state: str
    saved: SavedQuote
    now: Found | None
    words: tuple[tuple[str, str], ...] = ()


def check_quotes(
    version: Version, quotes: Iterable[SavedQuote], before: Mapping[str, Version]
) -> Iterator[Health]:
    """The health of each quote in `version`; `before` holds versions the quotes were taken from, by id."""
    shelf = _Shelf(version)
    earlier = {name: _Shelf(one) for name, one in before.items()}
    for quote in quotes:
        yield _checked(shelf, quote, earlier.get(quote.version))


def counts_of(health: Iterable[Health]) -> dict[str, int]:
    """How many quotes are in each state."""
    counted = Counter(one.state for one in health)
    return {state: counted[state] for state in STATES}


def _checked(shelf: _Shelf, quote: SavedQuote, earlier: _Shelf | None) -> Health:
    own = shelf.own(quote)
    others = shelf.others(own) if len(quote.quote.split()) >= ENOUGH_WORDS else ()
    for texts in (own, others):
        places = [(text, place) for text in texts for place in text.find(quote.quote)]
        if places:
            text, place = min(places, key=lambda found: (abs(found[1].page - quote.page), found[1]))
            stays = texts is own and place.page == quote.page
            return Health(state=UNCHANGED if stays else MOVED, saved=quote, now=text.found(place))
    return _reworded(own, quote, earlier) or Health(state=GONE, saved=quote, now=None)


def _reworded(own: Sequence[_Text], quote: SavedQuote, earlier: _Shelf | None) -> Health | None:
    known = {bare for text in earlier.own(quote) for bare in text.bare_sentences} if earlier else set()
    wording = quote.quote.casefold()
    scored = [
        (likeness(wording, candidate.casefold()), -row, text, spans)
        for text in own
        for row, (candidate, spans, bare) in enumerate(text.candidates)
        if bare not in known
    ]
    score, _, text, spans = max(scored, key=lambda one: one[:2], default=(0.0, 0, None, ()))
    if text is None or score < (ALIKE_AND_NEW if known else ALIKE):
        return None
    found = text.found(*spans)
    return Health(state=REWORDED, saved=quote, now=found, words=word_marks(quote.quote, found.quote))


class _Shelf:
    """The documents of a version, their text made ready when it is first needed."""

    def __init__(self, version: Version) -> None:
        self._version = version
        self._texts: dict[str, _Text] = {}

    def own(self, quote: SavedQuote) -> tuple[_Text, ...]:
        """The document of a quote: the one of its id, else those of its title or file (a next edition has
        another id where no manifest gives it one).

        A quote that came without an id and of which neither fits may be of any document.
        """
        documents = self._version.documents
        same = [one for one in documents if one.document_id == quote.document_id] or [
            one for one in documents if quote.title == one.title or quote.file == one.file
        ]
        return tuple(self._text(one) for one in same or (() if quote.document_id else documents))

    def others(self, own: Sequence[_Text]) -> Iterator[_Text]:
        left_out = {text.document.document_id for text in own}
        return (self._text(one) for one in self._version.documents if one.document_id not in left_out)

    def _text(self, document: Document) -> _Text:
        return self._texts.setdefault(document.document_id, _Text(self._version, document))


class _Text:
    """One document, ready to be searched."""

    def __init__(self, version: Version, document: Document) -> None:
        self._version = version
        self.document = document

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        return tuple(self._version.pages(self.document.document_id))

    @cached_property
    def candidates(self) -> tuple[tuple[str, tuple[Span, ...], str], ...]:
        """Each sentence, and each two neighbours, as text, spans and text without white space."""
        found = []
        for passage in self._version.passages:
            if passage.document_id == self.document.document_id:
                single = [(one.text, one.spans) for one in passage.sentences]
                double = [(f"{a} {b}", (*s, *t)) for (a, s), (b, t) in pairwise(single)]
                found += [(text, spans, _bare(text)) for text, spans in (*single, *double)]
        return tuple(found)

    @cached_property
    def bare_sentences(self) -> frozenset[str]:
        return frozenset(bare for _, _, bare in self.candidates)

    def find(self, quote: str) -> Iterator[Span]:
        """Where the words stand on a page, or begin when they run over its end."""
        wanted, bare = _as_pattern(quote), _bare(quote)
        on_pages = [
            Span(page=page.number, start=match.start(), end=match.end())
            for page in self.pages
            for match in wanted.finditer(page.text)
        ]
        yield from on_pages or (spans[0] for _, spans, text in self.candidates if text == bare)

    def found(self, *spans: Span) -> Found:
        """The place as a record; spans that do not follow each other on a page are joined by one space."""
        first, last = spans[0], spans[-1]
        page = self.pages[first.page - 1]
        words = " ".join(self.pages[span.page - 1].text[span.start : span.end] for span in spans)
        if first.page == last.page and _bare(whole := page.text[first.start : last.end]) == _bare(words):
            words, first = whole, replace(first, end=last.end)
        return Found(
            document_id=self.document.document_id,
            title=self.document.title,
            edition=self.document.edition,
            section=_section_at(page, first.start),
            page=page.number,
            page_label=page.label,
            start=first.start,
            end=first.end,
            quote=words,
        )


def _as_pattern(quote: str) -> re.Pattern[str]:
    """Finds the words whatever white space stands between them, but not inside longer words."""
    words = r"\s+".join(re.escape(word) for word in quote.split())
    before = r"(?<!\w)" if quote.strip()[:1].isalnum() else ""
    after = r"(?!\w)" if quote.strip()[-1:].isalnum() else ""
    return re.compile(f"{before}{words}{after}")


def _section_at(page: Page, place: int) -> tuple[str, ...]:
    return next((block.section for block in page.blocks if block.start <= place < block.end), ())


def _bare(text: str) -> str:
    return "".join(text.split())
