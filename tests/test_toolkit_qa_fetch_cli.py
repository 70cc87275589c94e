"""`fetch` as a command, and what the next `build` makes of official PDFs, fetched or put there by hand."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes import FakeEmbedder, FakeReadingPool
from tests.pdf_files import pdf_of
from tests.test_docs import TOOLKIT_QA, readme_commands
from tests.web_site import TITLES, Site, serving, write_manifest
from toolkit_qa import cli_output, fetch, settings
from toolkit_qa.cli import main

WORKBOOK = TITLES["workbook"]
STARTER = pdf_of((f"{WORKBOOK} (starter digest)",), ("Write down what the system is for.",))
OFFICIAL = pdf_of((WORKBOOK, "Revised February 2024"), ("Name the purpose first.", "Then the users."))
UNKNOWN = pdf_of(("Minutes of a meeting",), ("Nothing was decided.",))


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        site.serve("/w.pdf", OFFICIAL)
        site.page("/", f'<a href="/w.pdf">{WORKBOOK}</a> <a href="/annual.pdf">Annual report</a>')
        yield site


@pytest.fixture(autouse=True)
def corpus(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The corpus of the commands: a starter workbook. Fakes read and embed, nothing of the user's is used."""
    monkeypatch.setattr("index.build.Embedder", lambda *arguments: FakeEmbedder())
    monkeypatch.setattr("index.build.ReadingPool", lambda limits: FakeReadingPool([], limits))
    monkeypatch.setattr(fetch, "ReadingPool", lambda limits, processes: FakeReadingPool([], limits))
    monkeypatch.setattr(cli_output, "DATA_FOLDER", tmp_path / "data")
    monkeypatch.setattr(settings, "SETTINGS_FILE", tmp_path / "toolkit_qa.toml")
    monkeypatch.setattr("toolkit_qa.cli.PROJECT", tmp_path)
    monkeypatch.setattr("toolkit_qa.cli_fetch.PROJECT", tmp_path)
    monkeypatch.setenv("TOOLKIT_QA_STORE", str(tmp_path / "store"))
    write_manifest(tmp_path / "corpus", site.url("/"))
    put(tmp_path / "corpus" / "starter" / "workbook.pdf", STARTER)
    return tmp_path / "corpus"


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> tuple[str, str]:
    capsys.readouterr()
    returned = main(list(arguments))
    out, err = capsys.readouterr()
    assert returned == code, err
    return out, err


