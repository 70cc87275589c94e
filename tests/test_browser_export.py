"""From a question to a file, in a real browser: mark, page, Word, print; from a search to a table."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Download, expect

from tests.browser import QUESTION, QUOTE, Visit, copy_project, drone_handbook, visiting
from tests.scenes import settle
from toolkit_qa.ui import words

WIDER = "Where is a camera recording of a drone stored on the server?"
NEAR = "Who may watch a camera recording?"

NOTE = """# Storage note

## Who may watch a camera recording?

A camera recording is watched by the investigator of the case. Another officer asks the superintendent first.

## Where are drone recordings stored?

Drone recordings are stored on the locked server of the agency. Nobody stores a recording at home.

## Who signs the log of the server?

The custody sergeant signs the log of the server every morning. The log is kept for a year.

## May a drone fly over a crowd?

A drone flies over a crowd only with a warrant. The pilot carries the warrant and shows it when asked.

## When is the heating of the garage serviced?

The heating of the garage is serviced in October. The caretaker calls the plumber and notes the date.

## Who orders paper for the printers?

Paper for the printers is ordered by the front office. It takes two days until the paper is there.
"""

pytestmark = pytest.mark.browser


def ask_and_open(visit: Visit) -> None:
    page = visit.page
    visit.ask(QUESTION)
    expect(page.get_by_text(QUOTE).first).to_be_visible(timeout=60_000)
    page.locator("[class*='st-key-mark-a0-0-1'] button:visible").click()
    expect(page.locator(".st-key-sheet img")).to_be_visible(timeout=60_000)
    expect(page.locator(".st-key-source")).to_contain_text("PDF page 2 of 3")


def downloaded(visit: Visit, slot: str, name: str) -> Download:
    """A file out of one of the export menus."""
    page = visit.page
    settle(page)
    page.locator(f".st-key-export-{slot} button:visible").first.click()
    with page.expect_download() as download:
        page.get_by_test_id("stPopoverBody").get_by_text(name, exact=True).click()
    page.keyboard.press("Escape")
    return download.value


def check_word(visit: Visit) -> None:
    """The Word document holds question, quote, page and the ids that a printed page has too."""
    file = downloaded(visit, "answer-0", words.exporting.EXPORTS_ANSWER["docx"][0])
    assert file.suggested_filename == "who-may-release-a-drone-recording.docx"
    text = "\n".join(one.text for one in docx.Document(str(file.path())).paragraphs)
    record = visit.page.locator(".st-key-record-0").text_content() or ""
    answer_id, version = record.split(" · ")[0].removeprefix("Answer "), record.split(" · ")[1]
    for part in (QUESTION, QUOTE, "Drone handbook", "page 2", f"Answer id: {answer_id}"):
        assert part in text
    assert version.removeprefix("Index version ") in text
    assert "Asked: 20" in text


def check_print(visit: Visit) -> None:
    """On paper stand question, verdict, quotes with numbers, sources and ids, and nothing to click."""
    page = visit.page
    page.emulate_media(media="print")
    expect(page.get_by_text(QUOTE).first).to_be_visible()
    expect(page.locator(".st-key-record-0")).to_be_visible()
    expect(page.locator(".st-key-turn-0")).to_contain_text(words.common.STATUS["answered"].text)
    for hidden in (".st-key-source", ".st-key-ask-box", ".st-key-ask-after", ".st-key-export-answer-0"):
        expect(page.locator(hidden).first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor") in (
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    )
    page.emulate_media(media="screen")


def check_related(visit: Visit) -> None:
    """A question near an answer is offered, and is answered when it is asked; all of it is one file."""
    page = visit.page
    visit.ask(WIDER)
    page.locator(".st-key-related").get_by_text(NEAR).click(timeout=60_000)
    turn = page.locator(".st-key-turn-2")
    expect(turn).to_contain_text(words.common.STATUS["answered"].text, timeout=60_000)
    both = downloaded(visit, "conversation", words.exporting.EXPORTS_ANSWER["md"][0])
    text = Path(both.path()).read_text(encoding="utf-8")
    asked = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert asked == [QUESTION, WIDER, NEAR]


def look_up(visit: Visit) -> None:
    """A search within one document, its citation in the clipboard, its table in a file."""
    page = visit.page
    page.get_by_role("link", name=words.common.LOOK_UP).click()
    box = page.get_by_label(words.looking_up.LABEL)
    box.fill("recordings stored")
    box.press("Enter")
    expect(page.locator("mark").first).to_be_visible(timeout=60_000)
    page.get_by_text(words.looking_up.FILTERS, exact=True).click()
    settle(page)
    page.locator(".st-key-lookup-documents input").click()
    page.get_by_role("option", name="Storage note").click()
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-lookup")).to_contain_text(words.looking_up.FILTERS_CHOSEN.format(count=1))
    expect(page.locator(".st-key-lookup")).not_to_contain_text("Drone handbook", timeout=60_000)
    page.get_by_role("button", name=words.looking_up.WHY).first.click()
    expect(page.locator("table.why")).to_contain_text(words.looking_up.WHY_PARTS["words"][0])
    page.locator(".st-key-cite-h1 button:visible").first.click()
    page.locator(".st-key-citation-h1").locator("button").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Drone recordings are stored on the locked server" in copied
    assert "Storage note" in copied
    page.keyboard.press("Escape")


def check_table(visit: Visit) -> None:
    file = downloaded(visit, "hits", words.exporting.EXPORTS_HITS["csv"][0])
    text = Path(file.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {row["document"] for row in rows} == {"Storage note"}
    assert {row["searched in"] for row in rows} == {"Storage note"}
    assert rows[0]["rank"] == "1"


def test_what_was_found_goes_into_a_file(tmp_path: Path, chromium: str) -> None:
    corpus = {"handbook.pdf": drone_handbook(), "note.md": NOTE.encode("utf-8")}
    project = copy_project(tmp_path / "project", corpus)
    with visiting(project, chromium) as visit:
        visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=visit.address)
        visit.start()
        ask_and_open(visit)
        check_word(visit)
        check_print(visit)
        check_related(visit)
        look_up(visit)
        check_table(visit)
