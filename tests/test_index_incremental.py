"""A build does again only what has changed: documents are known by their bytes, texts by their words."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from index.build import build
from index.report import BuildReport
from index.version import Version, open_version
from tests.fakes import FakeEmbedder
from tests.pdf_files import pdf_of

pytestmark = pytest.mark.usefixtures("files_read")

THINGS = (
    "warrant",
    "log",
    "camera",
    "cell",
    "drone",
    "radio",
    "badge",
    "report",
    "court",
    "appeal",
    "witness",
)


def pages(changed: int | None = None) -> bytes:
    """Six pages of twenty sentences each; on the page `changed` one word is another of the same length."""
    made = []
    for page in range(6):
        lines = [
            f"Rule {page}{row}: the {THINGS[(page + row) % len(THINGS)]} is signed before the day shift ends."
            for row in range(20)
        ]
        if page == changed:
            lines[10] = lines[10].replace("signed", "copied")
        made.append(lines)
    return pdf_of(*made)


def run(corpus: Path, store: Path) -> tuple[BuildReport, FakeEmbedder]:
    embedder = FakeEmbedder()
    return build([corpus], store=store, embedder=embedder), embedder


@pytest.fixture
def corpus(small_corpus: Path) -> Path:
    (small_corpus / "rules.pdf").write_bytes(pages())
    return small_corpus


def test_one_changed_page_embeds_its_own_passages_only(corpus: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    run(corpus, store)
    (corpus / "rules.pdf").write_bytes(pages(changed=3))
    report, embedder = run(corpus, store)
    version = open_version(store)
    own = [one for one in version.passages if len(version.page(one.document_id, one.pages[0]).text) > 1000]
    touched = [one for one in own if 4 in one.pages]
    allowed = {f"{one.context}\n{one.text}" for one in touched}
    allowed |= {sentence.text for one in touched for sentence in one.sentences}
    assert 2 <= report.embedded <= 6
    assert set(embedder.embedded) <= allowed
    assert len(touched) < len(own) / 2


def test_a_renamed_file_embeds_nothing(corpus: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    before, _ = run(corpus, store)
    (corpus / "drones.txt").rename(corpus / "use of drones, revised.txt")
    (corpus / "rules.pdf").rename(corpus / "0.pdf")
    report, embedder = run(corpus, store)
    assert (report.embedded, embedder.embedded) == (0, [])
    assert sorted(report.changes.unchanged) == sorted(before.changes.added)


def test_a_full_rebuild_gives_the_same_version_and_vectors(corpus: Path, tmp_path: Path) -> None:
    first, _ = run(corpus, tmp_path / "one")
    (corpus / "rules.pdf").write_bytes(pages(changed=3))
    run(corpus, tmp_path / "one")
    elsewhere = Path(shutil.copytree(corpus, tmp_path / "elsewhere"))
    (elsewhere / "rules.pdf").write_bytes(pages())
    second, _ = run(elsewhere, tmp_path / "two")
    assert first.version == second.version
    old, new = open_version(tmp_path / "one", first.version), open_version(tmp_path / "two")
    for vectors in (Version.passage_vectors, Version.sentence_vectors):
        assert np.array_equal(vectors(old), vectors(new))


def test_an_edition_that_comes_back_is_the_version_it_was(corpus: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    first, _ = run(corpus, store)
    (corpus / "rules.pdf").write_bytes(pages(changed=1))
    run(corpus, store)
    (corpus / "rules.pdf").write_bytes(pages())
    again, embedder = run(corpus, store)
    assert (again.version, embedder.embedded) == (first.version, [])
