"""Progress and text on the terminal."""

from __future__ import annotations

import io
import json
import sys

import pytest

from toolkit_qa.cli_output import print_error, print_table, progress


class Terminal(io.StringIO):
    """Standard error as a terminal."""

    def isatty(self) -> bool:
        return True


def test_json_progress_keeps_first_and_last_of_a_stage(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(as_json=True) as tell:
        for done in range(1001):
            tell("embed", done, 1000)
        tell("write", 0, 1)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert lines[0] == {"stage": "embed", "done": 0, "total": 1000}
    assert lines[-2:] == [
        {"stage": "embed", "done": 1000, "total": 1000},
        {"stage": "write", "done": 0, "total": 1},
    ]
    assert len(lines) < 100


def test_without_json_and_terminal_there_is_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(as_json=False) as tell:
        tell("embed", 1, 2)
    assert capsys.readouterr().err == ""


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress(as_json=True) as tell:
        tell("embed", 1, 2)
    assert "Embedding" in sys.stderr.getvalue()  # type: ignore[attr-defined]


def test_an_error_is_one_line_whatever_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    print_error("first\nsecond\x1b[2J")
    assert capsys.readouterr().err == "first second·[2J\n"


def test_a_table_shows_brackets_as_they_stand(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("a", "b"), [("[red]x[/red]", 1)])
    assert "[red]x[/red]" in capsys.readouterr().out
