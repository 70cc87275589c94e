"""A new edition has arrived: from old to new and back, on a made second edition of two starter documents."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from index.build import build
from index.changes import ADDED, MOVED, REMOVED, REWORDED, Change
from index.difference import difference
from index.store import Store
from index.version import open_version
from tests import ROOT, editions
from tests.fakes import FakeEmbedder
from toolkit_qa.cli import main

SECTION = re.compile(r"^## A new edition has arrived$(.*?)^## ", re.MULTILINE | re.DOTALL)
QUESTION = "May the vendor stay in the room while the answers of the risk assessment are decided?"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """The first edition in `project/corpus`."""
    folder = tmp_path / "project" / "corpus"
    editions.first_edition(folder)
    return folder


@pytest.fixture
def next_edition(corpus: Path, tmp_path: Path) -> None:
    """Called up by a test once the first edition is built: see `arrive`."""
    (tmp_path / "sources").mkdir()


def arrive(corpus: Path) -> None:
    editions.second_edition(corpus, corpus.parent.parent / "sources")


def texts(changes: tuple[Change, ...]) -> list[tuple[str, str]]:
    return [(one.old.text if one.old else "", one.new.text if one.new else "") for one in changes]


@pytest.mark.usefixtures("files_read", "next_edition")
def test_the_known_edits_are_told_and_nothing_else(corpus: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    versions = []
    for step in (lambda folder: None, arrive):
        step(corpus)
        report = build([corpus], store=store, embedder=FakeEmbedder())
        versions.append(open_version(store, report.version))
    readme, risk = difference(*versions).documents
    assert (readme.status, risk.status) == ("changed", "changed")
    assert texts(risk.passages.of(REMOVED)) == [(editions.GONE, "")]
    reworded = {new for _, new in texts(risk.passages.of(REWORDED))}
    assert len(reworded) == 3
    assert any(editions.NEW_RULE in text for text in reworded)
    assert any(editions.NEW_ITEM in text for text in reworded)
    added = [new for _, new in texts(risk.passages.of(ADDED)) if "Evidence" not in new]  # heads repeat
    assert added == [f"S2.7\t{editions.ADDED_ITEM}"]
    assert texts(risk.items.of(REWORDED, ADDED, REMOVED)) == [
        (editions.OLD_ITEM, editions.NEW_ITEM),
        ("", editions.ADDED_ITEM),
    ]
    assert texts(readme.passages.of(ADDED)) == [("", editions.NEW_TEXT)]
    assert [new for _, new in texts(readme.headings.of(ADDED))] == [
        "About this edition",
        editions.NEW_SECTION,
    ]
    assert not readme.headings.of(REWORDED, REMOVED)
    assert readme.passages.counts[MOVED] > 100
    assert all(one.new.page == one.old.page + 1 for one in readme.passages.of(MOVED) if one.old and one.new)


def readme_commands() -> list[list[str]]:
    """What the README's section says, without the commands that use a network."""
    section = SECTION.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert section is not None
    lines = re.findall(r"^python -m toolkit_qa (.+)$", section[1], re.MULTILINE)
    return [shlex.split(line) for line in lines if not line.startswith("fetch")]


@pytest.mark.model
@pytest.mark.usefixtures("next_edition")
def test_from_old_to_new_and_back_by_the_readme(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the README's own commands, with the real model, the rehearsal and its gate included."""
    store = tmp_path / "store"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOOLKIT_QA_STORE", str(store))
    monkeypatch.setattr("toolkit_qa.cli.PROJECT", corpus.parent)
    commands = readme_commands()
    assert [one[:2] for one in commands] == [
        ["build", "--no-activate"],
        ["versions", "diff"],
        ["versions", "activate"],
        ["versions", "check"],
        ["versions", "rollback"],
    ]
    assert main(["build"]) == 0
    first = Store(store).current_id()
    old = ask(capsys)
    (tmp_path / "answers.jsonl").write_text(json.dumps({"id": "1", "answer": old}) + "\n", encoding="utf-8")
    arrive(corpus)

    assert main(commands[0]) == 0
    assert Store(store).current_id() == first
    assert main(commands[1]) == 0
    assert "[-asked-]" in said(capsys)
    assert main(commands[2]) == 0, capsys.readouterr().err
    second = Store(store).current_id()
    assert second != first
    new = ask(capsys)
    assert quoted(old, editions.OLD_RULE)
    assert quoted(new, editions.NEW_RULE)
    assert not quoted(new, editions.OLD_RULE)
    assert editions.SECOND in {citation["edition"] for citation in new["citations"]}
    assert main(commands[3]) == 0
    assert "1 reworded" in said(capsys)
    assert quoted(ask(capsys, "--version", "previous"), editions.OLD_RULE)
    assert main(commands[4]) == 0
    assert Store(store).current_id() == first
    assert ask(capsys) == old
    assert main(["versions", "activate", "latest"]) == 0
    assert Store(store).current_id() == second


def ask(capsys: pytest.CaptureFixture[str], *options: str) -> dict:
    said(capsys)
    assert main(["ask", QUESTION, "--json", *options]) == 0
    return json.loads(said(capsys))


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def quoted(answer: dict, words: str) -> bool:
    return any(words in " ".join(citation["quote"].split()) for citation in answer["citations"])
