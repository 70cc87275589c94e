"""Files as read, kept by their bytes."""

import pytest

from index.readings import ReadingCache
from ingest.errors import DocumentError
from ingest.limits import Limits
from ingest.records import Block, Box, Page, Problem, ReadDocument

SHA = "ab" * 32
READING = ReadDocument(
    pages=(
        Page(
            number=1,
            label="iv",
            text="Line one\nline two",
            blocks=(Block(kind="heading", start=0, end=8, section=("Line one",), level=1),),
            boxes=(Box(start=0, end=4, x0=1.5, y0=2.25, x1=30.0, y1=12.0),),
            dropped=("Page iv",),
            width=595.0,
            height=842.0,
        ),
    ),
    metadata_title="A title",
    problems=(Problem(file="", kind="doubtful_text", message="Page 1: look twice", page=1),),
)


@pytest.fixture
def cache(tmp_path):
    return ReadingCache(tmp_path, Limits())


def test_a_reading_comes_back(cache):
    cache.put(SHA, "a.pdf", READING)
    assert cache.get(SHA, "a.pdf") == READING


def test_an_error_comes_back(cache):
    cache.put(SHA, "a.pdf", DocumentError("encrypted", "A password is needed.", "Ask for one."))
    error = cache.get(SHA, "a.pdf")
    assert isinstance(error, DocumentError)
    assert (error.kind, error.message, error.hint) == ("encrypted", "A password is needed.", "Ask for one.")


@pytest.mark.parametrize("kind", ["timed_out", "crashed"])
def test_an_error_of_the_moment_is_not_kept(cache, kind):
    cache.put(SHA, "a.pdf", DocumentError(kind, "It did."))
    assert cache.get(SHA, "a.pdf") is None


def test_other_bytes_names_limits_and_readers_share_nothing(cache, tmp_path, monkeypatch):
    cache.put(SHA, "a.pdf", READING)
    assert cache.get("cd" * 32, "a.pdf") is None
    assert cache.get(SHA, "a.md") is None
    assert ReadingCache(tmp_path, Limits(pages=7)).get(SHA, "a.pdf") is None
    monkeypatch.setattr("index.readings.reader_release", lambda: "another")
    assert ReadingCache(tmp_path, Limits()).get(SHA, "a.pdf") is None


@pytest.mark.parametrize("damage", [b"", b"no gzip", b"\x1f\x8b\x08\x00cut"])
def test_a_damaged_reading_is_made_again(cache, tmp_path, damage, caplog):
    cache.put(SHA, "a.pdf", READING)
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage)
    assert cache.get(SHA, "a.pdf") is None
    assert "made again" in caplog.text


def test_equal_readings_give_equal_bytes(cache, tmp_path):
    cache.put(SHA, "a.pdf", READING)
    (path,) = tmp_path.iterdir()
    first = path.read_bytes()
    cache.put(SHA, "a.pdf", READING)
    assert path.read_bytes() == first
