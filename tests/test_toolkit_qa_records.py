"""Records: written as the contract says, read back the same, refused when a field is missing."""

from __future__ import annotations

import json

import pytest

from ingest.errors import InputError
from toolkit_qa.records import Answer, ChecklistLink, Citation, Copy, Correction, Hit, Statement

HIT = Hit(
    rank=1,
    score=2.5,
    passage_id="p",
    document_id="d",
    title="T",
    edition="E",
    source="official",
    file="f.pdf",
    page=2,
    page_label="ii",
    pages=(2, 3),
    page_labels=("ii", "iii"),
    section=("A", "B"),
    text="Some text.",
    also_in=(Copy(document_id="e", title="U", file="g.pdf", page=4),),
)
CITATION = Citation(
    n=1,
    passage_id="p",
    document_id="d",
    title="T",
    edition="E",
    source="official",
    file="f.pdf",
    page=2,
    page_label="ii",
    section=("A",),
    quote="Some",
    start=0,
    end=4,
)
LINK = ChecklistLink(
    checklist_id="c",
    item_id="i",
    title="T",
    source="starter",
    text="Is it so?",
    file="f.pdf",
    page=1,
    page_label="1",
    link="/checklists?checklist=c&item=i",
)
ANSWER = Answer(
    answer_id="a",
    question="q",
    understood_as="q",
    corrections=(Correction(written="qx", read_as="q"),),
    version="v",
    status="answered",
    confidence=0.75,
    message="",
    suggestions=("s",),
    statements=(Statement(text="Some", citations=(1,)),),
    citations=(CITATION,),
    checklists=(LINK,),
    nearest=(HIT,),
)


def test_an_answer_survives_json() -> None:
    assert Answer.from_dict(json.loads(json.dumps(ANSWER.to_dict()))) == ANSWER


@pytest.mark.parametrize(
    ("record", "keys"),
    [
        (
            HIT,
            "rank score passage_id document_id title edition source file page page_label pages page_labels "
            "section text also_in",
        ),
        (
            ANSWER,
            "answer_id question understood_as corrections version status confidence message suggestions "
            "statements citations checklists nearest",
        ),
        (
            CITATION,
            "n passage_id document_id title edition source file page page_label section quote start end",
        ),
        (LINK, "checklist_id item_id title source text file page page_label link"),
    ],
)
def test_a_record_has_the_keys_of_the_contract(record: Hit | Answer, keys: str) -> None:
    assert list(record.to_dict()) == keys.split()


def test_written_records_hold_lists_not_tuples() -> None:
    written = HIT.to_dict()
    assert written["pages"] == [2, 3]
    assert written["also_in"] == [{"document_id": "e", "title": "U", "file": "g.pdf", "page": 4}]


def test_a_missing_field_is_named() -> None:
    data = ANSWER.to_dict()
    del data["citations"][0]["quote"]
    with pytest.raises(InputError, match="no field 'quote'"):
        Answer.from_dict(data)


def test_the_citations_of_a_statement_are_found_by_number() -> None:
    assert ANSWER.cited(ANSWER.statements[0]) == (CITATION,)
    assert ANSWER.sources == ("official",)
