"""Serve the register on this machine, one request at a time, until interrupted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from tracker.errors import UsageError
from tracker.report.phrases import Lang
from tracker.store import Store
from tracker.web.site import Answer, answer

# The pages need nothing but their own styles; what a stored page smuggles into a text stays text
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


class RegisterServer(HTTPServer):
    """Shows `store` on a port of loopback. Single-threaded: SQLite's connection belongs to the thread that made it."""

    def __init__(self, store: Store, *, port: int, lang: Lang, today: Callable[[], dt.date]) -> None:
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except OSError as err:
            raise UsageError(f"cannot listen on port {port}: {err.strerror}; choose another with --port") from err
        self.store = store
        self.lang = lang
        self.today = today

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


class _Handler(BaseHTTPRequestHandler):
    server: RegisterServer
    timeout = 10  # a browser that opens a connection and says nothing must not hold the one thread

    def do_GET(self) -> None:
        host = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        if host not in ("127.0.0.1", "localhost", "[::1]"):  # a foreign name that resolves to this machine
            self._send(Answer(body=b"not here\n", status=HTTPStatus.MISDIRECTED_REQUEST, content_type="text/plain"))
            return
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        server = self.server
        self._send(answer(server.store, unquote(parts.path), query, today=server.today(), lang=server.lang))

    def _send(self, shown: Answer) -> None:
        self.send_response(shown.status)
        self.send_header("Content-Type", shown.content_type)
        self.send_header("Content-Length", str(len(shown.body)))
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        if shown.download:
            self.send_header("Content-Disposition", f'attachment; filename="{shown.download}"')
        self.end_headers()
        self.wfile.write(shown.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal shows the address alone."""
