"""Fetching from a site of the test's own: what is found, what is refused, what is placed."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.errors import FetchError, InputError
from ingest.limits import Limits
from ingest.manifest import read_manifest
from ingest.records import ReadDocument
from tests import ROOT
from tests.fakes import FakeReadingPool
from tests.pdf_files import pdf_of
from tests.web_site import TITLES, Site, serving, write_manifest
from toolkit_qa import fetch as fetching
from toolkit_qa.fetch import FetchedDocument, FetchReport, fetch

TOOLKIT = "/topics/toolkit"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture(autouse=True)
def _read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process; one test at the end takes a real reading process."""
    monkeypatch.setattr(fetching, "ReadingPool", lambda limits, processes: FakeReadingPool([], limits))


@pytest.fixture
def corpus(tmp_path: Path, site: Site) -> Path:
    write_manifest(tmp_path / "corpus", site.url(TOOLKIT))
    return tmp_path / "corpus"


def official(document_id: str, edition: str = "Revised February 2024") -> bytes:
    lines = [f"Question {number}: who answers for the system?" for number in range(20)]
    return pdf_of(("UNICRI and INTERPOL", TITLES[document_id], edition), lines)


def link(path: str, text: str) -> str:
    return f'<li><a href="{path}">{text}</a></li>'


def offer(site: Site, *document_ids: str) -> None:
    """A landing page that links to the official PDFs of these documents by their titles."""
    for one in document_ids:
        site.serve(f"/{one}.pdf", official(one))
    site.page(TOOLKIT, "".join(link(f"/{one}.pdf", TITLES[one]) for one in document_ids))


def of(report: FetchReport, document_id: str) -> FetchedDocument:
    return next(one for one in report.documents if one.document_id == document_id)


def statuses(report: FetchReport) -> dict[str, str]:
    return {one.document_id: one.status for one in report.documents}


def fetched_pdfs(corpus: Path) -> dict[str, bytes]:
    return {p.relative_to(corpus).as_posix(): p.read_bytes() for p in sorted(corpus.rglob("*.pdf"))}


def test_documents_are_fetched_with_their_edition(site: Site, corpus: Path) -> None:
    offer(site, *TITLES)
    report = fetch(corpus)
    assert statuses(report) == dict.fromkeys(TITLES, "fetched")
    workbook = of(report, "workbook")
    assert (workbook.title, workbook.edition) == (TITLES["workbook"], "Revised February 2024")
    assert (workbook.pages, workbook.bytes) == (2, len(official("workbook")))
    assert (workbook.url, workbook.file) == (site.url("/workbook.pdf"), "official/workbook.pdf")
    assert (corpus / workbook.file).read_bytes() == official("workbook")
    assert {one.document_id: one.sha256 for one in read_manifest(corpus).fetched} == {
        one.document_id: one.sha256 for one in report.documents
    }


def test_a_dry_run_shows_what_it_would_fetch_and_touches_nothing(site: Site, corpus: Path) -> None:
    offer(site, "workbook")
    before = sorted(corpus.rglob("*"))
    report = fetch(corpus, dry_run=True)
    assert (statuses(report)["workbook"], statuses(report)["principles"]) == ("would_fetch", "not_found")
    assert of(report, "workbook").url == site.url("/workbook.pdf")
    assert site.asked == [TOOLKIT]
    assert sorted(corpus.rglob("*")) == before


def test_a_second_fetch_changes_nothing_and_a_new_edition_keeps_the_old(site: Site, corpus: Path) -> None:
    offer(site, "workbook")
    fetch(corpus)
    assert statuses(fetch(corpus))["workbook"] == "unchanged"
    site.serve("/workbook.pdf", official("workbook", "Revised March 2025"))
    report = of(fetch(corpus), "workbook")
    assert (report.status, report.edition, len(report.kept)) == ("updated", "Revised March 2025", 1)
    assert fetched_pdfs(corpus) == {
        report.kept[0]: official("workbook"),
        report.file: official("workbook", "Revised March 2025"),
    }


def test_a_moved_landing_page_and_moved_files_are_found(site: Site, corpus: Path) -> None:
    site.page("/new/", '<meta http-equiv="refresh" content="0;url=newer">')
    site.page("/new/newer", link("../w.pdf", TITLES["workbook"]))
    site.move(TOOLKIT, "/new/")
    site.move("/w.pdf", "/files/w.pdf", 302)
    site.serve("/files/w.pdf", official("workbook"))
    assert of(fetch(corpus), "workbook").url == site.url("/files/w.pdf")


def test_names_with_spaces_and_accents(site: Site, corpus: Path) -> None:
    site.page(TOOLKIT, link("files/Évaluation – Risk (rév. 2).pdf", "Télécharger"))
    site.serve(
        "/topics/files/%C3%89valuation%20%E2%80%93%20Risk%20(r%C3%A9v.%202).pdf", official("risk-assessment")
    )
    assert of(fetch(corpus), "risk-assessment").file == "official/risk-assessment.pdf"


