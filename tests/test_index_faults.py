"""What befalls a build from outside (a full disk, half a file, no rights, another build) costs it alone."""

from __future__ import annotations

import builtins
import errno
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from index.build import build
from index.store import Store
from index.version import open_version
from index.versions import verify
from ingest.errors import StoreError
from tests import ROOT
from tests.crash_child import leftovers
from tests.fakes import FakeEmbedder
from toolkit_qa import Assistant
from toolkit_qa.settings import Settings

pytestmark = pytest.mark.usefixtures("files_read")

QUESTION = "Is a drone flown with a warrant?"


def run(store: Path, *paths: Path) -> str:
    return build(paths, store=store, embedder=FakeEmbedder()).version


class FullDisk:
    """Lets the write of that number fail as a full disk does; opening a new file counts as one."""

    def __init__(self, store: Path, at: int) -> None:
        self.writes = 0
        self._store, self._at = str(store), at
        self._open = io.open

    def count(self) -> None:
        self.writes += 1
        if self.writes == self._at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def open(self, file: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
        if "r" in mode or not str(file).startswith(self._store):
            return self._open(file, mode, *args, **options)
        self.count()
        raw = Raw(self, file, mode.strip("bt"))
        binary = io.BufferedWriter(raw)
        return binary if "b" in mode else io.TextIOWrapper(binary, encoding="utf-8")


class Raw(io.FileIO):
    """A file of which half a write gets through before the disk is full."""

    def __init__(self, disk: FullDisk, *args: Any) -> None:
        super().__init__(*args)
        self._disk = disk

    def write(self, data: Any) -> int:
        try:
            self._disk.count()
        except OSError:
            super().write(bytes(data)[: len(data) // 2])
            raise
        return super().write(data)


def refused_for_want_of_room(store: Path, corpus: Path) -> bool:
    try:
        run(store, corpus)
    except StoreError as error:
        return "no room left" in str(error)
    return False


def test_a_full_disk_at_every_write(
    small_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = tmp_path / "base"
    old = run(base, small_corpus / "drones.txt")
    at, reached, served = 0, True, set()
    while reached:
        at += 1
        store = Path(shutil.copytree(base, tmp_path / "store"))
        with monkeypatch.context() as patch:
            disk = FullDisk(store, at)
            patch.setattr(io, "open", disk.open)
            patch.setattr(builtins, "open", disk.open)
            reached = refused_for_want_of_room(store, small_corpus)
            assert reached is (disk.writes >= at)
        served.add(open_version(store).version_id)
        assert verify(store) == (), at
        assert leftovers(store) == [], at
        run(store, small_corpus)
        assert verify(store) == (), at
        shutil.rmtree(store)
    assert at > 40
    assert len(served) == 2
    assert old in served


def test_a_small_disk_that_fills_up_and_one_that_is_read_only(tmp_path: Path) -> None:
    """The same on a real file system of a few megabytes, where this system lets us mount one."""
    mount = 'mount -t tmpfs -o size=4m tmpfs "$1" && exec "$2" -m tests.small_disk "$1"'
    command = [
        "unshare",
        "--mount",
        "--map-root-user",
        "sh",
        "-c",
        mount,
        "sh",
        str(tmp_path),
        sys.executable,
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    except FileNotFoundError:
        pytest.skip("no unshare here: no small disk can be mounted")
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["refused"] >= 3
    assert all("no room left" in said for said in told["said"]), told["said"]
    assert "cannot be written" in told["read_only"]
    assert told["answered"]


def test_half_a_file_is_named_and_the_whole_one_taken_next_time(small_corpus: Path, tmp_path: Path) -> None:
    whole = (ROOT / "corpus" / "starter" / "readme-file.pdf").read_bytes()
    path, store = small_corpus / "readme-file.pdf", tmp_path / "store"
    path.write_bytes(whole[: len(whole) // 2])
    report = build([small_corpus], store=store, embedder=FakeEmbedder())
    (problem,) = report.problems
    assert (problem.file, problem.kind) == ("readme-file.pdf", "damaged")
    assert [file.file for file in report.files] == ["custody.md", "drones.txt"]
    path.write_bytes(whole)
    report = build([small_corpus], store=store, embedder=FakeEmbedder())
    assert report.problems == ()
    assert "readme-file.pdf" in [file.file for file in report.files]


def test_a_folder_without_rights_is_said_in_one_line(
    small_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    old = run(store, small_corpus / "drones.txt")

    def refuse(*args: object, **options: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    for name in ("write", "move"):
        with monkeypatch.context() as patch:
            patch.setattr(f"index.files.{name}", refuse)
            with pytest.raises(StoreError, match="cannot be written .Permission denied"):
                run(store, small_corpus)
        assert open_version(store).version_id == old
    assert leftovers(store) == []


def test_two_builds_at_once_take_turns(small_corpus: Path, tmp_path: Path) -> None:
    """Two processes, four builds each, on one store: all go through, and the store is sound."""
    corpora = [Path(shutil.copytree(small_corpus, tmp_path / name)) for name in ("one", "two")]
    store = tmp_path / "store"

    def builds(corpus: Path) -> str:
        (corpus / "own.txt").write_text(f"Own\n\nThis stands in {corpus.name}.\n", encoding="utf-8")
        command = [sys.executable, "-m", "tests.crash_child", str(store), str(corpus)]
        done = subprocess.run(command, input="{}\n" * 4, capture_output=True, text=True, cwd=ROOT, check=True)
        return done.stdout

    with ThreadPoolExecutor(2) as both:
        told = [json.loads(line) for out in both.map(builds, corpora) for line in out.splitlines()[1:]]
    assert [one["code"] for one in told] == [0] * 8
    assert len({one["version"] for one in told}) == 2
    assert open_version(store).version_id in {one["version"] for one in told}
    assert verify(store) == ()


def test_a_path_with_spaces_and_other_letters(small_corpus: Path, tmp_path: Path) -> None:
    corpus = small_corpus.rename(tmp_path / "Dienst anweisungen – Ελληνικά 文書")
    (corpus / "drones.txt").rename(corpus / "Правила полётов 飛行 (neu).txt")
    store = tmp_path / "хранилище индекса – فهرس ü" / "store"
    version = run(store, corpus)
    assert verify(store) == ()
    assistant = Assistant.open(store, settings=Settings(), load_embedder=lambda form: FakeEmbedder())
    assert "drone" in assistant.lookup(QUESTION)[0].text
    (corpus / "new.txt").write_text("New\n\nAnother rule.\n", encoding="utf-8")
    assert run(store, corpus) != version
    assert open_version(store, version).source_path(assistant.documents()[0].document_id).is_file()


@pytest.fixture
def asking(small_corpus: Path, tmp_path: Path) -> Callable[[], str]:
    """A reader that was open before; gives the version that answers."""
    store = tmp_path / "store"
    run(store, small_corpus)
    assistant = Assistant.open(store, settings=Settings(), load_embedder=lambda form: FakeEmbedder())
    return lambda: assistant.ask(QUESTION).version


def test_a_reader_answers_while_a_build_holds_the_store(
    asking: Callable[[], str], small_corpus: Path, tmp_path: Path
) -> None:
    before = asking()
    with Store(tmp_path / "store").locked():
        assert asking() == before
    (small_corpus / "new.txt").write_text("New\n\nAnother rule.\n", encoding="utf-8")
    assert asking() == before
    assert asking() != run(tmp_path / "store", small_corpus) == asking()
