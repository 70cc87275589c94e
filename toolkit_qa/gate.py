"""The gate before a new version: it serves only after a rehearsal, or with a reason that is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from index.store import Store
from index.version import open_version
from index.versions import activate, in_order_built
from ingest.errors import StoreError

from .assistant import Assistant
from .keeping_feedback import marked_questions
from .question_sets import COMMITTED, read_sets
from .rehearsal import Rehearsal, rehearse
from .settings import DATA_FOLDER


class GateError(StoreError):
    """A version is not let serve; `rehearsal` tells what speaks against it."""

    def __init__(self, version: str, refusals: Sequence[str], rehearsal: Rehearsal) -> None:
        self.rehearsal = rehearsal
        super().__init__(
            f"Version {version} is not activated: {'; '.join(refusals)}.",
            f"Look at it with: python -m toolkit_qa versions rehearse current {version}. "
            "Or say why it may serve all the same, with --reason.",
        )


def never_served(store: Path, version: str) -> bool:
    """Whether a version has never served, while another one does."""
    place = Store(store)
    served = place.served()
    return bool(served) and version not in served and not place.activations(version)


def has_to_rehearse(store: Path, version: str) -> bool:
    """Whether a version has never served while another, sound one does."""
    if not never_served(store, version):
        return False
    try:
        open_version(store)
    except StoreError:
        return False  # what serves now is damaged: nothing is to be held up
    return True


def waiting(store: Path) -> str | None:
    """The version built last, while it has never served and another one does; else None."""
    latest = next(iter(in_order_built(Store(store))), None)
    return latest if latest is not None and never_served(store, latest) else None


def rehearse_usual(
    assistant: Assistant,
    old: str,
    new: str,
    sets: Sequence[Path] = COMMITTED,
    progress: Callable[[int, int], None] | None = None,
) -> Rehearsal:
    """The rehearsal with the committed question sets (or `sets`) and the questions that officers marked."""
    marked = marked_questions(DATA_FOLDER)
    return rehearse(assistant, old, new, read_sets(sets), marked, progress)


def activate_checked(
    assistant: Assistant,
    store: Path,
    version: str,
    *,
    margin: float,
    reason: str = "",
    rehearsed: Rehearsal | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Rehearsal | None:
    """Lets a version serve; one that never did, only when the rehearsal finds nothing against it.

    Args:
        margin: by how much a figure may fall.
        reason: why it is to serve whatever the rehearsal would say; kept with the version.
        rehearsed: a rehearsal made before; it counts while what serves is still what it was made with.

    Returns:
        The rehearsal, where there had to be one.

    Raises:
        GateError: the gate refuses. StoreError: the version is not there, or damaged.
    """
    rehearsal, reason = None, " ".join(reason.split())
    if not reason and has_to_rehearse(store, version):
        if rehearsed is not None and fits(rehearsed, store, version):
            rehearsal = rehearsed
        else:
            rehearsal = rehearse_usual(assistant, "current", version, progress=progress)
        refusals = rehearsal.refusals(margin)
        if refusals:
            raise GateError(version, refusals, rehearsal)
    activate(store, version, reason)
    return rehearsal


def fits(rehearsal: Rehearsal, store: Path, version: str) -> bool:
    """Whether it was made with the version that serves now and this one."""
    return (rehearsal.old, rehearsal.new) == (Store(store).current_id(), version)
