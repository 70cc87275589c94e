"""The command line: what is printed where, with which exit code, and what is not imported for it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from index.store import Store
from tests.fakes import FakeEmbedder
from tests.made_documents import POLICY, made_answer, publish_made
from toolkit_qa import __version__, cli_output, settings
from toolkit_qa.cli import main
from toolkit_qa.cli_browse import print_answer
from toolkit_qa.filled import FilledChecklist
from toolkit_qa.records import Answer, Hit

QUESTION = "Are the records of a search kept for ninety days?"


@pytest.fixture(autouse=True)
def _fakes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The fake embedder everywhere, and logs that are not the user's."""
    monkeypatch.setattr("toolkit_qa.assistant.Embedder", lambda *arguments: FakeEmbedder())
    monkeypatch.setattr("index.build.Embedder", lambda *arguments: FakeEmbedder())
    monkeypatch.setattr(cli_output, "DATA_FOLDER", tmp_path / "data")
    monkeypatch.setattr(settings, "SETTINGS_FILE", tmp_path / "toolkit_qa.toml")


class Run:
    """One command run in this process: exit code, standard output and standard error."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: object) -> None:
        capsys.readouterr()
        self.code = main([str(argument) for argument in arguments])
        self.out, self.err = capsys.readouterr()

    def json(self) -> dict[str, object]:
        assert (self.code, self.out.count("\n")) == (0, 1), self.err
        read = json.loads(self.out)
        assert isinstance(read, dict)
        return read


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (["lookup", QUESTION, "-k", "2", "--document", "handbook"], {"hits"}),
        (["ask", QUESTION], set(Answer.__dataclass_fields__)),
        (["documents"], {"version", "documents", "problems"}),
        (["documents", "list"], {"version", "documents", "problems"}),
        (["documents", "page", "policy", "1"], {"document_id", "page", "page_label", "text"}),
        (["checklists"], {"checklists"}),
        (["checklists", "list"], {"checklists"}),
        (
            ["checklists", "show", "handbook-list"],
            {"checklist_id", "title", "heading", "source", "document_id", "document_title", "file", "items"},
        ),
        (
            ["checklists", "export", "handbook-list", "--format", "json"],
            {"notice", *FilledChecklist.__dataclass_fields__},
        ),
        (["checklists", "export", "handbook-list", "--format", "md"], {"text"}),
        (["versions"], {"current", "versions"}),
        (["versions", "list"], {"current", "versions"}),
        (["versions", "prune", "--keep", "2"], {"versions", "in_use", "files", "readings", "vectors"}),
        (["doctor"], {"ok", "findings"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_json_is_one_object_and_nothing_else(
    small_store: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], keys: set[str]
) -> None:
    run = Run(capsys, *arguments, "--store", small_store, "--json")
    assert set(run.json()) == keys
    assert run.err == ""


def test_hits_and_answers_are_those_of_the_contract(
    small_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hits = Run(capsys, "lookup", QUESTION, "--store", small_store, "--json").json()["hits"]
    assert isinstance(hits, list)
    assert "Records of every search" in Hit.from_dict(hits[0]).text
    answer = Answer.from_dict(Run(capsys, "ask", QUESTION, "--store", small_store, "--json").json())
    assert answer.status == "answered"


def test_a_page_is_given_as_stored(small_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "documents", "page", "policy", "1", "--store", small_store, "--json")
    assert run.json() == {"document_id": "policy", "page": 1, "page_label": "i", "text": POLICY.pages[0].text}


def test_options_may_stand_before_the_inner_command(
    small_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Run(capsys, "documents", "--store", small_store, "--json", "page", "policy", "1")
    assert run.json()["document_id"] == "policy"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", QUESTION], ["answered", "ninety days", "[1] ", "this project's own digest"]),
        (["ask", "Which wine goes with salmon?"], ["not covered", "not an answer"]),
        (["lookup", "drones"], ["1. ", "also in ", "page i (physical 1)"]),
        (["documents"], ["handbook", "Revised February 2024"]),
        (["documents", "page", "policy", "1"], ["Procurement contracts"]),
        (["checklists"], ["handbook-list"]),
        (
            ["checklists", "show", "hand"],
            ["Handbook › Ownership", "Has the agency named an owner", "own digest"],
        ),
        (
            ["checklists", "export", "handbook-list"],
            ["# Handbook › Ownership", "**1** Has the agency", "own digest"],
        ),
        (["versions"], ["serves"]),
        (["doctor"], ["ok", "index: version"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_people_get_readable_text(
    small_store: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: list[str]
) -> None:
    run = Run(capsys, *arguments, "--store", small_store)
    assert run.code == 0
    assert [word for word in words if word not in run.out] == []


ERRORS: dict[str, tuple[list[str], str]] = {
    "empty question": (["ask", ""], "is empty"),
    "blank question": (["lookup", "  "], "is empty"),
    "no question": (["ask"], "no question"),
    "long question": (["ask", "x" * 2001], "2,001 characters"),
    "no passages": (["lookup", QUESTION, "-k", "0"], "0 passages"),
    "k is no number": (["lookup", QUESTION, "-k", "many"], "'-k'"),
    "unknown document": (["ask", QUESTION, "--document", "none"], "no document 'none'"),
    "unknown version": (["lookup", QUESTION, "--version", "none"], "no version 'none'"),
    "unknown version to show": (["versions", "show", "none"], "no version 'none'"),
    "unknown version to activate": (["versions", "activate", "0" * 12], "no version '000000000000'"),
    "nothing to go back to": (["versions", "rollback"], "No version served before"),
    "keep none": (["versions", "prune", "--keep", "1"], "--keep 2"),
    "unknown page": (["documents", "page", "policy", "9"], "pages 1 to 1"),
    "page of unknown document": (["documents", "page", "none", "1"], "no document 'none'"),
    "unknown checklist": (["checklists", "show", "none"], "no checklist 'none'"),
    "unknown checklist to export": (["checklists", "export", "none"], "no checklist 'none'"),
    "unknown format": (["checklists", "export", "hand", "--format", "pdf"], "md, csv, docx, json"),
    "word without a file": (["checklists", "export", "hand", "--format", "docx"], "--out"),
    "form that is not there": (
        ["checklists", "export", "hand", "--filled", "no.csv"],
        "'no.csv' cannot be read",
    ),
    "nowhere to write": (["checklists", "export", "hand", "--out", "no/form.md"], "cannot be written"),
    "batch without out": (["ask", "--batch", "in.jsonl"], "belong together"),
    "batch and question": (["ask", QUESTION, "--batch", "a", "--out", "b"], "belong together"),
    "batch that is not there": (["ask", "--batch", "no-file", "--out", "out.jsonl"], "no-file"),
    "batch without passages": (["lookup", "--batch", "a", "--out", "b", "-k", "0"], "0 passages"),
    "batch on unknown document": (
        ["ask", "--batch", "a", "--out", "b", "--document", "x"],
        "no document 'x'",
    ),
    "path that is not there": (["build", "no-such-folder"], "no-such-folder"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_one_line_and_exit_1(
    small_store: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    arguments, said = ERRORS[name]
    run = Run(capsys, *arguments, "--store", small_store, "--json")
    assert (run.code, run.out) == (1, "")
    assert said in run.err
    assert run.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["asks", QUESTION],
        ["ask", QUESTION, "--no-such-option"],
        ["documents", "pages"],
        ["ask", "a", "b"],
        [],
    ],
)
def test_an_unknown_command_or_option_is_exit_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert Run(capsys, *arguments).code == 2


@pytest.mark.parametrize(
    "command",
    ["ask drones", "lookup drones", "documents", "checklists", "versions", "versions verify"],
)
def test_without_a_store_it_says_how_to_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    run = Run(capsys, *command.split(), "--store", tmp_path / "none")
    assert (run.code, run.out) == (1, "")
    assert "python -m toolkit_qa build" in run.err


@pytest.mark.parametrize("command", [["ask", QUESTION], ["documents"], ["versions", "verify"]], ids=" ".join)
def test_a_damaged_store_is_named_with_its_file(
    small_store: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    before = Store(small_store).current_id()
    folder = Store(small_store).versions / publish_made(small_store, (POLICY,))
    (folder / "passages.jsonl").write_bytes(b"{}\n")
    run = Run(capsys, *command, "--store", small_store)
    assert run.code == 1
    assert "passages.jsonl" in run.err
    assert f"go back to version {before}: python -m toolkit_qa versions rollback" in run.err
    assert run.err.count("\n") == 1


def test_a_missing_model_is_named(
    small_store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("TOOLKIT_QA_MODEL_FOLDER", str(tmp_path / "no-model"))
    run = Run(capsys, "ask", QUESTION, "--store", small_store)
    assert (run.code, run.err.count("\n")) == (1, 1)
    assert "no-model" in run.err


def test_a_fault_of_ours_shows_no_traceback(
    small_store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise KeyError(QUESTION)

    monkeypatch.setattr("toolkit_qa.assistant.Assistant.ask", fail)
    run = Run(capsys, "ask", QUESTION, "--store", small_store)
    assert run.code == 1
    log = (tmp_path / "data" / "log" / "toolkit_qa.log").read_text(encoding="utf-8")
    assert "KeyError" in log
    assert "ninety" not in log + run.err
    assert run.err.splitlines()[-1].startswith("Something unexpected went wrong (KeyError).")


def test_versions_are_activated_and_rolled_back(
    small_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = Store(small_store).current_id()
    second = publish_made(small_store, (POLICY,))
    store = ("--store", small_store, "--json")
    assert Run(capsys, "versions", "list", *store).json()["current"] == second
    assert Run(capsys, "versions", "rollback", *store).json() == {"version": first, "activated": True}
    assert Run(capsys, "versions", "activate", second, *store).json()["version"] == second
    shown = Run(capsys, "versions", "show", first, *store).json()
    assert (shown["version"], shown["current"]) == (first, False)
    old = Run(capsys, "ask", QUESTION, "--version", first, *store).json()
    assert (old["version"], old["status"]) == (first, "answered")


def test_verify_names_what_is_wrong(small_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The made documents have no source files, which `verify` reports."""
    run = Run(capsys, "versions", "verify", "--store", small_store, "--json")
    assert run.code == 1
    read = json.loads(run.out)
    assert (read["ok"], len(read["faults"])) == (False, 2)
    assert "And 1 more fault" in run.err


