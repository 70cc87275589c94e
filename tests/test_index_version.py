"""An opened version."""

import json
import shutil

import numpy as np
import pytest

from index.content import manifest_digest
from index.store import Store
from index.version import open_version, read_before
from ingest.errors import StoreError
from tests.fakes import FakeEmbedder
from tests.made_documents import HANDBOOK, POLICY


@pytest.fixture
def version(small_store):
    return open_version(small_store)


def test_pages_come_back_as_they_were(version):
    for document in (HANDBOOK, POLICY):
        pages = tuple(version.page(document.document_id, n) for n in range(1, len(document.pages) + 1))
        assert pages == document.pages
        assert version.page_count(document.document_id) == len(document.pages)


def test_passages_stand_where_their_spans_say(version):
    for passage in version.passages:
        texts = [version.page(passage.document_id, s.page).text[s.start : s.end] for s in passage.spans]
        assert "\n".join(texts) == passage.text


def test_sentences_name_their_passage(version):
    assert version.sentences == tuple(
        (row, sentence) for row, passage in enumerate(version.passages) for sentence in passage.sentences
    )
    assert version.sentence_passages.tolist() == [row for row, _ in version.sentences]


def test_scores_have_a_row_each(version):
    vector = FakeEmbedder().encode_query("drones with a warrant")
    assert "warrant" in version.passages[int(np.argmax(version.dense(vector)))].text
    assert "warrant" in version.sentences[int(np.argmax(version.sentence_scores(vector)))][1].text
    assert "warrant" in version.passages[int(np.argmax(version.lexical.scores("drone warrants")))].text
    assert len(version.dense(vector)) == len(version.passages)


def test_best_sentence_scores_are_the_highest_of_each_passage(version):
    scores = np.arange(len(version.sentences), dtype=np.float32)
    best = version.best_sentence_scores(scores)
    for row, passage in enumerate(version.passages):
        own = [scores[j] for j, (owner, _) in enumerate(version.sentences) if owner == row]
        assert best[row] == (max(own) if passage.sentences else -1)


def test_stored_vectors_are_those_of_the_passages(version):
    texts = [f"{passage.context}\n{passage.text}" for passage in version.passages]
    assert np.allclose(version.passage_vectors(), FakeEmbedder().encode(texts), atol=1e-6)
    assert version.sentence_vectors().shape == (len(version.sentences), 64)


def test_unknown_documents_and_pages(version):
    with pytest.raises(KeyError):
        version.page("nothing", 1)
    for number in (0, 3, -1):
        with pytest.raises(IndexError):
            version.page("handbook", number)
    with pytest.raises(KeyError):
        version.document("nothing")


def test_a_missing_source_file_is_named(version):
    with pytest.raises(StoreError, match=r"stored file of 'Handbook' is missing.*toolkit_qa build"):
        version.source_path("handbook")


def test_no_store_says_how_to_build_one(tmp_path):
    with pytest.raises(StoreError, match=r"no index in .* yet.*python -m toolkit_qa build"):
        open_version(tmp_path / "nothing")


def test_a_store_without_pointer_says_how_to_activate(small_store):
    (small_store / "current").unlink()
    with pytest.raises(StoreError, match="versions activate"):
        open_version(small_store)


def test_every_damaged_file_is_found_and_named(small_store, version):
    names = [*version.manifest["files"], "manifest.json", "manifest.sha256"]
    assert {path.relative_to(version.folder).as_posix() for path in version.folder.rglob("*.*")} == set(names)
    for name in names:
        path = version.folder / name
        sound = path.read_bytes()
        for damage in (sound[:-1], sound + b"x", b"?" + sound[1:]):
            path.write_bytes(damage)
            if damage != sound:
                with pytest.raises(StoreError, match=r"damaged: \S+ in .*toolkit_qa build") as caught:
                    open_version(small_store)
                assert name.split("/")[-1].split(".")[0] in caught.value.message
        path.unlink()
        with pytest.raises(StoreError, match=name):
            open_version(small_store)
        path.write_bytes(sound)
    assert open_version(small_store).version_id == version.version_id


def rewrite_manifest(version, changes):
    data = json.dumps(version.manifest | changes).encode()
    (version.folder / "manifest.json").write_bytes(data)
    (version.folder / "manifest.sha256").write_bytes(manifest_digest(data))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": 99}, "another release"),
        ({"lexical": 99}, "another release"),
        ({"counts": {"pages": 99}}, "counts differ"),
        ({"version": "0" * 12}, "that of version 0000"),
        ({"files": {}}, "its records"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(small_store, version, changes, message):
    rewrite_manifest(version, changes)
    with pytest.raises(StoreError, match=message):
        open_version(small_store)


def test_a_renamed_version_is_refused(small_store, version):
    shutil.copytree(version.folder, version.folder.with_name("0" * 12))
    with pytest.raises(StoreError, match="that of version"):
        open_version(small_store, "0" * 12)


def test_what_a_build_needs_of_the_version_before(small_store, version):
    before = read_before(Store(small_store))
    assert before.version_id == version.version_id
    assert before.documents == version.documents
    (version.folder / "manifest.json").write_text("{", encoding="utf-8")
    assert read_before(Store(small_store)) is None