def documents(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    out, _ = run(capsys, "documents", "list", "--json")
    listed: list[dict[str, Any]] = json.loads(out)["documents"]
    return listed


def test_json_is_one_object(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out, err = run(capsys, "fetch", "--json", "--store", str(tmp_path))
    report = json.loads(out)
    assert set(report) == {"dry_run", "documents", "passed_over", "problems"}
    assert {one["document_id"]: one["status"] for one in report["documents"]}["workbook"] == "fetched"
    assert set(report["passed_over"][0]) == {"url", "text", "reason"}
    assert all(set(json.loads(line)) == {"stage", "done", "total"} for line in err.splitlines())


def test_people_see_what_was_found_and_what_is_next(capsys: pytest.CaptureFixture[str], site: Site) -> None:
    out, err = run(capsys, "fetch")
    for words in (WORKBOOK, "Revised February 2024", site.url("/w.pdf"), "3 of 4 could not be fetched"):
        assert words in out
    for words in ("passed over, no document", "Annual report", "Then: python -m toolkit_qa build"):
        assert words in out
    assert err == ""


def test_a_dry_run_writes_nothing(capsys: pytest.CaptureFixture[str], corpus: Path) -> None:
    out, _ = run(capsys, "fetch", "--dry-run")
    assert "would be fetched" in out
    assert not (corpus / "official").exists()
    assert not (corpus / "fetched.toml").exists()


@pytest.mark.parametrize("option", [(), ("--dry-run",), ("--json",)])
def test_without_a_network_there_is_one_line(
    capsys: pytest.CaptureFixture[str], corpus: Path, option: tuple[str, ...]
) -> None:
    write_manifest(corpus, "http://127.0.0.1:9/")
    out, err = run(capsys, "fetch", *option, code=1)
    lines = [line for line in err.splitlines() if not line.startswith('{"stage"')]
    assert (out, len(lines)) == ("", 1)
    assert re.search(r"no network here.*http://127.0.0.1:9/.*official.*python -m toolkit_qa build", lines[0])


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "fetch", "--all", code=2)


def test_what_was_fetched_replaces_the_starter_document(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "build")
    assert [(one["source"], one["match"]) for one in documents(capsys)] == [("starter", "")]
    run(capsys, "fetch")
    out, _ = run(capsys, "build")
    assert f"official/workbook.pdf is the official {WORKBOOK} (fetched)" in out
    (one,) = documents(capsys)
    assert (one["document_id"], one["title"], one["file"]) == ("workbook", WORKBOOK, "official/workbook.pdf")
    assert (one["source"], one["edition"], one["match"]) == ("official", "Revised February 2024", "fetched")


@pytest.mark.parametrize(
    ("name", "data", "how"),
    [
        ("Workbook é (1).PDF", OFFICIAL, "title page and file name"),
        ("download.pdf", OFFICIAL, "title page"),
        ("Workbook.pdf", UNKNOWN, "file name"),
    ],
)
def test_a_pdf_put_there_by_hand_replaces_it_as_the_agencys(
    capsys: pytest.CaptureFixture[str], corpus: Path, name: str, data: bytes, how: str
) -> None:
    put(corpus / "official" / name, data)
    built, _ = run(capsys, "build")
    listed, _ = run(capsys, "documents")
    for out in (built, listed):
        assert f"official/{name} stands for the official {WORKBOOK}, by its {how}, and counts as your" in out
    (one,) = documents(capsys)
    assert (one["document_id"], one["source"], one["match"]) == ("workbook", "agency", how)


def test_the_line_that_is_printed_confirms_the_match(
    capsys: pytest.CaptureFixture[str], corpus: Path, site: Site
) -> None:
    put(corpus / "official" / "download.pdf", OFFICIAL)
    out, _ = run(capsys, "build")
    line = re.search(r"official_sha256 = \[.*\]", out)
    assert line is not None
    write_manifest(corpus, site.url("/"), extra=line[0])
    assert f"is the official {WORKBOOK} (confirmed in the manifest)" in run(capsys, "build")[0]
    (one,) = documents(capsys)
    assert (one["source"], one["edition"]) == ("official", "Revised February 2024")


def test_a_wrong_match_is_given_to_another_document_in_the_manifest(
    capsys: pytest.CaptureFixture[str], corpus: Path, site: Site
) -> None:
    """A file called "risk" that is the workbook after all."""
    put(corpus / "official" / "risk.pdf", UNKNOWN)
    run(capsys, "build")
    assert {one["document_id"] for one in documents(capsys)} == {"workbook", "risk-assessment"}
    sha256 = hashlib.sha256(UNKNOWN).hexdigest()
    write_manifest(corpus, site.url("/"), extra=f'official_sha256 = ["{sha256}"]')
    run(capsys, "build")
    assert [(one["document_id"], one["source"]) for one in documents(capsys)] == [("workbook", "official")]


def test_a_second_file_for_the_same_document_is_the_agencys_own(
    capsys: pytest.CaptureFixture[str], corpus: Path
) -> None:
    put(corpus / "official" / "old workbook.pdf", UNKNOWN)
    run(capsys, "fetch")
    out, _ = run(capsys, "build")
    assert "official/old workbook.pdf is read as a document of your agency (workbook: another file" in out
    assert [one["source"] for one in documents(capsys)] == ["agency", "official"]


def test_a_pdf_that_fits_nothing_is_named(capsys: pytest.CaptureFixture[str], corpus: Path) -> None:
    put(corpus / "official" / "minutes.pdf", UNKNOWN)
    put(corpus / "minutes.pdf", UNKNOWN + b" ")
    out, _ = run(capsys, "build")
    assert (
        "official/minutes.pdf is read as a document of your agency (no official document recognised)" in out
    )
    assert out.count("minutes.pdf") == 1
    assert [one["source"] for one in documents(capsys)] == ["agency", "agency", "starter"]


def test_the_readme_commands_answer() -> None:
    commands = [shlex.split(line)[3:] for line in readme_commands() if line.startswith(f"{TOOLKIT_QA}fetch")]
    assert len(commands) >= 2
    assert [command for command in commands if main(command) != 0] == []
