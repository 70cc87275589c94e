"""Text that goes on over columns and pages, past the figures, tables and captions that stand between."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.paragraphs import ENDED
from ingest.pieces import Piece
from ingest.records import FOOTNOTE, HEADING, LIST_ITEM, PARAGRAPH, TABLE_ROW
from ingest.repair import ends_broken

_CAPTION = re.compile(
    r"^(?:Figure|Fig\.?|Table|Box|Chart|Exhibit|Graph|Map|Abbildung|Abb\.|Tabelle|Tableau|Figura|Tabla)"
    r"\s*[\dIVXA-F]+(?:[.-]\d+)*[.:]?(?:\s|$)"
)
LABEL_WORDS = 4  # a piece of so few words that does not end a sentence is a label in a figure


def goes_on(before: Piece, after: Piece) -> bool:
    """Whether `after` continues the sentence in which `before` breaks off (at a column or page end)."""
    if before.kind not in (PARAGRAPH, LIST_ITEM) or after.kind != PARAGRAPH or _is_caption(before):
        return False
    last, first = before.last, after.first
    if abs(last.size - first.size) > 0.12 * last.size or last.bold != first.bold or _is_ended(before):
        return False
    if _clearly(before, after):
        return True
    widest = max(line.x1 for line in before.cells[-1][-1])
    return last.x1 >= widest - 2.5 * last.size and len(last.words) >= 4 and len(before.cells[-1][-1]) >= 2


def joined(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a page with paragraphs that go on in another column put together.

    What stands between the two parts (a figure at the head of the column) follows the whole.
    """
    result: list[Piece] = []
    for piece in pieces:
        open_one = _open_before(result, piece, same_page=True)
        if open_one is None:
            result.append(piece)
        else:
            open_one.cells[-1][-1].extend(piece.cells[0][0])
            open_one.region = piece.region
    return result


def meet_all(pages: Sequence[list[Piece]]) -> list[bool]:
    """For each page whether its first piece goes on with the text of the page before it; see `meet`."""
    found: list[bool] = []
    last: list[Piece] = []
    for page in pages:
        found.append(meet(last, page))
        last = page or last
    return found


def meet(before: list[Piece], after: list[Piece]) -> bool:
    """Whether text goes on from one page (`before`) to the next (`after`).

    Both are changed so that the two parts are neighbours: asides at the foot of the one page come
    before its open paragraph, those at the head of the next after the rest of it.
    """
    for place, piece in enumerate(after):
        open_one = _open_before(before, piece, same_page=False)
        if open_one is not None and (place == 0 or _clearly(open_one, piece)):
            after.insert(0, after.pop(place))
            before.append(before.pop(_place(before, open_one)))
            _notes_last(before)
            return True
        if not _is_aside(piece, piece):
            return False
    return False


def _open_before(pieces: Sequence[Piece], piece: Piece, *, same_page: bool) -> Piece | None:
    """The piece that `piece` goes on with: the last one, or an earlier one with only asides after it."""
    running = [one for one in pieces if one.kind != FOOTNOTE]
    for one in reversed(running):
        elsewhere = not same_page or one.region != piece.region
        if elsewhere and goes_on(one, piece) and (one is running[-1] or _clearly(one, piece)):
            return one
        if not _is_aside(one, piece):
            return None
    return None


def _clearly(before: Piece, after: Piece) -> bool:
    """Whether the words alone say that a sentence goes on."""
    return after.first.words[0].text[:1].islower() or ends_broken(before.last.words[-1].text)


def _is_ended(piece: Piece) -> bool:
    return ENDED.search(piece.last.text.replace("\x02", "-").rstrip()) is not None


def _is_caption(piece: Piece) -> bool:
    return _CAPTION.match(piece.first.text) is not None


def _is_aside(piece: Piece, text: Piece) -> bool:
    """Whether a piece is no part of the running text to which `text` belongs."""
    if piece.kind in (HEADING, TABLE_ROW):
        return piece.kind == TABLE_ROW
    words = sum(len(line.words) for line in piece.cells[0][0])
    return (
        _is_caption(piece)
        or piece.first.size < 0.93 * text.first.size
        or (words <= LABEL_WORDS and not _is_ended(piece))
    )


def _place(pieces: Sequence[Piece], wanted: Piece) -> int:
    return next(place for place, piece in enumerate(pieces) if piece is wanted)


def _notes_last(pieces: list[Piece]) -> None:
    pieces.sort(key=lambda piece: piece.kind == FOOTNOTE)
