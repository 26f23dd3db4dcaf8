"""A letter as an e-mail: composed once, sent over SMTP with TLS, STARTTLS or, on loopback, neither.

`compose` gives the message that lies in the outbox; its Message-ID depends on the letter alone, so a receiver
can tell a second try from a second letter. `send` turns every way it can fail into one line with host, port and
what to check.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import smtplib
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses
from typing import Literal, Protocol

from tracker.errors import NotifyError

Security = Literal["tls", "starttls", "none"]


_NO_ANSWER = 'no answer in time; check host, port, firewall and "security"'


class Letter(Protocol):
    """What is to be said. `key` is the same for the same report."""

    @property
    def key(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def html(self) -> str: ...


class MailServer(Protocol):
    """Where mail is handed in."""

    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def security(self) -> Security: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Attached:
    """A file sent along."""

    name: str
    content: bytes
    media_type: str


# ── composing ────────────────────────────────────────────────────────────────────────────────────


def compose(
    letter: Letter,
    *,
    sender: str,
    recipients: Sequence[str],
    date: dt.datetime,
    attachments: Sequence[Attached] = (),
) -> EmailMessage:
    """
    Make the message of a letter: text and HTML as alternatives, files behind them.

    Args:
        letter: Subject, text, html and key.

        sender: An address, with or without a name: 政策追踪 <tracker@example.org>.

        recipients: n ≥ 1 addresses of the same form.

        date: The Date header, aware.

        attachments: Files to send along; their names may be Chinese (RFC 2231).

    Returns:
        A message ready to be sent or stored as bytes (`policy.SMTP`: CRLF, RFC 2047 headers).

    Raises:
        NotifyError: An address cannot be read, or there is no recipient.
    """
    if not recipients:
        raise NotifyError("mail: no recipient; name at least one in [mail] recipients")
    author = _address(sender, "sender")
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(letter.subject.split())
    message["From"] = author
    message["To"] = [_address(recipient, "recipients") for recipient in recipients]
    message["Date"] = format_datetime(date)
    message["Message-ID"] = f"<{letter.key}@{author.domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies
    message.set_content(letter.text, cte="base64")
    message.add_alternative(letter.html, subtype="html", cte="base64")
    for attached in attachments:
        kind, _, subtype = attached.media_type.partition("/")
        message.add_attachment(attached.content, maintype=kind, subtype=subtype, filename=attached.name)
    return message


def _address(text: str, where: str) -> Address:
    """One address of a setting."""
    read = getaddresses([" ".join(text.split())])
    name, spec = read[0] if len(read) == 1 else ("", "")
    user, at, domain = spec.rpartition("@")
    hint = f"mail.{where}: {text!r} is no mail address; write name@example.org or 姓名 <name@example.org>"
    if not (user and at and domain) or not spec.isascii() or any(char.isspace() for char in spec):
        raise NotifyError(hint)
    try:
        return Address(display_name=name, addr_spec=spec)
    except (HeaderParseError, ValueError, IndexError) as err:
        raise NotifyError(hint) from err


# ── sending ──────────────────────────────────────────────────────────────────────────────────────


def send(
    message: EmailMessage,
    server: MailServer,
    *,
    user: str | None = None,
    password: str | None = None,
    timeout_s: float = 30,
    context: ssl.SSLContext | None = None,
) -> tuple[str, ...]:
    """
    Hand a message to the server.

    Args:
        message: From `compose`.

        server: Host, port, and "tls" (from the first byte), "starttls" or "none".

        user: With `password`, to log in; None to send without. Never sent in the clear but to this machine.

        password: See `user`.

        timeout_s: Seconds without an answer before giving up.

        context: Which certificates to trust; the system's where None.

    Returns:
        One line for each recipient the server refused while it took the message for others; mostly empty.

    Raises:
        NotifyError: The server took the message for nobody. One line with host, port and what to check.
    """
    where = f"mail {server.host}:{server.port}"
    if user and server.security == "none" and not _is_loopback(server.host):
        raise NotifyError(f'{where}: will not send a password unencrypted; set security = "starttls" or "tls"')
    try:
        client = _connect(server, timeout_s, context)
    except (OSError, smtplib.SMTPException) as err:
        raise NotifyError(f"{where}: {_reason(err, server)}") from err
    try:
        if user:
            client.login(user, password or "")
        refused = client.send_message(message)
    except (OSError, smtplib.SMTPException, UnicodeError) as err:
        client.close()
        raise NotifyError(f"{where}: {_reason(err, server)}") from err
    _quit(client)
    return tuple(f"{where}: {address} was refused ({_reply(*reply)})" for address, reply in sorted(refused.items()))


def _connect(server: MailServer, timeout_s: float, context: ssl.SSLContext | None) -> smtplib.SMTP:
    trusted = context or ssl.create_default_context()
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=timeout_s, context=trusted)
    client = smtplib.SMTP(server.host, server.port, timeout=timeout_s)
    if server.security == "starttls":
        try:
            client.starttls(context=trusted)
        except BaseException:
            client.close()
            raise
    return client


def _quit(client: smtplib.SMTP) -> None:
    """Say goodbye. The message is accepted by now: a server that hangs up must not make it be sent again."""
    try:
        client.quit()
    except (OSError, smtplib.SMTPException):
        client.close()


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _reply(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())}"


def _reason(err: Exception, server: MailServer) -> str:
    """What went wrong and what to check. The order is from the narrower class to the wider."""
    match err:
        case smtplib.SMTPRecipientsRefused():
            refused = "; ".join(f"{who} ({_reply(*reply)})" for who, reply in sorted(err.recipients.items()))
            return f"every recipient was refused: {refused}; check [mail] recipients and whether you must log in"
        case smtplib.SMTPSenderRefused():
            said = _reply(err.smtp_code, err.smtp_error)
            return f"the sender {err.sender} was refused ({said}); check [mail] sender and whether you must log in"
        case smtplib.SMTPAuthenticationError():
            return f"user or password was refused ({_reply(err.smtp_code, err.smtp_error)}); check both"
        case smtplib.SMTPDataError():
            return f"the message was refused ({_reply(err.smtp_code, err.smtp_error)})"
        case smtplib.SMTPNotSupportedError() if server.security == "starttls":
            return f'{err}; if the port speaks TLS from the start, set security = "tls"'
        case smtplib.SMTPNotSupportedError():
            return f'{err}; perhaps it offers this after security = "starttls" only'
        case smtplib.SMTPResponseException():
            return f"the server answered {_reply(err.smtp_code, err.smtp_error)}"
        case smtplib.SMTPServerDisconnected() if isinstance(err.__context__, TimeoutError):
            return _NO_ANSWER  # smtplib says "closed" when it gave up waiting
        case smtplib.SMTPServerDisconnected():
            return 'the server hung up; check the port and "security" (465 is mostly tls, 587 starttls)'
        case ssl.SSLCertVerificationError():
            return f"its certificate is not trusted ({err.verify_message}); check the host name"
        case ssl.SSLError():
            return f'no TLS on this port ({err.reason}); check "security" (465 is mostly tls, 587 starttls)'
        case socket.gaierror():
            return "no such host; check [mail] host"
        case ConnectionRefusedError():
            return "nothing answers there; check [mail] host and port"
        case TimeoutError():
            return _NO_ANSWER
        case _:
            return str(err) or type(err).__name__
