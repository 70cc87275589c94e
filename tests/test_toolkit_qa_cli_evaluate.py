"""`evaluate` on the command line: one object or tables, and one line for what cannot be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fakes import FakeEmbedder
from toolkit_qa import cli_output
from toolkit_qa.cli import main
from toolkit_qa.verdict import read

LINES: tuple[dict[str, Any], ...] = (
    {
        "id": "proof",
        "question": "Is a facial recognition match proof of identity?",
        "kind": "yes_no",
        "expect": "answered",
        "gold": [{"document": "handbook", "pages": [1]}],
        "key_phrases": [["never proof of identity"]],
    },
    {
        "id": "soup",
        "question": "Which soup goes with dumplings?",
        "kind": "outside",
        "expect": "not_covered",
        "gold": [],
        "key_phrases": [],
    },
)


@pytest.fixture
def questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A set of two questions; the embedder is the fake one."""
    monkeypatch.setattr(cli_output, "DATA_FOLDER", tmp_path / "data")
    monkeypatch.setattr("toolkit_qa.assistant.Embedder", lambda *arguments: FakeEmbedder())
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(map(json.dumps, LINES)), encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main(["evaluate", *map(str, arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_figures_are_one_object(
    questions: Path, small_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, "--set", questions, "--store", small_store, "--json")
    result = json.loads(out)
    assert (result["questions"], result["sets"], result["half"]) == (2, ["set.jsonl"], "all")
    assert result["figures"]["page_cited"] == {"value": 1.0, "low": 1.0, "high": 1.0, "n": 1}
    assert set(result["kinds"]) == {"yes_no", "outside"}
    assert [one["id"] for one in result["each"]] == ["proof", "soup"]
    assert result["milliseconds"]["p50"] > 0
    assert "against" not in result


def test_the_figures_are_readable_and_compared_with_a_version(
    questions: Path, small_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "--set", questions, "--store", small_store, "--against", "current")
    assert (code, err) == (0, "")
    assert "page hit@5" in out
    assert "1.000 (1.000–1.000)" in out
    assert "0 questions judged otherwise, 0 only worded otherwise" in out


def test_a_saved_result_can_be_compared_with(
    questions: Path, small_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--set", questions, "--store", small_store)
    result = json.loads(run(capsys, *options, "--json")[1])
    result["each"][0] |= {"status": "not_covered", "page_cited": False, "key_phrase": False}
    saved = tmp_path / "before.json"
    saved.write_text(json.dumps(result), encoding="utf-8")
    out = run(capsys, *options, "--against", saved)[1]
    assert "better  proof  Is a facial recognition match" in out
    assert "status: not_covered → answered; page cited: no → yes" in out


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (("--set", "none.jsonl"), "none.jsonl cannot be read"),
        (("--half", "third"), "no half 'third'"),
        (("--version", "nosuch"), "nosuch"),
        (("--fit", "--half", "test"), "Nothing is fitted on the test half"),
        (("--against", "none.json"), "none.json cannot be read"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(
    questions: Path, small_store: Path, capsys: pytest.CaptureFixture[str], extra: tuple[str, ...], said: str
) -> None:
    code, out, err = run(capsys, "--set", questions, "--store", small_store, *extra)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert said in err


@pytest.mark.parametrize(("content", "said"), [("{}", "is no result"), ("[", "is no result")])
def test_a_file_that_is_no_result_is_refused(
    questions: Path, small_store: Path, capsys: pytest.CaptureFixture[str], content: str, said: str
) -> None:
    saved = questions.with_name("before.json")
    saved.write_text(content, encoding="utf-8")
    code, _, err = run(capsys, "--set", questions, "--store", small_store, "--against", saved)
    assert code == 1
    assert said in err


def test_a_result_on_other_questions_is_refused(
    questions: Path, small_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = questions.with_name("before.json")
    saved.write_text('{"version": "a", "each": []}', encoding="utf-8")
    code, _, err = run(capsys, "--set", questions, "--store", small_store, "--against", saved)
    assert code == 1
    assert "no question in common" in err


def test_the_verdict_is_fitted_on_the_tuning_half(
    questions: Path, small_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [json.dumps(line | {"id": f"{line['id']}-{n}"}) for n in range(8) for line in LINES]
    questions.write_text("\n".join(lines), encoding="utf-8")
    file = small_store / "verdict.json"
    _, out, _ = run(capsys, "--fit", "--set", questions, "--store", small_store, "--json", "--out", file)
    result = json.loads(out)
    assert result["weights"] == read(file).weights
    assert set(result["weights"]) < set(result["in_use"])
    assert result["weights"]["similarity"] > 0
    assert list(result["levels"]) == ["0.05", "0.08", "0.12"]
