"""Which files the named paths stand for, and what a manifest says of them."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest

from ingest.errors import CorpusError, InputError
from ingest.sources import discover

PDF = b"%PDF-1.4 a starter"


def place(folder: Path, *names: str, content: str = "Some text.") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content + name, encoding="utf-8")


def found(*paths: Path) -> list[str]:
    return [file.file for file in discover(paths)]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with a manifest: one starter document, its source, an agency file, an official PDF."""
    place(tmp_path, "sources/one.typ", "sources/template.typ", "policy.md", "official/One.pdf", "README.md")
    (tmp_path / "starter").mkdir()
    (tmp_path / "starter" / "one.pdf").write_bytes(PDF)
    (tmp_path / "manifest.toml").write_text(
        f"""schema = 1
[[document]]
id = "one"
title = "One (starter digest)"
source = "starter"
file = "starter/one.pdf"
source_file = "sources/one.typ"
sha256 = "{hashlib.sha256(PDF).hexdigest()}"
""",
        encoding="utf-8",
    )
    return tmp_path


def test_folders_are_read_recursively_in_order(tmp_path: Path) -> None:
    place(tmp_path, "b.md", "a.txt", "sub/deep/c.docx", "D.PDF")
    assert found(tmp_path) == ["D.PDF", "a.txt", "b.md", "sub/deep/c.docx"]
    assert [file.kind for file in discover([tmp_path])] == ["pdf", "txt", "md", "docx"]


def test_hidden_files_readme_and_licence_are_passed_over(tmp_path: Path) -> None:
    place(tmp_path, ".hidden.md", ".git/a.md", "~$open.docx", "README.md", "readme.de.txt", "LICENSE")
    place(tmp_path, "licence-mit.txt", "Thumbs.db", "README.pdf", "licensing policy.md", "readme-file.md")
    assert found(tmp_path) == ["README.pdf", "licensing policy.md", "readme-file.md"]


def test_files_of_unknown_kinds_are_kept_to_be_named(tmp_path: Path) -> None:
    place(tmp_path, "table.xlsx", "a.md")
    assert [(file.file, file.kind) for file in discover([tmp_path])] == [
        ("a.md", "md"),
        ("table.xlsx", "other"),
    ]


def test_plain_paths_are_read_whatever_they_are_called(tmp_path: Path) -> None:
    place(tmp_path, "README.md", "sub/b.txt")
    assert found(tmp_path / "README.md", tmp_path / "sub" / "b.txt") == ["README.md", "b.txt"]


def test_a_file_named_twice_counts_once(tmp_path: Path) -> None:
    place(tmp_path, "sub/a.md")
    assert found(tmp_path / "sub", tmp_path, tmp_path / "sub" / "a.md") == ["a.md"]


def test_a_file_knows_its_bytes(tmp_path: Path) -> None:
    place(tmp_path, "a.md")
    file = discover([tmp_path])[0]
    assert file.sha256 == hashlib.sha256(file.path.read_bytes()).hexdigest()
    assert file.size == file.path.stat().st_size


def test_a_missing_path_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file or folder") as caught:
        discover([tmp_path / "nowhere"])
    assert "\n" not in str(caught.value)
    assert caught.value.hint


def test_an_empty_folder_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="No documents in") as caught:
        discover([tmp_path])
    assert "\n" not in str(caught.value)


def test_a_folder_with_a_manifest_is_read_by_it(corpus: Path) -> None:
    files = {file.file: file for file in discover([corpus])}
    assert list(files) == ["official/One.pdf", "policy.md", "starter/one.pdf"]
    entry = files["starter/one.pdf"].entry
    assert entry is not None
    assert (entry.document_id, entry.title) == ("one", "One (starter digest)")
    assert files["policy.md"].entry is None
    assert [file.official for file in files.values()] == [True, False, False]


def test_a_part_of_a_corpus_is_read_by_the_manifest_above(corpus: Path) -> None:
    for path in (corpus / "starter", corpus / "starter" / "one.pdf"):
        file = discover([path])[0]
        assert file.file == "one.pdf"
        assert file.entry is not None


def test_official_pdfs_that_were_replaced_are_not_read(corpus: Path) -> None:
    place(corpus, "official/replaced/One-0123.pdf", "replaced/a.md")
    assert found(corpus) == ["official/One.pdf", "policy.md", "replaced/a.md", "starter/one.pdf"]
    assert found(corpus / "official") == ["One.pdf"]


def test_a_listed_file_with_other_bytes_is_not_the_listed_document(corpus: Path) -> None:
    (corpus / "starter" / "one.pdf").write_bytes(PDF + b" changed")
    assert all(file.entry is None for file in discover([corpus]))


def test_a_manifest_without_a_hash_goes_by_the_path(corpus: Path) -> None:
    manifest = corpus / "manifest.toml"
    text = manifest.read_text(encoding="utf-8").replace(hashlib.sha256(PDF).hexdigest(), "")
    manifest.write_text(text, encoding="utf-8")
    assert [file.file for file in discover([corpus]) if file.entry] == ["starter/one.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows needs a privilege to make symbolic links")
def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    place(tmp_path, "a.md")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "broken.md").symlink_to(tmp_path / "nowhere.md")
    assert found(tmp_path) == ["a.md"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not allow such names")
def test_a_file_name_that_is_no_text_is_made_one(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text("x", encoding="utf-8")
    assert found(tmp_path) == ["caf\ufffd.md"]
