"""Vectors kept by what they are vectors of."""

import numpy as np
import pytest

from index.vectors import VectorCache

TEXTS = ("one", "two", "three")
VECTORS = np.arange(12, dtype=np.float32).reshape(3, 4)


@pytest.fixture
def filled(tmp_path):
    cache = VectorCache(tmp_path, "model", "float32")
    cache.add(TEXTS, VECTORS)
    return cache


def test_vectors_come_back_in_the_order_asked(filled, tmp_path):
    again = VectorCache(tmp_path, "model", "float32")
    assert (again.get(["three", "one", "three"]) == VECTORS[[2, 0, 2]]).all()


def test_missing_texts_are_named_once(filled):
    assert filled.missing(["four", "one", "four", "five"]) == ["four", "five"]
    with pytest.raises(KeyError):
        filled.get(["four"])


def test_several_shards_are_one_cache(filled, tmp_path):
    filled.add(["four"], VECTORS[:1] + 100)
    again = VectorCache(tmp_path, "model", "float32")
    assert (again.get(["four", "two"]) == np.stack([VECTORS[0] + 100, VECTORS[1]])).all()


@pytest.mark.parametrize("other", [("other", "float32"), ("model", "bfloat16")])
def test_another_model_or_number_format_shares_nothing(filled, tmp_path, other):
    assert VectorCache(tmp_path, *other).missing(TEXTS) == list(TEXTS)
    assert VectorCache(tmp_path, *other).key("one") != filled.key("one")


def test_a_damaged_shard_is_dropped(filled, tmp_path, caplog):
    (shard,) = filled.folder.glob("*.npz")
    shard.write_bytes(shard.read_bytes()[:-1] + b"x")
    assert VectorCache(tmp_path, "model", "float32").missing(TEXTS) == list(TEXTS)
    assert not shard.exists()
    assert "damaged" in caplog.text


def test_only_what_is_used_is_kept(filled, tmp_path):
    filled.add(["four"], VECTORS[:1])
    assert filled.keep_only(["two", "unknown"]) == 3
    again = VectorCache(tmp_path, "model", "float32")
    assert again.missing([*TEXTS, "four"]) == ["one", "three", "four"]
    assert (again.get(["two"]) == VECTORS[1:2]).all()


def test_nothing_is_written_when_all_are_used(filled):
    before = sorted(filled.folder.iterdir())
    assert filled.keep_only(TEXTS) == 0
    assert sorted(filled.folder.iterdir()) == before


def test_no_texts_have_no_vectors(filled, tmp_path):
    assert filled.get([]).shape == (0, 4)
    assert VectorCache(tmp_path, "empty", "float32").get([]).shape == (0, 0)
