"""Page pictures: drawn by one worker process, kept on disk, whatever happens to the worker."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from ingest.errors import DocumentError
from tests import ROOT
from tests.pdf_files import pdf_of
from toolkit_qa import pictures
from toolkit_qa.pictures import DrawLimits, PagePictures, prune_cache

SHA = "ab" * 32


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "doc.pdf"
    path.write_bytes(pdf_of(*[[f"Page {number}", "Human oversight is needed."] for number in range(1, 41)]))
    return path


@pytest.fixture
def drawn(tmp_path: Path) -> Iterator[PagePictures]:
    made = PagePictures(tmp_path / "cache")
    yield made
    made.close()


def picture_of(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("L")


def test_a_page_is_drawn_at_its_scale(drawn: PagePictures, source: Path) -> None:
    picture = picture_of(drawn.page(source, SHA, 1, scale=1.5))
    assert picture.size == (893, 1263)
    assert picture.getextrema() == (0, 255)


def test_pages_differ(drawn: PagePictures, source: Path) -> None:
    assert drawn.page(source, SHA, 1) != drawn.page(source, SHA, 2)


def test_a_picture_comes_from_the_cache_the_second_time(drawn: PagePictures, source: Path) -> None:
    first = drawn.page(source, SHA, 3)
    source.unlink()
    assert drawn.page(source, SHA, 3) == first


def test_a_damaged_picture_in_the_cache_is_drawn_again(
    drawn: PagePictures, source: Path, tmp_path: Path
) -> None:
    first = drawn.page(source, SHA, 3)
    (kept,) = (tmp_path / "cache").rglob("*.png")
    kept.write_bytes(first[:100])
    assert drawn.page(source, SHA, 3) == first


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(source: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", encoding="utf-8")
    made = PagePictures(tmp_path / "cache")
    try:
        assert picture_of(made.page(source, SHA, 1)).size == (1190, 1684)
    finally:
        made.close()


def test_a_huge_page_is_drawn_smaller(drawn: PagePictures, tmp_path: Path) -> None:
    poster = tmp_path / "poster.pdf"
    poster.write_bytes(pdf_of(["A poster"], size=(10_000, 8_000)))
    width, height = picture_of(drawn.page(poster, SHA, 1)).size
    assert width * height <= DrawLimits().pixels * 1.01
    assert width / height == pytest.approx(1.25, abs=0.01)


@pytest.mark.parametrize("content", [b"", b"no PDF at all", pdf_of(["cut"])[:200]])
def test_a_broken_file_is_a_named_problem(drawn: PagePictures, tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        drawn.page(broken, SHA, 1)
    assert caught.value.kind == "damaged"


@pytest.mark.parametrize("page", [0, 41])
def test_a_page_that_is_not_there_is_a_named_problem(drawn: PagePictures, source: Path, page: int) -> None:
    with pytest.raises(DocumentError, match="40 pages"):
        drawn.page(source, SHA, page)


def test_the_worker_goes_on_after_a_broken_file(drawn: PagePictures, source: Path, tmp_path: Path) -> None:
    drawn.page(source, SHA, 1)
    worker = drawn.worker_pid
    with pytest.raises(DocumentError):
        drawn.page(tmp_path / "missing.pdf", "cd" * 32, 1)
    drawn.page(source, SHA, 2)
    assert drawn.worker_pid == worker


def test_a_page_that_takes_too_long_is_given_up_once(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = PagePictures(tmp_path / "cache", DrawLimits(seconds=0.3))
    made.page(source, SHA, 1)
    os.kill(made.worker_pid or 0, signal.SIGSTOP)
    try:
        with pytest.raises(DocumentError) as caught:
            made.page(source, SHA, 2)
        assert caught.value.kind == "timed_out"
        monkeypatch.setattr(made._worker, "draw", None)  # a second attempt would fail otherwise
        with pytest.raises(DocumentError, match=r"0\.3 seconds"):
            made.page(source, SHA, 2)
    finally:
        made.close()


def test_a_worker_that_always_dies_is_a_named_problem(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures.sys, "executable", "/bin/false")
    made = PagePictures(tmp_path / "cache")
    with pytest.raises(DocumentError) as caught:
        made.page(source, SHA, 1)
    assert caught.value.kind == "crashed"


def test_eight_sessions_draw_while_the_worker_is_killed(drawn: PagePictures, source: Path) -> None:
    requests = [(page, 1.0 + session / 10) for session in range(8) for page in range(1, 41)]
    finished: list[int] = []
    killed: list[int] = []

    def draw(request: tuple[int, float]) -> None:
        finished.append(len(drawn.page(source, SHA, request[0], scale=request[1])))

    def kill_now_and_then() -> None:
        while len(finished) < len(requests) - 30:
            until = (
                len(finished) + 25
            )  # leaves room to start: a worker killed at birth each time draws nothing
            while len(finished) < until:
                time.sleep(0.005)
            if (pid := drawn.worker_pid) is not None:
                killed.append(pid)
                os.kill(pid, signal.SIGKILL)

    with ThreadPoolExecutor(9) as sessions:
        killer = sessions.submit(kill_now_and_then)
        list(sessions.map(draw, requests))
        killer.result(timeout=30)
    assert len(finished) == 320
    assert len(set(killed)) >= 5


def test_the_worker_ends_with_its_parent(tmp_path: Path, source: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from toolkit_qa.pictures import PagePictures\n"
        f"made = PagePictures(Path(sys.argv[1])); made.page(Path(sys.argv[2]), '{SHA}', 1)\n"
        "print(made.worker_pid)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "c"), str(source)],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    worker = int(ran.stdout)
    deadline = time.monotonic() + 10
    while Path(f"/proc/{worker}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{worker}").exists()


def test_the_oldest_pictures_leave_a_full_cache(tmp_path: Path) -> None:
    (tmp_path / "ab").mkdir()
    for age in range(5):
        path = tmp_path / "ab" / f"{age}.png"
        path.write_bytes(bytes(100))
        os.utime(path, (1_000 - age, 1_000 - age))
    prune_cache(tmp_path, 250)
    assert sorted(path.name for path in tmp_path.rglob("*.png")) == ["0.png", "1.png"]


def test_the_app_process_never_loads_pdfium(tmp_path: Path, source: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from toolkit_qa.pictures import PagePictures\n"
        f"PagePictures(Path(sys.argv[1])).page(Path(sys.argv[2]), '{SHA}', 1)\n"
        "assert 'pypdfium2' not in sys.modules, 'loaded'\n"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "c"), str(source)], check=True, cwd=ROOT)
