"""The assistant: the one entry for the page, the command line, tests and library users.

An assistant serves one store to any number of threads. It notices a newly activated version at the
next question (the pointer is a small file), and a question finishes on the version it began with.
The embedding model is loaded by the first question or by `warm()`, never by opening.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from functools import cache, partial
from pathlib import Path

from index.embedder import Embedder, Embeds, Vectors
from index.store import Store
from index.version import Version
from index.versions import named
from ingest.errors import InputError
from ingest.records import Document, Page, Passage

from . import messages
from .answer import PASSAGES
from .answering import MOST_NEAREST, Asked, Found, Read, answered, asked_back, bare, identity
from .checklists import Checklist, checklists_of
from .examples import Example, choose_examples, keep_examples, kept_examples
from .followup import understand
from .hits import hits_of
from .language_lines import line
from .opened import OpenVersions
from .personal import kinds, masked, personal_data
from .questions import (
    MAX_HISTORY,
    checked_documents,
    checked_history,
    checked_k,
    checked_question,
    is_question,
)
from .records import BLOCKED, NEEDS_DETAIL, NOT_A_QUESTION, Answer, Explanation, Hit
from .related import PASSAGES_NEAR, choose_related, near_hits
from .sections import checked_sections
from .settings import Settings, read_settings
from .verdict import Verdict

Encode = Callable[[str], Vectors]  # of a question
K = 10
EXAMPLE = "What is this about?"  # its answer id stands for the version, the release and the verdict


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
        self._encoder: Callable[[Embeds], Encode] = lambda embedder: embedder.encode_query

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
            MissingPartError: The adapter for questions is missing or damaged.
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
        Passages found that continue each other on one page are one hit.
        A question with personal data is not searched either: that is an InputError here.
        """
        asked = self._asked(question, history, k, documents, sections, version)
        found = self._search(_allowed(asked), asked.k, join=True)
        return hits_of(asked.opened.version, found.search.ranked)

    def remembering(self) -> Assistant:
        """This assistant, which embeds no question twice: for many questions on several versions."""
        encoders: dict[str, Encode] = {}
        other = copy(self)
        other._encoder = lambda embedder: encoders.setdefault(
            embedder.number_format, cache(embedder.encode_query)
        )
        return other

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
            return bare(asked, verdict, message=messages.blocked(asked.personal))
        if not is_question(asked.question):
            return bare(asked, Verdict(status=NOT_A_QUESTION, confidence=1.0))
        if language := asked.opened.wording.foreign(asked.question):
            return bare(asked, Verdict(status=NEEDS_DETAIL, confidence=1.0), message=line(language))
        found = self._search(asked, max(PASSAGES, MOST_NEAREST))
        return asked_back(asked, found) or answered(asked, found, self._elsewhere(asked, found))

    def examples(self, *, version: str | None = None) -> tuple[Example, ...]:
        """Questions to begin with, by role, each answered by the documents; made once and kept in the store.

        Raises StoreError, MissingPartError.
        """
        opened = self._versions.opened(version)
        stamp = identity(self._asked(EXAMPLE, (), K, (), (), opened.version.version_id))
        kept = kept_examples(opened.version, stamp)
        if kept is None:
            ask = partial(self.ask, version=opened.version.version_id)
            encode = self._versions.embedder(opened.version).encode_query
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

    def _search(self, asked: Asked, k: int, *, join: bool = False) -> Found:
        read = self._read(asked)
        search = asked.opened.retriever.search(
            read.turns, documents=asked.documents, sections=asked.sections, k=k, join=join
        )
        return Found(read=read, search=search)

    def _elsewhere(self, asked: Asked, found: Found) -> float:
        """How near the question is to what the documents do not treat."""
        return self._versions.elsewhere(asked.opened.version).nearest(found.search.asked.vector)

    def _read(self, asked: Asked) -> Read:
        """The question as it is searched: spelling mended, earlier questions weighed, acronyms spelt out."""
        encode = self._encoder(self._versions.embedder(asked.opened.version))
        wording = asked.opened.wording
        corrected = wording.corrected(asked.question)
        history = [wording.corrected(turn).text for turn in asked.history]
        understanding = understand(corrected.text, history, encode)
        return Read(
            understanding=understanding,
            corrections=corrected.corrections,
            turns=wording.widened(understanding.turns),
        )


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