def test_a_batch_is_written_and_summed_up(
    small_store: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(f'{{"id": "1", "question": "{QUESTION}"}}\nno json\n', encoding="utf-8")
    files = ("--batch", source, "--out", target)
    run = Run(capsys, "lookup", *files, "-k", "1", "--store", small_store, "--json")
    said = run.json()
    assert (said["answered"], said["failed"]) == (1, 1)
    lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert len(lines[0]["hits"]) == 1
    assert lines[1]["line"] == 2
    assert [json.loads(line)["total"] for line in run.err.splitlines()][-1] == 2


def test_build_prints_its_report_and_progress_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "policy.md").write_text(
        "# Drone policy\n\nDrones need a warrant. Judges sign it.\n", encoding="utf-8"
    )
    run = Run(capsys, "build", tmp_path / "policy.md", "--store", tmp_path / "store", "--json")
    report = run.json()
    assert (report["documents"], report["activated"]) == (1, True)
    progress = [json.loads(line) for line in run.err.splitlines()]
    assert {"read", "split", "embed", "write"} == {line["stage"] for line in progress}
    assert all(set(line) == {"stage", "done", "total"} for line in progress)
    found = Run(capsys, "ask", "Do drones need a warrant?", "--store", tmp_path / "store", "--json").json()
    assert found["status"] == "answered"


