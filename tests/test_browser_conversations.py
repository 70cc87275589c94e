"""Conversations in a real browser: no reload, click or other page loses anything; renamed, found, deleted."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import QUESTION, QUOTE, Visit, copy_project, visiting
from toolkit_qa.keeping import Keeping
from toolkit_qa.keeping_feedback import all_given

SECOND = "How long are recordings kept?"
SECOND_QUOTE = "Recordings are kept for ninety days on a locked server."
TITLE = "Releases *and* $copies$ [x](y)"
ORDER = f"# Order on drones\n\n## Release\n\n{QUOTE}\n\n## Storage\n\n{SECOND_QUOTE}\n"
COMMENT = "Nothing on copies."
PERSONAL = "Who is jo.doe@example.org and what was released to him?"

# The app with answers that take a while, so that there is time to click meanwhile.
SLOW = """
import time
from toolkit_qa.assistant import Assistant
if not hasattr(Assistant, "quick"):
    Assistant.quick = Assistant.ask
    def ask(self, *arguments, **options):
        time.sleep(3)
        return Assistant.quick(self, *arguments, **options)
    Assistant.ask = ask
"""

pytestmark = pytest.mark.browser


def turn(page: Page, index: int) -> Locator:
    return page.locator(f".st-key-turn-{index}")


def thumbs(page: Page, index: int) -> Locator:
    """The thumbs under an answer: up, then down."""
    return turn(page, index).locator("[class*='st-key-thumb-'] button")


def answered(page: Page, index: int, quote: str) -> None:
    expect(turn(page, index).get_by_text(quote).first).to_be_visible(timeout=60_000)
    expect(thumbs(page, index).first).to_be_visible(timeout=60_000)


def opened(page: Page) -> Locator:
    """The drawer of past conversations."""
    page.get_by_role("button", name="Conversations").click()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_be_visible()
    return drawer


def judge(page: Page, keeping: Keeping) -> None:
    """A thumb down with a reason and a comment."""
    thumbs(page, 0).nth(1).click()
    turn(page, 0).get_by_role("button", name="Incomplete").or_(
        turn(page, 0).get_by_role("radio", name="Incomplete")
    ).first.click()
    box = turn(page, 0).get_by_label("Comment")
    box.fill(COMMENT)
    box.press("Enter")
    until = time.monotonic() + 30
    while [one.comment for one in all_given(keeping)] != [COMMENT] and time.monotonic() < until:
        page.wait_for_timeout(100)


def rename(page: Page) -> None:
    drawer = opened(page)
    drawer.get_by_role("button", name=f"Rename “{QUESTION}”").click()
    box = drawer.get_by_label("Title", exact=True)
    box.fill(TITLE)
    box.press("Enter")
    expect(drawer.get_by_role("button", name=TITLE, exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(page.locator(".st-key-ask-bar")).to_contain_text(TITLE)


def delete(page: Page) -> None:
    drawer = opened(page)
    drawer.get_by_role("button", name=f"Delete “{TITLE}”").click()
    drawer.get_by_role("button", name="Delete the conversation").click()
    expect(drawer.get_by_role("button", name=f"Delete “{TITLE}”")).to_have_count(0)
    page.keyboard.press("Escape")


def test_a_conversation_is_kept_found_again_and_deleted(tmp_path: Path, chromium: str) -> None:
    project = copy_project(tmp_path / "project", {"order.md": ORDER.encode()})
    keeping = Keeping(project / "data")
    with visiting(project, chromium) as visit:
        page = visit.page
        visit.start()
        visit.ask(QUESTION)
        answered(page, 0, QUOTE)
        page.reload()
        answered(page, 0, QUOTE)
        judge(page, keeping)
        page.reload()
        expect(turn(page, 0).get_by_label("Comment")).to_have_value(COMMENT, timeout=60_000)
        assert [(one.thumb, one.reason) for one in all_given(keeping)] == [("down", "incomplete")]
        rename(page)
        first = page.url
        page.get_by_role("button", name="New conversation").first.click()
        expect(page.get_by_text("What would you like to know?")).to_be_visible()
        visit.ask(SECOND)
        answered(page, 0, SECOND_QUOTE)
        assert page.url != first
        opened(page).get_by_role("button", name=TITLE, exact=True).click()
        answered(page, 0, QUOTE)
        expect(page).to_have_url(first)
        visit.ask(PERSONAL)
        expect(turn(page, 1)).to_contain_text("Not processed", timeout=60_000)
        delete(page)
        expect(page.get_by_text("What would you like to know?")).to_be_visible()
        assert [head.title for head in keeping.heads()] == [SECOND]
        assert all_given(keeping) == ()
    for path in (path for path in (project / "data").rglob("*") if path.is_file()):
        content = path.read_bytes()
        assert not [word for word in (b"jo.doe", QUESTION.encode()) if word in content], path


def interrupted(visit: Visit, index: int, question: str, click: Locator) -> None:
    """Asks, and clicks while the answer is being made."""
    visit.ask(question)
    expect(turn(visit.page, index)).to_contain_text("Searching the documents", timeout=30_000)
    click.click()


def test_no_click_while_answering_drops_anything(tmp_path: Path, chromium: str) -> None:
    project = copy_project(tmp_path / "project", {"order.md": ORDER.encode()})
    app = project / "app.py"
    app.write_text(app.read_text(encoding="utf-8") + SLOW, encoding="utf-8")
    with visiting(project, chromium) as visit:
        page = visit.page
        visit.start()
        visit.ask(QUESTION)
        answered(page, 0, QUOTE)
        interrupted(visit, 1, SECOND, thumbs(page, 0).first)  # a thumb on the answer above
        answered(page, 1, SECOND_QUOTE)
        interrupted(visit, 2, QUESTION, page.get_by_role("link", name="Look up"))  # another page
        expect(page.get_by_label("Words, a question or a phrase")).to_be_visible(timeout=60_000)
        page.get_by_role("link", name="Ask").click()
        answered(page, 2, QUOTE)
        interrupted(visit, 3, SECOND, turn(page, 0).locator("[class*='st-key-mark-'] button:visible").first)
        answered(page, 3, SECOND_QUOTE)
        visit.ask(QUESTION)
        expect(turn(page, 4)).to_contain_text("Searching the documents", timeout=30_000)
        page.reload()  # while it is being answered
        answered(page, 4, QUOTE)
        for index, quote in enumerate((QUOTE, SECOND_QUOTE, QUOTE, SECOND_QUOTE)):
            answered(page, index, quote)
    (head,) = Keeping(project / "data").heads()
    kept = Keeping(project / "data").conversation(head.conversation_id).turns
    assert [one.answer is not None for one in kept] == [True] * 5
    assert [one.thumb for one in all_given(Keeping(project / "data"))] == ["up"]
