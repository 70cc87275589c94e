"""Questions near an answer: made from sections beside its evidence, answered before they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from .examples import answers_from_its_place
from .made_questions import Made, alike
from .records import Answer, Hit

MOST = 3
MOST_TRIED = 8
PASSAGES_NEAR = 40  # how far down the ranking sections are looked at,
NEAR = 0.3  # and down to which share of the best score


def near_hits(hits: Sequence[Hit]) -> Sequence[Hit]:
    """The hits whose score is not far below the best one."""
    return [hit for hit in hits if hit.score >= NEAR * hits[0].score]


def choose_related(
    answer: Answer, history: Sequence[str], near: Iterable[Made], ask: Callable[[str], Answer]
) -> tuple[str, ...]:
    """Up to three questions of `near` (nearest first) that `ask` answers from the place they were made from.

    None about a section that is quoted already, none like a question that was asked.
    """
    chosen: list[str] = []
    for made in islice(_fresh(answer, history, near), MOST_TRIED):
        if any(alike(made.question, other) for other in chosen):
            continue
        if answers_from_its_place(ask(made.question), made):
            chosen.append(made.question)
        if len(chosen) == MOST:
            break
    return tuple(chosen)


def _fresh(answer: Answer, history: Sequence[str], near: Iterable[Made]) -> Iterator[Made]:
    quoted = {(one.document_id, one.section) for one in answer.citations}
    known = (answer.question, *history)
    for made in near:
        told = (made.document_id, made.section) in quoted
        if not told and not any(alike(made.question, other) for other in known):
            yield made
