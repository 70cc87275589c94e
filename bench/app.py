"""The browser app: how soon it can be used, how soon an answer is drawn, what a tab and a question cost.

The app runs as a user starts it, on a store of the starter corpus. Starting and drawing are seen in an
installed Chromium; tabs and the many questions are plain sessions over Streamlit's websocket, so that what is
measured is the server alone.
"""

from __future__ import annotations

import compileall
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from bench import stats
from bench.data import CORPUS, OUT, ROOT, store_of
from bench.processes import MEGABYTE
from bench.session import Session
from bench.tables import Measure, Table
from toolkit_qa import Assistant
from toolkit_qa.question_sets import read_sets
from toolkit_qa.records import ANSWERED

STARTS = 3
DRAWN = 20
TABS = 50
QUESTIONS = 200
TURNS = 10  # of one conversation
SETTLED = 20  # questions before memory counts: caches fill and libraries load with the first ones
REST = 5.0  # seconds after which memory is read
WAIT = 60_000  # milliseconds
BOX = "[data-testid=stChatInputTextArea]"


@dataclass(kw_only=True)
class Running:
    """The app as a process of its own: when it was started, and where it answers."""

    process: psutil.Process
    address: str
    began: float

    def took(self) -> tuple[float, float]:
        """Seconds since the start, and seconds of processor time of the server."""
        used = self.process.cpu_times()
        return time.perf_counter() - self.began, float(used.user + used.system)

    def megabytes(self) -> float:
        """Resident memory of the server, without its render worker."""
        return float(self.process.memory_info().rss) / MEGABYTE


