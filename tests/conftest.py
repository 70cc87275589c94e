"""What all tests share: no network, no model hub, the shared data where it is present, and the fakes.

The network is blocked three times over: pytest-socket (`--allow-hosts` in pyproject.toml) guards this
process; `tests/offline/sitecustomize.py`, put in front of PYTHONPATH here, guards every Python that a
test starts; and Chromium is started with a resolver that knows only loopback.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OFFLINE = ROOT / "tests" / "offline"

# Before transformers is first imported, and inherited by every child process.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ.setdefault("TOOLKIT_QA_THREADS", "1")
os.environ["PYTHONPATH"] = os.pathsep.join([str(OFFLINE), str(ROOT)])
os.environ["PYTHONUTF8"] = "1"

import pytest  # noqa: E402 (the environment comes first)

import tests.offline.sitecustomize  # noqa: E402, F401 (guards name look-ups in this process too)

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
)


def shared_data_folder() -> Path:
    """Where the real documents stand, if they are here at all."""
    named = os.environ.get("TOOLKIT_QA_SHARED_DATA")
    return Path(named) if named else ROOT.parent / "shared" / "data"


def find_chromium() -> str | None:
    """The path of an installed Chromium (or `TOOLKIT_QA_CHROMIUM`), or None."""
    named = os.environ.get("TOOLKIT_QA_CHROMIUM")
    return named or next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


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
    """Cached objects of one app test must not reach the next."""
    yield
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


def pdf_of(*pages: Sequence[str], size: tuple[int, int] = (595, 842)) -> bytes:
    """A PDF whose pages hold the given lines in 12-point Helvetica, the first one 72 points from the top."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        shown = " ".join(f"({_pdf_string(line)}) Tj 0 -18 Td" for line in lines)
        drawing = f"BT /F1 12 Tf 72 {size[1] - 84} Td {shown} ET"
        objects.append(f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body, offsets = "%PDF-1.4\n", []
    for number, entry in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{entry}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def _pdf_string(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
