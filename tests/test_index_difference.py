"""What changed from one version to another, on documents small enough to count by hand."""

import pytest

from index.build import build
from index.changes import ADDED, CHANGED, MOVED, REMOVED, REWORDED, UNCHANGED
from index.difference import difference
from index.pieces import pieces_in
from index.version import open_version
from ingest.records import CONTENTS, FOOTNOTE, HEADING, PARAGRAPH, Block, ChecklistItem, Page, Span
from tests.fakes import FakeEmbedder

pytestmark = pytest.mark.usefixtures("files_read")

QUESTIONS = "# Use of drones\n\n1. Is there a warrant?\n2. Who flies the drone?\n3. Who reads the log?\n"


@pytest.fixture
def compared(small_corpus, tmp_path):
    """Builds the small corpus, lets `edit` change it, builds again; the difference of the two versions."""

    def run(edit):
        store = tmp_path / "store"
        versions = []
        for step in (lambda folder: None, edit):
            step(small_corpus)
            report = build([small_corpus], store=store, embedder=FakeEmbedder())
            versions.append(open_version(store, report.version))
        return difference(*versions)

    return run


def rewrite(path, old, new):
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_nothing_changed(compared):
    found = compared(lambda folder: None)
    assert found.counts["documents"] == {UNCHANGED: 2, CHANGED: 0, ADDED: 0, REMOVED: 0}
    assert found.counts["passages"][UNCHANGED] == sum(found.counts["passages"].values()) > 0
    assert [one.passages.changes for one in found.documents] == [(), ()]


def test_a_reworded_passage_is_shown_in_both_wordings(compared):
    found = compared(lambda folder: rewrite(folder / "custody.md", "thirty", "sixty"))
    (change,) = found.documents[0].passages.changes
    assert (change.change, change.new.section[-1], change.new.page) == (REWORDED, "Cameras", 1)
    assert ("removed", "thirty") in change.words
    assert ("added", "sixty") in change.words
    assert [one.status for one in found.documents] == [CHANGED, UNCHANGED]


def test_headings_and_new_sections_are_told(compared):
    def edit(folder):
        rewrite(
            folder / "custody.md", "## Cameras", "## Bodily searches\n\nTwo officers are there.\n\n## Cameras"
        )
        rewrite(folder / "custody.md", "## Records", "## Records of custody")

    (custody, _) = compared(edit).documents
    assert [(one.change, one.new.text) for one in custody.headings.changes] == [
        (REWORDED, "Records of custody"),
        (ADDED, "Bodily searches"),
    ]
    (change,) = custody.passages.changes
    assert (change.change, change.new.text) == (ADDED, "Two officers are there.")


def test_a_renamed_file_is_the_same_document(compared):
    found = compared(lambda folder: (folder / "drones.txt").rename(folder / "a flight.txt"))
    assert {one.status for one in found.documents} == {UNCHANGED}
    assert {one.new.file for one in found.documents} == {"a flight.txt", "custody.md"}


def test_a_renamed_and_edited_file_is_known_by_its_words(compared):
    def edit(folder):
        rewrite(folder / "custody.md", "thirty", "sixty")
        (folder / "custody.md").rename(folder / "z.md")

    assert [one.status for one in compared(edit).documents] == [UNCHANGED, CHANGED]


def test_a_name_that_stays_does_not_make_other_words_the_same_document(compared):
    def edit(folder):
        (folder / "drones.txt").write_text(
            "Parking\n\nPermits are shown behind the screen.\n", encoding="utf-8"
        )

    assert sorted(one.status for one in compared(edit).documents) == [ADDED, REMOVED, UNCHANGED]


def test_checklist_items_are_compared(compared):
    def edit(folder):
        (folder / "drones.txt").unlink()
        (folder / "list.md").write_text(QUESTIONS, encoding="utf-8")

    found = compared(edit)
    assert found.counts["checklist_items"][ADDED] == 3
    assert found.to_dict()["documents"][1]["checklist_items"]["changes"][0]["new"]["number"] == "1"


def test_the_json_holds_text_and_places_of_changes_only(compared):
    data = compared(lambda folder: rewrite(folder / "custody.md", " No entry is deleted.", "")).to_dict()
    (change,) = data["documents"][0]["passages"]["changes"]
    assert set(data) == {"old", "new", "counts", "documents"}
    assert change["old"]["text"] != change["new"]["text"]
    assert set(change["new"]) == {"page", "page_label", "section", "text"}


def page(number, *blocks):
    """A page of blocks (kind, text, whether it continues)."""
    made, text = [], ""
    for kind, words, continues in blocks:
        made.append(Block(kind=kind, start=len(text), end=len(text) + len(words), continues=continues))
        text += f"{words}\n"
    return Page(number=number, label=str(number), text=text, blocks=tuple(made))


def test_a_passage_over_a_page_is_one_piece_and_footnotes_stand_behind_it():
    pages = (
        page(1, (PARAGRAPH, "Officers guard", False), (FOOTNOTE, "1 See page 4", False)),
        page(
            2,
            (PARAGRAPH, "against bias.", True),
            (FOOTNOTE, "and page 5.", True),
            (PARAGRAPH, "Next.", False),
        ),
    )
    assert [piece.text for piece in pieces_in(pages).passages] == [
        "Officers guard against bias.",
        "1 See page 4 and page 5.",
        "Next.",
    ]


def test_contents_are_left_out_and_headings_stand_apart():
    pages = (page(1, (CONTENTS, "Bias 4", False), (HEADING, "Bias", False), (PARAGRAPH, "Text.", False)),)
    found = pieces_in(pages)
    assert [piece.text for piece in (*found.passages, *found.headings)] == ["Text.", "Bias"]


def test_an_item_knows_its_page():
    item = ChecklistItem(
        item_id="1", checklist_id="c", document_id="d", text="Why?", number="1.", section=(),
        spans=(Span(page=1, start=0, end=4),),
    )  # fmt: skip
    (piece,) = pieces_in((page(1, (PARAGRAPH, "Why?", False)),), [item]).items
    assert (piece.text, piece.page, piece.number, piece.section) == ("Why?", 1, "1.", ("c",))


def test_a_passage_on_another_page_is_moved():
    from index.difference import changes_between

    text = (PARAGRAPH, "Officers guard against bias.", False)
    old = pieces_in((page(1, text),)).passages
    new = pieces_in((page(1, (PARAGRAPH, "A new first page.", False)), page(2, text))).passages
    found = changes_between(old, new)
    assert [(one.change, one.new.page) for one in found.changes] == [(ADDED, 1), (MOVED, 2)]
