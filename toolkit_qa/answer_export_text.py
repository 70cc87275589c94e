"""What every export of an answer says, part by part, before it becomes Markdown or a Word document.

Nothing is escaped here: each writer does that for its own format. The words are those of a record that is
put in a file; those of the pages are in `ui/words/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from . import messages, records
from .plain_text import plain
from .records import Answer, ChecklistLink, Citation, Hit
from .sections import ARROW

HEADING = "heading"
NOTE = "note"
FACT = "fact"
QUOTE = "quote"
SOURCE = "source"
ITEM = "item"
PASSAGE = "passage"

VERDICTS = {
    records.ANSWERED: "Answered",
    records.PARTLY_ANSWERED: "Partly answered",
    records.NOT_COVERED: "Not covered by the documents",
    records.NEEDS_DETAIL: "Not answered: the question needs more detail",
    records.NOT_A_QUESTION: "Not answered: this is not a question",
    records.BLOCKED: "Not processed",
}
SOURCES = {
    records.OFFICIAL: "official document of INTERPOL and UNICRI",
    records.STARTER: "starter digest, in this project's own words, not the toolkit's",
    records.AGENCY: "document of the agency",
}
ANSWER_HEADING = "Answer, quoted word for word"
SOURCES_HEADING = "Sources"
ITEMS_HEADING = "Checklist items that bear on the question"
NEAREST_HEADING = "Nearest passages: not an answer"
SUGGESTIONS_HEADING = "What could be asked"
PERIOD = "%Y-%m-%d %H:%M UTC"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A piece of an export. `name` is its number or its label, `below` a line in small print under it,
    `level` that of a heading, from 1. The text of a quote may have several lines."""

    kind: str
    text: str
    name: str = ""
    below: str = ""
    level: int = 0


def of_conversation(title: str, answers: Sequence[tuple[Answer, str]], written_at: str) -> Iterator[Part]:
    """The parts of several answers, each with the moment it was asked, under one title."""
    yield Part(kind=HEADING, level=1, text=title)
    yield Part(kind=FACT, name="Questions", text=str(len(answers)))
    yield Part(kind=FACT, name="Written", text=when(written_at))
    for answer, asked_at in answers:
        yield from of_answer(answer, asked_at, level=2)


def of_answer(answer: Answer, asked_at: str, *, level: int = 1) -> Iterator[Part]:
    """The parts of an answer, or of a refusal; `asked_at` is ISO 8601 or "", `level` that of its title."""
    yield Part(kind=HEADING, level=level, text=answer.question)
    if note := answer.message or messages.answered(answer.sources):
        yield Part(kind=NOTE, text=note)
    yield from _facts(answer, asked_at)
    sections = (
        (ANSWER_HEADING, [_quote(answer.cited(one)) for one in answer.statements]),
        (SOURCES_HEADING, [*_sources(answer.citations)]),
        (ITEMS_HEADING, [_item(one) for one in answer.checklists]),
        (NEAREST_HEADING, [_passage(one) for one in answer.nearest]),
        (SUGGESTIONS_HEADING, [Part(kind=ITEM, text=one) for one in answer.suggestions]),
    )
    for heading, own in sections:
        if own:
            yield Part(kind=HEADING, level=level + 1, text=heading)
            yield from own


def when(moment: str) -> str:
    """A moment in ISO 8601 as people read it, in UTC; as it stands where it is no moment."""
    try:
        parsed = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    return (parsed.astimezone(UTC) if parsed.tzinfo else parsed).strftime(PERIOD)


def place(title: str, edition: str, section: Sequence[str], page: int, page_label: str) -> str:
    """Document, edition, section, printed page, and the physical one where that differs."""
    printed = page_label or str(page)
    physical = f" (PDF page {page})" if printed != str(page) else ""
    named = (title, edition, ARROW.join(section), f"page {printed}{physical}")
    return ", ".join(filter(None, named))


def source_of(source: str) -> str:
    """Whose words they are; of a digest, that they are not the toolkit's."""
    return f"Source: {SOURCES.get(source, source)}."


def _facts(answer: Answer, asked_at: str) -> Iterator[Part]:
    found = [("Verdict", VERDICTS.get(answer.status, answer.status))]
    if answer.understood_as and answer.understood_as != answer.question:
        found.append(("Understood as", answer.understood_as))
    found += [("Spelling", f"“{one.written}” read as “{one.read_as}”") for one in answer.corrections]
    found += [("Asked", when(asked_at)), ("Answer id", answer.answer_id), ("Index version", answer.version)]
    for name, value in found:
        if value:
            yield Part(kind=FACT, name=name, text=value)


def _quote(citations: Sequence[Citation]) -> Part:
    numbers = numbers_text([one.n for one in citations])
    return Part(kind=QUOTE, text="\n".join(quoted_lines(citations)), name=f"[{numbers}]")


def quoted_lines(
    citations: Sequence[Citation], same_row: Callable[[Citation, Citation], bool] = lambda one, other: False
) -> tuple[str, ...]:
    """The quotes of a statement as they are read: each item of a list on a line of its own, a sentence that
    goes on overleaf on one. `same_row` says of two quotes whether they are cells of one row of a table."""
    lines: list[str] = []
    for before, one in zip((None, *citations), citations, strict=False):
        quote = shown(one.quote)
        if before is not None and before.page != one.page:
            lines[-1] = f"{lines[-1]} {quote}"
        elif before is not None and same_row(before, one):
            lines[-1] = f"{lines[-1]} · {quote}"
        else:
            lines.append(quote)
    return tuple(lines)


def _sources(citations: Sequence[Citation]) -> Iterator[Part]:
    """Each place that is quoted once, with the numbers of its quotes."""
    numbers: dict[tuple[str, str], list[int]] = {}
    for one in citations:
        where = place(one.title, one.edition, one.section, one.page, one.page_label)
        numbers.setdefault((where, source_of(one.source)), []).append(one.n)
    for (where, source), own in numbers.items():
        yield Part(kind=SOURCE, name=f"[{numbers_text(own)}]", text=f"{where}.", below=source)


def numbers_text(numbers: Sequence[int]) -> str:
    """Numbers as people write them: "1, 3–8"."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def _item(link: ChecklistLink) -> Part:
    where = place(link.title, "", (), link.page, link.page_label)
    return Part(kind=ITEM, text=link.text, below=f"{where}. {source_of(link.source)}")


def _passage(hit: Hit) -> Part:
    where = place(hit.title, hit.edition, hit.section, hit.page, hit.page_label)
    return Part(kind=PASSAGE, name=str(hit.rank), text=hit.text, below=f"{where}. {source_of(hit.source)}")


def shown(text: str) -> str:
    """The text on one line, without characters that reorder or hide what is read."""
    return " ".join(plain(text).split())
