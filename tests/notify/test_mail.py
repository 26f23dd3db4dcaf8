"""Letters composed and handed in to real SMTP servers on loopback."""

from __future__ import annotations

import datetime as dt
import re
import socket
import ssl
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.policy import SMTP

import pytest
from notify.servers import HAS_OPENSSL, Inbox, Server, certificate, free_port, smtp_server

from tracker.errors import NotifyError
from tracker.notify.mail import Attached, compose, send

# aiosmtpd's own advice to servers; whether a client may log in unencrypted is what is tested here
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")

NIGHT = dt.datetime(2026, 11, 22, 18, 30, tzinfo=dt.UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    key: str = "ab" * 16
    subject: str = "政策变动 11-22：3 处额度/比例变化、1 件废止"
    text: str = "最高2000万元 → 最高3000万元\n" + "长行" * 3000 + "\n.\n单独一点\n"
    html: str = "<p>最高2000万元 → <b>最高3000万元</b></p>"


def message(letter: Letter | None = None, **more):
    """A message from 政策追踪 to two readers."""
    options = {
        "sender": "政策追踪 <tracker@example.org>",
        "recipients": ["甲 <a@example.org>", "b@example.org"],
        "date": NIGHT,
    }
    return compose(letter or Letter(), **(options | more))


def text_of(read):
    """The plain part; lines end with CRLF on the wire."""
    return read.get_body(("plain",)).get_content().replace("\r\n", "\n")


@pytest.fixture(scope="session")
def pem(tmp_path_factory):
    """Key and certificate of the test server."""
    if not HAS_OPENSSL:
        pytest.skip("openssl is not installed: no certificate for the server")
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="session")
def server_context(pem):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    return context


@pytest.fixture(scope="session")
def trusting(pem):
    """A client that trusts that certificate."""
    return ssl.create_default_context(cafile=str(pem))


# ── composing ────────────────────────────────────────────────────────────────────────────────────


def test_a_message_has_text_and_html_as_alternatives():
    """Subject, names and both parts come back as they were, through bytes."""
    read = message_from_bytes(message().as_bytes(policy=SMTP), policy=SMTP)
    assert read["Subject"] == Letter().subject
    assert str(read["From"]) == "政策追踪 <tracker@example.org>"
    assert [address.addr_spec for address in read["To"].addresses] == ["a@example.org", "b@example.org"]
    assert read.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]
    assert text_of(read) == Letter().text
    assert read.get_body(("html",)).get_content().strip() == Letter().html


def test_a_message_is_plain_ascii_on_the_wire():
    """Servers without 8BITMIME and SMTPUTF8 take it; no line is over 998 characters (RFC 5322, 2.1.1)."""
    raw = message().as_bytes(policy=SMTP)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_the_message_id_is_the_same_for_the_same_letter():
    """Composed a second time, on another day, it is the same message to a reader's program."""
    later = message(date=NIGHT + dt.timedelta(days=1))
    assert message()["Message-ID"] == later["Message-ID"] == f"<{'ab' * 16}@example.org>"
    assert message(replace(Letter(), key="cd"))["Message-ID"] != later["Message-ID"]


def test_an_attachment_keeps_its_chinese_name():
    """RFC 2231, as every mail program reads it."""
    report = Attached(name="新旧对照表.docx", content=b"PK", media_type="application/vnd.ms-word")
    read = message_from_bytes(message(attachments=[report]).as_bytes(policy=SMTP), policy=SMTP)
    (attached,) = read.iter_attachments()
    assert attached.get_filename() == "新旧对照表.docx"
    assert attached.get_content() == b"PK"


def test_a_line_break_in_a_subject_makes_no_header():
    """Words of a page reach the subject; they stay in it."""
    made = message(replace(Letter(), subject="标题\r\nBcc: evil@example.org"))
    assert made["Bcc"] is None
    assert made["Subject"] == "标题 Bcc: evil@example.org"


@pytest.mark.parametrize("address", ["", "nobody", "a@", "a b@example.org", "a@example.org, b@example.org", "政@x.cn"])
def test_a_wrong_address_is_named(address):
    """The setting and the address stand in the message."""
    with pytest.raises(NotifyError, match=r"mail\.recipients: .* is no mail address"):
        message(recipients=["a@example.org", address])


def test_a_letter_to_nobody_is_refused():
    """An empty list of recipients."""
    with pytest.raises(NotifyError, match="no recipient"):
        message(recipients=[])


# ── sending ──────────────────────────────────────────────────────────────────────────────────────


