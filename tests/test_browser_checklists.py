"""A checklist in a real browser: fill it by keyboard, reload, come back by a link, take it away as a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import BUILD_SECONDS, Visit, copy_project, visiting
from toolkit_qa.filled import FilledChecklist, FilledItem
from toolkit_qa.filled_shelf import FilledShelf

BOXES = "\n".join(f"- [ ] Point {number} of the order is written down and signed" for number in range(1, 31))
ORDER = (
    f"# Order on drones\n\n## Before use\n\n{BOXES}\n- [ ] Nobody runs <script>document.title='x'</script>\n"
)
NOTE = "Decision 14 of 3 March\n<b>x</b> $a$"

pytestmark = pytest.mark.browser


def item_of(visit: Visit, text: str):
    return visit.page.locator("[class*='st-key-todo-item-'], .st-key-todo-aimed").filter(has_text=text)


def fill(visit: Visit) -> None:
    """Answers by keyboard alone, and types evidence without ever leaving the box."""
    item = item_of(visit, "Point 2 of")
    choice = item.get_by_role("radio", name="Partly").or_(item.get_by_role("button", name="Partly")).first
    visit.press(choice, "Space")
    expect(visit.page.get_by_text("1 of 31 answered")).to_be_visible(timeout=30_000)
    visit.press(item.get_by_role("button", name="Evidence"), "Enter")
    box = item.get_by_role("textbox")
    expect(box).to_be_visible(timeout=30_000)
    box.press_sequentially(NOTE)


def saved(project: Path) -> FilledChecklist:
    (form,) = FilledShelf(project / "data").forms()
    return form.filled


def saved_item(project: Path) -> FilledItem:
    return next(one for one in saved(project).items if "Point 2 of" in one.text)


def test_a_checklist_is_filled_reloaded_and_taken_away(tmp_path: Path, chromium: str) -> None:
    project = copy_project(tmp_path / "project", {"order.md": ORDER.encode()})
    with visiting(project, chromium) as visit:
        page = visit.page
        page.goto(f"{visit.address}/checklists")
        page.get_by_role("button", name="Before use").click(timeout=BUILD_SECONDS * 1000)
        fill(visit)
        expect(page.get_by_text("Saved 20")).to_be_visible(timeout=30_000)
        page.wait_for_timeout(3_000)
        assert (saved_item(project).answer, saved_item(project).note) == ("partly", NOTE)
        page.reload()
        expect(item_of(visit, "Point 2 of").get_by_role("textbox")).to_have_value(NOTE, timeout=60_000)
        page.goto(f"{page.url}&item={saved(project).items[-2].item_id}")
        expect(page.locator(".st-key-todo-aimed")).to_contain_text("Point 30 of", timeout=60_000)
        expect(page.locator(".st-key-todo-aimed")).to_be_in_viewport(ratio=0.9, timeout=15_000)
        page.get_by_role("button", name="Export").click()
        with page.expect_download() as download:
            page.get_by_role("button", name="JSON").click()
        exported = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
        assert [one["note"] for one in exported["items"] if one["note"]] == [NOTE]
