"""Filled checklists on disk: whole files only, names that stay in the folder, nothing written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import InputError
from toolkit_qa.filled import FilledChecklist, FilledItem, Place
from toolkit_qa.filled_files import from_json
from toolkit_qa.filled_shelf import FilledShelf
from toolkit_qa.filled_summary import by_principle, carried_over, same_questions


def question(item_id: str, text: str, *principles: str) -> FilledItem:
    return FilledItem(
        item_id=item_id,
        number=item_id,
        text=text,
        section=("Part",),
        page=1,
        page_label="i",
        places=(Place(page=1, start=0, end=len(text)),),
        principles=principles,
    )


def form(checklist_id: str = "risk", *items: FilledItem) -> FilledChecklist:
    return FilledChecklist(
        format=1,
        checklist_id=checklist_id,
        title="Risk",
        document_id="risk",
        edition="one",
        source="agency",
        file="risk.pdf",
        version="0123456789ab",
        items=items
        or (question("A1", "Is it lawful?", "Lawfulness"), question("A2", "Is it fair?", "Fairness")),
    )


def test_a_change_is_kept_and_read_again(tmp_path: Path) -> None:
    FilledShelf(tmp_path).change_item("risk.1", form(), "A1", answer="yes", note="Order 7")
    (kept,) = FilledShelf(tmp_path).forms()
    assert (kept.form_id, kept.filled.items[0].answer, kept.filled.items[0].note) == (
        "risk.1",
        "yes",
        "Order 7",
    )


def test_changes_of_two_shelves_do_not_undo_each_other(tmp_path: Path) -> None:
    one, two = FilledShelf(tmp_path), FilledShelf(tmp_path)
    one.change_item("risk.1", form(), "A1", answer="yes")
    two.change_item("risk.1", form(), "A2", answer="no")
    one.change("risk.1", form(), answered_by="K. Moe")
    (kept,) = two.forms()
    assert [item.answer for item in kept.filled.items] == ["yes", "no"]
    assert kept.filled.answered_by == "K. Moe"


def test_a_write_that_fails_leaves_the_old_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = FilledShelf(tmp_path)
    shelf.change_item("risk.1", form(), "A1", answer="yes")
    before = (tmp_path / "risk.1.json").read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("toolkit_qa.filled_shelf.os.fsync", full)
    with pytest.raises(InputError, match="No space left"):
        shelf.change_item("risk.1", form(), "A1", answer="no")
    assert [path.name for path in tmp_path.iterdir()] == ["risk.1.json"]
    assert (tmp_path / "risk.1.json").read_bytes() == before


def test_a_file_that_is_no_form_is_named_and_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "risk.1.json").write_text("{", encoding="utf-8")
    shelf = FilledShelf(tmp_path)
    assert (shelf.forms(), shelf.unreadable(), shelf.new_id("risk")) == ((), ("risk.1.json",), "risk.2")
    with pytest.raises(InputError, match="cannot be read"):
        shelf.change_item("risk.1", form(), "A1", answer="no")
    assert (tmp_path / "risk.1.json").read_text(encoding="utf-8") == "{"


@pytest.mark.parametrize("checklist_id", ["../../x", "C:\\x", "con/nul", "", "Ä" * 300, "a.b"])
def test_whatever_an_id_is_its_file_stays_in_the_folder(tmp_path: Path, checklist_id: str) -> None:
    folder = tmp_path / "checklists"
    form_id = FilledShelf(folder).add(form(checklist_id))
    assert from_json((folder / f"{form_id}.json").read_bytes()).checklist_id == checklist_id
    assert [path.name for path in tmp_path.iterdir()] == ["checklists"]


def test_a_name_with_a_path_in_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no name of a form"):
        FilledShelf(tmp_path).delete("../x")


def test_the_same_form_is_kept_once(tmp_path: Path) -> None:
    shelf = FilledShelf(tmp_path)
    assert shelf.add(form()) == shelf.add(form())
    assert shelf.add(form().with_item("A1", answer="no")) == "risk.2"


def test_answers_go_to_the_same_words_only(tmp_path: Path) -> None:
    filled = form().with_item("A1", answer="yes", note="n").with_item("A2", answer="no")
    fresh = form("risk", question("B7", "Is  it lawful?"), question("A2", "Is it fair to all?"))
    assert [(i.item_id, i.answer, i.note) for i in carried_over(filled, fresh).items] == [
        ("B7", "yes", "n"),
        ("A2", "", ""),
    ]
    assert not same_questions(filled, fresh)
    assert same_questions(filled, form())


def test_an_item_counts_for_each_of_its_principles() -> None:
    filled = form("risk", question("A1", "Is it lawful?", "Lawfulness", "Fairness")).with_item(
        "A1", answer="no"
    )
    assert [(group.name, group.counts["no"]) for group in by_principle([filled])] == [
        ("Lawfulness", 1),
        ("Fairness", 1),
    ]
