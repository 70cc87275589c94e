"""Deleting old versions: never the one that serves, one to go back to, one in use, or one that waits."""

import pytest

from index import in_use
from index.in_use import Use
from index.pruning import prune
from index.store import Store
from index.version import open_version
from index.versions import activate, rollback, verify
from ingest.errors import InputError, StoreError
from tests.made_documents import HANDBOOK, POLICY, made_document, publish_made

NOTE = made_document("note", ("A note is kept for a year.",))


@pytest.fixture
def four(tmp_path):
    """A store with four versions in the order they were activated."""
    contents = ([HANDBOOK], [POLICY], [NOTE], [HANDBOOK, POLICY])
    return tmp_path, [publish_made(tmp_path, documents) for documents in contents]


def left(store):
    return set(Store(store).version_ids())


def test_the_serving_version_and_the_one_before_stay(four):
    store, ids = four
    pruned = prune(store, 2)
    assert set(pruned.versions) == {ids[0], ids[1]}
    assert Store(store).served() == (ids[3], ids[2])
    assert rollback(store) == ids[2]


def test_an_old_version_that_serves_stays(four):
    store, ids = four
    activate(store, ids[0])
    prune(store, 2)
    assert open_version(store).version_id == ids[0]
    assert left(store) == {ids[0], ids[3]}


def test_a_version_in_use_stays_until_it_is_released(four):
    store, ids = four
    use = Use(Store(store), ids[0])
    pruned = prune(store, 2)
    assert list(pruned.in_use) == [ids[0]]
    assert left(store) == {ids[0], ids[2], ids[3]}
    use.release()
    assert prune(store, 2).versions == (ids[0],)


def test_a_use_that_begins_in_the_same_moment_gets_its_version_back(four, monkeypatch):
    store, ids = four
    asked = []

    def late(place, version):
        asked.append(version)
        return ("7",) if asked.count(version) == 2 and version == ids[0] else ()

    monkeypatch.setattr("index.pruning.users", late)
    assert prune(store, 2).in_use == {ids[0]: ("7",)}
    assert open_version(store, ids[0]).version_id == ids[0]


def test_a_version_that_waits_for_its_activation_stays(four):
    store, ids = four
    activate(store, ids[2])
    served = Store(store).served()
    Store(store).point_to([one for one in served if one != ids[3]])
    prune(store, 2)
    assert left(store) == {ids[1], ids[2], ids[3]}


@pytest.mark.parametrize("keep", [-1, 0, 1])
def test_fewer_than_two_are_refused(four, keep):
    with pytest.raises(InputError, match="At least 2"):
        prune(four[0], keep)
    assert len(left(four[0])) == 4


def test_room_left_deletes_nothing(four):
    assert prune(four[0], 5).versions == ()


def test_a_store_without_versions_says_how_to_build(tmp_path):
    with pytest.raises(StoreError, match="toolkit_qa build"):
        prune(tmp_path, 2)


def test_versions_that_stay_are_sound(four, monkeypatch):
    store, _ = four
    monkeypatch.setattr("index.versions._file_faults", lambda *_: ())
    prune(store, 2)
    assert [verify(store, one) for one in sorted(left(store))] == [(), ()]
    assert list(store.glob("**/tmp-*")) == []
    assert not in_use.users(Store(store), "")
