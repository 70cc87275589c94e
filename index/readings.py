"""Files as read, kept by their bytes, so that an unchanged file is never read again.

A reading belongs to one release of the reader and one set of limits. Errors of a document are kept
too, except those of the moment: a file that ran out of time or ended its worker is tried again.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import zlib
from dataclasses import asdict
from pathlib import Path

from ingest.limits import Limits
from ingest.records import ReadDocument
from ingest.release import reader_release
from ingest.wire import BrokenWireError, Reply, decode_reply, encode_reply

from . import files

log = logging.getLogger(__name__)

OF_THE_MOMENT = ("timed_out", "crashed")


class ReadingCache:
    """The readings under `folder` that the present reader made within `limits`."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder = folder
        self.limits = limits
        within = hashlib.sha256(json.dumps(asdict(limits), sort_keys=True).encode()).hexdigest()[:8]
        self._suffix = f"-{reader_release()}-{within}.json.gz"

    def get(self, sha256: str, file: str) -> Reply | None:
        """What was read from the file `file` with that hash, or None when it has to be read."""
        path = self._path(sha256, file)
        try:
            return decode_reply(gzip.decompress(path.read_bytes()))
        except FileNotFoundError:
            return None
        except (OSError, EOFError, zlib.error, BrokenWireError) as error:
            log.warning("A kept reading is damaged and made again: %s (%s)", path.name, error)
            return None

    def put(self, sha256: str, file: str, reply: Reply) -> None:
        """Keeps a reading, or the error that stood in its place."""
        if isinstance(reply, ReadDocument) or reply.kind not in OF_THE_MOMENT:
            data = gzip.compress(encode_reply(reply), compresslevel=1, mtime=0)
            files.replace(self._path(sha256, file), data, lasting=False)

    def name(self, sha256: str, file: str) -> str:
        """The name of a reading: by file name too, which tells how to read and stands in its problems."""
        of_name = hashlib.sha256(file.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        return f"{sha256}-{of_name}{self._suffix}"

    def _path(self, sha256: str, file: str) -> Path:
        return self.folder / self.name(sha256, file)
