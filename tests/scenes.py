"""Every page of the app in each state that people meet: for looking at, and for checking what holds on all.

A scene is a function that brings a browser page on the running app into one state. Which questions are asked
stands in `Script`, so that the same scenes play on a small corpus of a test and on the starter documents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from toolkit_qa.ui import words

SECONDS = 1000
LONG = 60 * SECONDS


@dataclass(frozen=True, kw_only=True, slots=True)
class Script:
    """What is asked and searched, and which checklist is opened, on the corpus at hand."""

    question: str
    outside: str
    search: str
    checklist: str


Scene = Callable[[Page, str, Script], None]

STARTER = Script(
    question="What is automation bias?",
    outside="How long should spaghetti be boiled?",
    search="human oversight of facial recognition",
    checklist="Which questions should we put to a vendor?",
)


def settle(page: Page) -> None:
    """Waits until the page is drawn, every picture is loaded and nothing moves any more."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=LONG)
    page.wait_for_function("[...document.images].every((one) => one.complete)")
    page.wait_for_timeout(500)


def opened(page: Page, address: str, path: str) -> None:
    """The app page at `path`, with its own column drawn."""
    page.goto(f"{address}/{path}")
    expect(page.locator(f".st-key-{path or 'ask'}")).to_be_visible(timeout=LONG)


def asked(page: Page, address: str, question: str) -> Locator:
    """A question in a new conversation; its turn, once the verdict is there."""
    opened(page, address, "")
    box = page.get_by_test_id("stChatInputTextArea")
    expect(box).to_be_enabled(timeout=LONG)
    box.fill(question)
    box.press("Enter")
    turn = page.locator(".st-key-turn-0")
    expect(turn.locator(".stMarkdownBadge:visible").first).to_be_visible(timeout=LONG)
    return turn


def ask_empty(page: Page, address: str, script: Script) -> None:
    opened(page, address, "")


def ask_answered(page: Page, address: str, script: Script) -> None:
    asked(page, address, script.question)


def ask_source(page: Page, address: str, script: Script) -> None:
    """An answer with the page of its first quote open beside it."""
    turn = asked(page, address, script.question)
    turn.locator("[class*='st-key-mark-'] button:visible").first.click()
    expect(page.locator(".st-key-sheet img")).to_be_visible(timeout=LONG)


def ask_not_covered(page: Page, address: str, script: Script) -> None:
    turn = asked(page, address, script.outside)
    expect(turn).to_contain_text(words.asking.NEAREST_BADGE, timeout=LONG)


def ask_export(page: Page, address: str, script: Script) -> None:
    """The menu that puts an answer in a file, open; related questions below it."""
    asked(page, address, script.question)
    settle(page)
    page.locator(".st-key-export-answer-0 button:visible").first.click()
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible(timeout=LONG)


def ask_judged(page: Page, address: str, script: Script) -> None:
    """A thumb down, with the reasons to choose from."""
    turn = asked(page, address, script.question)
    turn.get_by_role("radio", name="Thumbs down").or_(
        turn.locator("[class*='st-key-thumb-'] button").nth(1)
    ).first.click()
    expect(turn.get_by_label(words.asking.FEEDBACK_COMMENT)).to_be_visible(timeout=LONG)


def ask_reworded(page: Page, address: str, script: Script) -> None:
    """A question about to be asked in other words."""
    turn = asked(page, address, script.question)
    turn.locator("[class*='st-key-edit-'] button:visible").first.click()
    expect(turn.get_by_label(words.asking.EDIT_LABEL)).to_be_visible(timeout=LONG)


def ask_conversations(page: Page, address: str, script: Script) -> None:
    """The drawer of past conversations, one about to be renamed."""
    asked(page, address, script.question)
    page.get_by_role("button", name=words.conversations.CONVERSATIONS).click()
    page.locator("[class*='st-key-rename-conversation-'] button:visible").first.click()
    expect(page.get_by_label(words.conversations.TITLE, exact=True)).to_be_visible(timeout=LONG)


