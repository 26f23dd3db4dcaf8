"""The morning's mail: one per night, in the outbox before it is sent, sent once, tried again after a failure."""

import email
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from notify.servers import Inbox, free_port, smtp_server
from run.serving import clock_at, config_for, page

from tracker.demo.server import SiteServer, serving
from tracker.run.passing import Outcome, pass_once, resend
from tracker.sources import load_config
from tracker.store import Store

POLICY = """示例市支持会展业的若干措施
示商发〔2026〕3号
第一条 对新引进的国际展会，给予最高{cap}万元补贴。
第二条 展会主办单位应当提前60日备案，未备案的不予补贴；补贴资金由市财政和区财政按照1:1的比例分担。
第三条 对首次通过国际认证的展会，给予一次性奖励50万元，同一展会只奖励一次，由市商务局负责核验材料。
第四条 参展企业不得虚报展位面积；虚报的，追回补贴资金，两年内不再受理其申请。
第五条 本措施自印发之日起施行，有效期2年。
示例市商务局
2026年2月2日"""


@pytest.fixture
def site() -> Iterator[SiteServer]:
    with serving({"/a.html": page(POLICY.format(cap=200))}) as running:
        yield running


def mailing(folder: Path, site: SiteServer, port: int) -> Path:
    mail = f"""[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "tracker@example.org"
recipients = ["analyst@example.org"]
timeout_s = 5
"""
    return config_for(folder, site.address, {"a": "/a.html"}, extra=mail)


def do_night(config_path: Path, store: Store, number: int) -> Outcome:
    return pass_once(load_config(config_path), store, lang="zh", now=clock_at(number))


def read(message: bytes) -> EmailMessage:
    parsed = email.message_from_bytes(message, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def test_a_night_sends_one_mail_with_text_and_html(tmp_path: Path, site: SiteServer, store: Store) -> None:
    """The subject has the counts that matter; both parts have the figures."""
    inbox = Inbox()
    with smtp_server(inbox) as mail_server:
        config = mailing(tmp_path, site, mail_server.port)
        do_night(config, store, 1)
        site.pages = {"/a.html": page(POLICY.format(cap=300))}
        outcome = do_night(config, store, 2)

    assert (outcome.exit_code, outcome.sent, len(inbox.messages)) == (0, 1, 2)
    mail = read(inbox.messages[1])
    assert "1 处" in mail["Subject"]
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None and html is not None
    for body in (text.get_content(), html.get_content()):
        assert "300万元" in body and "200万元" in body and "+50%" in body


def test_a_night_without_news_says_so(tmp_path: Path, site: SiteServer, store: Store) -> None:
    """Silence is never ambiguous."""
    inbox = Inbox()
    with smtp_server(inbox) as mail_server:
        config = mailing(tmp_path, site, mail_server.port)
        do_night(config, store, 1)
        do_night(config, store, 2)

    assert "没有变化" in read(inbox.messages[1])["Subject"]


def test_a_mail_the_server_did_not_take_is_sent_by_the_next_run(tmp_path: Path, site: SiteServer, store: Store) -> None:
    """The run ends with 1 and keeps the mail; the next run sends both, each once."""
    port = free_port()
    config = mailing(tmp_path, site, port)
    outcome = do_night(config, store, 1)

    assert (outcome.exit_code, outcome.sent) == (1, 0)
    assert f"127.0.0.1:{port}" in outcome.problems[0]
    assert len(store.outbox()) == 1
    inbox = Inbox()
    with smtp_server(inbox) as mail_server:
        config = mailing(tmp_path, site, mail_server.port)
        assert do_night(config, store, 2).sent == 2
        assert do_night(config, store, 3).sent == 1
    assert 3 == len({read(message)["Message-ID"] for message in inbox.messages}) == len(inbox.messages)


def test_the_last_report_can_be_sent_again(tmp_path: Path, site: SiteServer, store: Store) -> None:
    """`tracker send --again` is a mail of its own; without it nothing waits."""
    inbox = Inbox()
    with smtp_server(inbox) as mail_server:
        config = mailing(tmp_path, site, mail_server.port)
        do_night(config, store, 1)
        assert resend(load_config(config), store, again=False, lang="zh").sent == 0
        assert resend(load_config(config), store, again=True, lang="zh").sent == 1

    assert len(inbox.messages) == 2
