"""Filled checklists: records, and files that give back what was put in."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index.version import open_version
from ingest.errors import InputError
from tests.made_documents import HANDBOOK, POLICY, made_item, publish_made
from toolkit_qa.checklists import find_checklist
from toolkit_qa.filled import ANSWERS, FORMAT, FilledChecklist, FilledItem, Place, empty_form
from toolkit_qa.filled_files import read_filled, write_filled
from toolkit_qa.messages import STARTER_ONLY, STARTER_PARTLY
from toolkit_qa.records import Citation

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
NAMES = st.lists(TEXT, max_size=3).map(tuple)
NUMBERS = st.integers(min_value=0, max_value=10**6)
CITATIONS = st.builds(
    Citation,
    n=NUMBERS,
    passage_id=TEXT,
    document_id=TEXT,
    title=TEXT,
    edition=TEXT,
    source=TEXT,
    file=TEXT,
    page=NUMBERS,
    page_label=TEXT,
    section=NAMES,
    quote=TEXT,
    start=NUMBERS,
    end=NUMBERS,
)
ITEMS = st.builds(
    FilledItem,
    item_id=TEXT,
    number=TEXT,
    text=TEXT,
    section=NAMES,
    page=NUMBERS,
    page_label=TEXT,
    places=st.lists(st.builds(Place, page=NUMBERS, start=NUMBERS, end=NUMBERS), max_size=2).map(tuple),
    parent=TEXT,
    principles=NAMES,
    stage=TEXT,
    answer=st.sampled_from(sorted(ANSWERS)),
    note=TEXT,
    citations=st.lists(CITATIONS, max_size=2).map(tuple),
)
CHECKLISTS = st.builds(
    FilledChecklist,
    format=st.just(FORMAT),
    checklist_id=TEXT,
    title=TEXT,
    document_id=TEXT,
    edition=TEXT,
    source=st.sampled_from(["official", "starter", "agency"]),
    file=TEXT,
    version=TEXT,
    items=st.lists(ITEMS, max_size=4, unique_by=lambda item: item.item_id).map(tuple),
    answered_by=TEXT,
    answered_at=TEXT,
    subject=TEXT,
)


@pytest.fixture
def form(tmp_path: Path) -> FilledChecklist:
    """An empty form of the handbook's one question."""
    publish_made(
        tmp_path, (HANDBOOK, POLICY), (made_item(HANDBOOK, "Has the agency named an owner for the system?"),)
    )
    version = open_version(tmp_path)
    return empty_form(version, find_checklist(version, "handbook-list"))


def cited(source: str, quote: str = "Drones are flown only with a warrant signed by a judge.") -> Citation:
    return Citation(
        n=1,
        passage_id="p1",
        document_id="policy",
        title="Policy",
        edition="Revised February 2024",
        source=source,
        file="policy.pdf",
        page=1,
        page_label="i",
        section=("Part", "Policy"),
        quote=quote,
        start=0,
        end=len(quote),
    )


def test_an_empty_form_holds_the_questions_with_their_places(form: FilledChecklist) -> None:
    (item,) = form.items
    place = item.places[0]
    assert HANDBOOK.page(place.page).text[place.start : place.end] == item.text
    assert (item.answer, item.page_label, form.source, form.edition) == (
        "",
        "ii",
        "starter",
        "starter 2026.1",
    )
    assert form.counts() == {"": 1, "yes": 0, "partly": 0, "no": 0, "not_applicable": 0}


def test_an_item_is_answered(form: FilledChecklist) -> None:
    done = form.with_item("A1.1", answer="partly", note="Order 7", citations=(cited("official"),))
    assert done.counts()["partly"] == 1
    assert done.items[0].note == "Order 7"
    assert form.items[0].answer == ""


@pytest.mark.parametrize(("item_id", "answer"), [("A9", "yes"), ("A1.1", "perhaps")])
def test_what_is_no_item_and_no_answer_is_refused(form: FilledChecklist, item_id: str, answer: str) -> None:
    with pytest.raises(InputError, match="no item 'A9'|'perhaps' is no answer"):
        form.with_item(item_id, answer=answer)


@settings(deadline=None)
@given(CHECKLISTS)
def test_a_record_comes_back_from_its_dict(filled: FilledChecklist) -> None:
    assert FilledChecklist.from_dict(json.loads(json.dumps(filled.to_dict()))) == filled


@pytest.mark.parametrize("ending", ["json", "csv"])
@settings(deadline=None)
@given(filled=CHECKLISTS)
def test_a_file_that_is_read_again_loses_nothing(ending: str, filled: FilledChecklist) -> None:
    assert read_filled(write_filled(filled, ending), f"form.{ending}") == filled


@settings(deadline=None)
@given(CHECKLISTS)
def test_no_cell_of_the_csv_is_a_formula(filled: FilledChecklist) -> None:
    rows = csv.reader(io.StringIO(write_filled(filled, "csv").decode("utf-8-sig"), newline=""))
    cells = [cell for row in rows for cell in row if cell]
    assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@＝＋－＠") or cell[0] in "\t\r\n"]


@settings(deadline=None, max_examples=20)
@given(CHECKLISTS)
def test_every_checklist_can_be_printed(filled: FilledChecklist) -> None:
    assert write_filled(filled, "md").decode("utf-8").startswith("# ")
    docx.Document(io.BytesIO(write_filled(filled, "docx")))


