"""Writing in one step, and making it last."""

import os

import pytest

from index import files


@pytest.fixture
def synced(monkeypatch):
    """The calls that wait for the disk, by name."""
    calls = []
    for name in ("fsync", "sync"):
        monkeypatch.setattr(os, name, lambda *_, name=name: calls.append(name), raising=False)
    return calls


def test_what_is_to_last_is_waited_for(tmp_path, synced):
    files.replace(tmp_path / "sub" / "a", b"1")
    assert synced[0] == "fsync"
    synced.clear()
    files.replace(tmp_path / "sub" / "a", b"2", lasting=False)
    assert synced == []
    assert (tmp_path / "sub" / "a").read_bytes() == b"2"


@pytest.mark.parametrize(("count", "expected"), [(0, set()), (3, {"fsync"}), (60, {"sync"})])
def test_many_files_are_waited_for_at_once(tmp_path, synced, count, expected):
    paths = [tmp_path / str(number) for number in range(count)]
    for path in paths:
        files.write(path, b"x", lasting=False)
    files.sync_files(paths)
    assert set(synced) == expected


@pytest.mark.parametrize("lasting", [True, False])
def test_a_replacement_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, lasting):
    files.replace(tmp_path / "a", b"old")

    def fail(*_):
        raise OSError("no")

    monkeypatch.setattr(type(tmp_path), "replace", fail)
    with pytest.raises(OSError, match="no"):
        files.replace(tmp_path / "a", b"new", lasting=lasting)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"old")]


def test_a_file_in_use_is_tried_again(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"x")
    real, tries = type(tmp_path).replace, []

    def busy(path, target):
        tries.append(path)
        if len(tries) < 3:
            raise PermissionError
        return real(path, target)

    monkeypatch.setattr(type(tmp_path), "replace", busy)
    monkeypatch.setattr("time.sleep", lambda _: None)
    files.move(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").exists()
    monkeypatch.setattr(type(tmp_path), "replace", lambda *_: (_ for _ in ()).throw(PermissionError))
    with pytest.raises(PermissionError):
        files.move(tmp_path / "b", tmp_path / "c")


def test_removing_what_is_gone_is_no_error(tmp_path):
    files.remove(tmp_path / "nothing")
    files.write(tmp_path / "folder" / "a", b"x")
    files.remove(tmp_path / "folder")
    assert not (tmp_path / "folder").exists()
