"""The commands on what users make: exit codes, one JSON object, files, nothing deleted by accident."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.made_documents import made_answer
from toolkit_qa import cli_kept
from toolkit_qa.cli import main
from toolkit_qa.keeping import Keeping, Turn
from toolkit_qa.keeping_feedback import DOWN, all_given, give

QUESTION = "Who reviews a match?"


@pytest.fixture
def keeping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keeping:
    """One judged answer in the data folder of the commands."""
    monkeypatch.setattr(cli_kept, "DATA_FOLDER", tmp_path / "data")
    keeping = Keeping(tmp_path / "data")
    identity = keeping.asked(None, QUESTION)
    keeping.settled(identity, Turn(question=QUESTION, answer=made_answer(QUESTION), number=1))
    give(keeping, identity, keeping.conversation(identity).turns, 1, DOWN, reason="incomplete")
    return keeping


def printed(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    return json.loads(capsys.readouterr().out)


def test_feedback_is_printed_line_by_line(keeping: Keeping, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feedback", "export"]) == 0
    assert printed(capsys) == all_given(keeping)[0].to_dict()


def test_feedback_is_one_object_with_json(keeping: Keeping, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feedback", "export", "--json"]) == 0
    assert printed(capsys) == {"feedback": [all_given(keeping)[0].to_dict()]}


@pytest.mark.parametrize(
    ("name", "begins"), [("f.csv", b"\xef\xbb\xbfgiven,thumb"), ("f.jsonl", b'{"given"')]
)
def test_feedback_goes_to_a_file(keeping: Keeping, tmp_path: Path, name: str, begins: bytes) -> None:
    assert main(["feedback", "export", "--out", str(tmp_path / name)]) == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_everything_goes_to_a_file(
    keeping: Keeping, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "all.json"
    assert main(["data", "export", "--out", str(out)]) == 0
    assert main(["data", "export", "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert json.loads(out.read_text("utf-8"))["conversations"] == json.loads(lines[-1])["conversations"]


def test_nothing_is_deleted_by_accident(keeping: Keeping, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "delete"]) == 1
    assert "--yes" in capsys.readouterr().err
    assert len(keeping.heads()) == 1
    assert main(["data", "delete", "--yes", "--json"]) == 0
    assert printed(capsys) == {"deleted": {"feedback": 1, "conversations": 1, "checklists": 0}}
    assert keeping.heads() == ()


def test_a_file_that_cannot_be_written_is_told(keeping: Keeping, tmp_path: Path) -> None:
    assert main(["feedback", "export", "--out", str(tmp_path)]) == 1
    assert main(["data", "export", "--out", str(tmp_path / "no" / "such.json")]) == 1
