"""Deleting old versions, and what no version uses any more. Never the one that serves, nor one in use."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ingest.errors import InputError, StoreError
from ingest.release import cutter_release, reader_release

from . import files
from .content import embedded_texts
from .in_use import users
from .store import BUILD, Store
from .vectors import VectorCache
from .version import Version
from .versions import in_order_built

FEWEST = 2  # the one that serves, and one to go back to


@dataclass(frozen=True, kw_only=True, slots=True)
class Pruned:
    """What was deleted: versions by id; source files, readings and vectors by number.

    `in_use` are versions that would have gone but are in use, with the processes that use them.
    """

    versions: tuple[str, ...]
    in_use: dict[str, tuple[str, ...]]
    files: int
    readings: int
    vectors: int

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def prune(store: Path, keep: int) -> Pruned:
    """Deletes all but `keep` versions, and what no version uses any more.

    Kept are, in this order, the version that serves, those that served last, those built last. One
    that was built after the version that serves and has not served yet is waiting for its activation:
    it is kept too, and does not count. So is a version that a process uses.

    Raises:
        InputError: `keep` is below 2.
        StoreError: the store is in use, or there is none.
    """
    if keep < FEWEST:
        raise InputError(
            f"At least {FEWEST} versions are kept, not {keep}: the one that serves and one to go back to.",
            f"Use --keep {FEWEST} or more.",
        )
    place = Store(store)
    if not place.version_ids():
        raise StoreError(f"There is no index in {store} yet.", BUILD)
    with place.locked():
        gone, in_use = [], {}
        for version in _doomed(place, keep):
            if who := _delete(place, version):
                in_use[version] = who
            else:
                gone.append(version)
        place.clear_leftovers()
        return Pruned(versions=tuple(gone), in_use=in_use, **_sweep(place))


def _doomed(place: Store, keep: int) -> tuple[str, ...]:
    """The versions that may go, the first to go last."""
    built, served = in_order_built(place), place.served()
    since = built.index(served[0]) if served and served[0] in built else 0
    waiting = set(built[:since]) - set(served)
    ranked = dict.fromkeys([one for one in (*served, *built) if one in built and one not in waiting])
    return tuple(ranked)[keep:]


def _delete(place: Store, version: str) -> tuple[str, ...]:
    """Deletes a version, unless processes use it: they are returned.

    It is renamed first and then asked about again: who has said by then that it uses the version gets it
    back, and who comes later does not find it.
    """
    if who := users(place, version):
        return who
    folder, aside = place.versions / version, place.versions / f"{files.TEMPORARY}{version}"
    files.move(folder, aside)
    if who := users(place, version):
        files.move(aside, folder)
        return who
    if version in place.served():
        place.point_to([one for one in place.served() if one != version])
    files.remove(aside)
    return ()


def _sweep(place: Store) -> dict[str, int]:
    """Deletes source files, readings and vectors that no sound version left in the store uses."""
    versions = list(_sound(place))
    documents = [document for version in versions for document in version.documents]
    hashes = {document.sha256 for document in documents}
    kept = {place.source_path(document.sha256, document.file).name for document in documents}
    _remove(_outdated(place.cuts, hashes, cutter_release()))
    return {
        "files": _remove(path for path in _inside(place.files) if path.name not in kept),
        "readings": _remove(_outdated(place.readings, hashes, reader_release())),
        "vectors": _sweep_vectors(place, versions),
    }


def _outdated(folder: Path, hashes: set[str], release: str) -> list[Path]:
    """What was made from files that no version holds, or by another release."""
    return [
        path for path in _inside(folder) if path.name.split("-")[0] not in hashes or release not in path.name
    ]


def _sound(place: Store) -> Iterator[Version]:
    for version in place.version_ids():
        with contextlib.suppress(StoreError):
            yield Version(place, place.version_folder(version))


def _sweep_vectors(place: Store, versions: Sequence[Version]) -> int:
    """Drops unused vectors of the models in use, and all of other models; returns how many of the first."""
    texts: dict[tuple[str, str], list[str]] = {}
    for version in versions:
        used = texts.setdefault((version.model_id, version.number_format), [])
        used += embedded_texts(version.documents, version.passages)
    caches = {model: VectorCache(place.vectors, *model) for model in texts}
    _remove(path for path in _inside(place.vectors) if path not in {c.folder for c in caches.values()})
    return sum(cache.keep_only(texts[model]) for model, cache in caches.items())


def _inside(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _remove(paths: Iterable[Path]) -> int:
    count = 0
    for path in paths:
        files.remove(path)
        count += 1
    return count
