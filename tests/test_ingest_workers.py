"""The pool of reading processes: a file that harms its process costs one named problem, nothing else."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from ingest.errors import DocumentError, ToolkitError
from ingest.limits import Limits
from ingest.records import ReadDocument
from ingest.sources import SourceFile, discover
from ingest.wire import OTHER, TEXT, Reply
from ingest.worker import read_file
from ingest.workers import ReadingPool

MISBEHAVING = "tests.fixtures.misbehaving_worker"

Write = Callable[..., list[SourceFile]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Text files with the given contents, as sources."""

    def files(*contents: str, kind: str = TEXT) -> list[SourceFile]:
        sources = []
        for number, content in enumerate(contents):
            path = tmp_path / f"{number:03}.txt"
            path.write_text(content, encoding="utf-8")
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            sources.append(
                SourceFile(path=path, file=path.name, sha256=sha256, size=path.stat().st_size, kind=kind)
            )
        return sources

    return files


def read(
    files: list[SourceFile], *, processes: int = 2, module: str = MISBEHAVING, **limits: float
) -> list[Reply]:
    with ReadingPool(Limits(**limits), processes=processes, module=module) as pool:
        outcomes = list(pool.read_all(files))
    assert [file for file, _ in outcomes] == files
    return [reply for _, reply in outcomes]


def kinds(replies: list[Reply]) -> list[str]:
    return [reply.kind if isinstance(reply, DocumentError) else "read" for reply in replies]


def texts(replies: list[Reply]) -> list[str]:
    return [reply.pages[0].text if isinstance(reply, ReadDocument) else "" for reply in replies]


def test_files_come_back_in_order_from_two_workers(write: Write) -> None:
    files = write(*(f"order{number}" for number in range(60)), kind=OTHER)
    words = [text.split() for text in texts(read(files))]
    assert [word[2] for word in words] == [f"order{number}" for number in range(60)]
    assert len({word[0] for word in words}) <= 2


def test_a_crash_costs_only_the_file_that_caused_it(write: Write) -> None:
    replies = read(write("a", "die", "b", "die", "c"))
    assert kinds(replies) == ["read", "crashed", "read", "crashed", "read"]
    assert "\n" not in str(replies[1])


def test_a_worker_that_died_for_another_reason_is_replaced(write: Write, tmp_path: Path) -> None:
    assert kinds(read(write("a", f"die-once {tmp_path / 'mark'}", "b"))) == ["read"] * 3


def test_a_file_that_overruns_its_time_is_stopped(write: Write) -> None:
    began = time.monotonic()
    replies = read(write("a", "hang", "b"), seconds=1.5)
    assert kinds(replies) == ["read", "timed_out", "read"]
    assert time.monotonic() - began < 20


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is known to enforce the memory limit")
def test_a_file_that_takes_too_much_memory_is_named(write: Write) -> None:
    replies = read(write("a", "eat 900000000", "b"), memory_mb=600)
    assert kinds(replies) == ["read", "too_large", "read"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is known to report peak memory this way")
def test_a_worker_that_has_grown_large_is_replaced(write: Write) -> None:
    files = write("a", "b", "eat 160000000", "c", kind=OTHER)
    first, second, _, last = (text[:20].split()[0] for text in texts(read(files, processes=1, memory_mb=800)))
    assert first == second != last


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is known to report peak memory this way")
def test_a_worker_is_not_replaced_because_the_program_is_large(write: Write) -> None:
    ballast = b"x" * 500_000_000
    files = write("a", "b", kind=OTHER)
    first, second = (text.split()[0] for text in texts(read(files, processes=1, memory_mb=800)))
    assert (first == second, len(ballast)) == (True, 500_000_000)


def test_a_defect_of_a_reader_is_named_and_the_worker_goes_on(write: Write) -> None:
    replies = read(write("fail because", "b"))
    assert kinds(replies) == ["crashed", "read"]
    assert "LookupError" in str(replies[0])


def test_what_a_library_prints_does_not_get_between(write: Write) -> None:
    assert kinds(read(write("print", "b", "print"))) == ["read"] * 3


def test_a_changed_or_vanished_file_is_named(write: Write) -> None:
    files = write("a", "b", "c")
    files[0].path.write_text("changed", encoding="utf-8")
    files[1].path.unlink()
    replies = read(files)
    assert kinds(replies) == ["damaged", "damaged", "read"]
    assert "changed" in str(replies[0])


def test_a_file_over_the_size_limit_is_not_even_opened(write: Write) -> None:
    files = write("x" * 1_100_000, "b")
    assert kinds(read(files, megabytes=1)) == ["too_large", "read"]


def test_no_process_is_left_behind(write: Write) -> None:
    me = psutil.Process()
    before = set(me.children(recursive=True))
    with ReadingPool(Limits(), processes=2, module=MISBEHAVING) as pool:
        outcomes = pool.read_all(write("a", "b", *["hang"] * 8, kind=OTHER))
        next(outcomes)
        outcomes.close()
    assert set(me.children(recursive=True)) == before


def test_a_worker_that_does_not_start_is_one_clear_error(write: Write) -> None:
    with pytest.raises(ToolkitError, match="doctor"):
        read(write("a"), module="ingest.no_such_module")


def test_a_script_without_a_main_guard_is_not_run_again(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Some text.", encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\nfrom ingest.limits import Limits\nfrom ingest.sources import discover\n"
        "from ingest.workers import ReadingPool\nprint('main')\n"
        f"with ReadingPool(Limits()) as pool:\n    found = discover([Path({str(tmp_path / 'a.txt')!r})])\n"
        "    print([reply.pages[0].text for _, reply in pool.read_all(found)])\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout, done.stderr) == ("main\n['Some text.']\n", "")


def test_the_worker_imports_no_model_and_no_app(tmp_path: Path) -> None:
    """Every kind of file is read, then the process says what it has imported."""
    code = (
        "import io, sys, docx\nfrom ingest.limits import Limits\nfrom ingest.worker import read_file\n"
        "word = io.BytesIO(); docx.Document().save(word)\n"
        "files = {'md': b'# A', 'txt': b'a', 'docx': word.getvalue(), 'pdf': b'%PDF-1.4'}\n"
        "for kind, data in files.items():\n    read_file(kind, data, Limits())\n"
        "print(' '.join(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    modules = set(done.stdout.split())
    assert {"ingest.pdf", "ingest.docx_reader", "ingest.markdown_reader"} <= modules
    assert not {"torch", "langchain_text_splitters", "langchain_core", "streamlit", "index"} & modules


def test_a_pdf_is_known_by_its_signature_whatever_its_name() -> None:
    reply = read_file(OTHER, b"no document", Limits())
    assert isinstance(reply, DocumentError)
    assert reply.kind == "not_a_pdf"
    reply = read_file(OTHER, b"%PDF-1.4 cut short", Limits())
    assert isinstance(reply, DocumentError)
    assert reply.kind == "damaged"


@pytest.mark.shared_data
def test_every_broken_file_is_read_or_named(shared_data: Path) -> None:
    files = discover([shared_data / "broken-pdfs"])
    with ReadingPool(Limits(seconds=60), processes=2) as pool:
        replies = [reply for _, reply in pool.read_all(files)]
    assert len(replies) == 133
    assert not {"crashed", "timed_out"} & set(kinds(replies))
    assert all("\n" not in str(reply) for reply in replies if isinstance(reply, DocumentError))
