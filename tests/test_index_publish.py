"""A version into the store: a crash at any moment leaves the one before serving."""

import contextlib
import shutil
from pathlib import Path

import pytest

from index import files
from index.version import open_version
from ingest.errors import StoreError
from tests.made_documents import HANDBOOK, POLICY, publish_made

OPERATIONS = ("write", "move", "sync_tree", "sync_folder")


class CrashError(BaseException):
    """As sudden as a power cut: no `except Exception` holds it up."""


def crash_at(monkeypatch, number):
    """Lets the `number`-th step that touches the disk fail; returns the steps counted so far."""
    steps = []

    def failing(real):
        def step(*args, **options):
            steps.append(args)
            if len(steps) == number:
                raise CrashError
            return real(*args, **options)

        return step

    for name in OPERATIONS:
        monkeypatch.setattr(files, name, failing(getattr(files, name)))
    return steps


def test_a_crash_at_any_step_leaves_the_version_before(tmp_path, monkeypatch):
    old = publish_made(tmp_path / "base", [HANDBOOK])
    steps = count = 0
    serving = []
    while count == steps:  # until a run is through before its crash
        steps += 1
        store = Path(shutil.copytree(tmp_path / "base", tmp_path / str(steps)))
        with monkeypatch.context() as patch, contextlib.suppress(CrashError):
            counted = crash_at(patch, steps)
            publish_made(store, [HANDBOOK, POLICY])
        count = len(counted)
        serving.append(open_version(store).version_id == old)
    assert steps > 15
    assert serving == sorted(serving, reverse=True)  # the old one until the switch, the new one after it
    assert serving[:2] + serving[-1:] == [True, True, False]


def test_the_next_build_goes_through_after_a_crash(tmp_path, monkeypatch):
    publish_made(tmp_path, [HANDBOOK])
    with monkeypatch.context() as patch:
        crash_at(patch, 7)
        with pytest.raises(CrashError):
            publish_made(tmp_path, [POLICY])
    version = publish_made(tmp_path, [POLICY])
    assert open_version(tmp_path).version_id == version


def test_the_same_content_again_writes_nothing(tmp_path, monkeypatch):
    version = publish_made(tmp_path, [HANDBOOK])
    manifest = tmp_path / "versions" / version / "manifest.json"
    before = manifest.read_bytes(), manifest.stat().st_mtime_ns
    assert publish_made(tmp_path, [HANDBOOK]) == version
    assert (manifest.read_bytes(), manifest.stat().st_mtime_ns) == before


def test_a_damaged_version_is_replaced(tmp_path):
    version = publish_made(tmp_path, [HANDBOOK])
    (tmp_path / "versions" / version / "pages.jsonl").write_bytes(b"")
    assert publish_made(tmp_path, [HANDBOOK]) == version
    assert open_version(tmp_path).version_id == version


def test_the_version_id_does_not_depend_on_the_place(tmp_path):
    assert publish_made(tmp_path / "a", [HANDBOOK]) == publish_made(tmp_path / "b", [HANDBOOK])


def test_what_does_not_read_back_is_not_published(tmp_path, monkeypatch):
    real = files.write
    monkeypatch.setattr(files, "write", lambda path, data: real(path, data[:-1]))
    with pytest.raises(StoreError, match="damaged"):
        publish_made(tmp_path, [HANDBOOK])
    assert not list((tmp_path / "versions").glob("[0-9a-f]*"))
