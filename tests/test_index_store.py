"""The store: lock, pointer, kept files."""

import multiprocessing
import os

import pytest

from index import files
from index.store import Store
from ingest.errors import DocumentError, StoreError

ONE, TWO, THREE = "1" * 12, "2" * 12, "3" * 12


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def hold(root, held, done):
    with Store(root).locked():
        held.set()
        done.wait(30)


def test_nothing_serves_in_a_new_store(store):
    assert store.current_id() is None
    assert store.version_ids() == ()
    assert not store.root.exists()


def test_the_pointer_remembers_what_served_before(store):
    store.point_to([ONE])
    store.point_to([TWO, *store.served()])
    store.point_to([ONE, *store.served()])
    assert store.served() == (ONE, TWO)
    assert store.current_id() == ONE


def test_a_pointer_with_nonsense_points_nowhere(store):
    store.root.mkdir()
    (store.root / "current").write_text("../../etc\n", encoding="utf-8")
    assert store.current_id() is None


def test_an_unreadable_pointer_says_so(store):
    (store.root / "current").mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be read"):
        store.current_id()


def test_a_swap_that_fails_leaves_the_old_pointer(store, monkeypatch):
    store.point_to([ONE])
    monkeypatch.setattr(files, "move", lambda *_: (_ for _ in ()).throw(OSError("no")))
    with pytest.raises(OSError, match="no"):
        store.point_to([TWO])
    assert store.served() == (ONE,)
    assert [path.name for path in store.root.iterdir()] == ["current"]


@pytest.mark.parametrize("version", ["", "../x", ONE, "no such"])
def test_a_version_that_is_not_there_is_named_with_those_that_are(store, version):
    (store.versions / TWO).mkdir(parents=True)
    with pytest.raises(StoreError, match=f"no version {version!r}.*there are: {TWO}"):
        store.version_folder(version)


def test_a_second_build_is_told_who_holds_the_store(store):
    spawn = multiprocessing.get_context("spawn")
    held, done = spawn.Event(), spawn.Event()
    other = spawn.Process(target=hold, args=(store.root, held, done))
    other.start()
    try:
        assert held.wait(30)
        with pytest.raises(StoreError, match=f"another build .process {other.pid}, since"), store.locked(0.1):
            pass
    finally:
        done.set()
        other.join()
    with store.locked(0.1):
        assert str(os.getpid()) in (store.root / "builder").read_text(encoding="utf-8")


def test_the_lock_is_free_after_an_error(store):
    with pytest.raises(RuntimeError), store.locked():
        raise RuntimeError
    with store.locked(0.1):
        pass


def test_a_store_that_cannot_be_made_says_so(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be written"), Store(tmp_path / "file" / "store").locked():
        pass


def test_a_source_file_is_kept_once_by_its_hash(store, tmp_path):
    (tmp_path / "a.PDF").write_bytes(b"data")
    sha256 = files.sha256(b"data")
    store.keep_source(tmp_path / "a.PDF", sha256, "a.PDF")
    (tmp_path / "a.PDF").unlink()
    store.keep_source(tmp_path / "a.PDF", sha256, "sub/b.pdf")
    assert store.source_path(sha256, "b.pdf").read_bytes() == b"data"
    assert len(list(store.files.iterdir())) == 1


def test_a_file_changed_meanwhile_is_not_kept(store, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"other")
    with pytest.raises(DocumentError, match="changed while"):
        store.keep_source(tmp_path / "a.pdf", files.sha256(b"data"), "a.pdf")
    with pytest.raises(DocumentError):
        store.keep_source(tmp_path / "gone.pdf", files.sha256(b"data"), "gone.pdf")


def test_leftovers_are_cleared_and_nothing_else(store):
    kept = store.versions / ONE / "manifest.json"
    left = [
        store.versions / "tmp-1" / "x",
        store.files / "tmp-1-a.pdf",
        store.vectors / "model" / "tmp-9-x.npz",
        store.root / "tmp-1-current",
    ]
    for path in (kept, *left):
        files.write(path, b"x")
    store.clear_leftovers()
    assert [path.exists() for path in left] == [False] * 4
    assert kept.exists()


def test_free_space_of_a_store_that_is_not_there_yet(store):
    assert store.free_megabytes() > 0