@contextmanager
def running() -> Iterator[Running]:
    """Starts the app on the starter corpus, waits until it answers, and ends it with what it started."""
    port = _free_port()
    store = store_of("corpus", [CORPUS])
    environment = {
        **os.environ,
        "PYTHONUTF8": "1",
        "TOOLKIT_QA_THREADS": "1",
        "TOOLKIT_QA_STORE": str(store),
    }
    command = ["-m", "streamlit", "run", "app.py", f"--server.port={port}", "--server.headless=true"]
    OUT.mkdir(parents=True, exist_ok=True)
    with (OUT / "app.log").open("wb") as log, TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        _copy(Path(folder))
        began = time.perf_counter()
        started = subprocess.Popen(
            [sys.executable, *command], cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        app = Running(process=psutil.Process(started.pid), address=f"http://localhost:{port}", began=began)
        try:
            _wait_until_up(port, started)
            yield app
        finally:
            for child in app.process.children(recursive=True):
                child.kill()
            started.kill()
            started.wait()


def _copy(folder: Path) -> None:
    """The program, so that what the app keeps of conversations does not mix with the user's."""
    for room in ("ingest", "index", "toolkit_qa", ".streamlit"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("store", "__pycache__"))
    shutil.copy(ROOT / "app.py", folder / "app.py")
    compileall.compile_dir(folder, quiet=1)  # as after the first start, which built the index


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait_until_up(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            with socket.create_connection(("localhost", port), timeout=5):
                return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"the app did not start: see {OUT / 'app.log'}")


@contextmanager
def browsing() -> Iterator[Browser]:
    """An installed Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
    found = os.environ.get("TOOLKIT_QA_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


# --- starting ---


def starting(name: str) -> tuple[Table, object]:
    """From the command to a page that takes a question, and to the answer of one asked at once."""
    with browsing() as browser:
        starts = [_start(browser) for _ in range(STARTS)]
    rows = tuple(
        (what, *(f"{statistics.median(one[what][which] for one in starts):.2f}" for which in (0, 1)))
        for what in starts[0]
    )
    table = Table(
        name=name,
        title=f"App: from `streamlit run` to a page that can be used (median of {STARTS})",
        columns=("from the start until", "seconds", "processor seconds of the server"),
        rows=rows,
        notes=(
            "The index is there and Chromium runs already, on the same two cores. "
            "Target: 3 seconds until the box takes a question.",
            "Processor seconds say more when the machine has other work.",
        ),
    )
    return table, starts


def _start(browser: Browser) -> dict[str, tuple[float, float]]:
    took = {}
    with running() as app:
        took["the server answers"] = app.took()
        page = browser.new_page()
        page.goto(app.address)
        page.wait_for_selector(f"{BOX}:enabled", timeout=WAIT)
        took["the box takes a question"] = app.took()
        _ask(page, _questions()[0])
        took["a question asked at once is answered (the model loads meanwhile)"] = app.took()
        page.close()
    return took


def _ask(page: Page, question: str) -> tuple[float, float]:
    """Asks in the browser; seconds until the answer with its sources is drawn, and until all is at rest."""
    turn = page.locator("[class*=st-key-turn-]").count()
    page.fill(BOX, question)
    began = time.perf_counter()
    page.press(BOX, "Enter")
    page.wait_for_selector(f"[class*=st-key-row-a{turn}-]", timeout=WAIT)
    drawn = time.perf_counter() - began
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=WAIT)
    return drawn, time.perf_counter() - began


def _questions() -> tuple[str, ...]:
    """Questions of the committed sets that need no earlier ones and are answered."""
    return tuple(one.question for one in read_sets() if one.expect == (ANSWERED,) and not one.history)


# --- drawing ---


def drawing(name: str) -> tuple[Table, object]:
    """From the key that sends a question to the drawn answer, against the assistant alone."""
    assistant = Assistant.open(store_of("corpus", [CORPUS]))
    answered = (one for one in _questions()[1:] if assistant.ask(one).citations)
    questions = list(islice(answered, DRAWN))
    alone = [_timed(assistant.ask, question) for question in questions]
    whole, rest = [], []
    with browsing() as browser, running() as app:
        page = browser.new_page()
        page.goto(app.address)
        page.wait_for_selector(f"{BOX}:enabled", timeout=WAIT)
        _ask(page, _questions()[0])
        for question in questions:
            page.goto(app.address)  # a new conversation
            page.wait_for_selector(f"{BOX}:enabled", timeout=WAIT)
            page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=WAIT)
            shown, still = _ask(page, question)
            whole.append(shown)
            rest.append(still)
    drawn = [seconds - ask for seconds, ask in zip(whole, alone, strict=True)]
    rows = (
        ("question sent until the answer is drawn", *_percentiles(whole)),
        ("the assistant alone, in another process", *_percentiles(alone)),
        ("drawing: the one less the other", *_percentiles(drawn)),
        ("question sent until all is at rest, related questions too", *_percentiles(rest)),
    )
    table = Table(
        name=name,
        title=f"App: an answer drawn, {DRAWN} questions in Chromium",
        columns=("what", "p50 seconds", "p95 seconds"),
        rows=rows,
        notes=("Server and browser on the same two cores. Target: 0.5 seconds for drawing.",),
    )
    return table, {"whole": whole, "alone": alone}


def _timed(ask: Callable[[str], object], question: str) -> float:
    """Seconds that it takes."""
    began = time.perf_counter()
    ask(question)
    return time.perf_counter() - began


def _percentiles(values: list[float]) -> tuple[str, str]:
    return f"{stats.percentile(values, 0.5):.3f}", f"{stats.percentile(values, 0.95):.3f}"


# --- memory ---


def tabs(name: str) -> tuple[Table, object]:
    """The server's memory with many idle tabs, and after they are closed."""
    asked = _questions()
    rows, details = [], {}
    with running() as app, Session(app.address) as first:
        for what, ask in (("with the first page", False), ("with an answer each", True)):
            for number in range(TURNS):  # what the first of them load is not what a tab costs
                first.ask(asked[number])
                Session(app.address).close()
            time.sleep(REST)
            before = app.megabytes()
            with ExitStack() as many:
                for number in range(TABS):
                    tab = many.enter_context(Session(app.address))
                    if ask:
                        tab.ask(asked[number % len(asked)])
                time.sleep(REST)
                during = app.megabytes()
            time.sleep(REST)
            after = app.megabytes()
            numbers = (f"{before:.0f}", f"{during:.0f}", f"{(during - before) / TABS:.2f}", f"{after:.0f}")
            rows.append((what, *numbers))
            details[what] = (before, during, after)
    table = Table(
        name=name,
        title=f"App: memory of {TABS} idle tabs",
        columns=("tabs", "server before, MB", f"with {TABS} tabs", "an idle tab", "after they are closed"),
        rows=tuple(rows),
        notes=("Target: 5 MB a tab. The tabs are sessions over the websocket.",),
    )
    return table, details


def questions(name: str) -> tuple[Table, object]:
    """The server's memory and the time a question takes, over many questions in one tab."""
    asked = _questions()
    memory, seconds = [], []
    with running() as app, Session(app.address) as tab:
        for number in range(QUESTIONS):
            if number and number % TURNS == 0:
                tab.press("new-conversation")
            seconds.append(_timed(tab.ask, asked[number % len(asked)]))
            memory.append(app.megabytes())
    points = (SETTLED, QUESTIONS // 2, QUESTIONS)
    rows = tuple(
        (str(point), f"{memory[point - 1]:.0f}", f"{statistics.median(seconds[point - SETTLED : point]):.2f}")
        for point in points
    )
    half = QUESTIONS // 2
    grown = memory[-1] - memory[half - 1]
    table = Table(
        name=name,
        title=f"App: {QUESTIONS} questions in one tab",
        columns=("after questions", "server, MB", f"seconds until all is at rest (median of {SETTLED})"),
        rows=rows,
        notes=(
            f"A new conversation after every {TURNS} questions. The first {half} fill caches; with the "
            f"others it grows by {grown:.1f} MB, {grown / half:.3f} MB a question. Target: flat.",
        ),
    )
    return table, {"memory": memory, "seconds": seconds}


TABLES: dict[str, Measure] = {
    "app/starting": starting,
    "app/drawing": drawing,
    "app/tabs": tabs,
    "app/questions": questions,
}
