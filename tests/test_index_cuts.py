"""Documents cut up, each once as long as nothing about it changes."""

from dataclasses import replace

import pytest

from index.cuts import Cutter
from index.readings import ReadingCache
from index.tokens import TokenCounter
from ingest.errors import DocumentError
from ingest.limits import Limits
from ingest.records import Block, Document, Page

TEXT = "Cameras run in every cell."
PAGE = Page(
    number=1,
    label="1",
    text=TEXT,
    blocks=(Block(kind="paragraph", start=0, end=len(TEXT), sentences=((0, len(TEXT)),)),),
)
DOCUMENT = Document(document_id="d", title="Custody", file="custody.md", sha256="ab" * 32, pages=(PAGE,))


@pytest.fixture
def cutter(tmp_path):
    return Cutter(tmp_path, ReadingCache(tmp_path, Limits()), TokenCounter())


def test_what_was_kept_is_what_was_cut(cutter, monkeypatch):
    cut = cutter.cut(DOCUMENT)
    monkeypatch.setattr("index.cuts.split_document", None)
    assert cutter.cut(DOCUMENT) == cut
    assert cut[0][0].text == TEXT
    assert cut[0][0].sentences[0].text == TEXT


def test_another_title_is_another_context(cutter):
    one, other = cutter.cut(DOCUMENT), cutter.cut(replace(DOCUMENT, title="Cells"))
    assert (one[0][0].context, other[0][0].context) == ("Custody", "Cells")


def test_other_limits_or_counts_are_cut_anew(cutter, tmp_path, monkeypatch):
    cutter.cut(DOCUMENT)
    Cutter(tmp_path, ReadingCache(tmp_path, Limits(pages=9)), TokenCounter()).cut(DOCUMENT)
    monkeypatch.setattr("index.tokens.max_tokens", lambda _: 100)
    Cutter(tmp_path, ReadingCache(tmp_path, Limits()), TokenCounter()).cut(DOCUMENT)
    assert len(list(tmp_path.iterdir())) == 3


def test_a_document_without_text_is_named_not_kept(cutter, tmp_path):
    with pytest.raises(DocumentError) as caught:
        cutter.cut(replace(DOCUMENT, pages=(Page(number=1, label="1", text=""),)))
    assert caught.value.kind == "no_text"
    assert not list(tmp_path.iterdir())
