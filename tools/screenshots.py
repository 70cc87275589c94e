"""Pictures of every page: `python -m tools.screenshots` runs the app on the starter corpus and draws them.

All of them, light and dark and in three widths, go to test-output/screenshots/ (not kept in git), to be
looked at. With `--docs` those that README and docs show are drawn again instead. Uses the helpers of the
browser tests, so it needs requirements-dev.txt and an installed Chromium.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests import ROOT
from tests.browser import copy_project, running_app, wait_until_built
from tests.chromium import CHROMIUM_ARGUMENTS, find_chromium
from tests.scenes import SCENES, STARTER, settle

FOLDER = ROOT / "test-output" / "screenshots"
SIZES = {1400: 900, 820: 1180, 390: 844}
SCHEMES = ("light", "dark")
# scene -> file, in docs/; one size and scheme
SHOWN = {"ask-source": "screenshot-ask.png", "checklist-begun": "screenshot-checklist.png"}
COLOURS = 128  # of the pictures in docs: small files, and no difference to be seen


def corpus() -> dict[str, bytes]:
    """The manifest and the starter documents, path to bytes."""
    folder = ROOT / "corpus"
    paths = [folder / "manifest.toml", *sorted((folder / "starter").glob("*.pdf"))]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@contextmanager
def app_and_browser(chromium: str) -> Iterator[tuple[str, Browser]]:
    """The app on the starter corpus, its index built and its figures measured, and a Chromium."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        project = copy_project(Path(folder) / "project", corpus())
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_ARGUMENTS))
        with running_app(project) as address:
            page = browser.new_page()
            page.goto(address)
            wait_until_built(page)
            page.close()
            command = [sys.executable, "-m", "toolkit_qa", "evaluate", "--half", "test", "--json"]
            subprocess.run(command, cwd=project, check=True, capture_output=True)
            yield address, browser
        browser.close()


def draw(browser: Browser, address: str, scene: str, width: int, scheme: str, path: Path) -> None:
    """One picture."""
    context = browser.new_context(
        viewport={"width": width, "height": SIZES[width]},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page: Page = context.new_page()
    SCENES[scene](page, address, STARTER)
    settle(page)
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
    context.close()


def draw_all(browser: Browser, address: str) -> None:
    for scene in SCENES:
        for width in SIZES:
            for scheme in SCHEMES:
                draw(browser, address, scene, width, scheme, FOLDER / f"{scene}-{width}-{scheme}.png")
        print(f"drew {scene}")


def draw_shown(browser: Browser, address: str) -> None:
    for scene, name in SHOWN.items():
        path = ROOT / "docs" / name
        draw(browser, address, scene, 1400, "light", path)
        with Image.open(path) as picture:
            small = picture.convert("RGB").quantize(COLOURS)
        small.save(path, optimize=True)
        print(f"wrote docs/{name}: {path.stat().st_size // 1000} kB")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.screenshots", description=__doc__)
    parser.add_argument("--docs", action="store_true", help="draw those that README and docs show")
    shown = parser.parse_args().docs
    chromium = find_chromium()
    if chromium is None:
        sys.exit("No Chromium found: install it, or set TOOLKIT_QA_CHROMIUM.")
    with app_and_browser(chromium) as (address, browser):
        (draw_shown if shown else draw_all)(browser, address)
    return 0


if __name__ == "__main__":
    sys.exit(main())