def test_a_message_arrives_whole():
    """What the server took is what was composed."""
    inbox = Inbox()
    with smtp_server(inbox) as server:
        assert send(message(), server) == ()
    (raw,) = inbox.messages
    assert inbox.recipients == ["a@example.org", "b@example.org"]
    assert text_of(message_from_bytes(raw, policy=SMTP)) == Letter().text


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_message_goes_through_tls_with_a_login(security, server_context, trusting):
    """TLS from the first byte and STARTTLS, both with user and password."""
    inbox = Inbox()
    with smtp_server(inbox, security=security, context=server_context, login=True) as server:
        assert send(message(), server, user="tracker", password="right", context=trusting) == ()
    assert len(inbox.messages) == 1


def test_a_certificate_nobody_vouches_for_is_refused(server_context):
    """Nothing is sent to a server that cannot prove its name."""
    inbox = Inbox()
    with (
        smtp_server(inbox, security="starttls", context=server_context) as server,
        pytest.raises(NotifyError, match=r"mail 127\.0\.0\.1:\d+: its certificate is not trusted"),
    ):
        send(message(), server)
    assert not inbox.messages


def test_a_wrong_password_is_told():
    """With what the server said."""
    with (
        smtp_server(Inbox(), login=True) as server,
        pytest.raises(NotifyError, match=r"user or password was refused \(535 .*\); check both"),
    ):
        send(message(), server, user="tracker", password="wrong")


def test_a_recipient_refused_is_told_while_the_others_get_the_letter():
    """One line per refused recipient; the message counts as sent."""
    inbox = Inbox(refuse=("b@example.org",))
    with smtp_server(inbox) as server:
        (refused,) = send(message(), server)
    assert refused == f"mail 127.0.0.1:{server.port}: b@example.org was refused (550 no such person)"
    assert inbox.recipients == ["a@example.org"]


@pytest.mark.parametrize(
    ("inbox", "said"),
    [
        (
            Inbox(refuse=("a@example.org", "b@example.org")),
            "every recipient was refused: a@example.org (550 no such person); b@example.org (550 no such person); "
            "check [mail] recipients and whether you must log in",
        ),
        (
            Inbox(refuse_sender="553 not yours"),
            "the sender tracker@example.org was refused (553 not yours); "
            "check [mail] sender and whether you must log in",
        ),
        (Inbox(refuse_data="552 too big"), "the message was refused (552 too big)"),
    ],
    ids=["recipients", "sender", "data"],
)
def test_a_refusal_is_one_line_with_what_to_check(inbox, said):
    """Host, port, the server's words, the setting."""
    with smtp_server(inbox) as server, pytest.raises(NotifyError) as err:
        send(message(), server)
    assert str(err.value) == f"mail 127.0.0.1:{server.port}: {said}"


def test_a_server_that_hangs_up_after_taking_the_message_has_taken_it():
    """The goodbye does not count: a second try would send it twice."""
    inbox = Inbox(hang_up_at_quit=True)
    with smtp_server(inbox) as server:
        assert send(message(), server) == ()
    assert len(inbox.messages) == 1


def test_no_password_goes_over_the_net_unencrypted():
    """Only to this machine; the line says what to set."""
    with pytest.raises(NotifyError, match='will not send a password unencrypted; set security = "starttls" or "tls"'):
        send(message(), Server(host="mail.example.org", port=25), user="tracker", password="right")


def test_a_closed_port_is_told():
    """Nothing listens there."""
    with pytest.raises(NotifyError, match=r"nothing answers there; check \[mail\] host and port"):
        send(message(), Server(port=free_port()))


def test_an_unknown_host_is_told():
    """A name that cannot exist (RFC 2606)."""
    with pytest.raises(NotifyError, match=r"mail no\.invalid:25: no such host; check \[mail\] host"):
        send(message(), Server(host="no.invalid", port=25), timeout_s=5)


def test_a_silent_server_is_given_up():
    """A port that takes the connection and never speaks."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(NotifyError, match="no answer in time"):
            send(message(), Server(port=silent.getsockname()[1]), timeout_s=0.3)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("tls", "no TLS on this port|hung up|no answer"),
        ("starttls", "if the port speaks TLS from the start, set security"),
    ],
)
def test_the_wrong_security_is_told(asked, said):
    """A plain server asked for TLS."""
    with smtp_server(Inbox()) as server, pytest.raises(NotifyError, match=said):
        send(message(), replace(server, security=asked), timeout_s=2)


def test_no_failure_is_printed_on_several_lines():
    """One line, whatever the server says."""
    with smtp_server(Inbox(refuse_data="554 first\r\n554 second")) as server, pytest.raises(NotifyError) as err:
        send(message(), server)
    assert not re.search(r"[\r\n]", str(err.value))
