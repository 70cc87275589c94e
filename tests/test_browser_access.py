"""Accessibility in a real browser, on every page: axe-core, names, headings, keyboard, zoom, announcements.

What docs/ACCESSIBILITY.md claims is tested here. Each scene is played once and looked at by several tests;
its pictures are left in test-output/, light and dark, for people to look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import ROOT
from tests.browser import QUESTION, copy_project, drone_handbook, running_app, wait_until_built
from tests.chromium import CHROMIUM_ARGUMENTS
from tests.scenes import SCENES, Script, asked, opened, settle
from tests.test_ui_about import made_result
from toolkit_qa import last_evaluation
from toolkit_qa.ui import announcing, words

pytestmark = pytest.mark.browser

PICTURES = ROOT / "test-output" / "pages"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (390, 350)  # a telephone; 1,400 pixels at 400 %
SCRIPT = Script(
    question=QUESTION,
    outside="How long should spaghetti be boiled?",
    search="drone recordings",
    checklist="Before use",
)
ORDER = """# Order on drones

## Before use

- [ ] Is the warrant signed?
- [ ] Does somebody check that no copy of a recording leaves the unit?
- [ ] Is the pilot trained?
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The running app, with its index built."""
    corpus = {"handbook.pdf": drone_handbook(), "order.md": ORDER.encode()}
    project = copy_project(tmp_path_factory.mktemp("access") / "project", corpus)
    (project / "index" / "store").mkdir()
    last_evaluation.keep(project / "index" / "store", made_result("0123456789ab"))
    with running_app(project) as where:
        yield where
    assert "Traceback" not in (project / "app.log").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser(chromium: str, address: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_ARGUMENTS))
        page = browser.new_page()
        page.goto(address)
        wait_until_built(page)
        page.close()
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module", params=SCENES)
def scene(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[tuple[str, Page]]:
    """A page of the app in one of its states; the tests leave it as they found it."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    SCENES[request.param](page, address, SCRIPT)
    settle(page)
    yield request.param, page
    context.close()


# --- every page ---


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(scene: tuple[str, Page], scheme: str) -> None:
    name, page = scene
    page.emulate_media(color_scheme=scheme)
    settle(page)
    assert (brightness(page) > 128) == (scheme == "light")
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}-{scheme}.png")
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    assert not serious, [(one["id"], [node["html"] for node in one["nodes"]]) for one in serious]


