"""Pages and files over HTTP: only from allowed hosts, only PDFs, only whole, only so large."""

from __future__ import annotations

import gzip
import hashlib
import io
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from ingest.errors import FetchError
from tests.pdf_files import pdf_of
from tests.web_site import Site, serving
from toolkit_qa import fetch_web
from toolkit_qa.fetch_web import Loaded, UnreachableError, Web

PDF = pdf_of(("A page",))
LIMIT = 1_000_000


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def web(site: Site) -> Iterator[Web]:
    with Web(["127.0.0.1"], max_bytes=LIMIT) as web:
        yield web


def load(web: Web, url: str) -> tuple[Loaded, bytes]:
    into = io.BytesIO()
    loaded = web.load(url, into, lambda done, total: None)
    return loaded, into.getvalue()


def test_a_page_is_read(site: Site, web: Web) -> None:
    page = web.page(site.page("/toolkit", "<p>été</p>"))
    assert (page.url, page.charset, page.is_pdf) == (site.url("/toolkit"), "utf-8", False)
    assert "été" in page.html.decode()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_page_that_has_moved_is_found(site: Site, web: Web, status: int) -> None:
    site.page("/new", "x")
    site.move("/old", "/new", status)
    assert web.page(site.url("/old")).url == site.url("/new")


def test_a_pdf_in_place_of_a_page_is_not_loaded(site: Site, web: Web) -> None:
    assert web.page(site.endless("/d/1", PDF)).is_pdf


def test_a_pdf_is_loaded_with_its_hash(site: Site, web: Web) -> None:
    loaded, data = load(web, site.serve("/a.pdf", PDF))
    assert data == PDF
    assert loaded == Loaded(url=site.url("/a.pdf"), sha256=hashlib.sha256(PDF).hexdigest(), size=len(PDF))


def test_progress_is_told_in_bytes(site: Site, web: Web) -> None:
    told: list[tuple[int, int]] = []
    web.load(site.serve("/a.pdf", PDF), io.BytesIO(), lambda done, total: told.append((done, total)))
    assert told[-1] == (len(PDF), len(PDF))


@pytest.mark.parametrize("path", ["/Risk%20Assessment%20%C3%89t%C3%A9.pdf", "/caf%E9.pdf", "/a%252F.pdf"])
def test_names_with_spaces_and_accents_are_asked_for_as_they_are(site: Site, web: Web, path: str) -> None:
    load(web, site.serve(path, PDF))
    assert site.asked == [path]


@pytest.mark.parametrize("kind", ["application/octet-stream", "text/html", "", "text/plain; charset=x"])
def test_bytes_tell_what_a_pdf_is_not_the_type(site: Site, web: Web, kind: str) -> None:
    assert load(web, site.serve("/a.pdf", PDF, kind=kind))[1] == PDF


def test_a_packed_answer_is_unpacked(site: Site, web: Web) -> None:
    url = site.serve("/a.pdf", gzip.compress(PDF), Content_Encoding="gzip")
    assert load(web, url)[1] == PDF


Trouble = Callable[[Site], str]
PAGE_TROUBLES: dict[str, tuple[Trouble, str]] = {
    "missing": (lambda site: site.url("/none"), "404"),
    "500": (lambda site: site.page("/", "x", status=500), "answered 500"),
    "no content": (lambda site: site.page("/", "x", status=204), "204"),
    "another host": (lambda site: site.move("/", "http://localhost:1/"), "localhost.*allowed_hosts"),
    "a host in disguise": (lambda site: site.move("/", "http://127.0.0.1@localhost:1/"), "allowed_hosts"),
    "a file of this computer": (
        lambda site: site.move("/", "file:///etc/passwd"),
        "cannot be fetched|not on",
    ),
    "an address that is none": (lambda site: site.move("/", "http://[::"), "cannot be fetched|ended too"),
    "in a circle": (lambda site: site.move("/", "/"), "more than 5 times"),
    "a picture": (lambda site: site.serve("/", b"GIF89a", kind="image/gif"), "no web page .image/gif"),
    "too large": (lambda site: site.page("/", "x" * 6_000_000), "larger than 5 MB"),
    "cut off": (lambda site: site.page("/", "x", announced=999), "ended too early"),
}


@pytest.mark.parametrize("name", PAGE_TROUBLES)
def test_a_page_that_cannot_be_had_is_told_in_one_line(site: Site, web: Web, name: str) -> None:
    trouble, words = PAGE_TROUBLES[name]
    with pytest.raises(FetchError, match=words) as caught:
        web.page(trouble(site))
    assert "\n" not in str(caught.value)
    assert not isinstance(caught.value, UnreachableError)


