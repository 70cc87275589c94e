"""`ask` writes an answer as a file that can be put on record and checked later."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from tests.test_toolkit_qa_cli import QUESTION, Run, _fakes

__all__ = ["_fakes"]  # a fixture that every test here uses


def test_the_ending_says_the_format(
    small_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = tmp_path / "answer.DOCX"
    run = Run(capsys, "ask", QUESTION, "--out", paper, "--store", small_store, "--json")
    said = run.json()
    assert (said["out"], said["format"], said["status"]) == (str(paper), "docx", "answered")
    text = "\n".join(one.text for one in docx.Document(str(paper)).paragraphs)
    assert said["answer_id"] in text
    assert QUESTION in text


def test_a_json_file_is_checked_later(
    small_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "saved.txt"
    run = Run(capsys, "ask", QUESTION, "--format", "json", "--out", saved, "--store", small_store)
    assert run.out == f"answered: {saved}\n"
    checked = Run(capsys, "versions", "check", saved, "--store", small_store)
    assert " unchanged, 0 moved, 0 reworded, 0 gone" in checked.out


def test_without_a_file_it_is_shown(small_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "ask", QUESTION, "--format", "md", "--store", small_store)
    assert run.out.startswith(f"# {QUESTION}\n")
    both = Run(capsys, "ask", QUESTION, "--format", "json", "--store", small_store, "--json")
    assert both.json()["question"] == QUESTION


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--out", "answer.pdf"], "'pdf' is no format for an answer. Known are: md, docx, json."),
        (["--out", "answer"], "'' is no format"),
        (["--format", "docx"], "--out"),
        (["--out", "no/answer.md"], "cannot be written"),
    ],
    ids=str,
)
def test_a_file_that_cannot_be_written_is_one_line(
    small_store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    run = Run(capsys, "ask", QUESTION, *options, "--store", small_store)
    assert (run.code, run.out, run.err.count("\n")) == (1, "", 1)
    assert said in run.err
    assert list(tmp_path.glob("answer*")) == []