@pytest.mark.parametrize("files", [{}, {"broken.pdf": b"no PDF"}, {"readme.md": b"# Passed over"}])
def test_a_build_of_nothing_readable_leaves_what_serves(
    small_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], files: dict[str, bytes]
) -> None:
    before = Store(small_store).current_id()
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    run = Run(capsys, "build", folder, "--store", small_store)
    assert (run.code, run.out, run.err.count("\n")) == (1, "", 1)
    assert Store(small_store).current_id() == before


def test_without_a_corpus_build_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit_qa.cli.PROJECT", tmp_path)
    run = Run(capsys, "build", "--store", tmp_path / "store")
    assert (run.code, run.err.count("\n")) == (1, 1)
    assert "corpus" in run.err


def test_control_characters_of_a_document_do_not_reach_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cli_output.print_text("a\x1b[31mred\x07\u202eback\tand\nline [bold]x[/bold]")
    assert capsys.readouterr().out == "a·[31mred··back\tand\nline [bold]x[/bold]\n"


def test_the_release_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "--version")
    assert (run.code, run.out) == (0, f"toolkit_qa {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    ["--help", "ask --help", "documents", "checklists", "versions", "versions verify", "doctor"],
)
def test_what_needs_no_model_does_not_import_torch(small_store: Path, arguments: str) -> None:
    code = (
        "import sys; from toolkit_qa.cli import main; main(sys.argv[1:]);"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'streamlit'} & set(sys.modules);"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    options = [] if "--help" in arguments else ["--store", str(small_store)]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments.split(), *options],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr


def test_questions_to_ask_instead_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(made_answer("records", status="needs_detail", suggestions=("Who reads the records?",)))
    assert "- Who reads the records?" in capsys.readouterr().out