def test_a_landing_page_without_links_is_named_and_the_next_one_read(site: Site, corpus: Path) -> None:
    offer(site, "workbook")
    empty = site.page("/empty", "Please turn on JavaScript.")
    write_manifest(corpus, empty, site.url("/missing"), site.url(TOOLKIT))
    report = fetch(corpus)
    assert statuses(report)["workbook"] == "fetched"
    assert [(one.url, one.message[:24]) for one in report.problems] == [
        (empty, "There is no link to a PD"),
        (site.url("/missing"), f"{site.url('/missing')}: the server"[:24]),
    ]


def test_a_document_with_a_page_of_its_own(site: Site, corpus: Path) -> None:
    site.page(TOOLKIT, link("/risk", TITLES["risk-assessment"]) + link("/w", TITLES["workbook"]))
    site.page("/risk", link("/download/7.pdf", "Download"))
    site.serve("/download/7.pdf", official("risk-assessment"))
    site.serve("/w", official("workbook"))
    report = fetch(corpus)
    assert of(report, "risk-assessment").url == site.url("/download/7.pdf")
    assert of(report, "workbook").url == site.url("/w")


def test_links_that_are_not_followed_are_told_with_the_reason(site: Site, corpus: Path) -> None:
    other = site.url("/r.pdf", host="localhost")
    offer(site, "workbook")
    site.page(
        TOOLKIT,
        link("/workbook.pdf", TITLES["workbook"])
        + link("/annual.pdf", "Annual report")
        + link(other, TITLES["risk-assessment"])
        + link("/p_fr.pdf", TITLES["principles"])
        + link("/x.pdf", "Principes pour une innovation responsable"),
    )
    report = fetch(corpus)
    assert {one.url: one.reason.split()[0] for one in report.passed_over} == {
        site.url("/annual.pdf"): "no",
        other: "on",
        site.url("/p_fr.pdf"): "in",
        site.url("/x.pdf"): "no",
    }
    assert statuses(report)["risk-assessment"] == "not_found"


def test_a_listed_host_is_allowed(site: Site, corpus: Path) -> None:
    write_manifest(corpus, site.url(TOOLKIT), hosts=("LOCALHOST",))
    site.page(TOOLKIT, link(site.url("/w.pdf", host="localhost"), TITLES["workbook"]))
    site.serve("/w.pdf", official("workbook"))
    assert statuses(fetch(corpus))["workbook"] == "fetched"


def test_of_two_candidates_the_later_one_is_tried_first(site: Site, corpus: Path) -> None:
    title = TITLES["workbook"]
    site.page(
        TOOLKIT, link("/a_Feb24.pdf", title) + link("/b_Mar25.pdf", title) + link("/b_Mar25.pdf", title)
    )
    site.serve("/a_Feb24.pdf", official("workbook"))
    site.serve("/b_Mar25.pdf", official("workbook"))
    report = of(fetch(corpus), "workbook")
    assert (report.url, report.also) == (site.url("/b_Mar25.pdf"), (site.url("/a_Feb24.pdf"),))


def test_the_order_of_the_landing_pages_goes_before_dates(site: Site, corpus: Path) -> None:
    site.page(TOOLKIT, link("/a.pdf", TITLES["workbook"]))
    second = site.page("/mirror", link("/b_Mar25.pdf", TITLES["workbook"]))
    write_manifest(corpus, site.url(TOOLKIT), second)
    assert of(fetch(corpus, dry_run=True), "workbook").url == site.url("/a.pdf")


