"""Filled checklists in the database: nothing written over unseen, files of earlier releases taken over."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from ingest.errors import InputError, KeepingError
from toolkit_qa.filled import FilledChecklist, FilledItem, Place
from toolkit_qa.filled_files import to_json
from toolkit_qa.filled_shelf import ChangedElsewhereError, FilledShelf
from toolkit_qa.filled_summary import by_principle, carried_over, same_questions
from toolkit_qa.keeping_database import FILE


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


def answers(shelf: FilledShelf) -> list[str]:
    (kept,) = shelf.forms()
    return [item.answer for item in kept.filled.items]


def earlier(folder: Path, name: str, data: bytes) -> Path:
    """A form as a file, as earlier releases kept it."""
    (folder / "checklists").mkdir(exist_ok=True)
    (folder / "checklists" / name).write_bytes(data)
    return folder / "checklists" / name


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
    one.change_item("risk.1", form(), "A1", {"answer": ""}, answer="yes")
    two.change_item("risk.1", form(), "A2", {"answer": ""}, answer="no")
    one.change("risk.1", form(), {"answered_by": ""}, answered_by="K. Moe")
    (kept,) = two.forms()
    assert [item.answer for item in kept.filled.items] == ["yes", "no"]
    assert kept.filled.answered_by == "K. Moe"


def test_what_was_changed_elsewhere_is_not_written_over_unseen(tmp_path: Path) -> None:
    one, two = FilledShelf(tmp_path), FilledShelf(tmp_path)
    one.change_item("risk.1", form(), "A1", {"note": ""}, note="theirs")
    with pytest.raises(ChangedElsewhereError) as error:
        two.change_item("risk.1", form(), "A1", {"note": ""}, note="mine")
    assert error.value.theirs == "theirs"
    two.change_item("risk.1", form(), "A1", {"note": ""}, note="theirs")  # the same is no conflict
    two.change_item("risk.1", form(), "A1", {"note": "theirs"}, note="mine")
    one.change("risk.1", form(), {"subject": ""}, subject="Camera")
    with pytest.raises(ChangedElsewhereError):
        two.change("risk.1", form(), {"subject": ""}, subject="Drone")
    (kept,) = two.forms()
    assert (kept.filled.items[0].note, kept.filled.subject) == ("mine", "Camera")


def test_a_form_deleted_elsewhere_does_not_come_back(tmp_path: Path) -> None:
    shelf = FilledShelf(tmp_path)
    shelf.change_item("risk.1", form(), "A1", answer="yes")
    (kept,) = shelf.forms()
    shelf.delete("risk.1")
    with pytest.raises(InputError, match="deleted"):
        shelf.change_item("risk.1", kept.filled, "A2", answer="no")
    assert shelf.forms() == ()


def test_a_write_that_fails_leaves_the_old_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = FilledShelf(tmp_path)
    shelf.change_item("risk.1", form(), "A1", answer="yes")

    def full(*args: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(FilledShelf, "_write", full)
    with pytest.raises(KeepingError, match="full"):
        shelf.change_item("risk.1", form(), "A1", answer="no")
    assert answers(shelf) == ["yes", ""]


def test_a_form_that_cannot_be_read_is_named_and_never_written_over(tmp_path: Path) -> None:
    shelf = FilledShelf(tmp_path)
    shelf.change_item("risk.1", form(), "A1", answer="yes")
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("""UPDATE checklists SET record = '{"format": 9}', saved = 1""")
    connection.close()
    assert (shelf.forms(), shelf.unreadable(), shelf.new_id("risk")) == ((), ("risk.1",), "risk.2")
    with pytest.raises(InputError, match="cannot be read"):
        shelf.change_item("risk.1", form(), "A1", answer="no")


def test_files_of_an_earlier_release_are_taken_over_once(tmp_path: Path) -> None:
    path = earlier(tmp_path, "risk.3.json", to_json(form().with_item("A1", answer="no")))
    shelf = FilledShelf(tmp_path)
    assert [one.form_id for one in shelf.forms()] == ["risk.3"]
    assert not path.exists()
    shelf.delete("risk.3")
    assert FilledShelf(tmp_path).forms() == ()


def test_a_file_taken_over_takes_no_other_form_away(tmp_path: Path) -> None:
    shelf = FilledShelf(tmp_path)
    shelf.change_item("risk.1", form(), "A1", answer="yes")
    earlier(tmp_path, "risk.1.json", to_json(form().with_item("A1", answer="no")))
    earlier(tmp_path, "Plan of Jo.json", to_json(form().with_item("A1", answer="no", note="b")))
    kept = {one.form_id: one.filled.items[0].answer for one in shelf.forms()}
    assert sorted(kept.values()) == ["no", "no", "yes"]
    assert kept["risk.1"] == "yes"


def test_a_file_that_is_taken_over_twice_is_kept_once(tmp_path: Path) -> None:
    shelf, data = FilledShelf(tmp_path), to_json(form().with_item("A1", answer="no"))
    for _ in range(2):  # the program was ended between keeping it and deleting the file
        earlier(tmp_path, "risk.1.json", data)
        assert len(shelf.forms()) == 1


def test_a_file_that_cannot_be_deleted_is_not_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = earlier(tmp_path, "risk.1.json", to_json(form().with_item("A1", answer="no")))

    def held(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", held)
        with pytest.raises(KeepingError, match=r"risk\.1\.json cannot be deleted"):
            FilledShelf(tmp_path).forms()
    assert path.exists()
    assert answers(FilledShelf(tmp_path)) == ["no", ""]


def test_a_file_that_is_no_form_is_named_and_left(tmp_path: Path) -> None:
    path = earlier(tmp_path, "risk.1.json", b"{")
    shelf = FilledShelf(tmp_path)
    assert (shelf.forms(), shelf.unreadable(), shelf.new_id("risk")) == ((), ("risk.1.json",), "risk.2")
    assert path.read_bytes() == b"{"


@pytest.mark.parametrize("checklist_id", ["../../x", "C:\\x", "con/nul", "", "Ä" * 300, "a.b"])
def test_whatever_an_id_is_its_form_has_a_plain_name(tmp_path: Path, checklist_id: str) -> None:
    shelf = FilledShelf(tmp_path)
    form_id = shelf.add(form(checklist_id))
    shelf.change_item(form_id, form(checklist_id), "A1", answer="no")
    (kept,) = shelf.forms()
    assert kept.filled.checklist_id == checklist_id
    assert form_id.isascii()
    assert not set(form_id) & set("/\\")


def test_a_name_that_no_form_can_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no name of a form"):
        FilledShelf(tmp_path).change_item("../x", form(), "A1", answer="yes")


def test_the_same_form_is_kept_once(tmp_path: Path) -> None:
    shelf = FilledShelf(tmp_path)
    assert shelf.add(form()) == shelf.add(form())
    assert shelf.add(form().with_item("A1", answer="no")) == "risk.2"


def test_one_owner_sees_nothing_of_another(tmp_path: Path) -> None:
    mine, other = FilledShelf(tmp_path), FilledShelf(tmp_path, owner="other")
    mine.change_item("risk.1", form(), "A1", answer="yes")
    other.change_item("risk.1", form(), "A1", answer="no")
    other.delete("risk.1")
    assert answers(mine) == ["yes", ""]


def test_answers_go_to_the_same_words_only() -> None:
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
