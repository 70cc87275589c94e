"""For browser tests: the real app on a copy of the project, and a page of an installed Chromium."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, Request, expect, sync_playwright

from tests import OFFLINE, ROOT
from tests.chromium import CHROMIUM_ARGUMENTS
from tests.pdf_files import pdf_of

START_SECONDS = 90
BUILD_SECONDS = 300
LOCAL = {"localhost", "127.0.0.1", "::1"}

QUESTION = "Who may release a drone recording?"
QUOTE = "A drone recording is released by the records officer after review."


STORAGE = (
    "Storage",
    "",
    "Recordings are kept for ninety days on a locked server.",
    "Nobody may keep a copy.",
)


def drone_handbook(*more: str, storage: Sequence[str] = STORAGE) -> bytes:
    """A PDF of three pages: the second says who releases a recording, and `more`, the last is `storage`."""
    return pdf_of(
        ["Drone handbook", "", "This handbook is invented for a test.", "It has three pages."],
        [
            "Release of recordings",
            "",
            QUOTE,
            "The records officer writes down who asked for it and why.",
            *more,
        ],
        storage,
    )


@dataclass
class Visit:
    """A page of the browser, the app's address, and the requests that left this computer."""

    page: Page
    address: str
    outside: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("request", self._seen)
        self.page.on("websocket", lambda socket: self._note(socket.url))

    def _seen(self, request: Request) -> None:
        self._note(request.url)

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob", "about"} and parts.hostname not in LOCAL:
            self.outside.append(url)

    def start(self) -> None:
        """Opens the app, and waits until the first index is built and questions can be asked."""
        self.page.goto(self.address)
        wait_until_built(self.page)

    def settle(self) -> None:
        """Waits until the app has drawn the page: what is clicked while it draws may be lost."""
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=START_SECONDS * 1000)

    def press(self, place: Locator, key: str) -> None:
        """Presses a key on what is there, once the app has drawn: a key pressed meanwhile may be lost."""
        self.settle()
        place.press(key)

    def ask(self, question: str) -> None:
        """Types a question into the box and sends it."""
        self.settle()
        box = self.page.get_by_test_id("stChatInputTextArea")
        expect(box).to_be_enabled(timeout=START_SECONDS * 1000)
        box.fill(question)
        box.press("Enter")


def wait_until_built(page: Page) -> None:
    """Waits until the index is built and the box for questions is there."""
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible(timeout=BUILD_SECONDS * 1000)


def copy_project(folder: Path, corpus: Mapping[str, bytes]) -> Path:
    """The program without its documents, and a corpus of the files given (path to bytes)."""
    for room in ("ingest", "index", "toolkit_qa", ".streamlit"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("store", "__pycache__"))
    shutil.copy(ROOT / "app.py", folder / "app.py")
    for name, data in corpus.items():
        path = folder / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


@contextmanager
def running_app(project: Path) -> Iterator[str]:
    """Runs the app of `project` as a user does; gives its address, ends it and what it started."""
    port = _free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("TOOLKIT_QA_")},
        "PYTHONPATH": str(OFFLINE),
        "TOOLKIT_QA_THREADS": "1",
    }
    with (project / "app.log").open("wb") as log:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "streamlit",
                "run",
                "app.py",
                f"--server.port={port}",
                "--server.headless=true",
            ],
            cwd=project,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_up(port, process, project / "app.log")
            yield f"http://localhost:{port}"
        finally:
            _end(process)


@contextmanager
def visiting(project: Path, chromium: str) -> Iterator[Visit]:
    """A visit to the running app of `project`: no request leaves this computer, and no error is logged.

    The log is read before the app is stopped: a model that is loading then fails to, and says so.
    """
    with running_app(project) as address, _browsing(chromium) as page:
        visit = Visit(page, address)
        visit.watch()
        yield visit
        assert visit.outside == []
        assert "Traceback" not in (project / "app.log").read_text(encoding="utf-8")


@contextmanager
def _browsing(chromium: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_ARGUMENTS))
        try:
            yield browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
        finally:
            browser.close()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait_until_up(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"the app did not come up:\n{log.read_text(encoding='utf-8', errors='replace')}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the app, its render worker and a build that may still run."""
    import psutil

    family = [psutil.Process(process.pid)]
    family += family[0].children(recursive=True)
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for member in family:
        if member.is_running():
            member.kill()


def words_of(text: str) -> re.Pattern[str]:
    """Matches the text whatever white space stands between its words."""
    return re.compile(r"\s+".join(re.escape(word) for word in text.split()))
