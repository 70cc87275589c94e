"""The picture in the README: `python -m tools.screenshots` runs the app on the starter corpus and draws it.

Uses the helpers of the browser tests, so it needs requirements-dev.txt and an installed Chromium.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect

from tests.browser import BUILD_SECONDS, Visit, browsing, copy_project, running_app
from tests.conftest import ROOT, find_chromium

PICTURE = ROOT / "docs" / "screenshot-ask.png"
QUESTION = "What is automation bias?"


def corpus() -> dict[str, bytes]:
    """The manifest and the starter documents, path to bytes."""
    folder = ROOT / "corpus"
    paths = [folder / "manifest.toml", *sorted((folder / "starter").glob("*.pdf"))]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def draw(visit: Visit) -> None:
    """Asks, opens the first cited page, and takes the picture once the page is drawn."""
    page = visit.page
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible(timeout=BUILD_SECONDS * 1000)
    visit.ask(QUESTION)
    page.locator("[class*='st-key-mark-a0-0-1'] button:visible").click(timeout=60_000)
    expect(page.locator(".st-key-sheet img")).to_be_visible(timeout=60_000)
    page.wait_for_timeout(1500)
    page.screenshot(path=PICTURE)


def main() -> int:
    chromium = find_chromium()
    if chromium is None:
        sys.exit("No Chromium found: install it, or set TOOLKIT_QA_CHROMIUM.")
    with tempfile.TemporaryDirectory() as folder:
        project = copy_project(Path(folder) / "project", corpus())
        with running_app(project) as address, browsing(chromium, width=1400, height=860) as visit:
            visit.page.goto(address)
            draw(visit)
    print(f"wrote {PICTURE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
