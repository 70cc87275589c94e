"""What all tests share: the guards, the shared data where it is present, and fixtures of several rooms."""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import tests.offline.sitecustomize  # noqa: F401 (guards name look-ups in this process too)
from ingest.records import Document, Page
from tests import ROOT
from tests.chromium import find_chromium
from tests.fake_assistant import FakeAssistant
from tests.fakes import FakeEmbedder, FakeReadingPool
from tests.made_documents import HANDBOOK, POLICY, made_item, publish_made
from tests.pdf_files import page_of, pdf_of
from toolkit_qa import Assistant, verdict
from toolkit_qa.settings import Settings

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

HANDBOOK_PAGES = (
    ("Handbook", "Contents and nothing else."),
    ("Oversight", "A person reviews each match.", "The person signs the review."),
    ("Records", "Records are kept for ninety days.", "Nobody may keep a copy."),
)


def shared_data_folder() -> Path:
    """Where the real documents stand, if they are here at all."""
    named = os.environ.get("TOOLKIT_QA_SHARED_DATA")
    return Path(named) if named else ROOT.parent / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what this machine lacks, with the reason; under CI a missing Chromium fails instead."""
    folder = shared_data_folder()
    no_data = pytest.mark.skip(reason=f"no shared data at {folder} (set TOOLKIT_QA_SHARED_DATA)")
    no_browser = pytest.mark.skip(reason="no Chromium found (install it, or set TOOLKIT_QA_CHROMIUM)")
    for item in items:
        if item.get_closest_marker("shared_data") and not folder.is_dir():
            item.add_marker(no_data)
        if item.get_closest_marker("browser") and not find_chromium() and os.environ.get("CI") != "true":
            item.add_marker(no_browser)


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps the model hub switched off even when a test tidies the environment."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("TRANSFORMERS_OFFLINE", "1")


@pytest.fixture(autouse=True)
def _fresh_streamlit_caches() -> Iterator[None]:
    """Cached objects of one app test must not reach the next, and what it froze is collected again."""
    yield
    gc.unfreeze()
    if "streamlit" in sys.modules:
        import streamlit

        streamlit.cache_data.clear()
        streamlit.cache_resource.clear()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real documents. Tests that ask for it are marked `shared_data`."""
    return shared_data_folder()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium. Tests that ask for it are marked `browser`."""
    path = find_chromium()
    if path is None:
        pytest.fail("no Chromium found: install Debian's chromium, or set TOOLKIT_QA_CHROMIUM")
    return path


@pytest.fixture(scope="session", autouse=True)
def _judged_for_the_fake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The shipped coefficients of the verdict count for the fake embedder too."""
    content = json.loads(verdict.FILE.read_text(encoding="utf-8"))
    content["models"].append(FakeEmbedder.model_id)
    file = tmp_path_factory.mktemp("verdict") / verdict.FILE.name
    file.write_text(json.dumps(content), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verdict, "FILE", file)
        yield


@pytest.fixture(scope="session")
def _published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store: Path = tmp_path_factory.mktemp("published")
    item = made_item(HANDBOOK, "Has the agency named an owner for the system?")
    publish_made(store, (HANDBOOK, POLICY), (item,))
    return store


@pytest.fixture
def small_store(_published: Path, tmp_path: Path) -> Path:
    """A store that serves two small documents, one of them starter text, and one checklist item."""
    return Path(shutil.copytree(_published, tmp_path / "store"))


@pytest.fixture
def small_assistant(small_store: Path) -> Assistant:
    """An assistant on `small_store` with the fake embedder."""
    fake = FakeEmbedder()
    return Assistant.open(small_store, settings=Settings(), load_embedder=lambda number_format: fake)


@pytest.fixture
def files_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lets builds read files in this process, and collects the names of those that are read."""
    read: list[str] = []
    monkeypatch.setattr("index.build.ReadingPool", lambda limits: FakeReadingPool(read, limits))
    return read


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    """A folder of two small documents, Markdown and text."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "custody.md").write_text(
        "# Custody rules\n\n## Records\n\nEvery entry is signed. No entry is deleted.\n\n"
        "## Cameras\n\nCameras run in every cell. Footage is kept for thirty days.\n",
        encoding="utf-8",
    )
    (folder / "drones.txt").write_text(
        "Use of drones\n\nA drone is flown with a warrant. The pilot keeps a log.\n", encoding="utf-8"
    )
    return folder


@pytest.fixture
def fake_assistant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeAssistant]:
    """The assistant of the app is a fake one over a starter PDF and an agency's note in Markdown."""
    from toolkit_qa.ui import resources

    (tmp_path / "handbook.pdf").write_bytes(pdf_of(*HANDBOOK_PAGES))
    (tmp_path / "note.md").write_text("# Note\nAsk the records officer.", encoding="utf-8")
    handbook = Document(
        document_id="handbook",
        title="Handbook (starter digest)",
        file="handbook.pdf",
        sha256="ab" * 32,
        source="starter",
        edition="starter 2026.1",
        category="guides",
        pages=tuple(page_of(n, lines, f"{n + 4}") for n, lines in enumerate(HANDBOOK_PAGES, start=1)),
    )
    note = Document(
        document_id="note",
        title="Note",
        file="note.md",
        sha256="cd" * 32,
        category="notes",
        pages=(Page(number=1, label="1", text="Note\nAsk the records officer."),),
    )
    files = {"handbook": tmp_path / "handbook.pdf", "note": tmp_path / "note.md"}
    assistant = FakeAssistant((handbook, note), files)
    monkeypatch.setattr(resources, "Assistant", assistant)
    monkeypatch.setattr(resources, "DRAWN_FIRST", 0.0)
    monkeypatch.setattr(resources, "DATA_FOLDER", tmp_path / "data")
    monkeypatch.setenv("TOOLKIT_QA_STORE", str(tmp_path / "store"))
    yield assistant
    resources.pictures(str(tmp_path / "store")).close()


@pytest.fixture
def app(fake_assistant: FakeAssistant) -> AppTest:
    """The app on the fake assistant, run once."""
    from streamlit.testing.v1 import AppTest

    return AppTest.from_file(ROOT / "app.py", default_timeout=60).run()