Serve = Callable[[Site, str], object]
BAD_FILES: dict[str, tuple[Serve, str]] = {
    "a page": (lambda site, path: site.page(path, "Please log in"), "is not a PDF but a web page"),
    "500": (lambda site, path: site.serve(path, b"x", status=500), "answered 500"),
    "cut off": (
        lambda site, path: site.serve(path, official("workbook")[:400], announced=9_000), "ended too early"),
    "2 GB": (lambda site, path: site.serve(path, b"%PDF-", announced=2_000_000_000), "limit is 1 MB"),
    "endless": (lambda site, path: site.endless(path, b"%PDF-1.4"), "limit is 1 MB"),
    "sent to another site": (
        lambda site, path: site.move(path, site.url("/w", host="localhost")), "allowed_hosts"),
    "no pages": (lambda site, path: site.serve(path, pdf_of()), "cannot be read|has no pages"),
    "no PDF inside": (lambda site, path: site.serve(path, b"%PDF-1.4\nnothing\n%%EOF"), "cannot be read"),
    "another document": (
        lambda site, path: site.serve(path, official("principles")), "by its title page, 'Princ"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_gives_way_to_the_next_candidate(site: Site, corpus: Path, name: str) -> None:
    serve, words = BAD_FILES[name]
    serve(site, "/bad.pdf")
    site.serve("/good.pdf", official("workbook"))
    title = TITLES["workbook"]
    site.page(TOOLKIT, link("/bad.pdf", title) + link("/good.pdf", title))
    report = of(fetch(corpus, limits=Limits(megabytes=1)), "workbook")
    assert (report.status, report.url) == ("fetched", site.url("/good.pdf"))
    assert fetched_pdfs(corpus) == {"official/workbook.pdf": official("workbook")}
    assert any(word in report.message for word in words.split("|"))


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_alone_leaves_what_is_there(site: Site, corpus: Path, name: str) -> None:
    offer(site, "workbook", "principles")
    fetch(corpus)
    before = fetched_pdfs(corpus)
    BAD_FILES[name][0](site, "/workbook.pdf")
    report = fetch(corpus, limits=Limits(megabytes=1))
    assert (statuses(report)["workbook"], statuses(report)["principles"]) == ("failed", "unchanged")
    assert fetched_pdfs(corpus) == before
    assert sorted(path.name for path in (corpus / "official").iterdir() if path.suffix == ".part") == []


def test_a_file_in_which_no_page_was_read_is_refused(
    site: Site, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(site, "workbook")
    monkeypatch.setattr(FakeReadingPool, "read_all", lambda self, files: [(files[0], ReadDocument(pages=()))])
    with pytest.raises(FetchError, match="has no pages"):
        fetch(corpus)


def test_a_title_page_without_title_passes_only_under_a_link_that_names_it(site: Site, corpus: Path) -> None:
    site.serve("/workbook.pdf", pdf_of(("Cover",), ("Ask first.",)))
    site.page(TOOLKIT, link("/workbook.pdf", "Download"))
    with pytest.raises(FetchError, match="by its title page, no document of the toolkit"):
        fetch(corpus)
    site.page(TOOLKIT, link("/workbook.pdf", TITLES["workbook"]))
    report = of(fetch(corpus), "workbook")
    assert (report.status, report.edition) == ("fetched", "")


def test_a_scanned_document_is_fetched_and_the_remedy_told(site: Site, corpus: Path) -> None:
    offer(site, "workbook")
    site.serve("/workbook.pdf", pdf_of((TITLES["workbook"],), ()))
    assert "ocrmypdf" in of(fetch(corpus), "workbook").message


def test_a_file_that_the_manifest_confirms_goes_on_counting(site: Site, corpus: Path) -> None:
    mine = corpus / "official" / "mine.pdf"
    mine.parent.mkdir()
    mine.write_bytes(official("workbook", "Revised May 2026"))
    offer(site, "workbook")
    sha256 = hashlib.sha256(mine.read_bytes()).hexdigest()
    write_manifest(corpus, site.url(TOOLKIT), extra=f'official_sha256 = ["{sha256}"]')
    assert "official/mine.pdf, which goes on standing" in of(fetch(corpus), "workbook").message


def test_without_a_network_one_line_tells_what_to_do_by_hand(corpus: Path) -> None:
    write_manifest(corpus, "http://127.0.0.1:9/a", "http://127.0.0.1:9/b")
    with pytest.raises(FetchError, match="no network here") as caught:
        fetch(corpus)
    assert "\n" not in str(caught.value)
    for words in ("http://127.0.0.1:9/a", str(corpus / "official"), "python -m toolkit_qa build"):
        assert words in caught.value.hint


def test_pages_that_cannot_be_read_are_told_apart_from_no_network(site: Site, corpus: Path) -> None:
    with pytest.raises(FetchError, match=r"No landing page could be read \(.*404 Not Found\)"):
        fetch(corpus)


def test_pages_on_which_nothing_is_recognised(site: Site, corpus: Path) -> None:
    site.page(TOOLKIT, link("/a.pdf", "Annual report"))
    with pytest.raises(FetchError, match="No PDF of the toolkit was found") as caught:
        fetch(corpus)
    assert "in a browser" in caught.value.hint


def test_no_manifest_and_no_landing_pages_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no manifest\.toml"):
        fetch(tmp_path)
    write_manifest(tmp_path)
    with pytest.raises(InputError, match="landing_pages"):
        fetch(tmp_path)


def test_progress_is_told(site: Site, corpus: Path) -> None:
    told: list[tuple[str, int, int]] = []
    offer(site, "workbook")
    fetch(corpus, tell=lambda stage, done, total: told.append((stage, done, total)))
    assert ("pages", 1, 1) in told
    assert (f"{TITLES['workbook']}, kB", 2, 2) in told
    assert told[-1] == ("documents", 4, 4)


def test_files_are_read_in_another_process(site: Site, corpus: Path) -> None:
    """In a fresh interpreter, with a real reading process: no PDF library gets into the one that fetches."""
    offer(site, "workbook")
    code = (
        "import sys; from pathlib import Path; from toolkit_qa.fetch import fetch\n"
        f"report = fetch(Path({str(corpus)!r}))\n"
        "heavy = {'pypdfium2', 'pypdf', 'torch', 'streamlit', 'faiss'} & set(sys.modules)\n"
        "print(sorted(heavy), [one.pages for one in report.documents])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("[] [0, 0, 0, 2]", "")
