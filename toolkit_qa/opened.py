"""The versions an assistant has open, each with what is worked out once from it, and their embedders.

The pointer to the version that serves is read with every question, so that a newly activated version is
noticed by the next one; a question finishes on the version it began with. Any thread may ask.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from index.embedder import Embeds
from index.in_use import Use
from index.query_adapter import query_model_id
from index.store import BUILD, Store
from index.version import Version, open_version
from index.versions import named
from ingest.errors import StoreError

from .answer import Answerer
from .asking_back import AskingBack
from .checklist_links import ChecklistLinker
from .elsewhere import Elsewhere
from .judge import Judge
from .made_questions import MadeQuestions
from .retrieve import Retriever
from .verdict import Coefficients, coefficients
from .wording import Wording

logger = logging.getLogger(__name__)

OPEN_VERSIONS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A version with what is worked out once from it."""

    version: Version
    retriever: Retriever
    answerer: Answerer
    asking_back: AskingBack
    judge: Judge
    coefficients: Coefficients | None
    linker: ChecklistLinker
    wording: Wording
    made: MadeQuestions
    use: Use


class OpenVersions:
    """The versions of one store that are open.

    `load_embedder` gives the embedder for a number format. With `pinned` (an id) that version is meant
    where none is named, without, the one that serves.
    """

    def __init__(
        self, store: Store, *, load_embedder: Callable[[str], Embeds], pinned: str | None = None
    ) -> None:
        self._store = store
        self._pinned = pinned
        self._load_embedder = load_embedder
        self._lock = threading.Lock()
        self._loading = threading.Lock()
        self._opened: dict[str, Opened] = {}
        self._embedders: dict[str, Embeds] = {}
        self._elsewhere: dict[str, Elsewhere] = {}

    def opened(self, version: str | None = None) -> Opened:
        """The version that serves now, or the one named (by id or by word). Raises StoreError."""
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
                self._opened[wanted] = _worked_out(self._store, open_version(self._store.root, wanted), use)
                logger.info("version %s opened", wanted)
                for oldest in list(self._opened)[:-OPEN_VERSIONS]:
                    del self._opened[oldest]
            return self._opened[wanted]

    def embedder(self, version: Version) -> Embeds:
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

    def elsewhere(self, version: Version) -> Elsewhere:
        """The topics that a version does not treat, embedded when they are first asked for."""
        encode = self.embedder(version).encode
        with self._loading:
            if version.version_id not in self._elsewhere:
                self._elsewhere[version.version_id] = Elsewhere(version, encode)
            return self._elsewhere[version.version_id]


def _worked_out(store: Store, version: Version, use: Use) -> Opened:
    retriever = Retriever(version)
    answerer = Answerer(retriever)
    return Opened(
        version=version,
        retriever=retriever,
        answerer=answerer,
        asking_back=AskingBack(retriever, answerer),
        judge=Judge(retriever),
        coefficients=coefficients(store.root, query_model_id(version.model_id)),
        linker=ChecklistLinker(version),
        wording=Wording(version),
        made=MadeQuestions(version),
        use=use,
    )
