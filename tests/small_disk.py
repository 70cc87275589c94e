"""A store on a disk of a few megabytes: `python -m tests.small_disk FOLDER`, where FOLDER is that disk.

Fills the disk with ballast, builds with a little more room each time until a build goes through, then
makes the disk read-only. Prints `{"refused", "said", "built", "read_only", "answered"}`.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

from index.build import build
from index.version import open_version
from index.versions import verify
from ingest.errors import StoreError
from tests.fakes import FakeEmbedder, FakeReadingPool
from toolkit_qa import Assistant
from toolkit_qa.settings import Settings

STEP = 16_384  # bytes of ballast taken away after each failure


def attempt(store: Path, corpus: Path) -> str:
    """Builds; why it was refused, or "". What served before must be sound, and nothing half left."""
    before = open_version(store).version_id
    try:
        build([corpus], store=store, embedder=FakeEmbedder())
    except StoreError as error:
        assert open_version(store).version_id == before
        assert verify(store) == ()
        assert not list(store.rglob("tmp-*"))
        return str(error)
    return ""


def fill(ballast: Path) -> None:
    """Writes until the disk is full."""
    file = os.open(ballast, os.O_WRONLY | os.O_CREAT)
    with contextlib.suppress(OSError):
        while os.write(file, bytes(4096)):
            pass
    os.close(file)


def main(disk: Path) -> None:
    import index.build

    index.build.ReadingPool = lambda limits: FakeReadingPool([], limits)  # type: ignore[assignment]
    store, corpus, ballast = disk / "store", disk / "corpus", disk / "ballast"
    corpus.mkdir()
    (corpus / "rules.txt").write_text("Rules\n\nA drone is flown with a warrant.\n", encoding="utf-8")
    build([corpus], store=store, embedder=FakeEmbedder())
    text = "\n\n".join(f"Rule {number} of the log is read aloud." for number in range(300))
    (corpus / "log.txt").write_text(f"Log\n\n{text}\n", encoding="utf-8")
    fill(ballast)
    said = []
    while refusal := attempt(store, corpus):
        said.append(refusal)
        os.truncate(ballast, max(0, ballast.stat().st_size - STEP))
    built = open_version(store).version_id
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    read_only = attempt(store, corpus)
    assistant = Assistant.open(store, settings=Settings(), load_embedder=lambda form: FakeEmbedder())
    answered = bool(assistant.lookup("Is a drone flown with a warrant?"))
    told = {"refused": len(said), "said": sorted(set(said)), "built": built}
    sys.stdout.write(json.dumps(told | {"read_only": read_only, "answered": answered}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
