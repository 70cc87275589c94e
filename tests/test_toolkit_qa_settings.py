"""Settings: eight of them, from environment and file, every fault one line that names the setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import InputError
from toolkit_qa import settings
from toolkit_qa.settings import PREFIX, read_settings, settings_rows, settings_table


@pytest.fixture(autouse=True)
def _no_settings_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, _, _ in settings_rows():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(settings, "SETTINGS_FILE", tmp_path / "toolkit_qa.toml")


def write_file(text: str) -> None:
    settings.SETTINGS_FILE.write_text(text, encoding="utf-8")


def test_there_are_eight_settings_each_with_help() -> None:
    assert len(settings_rows()) == 8
    assert all(text.endswith(".") for _, _, text in settings_rows())
    assert settings_table().count("\n") == 9


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    write_file('threads = 3\nport = 9000\nstore = "elsewhere"\n[reading_limits]\nseconds = 7\n')
    monkeypatch.setenv(f"{PREFIX}THREADS", "2")
    read = read_settings()
    assert (read.threads, read.port, read.store) == (2, 9000, Path("elsewhere"))
    assert read.reading_limits.seconds == 7


def test_what_the_caller_gives_goes_before_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}STORE", "from-environment")
    assert read_settings(store=Path("given")).store == Path("given")
    assert read_settings(store=None).store == Path("from-environment")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("THREADS", "0", "'threads' cannot be '0'"),
        ("THREADS", "many", "'threads' cannot be 'many'"),
        ("LOG_LEVEL", "LOUD", "'log_level'"),
        ("PORT", "70000", "'port'"),
        ("GATE_MARGIN", "2", "'gate_margin'"),
        ("READING_LIMITS", "{", "reading limits as JSON"),
        ("READING_LIMITS", '{"second": 1}', "no such limit: second"),
        ("READING_LIMITS", '{"seconds": -1}', "above 0"),
        ("READING_LIMITS", '{"seconds": "inf"}', "finite"),
    ],
)
def test_a_bad_value_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(InputError) as caught:
        read_settings()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("text", "said"), [("no_such = 1\n", "no_such"), ("port =\n", "toolkit_qa.toml")])
def test_a_bad_file_is_named(text: str, said: str) -> None:
    write_file(text)
    with pytest.raises(InputError, match=said):
        read_settings()
