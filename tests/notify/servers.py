"""Real servers on loopback: SMTP with TLS, STARTTLS and a login, and a robot that takes JSON."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HAS_OPENSSL = shutil.which("openssl") is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """The settings of sources.toml that sending needs."""

    host: str = "127.0.0.1"
    port: int
    security: str = "none"


@dataclass
class Inbox:
    """Keeps what is handed in; refuses recipients, senders or messages as told."""

    messages: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refuse: tuple[str, ...] = ()
    refuse_data: str | None = None
    refuse_sender: str | None = None
    hang_up_at_quit: bool = False

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if self.refuse_sender:
            return self.refuse_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if address in self.refuse:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refuse_data:
            return self.refuse_data
        self.messages.append(envelope.content)
        self.recipients += envelope.rcpt_tos
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return "554 no goodbye" if self.hang_up_at_quit else "221 Bye"


def _login(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (b"tracker", b"right")
    return AuthResult(success=known, handled=False)


def free_port() -> int:
    """A port of loopback where nothing listens (aiosmtpd cannot tell which it got for port 0)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def smtp_server(
    inbox: Inbox, *, security: str = "none", context: ssl.SSLContext | None = None, login: bool = False
) -> Iterator[Server]:
    """A mail server on a free port of loopback."""
    options: dict[str, Any] = {"auth_required": login, "auth_require_tls": False, "authenticator": _login}
    if security == "tls":
        options["ssl_context"] = context
    if security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield Server(port=controller.port, security=security)
    finally:
        controller.stop()


def certificate(folder: Path) -> Path:
    """A self-signed certificate for 127.0.0.1, key and certificate in one file."""
    file = folder / "server.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
            "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(file), "-out", str(folder / "cert.pem"),
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    file.write_bytes(file.read_bytes() + (folder / "cert.pem").read_bytes())
    return file


@dataclass
class Robot:
    """What a robot was told, and what it answers."""

    status: int = 200
    answer: bytes = b'{"errcode": 0, "errmsg": "ok"}'
    paths: list[str] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def robot_server(robot: Robot) -> Iterator[str]:
    """An HTTP server on a free port of loopback; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            robot.paths.append(self.path)
            robot.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(robot.status)
            self.send_header("Content-Length", str(len(robot.answer)))
            self.end_headers()
            self.wfile.write(robot.answer)

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/send?key=SECRET"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