def test_a_spreadsheet_may_save_it_with_semicolons_and_a_person_may_answer_in_it(
    form: FilledChecklist,
) -> None:
    rows = list(csv.reader(io.StringIO(write_filled(form, "csv").decode("utf-8-sig"), newline="")))
    for row in rows:
        if row and row[0] == "Answered by":
            row[1] = "Sgt. Ovin"
        if row and row[0] == "1":
            row[2:4] = [" n/a", "No system yet;\nasked again in May"]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    filled = read_filled(out.getvalue().encode("utf-8"), "form.csv")
    assert (filled.answered_by, filled.items[0].answer) == ("Sgt. Ovin", "not_applicable")
    assert filled.items[0].note == "No system yet;\nasked again in May"
    assert filled.items[0].text == form.items[0].text


def test_every_form_says_what_starter_text_is(form: FilledChecklist) -> None:
    for ending in ("md", "csv", "json"):
        assert STARTER_ONLY in write_filled(form, ending).decode("utf-8-sig")
    assert STARTER_ONLY in docx_text(write_filled(form, "docx"))


def test_an_official_checklist_with_a_starter_quote_says_so(form: FilledChecklist) -> None:
    official = replace(form, source="official")
    assert official.notice == ""
    assert official.with_item("A1.1", citations=(cited("official"),)).notice == ""
    quoting = official.with_item("A1.1", citations=(cited("starter"),))
    assert quoting.notice == STARTER_PARTLY
    assert f"page i. {STARTER_ONLY}" in write_filled(quoting, "md").decode("utf-8")


def test_markdown_shows_answers_notes_and_quotes_and_no_markup_of_others(form: FilledChecklist) -> None:
    note = "<script>x</script> [a](javascript:b) ![c](d) **e** https://f.example $g$ www.h.example"
    filled = form.with_item("A1.1", answer="no", note=note, citations=(cited("official"),))
    text = write_filled(replace(filled, title="# _T_"), "md").decode("utf-8")
    rendered = MarkdownIt("commonmark", {"html": True, "linkify": False}).render(text)
    assert not re.search(r"<(script|a|img|h2 id|em>T)", rendered)
    assert "**e**" in rendered
    assert "https://f.example" not in text
    assert "Answer: <strong>No</strong>" in rendered
    assert (
        "“Drones are flown only with a warrant signed by a judge.” Policy, Revised February 2024" in rendered
    )


def test_sub_questions_are_set_in(form: FilledChecklist) -> None:
    below = replace(form.items[0], item_id="A1.2", number="1a", text="Who is it?", parent="A1.1")
    both = replace(form, items=(*form.items, below))
    assert "\n  - **1a** Who is it? (page ii)\n" in write_filled(both, "md").decode("utf-8")
    assert "– Who is it?" in docx_text(write_filled(both, "docx"))


def test_word_holds_the_answers_in_tables(form: FilledChecklist) -> None:
    filled = form.with_item("A1.1", answer="yes", note="Order\x0b 7", citations=(cited("official"),))
    document = docx.Document(io.BytesIO(write_filled(filled, "docx")))
    head, row = document.tables[0].rows
    assert [cell.text for cell in head.cells] == ["No.", "Question", "Answer", "Evidence"]
    assert [cell.text for cell in row.cells[:3]] == ["1", filled.items[0].text, "Yes"]
    assert row.cells[3].text.startswith("Order 7\n“Drones are flown")


def docx_text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def spoiled(form: FilledChecklist, **changes: Any) -> bytes:
    return json.dumps(form.to_dict() | changes).encode()


@pytest.mark.parametrize(
    "changes",
    [
        {"title": None},
        {"title": "\ud800"},
        {"format": True},
        {"items": 3},
        {"items": [3]},
        {"items": "text"},
        {"items": [{}]},
        {"format": 99},
        {"version": ["a"]},
    ],
    ids=str,
)
def test_a_spoiled_file_is_refused_in_one_line(form: FilledChecklist, changes: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        read_filled(spoiled(form, **changes), "form.json")
    assert "\n" not in str(caught.value)


def test_items_that_clash_are_refused(form: FilledChecklist) -> None:
    items = [item.to_dict() for item in form.items * 2]
    with pytest.raises(InputError, match="twice"):
        read_filled(spoiled(form, items=items), "form.json")


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"{", "form.json", "no JSON"),
        (b"[]", "form.json", "no filled checklist"),
        (b"[" * 100_000, "form.json", "no JSON"),
        (b"\xff\xfe\x00", "form.csv", "no CSV"),
        (b"", "form.csv", "FilledChecklist.format is wrong"),
        (b"Checklist,x\nRecord,{\n", "form.csv", "row 'Record'"),
        (b"{}", "form.docx", "cannot be read again"),
        (b"{}", "form", "cannot be read again"),
    ],
)
def test_what_is_no_filled_checklist_is_refused(data: bytes, name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_filled(data, name)


def test_a_row_with_a_made_up_answer_is_named(form: FilledChecklist) -> None:
    text = write_filled(form, "csv").decode("utf-8-sig")
    spoilt = text.replace('system?","",', 'system?","perhaps",')
    assert spoilt != text
    with pytest.raises(
        InputError, match=r"'perhaps' in row '1 Has the agency .* is no answer. Write: Yes, Partly"
    ):
        read_filled(spoilt.encode(), "form.csv")


def test_an_unknown_format_is_refused(form: FilledChecklist) -> None:
    with pytest.raises(InputError, match="md, csv, docx, json"):
        write_filled(form, "pdf")
