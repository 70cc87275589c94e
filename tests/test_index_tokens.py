"""Counting word pieces without torch."""

import pytest

from index.model import DEFAULT_MODEL_ID, default_model_folder, find_model, max_tokens, model_hash
from index.tokens import TokenCounter, encodable
from ingest.errors import InputError, MissingPartError


@pytest.fixture(scope="module")
def counter():
    return TokenCounter()


def test_counts_word_pieces_without_markers(counter):
    assert counter.count("human oversight") == 2
    assert counter.count("") == 0


def test_long_text_is_counted_in_full(counter):
    assert counter.count("oversight " * 1000) == 1000


def test_many_texts_count_as_one_by_one(counter):
    texts = ["A warrant is needed.", "", "Überwachung ﬁnal"]
    assert counter.count_all(texts) == [counter.count(text) for text in texts]


def test_lone_surrogates_can_be_counted(counter):
    assert counter.count("a \ud800 b") == counter.count("a ? b")
    assert encodable("a \ud800") == "a ?"


def test_the_installed_model_is_the_one_it_says(counter):
    assert model_hash(default_model_folder()) == DEFAULT_MODEL_ID
    assert counter.max_tokens == 254


def test_a_damaged_default_model_is_refused(tmp_path, monkeypatch):
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr("index.model.default_model_folder", lambda: tmp_path)
    with pytest.raises(MissingPartError, match="another checksum.*force-reinstall"):
        find_model(None)


def test_a_folder_that_is_no_model_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"has no model\.safetensors"):
        find_model(tmp_path)


def test_a_model_without_weights_is_refused(tmp_path):
    with pytest.raises(MissingPartError, match="has no model"):
        model_hash(tmp_path)


def test_a_model_that_reads_less_gets_less(tmp_path):
    (tmp_path / "sentence_bert_config.json").write_text('{"max_seq_length": 128}', encoding="utf-8")
    assert max_tokens(tmp_path) == 126


def test_a_model_without_a_stated_length_gets_the_default(tmp_path):
    (tmp_path / "sentence_bert_config.json").write_text("{}", encoding="utf-8")
    assert max_tokens(tmp_path) == 254
