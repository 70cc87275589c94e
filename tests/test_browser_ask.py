"""The first journey, in a real browser: first start, build, ask, open the cited page, look it up."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.browser import QUESTION, QUOTE, Visit, copy_project, drone_handbook, visiting, wait_until_built
from toolkit_qa.marks import CHOSEN_FILL

HANDBOOK = drone_handbook("A copy is never sent by e-mail.")

pytestmark = pytest.mark.browser


def marked_pixels(sheet: Locator) -> int:
    """How many pixels that can be seen of the sheet have the colour of the chosen mark."""
    colours = Image.open(io.BytesIO(sheet.screenshot())).convert("RGB").getcolors(maxcolors=1_000_000)
    return sum(count for count, colour in colours or () if colour == CHOSEN_FILL)


def ask_and_open(visit: Visit) -> None:
    page = visit.page
    visit.ask(QUESTION)
    expect(page.get_by_text(QUOTE).first).to_be_visible(timeout=60_000)
    expect(page.locator(".st-key-turn-0")).to_contain_text("Answered")
    page.locator("[class*='st-key-mark-a0-0-1'] button:visible").click()


def check_picture(visit: Visit) -> None:
    page = visit.page
    picture = page.locator(".st-key-sheet img")
    expect(picture).to_be_visible(timeout=60_000)
    expect(picture).to_have_attribute("alt", "Page 2 of Drone handbook, with the quoted words marked")
    expect(page.locator(".st-key-source")).to_contain_text("PDF page 2 of 3")
    assert marked_pixels(page.locator(".st-key-sheet")) > 1_000
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".st-key-source")).to_contain_text("PDF page 3 of 3")
    page.get_by_role("button", name="Marked: PDF page 2").click()
    expect(page.locator(".st-key-source")).to_contain_text("PDF page 2 of 3")


def check_citation(visit: Visit) -> None:
    page = visit.page
    visit.settle()
    page.get_by_role("button", name="Cite").click()
    expect(page.get_by_test_id("stCode")).to_contain_text(QUOTE)
    expect(page.get_by_test_id("stCode")).to_contain_text("Drone handbook")
    page.keyboard.press("Escape")
    visit.settle()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert Path(download.value.path()).read_bytes() == HANDBOOK
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".st-key-source")).to_have_count(0)


def check_not_covered(visit: Visit) -> None:
    visit.ask("How long should spaghetti be boiled?")
    turn = visit.page.locator(".st-key-turn-1")
    expect(turn).to_contain_text("Not covered", timeout=60_000)
    expect(turn).to_contain_text("Not an answer")


def look_up(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("link", name="Look up").click()
    box = page.get_by_label("Words, a question or a phrase")
    box.fill("drone recordings")
    box.press("Enter")
    expect(page.locator("mark").first).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Show page").first.click()
    expect(page.locator(".st-key-sheet img")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="Ask").click()
    expect(page.get_by_text(QUOTE).first).to_be_visible()  # the conversation is still there


def test_from_first_start_to_a_cited_page(tmp_path: Path, chromium: str) -> None:
    project = copy_project(tmp_path / "project", {"handbook.pdf": HANDBOOK})
    with visiting(project, chromium) as visit:
        visit.page.goto(visit.address)
        expect(visit.page.get_by_role("progressbar")).to_be_visible(timeout=60_000)
        wait_until_built(visit.page)
        ask_and_open(visit)
        check_picture(visit)
        check_citation(visit)
        check_not_covered(visit)
        look_up(visit)
        visit.page.get_by_role("link", name="About").click()
        expect(visit.page.get_by_text("Drone handbook", exact=True)).to_be_visible()


def test_two_tabs_at_once_build_once(tmp_path: Path, chromium: str) -> None:
    project = copy_project(tmp_path / "project", {"handbook.pdf": HANDBOOK})
    with visiting(project, chromium) as visit:
        second = visit.page.context.new_page()
        visit.page.goto(visit.address)
        second.goto(visit.address)
        for page in (visit.page, second):
            wait_until_built(page)
        assert len(list((project / "index" / "store" / "versions").iterdir())) == 1
        assert (project / "data" / "log").is_dir()
