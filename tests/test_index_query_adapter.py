"""The adapter for questions: what it is added to, and to which model it belongs."""

import numpy as np
import pytest

from index import query_adapter
from index.embedder import FLOAT32, Embedder
from index.model import DEFAULT_MODEL_ID
from index.query_adapter import QueryAdapter, adapter_of, query_model_id, read_adapter, write_adapter
from ingest.errors import MissingPartError

LAYER = "encoder.layer.0.attention.self.query"


def small(model_id="ab" * 32, up=0.5):
    down = np.array([[1.0, 2.0, 0.0]], dtype=np.float32)
    return QueryAdapter(model_id=model_id, layers={LAYER: (down, np.full((2, 1), up, dtype=np.float32))})


@pytest.fixture
def shipped(monkeypatch):
    """Makes an adapter the one that comes with the program."""

    def ship(adapter):
        query_model_id.cache_clear()
        monkeypatch.setattr(query_adapter, "read_adapter", lambda: adapter)

    yield ship
    query_model_id.cache_clear()


def test_what_was_written_is_read(tmp_path):
    write_adapter(small(), tmp_path / "adapter.npz")
    read = read_adapter(tmp_path / "adapter.npz")
    assert read.model_id == "ab" * 32
    assert list(read.layers) == [LAYER]
    assert (read.added_to(LAYER) == [[0.5, 1.0, 0.0], [0.5, 1.0, 0.0]]).all()


@pytest.mark.parametrize("data", [None, b"", b"PK\x03\x04 no archive", b"\x80\x04N."])
def test_a_missing_or_damaged_file_says_what_to_do(tmp_path, data):
    file = tmp_path / "adapter.npz"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(MissingPartError, match="Take the file of this release"):
        read_adapter(file)


def test_an_adapter_without_its_model_is_damaged(tmp_path):
    file = tmp_path / "adapter.npz"
    np.savez(file, **{f"{LAYER}.down": np.zeros((1, 3), np.float16)})
    with pytest.raises(MissingPartError, match="damaged"):
        read_adapter(file)


def test_no_other_model_is_adapted(shipped):
    shipped(small())
    assert adapter_of("cd" * 32) is None
    assert query_model_id("cd" * 32) == "cd" * 32


def test_another_adapter_is_another_model_for_questions(shipped):
    ids = set()
    for up in (0.5, 0.25):
        shipped(small(up=up))
        ids.add(query_model_id("ab" * 32))
    assert len(ids) == 2
    assert "ab" * 32 not in ids


def test_the_adapter_that_comes_with_the_program_is_of_the_model_that_does():
    adapter = adapter_of(DEFAULT_MODEL_ID)
    assert adapter is not None
    assert len(adapter.layers) == 36  # six linear layers in each of six blocks
    assert all(np.isfinite(adapter.added_to(layer)).all() for layer in adapter.layers)


@pytest.mark.model
def test_only_questions_are_adapted():
    embedder = Embedder(None, threads=1, number_format=FLOAT32)
    text = "What must we check before we buy a face matching tool?"
    bare = embedder.encode([text])[0]
    question = embedder.encode_query(text)
    assert np.allclose(np.linalg.norm(question), 1, atol=1e-6)
    assert not np.allclose(question, bare, atol=1e-2)
    assert np.allclose(embedder.encode([text])[0], bare, atol=0)  # also after the adapted copy was made
    assert np.allclose(embedder.encode_question(text), bare, atol=1e-6)


@pytest.mark.model
def test_to_each_weight_its_part_is_added_and_words_are_shared():
    embedder = Embedder(None, threads=1, number_format=FLOAT32)
    adapter = adapter_of(embedder.model_id)
    bare, adapted = (dict(one.named_parameters()) for one in (embedder.model, embedder.query_model))
    own = {name for name in bare if bare[name].data_ptr() != adapted[name].data_ptr()}
    for layer in adapter.layers:
        (name,) = (one for one in own if one.endswith(f".{layer}.weight"))
        added = adapted[name].detach().numpy() - bare[name].detach().numpy()
        assert np.allclose(added, adapter.added_to(layer), atol=1e-5)
        assert np.abs(added).max() > 0
    assert not [name for name in own if "embeddings.word" in name]


@pytest.mark.model
def test_a_model_without_an_adapter_embeds_questions_as_it_is(monkeypatch):
    monkeypatch.setattr("index.embedder.adapter_of", lambda model_id: None)
    embedder = Embedder(None, threads=1, number_format=FLOAT32)
    assert embedder.query_model is embedder.model