FILE_TROUBLES: dict[str, tuple[Trouble, str]] = {
    "a page": (lambda site: site.page("/a.pdf", "Log in"), "not a PDF but a web page .text/html"),
    "a page called PDF": (lambda site: site.serve("/a.pdf", b"\n<!doctype>"), "a web page .application/pdf"),
    "a long page": (lambda site: site.endless("/a.pdf", b"<html>" + b" " * 2_000), "a web page"),
    "nothing": (lambda site: site.serve("/a.pdf", b""), "something else"),
    "500": (lambda site: site.serve("/a.pdf", PDF, status=500), "answered 500"),
    "partial": (lambda site: site.serve("/a.pdf", PDF, status=206), "answered 206"),
    "moved away": (lambda site: site.move("/a.pdf", "http://localhost:1/a.pdf"), "allowed_hosts"),
    "cut off, length told": (
        lambda site: site.serve("/a.pdf", PDF[:300], announced=len(PDF)), "ended too early"),
    "cut off, no length": (lambda site: site.serve("/a.pdf", PDF[:-9], announced=-1), "ends too early"),
    "2 GB announced": (
        lambda site: site.serve("/a.pdf", PDF, announced=2_000_000_000), "2,000 MB; the limit is 1 MB"),
    "endless": (lambda site: site.endless("/a.pdf", PDF), "more than 1 MB; the limit is 1 MB"),
    "packed without measure": (
        lambda site: site.serve("/a.pdf", gzip.compress(PDF + b" " * 9_000_000), Content_Encoding="gzip"),
        "limit"),
    "packed wrongly": (lambda site: site.serve("/a.pdf", PDF, Content_Encoding="gzip"), "DecodingError"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILE_TROUBLES)
def test_a_file_that_cannot_be_had_is_told_in_one_line(site: Site, web: Web, name: str) -> None:
    trouble, words = FILE_TROUBLES[name]
    with pytest.raises(FetchError, match=words) as caught:
        load(web, trouble(site))
    assert "\n" not in str(caught.value)


def test_no_more_is_loaded_than_is_allowed(site: Site, web: Web) -> None:
    into = io.BytesIO()
    with pytest.raises(FetchError):
        web.load(site.endless("/a.pdf", PDF), into, lambda done, total: None)
    assert len(into.getvalue()) <= LIMIT


def test_a_file_that_comes_too_slowly_is_given_up(
    site: Site, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch_web, "FILE_SECONDS", -1.0)
    with pytest.raises(FetchError, match="not complete after"):
        load(web, site.serve("/a.pdf", PDF))


def test_a_server_that_says_nothing_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch_web, "TIMEOUTS", httpx.Timeout(0.2))
    waiting: list[float] = []
    site.routes["/"] = lambda handler: waiting.append(handler.connection.recv(1) == b"")  # until it hangs up
    with Web(["127.0.0.1"], max_bytes=LIMIT) as web, pytest.raises(FetchError, match="stopped answering"):
        web.page(site.url("/"))


def test_nobody_there_is_told_apart(site: Site, web: Web) -> None:
    with pytest.raises(UnreachableError, match="cannot be reached"):
        web.page("http://127.0.0.1:9/")


def test_an_unlisted_host_is_never_asked(site: Site, web: Web) -> None:
    with pytest.raises(FetchError, match="not on the site of a landing page"):
        web.page(site.url("/", host="localhost"))
    assert site.asked == []


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://UNICRI.example/a", True),
        ("https://unicri.example./a", True),
        ("https://unicri.example.evil.example/", False),
        ("https://unicri.example@evil.example/", False),
        ("ftp://unicri.example/", False),
        ("https://[", False),
        ("https://files.unicri.example/", False),
    ],
)
def test_hosts_are_compared_whole(url: str, allowed: bool) -> None:
    with Web(["Unicri.example"], max_bytes=LIMIT) as web:
        assert web.allows(url) is allowed


def asked_of(handler: Callable[[httpx.Request], httpx.Response], url: str) -> tuple[list[str], str]:
    """The addresses that were asked, and the one at which the file was found."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return handler(request)

    with Web(["a.example"], max_bytes=LIMIT, transport=httpx.MockTransport(answer)) as web:
        return asked, load(web, url)[0].url


def test_https_is_preferred() -> None:
    asked, found = asked_of(lambda request: httpx.Response(200, content=PDF), "http://a.example/a.pdf")
    assert asked == [found] == ["https://a.example/a.pdf"]


def refuse_https(request: httpx.Request) -> httpx.Response:
    if request.url.scheme == "https":
        raise httpx.ConnectError("refused")
    return httpx.Response(200, content=PDF)


def test_plain_http_is_used_where_there_is_no_https() -> None:
    asked, found = asked_of(refuse_https, "http://a.example/a.pdf")
    assert (
        asked == ["https://a.example/a.pdf", found] == ["https://a.example/a.pdf", "http://a.example/a.pdf"]
    )


def test_an_https_address_is_never_asked_over_plain_http() -> None:
    with pytest.raises(UnreachableError):
        asked_of(refuse_https, "https://a.example/a.pdf")


def test_a_bad_certificate_is_no_reason_for_plain_http() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.scheme == "https":
            raise httpx.ConnectError("bad certificate") from ssl.SSLCertVerificationError("x")
        return httpx.Response(200, content=PDF)

    with pytest.raises(UnreachableError, match="bad certificate"):
        asked_of(answer, "http://a.example/a.pdf")


def test_a_site_that_sends_back_to_plain_http_gets_its_way() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.scheme == "https":
            return httpx.Response(301, headers={"Location": "http://a.example/a.pdf"})
        return httpx.Response(200, content=PDF)

    assert asked_of(answer, "https://a.example/a.pdf")[1] == "http://a.example/a.pdf"


def test_a_full_disk_is_not_taken_for_a_network_fault(site: Site, web: Web, tmp_path: Path) -> None:
    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        web.load(site.serve("/a.pdf", PDF), Full(), lambda done, total: None)
