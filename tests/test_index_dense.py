"""Exact search by inner product."""

import numpy as np
import pytest

from index.dense import DenseIndex
from ingest.errors import StoreError


def unit_vectors(count, seed=0):
    vectors = np.random.default_rng(seed).normal(size=(count, 16)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_scores_are_inner_products_in_row_order():
    vectors = unit_vectors(50)
    assert np.allclose(DenseIndex.of(vectors).scores(vectors[7]), vectors @ vectors[7], atol=1e-6)


def test_opposite_vectors_have_their_score():
    vectors = np.array([[1, 0], [-1, 0]], dtype=np.float32)
    assert DenseIndex.of(vectors).scores(vectors[0]).tolist() == [1.0, -1.0]


def test_an_index_survives_its_bytes():
    index = DenseIndex.of(unit_vectors(20))
    again = DenseIndex.from_bytes(index.to_bytes())
    assert (again.vectors() == index.vectors()).all()
    assert (len(again), again.dimensions) == (20, 16)


def test_equal_vectors_give_equal_bytes():
    assert DenseIndex.of(unit_vectors(5)).to_bytes() == DenseIndex.of(unit_vectors(5)).to_bytes()


def test_an_empty_index_scores_nothing():
    index = DenseIndex.of(np.empty((0, 16), dtype=np.float32))
    assert index.scores(unit_vectors(1)[0]).shape == (0,)


def test_bytes_that_are_no_index_are_refused():
    with pytest.raises(StoreError, match="cannot be read"):
        DenseIndex.from_bytes(b"no index at all")
