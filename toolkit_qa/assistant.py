"""The assistant: the one entry for the page, the command line, tests and library users.

An assistant serves one store to any number of threads. It notices a newly activated version at the
next question (the pointer is a small file), and a question finishes on the version it began with.
The embedding model is loaded by the first question or by `warm()`, never by opening.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from index.embedder import Embedder, Embeds
from index.store import Store
from index.version import Version
from index.versions import named
from ingest.errors import InputError
from ingest.records import Document, Page, Passage

from . import __version__, messages
from .absence import asks_for_absence
from .answer import PASSAGES, Chosen
from .checklists import Checklist, checklists_of
from .citations import cite
from .examples import Example, choose_examples, keep_examples, kept_examples
from .followup import Turn, Understanding, understand
from .hits import hits_of
from .identity import answer_id
from .language_lines import line
from .opened import Opened, OpenVersions
from .personal import kinds, masked, personal_data
from .questions import (
    MAX_HISTORY,
    checked_documents,
    checked_history,
    checked_k,
    checked_question,
    is_question,
)
from .records import BLOCKED, NEEDS_DETAIL, NOT_A_QUESTION, NOT_COVERED, Answer, Correction, Explanation, Hit
from .related import PASSAGES_NEAR, choose_related, near_hits
from .retrieve import Search
from .sections import checked_sections
from .settings import Settings, read_settings
from .verdict import Features, Verdict, decide

MOST_NEAREST = 5
ABOUT_AS_NEAR = 0.8  # of the best score: whose official document is named beside a refusal
K = 10
EXAMPLE = "What is this about?"  # its answer id stands for the version, the release and the verdict


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


class Assistant:
    """Answers questions from one store. Use `Assistant.open`."""

    def __init__(
        self,
        store: Path,
        *,
        load_embedder: Callable[[str], Embeds],
        pinned: str | None = None,
    ) -> None:
        self._versions = OpenVersions(Store(store), load_embedder=load_embedder, pinned=pinned)

    @classmethod
    def open(
        cls,
        store: Path | str | None = None,
        *,
        version: str | None = None,
        settings: Settings | None = None,
        load_embedder: Callable[[str], Embeds] | None = None,
    ) -> Assistant:
        """Opens the version that serves in `store` (default: the setting), with all its checks.

        With `version` the assistant stays on that version; without, it follows the pointer. A version
        is named by its id, or as `current`, `previous` or `latest`.
        `load_embedder` gives the embedder for a number format; by default the model of the settings.

        Raises:
            StoreError: There is no store or version, or it is damaged.
            InputError: A setting cannot be used.
        """
        chosen = settings or read_settings()
        place = Path(store) if store is not None else chosen.store
        assistant = cls(
            place,
            load_embedder=load_embedder or _model_loader(chosen),
            pinned=named(place, version) if version else None,
        )
        assistant.version()
        return assistant

    def lookup(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        k: int = K,
        documents: Sequence[str] = (),
        sections: Sequence[str] = (),
        version: str | None = None,
    ) -> tuple[Hit, ...]:
        """The best `k` passages for a question. Raises InputError, StoreError, MissingPartError.

        From the `documents` and `sections` named (a heading, or headings joined by " › "), else from all.
        A question with personal data is not searched either: that is an InputError here.
        """
        asked = self._asked(question, history, k, documents, sections, version)
        found = self._search(_allowed(asked), asked.k)
        return hits_of(asked.opened.version, found.search.ranked)

    def explain(
        self, question: str, passage_id: str, *, history: Sequence[str] = (), version: str | None = None
    ) -> Explanation:
        """Of what the score of a passage for a question is made. Raises as `lookup` and `passage` do."""
        asked = _allowed(self._asked(question, history, 1, (), (), version))
        row = asked.opened.version.passage_rows.get(passage_id)
        if row is None:
            raise _no_passage(passage_id, asked.opened.version)
        return asked.opened.retriever.explain(self._read(asked).turns, row)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        k: int = K,
        documents: Sequence[str] = (),
        sections: Sequence[str] = (),
        version: str | None = None,
    ) -> Answer:
        """A cited answer, or why there is none. Raises InputError, StoreError, MissingPartError."""
        asked = self._asked(question, history, k, documents, sections, version)
        if asked.personal:
            verdict = Verdict(status=BLOCKED, confidence=1.0)
            return self._bare(asked, verdict, message=messages.blocked(asked.personal))
        if not is_question(asked.question):
            return self._bare(asked, Verdict(status=NOT_A_QUESTION, confidence=1.0))
        if language := asked.opened.wording.foreign(asked.question):
            return self._bare(asked, Verdict(status=NEEDS_DETAIL, confidence=1.0), message=line(language))
        found = self._search(asked, max(PASSAGES, MOST_NEAREST))
        return self._asked_back(asked, found) or self._answered(asked, found)

    def examples(self, *, version: str | None = None) -> tuple[Example, ...]:
        """Questions to begin with, by role, each answered by the documents; made once and kept in the store.

        Raises StoreError, MissingPartError.
        """
        opened = self._versions.opened(version)
        stamp = self._id(self._asked(EXAMPLE, (), K, (), (), opened.version.version_id))
        kept = kept_examples(opened.version, stamp)
        if kept is None:
            ask = partial(self.ask, version=opened.version.version_id)
            encode = self._versions.embedder(opened.version).encode_question
            kept = choose_examples(opened.version, opened.made.all, encode, ask)
            keep_examples(opened.version, stamp, kept)
        return kept

    def related(self, answer: Answer, *, history: Sequence[str] = ()) -> tuple[str, ...]:
        """Up to three questions near an answer that its documents answer too, when asked after it.

        Costs some questions' time, so it is never part of `ask`. `history` is what was asked before the
        answer's question, oldest first. Raises InputError, StoreError, MissingPartError.
        """
        if not answer.citations:
            return ()
        made = self._versions.opened(answer.version).made
        hits = self.lookup(answer.question, history=history, k=PASSAGES_NEAR, version=answer.version)
        near = (one for hit in near_hits(hits) for one in made.about(hit.document_id, hit.section))
        asked = (*history, answer.question)[-MAX_HISTORY:]
        return choose_related(answer, history, near, partial(self.ask, history=asked, version=answer.version))

    @staticmethod
    def current_version(store: Path | str) -> str | None:
        """The id of the version that serves in `store`, or None: reads one small file."""
        return Store(Path(store)).current_id()

    @property
    def embedder(self) -> Embeds:
        """The embedder of the version that serves; it loads its model on first use."""
        return self._versions.embedder(self.version())

    def warm(self) -> None:
        """Loads the model and the words, so that the first question need not wait for them."""
        self.embedder.warm()
        opened = self._versions.opened(None)
        opened.wording.warm()
        self._versions.elsewhere(opened.version)

    def checklists(self, *, version: str | None = None) -> tuple[Checklist, ...]:
        """All checklists with their items."""
        return checklists_of(self.version(version))

    def documents(self, *, version: str | None = None) -> tuple[Document, ...]:
        """All documents, without their pages."""
        return self.version(version).documents

    def page(self, document_id: str, number: int, *, version: str | None = None) -> Page:
        """One page as stored (physical, 1-based). Raises InputError when there is none."""
        opened = self.version(version)
        checked_documents([document_id], _ids(opened))
        try:
            return opened.page(document_id, number)
        except IndexError as error:
            raise InputError(
                f"'{document_id}' has no page {number}.",
                f"It has pages 1 to {opened.page_count(document_id)}.",
            ) from error

    def passage(self, passage_id: str, *, version: str | None = None) -> Passage:
        """A passage with its spans. Raises InputError when the version has none of that id."""
        opened = self.version(version)
        row = opened.passage_rows.get(passage_id)
        if row is None:
            raise _no_passage(passage_id, opened)
        return opened.passages[row]

    def version(self, version: str | None = None) -> Version:
        """The opened version that serves now, or the one named. Raises StoreError."""
        return self._versions.opened(version).version

    def _asked(
        self,
        question: str,
        history: Sequence[str],
        k: int,
        documents: Sequence[str],
        sections: Sequence[str],
        version: str | None,
    ) -> Asked:
        text, turns, count = checked_question(question), checked_history(history), checked_k(k)
        opened = self._versions.opened(version)
        found = personal_data(text)
        kept = tuple(turn for turn in turns if not personal_data(turn))
        return Asked(
            opened=opened,
            question=masked(text, found),
            history=kept,
            documents=checked_documents(documents, _ids(opened.version)),
            sections=checked_sections(sections, opened.version),
            k=count,
            personal=kinds(found),
            left_out=len(kept) < len(turns),
        )

    def _search(self, asked: Asked, k: int) -> Found:
        read = self._read(asked)
        search = asked.opened.retriever.search(
            read.turns, documents=asked.documents, sections=asked.sections, k=k
        )
        return Found(read=read, search=search)

    def _read(self, asked: Asked) -> Read:
        """The question as it is searched: spelling mended, earlier questions weighed, acronyms spelt out."""
        encode = self._versions.embedder(asked.opened.version).encode_question
        wording = asked.opened.wording
        corrected = wording.corrected(asked.question)
        history = [wording.corrected(turn).text for turn in asked.history]
        understanding = understand(corrected.text, history, encode)
        return Read(
            understanding=understanding,
            corrections=corrected.corrections,
            turns=wording.widened(understanding.turns),
        )

    def _asked_back(self, asked: Asked, found: Found) -> Answer | None:
        """Precise questions instead of an answer, for one that says too little and follows no other."""
        if found.read.understanding.follows_up:
            return None
        back = asked.opened.asking_back.instead(
            found.read.understanding.turns[0], documents=asked.documents, sections=asked.sections
        )
        if back is None:
            return None
        verdict = Verdict(status=NEEDS_DETAIL, confidence=1.0)
        answer = self._bare(asked, verdict, found, message=messages.ASKED_BACK[back.reason])
        return replace(answer, suggestions=back.suggestions)

    def _answered(self, asked: Asked, found: Found) -> Answer:
        opened, search = asked.opened, found.search
        chosen = opened.answerer.choose(search)
        verdict = decide(self._features(asked, found, chosen), opened.coefficients)
        declined = opened.answerer.declines(search, chosen) and not asks_for_absence(asked.question)
        if declined:
            verdict = Verdict(status=NOT_COVERED, confidence=verdict.confidence)
        nearest = hits_of(opened.version, search.ranked[: min(asked.k, MOST_NEAREST)])
        if verdict.status == NOT_COVERED:
            return self._bare(asked, verdict, found, nearest, declined=declined)
        statements, citations = cite(opened.version, opened.answerer.evidence(chosen))
        if not citations:
            return self._bare(asked, Verdict(status=NOT_COVERED, confidence=0.0), found, nearest)
        return Answer(
            answer_id=self._id(asked),
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
            checklists=opened.linker.links(search.similarity),
        )

    def _features(self, asked: Asked, found: Found, chosen: Chosen) -> Features:
        elsewhere = self._versions.elsewhere(asked.opened.version).nearest(found.search.asked.vector)
        return asked.opened.judge.features(found.search, chosen, elsewhere)

    def _bare(
        self,
        asked: Asked,
        verdict: Verdict,
        found: Found | None = None,
        nearest: tuple[Hit, ...] = (),
        *,
        declined: bool = False,
        message: str = "",
    ) -> Answer:
        """An answer that quotes nothing and says why. `message` is what the status alone does not say."""
        version = asked.opened.version
        message = message or messages.MESSAGES[verdict.status]
        if verdict.status == NOT_COVERED:
            near = [hit for hit in nearest if hit.score >= ABOUT_AS_NEAR * nearest[0].score]
            documents = (version.document(hit.document_id) for hit in near)
            message = messages.refused(documents, declined=declined)
        return Answer(
            answer_id=self._id(asked),
            question=asked.question,
            understood_as=found.read.understanding.reading if found else asked.question,
            corrections=found.read.corrections if found else (),
            version=version.version_id,
            status=verdict.status,
            confidence=verdict.confidence,
            message=_said(asked, message),
            nearest=nearest,
        )

    def _id(self, asked: Asked) -> str:
        by = asked.opened.coefficients
        return answer_id(
            question=asked.question,
            history=asked.history,
            filters=asked.filters,
            manifest_sha256=asked.opened.version.manifest_sha256,
            release=__version__,
            verdict=by.to_dict() if by else {},
        )


def _said(asked: Asked, *said: str) -> str:
    """What is said, and that an earlier question was left out where one was."""
    return " ".join(filter(None, (*said, messages.LEFT_OUT if asked.left_out else "")))


def _allowed(asked: Asked) -> Asked:
    """The question, where it may be searched. Raises InputError when it holds personal data."""
    if asked.personal:
        raise InputError(messages.blocked(asked.personal))
    return asked


def _no_passage(passage_id: str, version: Version) -> InputError:
    return InputError(f"There is no passage '{passage_id}' in version {version.version_id}.")


def _ids(version: Version) -> tuple[str, ...]:
    return tuple(document.document_id for document in version.documents)


def _model_loader(settings: Settings) -> Callable[[str], Embeds]:
    return lambda number_format: Embedder(settings.model_folder, settings.threads, number_format)
