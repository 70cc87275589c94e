"""The builder of the app: a child process followed to its end, whatever it says."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest

from toolkit_qa.building import NO_REASON, BuildState, IndexBuilder


def finished(builder: IndexBuilder, seconds: float = 30) -> BuildState:
    until = time.monotonic() + seconds
    while builder.state.running and time.monotonic() < until:
        time.sleep(0.01)
    return builder.state


def built(tmp_path: Path, script: str) -> BuildState:
    builder = IndexBuilder(tmp_path, [sys.executable, "-c", script])
    builder.start()
    return finished(builder)


def test_the_report_is_read_from_standard_output(tmp_path: Path) -> None:
    report = {"version": "v1", "problems": []}
    assert built(tmp_path, f"print({json.dumps(report)!r})") == BuildState(report=report)


def test_progress_is_followed_while_the_build_runs(tmp_path: Path) -> None:
    script = (
        "import sys, time\n"
        'print(\'{"stage": "embed", "done": 3, "total": 9}\', file=sys.stderr, flush=True)\n'
        "time.sleep(60)\n"
    )
    builder = IndexBuilder(tmp_path, [sys.executable, "-c", script])
    builder.start()
    until = time.monotonic() + 30
    while not builder.state.stage and time.monotonic() < until:
        time.sleep(0.01)
    assert (builder.state.stage, builder.state.done, builder.state.total) == ("embed", 3, 9)
    assert builder.state.running
    builder.stop()
    assert not finished(builder).running


def test_a_failure_is_told_in_the_words_of_the_command(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        'print(\'{"stage": "read", "done": 0, "total": 1}\', file=sys.stderr)\n'
        "sys.exit('No document was found in corpus.')\n"
    )
    assert built(tmp_path, script) == BuildState(error="No document was found in corpus.")


@pytest.mark.parametrize("script", ["import sys; sys.exit(3)", "import os; os.abort()", "1 / 0"])
def test_a_build_that_dies_or_prints_a_traceback_is_one_plain_sentence(tmp_path: Path, script: str) -> None:
    assert built(tmp_path, script) == BuildState(error=NO_REASON)


@pytest.mark.parametrize(
    "line", ["[1]", '"text"', '{"stage": "read"}', '{"stage": 1, "done": "x", "total": 2}', "{"]
)
def test_odd_lines_do_no_harm(tmp_path: Path, line: str) -> None:
    script = f"import sys; print({line!r}, file=sys.stderr); print('no json')"
    assert built(tmp_path, script) == BuildState(report={})


def test_much_output_on_both_streams_does_not_stall_it(tmp_path: Path) -> None:
    script = "import sys; print('x' * 500_000, file=sys.stderr); print('\"' + 'y' * 500_000 + '\"')"
    assert built(tmp_path, script) == BuildState(report={})


def test_a_second_start_joins_the_running_build(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    script = f"import time; open({str(runs)!r}, 'a').write('x'); time.sleep(0.5)"
    builder = IndexBuilder(tmp_path, [sys.executable, "-c", script])
    for _ in range(5):
        builder.start()
    finished(builder)
    assert runs.read_text(encoding="utf-8") == "x"


def test_a_command_that_cannot_be_started_is_an_error(tmp_path: Path) -> None:
    builder = IndexBuilder(tmp_path, [str(tmp_path / "missing")])
    builder.start()
    assert "could not be started" in finished(builder).error
