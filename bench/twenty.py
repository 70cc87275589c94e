"""`python -m bench.twenty`: twenty answers drawn by seed, printed in full into docs/ANSWERS.md.

Drawn from the test halves of the two large sets and from the forty questions, good and bad alike; what
is wrong with a bad one is said in a line made from the judging.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby

from bench.data import CORPUS, ROOT, store_of
from toolkit_qa import Assistant
from toolkit_qa.evaluation import Outcome, ask_one, points_held
from toolkit_qa.question_sets import ALL, COMMITTED, TEST, SetQuestion, read_sets
from toolkit_qa.records import Answer, Citation

DOCUMENT = ROOT / "docs" / "ANSWERS.md"
SEED = 20
DRAWN = {"starter": (TEST, 8), "second": (TEST, 8), "forty": (ALL, 4)}  # set -> half, number
NEAREST = 2
HEAD = """# Twenty answers

Made by `python -m bench.twenty`, never by hand: twenty questions drawn by seed, {starter} from the test
half of `starter.jsonl`, {second} from that of `second.jsonl` and {forty} from `forty.jsonl` (see
[the question sets](../toolkit_qa/questions/README.md)), with the answers in full, good and bad. {good} are
good: the right verdict, and where the question is covered the right page and a key phrase. {bad} are
not; what is wrong stands below each. Version {version} of the index.
"""


def drawn() -> tuple[SetQuestion, ...]:
    """The twenty questions, in the order of their sets."""
    dice = random.Random(SEED)
    chosen: list[SetQuestion] = []
    files = {path.stem: path for path in COMMITTED}
    for name, (half, count) in DRAWN.items():
        questions = read_sets([files[name]], half)
        places = sorted(dice.sample(range(len(questions)), count))
        chosen += [questions[place] for place in places]
    return tuple(chosen)


def faults(question: SetQuestion, answer: Answer, outcome: Outcome) -> tuple[str, ...]:
    """What is wrong with an answer, each in a sentence; empty when it is good."""
    found = []
    if not outcome.right_verdict:
        found.append(f"The verdict should be {' or '.join(map(_words, question.expect))}.")
    if outcome.page_cited is False:
        gold = "; ".join(
            f"{place.document}, page {', '.join(map(str, place.pages))}" for place in question.gold
        )
        where = "elsewhere" if outcome.answered else "in the documents"
        place = f"was number {outcome.rank}" if outcome.rank else "was not"
        found.append(f"The answer stands {where} ({gold}), which {place} among the pages found.")
    if outcome.key_phrase is False:
        found.append(f"Looked for: {_missing(question, answer)}.")
    return tuple(found)


def page_of(version: str, asked: Sequence[tuple[SetQuestion, Answer, Outcome]]) -> str:
    """The whole page."""
    bad = sum(bool(faults(*one)) for one in asked)
    counts = {name: count for name, (_, count) in DRAWN.items()}
    head = HEAD.format(**counts, good=len(asked) - bad, bad=bad, version=f"`{version}`")
    parts = ["\n".join(_section(number, *one)) for number, one in enumerate(asked, start=1)]
    return "\n".join([head, *parts])


def _section(number: int, question: SetQuestion, answer: Answer, outcome: Outcome) -> Iterator[str]:
    yield f"## {number}. {_plain(question.question)}\n"
    yield f"`{question.id}`, {_words(question.kind)}: **{_words(answer.status)}** ({answer.confidence:.2f})"
    if question.history:
        yield f"\nAsked after: {' / '.join(map(_plain, question.history))}"
    if answer.understood_as != answer.question:
        yield f"\nUnderstood as: {_plain(answer.understood_as)}"
    if answer.message:
        yield f"\n*{_plain(answer.message)}*"
    for statement in answer.statements:
        numbers = "".join(f"\\[{n}\\]" for n in statement.citations)
        yield f"\n> {_plain(statement.text)} {numbers}"
    if answer.citations:
        yield ""
    yield from _places(answer.citations)
    if answer.nearest:
        places = (f"{hit.title}, page {hit.page_label}" for hit in answer.nearest[:NEAREST])
        yield f"\nNearest, not an answer: {_plain('; '.join(places))}"
    wrong = faults(question, answer, outcome)
    yield f"\n**Bad.** {' '.join(wrong)}\n" if wrong else "\n**Good.**\n"


def _places(citations: Sequence[Citation]) -> Iterator[str]:
    """A line for each run of citations of one place: `- [2–4] title, edition, section, page`."""
    for place, run in groupby(citations, key=_place):
        numbers = [one.n for one in run]
        first, last = numbers[0], numbers[-1]
        yield f"- \\[{first}\\] {place}" if first == last else f"- \\[{first}–{last}\\] {place}"


def _place(citation: Citation) -> str:
    section = f", {citation.section[-1]}" if citation.section else ""
    return _plain(f"{citation.title}, {citation.edition}{section}, page {citation.page_label}")


def _missing(question: SetQuestion, answer: Answer) -> str:
    held = points_held(question.key_phrases, answer.statements)
    points = [point[0] for point, there in zip(question.key_phrases, held, strict=True) if not there]
    return "; ".join(f"“{_plain(point)}”" for point in points)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _plain(text: str) -> str:
    """Text in one line that Markdown leaves as it is."""
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", " ".join(text.split()))


def main() -> int:
    assistant = Assistant.open(store_of("corpus", [CORPUS]))
    opened = assistant.version()
    assistant.warm()
    asked = [(question, *ask_one(assistant, opened, question)) for question in drawn()]
    DOCUMENT.write_text(page_of(opened.version_id, asked).rstrip() + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
