"""The assistant: the one entry for the page, the command line, tests and library users.

An assistant serves one store to any number of threads. It notices a newly activated version at the
next question (the pointer is a small file), and a question finishes on the version it began with.
The embedding model is loaded by the first question or by `warm()`, never by opening.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.embedder import Embedder, Embeds
from index.in_use import Use
from index.store import BUILD, Store
from index.version import Version, open_version
from index.versions import named
from ingest.errors import InputError, StoreError
from ingest.records import Document, Page, Passage

from . import __version__, messages
from .absence import asks_for_absence
from .answer import PASSAGES, Answerer
from .checklists import Checklist, ChecklistLinker, checklists_of
from .citations import cite
from .followup import Understanding, understand
from .hits import hits_of
from .identity import answer_id
from .judge import Judge
from .language_lines import line
from .personal import kinds, masked, personal_data
from .questions import checked_documents, checked_history, checked_k, checked_question, is_question
from .records import BLOCKED, NEEDS_DETAIL, NOT_A_QUESTION, NOT_COVERED, Answer, Correction, Hit
from .retrieve import Retriever, Search
from .settings import Settings, read_settings
from .verdict import Verdict, coefficients, decide
from .wording import Wording

logger = logging.getLogger(__name__)

OPEN_VERSIONS = 4
MOST_NEAREST = 5
ABOUT_AS_NEAR = 0.8  # of the best score: whose official document is named beside a refusal
K = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A version with what is worked out once from it."""

    version: Version
    retriever: Retriever
    answerer: Answerer
    judge: Judge
    linker: ChecklistLinker
    wording: Wording
    use: Use


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
    k: int
    personal: tuple[str, ...] = ()
    left_out: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """How a question was understood, and what was found for it."""

    understanding: Understanding
    corrections: tuple[Correction, ...]
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
        self._store = Store(store)
        self._pinned = pinned
        self._load_embedder = load_embedder
        self._lock = threading.Lock()
        self._loading = threading.Lock()
        self._opened: dict[str, Opened] = {}
        self._embedders: dict[str, Embeds] = {}

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
        version: str | None = None,
    ) -> tuple[Hit, ...]:
        """The best `k` passages for a question. Raises InputError, StoreError, MissingPartError.

        A question with personal data is not searched either: that is an InputError here.
        """
        asked = self._asked(question, history, k, documents, version)
        if asked.personal:
            raise InputError(messages.blocked(asked.personal))
        found = self._search(asked, asked.k)
        return hits_of(asked.opened.version, found.search.ranked)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        k: int = K,
        documents: Sequence[str] = (),
        version: str | None = None,
    ) -> Answer:
        """A cited answer, or why there is none. Raises InputError, StoreError, MissingPartError."""
        asked = self._asked(question, history, k, documents, version)
        if asked.personal:
            verdict = Verdict(status=BLOCKED, confidence=1.0)
            return self._bare(asked, verdict, message=messages.blocked(asked.personal))
        if not is_question(asked.question):
            return self._bare(asked, Verdict(status=NOT_A_QUESTION, confidence=1.0))
        if language := asked.opened.wording.foreign(asked.question):
            return self._bare(asked, Verdict(status=NEEDS_DETAIL, confidence=1.0), message=line(language))
        return self._answered(asked, self._search(asked, max(PASSAGES, MOST_NEAREST)))

    @staticmethod
    def current_version(store: Path | str) -> str | None:
        """The id of the version that serves in `store`, or None: reads one small file."""
        return Store(Path(store)).current_id()

    @property
    def embedder(self) -> Embeds:
        """The embedder of the version that serves; it loads its model on first use."""
        return self._embedder(self.version())

    def warm(self) -> None:
        """Loads the model and the words, so that the first question need not wait for them."""
        self.embedder.warm()
        self._open(None).wording.warm()

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
            raise InputError(f"There is no passage '{passage_id}' in version {opened.version_id}.")
        return opened.passages[row]

    def version(self, version: str | None = None) -> Version:
        """The opened version that serves now, or the one named. Raises StoreError."""
        return self._open(version).version

    def _open(self, version: str | None) -> Opened:
        wanted = self._wanted(version)
        try:
            return self._held(wanted)
        except StoreError:
            instead = self._wanted(version)
            if instead == wanted:
                raise
            return self._held(instead)  # another version was activated, and this one deleted, meanwhile

    def _wanted(self, version: str | None) -> str:
        """The id of the version asked for, else of the one pinned, else of the one that serves now."""
        wanted = version or self._pinned or self._store.current_id()
        if wanted is None:
            open_version(self._store.root)  # raises, and says whether anything was ever built
            raise StoreError(f"There is no index in {self._store.root} yet.", BUILD)
        return named(self._store.root, wanted)

    def _held(self, wanted: str) -> Opened:
        """An opened version, kept open for the next question; said to be in use before it is opened."""
        self._store.version_folder(wanted)  # raises when it was deleted meanwhile
        with self._lock:
            if wanted not in self._opened:
                use = Use(self._store, wanted)
                self._opened[wanted] = _worked_out(open_version(self._store.root, wanted), use)
                logger.info("version %s opened", wanted)
                for oldest in list(self._opened)[:-OPEN_VERSIONS]:
                    del self._opened[oldest]
            return self._opened[wanted]

    def _asked(
        self, question: str, history: Sequence[str], k: int, documents: Sequence[str], version: str | None
    ) -> Asked:
        text, turns, count = checked_question(question), checked_history(history), checked_k(k)
        opened = self._open(version)
        found = personal_data(text)
        kept = tuple(turn for turn in turns if not personal_data(turn))
        return Asked(
            opened=opened,
            question=masked(text, found),
            history=kept,
            documents=checked_documents(documents, _ids(opened.version)),
            k=count,
            personal=kinds(found),
            left_out=len(kept) < len(turns),
        )

    def _search(self, asked: Asked, k: int) -> Found:
        encode = self._embedder(asked.opened.version).encode_question
        wording = asked.opened.wording
        corrected = wording.corrected(asked.question)
        history = [wording.corrected(turn).text for turn in asked.history]
        understanding = understand(corrected.text, history, encode)
        turns = wording.widened(understanding.turns)
        search = asked.opened.retriever.search(turns, documents=asked.documents, k=k)
        return Found(understanding=understanding, corrections=corrected.corrections, search=search)

    def _embedder(self, version: Version) -> Embeds:
        """The embedder in the version's number format, loaded once; the models must be the same."""
        form = version.number_format
        with self._loading:
            if form not in self._embedders:
                self._embedders[form] = self._load_embedder(form)
            embedder = self._embedders[form]
        if embedder.model_id != version.model_id:
            raise StoreError(
                f"Version {version.version_id} was built with another embedding model.",
                f"{BUILD}, or name the folder of that model in TOOLKIT_QA_MODEL_FOLDER.",
            )
        return embedder

    def _answered(self, asked: Asked, found: Found) -> Answer:
        opened, search = asked.opened, found.search
        chosen = opened.answerer.choose(search)
        verdict = decide(opened.judge.features(search, chosen))
        declined = opened.answerer.declines(chosen) and not asks_for_absence(asked.question)
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
            understood_as=found.understanding.reading,
            corrections=found.corrections,
            version=opened.version.version_id,
            status=verdict.status,
            confidence=verdict.confidence,
            message=_said(asked, messages.answered(citation.source for citation in citations)),
            statements=statements,
            citations=citations,
            checklists=opened.linker.links(search.similarity),
        )

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
            understood_as=found.understanding.reading if found else asked.question,
            corrections=found.corrections if found else (),
            version=version.version_id,
            status=verdict.status,
            confidence=verdict.confidence,
            message=_said(asked, message),
            nearest=nearest,
        )

    def _id(self, asked: Asked) -> str:
        return answer_id(
            question=asked.question,
            history=asked.history,
            filters={"documents": asked.documents, "k": asked.k},
            manifest_sha256=asked.opened.version.manifest_sha256,
            release=__version__,
            verdict=coefficients(0.0),
        )


def _worked_out(version: Version, use: Use) -> Opened:
    retriever = Retriever(version)
    return Opened(
        version=version,
        retriever=retriever,
        answerer=Answerer(retriever),
        judge=Judge(retriever),
        linker=ChecklistLinker(version),
        wording=Wording(version),
        use=use,
    )


def _said(asked: Asked, message: str) -> str:
    """The message, and that an earlier question was left out where one was."""
    return " ".join(filter(None, (message, messages.LEFT_OUT if asked.left_out else "")))


def _ids(version: Version) -> tuple[str, ...]:
    return tuple(document.document_id for document in version.documents)


def _model_loader(settings: Settings) -> Callable[[str], Embeds]:
    return lambda number_format: Embedder(settings.model_folder, settings.threads, number_format)
