"""The doctor: what is sound is said, what is not comes with the command that mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.store import Store
from toolkit_qa import doctor
from toolkit_qa.doctor import Finding, examine, pinned_versions
from toolkit_qa.keeping import Keeping
from toolkit_qa.settings import Settings


def findings(store: Path, **settings: object) -> dict[str, Finding]:
    return {one.name: one for one in examine(Settings(store=store, **settings))}  # type: ignore[arg-type]


def test_pins_are_read_from_requirements() -> None:
    text = "# note\na==1.0   # why\nb-c[extra]==2.1+cpu\nd>=3\n\n"
    assert pinned_versions(text) == {"a": "1.0", "b-c": "2.1+cpu"}


def test_every_requirement_is_pinned_so_that_it_can_be_checked() -> None:
    text = doctor.REQUIREMENTS.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert len(pinned_versions(text)) == len(lines)


def test_a_missing_and_an_older_package_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_store: Path
) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("no-such-package==1.0\nrich==0.1\npytest==9.9.9\n", encoding="utf-8")
    monkeypatch.setattr(doctor, "REQUIREMENTS", requirements)
    found = findings(small_store)
    assert found["no-such-package"].detail == "not installed; 1.0 is pinned"
    assert not found["rich"].ok
    assert found["rich"].command == doctor.INSTALL


def test_a_sound_index_is_described(small_store: Path) -> None:
    index = findings(small_store)["index"]
    assert index.ok
    assert "2 documents, 3 pages" in index.detail


def test_a_missing_source_file_is_named(small_store: Path) -> None:
    found = findings(small_store)["source files"]
    assert (found.ok, found.command) == (False, doctor.BUILD)
    assert "Handbook" in found.detail


def test_no_index_says_how_to_build(tmp_path: Path) -> None:
    index = findings(tmp_path / "none")["index"]
    assert (index.ok, index.command) == (False, "python -m toolkit_qa build")


def test_a_damaged_index_is_named_with_its_file(small_store: Path) -> None:
    folder = Store(small_store).versions / str(Store(small_store).current_id())
    (folder / "pages.jsonl").write_bytes(b"{}\n")
    index = findings(small_store)["index"]
    assert not index.ok
    assert "pages.jsonl" in index.detail
    assert "build" in index.command


def test_a_model_folder_without_a_model_is_named(small_store: Path, tmp_path: Path) -> None:
    model = findings(small_store, model_folder=tmp_path)["model"]
    assert not model.ok
    assert str(tmp_path) in model.detail
    assert model.command


def test_every_fault_has_something_to_do(tmp_path: Path) -> None:
    assert all(one.command for one in findings(tmp_path / "none").values() if not one.ok)


def test_what_is_kept_is_counted_and_a_damaged_file_is_named(
    small_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "DATA_FOLDER", tmp_path / "data")
    assert findings(small_store)["kept"].detail == "nothing is kept yet"
    assert not (tmp_path / "data").exists()
    keeping = Keeping(tmp_path / "data")
    keeping.asked(None, "Who reviews a match?")
    assert findings(small_store)["kept"].detail.startswith("1 conversations in")
    keeping.database.path.write_bytes(b"x" * 5000)
    kept = findings(small_store)["kept"]
    assert not kept.ok
    assert "put aside as damaged: kept.db.damaged-" in kept.detail
    assert kept.command.endswith(".recover")
