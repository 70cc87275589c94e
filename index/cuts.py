"""Documents to passages and checklist items, each document once as long as nothing about it changes.

What a document is cut into depends on its reading (file, reader, limits), on what it is called, on
the release of the cutters and on how word pieces are counted; kept results are named by all of these.
"""

from __future__ import annotations

import gzip
import json
import logging
import zlib
from pathlib import Path

from ingest.checklists import extract_items
from ingest.errors import DocumentError
from ingest.passages import split_document
from ingest.problems import nothing_to_quote
from ingest.records import ChecklistItem, Document, Passage
from ingest.release import cutter_release

from . import codec, files
from .readings import ReadingCache
from .tokens import TokenCounter

log = logging.getLogger(__name__)

Cut = tuple[tuple[Passage, ...], tuple[ChecklistItem, ...]]


class Cutter:
    """Cuts documents up, and keeps the results under `folder`.

    Args:
        folder: where they are kept.
        readings: where the documents were read from.
        tokens: counts word pieces and knows how many a passage may have.
    """

    def __init__(self, folder: Path, readings: ReadingCache, tokens: TokenCounter) -> None:
        self.folder = folder
        self._readings = readings
        self._tokens = tokens

    def cut(self, document: Document) -> Cut:
        """The passages and checklist items of a document, in reading order.

        Raises:
            DocumentError: `no_text` where there are no passages; `crashed` on a defect of ours, which
                costs one file, not the build.
        """
        path = self._path(document)
        known = _load(path)
        if known is not None:
            return known
        cut = self._new(document)
        files.replace(path, _to_bytes(cut), lasting=False)
        return cut

    def _new(self, document: Document) -> Cut:
        try:
            passages = split_document(
                document, count_tokens=self._tokens.count, max_tokens=self._tokens.max_tokens
            )
            items = extract_items(document)
        except (AssertionError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            log.warning("cutting up %s failed", document.file, exc_info=error)
            raise DocumentError(
                "crashed",
                "The text of this file could not be cut into passages.",
                "Report it, with the file.",
            ) from error
        if not passages:
            raise nothing_to_quote()
        return passages, items

    def _path(self, document: Document) -> Path:
        """Begins with the file's SHA-256 and ends with the release, as a reading does: for pruning."""
        depends = [
            self._readings.name(document.sha256, document.file),
            codec.document_to_json(document),
            self._tokens.counting,
        ]
        key = files.sha256(codec.to_json(depends))[:16]
        return self.folder / f"{document.sha256}-{key}-{cutter_release()}.json.gz"


def _to_bytes(cut: Cut) -> bytes:
    passages, items = cut
    record = {
        "passages": [codec.passage_to_json(passage) for passage in passages],
        "sentences": codec.sentences_to_json(passages),
        "items": [codec.item_to_json(item) for item in items],
    }
    return gzip.compress(codec.to_json(record), compresslevel=1, mtime=0)


def _load(path: Path) -> Cut | None:
    """What is kept in `path`, or None when there is nothing, or nothing whole."""
    try:
        record = json.loads(gzip.decompress(path.read_bytes()))
        passages = codec.passages_from_json(record["passages"], record["sentences"])
        return passages, tuple(map(codec.item_from_json, record["items"]))
    except FileNotFoundError:
        return None
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, IndexError) as error:
        log.warning("What a document was cut into is damaged and made again: %s (%s)", path.name, error)
        return None
