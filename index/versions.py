"""What can be done with the versions of a store: name, list, activate, go back, verify."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import StoreError
from ingest.records import Document

from . import files, publish
from .codec import document_from_json
from .store import BUILD, Store
from .version import Version, read_manifest

CURRENT, PREVIOUS, LATEST = NAMES = ("current", "previous", "latest")


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionInfo:
    """A version by its manifest. `created` is ISO 8601 in UTC; `error` says why it cannot be read, or "".

    `bytes` is the size of its folder; source files and kept vectors are shared between versions.
    `activated` tells when it was let serve and why: `at` (as `created`) and `reason`.
    """

    version: str
    current: bool
    created: str = ""
    note: str = ""
    documents: tuple[Document, ...] = ()
    counts: Mapping[str, int] | None = None
    model_id: str = ""
    number_format: str = ""
    bytes: int = 0
    activated: tuple[Mapping[str, str], ...] = ()
    error: str = ""

    def to_dict(self) -> dict[str, Any]:
        shown = ("document_id", "title", "edition", "source", "file")
        documents = [{name: getattr(one, name) for name in shown} for one in self.documents]
        own = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return own | {
            "documents": documents,
            "counts": dict(self.counts) if self.counts else None,
            "activated": [dict(one) for one in self.activated],
        }


def named(store: Path, name: str) -> str:
    """The id of a version: `current`, `previous`, `latest` (the last one built), or an id as it stands.

    Raises:
        StoreError: no version is meant by the word.
    """
    if name not in NAMES:
        return name
    place = Store(store)
    there = set(place.version_ids())
    before = [one for one in place.served()[1:] if one in there]
    meant = {CURRENT: place.served()[:1], PREVIOUS: before, LATEST: in_order_built(place)}
    if meant[name]:
        return meant[name][0]
    if not there:
        raise StoreError(f"There is no index in {store} yet.", BUILD)
    raise StoreError(f"There is no {name} version in {store}.", "Run: python -m toolkit_qa versions list")


def usual_pair(store: Path) -> tuple[str, str]:
    """The two versions to compare: the one that serves and the latest built, else the one before and that.

    Raises:
        StoreError: there are no two versions.
    """
    current, latest = named(store, CURRENT), named(store, LATEST)
    return (current, latest) if latest != current else (named(store, PREVIOUS), current)


def in_order_built(place: Store) -> tuple[str, ...]:
    """All versions, latest first: by the order in which they were built, then by the date they bear."""
    there = set(place.version_ids())
    known = [one for one in place.built() if one in there]
    created = {one: _info(place, one, None).created for one in there - set(known)}
    return (*known, *sorted(created, key=lambda one: (created[one], one), reverse=True))


def list_versions(store: Path) -> tuple[VersionInfo, ...]:
    """All versions, latest first; those that cannot be read come last, with their error."""
    place = Store(store)
    current = place.current_id()
    infos = [_info(place, version, current) for version in in_order_built(place)]
    return tuple(sorted(infos, key=lambda info: bool(info.error)))


def activate(store: Path, version: str, reason: str = "") -> None:
    """Lets a version serve. Raises StoreError when it is not there, or damaged."""
    place = Store(store)
    place.version_folder(version)
    with place.locked():
        publish.activate(place, version, reason)


def rollback(store: Path) -> str:
    """Lets the version serve that served before, and returns its id.

    Raises:
        StoreError: there is none, or it is damaged.
    """
    place = Store(store)
    if not place.version_ids():
        raise StoreError(f"There is no index in {store} yet.", BUILD)
    with place.locked():
        there = set(place.version_ids())
        before = [version for version in place.served()[1:] if version in there]
        if not before:
            raise StoreError(
                f"No version served before {place.current_id()} in {store}.",
                "Run: python -m toolkit_qa versions list",
            )
        Version(place, place.version_folder(before[0]))
        place.note_activation(before[0], "gone back to")
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
        documents=tuple(map(document_from_json, manifest["documents"])),
        counts=manifest["counts"],
        model_id=manifest["model_id"],
        number_format=manifest["number_format"],
        activated=place.activations(version),
        bytes=sum(path.stat().st_size for path in place.version_folder(version).rglob("*") if path.is_file()),
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
