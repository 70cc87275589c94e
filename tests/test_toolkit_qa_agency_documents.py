"""The agency's own documents: whole files, safe names, nothing thrown away, read by the build."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import InputError
from ingest.sources import discover
from toolkit_qa.agency_documents import ADDED, KEPT, REPLACED, SAME, add_file, list_files, remove_file


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("policy.pdf", "policy.pdf"),
        ("../../etc/policy.PDF", "policy.pdf"),
        ("C:\\files\\Dienst anweisung.docx", "Dienst anweisung.docx"),
        ("a\u202efdp.<x>.md", "afdp.x.md"),
        ("x" * 300 + ".txt", "x" * 120 + ".txt"),
    ],
)
def test_a_name_becomes_safe(tmp_path: Path, given: str, name: str) -> None:
    assert add_file(tmp_path / "agency", given, b"text") == (name, ADDED)
    assert [path.name for path in (tmp_path / "agency").iterdir()] == [name]


@pytest.mark.parametrize(
    "name", ["", ".pdf", "run.exe", "README.md", "licence.txt", "CON.txt", "manifest.toml", "pdf"]
)
def test_what_is_not_read_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        add_file(tmp_path, name, b"text")
    assert not list(tmp_path.iterdir())


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="empty"):
        add_file(tmp_path, "a.md", b"")


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    add_file(tmp_path, "a.md", b"# A")
    assert add_file(tmp_path, "b.md", b"# A") == ("a.md", SAME)


def test_a_replaced_file_and_one_taken_away_are_kept_aside_and_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "agency"
    add_file(folder, "a.md", b"# One")
    assert add_file(folder, "a.md", b"# Two") == ("a.md", REPLACED)
    add_file(folder, "b.md", b"# Three")
    remove_file(folder, "b.md")
    assert sorted(path.read_bytes() for path in (folder / KEPT).iterdir()) == [b"# One", b"# Three"]
    assert [file.file for file in discover([tmp_path])] == ["agency/a.md"]
    assert [(one.name, one.file) for one in list_files(folder)] == [("a.md", "agency/a.md")]
