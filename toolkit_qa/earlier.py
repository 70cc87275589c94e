"""What did the earlier edition say? Which version holds one, and what became of the quotes since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.store import Store
from index.version import Version
from index.versions import VersionInfo, list_versions
from ingest.records import Document

from .citation_health import Health, check_quotes
from .records import Answer
from .rehearsal import became, told
from .saved_quotes import CITATION, saved_quotes


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """An earlier answer beside one of today.

    `became` is one of `rehearsal.BECAME`. `since` tells of each quote of the earlier answer what stands for
    it in today's version, `before` of each of today's what stood for it in the earlier one; both by number.
    """

    became: str
    since: dict[int, Health]
    before: dict[int, Health]


def versions_before(store: Path, version: str) -> tuple[VersionInfo, ...]:
    """The versions built before `version` that can be read, latest first."""
    known = [one for one in list_versions(store) if not one.error]
    names = [one.version for one in known]
    return tuple(known[names.index(version) + 1 :]) if version in names else ()


def versions_there(store: Path) -> tuple[str, ...]:
    """The ids of the versions in a store."""
    return Store(store).version_ids()


def earlier_version(answer: Answer, before: Sequence[VersionInfo], now: Version) -> VersionInfo | None:
    """The latest of `before` in which a document that is cited stood otherwise, or not at all.

    For an answer without quotes any document counts.
    """
    cited = {citation.document_id for citation in answer.citations}
    wanted = {one.sha256 for one in now.documents if not cited or one.document_id in cited}
    return next((one for one in before if wanted - {document.sha256 for document in one.documents}), None)


def editions_of(answer: Answer, documents: Sequence[Document]) -> tuple[str, ...]:
    """The editions of those of the documents that are cited; of all where none is."""
    cited = {citation.document_id for citation in answer.citations}
    own = [one for one in documents if one.document_id in cited] or documents
    return tuple(dict.fromkeys(one.edition for one in own if one.edition))


def compared(old: Version, earlier: Answer, new: Version, answer: Answer) -> Compared:
    """The two answers held against each other's version."""
    return Compared(
        became=became(told(earlier), told(answer)),
        since=_held(earlier, old, new),
        before=_held(answer, new, old),
    )


def _held(answer: Answer, own: Version, other: Version) -> dict[int, Health]:
    quotes = [one for one in saved_quotes(answer.to_dict()) if one.kind == CITATION]
    return {int(one.saved.name): one for one in check_quotes(other, quotes, {own.version_id: own})}