def lookup_why(page: Page, address: str, script: Script) -> None:
    """Why the first passage has its rank."""
    lookup_hits(page, address, script)
    settle(page)
    page.get_by_role("button", name=words.looking_up.WHY).first.click()
    expect(page.get_by_text(words.looking_up.WHY_HEAD[0]).first).to_be_visible(timeout=LONG)


def lookup_empty(page: Page, address: str, script: Script) -> None:
    opened(page, address, "lookup")


def lookup_hits(page: Page, address: str, script: Script) -> None:
    opened(page, address, "lookup")
    box = page.get_by_label(words.looking_up.LABEL)
    box.fill(script.search)
    box.press("Enter")
    expect(page.locator("mark").first).to_be_visible(timeout=LONG)


def lookup_explained(page: Page, address: str, script: Script) -> None:
    """The filters open, and the rank of the best passage explained."""
    lookup_hits(page, address, script)
    page.get_by_text(words.looking_up.FILTERS, exact=True).click()
    settle(page)
    page.locator(".st-key-why-h1 button:visible").click()
    expect(page.locator("table.why")).to_be_visible(timeout=LONG)


def checklists(page: Page, address: str, script: Script) -> None:
    opened(page, address, "checklists")


def checklist(page: Page, address: str, script: Script) -> None:
    """One checklist, nothing answered yet."""
    opened(page, address, "checklists")
    page.get_by_role("button", name=script.checklist).first.click()
    expect(page.locator("[class*='st-key-todo-item-']").first).to_be_visible(timeout=LONG)


def checklist_begun(page: Page, address: str, script: Script) -> None:
    """The same with two answers, their summary drawn."""
    checklist(page, address, script)
    for number, answer in ((0, "yes"), (2, "partly")):
        settle(page)
        item = page.locator("[class*='st-key-todo-item-']").nth(number)
        chosen = item.locator("[aria-checked=true], [aria-pressed=true]")
        if not chosen.count():
            item.get_by_text(words.checklists.ANSWER_WORDS[answer], exact=True).first.click()
        expect(chosen).to_have_count(1, timeout=LONG)


def library_tab(number: int) -> Scene:
    """The Library page with one of its tabs in front."""

    def scene(page: Page, address: str, script: Script) -> None:
        opened(page, address, "library")
        page.get_by_role("tab").nth(number).click()

    return scene


def about(page: Page, address: str, script: Script) -> None:
    opened(page, address, "about")


def about_figures(page: Page, address: str, script: Script) -> None:
    """How good it is: the figures, where some were measured."""
    opened(page, address, "about")
    page.locator(".st-key-about-figures").evaluate("(one) => one.scrollIntoView()")


def about_principle(page: Page, address: str, script: Script) -> None:
    """The judgement on one principle, unfolded."""
    opened(page, address, "about")
    page.locator("[class*='st-key-principle-accuracy'] summary").click()
    expect(page.locator(".st-key-evidence-accuracy")).to_be_visible(timeout=LONG)


def about_evidence(page: Page, address: str, script: Script) -> None:
    """A file that is named as evidence, open in a window."""
    about_principle(page, address, script)
    page.locator(".st-key-evidence-accuracy button").first.click()
    expect(page.get_by_role("dialog")).to_be_visible(timeout=LONG)


SCENES: dict[str, Scene] = {
    "ask-empty": ask_empty,
    "ask-answered": ask_answered,
    "ask-source": ask_source,
    "ask-not-covered": ask_not_covered,
    "ask-export": ask_export,
    "ask-judged": ask_judged,
    "ask-reworded": ask_reworded,
    "ask-conversations": ask_conversations,
    "lookup-empty": lookup_empty,
    "lookup-hits": lookup_hits,
    "lookup-why": lookup_why,
    "lookup-explained": lookup_explained,
    "checklists": checklists,
    "checklist": checklist,
    "checklist-begun": checklist_begun,
    **{f"library-{number}": library_tab(number) for number in range(len(words.library.TABS))},
    "about": about,
    "about-figures": about_figures,
    "about-principle": about_principle,
    "about-evidence": about_evidence,
}
