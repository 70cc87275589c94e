"""Pages and files from the allowed hosts, within limits of size and time. The only home of httpx.

Every address is checked, those of redirects too: one of another host is an error. Addresses of plain
http are tried as https first.
"""

from __future__ import annotations

import hashlib
import ssl
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import BinaryIO, Self

import httpx

from ingest.errors import FetchError
from ingest.limits import MEGABYTE

from . import __version__

TIMEOUTS = httpx.Timeout(30.0, connect=10.0)  # seconds without a byte
PAGE_SECONDS, FILE_SECONDS = 60.0, 900.0  # in all
PAGE_BYTES = 5 * MEGABYTE
REDIRECTS = 5
SIGNATURE, SIGNATURE_WITHIN = b"%PDF-", 1024
ENDING, ENDING_WITHIN = b"%%EOF", 8192
HTML_TYPES = ("text/html", "application/xhtml+xml", "")
HEADERS = {"User-Agent": f"toolkit-qa/{__version__} (official documents)", "Accept-Encoding": "identity"}


class UnreachableError(FetchError):
    """Nobody answers at an address: perhaps this computer has no network."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WebPage:
    """What was found at `url` in the end; `is_pdf` when it is no page at all, but a PDF (not loaded)."""

    url: str
    html: bytes = b""
    charset: str | None = None
    is_pdf: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """A file that was loaded: from where in the end, and its bytes."""

    url: str
    sha256: str
    size: int


class Web:
    """The part of the web that is allowed. Use it in a `with` block.

    Args:
        hosts: Names of the hosts that may be asked, nothing else is.
        max_bytes: How large a file may be.
        transport: In place of the network, for tests.
    """

    def __init__(
        self, hosts: Collection[str], *, max_bytes: int, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._hosts = {host.lower().rstrip(".") for host in hosts}
        self._max_bytes = max_bytes
        self._client = httpx.Client(transport=transport, timeout=TIMEOUTS, headers=HEADERS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def allows(self, url: str) -> bool:
        """Whether an address is one of the web's and of an allowed host."""
        try:
            parsed = httpx.URL(url)
        except (httpx.InvalidURL, UnicodeError):
            return False
        return parsed.scheme in ("http", "https") and parsed.host.lower().rstrip(".") in self._hosts

    def page(self, url: str) -> WebPage:
        """The page at `url`.

        Raises:
            UnreachableError: Nobody answers.
            FetchError: It is of another host, missing, too large, or no web page.
        """
        with self._open(url) as response:
            found = str(response.url)
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            html = b""
            for piece in _pieces(response, PAGE_SECONDS):
                html += piece
                if SIGNATURE in html[:SIGNATURE_WITHIN]:
                    return WebPage(url=found, is_pdf=True)
                if len(html) > PAGE_BYTES:
                    raise FetchError(f"{found} is larger than {PAGE_BYTES / MEGABYTE:,.0f} MB.")
            if kind not in HTML_TYPES:
                raise FetchError(f"{found} is no web page ({kind}).")
            return WebPage(url=found, html=html, charset=response.charset_encoding)

    def load(self, url: str, into: BinaryIO, tell: Callable[[int, int], None]) -> Loaded:
        """Writes the PDF at `url` into a file; `tell` gets the bytes loaded and those announced.

        Raises:
            UnreachableError: Nobody answers.
            FetchError: It is of another host, missing, too large, cut off, or not a PDF.
            OSError: The file cannot be written.
        """
        with self._open(url) as response:
            announced = self._announced(response)
            digest, size, head, tail = hashlib.sha256(), 0, b"", b""
            for piece in _pieces(response, FILE_SECONDS):
                size += len(piece)
                if size > self._max_bytes:
                    raise self._too_large(str(response.url), f"more than {size / MEGABYTE:,.0f} MB")
                if len(head) < SIGNATURE_WITHIN:
                    head = (head + piece)[:SIGNATURE_WITHIN]
                    _check_signature(head, response, whole=len(head) == SIGNATURE_WITHIN)
                tail = (tail + piece)[-ENDING_WITHIN:]
                digest.update(piece)
                into.write(piece)
                tell(size, max(size, announced))
            _check_signature(head, response, whole=True)
            if ENDING not in tail:
                raise FetchError(f"{response.url} ends too early: the end of the PDF is missing.")
            return Loaded(url=str(response.url), sha256=digest.hexdigest(), size=size)

    def _announced(self, response: httpx.Response) -> int:
        """The bytes announced, 0 where none are. Raises FetchError when they are too many."""
        given = response.headers.get("content-length", "")
        announced = int(given) if given.isascii() and given.isdigit() else 0
        if announced > self._max_bytes:
            raise self._too_large(str(response.url), f"{announced / MEGABYTE:,.0f} MB")
        return announced

    def _too_large(self, url: str, size: str) -> FetchError:
        limit = f"{self._max_bytes / MEGABYTE:,.0f} MB"
        return FetchError(f"{url} has {size}; the limit is {limit}.", "Raise the reading limits.")

    @contextmanager
    def _open(self, url: str) -> Iterator[httpx.Response]:
        """The answer at the end of all redirects, not yet read."""
        seen: set[str] = set()
        for _ in range(REDIRECTS + 1):
            if not self.allows(url):
                raise FetchError(
                    f"{url} is not on the site of a landing page.",
                    "If it is an official site, add its host to allowed_hosts in corpus/manifest.toml.",
                )
            with _errors_told(url), self._send(url, seen) as response:
                if response.next_request is None:
                    if response.status_code != httpx.codes.OK:
                        raise FetchError(f"{response.url}: the server answered {_status(response)}.")
                    yield response
                    return
                url = str(response.next_request.url)
        raise FetchError(f"{url}: redirected more than {REDIRECTS} times.")

    @contextmanager
    def _send(self, url: str, seen: set[str]) -> Iterator[httpx.Response]:
        """The answer at `url`, over https where that can be had; `seen` are those asked before."""
        secured = _secured(url)
        for address in (secured, url) if secured not in seen else (url,):
            seen.add(address)
            try:
                response = self._client.send(self._client.build_request("GET", address), stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if address == url or _is_about_certificates(error):
                    raise
                continue
            try:
                yield response
            finally:
                response.close()
            return


def _pieces(response: httpx.Response, seconds: float) -> Iterator[bytes]:
    """The bytes of an answer. Raises FetchError when they have not all come after `seconds`."""
    deadline = time.monotonic() + seconds
    for piece in response.iter_bytes():  # as they come: waiting for more could take for ever
        if time.monotonic() > deadline:
            raise FetchError(f"{response.url} was not complete after {seconds:,.0f} seconds.")
        yield piece


def _check_signature(head: bytes, response: httpx.Response, *, whole: bool) -> None:
    """Raises FetchError when the first bytes (all that count, if `whole`) are not those of a PDF."""
    if SIGNATURE in head or not whole:
        return
    kind = response.headers.get("content-type", "no type given")
    what = "a web page" if head.lstrip().startswith(b"<") else "something else"
    raise FetchError(f"{response.url} is not a PDF but {what} ({kind}).")


def _secured(url: str) -> str:
    """The address over https, if it is one of plain http on the usual port."""
    parsed = httpx.URL(url)
    plain = parsed.scheme == "http" and parsed.port is None
    return str(parsed.copy_with(scheme="https")) if plain else url


def _status(response: httpx.Response) -> str:
    return f"{response.status_code} {response.reason_phrase}".strip()


def _is_about_certificates(error: BaseException | None) -> bool:
    """Whether a connection failed because nobody vouches for the other side: no reason to go on unguarded."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


@contextmanager
def _errors_told(url: str) -> Iterator[None]:
    """Whatever goes wrong on the way, as one of our errors."""
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        reason = str(error) or "no answer"
        raise UnreachableError(f"{url} cannot be reached ({reason}).") from error
    except httpx.TimeoutException as error:
        raise FetchError(f"{url}: the server stopped answering.") from error
    except httpx.RemoteProtocolError as error:
        raise FetchError(f"{url}: the connection ended too early ({error}).") from error
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise FetchError(f"{url} cannot be fetched ({type(error).__name__}: {error}).") from error
