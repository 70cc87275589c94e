"""Which reader this is."""

import ast
from pathlib import Path

import pytest

from ingest import release


@pytest.fixture
def readers(tmp_path, monkeypatch):
    """A folder of readers in place of our own; returns a function that gives their release."""
    (tmp_path / "pdf.py").write_text("one", encoding="utf-8")
    (tmp_path / "passages.py").write_text("one", encoding="utf-8")
    monkeypatch.setattr(release, "FOLDER", tmp_path)

    def of(**changed):
        for name, text in changed.items():
            (tmp_path / f"{name}.py").write_text(text, encoding="utf-8", newline="")
        return release.reader_release.__wrapped__(), release.cutter_release.__wrapped__()

    return of


def test_a_changed_reader_is_another_reader(readers):
    reader, cutter = readers()
    assert readers() == (reader, cutter)
    changed = readers(pdf="two")
    assert (changed[0] != reader, changed[1]) == (True, cutter)


def test_a_changed_cutter_is_another_cutter(readers):
    reader, cutter = readers()
    changed = readers(passages="two")
    assert (changed[0], changed[1] != cutter) == (reader, True)


def test_line_ends_of_the_system_do_not_count(readers):
    assert readers(pdf="a\nb\n") == readers(pdf="a\r\nb\r\n")


def test_a_library_that_is_not_there_or_another_counts(readers, monkeypatch):
    before = readers()
    monkeypatch.setattr(release, "READING_LIBRARIES", (*release.READING_LIBRARIES, "no-such-library"))
    assert readers()[0] != before[0]


def test_nothing_that_readers_import_is_left_out():
    folder = Path(release.__file__).parent
    names, seen = ["worker"], set()
    while names:
        name = names.pop()
        path = folder / f"{name}.py"
        if name in seen or not path.is_file():
            continue
        seen.add(name)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                module = (node.module or "").removeprefix("ingest").removeprefix(".")
                names += [module.split(".")[0]] if module else [alias.name for alias in node.names]
    assert "pdf" in seen
    assert not {f"{name}.py" for name in seen} & release.NOT_READING
