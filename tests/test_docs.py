"""The documents say what is true: commands and settings stand in the README, and its commands work.

How each README command is tried (`HOW`), cheapest way that would still fail if the command were wrong:

- `python -m toolkit_qa …` is parsed by the real command line: unknown commands, options and missing
  arguments fail. All of them are also run, in their order, on a store and a corpus made for the test (`fetch`
  on a site made for it, in `test_toolkit_qa_fetch_cli.py`).
- `make …` is planned by `make --dry-run`, which fails on an unknown target.
- `python -m pip …` and `python -m venv …` are checked against the options their own `--help` names, and
  the files they read must exist; nothing is installed.
- `python -m streamlit run …` and `python -m pytest` are checked the same way; no server is started.
- `source …` and `.venv\\Scripts\\…` must name the environment made two lines before.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import typer.main

from bench import MODULES
from toolkit_qa.cli import app, main
from toolkit_qa.settings import settings_rows, settings_table

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "corpus" / "README.md"])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
TOOLKIT_QA = "python -m toolkit_qa "
COMMAND = typer.main.get_command(app)


def readme_commands() -> list[str]:
    """Every line of the README's bash and powershell blocks."""
    blocks = FENCE.findall(README.read_text(encoding="utf-8"))
    return [
        line
        for language, block in blocks
        if language in ("bash", "powershell")
        for line in block.splitlines()
        if line.strip()
    ]


def leaves(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of every command that does something: `("documents", "page")`."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path
    else:
        for name, one in inner.items():
            yield from leaves(one, (*path, name))


def parse(arguments: list[str]) -> None:
    """Parses arguments as the command line does, running nothing. Raises TyperException or KeyError."""
    command: Any = COMMAND
    while hasattr(command, "commands"):
        name, *arguments = arguments
        command = command.commands[name]
    command.make_context(command.name, list(arguments))


def check_toolkit_qa(arguments: list[str]) -> None:
    parse(arguments)


def check_make(arguments: list[str]) -> None:
    if shutil.which("make") is None:
        pytest.skip("no make here")
    subprocess.run(["make", "--dry-run", *arguments], cwd=ROOT, check=True, capture_output=True)


def check_module(arguments: list[str]) -> None:
    """`python -m MODULE [WORD] OPTION…`: the module's help knows the options, files named exist."""
    module, *rest = arguments
    words = [rest.pop(0)] if module in ("pip", "streamlit") else []
    done = subprocess.run(
        [sys.executable, "-m", module, *words, "--help"],
        cwd=tempfile.gettempdir(),  # pytest would load the tests' conftest.py to say what its options are
        capture_output=True,
        text=True,
        check=True,
    )
    options = [word for word in rest if word.startswith("-")]
    assert all(re.search(rf"(^|[\s,\[]){re.escape(option)}\b", done.stdout) for option in options), rest
    files = [word for word in rest if word.endswith((".txt", ".py"))]
    assert all((ROOT / name).is_file() for name in files), files


def check_environment(arguments: list[str]) -> None:
    assert arguments == [".venv/bin/activate"]


def check(line: str) -> None:
    """Tries one README command as `HOW` says. Raises when it would not work."""
    first, *rest = shlex.split(line.replace("\\", "/"))
    if first == "py":
        first, rest = "python", rest[1:]
    if first in ("python", "python3") and rest[:2] == ["-m", "toolkit_qa"]:
        check_toolkit_qa(rest[2:])
    elif first in ("python", "python3") and rest[:1] == ["-m"]:
        check_module(rest[1:])
    elif first == "make":
        check_make(rest)
    elif first == "source":
        check_environment(rest)
    else:
        assert first == ".venv/Scripts/Activate.ps1", f"nobody has said how to try: {line}"


@pytest.mark.model
def test_the_readme_commands_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process and on one starter document: a tenth of the time that eight builds would take."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOOLKIT_QA_STORE", str(tmp_path / "store"))
    (tmp_path / "questions.jsonl").write_text('{"id": "1", "question": "What is bias?"}\n', encoding="utf-8")
    project = small_project(tmp_path)
    monkeypatch.setattr("toolkit_qa.cli.PROJECT", project)
    commands = [shlex.split(line)[3:] for line in readme_commands() if line.startswith(TOOLKIT_QA)]
    commands = [command for command in commands if command[0] != "fetch"]
    assert main(["build"]) == 0
    (project / "corpus" / "new.md").write_text("# New\n\nA policy came with it.\n", encoding="utf-8")
    assert [line for line in commands if main(line) != 0] == []


def small_project(folder: Path) -> Path:
    """A project whose corpus is the README of the real one."""
    document = folder / "project" / "corpus" / "readme.pdf"
    document.parent.mkdir(parents=True)
    shutil.copyfile(ROOT / "corpus" / "starter" / "readme-file.pdf", document)
    return folder / "project"


def test_the_readme_has_commands() -> None:
    assert len(readme_commands()) >= 10


@pytest.mark.parametrize("line", sorted(set(readme_commands())))
def test_a_readme_command_works(line: str) -> None:
    check(line)


@pytest.mark.parametrize(
    "line",
    [
        "python -m toolkit_qa asks question",
        "python -m toolkit_qa ask question --no-such-option",
        "python -m toolkit_qa lookup x -k many",
        "make no-such-target",
        "python -m pip install --no-such-option",
        "python -m pip install -r no-such-file.txt",
        "rm -rf .venv",
    ],
)
def test_the_check_sees_a_wrong_command(line: str) -> None:
    with pytest.raises((typer.TyperException, KeyError, AssertionError, subprocess.CalledProcessError)):
        check(line)


@pytest.mark.parametrize("path", list(leaves(COMMAND)), ids=" ".join)
def test_every_command_stands_in_the_readme(path: tuple[str, ...]) -> None:
    words = re.escape(" ".join(path))
    assert re.search(rf"(`|toolkit_qa ){words}\b", README.read_text(encoding="utf-8"))


def test_the_table_of_settings_stands_in_the_readme() -> None:
    assert settings_table() in README.read_text(encoding="utf-8")
    assert len(settings_rows()) == 8


def anchors(path: Path) -> set[str]:
    """The anchors that a page's headings get (the rule of the usual Markdown hosts)."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_inside_the_project_lead_somewhere(path: Path) -> None:
    for link in LINK.findall(path.read_text(encoding="utf-8")):
        if "://" in link or link.startswith("mailto:"):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def figure_sections(path: Path) -> Iterator[str]:
    """The sections of a page that hold a table of which most rows end in a number."""
    for section in re.split(r"^(?=#+ )", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
        rows = re.findall(r"^\|(?! ?---)(.+)\|\s*$", section, re.MULTILINE)[1:]
        if rows and sum(bool(re.search(r"\d", row.split("|", 1)[-1])) for row in rows) > len(rows) / 2:
            yield section


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.md")), ids=lambda path: path.name)
def test_a_table_of_figures_names_the_command_that_makes_it(path: Path) -> None:
    for section in figure_sections(path):
        assert re.search(r"`(make|python -m) [^`]+`", section), section.splitlines()[0]


def test_the_bench_page_names_tables_that_exist() -> None:
    page = ROOT / "docs" / "BENCH.md"
    names = re.findall(r"`make bench ONLY=([\w-]+)[\w/-]*`", page.read_text(encoding="utf-8"))
    assert names
    assert set(names) <= set(MODULES)
