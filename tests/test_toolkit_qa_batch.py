"""Batches: a line in, a line out; a bad line costs only itself; nothing half-written stays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import InputError, StoreError
from toolkit_qa import Assistant
from toolkit_qa.batch import BatchReport, run_batch
from toolkit_qa.questions import checked_history, checked_question


def echo(question: Any, history: Any) -> Mapping[str, Any]:
    return {"hits": [checked_question(question), *checked_history(history)]}


def run(folder: Path, *lines: str | bytes, respond: Any = echo) -> tuple[BatchReport, list[dict[str, Any]]]:
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    source.write_bytes(b"\n".join(x if isinstance(x, bytes) else x.encode("utf-8") for x in lines))
    report = run_batch(source, target, respond)
    return report, [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def test_lines_are_answered_in_their_order_with_their_ids(tmp_path: Path) -> None:
    report, lines = run(
        tmp_path,
        '{"id": "b", "question": "Zwölf?", "history": ["x"]}',
        "",
        '{"id": 7, "question": "p"}',
        '{"question": "q", "history": null}',
    )
    assert report == BatchReport(answered=3, failed=0)
    assert [line["id"] for line in lines] == ["b", 7, None]
    assert [line["hits"] for line in lines] == [["Zwölf?", "x"], ["p"], ["q"]]
    assert all(line["milliseconds"] >= 0 for line in lines)


@pytest.mark.parametrize(
    ("line", "identity", "said"),
    [
        ("{no json", None, "no JSON"),
        (b"\xff\xfe", None, "no JSON"),
        ("[" * 100_000, None, "no JSON"),
        ('["id"]', None, "no JSON object"),
        ('{"id": "a"}', "a", "not a text"),
        ('{"id": "a", "question": ""}', "a", "is empty"),
        ('{"id": "a", "question": 3}', "a", "not a text"),
        ('{"id": "a", "question": "q", "history": "p"}', "a", "not a list"),
        ('{"id": ["a"], "question": "q"}', None, "id is neither"),
        ('{"id": NaN, "question": "q"}', None, "no JSON number"),
    ],
)
def test_a_bad_line_is_named_and_the_others_answered(
    tmp_path: Path, line: str | bytes, identity: object, said: str
) -> None:
    report, lines = run(tmp_path, '{"id": "1", "question": "p"}', line, '{"id": "3", "question": "q"}')
    assert report == BatchReport(answered=2, failed=1)
    assert [one["id"] for one in lines] == ["1", identity, "3"]
    assert set(lines[1]) == {"id", "line", "error"}
    assert lines[1]["line"] == 2
    assert said in lines[1]["error"]


def test_a_fault_in_one_line_is_named_without_its_question(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def respond(question: Any, history: Any) -> Mapping[str, Any]:
        raise KeyError(question)

    _, lines = run(tmp_path, '{"id": "1", "question": "my secret"}', respond=respond)
    assert lines == [{"id": "1", "line": 1, "error": "This line failed (KeyError)."}]
    assert "secret" not in caplog.text


def test_an_id_that_utf8_cannot_hold_comes_back_as_it_was(tmp_path: Path) -> None:
    _, lines = run(tmp_path, '{"id": "\\ud800", "question": "q"}')
    assert lines[0]["id"] == "\ud800"


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    report, _ = run(tmp_path, b'\xef\xbb\xbf{"id": "1", "question": "p"}')
    assert report.failed == 0


def test_an_error_of_the_store_leaves_the_output_as_it_was(tmp_path: Path) -> None:
    def respond(question: Any, history: Any) -> Mapping[str, Any]:
        raise StoreError("gone")

    (tmp_path / "out.jsonl").write_text("before", encoding="utf-8")
    with pytest.raises(StoreError):
        run(tmp_path, '{"id": "1", "question": "p"}', respond=respond)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == "before"


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("none.jsonl", "out.jsonl", "none.jsonl"),
        ("in.jsonl", "no/out.jsonl", "no"),
        ("in.jsonl", "in.jsonl", "overwrite"),
        ("in.jsonl", ".", "is a folder"),
        (".", "out.jsonl", "cannot be run"),
    ],
)
def test_files_that_cannot_be_used_are_named(tmp_path: Path, source: str, target: str, said: str) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "1", "question": "p"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=said):
        run_batch(tmp_path / source, tmp_path / target, echo)
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_batch_gives_the_same_answers_as_single_calls(tmp_path: Path, small_assistant: Assistant) -> None:
    questions = ["May drones be flown?", "What is automation bias?", "Which wine goes with salmon?"]
    _, lines = run(
        tmp_path,
        *(json.dumps({"id": str(n), "question": question}) for n, question in enumerate(questions)),
        respond=lambda question, history: {
            "answer": small_assistant.ask(question, history=history).to_dict()
        },
    )
    assert [line["answer"] for line in lines] == [small_assistant.ask(one).to_dict() for one in questions]
