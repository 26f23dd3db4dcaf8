"""A small web server on loopback that shows one state of the site at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tracker.demo.site import Served


class SiteServer(ThreadingHTTPServer):
    """Serves `pages`; answers 304 to a matching ETag, 404 to what is not there."""

    daemon_threads = True

    def __init__(self, pages: Mapping[str, Served]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages = pages
        self.bodies_sent = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each kept-alive reply waits 40 ms for a delayed ACK
    wbufsize = -1
    server: SiteServer

    def do_GET(self) -> None:
        page = self.server.pages.get(self.path.partition("?")[0])
        if page is None:
            self._answer(404, "text/html; charset=utf-8", "<h1>404</h1><p>您访问的页面不存在</p>".encode(), None)
        elif self.headers.get("If-None-Match") == page.etag:
            self._answer(304, page.content_type, b"", page.etag)
        else:
            self.server.bodies_sent += 1
            self._answer(page.status, page.content_type, page.body, page.etag)

    def _answer(self, status: int, content_type: str, body: bytes, etag: str | None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        if etag:
            self.send_header("ETag", etag)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the demo prints reports, not requests."""


@contextmanager
def serving(pages: Mapping[str, Served]) -> Iterator[SiteServer]:
    """A running server, ended with the block."""
    server = SiteServer(pages)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
