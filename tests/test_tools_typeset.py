"""The typeset tool: sources, PDFs and manifest agree, and it says so when they do not."""

from __future__ import annotations

import hashlib
import shutil
import tomllib
from pathlib import Path

import pypdf
import pytest

from tools import typeset

SOURCE = """#import "template.typ": *
#show: starter.with(slug: "note", official-title: "Note", kind: "{kind}")
= What is a note?
A note is {meaning}.
"""
TABLE = '#checklist(id: "R1", principle: ("Privacy", "Accuracy"), stage: "Data", ("Is it so?", "Why so?"))\n'
MANIFEST = (
    '# kept\n[[document]]\nid = "note"  # kept too\nsha256 = ""\n[[document]]\nid = "other"\nsha256 = ""\n'
)


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of one note, with the real template."""
    for name, path in (("SOURCES", "sources"), ("STARTER", "starter"), ("MANIFEST", "manifest.toml")):
        monkeypatch.setattr(typeset, name, tmp_path / path)
    (tmp_path / "sources").mkdir()
    shutil.copy(typeset.CORPUS / "sources" / "template.typ", tmp_path / "sources")
    (tmp_path / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
    write_note(tmp_path)
    return tmp_path


def write_note(corpus: Path, meaning: str = "short", kind: str = "digest", more: str = "") -> None:
    text = SOURCE.format(meaning=meaning, kind=kind) + more
    (corpus / "sources" / "note.typ").write_text(text, encoding="utf-8")


def test_typesetting_notes_the_checksum_and_keeps_comments(corpus: Path) -> None:
    assert typeset.main([]) == 0
    digest = hashlib.sha256((corpus / "starter" / "note.pdf").read_bytes()).hexdigest()
    manifest = (corpus / "manifest.toml").read_text(encoding="utf-8")
    assert manifest == MANIFEST.replace('""', f'"{digest}"', 1)


def test_typesetting_twice_gives_the_same_bytes(corpus: Path) -> None:
    assert typeset.typeset("note") == typeset.typeset("note")


def test_check_passes_after_typesetting(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typeset.main([])
    assert typeset.main(["--check"]) == 0
    assert "1 documents agree" in capsys.readouterr().out


def test_check_names_the_page_whose_text_differs(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typeset.main([])
    write_note(corpus, meaning="long")
    assert typeset.main(["--check"]) == 1
    error = capsys.readouterr().err
    assert "note: the text of page 3 differs" in error
    assert "short" in error
    assert "long" in error


def test_check_names_a_missing_pdf(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert typeset.main(["--check"]) == 1
    assert "note.pdf is missing; run python -m tools.typeset" in capsys.readouterr().err


def test_check_names_a_stale_checksum(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typeset.main([])
    (corpus / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
    assert typeset.main(["--check"]) == 1
    assert "note: the sha256 in corpus/manifest.toml is not that of note.pdf" in capsys.readouterr().err


@pytest.mark.parametrize("manifest", ["", '[[document]]\nid = "note"\n[x]\nsha256 = ""\n'])
def test_a_document_the_manifest_lacks_is_an_error(
    corpus: Path, manifest: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus / "manifest.toml").write_text(manifest, encoding="utf-8")
    assert typeset.main([]) == 1
    assert "no [[document]] with a sha256 line for: note" in capsys.readouterr().err


def test_a_source_that_does_not_compile_is_a_one_line_error(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_note(corpus, more="#nonsense()")
    assert typeset.main([]) == 1
    assert capsys.readouterr().err == "note: unknown variable: nonsense\n"


def test_pages_carry_labels_outline_language_and_notice(corpus: Path) -> None:
    write_note(corpus, kind="companion")
    typeset.main([])
    reader = pypdf.PdfReader(corpus / "starter" / "note.pdf")
    assert reader.page_labels == ["i", "ii", "1"]
    assert [getattr(entry, "title", None) for entry in reader.outline] == ["1 What is a note?"]
    assert str(reader.root_object["/Lang"]) == "en-GB"
    for text in typeset.page_texts(corpus / "starter" / "note.pdf"):
        assert text.startswith("Note (starter digest)")
        assert "Companion text by this project, not from the toolkit" in text


def test_a_checklist_is_text_by_cell(corpus: Path) -> None:
    write_note(corpus, more=TABLE)
    typeset.main([])
    text = typeset.page_texts(corpus / "starter" / "note.pdf")[2]
    assert "Principle: Privacy; Accuracy · Stage: data" in text
    assert "R1.1 Is it so? R1.2 Why so?" in text


def test_the_committed_corpus_agrees_with_its_sources() -> None:
    documents = tomllib.loads(typeset.MANIFEST.read_text(encoding="utf-8"))["document"]
    assert typeset.check([document["id"] for document in documents]) == []
