"""The difference and the citation check on the command line, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.build import build
from index.store import Store
from index.version import Version, open_version
from tests.fakes import FakeEmbedder
from toolkit_qa import cli_output
from toolkit_qa.cli import main
from toolkit_qa.difference_text import marked

pytestmark = pytest.mark.usefixtures("files_read")


@pytest.fixture
def store(small_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with two versions of the small corpus, the second one waiting; the first one's words, saved."""
    monkeypatch.setattr(cli_output, "DATA_FOLDER", tmp_path / "data")
    place = tmp_path / "store"
    build([small_corpus], store=place, embedder=FakeEmbedder(), note="first edition")
    (tmp_path / "answer.json").write_text(json.dumps(answer_of(open_version(place))), encoding="utf-8")
    text = (small_corpus / "custody.md").read_text(encoding="utf-8").replace("thirty days", "sixty days")
    (small_corpus / "custody.md").write_text(text + "\nScreens face the wall.\n", encoding="utf-8")
    build([small_corpus], store=place, embedder=FakeEmbedder(), activate=False, note="second edition")
    return place


def answer_of(version: Version) -> dict[str, object]:
    """An answer that quotes every sentence of a version, as far as a check needs it."""
    citations = [
        {
            "n": n,
            "document_id": version.passages[row].document_id,
            "title": version.document(version.passages[row].document_id).title,
            "page": sentence.spans[0].page,
            "page_label": "1",
            "quote": sentence.text,
        }
        for n, (row, sentence) in enumerate(version.sentences, start=1)
    ]
    return {"version": version.version_id, "question": "What are the rules?", "citations": citations}


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main([str(one) for one in arguments]) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def test_the_difference_is_readable(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "versions", "diff", "--store", store)
    current, latest = Store(store).served()[0], Store(store).built()[0]
    assert out.startswith(f"From version {current} to {latest}\n")
    assert "passages: 2 unchanged, 1 reworded, 1 added" in out
    assert (
        "reworded, page 1 in Cameras:\n      Cameras run in every cell. Footage is kept for [-thirty" in out
    )
    assert "{+Screens face the wall.+}" in out
    assert "Unchanged: Use of drones" in out


def test_the_difference_as_json_and_backwards(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "versions", "diff", "latest", "current", "--store", store, "--json")
    data = json.loads(out)
    assert (data["old"], data["new"]) == (Store(store).built()[0], Store(store).served()[0])
    assert data["counts"]["passages"] == {"unchanged": 2, "moved": 0, "reworded": 1, "added": 0, "removed": 1}


def test_saved_citations_are_checked(store: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    answer = tmp_path / "answer.json"
    out = run(capsys, "versions", "check", answer, "--store", store)
    assert "0 moved, 0 reworded, 0 gone" in out
    out = run(capsys, "versions", "check", answer, "--version", "latest", "--store", store)
    assert "reworded: Custody rules, page 1\n  Footage is kept for [-thirty-] {+sixty+} days." in out
    data = json.loads(
        run(capsys, "versions", "check", answer, "--version", "latest", "--store", store, "--json")
    )
    assert data["version"] == Store(store).built()[0]
    assert sum(data["counts"].values()) == len(data["citations"])
    (reworded,) = [one for one in data["citations"] if one["state"] == "reworded"]
    assert (reworded["saved"]["quote"], reworded["now"]["quote"]) == (
        "Footage is kept for thirty days.",
        "Footage is kept for sixty days.",
    )


def test_versions_tell_why_and_what(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "versions", "show", "latest", "--store", store)
    assert "note: second edition" in out
    assert "Custody rules" in out
    data = json.loads(run(capsys, "versions", "--store", store, "--json"))
    assert [one["note"] for one in data["versions"]] == ["second edition", "first edition"]
    assert all(one["bytes"] > 1000 and one["model_id"] for one in data["versions"])


def test_a_version_is_activated_by_its_part_and_left_again(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = Store(store).served()[0], Store(store).built()[0]
    run(capsys, "versions", "activate", "latest", "--store", store)
    assert Store(store).current_id() == second
    assert run(capsys, "versions", "verify", "previous", "--store", store) == f"Version {first} is sound.\n"
    run(capsys, "versions", "rollback", "--store", store)
    assert Store(store).current_id() == first


def test_one_version_has_nothing_to_be_compared_with(
    small_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["versions", "diff", "--store", str(small_store)]) == 1
    assert "no previous version" in capsys.readouterr().err


def test_marks_are_plain_characters() -> None:
    assert marked((("same", "for"), ("removed", "thirty"), ("added", "sixty"))) == "for [-thirty-] {+sixty+}"
