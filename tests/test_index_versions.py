"""Listing, activating, going back, verifying and pruning."""

import pytest

from index import files
from index.store import Store
from index.version import open_version
from index.versions import activate, list_versions, prune, rollback, verify
from ingest.errors import InputError, StoreError
from tests.conftest import HANDBOOK, POLICY, publish_made


@pytest.fixture
def three(tmp_path):
    """A store with three versions in the order they were activated."""
    contents = ([HANDBOOK], [POLICY], [HANDBOOK, POLICY])
    return tmp_path, [publish_made(tmp_path, documents) for documents in contents]


def serving(store):
    return open_version(store).version_id


def test_all_versions_are_listed_and_one_serves(three):
    store, ids = three
    infos = list_versions(store)
    assert {info.version for info in infos} == set(ids)
    assert [info.version for info in infos if info.current] == [ids[2]]
    assert infos[0].to_dict()["counts"]["documents"] in (1, 2)


def test_a_version_that_cannot_be_read_is_listed_with_its_error(three):
    store, ids = three
    (store / "versions" / ids[0] / "manifest.json").write_text("{", encoding="utf-8")
    (broken,) = [info for info in list_versions(store) if info.error]
    assert broken.version == ids[0]
    assert list_versions(store)[-1] == broken


def test_an_empty_store_has_no_versions(tmp_path):
    assert list_versions(tmp_path) == ()


def test_an_older_version_can_be_activated(three):
    store, ids = three
    activate(store, ids[0])
    assert serving(store) == ids[0]


def test_going_back_one_step_and_another(three):
    store, ids = three
    assert rollback(store) == ids[1]
    assert rollback(store) == ids[0] == serving(store)
    with pytest.raises(StoreError, match="No version served before"):
        rollback(store)


def test_going_back_passes_over_deleted_versions(three):
    store, ids = three
    files.remove(store / "versions" / ids[1])
    assert rollback(store) == ids[0]


@pytest.mark.parametrize("change", [activate, lambda store, _: rollback(store)])
def test_a_damaged_version_is_not_activated(three, change):
    store, ids = three
    (store / "versions" / ids[1] / "passages.faiss").write_bytes(b"")
    with pytest.raises(StoreError, match="damaged"):
        change(store, ids[1])
    assert serving(store) == ids[2]


def test_unknown_versions_are_named(three):
    store, _ = three
    for call in (activate, verify):
        with pytest.raises(StoreError, match="no version 'x'"):
            call(store, "x")


@pytest.mark.parametrize("call", [verify, rollback, lambda store: prune(store, 1)])
def test_a_store_without_versions_says_how_to_build(tmp_path, call):
    with pytest.raises(StoreError, match="toolkit_qa build"):
        call(tmp_path)


def test_verify_finds_what_is_wrong(three):
    store, ids = three
    (fault,) = verify(store, ids[0])
    assert "stored file of handbook.pdf is missing" in fault
    place = Store(store)
    place.files.mkdir()
    place.source_path(HANDBOOK.sha256, "handbook.pdf").write_bytes(b"other")
    assert "is damaged" in verify(store, ids[0])[0]
    (store / "versions" / ids[0] / "pages.jsonl").write_bytes(b"")
    assert "pages.jsonl" in verify(store, ids[0])[0]


def test_verify_reads_passages_against_their_pages(three, monkeypatch):
    store, ids = three
    monkeypatch.setattr("index.versions._file_faults", lambda *_: ())
    assert verify(store) == ()
    monkeypatch.setattr("index.version.Version.page", lambda *_: HANDBOOK.pages[1])
    assert "not what stands on its pages" in verify(store, ids[0])[0]


def test_pruning_keeps_the_serving_version_and_the_latest(three):
    store, ids = three
    activate(store, ids[0])
    pruned = prune(store, 1)
    assert set(pruned.versions) == {ids[1], ids[2]}
    assert Store(store).version_ids() == (ids[0],)
    assert Store(store).served() == (ids[0],)
    assert serving(store) == ids[0]


def test_pruning_less_than_one_is_refused(three):
    with pytest.raises(InputError, match="At least one"):
        prune(three[0], 0)


def test_pruning_with_room_left_deletes_no_version(three):
    store, _ = three
    assert prune(store, 5).versions == ()
    assert len(Store(store).version_ids()) == 3
