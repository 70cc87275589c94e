"""From what was found for a question to the record of its answer: quotes, a refusal, or questions back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from . import __version__, messages
from .absence import asks_for_absence, asks_for_wording, asks_who_says
from .answer import Chosen
from .citations import cite
from .elsewhere import topics_sha256
from .followup import Turn, Understanding
from .hits import hits_of
from .identity import answer_id
from .opened import Opened
from .records import NEEDS_DETAIL, NOT_COVERED, PARTLY_ANSWERED, STARTER, Answer, Correction, Hit
from .retrieve import Search
from .verdict import Verdict, decide

MOST_NEAREST = 5
ABOUT_AS_NEAR = 0.8  # of the best score: whose official document is named beside a refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A checked question with all that its answer depends on, and the version that will answer it.

    Personal data is masked in `question`, its kinds are in `personal`; earlier questions that hold any
    are not in `history`, and `left_out` says so.
    """

    opened: Opened
    question: str
    history: tuple[str, ...]
    documents: tuple[str, ...]
    sections: tuple[str, ...]
    k: int
    personal: tuple[str, ...] = ()
    left_out: bool = False

    @property
    def filters(self) -> dict[str, object]:
        """What the answer was looked for in, as it goes into its id."""
        sections = {"sections": self.sections} if self.sections else {}
        return {"documents": self.documents, "k": self.k, **sections}


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """How a question was understood, what was mended, and the turns to search."""

    understanding: Understanding
    corrections: tuple[Correction, ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """How a question was read, and what was found for it."""

    read: Read
    search: Search


def asked_back(asked: Asked, found: Found) -> Answer | None:
    """Precise questions instead of an answer, for one that says too little and follows no other.

    One that asks for a term which the documents define says enough.
    """
    if found.read.understanding.follows_up or found.search.defining:
        return None
    back = asked.opened.asking_back.instead(
        found.read.understanding.turns[0], documents=asked.documents, sections=asked.sections
    )
    if back is None:
        return None
    verdict = Verdict(status=NEEDS_DETAIL, confidence=1.0)
    answer = bare(asked, verdict, found, message=messages.ASKED_BACK[back.reason])
    return replace(answer, suggestions=back.suggestions)


def answered(asked: Asked, found: Found, elsewhere: float) -> Answer:
    """Quotes, or why there are none. `elsewhere` is how near the question is to what is not treated."""
    opened, search = asked.opened, found.search
    chosen = opened.answerer.choose(search)
    verdict = decide(opened.judge.features(search, chosen, elsewhere), opened.coefficients)
    why_not = _why_not(asked, search, chosen)
    if why_not:
        verdict = replace(verdict, status=NOT_COVERED)
    elif verdict.status == NOT_COVERED and not search.defining.isdisjoint(chosen.numbers):
        verdict = replace(verdict, status=PARTLY_ANSWERED)  # the term asked for is defined, however unlike
    nearest = hits_of(opened.version, search.ranked[: min(asked.k, MOST_NEAREST)])
    if verdict.status == NOT_COVERED:
        return _refused(asked, verdict, found, nearest, why_not)
    statements, citations = cite(opened.version, opened.answerer.evidence(chosen))
    if not citations:
        return bare(asked, Verdict(status=NOT_COVERED, confidence=0.0), found, nearest)
    return Answer(
        answer_id=identity(asked),
        question=asked.question,
        understood_as=found.read.understanding.reading,
        corrections=found.read.corrections,
        version=opened.version.version_id,
        status=verdict.status,
        confidence=verdict.confidence,
        message=_said(
            asked,
            messages.answered(citation.source for citation in citations),
            "" if opened.coefficients else messages.UNJUDGED,
        ),
        statements=statements,
        citations=citations,
        checklists=opened.linker.links(search, chosen),
    )


def _refused(asked: Asked, verdict: Verdict, found: Found, nearest: tuple[Hit, ...], why_not: str) -> Answer:
    """Why nothing is quoted, what is nearest, and which document and checklist to open."""
    refusal = bare(asked, verdict, found, nearest, message=why_not)
    links = asked.opened.linker.links(found.search, None)
    if not links:
        return refusal
    return replace(refusal, message=messages.with_checklist(refusal.message, links[0]), checklists=links)


def _why_not(asked: Asked, search: Search, chosen: Chosen) -> str:
    """A reason to refuse that the evidence itself gives, whatever its figures: "" where it gives none."""
    answerer = asked.opened.answerer
    if asks_for_absence(asked.question):
        return ""
    if answerer.declines(search, chosen):
        return messages.DECLINED
    if thing := answerer.lacks(search, chosen):
        return messages.LACKING.format(thing=thing)
    absent = asked.opened.retriever.phrases.absent(asked.question) if asks_who_says(asked.question) else ()
    if absent:
        return messages.NOWHERE.format(phrase=absent[0])
    if asks_for_wording(asked.question) and answerer.sources(chosen) <= {STARTER}:
        return messages.DIGESTS_ONLY
    return ""


def bare(
    asked: Asked,
    verdict: Verdict,
    found: Found | None = None,
    nearest: tuple[Hit, ...] = (),
    *,
    message: str = "",
) -> Answer:
    """An answer that quotes nothing and says why. `message` is what the status alone does not say."""
    version = asked.opened.version
    if verdict.status == NOT_COVERED:
        near = [hit for hit in nearest if hit.score >= ABOUT_AS_NEAR * nearest[0].score]
        documents = (version.document(hit.document_id) for hit in near)
        message = messages.refused(documents, message)
    return Answer(
        answer_id=identity(asked),
        question=asked.question,
        understood_as=found.read.understanding.reading if found else asked.question,
        corrections=found.read.corrections if found else (),
        version=version.version_id,
        status=verdict.status,
        confidence=verdict.confidence,
        message=_said(asked, message or messages.MESSAGES[verdict.status]),
        nearest=nearest,
    )


def identity(asked: Asked) -> str:
    """The id of the answer: all that it depends on."""
    by = asked.opened.coefficients
    return answer_id(
        question=asked.question,
        history=asked.history,
        filters=asked.filters,
        manifest_sha256=asked.opened.version.manifest_sha256,
        release=__version__,
        verdict={**by.to_dict(), "models": by.models, "topics": topics_sha256()} if by else {},
    )


def _said(asked: Asked, *said: str) -> str:
    """What is said, and that an earlier question was left out where one was."""
    return " ".join(filter(None, (*said, messages.LEFT_OUT if asked.left_out else "")))
