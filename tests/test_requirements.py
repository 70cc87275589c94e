"""Every requirement is pinned, explained and used, and everything imported is a requirement."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.test_layers import ROOMS, imports, package_of, sources

ROOT = Path(__file__).resolve().parent.parent
LINE = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[\w.]+)\s+# .{5,}$")

# Needed by a library of ours or for its data, and imported by none of our modules.
BEHIND = {
    "cryptography": "pypdf opens AES with it",
    "symspellpy": "toolkit_qa.vocabulary reads the word list in its folder",
}
# Imported by us, and always there because the library that we require depends on it.
COMES_WITH = {"altair": "streamlit", "pydantic": "pydantic-settings"}


def lines(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith(("#", "-r"))]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported() -> set[str]:
    """The distributions that the rooms import, by canonical name."""
    distributions = packages_distributions()
    own = {room.split(".")[0] for room in ROOMS}
    found: set[str] = set()
    for path in sources():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for name in imports(tree, package_of(path)):
            top = name.split(".")[0]
            if top not in own and top not in sys.stdlib_module_names:
                found |= {canonical(one) for one in distributions[top]}
    return found


REQUIRED = {canonical(line.split("==")[0]) for line in lines("requirements.txt")}


@pytest.mark.parametrize("line", [*lines("requirements.txt"), *lines("requirements-dev.txt")])
def test_a_requirement_is_pinned_and_explained(line: str) -> None:
    assert LINE.match(line)


def test_every_requirement_is_used() -> None:
    assert REQUIRED - imported() - set(BEHIND) == set()


def test_everything_imported_is_required() -> None:
    assert imported() - REQUIRED - set(COMES_WITH) == set()
    assert set(COMES_WITH.values()) <= REQUIRED
