"""The manifest and the record of fetched files: read whole, or refused with file and reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import InputError
from ingest.manifest import Fetched, fetched_toml, read_manifest

ROOT = Path(__file__).resolve().parent.parent


def write(folder: Path, text: str, name: str = "manifest.toml") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_entries_and_fetched_files_are_read(tmp_path: Path) -> None:
    write(tmp_path, '[[document]]\nid = "one"\ntitle = "One"\ntitle_words = ["A b"]\nsha256 = "AB12"\n')
    write(
        tmp_path,
        '[[document]]\nid = "one"\nfile = "official/o.pdf"\nsha256 = "FF"\ndate = 2024-02-01\n',
        "fetched.toml",
    )
    manifest = read_manifest(tmp_path)
    entry = manifest.by_sha256("ab12")
    assert entry is not None
    assert (entry.document_id, entry.source, entry.title_words) == ("one", "agency", ("A b",))
    assert [(f.document_id, f.sha256, f.date) for f in manifest.fetched] == [("one", "ff", "2024-02-01")]


def test_no_hash_in_the_manifest_matches_no_file(tmp_path: Path) -> None:
    write(tmp_path, '[[document]]\nid = "one"\ntitle = "One"\n')
    assert read_manifest(tmp_path).by_sha256("") is None
    assert read_manifest(tmp_path).by_file("x.pdf") is None


def test_where_official_documents_are_looked_for_is_read(tmp_path: Path) -> None:
    write(tmp_path, 'landing_pages = ["https://a.example/"]\nallowed_hosts = ["Files.A.example"]\n')
    manifest = read_manifest(tmp_path)
    assert (manifest.landing_pages, manifest.allowed_hosts) == (("https://a.example/",), ("files.a.example",))


texts = st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda text: text == " ".join(text.split()))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.builds(Fetched, document_id=texts, file=texts, sha256=st.just("ab"), url=texts), max_size=2)
)
def test_what_is_written_of_fetched_files_is_read_again(tmp_path: Path, fetched: list[Fetched]) -> None:
    write(tmp_path, "schema = 1\n")
    write(tmp_path, fetched_toml(fetched), "fetched.toml")
    assert list(read_manifest(tmp_path).fetched) == fetched


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[document]\n", "manifest.toml"),
        ('[[document]]\ntitle = "One"\n', "no id"),
        ('[[document]]\nid = "one"\n', "no title"),
        ('[[document]]\nid = "one"\ntitle = 5\n', "title must be a text"),
        ('[[document]]\nid = "one"\ntitle = "One"\nsource = "theirs"\n', "theirs"),
        ('[[document]]\nid = "one"\ntitle = "One"\nfile_words = "x"\n', "list of texts"),
        ('[[document]]\nid = "a"\ntitle = "A"\n[[document]]\nid = "a"\ntitle = "B"\n', "twice"),
        ('document = "one"\n', "tables"),
    ],
)
def test_a_wrong_manifest_is_refused_with_its_reason(tmp_path: Path, text: str, reason: str) -> None:
    write(tmp_path, text)
    with pytest.raises(InputError, match=reason) as caught:
        read_manifest(tmp_path)
    assert "\n" not in str(caught.value)


def test_the_manifest_of_this_project_is_sound() -> None:
    manifest = read_manifest(ROOT / "corpus")
    assert len(manifest.entries) == 8
    assert manifest.landing_pages
    assert all(page.startswith("https://") for page in manifest.landing_pages)
    assert all("/" not in host for host in manifest.allowed_hosts)
    for entry in manifest.entries:
        assert entry.source == "starter"
        assert entry.title.endswith("(starter digest)")
        assert entry.landing_page.startswith("https://")
        assert entry.title_words
        assert entry.file_words
