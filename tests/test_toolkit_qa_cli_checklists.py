"""A form leaves as a file, is filled, and leaves again in another format."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from tests.test_toolkit_qa_cli import Run, _fakes
from toolkit_qa.filled_files import read_filled

__all__ = ["_fakes"]  # a fixture that every test here uses


def test_a_form_filled_in_a_spreadsheet_becomes_a_word_document(
    small_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, paper = tmp_path / "form.csv", tmp_path / "form.docx"
    export = ("checklists", "export", "handbook-list", "--store", small_store)
    assert Run(capsys, *export, "--format", "csv", "--out", sheet).out == f"1 items: {sheet}\n"
    text = sheet.read_text(encoding="utf-8-sig")
    sheet.write_text(text.replace('system?","",""', 'system?","Yes","Order 7"'), encoding="utf-8", newline="")
    run = Run(capsys, *export, "--filled", sheet, "--format", "docx", "--out", paper, "--json")
    assert run.json() == {"out": str(paper), "format": "docx", "items": 1}
    cells = docx.Document(io.BytesIO(paper.read_bytes())).tables[0].rows[1].cells
    assert [cell.text for cell in cells][2:] == ["Yes", "Order 7"]
    assert read_filled(sheet.read_bytes(), sheet.name).items[0].answer == "yes"


def test_a_form_of_another_checklist_is_refused(
    small_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = tmp_path / "form.json"
    Run(capsys, "checklists", "export", "hand", "--store", small_store, "--format", "json", "--out", form)
    run = Run(capsys, "checklists", "export", "policy", "--store", small_store, "--filled", form)
    assert (run.code, "not 'policy'" in run.err) == (1, True)