def brightness(page: Page) -> float:
    """Of the ground, from 0 to 255."""
    colour = page.get_by_test_id("stApp").evaluate("(one) => getComputedStyle(one).backgroundColor")
    parts = [float(part) for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    return sum(parts) / 3


def test_a_page_has_a_title_of_its_own_a_language_and_headings_in_order(scene: tuple[str, Page]) -> None:
    name, page = scene
    title = {
        "ask": words.common.ASK,
        "lookup": words.common.LOOK_UP,
        "about": words.common.ABOUT,
        "library": words.common.LIBRARY,
    }
    expected = title.get(name.partition("-")[0], words.common.CHECKLISTS)
    assert page.title() == words.common.PAGE_TITLE.format(page=expected, app=words.common.APP)
    assert page.locator("html").get_attribute("lang") == "en"
    levels = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all("(all) => all.map((h) => +h.tagName[1])")
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


# What scrolls the page sideways, and which controls are cut off at its edges.
TOO_WIDE = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  const wide = [document.scrollingElement, main].filter((one) => one.scrollWidth > one.clientWidth).length;
  const cut = [...main.querySelectorAll("*")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width > 1 && box.right > innerWidth + 1 && !one.closest(".st-key-sheet");
  });
  const controls = cut.filter((one) => one.matches("button, input, textarea, a"));
  return (wide ? cut : controls).map((one) => `${one.className} ${one.outerHTML.slice(0, 160)}`);
}"""


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_scrolled_sideways_on_narrow_screens_and_at_400_percent(
    scene: tuple[str, Page], width: int
) -> None:
    _, page = scene
    page.set_viewport_size({"width": width, "height": 844})
    page.wait_for_timeout(300)
    wide = page.evaluate(TOO_WIDE)
    page.set_viewport_size({"width": 1400, "height": 900})
    assert wide == []


# --- by keyboard ---

FOCUSED = """() => {
  const one = document.activeElement;
  const shows = (style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
    || style.boxShadow !== "none";
  const around = [one, one.parentElement, one.parentElement?.parentElement, one.nextElementSibling];
  const box = one.getBoundingClientRect();
  return {
    name: (one.getAttribute("aria-label") || one.innerText || one.tagName).trim().replace(/\\s+/g, " "),
    key: (one.closest("[class*=st-key-]")?.className.match(/st-key-[^ ]*/) ?? [""])[0],
    tag: one.tagName,
    seen: box.bottom > 0 && box.top < innerHeight,
    shown: around.some((each) => each && shows(getComputedStyle(each)))
      || one.matches("input, textarea"),
  };
}"""


def tab_to(page: Page, key: str, name: str = "", *, most: int = 80) -> None:
    """Presses Tab until the focus is in the container `key` (on what is called `name`); checks each stop."""
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        assert stop["tag"] == "BODY" or stop["shown"], f"no focus to be seen on {stop}"
        if stop["key"].startswith(f"st-key-{key}") and name in stop["name"]:
            assert stop["seen"], f"the focus is out of view on {stop}"
            return
    raise AssertionError(f"{key} {name} is not reached by Tab")


def press(page: Page, key: str, name: str = "", *, with_key: str = "Enter") -> None:
    tab_to(page, key, name)
    page.keyboard.press(with_key)


def test_all_of_a_journey_goes_by_keyboard(page: Page, address: str) -> None:
    opened(page, address, "")
    settle(page)
    tab_to(page, "question")
    page.keyboard.type(SCRIPT.question)
    page.keyboard.press("Enter")
    turn = page.locator(".st-key-turn-0")
    expect(turn.locator(".stMarkdownBadge:visible").first).to_be_visible(timeout=60_000)
    settle(page)
    press(page, "mark-")
    source = page.locator(".st-key-source")
    expect(source).to_contain_text(words.sources.PAGE_OF.format(number=2, count=3), timeout=60_000)
    settle(page)
    press(page, "source-next")
    expect(source).to_contain_text(words.sources.PAGE_OF.format(number=3, count=3))
    settle(page)
    press(page, "source-close")
    expect(source).to_have_count(0)
    settle(page)
    press(page, "", words.common.EXPORT)
    tab_to(page, "", words.exporting.EXPORTS_ANSWER["md"][0])
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert SCRIPT.question in Path(download.value.path()).read_text(encoding="utf-8")
    page.keyboard.press("Escape")
    press(page, "", words.asking.OPEN_ITEM)
    aimed = page.locator(".st-key-todo-aimed")
    expect(aimed).to_be_visible(timeout=60_000)
    settle(page)
    tab_to(page, "answer", most=120)
    page.keyboard.press("Space")
    expect(aimed.locator("[aria-checked=true], [aria-pressed=true]")).to_have_count(1, timeout=30_000)


# --- what is said, and what moves ---

LISTEN = f"""() => {{
  window.heard = [];
  const line = document.getElementById("{announcing.PLACE}");
  new MutationObserver(() => line.textContent && window.heard.push(line.textContent))
    .observe(line, {{childList: true, characterData: true, subtree: true}});
  window.others = [];
  new MutationObserver((all) => all.forEach((one) => {{
    const live = (one.target.closest ? one.target : one.target.parentElement)
      ?.closest("[aria-live]:not([aria-live=off]), [role=status], [role=log], [role=alert]");
    if (live && live !== line) window.others.push(live.outerHTML.slice(0, 200));
  }})).observe(document.body, {{childList: true, characterData: true, subtree: true}});
}}"""


def heard(page: Page) -> list[str]:
    page.wait_for_timeout(800)
    assert page.evaluate("window.others") == []
    return page.evaluate("window.heard")


def test_an_answer_is_announced_once_when_it_is_there(page: Page, address: str) -> None:
    opened(page, address, "")
    settle(page)
    page.evaluate(LISTEN)
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(SCRIPT.question)
    box.press("Enter")
    mark = page.locator("[class*='st-key-mark-'] button:visible").first
    expect(mark).to_be_visible(timeout=60_000)
    settle(page)
    (said,) = heard(page)
    assert said.startswith(words.common.STATUS["answered"].text)
    mark.click()
    expect(page.locator(".st-key-sheet img")).to_be_visible(timeout=60_000)
    assert heard(page) == [said]  # drawing the page again says nothing


def test_the_passages_found_are_announced_once(page: Page, address: str) -> None:
    opened(page, address, "lookup")
    settle(page)
    page.evaluate(LISTEN)
    box = page.get_by_label(words.looking_up.LABEL)
    box.fill(SCRIPT.search)
    box.press("Enter")
    expect(page.locator("mark").first).to_be_visible(timeout=60_000)
    settle(page)
    assert len(heard(page)) == 1


def test_nothing_moves_for_those_who_ask_for_it(browser: Browser, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    opened(page, address, "")
    settle(page)
    page.evaluate(
        """() => { window.moved = []; setInterval(() => window.moved.push(...document.getAnimations()
            .map((one) => one.effect.target.outerHTML.slice(0, 200))), 30); }"""
    )
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(SCRIPT.outside)
    box.press("Enter")
    expect(page.get_by_text(words.asking.NEAREST_BADGE).first).to_be_visible(timeout=60_000)
    settle(page)
    assert page.evaluate("window.moved") == []
    context.close()


def test_every_chip_says_in_words_what_its_colour_says(scene: tuple[str, Page]) -> None:
    _, page = scene
    chips: list[str] = page.locator(".stMarkdownBadge").evaluate_all(
        """(all) => all.map((one) => [...one.childNodes].filter((part) => part.nodeType === Node.TEXT_NODE)
            .map((part) => part.textContent).join("").trim())"""
    )
    assert all(chips), chips


# --- on a telephone ---


def reach(page: Page, name: str) -> None:
    """Opens an app page by the menu, which narrow screens fold away."""
    page.get_by_test_id("stExpandSidebarButton").tap()
    page.get_by_test_id("stSidebarNav").get_by_text(name, exact=True).tap()


def test_the_journey_on_a_telephone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    asked(page, address, SCRIPT.question)
    settle(page)
    page.locator("[class*='st-key-mark-'] button:visible").first.tap()
    sheet = page.locator(".st-key-sheet img")
    expect(sheet).to_be_visible(timeout=60_000)
    settle(page)
    page.screenshot(path=PICTURES / "telephone-source.png")
    page.get_by_role("button", name=words.sources.CLOSE, exact=True).tap()
    expect(sheet).to_have_count(0)
    reach(page, words.common.CHECKLISTS)
    page.get_by_role("button", name=SCRIPT.checklist).first.tap()
    item = page.locator("[class*='st-key-todo-item-']").nth(2)
    item.get_by_text(words.checklists.ANSWER_WORDS["no"], exact=True).first.tap()
    expect(page.get_by_text("answered").first).to_be_visible(timeout=30_000)
    page.screenshot(path=PICTURES / "telephone-checklist.png")
    reach(page, words.common.LOOK_UP)
    box = page.get_by_label(words.looking_up.LABEL)
    box.fill(SCRIPT.search)
    box.press("Enter")
    expect(page.locator("mark").first).to_be_visible(timeout=60_000)
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    context.close()
