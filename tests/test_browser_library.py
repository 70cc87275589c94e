"""A new edition in the browser: put in, compared, rehearsed, let serve, beside the old one, and gone back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import BUILD_SECONDS, Visit, copy_project, drone_handbook, visiting
from tests.made_editions import mark

LONG = 60_000
QUESTION = "How long are drone recordings kept?"
OLD_RULE = "Drone recordings are kept for ninety days on a locked server."
NEW_RULE = "Drone recordings are kept for thirty days on a locked server."


def edition(rule: str) -> bytes:
    """A small handbook with one rule in it."""
    storage = ("Storage of recordings", "", rule, "Nobody may keep a copy of a recording at home.")
    return drone_handbook(storage=storage)


pytestmark = pytest.mark.browser


def answered(visit: Visit, number: int, rule: str) -> None:
    """Asks, and sees the rule as it stands in the version that serves."""
    visit.page.get_by_role("link", name="Ask").click()
    visit.ask(QUESTION)
    expect(turn(visit.page, number)).to_contain_text(rule, timeout=LONG)


def turn(page: Page, number: int) -> Locator:
    return page.locator(f".st-key-turn-{number}")


def library(page: Page) -> Locator:
    page.get_by_role("link", name="Library").click()
    there = page.locator(".st-key-library")
    expect(there).to_be_visible(timeout=LONG)
    return there


def put_in(page: Page, name: str, data: bytes) -> None:
    """As a file that is dropped on the box."""
    here = library(page)
    expect(here).to_contain_text("in the index")
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": data}
    )
    page.get_by_role("button", name="Add to the library").click()
    expect(here).to_contain_text("takes the place of the earlier file", timeout=LONG)
    expect(here).to_contain_text("waits for the next build")


def build(page: Page) -> None:
    page.get_by_label("Note, kept with the version").fill("second edition")
    page.get_by_role("button", name="Build", exact=True).click()
    expect(page.locator(".st-key-library-waiting")).to_be_visible(timeout=BUILD_SECONDS * 1000)
    expect(page.locator(".st-key-library")).to_contain_text("in the version that waits")


def compare(page: Page) -> None:
    page.get_by_role("button", name="See what changed").click()
    changed = page.locator(".st-key-library")
    expect(changed.locator("del", has_text="ninety")).to_be_visible(timeout=LONG)
    expect(changed.locator("ins", has_text="thirty")).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible()


def rehearse(page: Page) -> None:
    page.get_by_role("button", name="2 · Rehearse").click()
    expect(page.get_by_text("Nothing speaks against version")).to_be_visible(timeout=LONG)
    told = page.locator("[class*='st-key-rehearsed-']").first
    expect(told).to_contain_text(OLD_RULE)
    expect(told).to_contain_text(NEW_RULE)


def earlier(page: Page, number: int) -> None:
    """The earlier edition beside the answer of today, its page in a picture of its own file."""
    here = turn(page, number)
    here.get_by_role("button", name="What did the earlier edition say?").click()
    then = page.locator(f".st-key-earlier-then-a{number}")
    expect(then.locator("del", has_text="ninety")).to_be_visible(timeout=LONG)
    expect(page.locator(f".st-key-earlier-now-a{number} ins", has_text="thirty")).to_be_visible()
    then.get_by_role("button", name="Show page").last.click()
    expect(page.locator(".st-key-sheet img")).to_be_visible(timeout=LONG)
    expect(page.locator(".st-key-source")).to_contain_text("PDF page 3 of 3")
    page.get_by_role("button", name="Close", exact=True).click()


def test_a_new_edition_from_its_file_to_its_answers_and_back(tmp_path: Path, chromium: str) -> None:
    project = copy_project(tmp_path / "project", {"agency/handbook.pdf": edition(OLD_RULE)})
    mark(project / "data", QUESTION)
    with visiting(project, chromium) as visit:
        page = visit.page
        visit.start()
        answered(visit, 0, OLD_RULE)
        put_in(page, "handbook.pdf", edition(NEW_RULE))
        build(page)
        answered(visit, 1, OLD_RULE)  # nothing is switched by a build
        library(page)
        compare(page)
        rehearse(page)
        page.get_by_role("button", name="3 · Let it serve").click()
        expect(page.locator(".st-key-library")).to_contain_text("is in use now", timeout=LONG)
        answered(visit, 2, NEW_RULE)
        earlier(page, 2)
        library(page)
        page.get_by_role("tab", name="Versions").click()
        page.get_by_role("button", name="Go back to version").click()
        expect(page.locator(".st-key-library")).to_contain_text("is in use now", timeout=LONG)
        answered(visit, 3, OLD_RULE)
