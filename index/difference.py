"""What changed from one version to another, in a form that people can read and programs can count.

Documents are paired by id, then by bytes, then by how many passages they have in common; never by
file name. Pure: two opened versions in, records out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ingest.records import Document

from .changes import (
    ADDED,
    CHANGED,
    KINDS,
    MOVED,
    REMOVED,
    REWORDED,
    UNCHANGED,
    Change,
    Changes,
    Difference,
    DocumentDifference,
    Place,
)
from .matching import Pair, Piece, pair_up, word_marks
from .pieces import Pieces, pieces_of
from .version import Version

LEAST_IN_COMMON = 0.3  # of the passages of the smaller one: then two documents are editions of one


def difference(old: Version, new: Version) -> Difference:
    """What changed from `old` to `new`: their common documents and the added ones, then the removed ones."""
    before = {one.document_id: pieces_of(old, one.document_id) for one in old.documents}
    after = {one.document_id: pieces_of(new, one.document_id) for one in new.documents}
    compared = [
        _compared(
            one,
            other,
            before[one.document_id] if one else Pieces(),
            after[other.document_id] if other else Pieces(),
        )
        for one, other in _editions(old.documents, new.documents, before, after)
    ]
    return Difference(old=old.version_id, new=new.version_id, documents=tuple(compared))


Edition = tuple[Document | None, Document | None]


def _editions(
    old: Sequence[Document],
    new: Sequence[Document],
    before: dict[str, Pieces],
    after: dict[str, Pieces],
) -> Iterator[Edition]:
    """Old documents with what became of them, in the order of the new ones, removed ones last."""
    left = {document.document_id: document for document in old}
    found: dict[str, Document] = {}

    def take(document: Document, match: Document | None) -> None:
        if match is not None and document.document_id not in found:
            found[document.document_id] = left.pop(match.document_id)

    for document in new:
        take(document, left.get(document.document_id))
    for document in new:
        take(document, next((one for one in left.values() if one.sha256 == document.sha256), None))
    where = _where({one: before[one] for one in left})
    for document in new:
        if document.document_id not in found:
            name = _likest(after[document.document_id], where, before)
            take(document, left.get(name))
    yield from ((found.get(document.document_id), document) for document in new)
    yield from ((document, None) for document in left.values())


def _where(documents: dict[str, Pieces]) -> dict[str, set[str]]:
    """In which documents each wording of a passage stands."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, pieces in documents.items():
        for piece in pieces.passages:
            found[piece.bare].add(name)
    return found


def _likest(pieces: Pieces, where: dict[str, set[str]], before: dict[str, Pieces]) -> str:
    """The document with which the largest share of the smaller one's passages is common, or ""."""
    common = Counter(name for piece in pieces.passages for name in where.get(piece.bare, ()))
    sizes = {name: min(len(pieces.passages), len(before[name].passages)) for name in common}
    best = max(common, key=lambda name: (common[name] / sizes[name], name), default="")
    return best if best and common[best] / sizes[best] >= LEAST_IN_COMMON else ""


def _compared(
    old: Document | None, new: Document | None, before: Pieces, after: Pieces
) -> DocumentDifference:
    passages = changes_between(before.passages, after.passages)
    headings = changes_between(before.headings, after.headings)
    items = changes_between(before.items, after.items)
    status = CHANGED if passages.changes or headings.changes or items.changes else UNCHANGED
    if old is None or new is None:
        status = REMOVED if new is None else ADDED
    return DocumentDifference(
        status=status, old=old, new=new, passages=passages, headings=headings, items=items
    )


def changes_between(old: Sequence[Piece], new: Sequence[Piece]) -> Changes:
    """What became of each piece of one sort."""
    counts = dict.fromkeys(KINDS, 0)
    changes: list[Change] = []
    pages: set[tuple[int, int]] = set()
    for pair in pair_up(old, new):
        change = _change([old[i] for i in pair.old], [new[j] for j in pair.new], pair)
        counts[change.change] += max(len(pair.old), len(pair.new))
        pages.update((old[i].page, new[j].page) for i in pair.old for j in pair.new)
        if change.change != UNCHANGED:
            changes.append(change)
    return Changes(counts=counts, changes=tuple(changes), pages=tuple(sorted(pages)))


def _change(old: Sequence[Piece], new: Sequence[Piece], pair: Pair) -> Change:
    before, after = _place(old), _place(new)
    kind = (new or old)[0].kind
    if before is None or after is None:
        return Change(change=ADDED if before is None else REMOVED, kind=kind, old=before, new=after)
    if not pair.same_words:
        words = word_marks(before.text, after.text)
        return Change(change=REWORDED, kind=kind, old=before, new=after, words=words)
    stays = pair.in_order and (before.page, before.number) == (after.page, after.number)
    return Change(change=UNCHANGED if stays else MOVED, kind=kind, old=before, new=after)


def _place(pieces: Sequence[Piece]) -> Place | None:
    if not pieces:
        return None
    first = pieces[0]
    return Place(
        text=" ".join(piece.text for piece in pieces),
        section=first.section,
        page=first.page,
        page_label=first.label,
        number=first.number,
    )
