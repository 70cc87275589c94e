"""A damaged version is never used: the file is named, and the version before is offered and works."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from index.store import Store
from index.version import open_version
from index.versions import rollback, verify
from ingest.errors import StoreError
from tests.made_documents import HANDBOOK, POLICY, made_item, publish_made
from toolkit_qa import Assistant

QUESTION = "Has the agency named an owner for the system?"


def flip(data: bytes, place: int) -> bytes:
    """One bit of one byte is another."""
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


DAMAGES: dict[str, Callable[[bytes, int], bytes | None]] = {
    "a byte flipped": flip,
    "truncated": lambda data, place: data[:place],
    "missing": lambda data, place: None,
}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with two versions, the second of which serves."""
    publish_made(tmp_path, (HANDBOOK,))
    publish_made(tmp_path, (HANDBOOK, POLICY), (made_item(HANDBOOK, QUESTION),))
    return tmp_path


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_every_file_of_a_version(store: Path, damage: Callable[[bytes, int], bytes | None]) -> None:
    new, old = Store(store).served()
    folder, dice = store / "versions" / new, random.Random(3)
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    assert len(paths) > 15
    for path in paths:
        sound = path.read_bytes()
        if not sound and damage is not DAMAGES["missing"]:
            continue  # a list without entries: there is nothing to flip or cut
        damaged = damage(sound, dice.randrange(len(sound) or 1))
        path.unlink() if damaged is None else path.write_bytes(damaged)
        name = path.relative_to(folder).as_posix()
        for call in (open_version, Assistant.open):
            with pytest.raises(StoreError) as caught:
                call(store)
            assert re.search(rf"is damaged: .*\b{re.escape(name)}\b", caught.value.message), name
            assert f"go back to version {old}: python -m toolkit_qa versions rollback" in caught.value.hint
        (fault,) = verify(store)
        assert name in fault
        path.write_bytes(sound)
    assert open_version(store).version_id == new


def test_the_version_offered_serves_again(store: Path) -> None:
    new, old = Store(store).served()
    (store / "versions" / new / "pages.jsonl").write_bytes(b"")
    assert rollback(store) == old
    assert open_version(store).version_id == old


def test_a_damaged_version_that_does_not_serve_offers_no_way_back(store: Path) -> None:
    _, old = Store(store).served()
    (store / "versions" / old / "pages.jsonl").write_bytes(b"")
    with pytest.raises(StoreError) as caught:
        open_version(store, old)
    assert "rollback" not in str(caught.value)
