"""Logging: to standard error and a file, and never a question's text."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from toolkit_qa import Assistant
from toolkit_qa.log import FILE_ONLY, ROOMS, set_up_logging

SECRET = "Zanzibar"


@pytest.fixture(autouse=True)
def _put_back() -> Iterator[None]:
    yield
    for room in ROOMS:
        logger = logging.getLogger(room)
        for handler in logger.handlers[:]:
            logger.removeHandler(handler)
            handler.close()
        logger.setLevel(logging.NOTSET)


def log_file(folder: Path) -> str:
    path = folder / "toolkit_qa.log"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_our_lines_go_to_standard_error_and_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logging("INFO", tmp_path / "log")
    logging.getLogger("index.build").info("forty passages")
    logging.getLogger("index.build").debug("not this")
    assert "forty passages" in log_file(tmp_path / "log")
    assert "not this" not in log_file(tmp_path / "log")
    assert "forty passages" in capsys.readouterr().err


def test_no_question_is_ever_logged(
    tmp_path: Path, small_assistant: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logging("DEBUG", tmp_path)
    logging.getLogger("toolkit_qa.test").debug("the log works")
    small_assistant.ask(f"Are drones flown over {SECRET}?", history=[f"What of {SECRET}?"])
    small_assistant.lookup(SECRET)
    written = log_file(tmp_path) + capsys.readouterr().err
    assert "the log works" in written
    assert SECRET.lower() not in written.lower()


def test_setting_up_twice_writes_each_line_once(tmp_path: Path) -> None:
    for _ in range(2):
        set_up_logging("INFO", tmp_path)
    logging.getLogger("toolkit_qa").info("only once")
    assert log_file(tmp_path).count("only once") == 1


def test_a_folder_that_cannot_be_made_costs_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    set_up_logging("WARNING", tmp_path / "file")
    assert "no log file" in capsys.readouterr().err


def test_a_line_for_the_file_does_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logging("INFO", tmp_path)
    logger = logging.getLogger("toolkit_qa.test")
    logger.error("where it happened", extra={FILE_ONLY: True})
    logger.error("said to all")
    assert "where it happened" in (tmp_path / "toolkit_qa.log").read_text(encoding="utf-8")
    written = capsys.readouterr().err
    assert "said to all" in written
    assert "where it happened" not in written
