"""Every page of the app in each state that people meet: for looking at, and for checking what holds on all.

A scene is a function that brings a browser page on the running app into one state. Which questions are asked
stands in `Script`, so that the same scenes play on a small corpus of a test and on the starter documents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

SECONDS = 1000
LONG = 60 * SECONDS


@dataclass(frozen=True, kw_only=True, slots=True)
class Script:
    """What is asked and searched, and which checklist is opened, on the corpus at hand."""

    question: str
    outside: str
    search: str
    checklist: str


STARTER = Script(
    question="What is automation bias?",
    outside="How long should spaghetti be boiled?",
    search="human oversight of facial recognition",
    checklist="Whether to use AI at all",
)


def settle(page: Page) -> None:
    """Waits until the page is drawn, every picture is loaded and nothing moves any more."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=LONG)
    page.wait_for_function("[...document.images].every((one) => one.complete)")
    page.wait_for_timeout(400)


def _go(page: Page, address: str, path: str) -> None:
    page.goto(f"{address}/{path}")
    expect(page.get_by_test_id("stAppViewContainer")).to_be_visible(timeout=LONG)
    expect(page.locator(".st-key-ask, .st-key-lookup, .st-key-checklists, .st-key-library, .st-key-about")).not_to_have_count(0, timeout=LONG)


def _ask(page: Page, question: str) -> Locator:
    box = page.get_by_test_id("stChatInputTextArea")
    expect(box).to_be_enabled(timeout=LONG)
    box.fill(question)
    box.press("Enter")
    turn = page.locator(".st-key-turn-0")
    expect(turn.locator("[data-testid='stBadge'], .stBadge").first).to_be_visible(timeout=LONG)
    return turn


def ask_empty(page: Page, address: str, script: Script) -> None:
    _go(page, address, "")


def ask_answered(page: Page, address: str, script: Script) -> None:
    _go(page, address, "")
    _ask(page, script.question)


def ask_source(page: Page, address: str, script: Script) -> None:
    ask_answered(page, address, script)
    page.locator("[class*='st-key-mark-'] button:visible").first.click()
    expect(page.locator(".st-key-sheet img")).to_be_visible(timeout=LONG)


def ask_not_covered(page: Page, address: str, script: Script) -> None:
    _go(page, address, "")
    _ask(page, script.outside)


def lookup_empty(page: Page, address: str, script: Script) -> None:
    _go(page, address, "lookup")


def lookup_hits(page: Page, address: str, script: Script) -> None:
    _go(page, address, "lookup")
    box = page.locator(".st-key-lookup input").first
    box.fill(script.search)
    box.press("Enter")
    expect(page.locator("mark").first).to_be_visible(timeout=LONG)


def checklists(page: Page, address: str, script: Script) -> None:
    _go(page, address, "checklists")


def checklist(page: Page, address: str, script: Script) -> None:
    _go(page, address, "checklists")
    page.get_by_role("button", name=script.checklist).first.click()
    expect(page.locator("[class*='st-key-todo-item-']").first).to_be_visible(timeout=LONG)


def library(page: Page, address: str, script: Script) -> None:
    _go(page, address, "library")


def about(page: Page, address: str, script: Script) -> None:
    _go(page, address, "about")


Scene = Callable[[Page, str, Script], None]

SCENES: dict[str, Scene] = {
    "ask-empty": ask_empty,
    "ask-answered": ask_answered,
    "ask-source": ask_source,
    "ask-not-covered": ask_not_covered,
    "lookup-empty": lookup_empty,
    "lookup-hits": lookup_hits,
    "checklists": checklists,
    "checklist": checklist,
    "library": library,
    "about": about,
}
