"""Official PDFs in their folder: nothing lost, nothing half done, every one on record."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest

from index import files
from ingest.errors import FetchError
from ingest.manifest import Fetched, read_manifest
from ingest.sources import discover
from tests.web_site import write_manifest
from toolkit_qa.fetch_shelf import Placed, Shelf

WORKBOOK = "official/workbook.pdf"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write_manifest(tmp_path, "https://a.example/")
    return tmp_path


def place(corpus: Path, data: bytes, document_id: str = "workbook") -> Placed:
    shelf = Shelf(corpus)
    with shelf.locked(), shelf.part() as part:
        part.write_bytes(data)
        fetched = Fetched(
            document_id=document_id,
            file="",
            sha256=sha256(data),
            url="https://a.example/w",
            date="2026-01-02",
        )
        return shelf.place(part, fetched)


def put(corpus: Path, name: str, data: bytes) -> Path:
    path = corpus / "official" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def recorded(corpus: Path) -> list[tuple[str, str]]:
    return [(one.file, one.sha256) for one in read_manifest(corpus).fetched]


def content(corpus: Path) -> dict[str, bytes]:
    """The PDFs of the corpus by path, replaced ones too."""
    return {path.relative_to(corpus).as_posix(): path.read_bytes() for path in corpus.rglob("*.pdf")}


def test_a_new_file_is_placed_and_recorded(corpus: Path) -> None:
    assert place(corpus, b"one") == Placed(status="fetched", file=WORKBOOK)
    assert content(corpus) == {WORKBOOK: b"one"}
    (record,) = tomllib.loads((corpus / "fetched.toml").read_text(encoding="utf-8"))["document"]
    assert record == {
        "id": "workbook",
        "file": WORKBOOK,
        "sha256": sha256(b"one"),
        "url": "https://a.example/w",
        "date": "2026-01-02",
        "edition": "",
    }


def test_the_same_file_again_changes_nothing(corpus: Path) -> None:
    place(corpus, b"one")
    before = (corpus / "fetched.toml").read_bytes()
    assert place(corpus, b"one") == Placed(status="unchanged", file=WORKBOOK)
    assert (corpus / "fetched.toml").read_bytes() == before


def test_a_file_with_other_bytes_is_kept_and_not_read_any_more(corpus: Path) -> None:
    place(corpus, b"one")
    placed = place(corpus, b"two")
    kept = f"official/replaced/workbook-{sha256(b'one')[:12]}.pdf"
    assert placed == Placed(status="updated", file=WORKBOOK, kept=(kept,))
    assert content(corpus) == {WORKBOOK: b"two", kept: b"one"}
    assert [file.file for file in discover([corpus])] == [WORKBOOK]
    assert recorded(corpus) == [(WORKBOOK, sha256(b"one")), (WORKBOOK, sha256(b"two"))]


def test_a_file_that_comes_back_is_the_last_on_record(corpus: Path) -> None:
    for data in (b"one", b"two", b"one"):
        place(corpus, data)
    assert [sha for _, sha in recorded(corpus)] == [sha256(b"two"), sha256(b"one")]
    assert content(corpus)[WORKBOOK] == b"one"


def test_a_file_put_there_by_hand_is_found_by_its_bytes(corpus: Path) -> None:
    put(corpus, "Mein Wörkbook.pdf", b"one")
    assert place(corpus, b"one") == Placed(status="confirmed", file="official/Mein Wörkbook.pdf")
    assert list(content(corpus)) == ["official/Mein Wörkbook.pdf"]
    assert recorded(corpus) == [("official/Mein Wörkbook.pdf", sha256(b"one"))]


def test_a_file_put_there_by_hand_under_the_same_name_is_kept(corpus: Path) -> None:
    put(corpus, "workbook.pdf", b"mine")
    (kept,) = place(corpus, b"one").kept
    assert (corpus / kept).read_bytes() == b"mine"


def test_other_files_of_the_folder_are_left_alone(corpus: Path) -> None:
    put(corpus, "Workbook of ours.pdf", b"ours")
    assert place(corpus, b"one").kept == ()
    assert content(corpus)["official/Workbook of ours.pdf"] == b"ours"


def test_what_was_fetched_before_makes_way_under_any_name(corpus: Path) -> None:
    put(corpus, "old name.pdf", b"one")
    place(corpus, b"one")
    assert len(place(corpus, b"two").kept) == 1
    assert sorted(discovered.file for discovered in discover([corpus])) == [WORKBOOK]


@pytest.mark.parametrize("document_id", ["../../etc/x", "a/b", "..", "CON aux", "é"])
def test_no_id_leads_out_of_the_folder(corpus: Path, document_id: str) -> None:
    file = corpus / place(corpus, b"one", document_id).file
    assert file.resolve().parent == (corpus / "official").resolve()
    assert file.read_bytes() == b"one"


@pytest.mark.parametrize("failing", range(5))
def test_an_interruption_at_any_step_leaves_a_whole_corpus(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    """Five steps: copy of the old file written and moved, record written and moved, new file moved."""
    place(corpus, b"one")
    steps: list[str] = []

    def step(name: str, real: object) -> object:
        def run(*arguments: object) -> None:
            steps.append(name)
            if len(steps) == failing + 1:
                raise OSError(28, "No space left on device")
            real(*arguments)  # type: ignore[operator]

        return run

    with monkeypatch.context() as patch:
        patch.setattr(files, "write", step("write", files.write))
        patch.setattr(files, "move", step("move", files.move))
        with pytest.raises(FetchError, match=r"cannot be written .No space left"):
            place(corpus, b"two")
    assert steps == ["write", "move", "write", "move", "move"][: failing + 1]
    assert content(corpus)[WORKBOOK] == b"one"
    assert sha256(b"one") in [sha for _, sha in recorded(corpus)]
    assert [file.file for file in discover([corpus])] == [WORKBOOK]
    assert place(corpus, b"two").status == "updated"
    assert content(corpus)[WORKBOOK] == b"two"


def test_one_fetch_at_a_time(corpus: Path) -> None:
    with Shelf(corpus).locked(), pytest.raises(FetchError, match="Another fetch"), Shelf(corpus).locked():
        pass


def test_what_an_interrupted_fetch_left_is_cleared(corpus: Path) -> None:
    left = put(corpus, ".fetching-1.part", b"half")
    put(corpus, "a.pdf", b"whole")
    assert [file.file for file in discover([corpus])] == ["official/a.pdf"]
    with Shelf(corpus).locked():
        assert not left.exists()


def test_a_folder_that_cannot_be_made_is_told(corpus: Path) -> None:
    (corpus / "official").write_text("a file", encoding="utf-8")
    with pytest.raises(FetchError, match="cannot be written"):
        place(corpus, b"one")


def test_a_file_that_the_manifest_confirms_is_named_as_rival(tmp_path: Path) -> None:
    mine = sha256(b"mine")
    write_manifest(tmp_path, "https://a.example/", extra=f'official_sha256 = ["{mine}"]')
    put(tmp_path, "mine.pdf", b"mine")
    workbook = read_manifest(tmp_path).by_id("workbook")
    assert workbook is not None
    assert Shelf(tmp_path).rival(workbook, sha256(b"one")) == "official/mine.pdf"
    assert Shelf(tmp_path).rival(workbook, mine) == ""
