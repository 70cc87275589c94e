"""The embedding model itself; most of these tests load it."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import embedder as room
from index.embedder import BFLOAT16, FLOAT32, Embedder, equal_batches, native_number_format
from index.tokens import TokenCounter
from ingest.errors import InputError, MissingPartError
from tests import ROOT

TEXTS = (
    "Human oversight means that a person can step in.",
    "A match is a lead.",
    "Records are kept.",
    "A pilot keeps a log of every flight over a crowd, and the log is read by an auditor once a month.",
    "Who may fly?",
    "Who may not?",
    "Ünïcode, ﬁnal \ud800 and 𝔘",
    "",
)


@pytest.fixture(scope="module", params=[FLOAT32, BFLOAT16])
def real(request):
    return Embedder(None, threads=1, number_format=request.param)


@given(st.lists(st.integers(0, 300), max_size=60), st.integers(1, 2000))
def test_every_row_is_in_one_batch_of_equal_length(lengths, budget):
    batches = list(equal_batches(lengths, budget))
    assert sorted(row for rows in batches for row in rows) == list(range(len(lengths)))
    for rows in batches:
        (length,) = {lengths[row] for row in rows}
        assert len(rows) == 1 or len(rows) * length <= budget


@pytest.mark.model
def test_vectors_have_length_one_and_a_row_each(real):
    vectors = real.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), real.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


@pytest.mark.model
def test_a_vector_does_not_depend_on_its_batch(real, monkeypatch):
    texts = [f"{text} {word}" for text in TEXTS for word in ("one", "two", "red", "old", "law")]
    together = real.encode(texts)
    alone = np.stack([real.encode_question(text) for text in texts])
    monkeypatch.setattr(room, "equal_batches", lambda lengths: equal_batches(lengths, 30))
    small = real.encode(texts)
    if real.number_format == BFLOAT16 and native_number_format() == BFLOAT16:
        assert (together == alone).all()
        assert (together == small).all()
    assert np.allclose(together, alone, atol=1e-6 if real.number_format == FLOAT32 else 1e-2)
    assert np.allclose(together, small, atol=1e-6 if real.number_format == FLOAT32 else 1e-2)


@pytest.mark.model
def test_vectors_are_those_of_the_library(real):
    expected = real.model.encode([text for text in TEXTS if "\ud800" not in text], normalize_embeddings=True)
    ours = real.encode([text for text in TEXTS if "\ud800" not in text])
    assert np.allclose(ours, expected, atol=1e-5 if real.number_format == FLOAT32 else 2e-2)


@pytest.mark.model
def test_text_beyond_the_model_is_cut(real):
    long = "oversight " * 254
    assert (real.encode_question(long) == real.encode_question(long + "drone " * 50)).all()
    assert not (real.encode_question(long) == real.encode_question(long[:-10] + "drone")).all()


@pytest.mark.model
def test_the_counter_counts_what_the_model_sees(real):
    counter = TokenCounter()
    rows = real.model.tokenizer([text for text in TEXTS if "\ud800" not in text])["input_ids"]
    assert [len(ids) - 2 for ids in rows] == [counter.count(text) for text in TEXTS if "\ud800" not in text]
    assert counter.max_tokens + 2 == real.model.max_seq_length


@pytest.mark.model
def test_threads_get_the_same_vectors(real):
    texts = [f"question {number} " + "oversight " * (number % 20) for number in range(40)]
    alone = [real.encode_question(text).tobytes() for text in texts]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(real.encode_question, texts))
    assert [vector.tobytes() for vector in together] == alone


@pytest.mark.model
def test_no_texts_no_vectors_and_progress_to_the_end(real):
    done = []
    assert real.encode([]).shape == (0, real.dimensions)
    real.encode(TEXTS, done.append)
    assert done == sorted(done)
    assert done[-1] == len(TEXTS)


@pytest.mark.model
def test_the_number_format_follows_the_processor(monkeypatch):
    import torch

    for has, expected in (
        ({"avx2": True}, FLOAT32),
        ({"avx512_bf16": True}, BFLOAT16),
        ({"amx_bf16": True, "avx512_bf16": False}, BFLOAT16),
    ):
        monkeypatch.setattr(torch.cpu, "get_capabilities", lambda has=has: has)
        assert Embedder(number_format="auto").number_format == expected
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: False)
    assert native_number_format() == FLOAT32


def test_an_unknown_number_format_is_refused():
    with pytest.raises(InputError, match="no number format 'int3'"):
        Embedder(number_format="int3")


@pytest.mark.model
def test_a_folder_that_does_not_load_says_so(tmp_path):
    for name in ("model.safetensors", "tokenizer.json", "modules.json"):
        (tmp_path / name).write_text("[]", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be loaded") as caught:
        Embedder(tmp_path, number_format=FLOAT32).warm()
    assert "\n" not in str(caught.value)


def test_missing_libraries_are_named_with_the_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(MissingPartError, match=r"pip install -r requirements\.txt"):
        Embedder(number_format=FLOAT32).warm()


UNCHANGED = """
import json, sys
from pathlib import Path
from index.build import build
report = build([Path(sys.argv[1])], store=Path(sys.argv[2]))
print(json.dumps([report.embedded, report.version, [name for name in HEAVY if name in sys.modules]]))
"""


@pytest.mark.model
def test_nothing_to_embed_imports_no_torch(small_corpus, tmp_path):
    code = UNCHANGED.replace("HEAVY", "('torch', 'sentence_transformers', 'transformers')")
    command = [sys.executable, "-c", code, str(small_corpus), str(tmp_path / "store")]
    runs = [subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True) for _ in range(2)]
    (embedded, version, loaded), (nothing, same, none) = (json.loads(run.stdout) for run in runs)
    assert embedded > 0
    assert "torch" in loaded
    assert (nothing, same, none) == (0, version, [])


def test_importing_the_room_loads_nothing_heavy():
    code = "import sys, index.build, index.versions; print({'torch', 'transformers'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"
