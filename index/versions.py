"""What can be done with the versions of a store: list, activate, go back, verify, prune."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ingest.errors import InputError, StoreError
from ingest.release import reader_release

from . import files, publish
from .content import embedded_texts
from .store import BUILD, Store
from .vectors import VectorCache
from .version import Version, read_manifest


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionInfo:
    """A version by its manifest. `created` is ISO 8601 in UTC; `error` says why it cannot be read, or ""."""

    version: str
    current: bool
    created: str = ""
    note: str = ""
    counts: Mapping[str, int] | None = None
    model_id: str = ""
    number_format: str = ""
    error: str = ""

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pruned:
    """What was deleted: versions by id; source files, readings and vectors by number."""

    versions: tuple[str, ...]
    files: int
    readings: int
    vectors: int

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"versions": list(self.versions)}


def list_versions(store: Path) -> tuple[VersionInfo, ...]:
    """All versions, latest first; those that cannot be read come last, with their error."""
    place = Store(store)
    current = place.current_id()
    infos = [_info(place, version, current) for version in place.version_ids()]
    return tuple(sorted(infos, key=lambda info: (info.created, info.version), reverse=True))


def activate(store: Path, version: str) -> None:
    """Lets a version serve. Raises StoreError when it is not there, or damaged."""
    place = Store(store)
    place.version_folder(version)
    with place.locked():
        publish.activate(place, version)


def rollback(store: Path) -> str:
    """Lets the version serve that served before, and returns its id.

    Raises:
        StoreError: there is none, or it is damaged.
    """
    place = Store(store)
    place.version_folder(place.current_id() or "")
    with place.locked():
        there = set(place.version_ids())
        before = [version for version in place.served()[1:] if version in there]
        if not before:
            raise StoreError(
                f"No version served before {place.current_id()} in {store}.",
                "Run: python -m toolkit_qa versions list",
            )
        Version(place, place.version_folder(before[0]))
        place.point_to(before)
    return before[0]


def verify(store: Path, version: str | None = None) -> tuple[str, ...]:
    """What is wrong with a version (default: the one that serves), one line a fault; empty when sound.

    Checks every file's SHA-256, counts, that each passage and sentence stands where its spans say,
    and that the source files are kept with the bytes they were read from.

    Raises:
        StoreError: there is no such version.
    """
    place = Store(store)
    wanted = version or place.current_id()
    if wanted is None:
        raise StoreError(f"No version serves in {store}.", BUILD)
    folder = place.version_folder(wanted)
    try:
        opened = Version(place, folder)
    except StoreError as error:
        return (str(error),)
    return (*_span_faults(opened), *_file_faults(place, opened))


def prune(store: Path, keep: int) -> Pruned:
    """Deletes all but the `keep` latest versions, and what no version uses any more.

    The version that serves is always kept and counts as one of them.

    Raises:
        InputError: `keep` is below 1.
        StoreError: the store is in use, or there is none.
    """
    if keep < 1:
        raise InputError(f"At least one version must be kept, not {keep}.", "Use --keep 1 or more.")
    place = Store(store)
    if not place.version_ids():
        raise StoreError(f"There is no index in {store} yet.", BUILD)
    with place.locked():
        infos = sorted(list_versions(store), key=lambda info: not info.current)
        gone = tuple(info.version for info in infos[keep:])
        if set(gone) & set(place.served()):
            place.point_to([version for version in place.served() if version not in gone])
        for version in gone:
            files.move(place.versions / version, place.versions / f"{files.TEMPORARY}{version}")
        place.clear_leftovers()
        return Pruned(versions=gone, **_sweep(place))


def _info(place: Store, version: str, current: str | None) -> VersionInfo:
    try:
        manifest = read_manifest(place.version_folder(version))
    except StoreError as error:
        return VersionInfo(version=version, current=version == current, error=str(error))
    return VersionInfo(
        version=version,
        current=version == current,
        created=manifest["created"],
        note=manifest["note"],
        counts=manifest["counts"],
        model_id=manifest["model_id"],
        number_format=manifest["number_format"],
    )


def _span_faults(version: Version) -> Iterator[str]:
    for passage in version.passages:
        try:
            texts = [version.page(passage.document_id, s.page).text[s.start : s.end] for s in passage.spans]
        except (KeyError, IndexError):
            texts = []
        if "\n".join(texts) != passage.text:
            yield f"Passage {passage.passage_id} of {passage.document_id} is not what stands on its pages."


def _file_faults(place: Store, version: Version) -> Iterator[str]:
    for document in version.documents:
        path = place.source_path(document.sha256, document.file)
        if not path.is_file():
            yield f"The stored file of {document.file} is missing ({path.name}). {BUILD}"
        elif files.sha256_of_file(path) != document.sha256:
            yield f"The stored file of {document.file} is damaged ({path.name}). Delete it. {BUILD}"


def _sweep(place: Store) -> dict[str, int]:
    """Deletes source files, readings and vectors that no sound version left in the store uses."""
    versions = list(_sound(place))
    documents = [document for version in versions for document in version.documents]
    hashes = {document.sha256 for document in documents}
    kept = {place.source_path(document.sha256, document.file).name for document in documents}
    return {
        "files": _remove(path for path in _inside(place.files) if path.name not in kept),
        "readings": _remove(
            path
            for path in _inside(place.readings)
            if path.name.split("-")[0] not in hashes or reader_release() not in path.name
        ),
        "vectors": _sweep_vectors(place, versions),
    }


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
