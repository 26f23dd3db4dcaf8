"""A real web server on loopback whose answers a test sets path by path."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer. `announced`: a Content-Length other than the body's; `pause_s`: between the body's bytes."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    announced: int | None = None
    pause_s: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as it came, header names in lower case."""

    path: str
    headers: dict[str, str]


Route = Answer | Sequence[Answer] | Callable[[Asked], Answer]


class Site:
    """Set `site[path]`: an answer, several given in turn (the last one stays), or a function of the request."""

    def __init__(self, context: SSLContext | None = None) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: list[Asked] = []
        self.connections = 0
        self._turns: dict[str, int] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # else each answer on a kept connection waits 40 ms
            wbufsize = 1 << 16
            timeout = 10

            def setup(self) -> None:
                site.connections += 1
                super().setup()

            def do_GET(self) -> None:
                site.serve(self)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._server.handle_error = lambda request, address: None  # type: ignore[method-assign]
        if context:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def __setitem__(self, path: str, route: Route) -> None:
        self.routes[path] = route

    def paths(self) -> list[str]:
        """What was asked for, robots.txt apart."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        asked = Asked(path=handler.path, headers={name.lower(): value for name, value in handler.headers.items()})
        self.asked.append(asked)
        answer = self._answer(asked)
        handler.send_response(answer.status)
        for name, value in answer.headers.items():
            handler.send_header(name, value)
        if "Transfer-Encoding" not in answer.headers:
            handler.send_header(
                "Content-Length", str(len(answer.body) if answer.announced is None else answer.announced)
            )
        handler.end_headers()
        if answer.status != 304:
            self._write(handler, answer)
        if answer.announced is not None or "Transfer-Encoding" in answer.headers:
            handler.close_connection = True

    def _answer(self, asked: Asked) -> Answer:
        route = self.routes.get(asked.path, Answer(status=404, body=b"not here"))
        if isinstance(route, Answer):
            return route
        if callable(route):
            return route(asked)
        turn = self._turns.get(asked.path, 0)
        self._turns[asked.path] = turn + 1
        return route[min(turn, len(route) - 1)]

    def _write(self, handler: BaseHTTPRequestHandler, answer: Answer) -> None:
        if not answer.pause_s:
            handler.wfile.write(answer.body)
            return
        for at in range(len(answer.body)):
            handler.wfile.write(answer.body[at : at + 1])
            handler.wfile.flush()
            time.sleep(answer.pause_s)
