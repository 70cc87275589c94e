"""Listing, activating, going back, verifying and pruning."""

from datetime import datetime

import pytest

from index import files
from index.store import Store
from index.version import open_version
from index.versions import activate, list_versions, named, rollback, usual_pair, verify
from ingest.errors import StoreError
from tests.made_documents import HANDBOOK, POLICY, publish_made


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


@pytest.mark.parametrize("call", [verify, rollback, lambda store: named(store, "current")])
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


def test_a_version_is_listed_with_what_it_holds(three):
    store, ids = three
    info = list_versions(store)[0]
    assert info.version == ids[2]
    listed = [(one["document_id"], one["edition"]) for one in info.to_dict()["documents"]]
    assert listed == [("handbook", "starter 2026.1"), ("policy", "Revised February 2024")]
    assert info.bytes == sum(path.stat().st_size for path in (store / "versions" / ids[2]).rglob("*.*"))


def test_versions_are_listed_as_they_were_built_whatever_the_clock_says(tmp_path, monkeypatch):
    first = publish_made(tmp_path, [HANDBOOK])

    class Earlier(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2001, 1, 1, tzinfo=tz)

    monkeypatch.setattr("index.publish.datetime", Earlier)
    second = publish_made(tmp_path, [POLICY])
    assert [info.version for info in list_versions(tmp_path)] == [second, first]
    assert rollback(tmp_path) == first


def test_versions_are_named_by_their_part(three):
    store, ids = three
    assert [named(store, name) for name in ("current", "previous", "latest", "x")] == [
        ids[2],
        ids[1],
        ids[2],
        "x",
    ]
    activate(store, ids[0])
    assert usual_pair(store) == (ids[0], ids[2])
    activate(store, ids[2])
    assert usual_pair(store) == (ids[0], ids[2])


def test_the_latest_is_the_one_built_last_even_when_it_was_there_before(three):
    store, ids = three
    publish_made(store, [HANDBOOK])
    assert named(store, "latest") == ids[0]


def test_there_is_no_version_before_the_first(tmp_path):
    publish_made(tmp_path, [HANDBOOK])
    with pytest.raises(StoreError, match="no previous version"):
        named(tmp_path, "previous")


def test_going_back_from_a_version_that_is_gone(three):
    store, ids = three
    files.remove(store / "versions" / ids[2])
    assert rollback(store) == ids[1]
