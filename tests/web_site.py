"""A web site on this computer for tests of fetching: answers given by path, as awkward as they come."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest import mock

Route = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """Routes by path (as it stands in the request, percent-encoded), and the paths asked for."""

    server: ThreadingHTTPServer
    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """The address of a path; `localhost` is another host to whoever goes by names."""
        return f"http://{host}:{self.server.server_port}{path}"

    def page(self, path: str, body: str, **options: object) -> str:
        """Serves a page; its address."""
        html = f"<!doctype html><html><body>{body}</body></html>".encode()
        return self.serve(path, html, kind="text/html; charset=utf-8", **options)

    def serve(
        self,
        path: str,
        body: bytes,
        *,
        kind: str = "application/pdf",
        status: int = 200,
        announced: int | None = None,
        **headers: str,
    ) -> str:
        """Serves bytes; `announced` is the length said, that of the bytes by default, none if negative."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            if kind:
                handler.send_header("Content-Type", kind)
            length = len(body) if announced is None else announced
            if length >= 0:
                handler.send_header("Content-Length", str(length))
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        self.routes[path] = answer
        return self.url(path)

    def move(self, path: str, to: str, status: int = 301) -> str:
        """Sends whoever asks for `path` to another address."""
        return self.serve(path, b"", kind="", status=status, Location=to)

    def endless(self, path: str, start: bytes) -> str:
        """Serves `start` and then bytes without end, announcing no length."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Type", "application/pdf")
            handler.end_headers()
            handler.wfile.write(start)
            while True:
                handler.wfile.write(b"x" * 65_536)

        self.routes[path] = answer
        return self.url(path)


class _Handler(BaseHTTPRequestHandler):
    """Protocol HTTP/1.0: the connection ends with the answer, as it does when one is cut off."""

    site: Site

    def do_GET(self) -> None:
        self.site.asked.append(self.path)
        route = self.site.routes.get(self.path)
        with contextlib.suppress(ConnectionError):  # the reader had enough
            if route is None:
                self.send_error(404)
            else:
                route(self)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""


@contextlib.contextmanager
def serving() -> Iterator[Site]:
    """A site that answers until the end of the block, asked without any proxy."""
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    handler.site = Site(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        with mock.patch.dict(os.environ, {"NO_PROXY": "*", "no_proxy": "*"}):
            yield handler.site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


TITLES = {
    "readme-file": "README File",
    "principles": "Principles for Responsible AI Innovation",
    "risk-assessment": "Risk Assessment Questionnaire",
    "workbook": "Responsible AI Innovation in Action Workbook",
}
FILE_WORDS = {
    "readme-file": ["readme"],
    "principles": ["principles"],
    "risk-assessment": ["risk"],
    "workbook": ["workbook"],
}
TITLE_WORDS = {"readme-file": ["README"], "workbook": ["Responsible AI Innovation in Action", "Workbook"]}


def write_manifest(folder: Path, *landing_pages: str, extra: str = "", hosts: tuple[str, ...] = ()) -> None:
    """A manifest of four documents of the toolkit; `extra` is TOML added to the last, the workbook."""
    tables = [f"landing_pages = {list(landing_pages)}", f"allowed_hosts = {list(hosts)}"]
    for document_id, title in TITLES.items():
        tables.append(
            f'[[document]]\nid = "{document_id}"\ntitle = "{title} (starter digest)"\nsource = "starter"\n'
            f'official_title = "{title}"\nfile = "starter/{document_id}.pdf"\n'
            f"title_words = {TITLE_WORDS.get(document_id, [title])}\nfile_words = {FILE_WORDS[document_id]}"
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.toml").write_text("\n".join(tables) + f"\n{extra}\n", encoding="utf-8")
