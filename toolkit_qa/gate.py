"""The gate before a new version: it serves only after a rehearsal, or with a reason that is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from index.store import Store
from index.version import open_version
from index.versions import activate
from ingest.errors import StoreError

from .assistant import Assistant
from .question_sets import COMMITTED, read_sets
from .rehearsal import Rehearsal, read_marked, rehearse
from .settings import DATA_FOLDER

MARKED = "marked.jsonl"  # in the data folder: the questions that officers marked


class GateError(StoreError):
    """A version is not let serve; `rehearsal` tells what speaks against it."""

    def __init__(self, version: str, refusals: Sequence[str], rehearsal: Rehearsal) -> None:
        self.rehearsal = rehearsal
        super().__init__(
            f"Version {version} is not activated: {'; '.join(refusals)}.",
            f"Look at it with: python -m toolkit_qa versions rehearse current {version}. "
            "Or say why it may serve all the same, with --reason.",
        )


def has_to_rehearse(store: Path, version: str) -> bool:
    """Whether a version has never served while another, sound one does."""
    place = Store(store)
    current = place.current_id()
    if current in (None, version) or version in place.served() or place.activations(version):
        return False
    try:
        open_version(store, current)
    except StoreError:
        return False  # what serves now is damaged: nothing is to be held up
    return True


def rehearse_usual(
    assistant: Assistant,
    old: str,
    new: str,
    sets: Sequence[Path] = COMMITTED,
    progress: Callable[[int, int], None] | None = None,
) -> Rehearsal:
    """The rehearsal with the committed question sets (or `sets`) and the questions that officers marked."""
    marked = read_marked(DATA_FOLDER / MARKED)
    return rehearse(assistant, old, new, read_sets(sets), marked, progress)


def activate_checked(
    assistant: Assistant,
    store: Path,
    version: str,
    *,
    margin: float,
    reason: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Rehearsal | None:
    """Lets a version serve; one that never did, only when the rehearsal finds nothing against it.

    Args:
        margin: by how much a figure may fall.
        reason: why it is to serve whatever the rehearsal would say; kept with the version.

    Returns:
        The rehearsal, where there had to be one.

    Raises:
        GateError: the gate refuses. StoreError: the version is not there, or damaged.
    """
    rehearsal = None
    if not reason and has_to_rehearse(store, version):
        rehearsal = rehearse_usual(assistant, "current", version, progress=progress)
        refusals = rehearsal.refusals(margin)
        if refusals:
            raise GateError(version, refusals, rehearsal)
    activate(store, version, reason)
    return rehearsal
