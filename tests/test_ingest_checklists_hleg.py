"""The assessment list of a document nobody here wrote, against a hand count from its page pictures."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import pytest

from ingest.checklists import extract_items
from ingest.limits import Limits
from ingest.pdf import read_pdf
from ingest.records import ChecklistItem, Document

pytestmark = pytest.mark.shared_data

COUNTED = json.loads((Path(__file__).parent / "fixtures" / "hleg_questions.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Counted:
    """A question of the hand count; `above` is the number of the one it hangs under."""

    section: tuple[str, ...]
    depth: int
    marks: int
    words: str
    above: int | None


def counted() -> list[Counted]:
    questions: list[Counted] = []
    top = None
    for part in COUNTED["sections"]:
        for depth, marks, words in part["items"]:
            top = len(questions) if depth == 0 else top
            above = top if depth else None
            questions.append(Counted(tuple(part["section"]), depth, marks, words, above))
        assert part["questions"] == len(part["items"])
    return questions


@cache
def extracted(folder: Path) -> tuple[Document, tuple[ChecklistItem, ...]]:
    pages = read_pdf((folder / "pdfs" / COUNTED["file"]).read_bytes(), Limits()).pages
    document = Document(
        document_id="hleg", title="Guidelines", file=COUNTED["file"], sha256="0" * 64, pages=pages
    )
    return document, extract_items(document)


def matched(folder: Path) -> dict[int, ChecklistItem]:
    """The items found for the questions of the hand count, in order, by their first words."""
    items = extracted(folder)[1]
    first = [_words(question.words) for question in counted()]
    ours = [max((w for w in first if _begins(item.text, w)), key=len, default=item.text) for item in items]
    blocks = SequenceMatcher(a=first, b=ours, autojunk=False).get_matching_blocks()
    return {block.a + k: items[block.b + k] for block in blocks for k in range(block.size)}


def _begins(text: str, words: str) -> bool:
    return f"{_words(text)} ".startswith(f"{words} ")


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def test_recall_and_precision_are_95_percent(shared_data: Path) -> None:
    found = matched(shared_data)
    assert len(counted()) == 129
    assert len(found) >= 0.95 * len(counted())
    assert len(found) >= 0.95 * len(extracted(shared_data)[1])


def test_no_question_is_cut_or_run_together(shared_data: Path) -> None:
    questions = counted()
    wrong = [
        item.text for k, item in matched(shared_data).items() if item.text.count("?") != questions[k].marks
    ]
    assert wrong == []


def test_sub_questions_hang_under_their_question(shared_data: Path) -> None:
    questions, found = counted(), matched(shared_data)
    wrong = [
        item.text
        for k, item in found.items()
        if item.parent != ("" if (above := questions[k].above) is None else found[above].item_id)
    ]
    assert wrong == []


def test_sections_are_those_of_the_print(shared_data: Path) -> None:
    questions, found = counted(), matched(shared_data)
    wrong = [
        (item.text, item.section)
        for k, item in found.items()
        if tuple(title.rstrip(":") for title in item.section[-2:]) != questions[k].section
    ]
    assert len(wrong) <= 0.05 * len(found), wrong


def test_every_item_is_word_for_word_on_its_pages(shared_data: Path) -> None:
    document, items = extracted(shared_data)
    low, high = COUNTED["pages"]
    for item in items:
        texts = [document.page(span.page).text[span.start : span.end] for span in item.spans]
        assert " ".join(texts) == item.text
        assert all(low <= span.page <= high for span in item.spans)


def test_a_question_over_a_page_break_has_two_spans(shared_data: Path) -> None:
    broken = [item for item in extracted(shared_data)[1] if len(item.spans) > 1]
    assert [[span.page for span in item.spans] for item in broken] == [[32, 33]]


@pytest.mark.parametrize("name", ["nist-ai-100-1", "nist-sp-800-218"])
def test_documents_without_questions_give_none(shared_data: Path, name: str) -> None:
    pages = read_pdf((shared_data / "pdfs" / f"{name}.pdf").read_bytes(), Limits()).pages
    document = Document(document_id=name, title=name, file=name, sha256="0" * 64, pages=pages)
    assert extract_items(document) == ()
