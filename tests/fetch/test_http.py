"""The fetcher against a real server: what it sends, waits for, gives back and refuses."""

from __future__ import annotations

import datetime as dt
import gzip
import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests.exceptions
import urllib3.exceptions
from fetch.site import Answer, Asked, Site

from tracker.errors import BlockedError, FetchError, GoneError, SuspectPageError
from tracker.fetch import http
from tracker.fetch.failures import translate
from tracker.fetch.http import ROBOTS_NAME, Fetcher
from tracker.models import FetchSettings, Source

NOW = dt.datetime(2026, 3, 1, 22, 30, tzinfo=dt.UTC)
HTML = {"Content-Type": "text/html; charset=utf-8"}
TEXT = "第一条 为支持示例产业发展，制定本措施，单个项目最高补贴100万元。"
BODY = f"<html><title>示例市若干措施</title><body><p>{TEXT}</p></body></html>".encode()
PAGE = Answer(body=BODY, headers=HTML)


class Night:
    """A fetcher whose waits are noted and pass at once on its own clock."""

    def __init__(self, **settings: Any) -> None:
        self.waits: list[float] = []
        self.time = 0.0
        options = {"delay_s": 0.0, "timeout_s": 5.0, "total_s": 20.0} | settings
        self.fetcher = Fetcher(FetchSettings(**options), now=lambda: NOW, sleep=self.sleep, clock=lambda: self.time)

    def sleep(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.time += seconds


@pytest.fixture
def night() -> Iterator[Callable[..., Night]]:
    """Makes a `Night` with these settings, and closes it."""
    made: list[Night] = []

    def make(**settings: Any) -> Night:
        made.append(Night(**settings))
        return made[-1]

    yield make
    for one in made:
        one.fetcher.close()


def source(site: Site, **fields: Any) -> Source:
    return Source(id="s", name="示例", url=f"{site.url}/", **fields)


def fails(error: type[FetchError], fetcher: Fetcher, url: str, **options: Any) -> FetchError:
    """The error that asking this address ends in; exactly this class."""
    with pytest.raises(error) as caught:
        fetcher.get(url, **options)
    assert type(caught.value) is error
    assert caught.value.url == url
    return caught.value


# ── what comes back ──────────────────────────────────────────────────────────────────────────────


def test_reply_holds_raw_bytes_headers_and_time(site: Site, night: Callable[..., Night]) -> None:
    """The bytes are as sent, header names in lower case, cookies left out, the time the run's."""
    site["/a.html"] = Answer(body=BODY, headers=HTML | {"ETag": '"1"', "Set-Cookie": "s=1"})
    reply = night().fetcher.get(f"{site.url}/a.html")
    assert (reply.url, reply.final_url, reply.status) == (f"{site.url}/a.html", f"{site.url}/a.html", 200)
    assert (reply.content, reply.fetched_at, reply.media_type) == (BODY, NOW, "text/html")
    assert reply.headers["etag"] == '"1"'
    assert "set-cookie" not in reply.headers


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16"])
def test_bytes_are_never_decoded(site: Site, night: Callable[..., Night], charset: str) -> None:
    """Whatever the header says of the charset, the bytes arrive as they were sent."""
    body = BODY.decode().encode(charset)
    site["/a.html"] = Answer(body=body, headers={"Content-Type": "text/html; charset=iso-8859-1"})
    assert night().fetcher.get(f"{site.url}/a.html").content == body


def test_compressed_reply_is_unpacked(site: Site, night: Callable[..., Night]) -> None:
    """gzip is asked for and undone, also when sent in chunks."""
    packed = gzip.compress(BODY)
    site["/a.html"] = Answer(body=packed, headers=HTML | {"Content-Encoding": "gzip"})
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(packed), packed)
    site["/b.html"] = Answer(body=chunked, headers=HTML | {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"})
    fetcher = night().fetcher
    assert fetcher.get(f"{site.url}/a.html").content == BODY
    assert fetcher.get(f"{site.url}/b.html").content == BODY
    assert "gzip" in site.asked[-1].headers["accept-encoding"]


def test_compression_that_was_not_asked_for(site: Site, night: Callable[..., Night]) -> None:
    """Bytes that cannot be unpacked are no page."""
    site["/a.html"] = Answer(body=b"\x8b\x02\x80", headers=HTML | {"Content-Encoding": "x-secret"})
    assert "not asked for (x-secret)" in str(fails(FetchError, night(robots=False).fetcher, f"{site.url}/a.html"))


def test_conditional_request_and_not_modified(site: Site, night: Callable[..., Night]) -> None:
    """Both validators are sent; 304 comes back without content and without an error."""

    def answer(asked: Asked) -> Answer:
        known = asked.headers.get("if-none-match") == '"1"' and asked.headers.get("if-modified-since") == "yesterday"
        return Answer(status=304, headers={"ETag": '"1"'}) if known else PAGE

    site["/a.html"] = answer
    fetcher = night().fetcher
    assert fetcher.get(f"{site.url}/a.html").status == 200
    reply = fetcher.get(f"{site.url}/a.html", etag='"1"', last_modified="yesterday")
    assert (reply.status, reply.content, reply.headers["etag"]) == (304, b"", '"1"')


def test_not_modified_unasked_is_an_error(site: Site, night: Callable[..., Night]) -> None:
    """A 304 to a plain request has nothing to stand for."""
    site["/a.html"] = Answer(status=304)
    assert fails(FetchError, night().fetcher, f"{site.url}/a.html").status == 304


def test_one_connection_serves_a_host(site: Site, night: Callable[..., Night]) -> None:
    """Keep-alive: ten pages and robots.txt take one connection."""
    fetcher = night().fetcher
    for number in range(10):
        site[f"/{number}.html"] = PAGE
        fetcher.get(f"{site.url}/{number}.html")
    assert site.connections == 1


def test_cookie_loop_ends(site: Site, night: Callable[..., Night]) -> None:
    """A host that redirects to the same address until its cookie comes back is satisfied."""

    def answer(asked: Asked) -> Answer:
        if "pass=1" in asked.headers.get("cookie", ""):
            return PAGE
        return Answer(status=302, headers={"Location": "/a.html", "Set-Cookie": "pass=1; Path=/"})

    site["/a.html"] = answer
    assert night().fetcher.get(f"{site.url}/a.html").content == BODY


def test_headers_of_the_source_are_sent(site: Site, night: Callable[..., Night]) -> None:
    """A Referer that a site insists on comes from sources.toml; the name of the project is always there."""
    site["/a.html"] = PAGE
    night().fetcher.get(f"{site.url}/a.html", source=source(site, headers=(("Referer", "http://x.example/"),)))
    assert site.asked[-1].headers["referer"] == "http://x.example/"
    assert ROBOTS_NAME in site.asked[-1].headers["user-agent"]


def test_proxy_of_the_machine_is_not_asked_for_loopback(
    site: Site, night: Callable[..., Night], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy in the environment does not stand between us and this machine (`tracker demo`)."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site["/a.html"] = PAGE
    assert night().fetcher.get(f"{site.url}/a.html").content == BODY


# ── politeness ───────────────────────────────────────────────────────────────────────────────────


def test_delay_between_requests_to_a_host(site: Site, night: Callable[..., Night]) -> None:
    """Each request but the first waits; robots.txt counts as one."""
    one = night(delay_s=1.5)
    for name in ("a", "b"):
        site[f"/{name}.html"] = PAGE
        one.fetcher.get(f"{site.url}/{name}.html")
    assert one.waits == [1.5, 1.5]


def test_hosts_do_not_wait_for_each_other(site: Site, night: Callable[..., Night]) -> None:
    """The delay is per host."""
    other = Site()
    one = night(delay_s=1.5, robots=False)
    for host in (site, other):
        host["/a.html"] = PAGE
        one.fetcher.get(f"{host.url}/a.html")
    other.close()
    assert one.waits == []


def test_one_request_at_a_time(site: Site) -> None:
    """Four threads ask one host: never two at once."""
    at_once, most = 0, 0
    lock = threading.Lock()

    def answer(asked: Asked) -> Answer:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        threading.Event().wait(0.02)
        with lock:
            at_once -= 1
        return PAGE

    site["/a.html"] = answer
    with Fetcher(FetchSettings(delay_s=0, robots=False), now=lambda: NOW) as fetcher:
        threads = [threading.Thread(target=fetcher.get, args=(f"{site.url}/a.html",)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
    assert (len(site.paths()), most) == (4, 1)


def test_robots_are_obeyed_and_read_once(site: Site, night: Callable[..., Night]) -> None:
    """A disallowed address is not asked; the message says the two ways out."""
    site["/robots.txt"] = Answer(body=b"User-agent: *\nDisallow: /private/\nCrawl-delay: 3\n")
    site["/a.html"] = PAGE
    one = night()
    error = fails(FetchError, one.fetcher, f"{site.url}/private/a.html")
    one.fetcher.get(f"{site.url}/a.html")
    assert [asked.path for asked in site.asked] == ["/robots.txt", "/a.html"]
    assert one.waits == [3.0]
    assert str(error) == (
        f"{site.url}/private/a.html: 127.0.0.1:{site.port} does not want robots here (robots.txt); "
        "set enabled = false, or robots = false once the site has agreed"
    )


def test_robots_may_be_switched_off(site: Site, night: Callable[..., Night]) -> None:
    """For one source, or for all."""
    site["/robots.txt"] = Answer(body=b"User-agent: *\nDisallow: /\n")
    site["/a.html"] = PAGE
    assert night().fetcher.get(f"{site.url}/a.html", source=source(site, robots=False)).status == 200
    assert night(robots=False).fetcher.get(f"{site.url}/a.html").status == 200
    assert "/robots.txt" not in [asked.path for asked in site.asked]


@pytest.mark.parametrize(
    "robots",
    [
        Answer(status=404),
        Answer(status=403),
        Answer(status=500),
        Answer(body=b"<html>User-agent: *\nDisallow: /</html>"),
        Answer(body=b"\xff\xfe\x00junk"),
        Answer(status=302, headers={"Location": "/robots.txt"}),
        Answer(body=b"User-agent: other\nDisallow: /\n\nUser-agent: policy-tracker\nAllow: /\n"),
    ],
    ids=["missing", "refused", "broken", "home page", "junk", "loop", "allowed by name"],
)
def test_robots_that_forbid_nothing(site: Site, night: Callable[..., Night], robots: Answer) -> None:
    """No readable rules are no rules."""
    site["/robots.txt"] = robots
    site["/a.html"] = PAGE
    assert night(retries=0).fetcher.get(f"{site.url}/a.html").status == 200


# ── trying again ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_busy_server_is_asked_again(site: Site, night: Callable[..., Night], status: int) -> None:
    """With longer and longer waits."""
    site["/a.html"] = [Answer(status=status), Answer(status=status), PAGE]
    one = night(robots=False)
    assert one.fetcher.get(f"{site.url}/a.html").status == 200
    assert one.waits == [1.0, 2.0]


@pytest.mark.parametrize(("value", "wait"), [("7", 7.0), ("soon", 1.0)])
def test_retry_after_is_waited_for(site: Site, night: Callable[..., Night], value: str, wait: float) -> None:
    """As long as the server says; a value that is none counts as missing."""
    site["/a.html"] = [Answer(status=429, headers={"Retry-After": value}), PAGE]
    one = night(robots=False)
    assert one.fetcher.get(f"{site.url}/a.html").status == 200
    assert one.waits == [wait]


def test_long_retry_after_closes_the_host(site: Site, night: Callable[..., Night]) -> None:
    """A wait beyond max_wait_s is not waited for, and the host is left alone until then."""
    site["/a.html"] = Answer(status=429, headers={"Retry-After": "3600"})
    one = night(robots=False, max_wait_s=60)
    error = fails(FetchError, one.fetcher, f"{site.url}/a.html")
    fails(FetchError, one.fetcher, f"{site.url}/b.html")
    assert (error.transient, error.status, site.paths(), one.waits) == (True, 429, ["/a.html"], [])
    assert "asks to be left alone for 3600 s" in str(error)


def test_server_that_stays_broken(site: Site, night: Callable[..., Night]) -> None:
    """After the last try the status is the reason, and another night may help."""
    site["/a.html"] = Answer(status=503)
    error = fails(FetchError, night(robots=False, retries=2).fetcher, f"{site.url}/a.html")
    assert (len(site.paths()), error.status, error.transient) == (3, 503, True)
    assert str(error) == f"{site.url}/a.html: the server failed (status 503)"


@pytest.mark.parametrize("status", [401, 403, 405, 412, 418, 468, 521])
def test_bot_wall_is_not_asked_again(site: Site, night: Callable[..., Night], status: int) -> None:
    """Asking a wall again makes it worse."""
    site["/a.html"] = Answer(status=status, body=b"<script>challenge</script>")
    error = fails(BlockedError, night(robots=False).fetcher, f"{site.url}/a.html")
    assert (len(site.paths()), error.status) == (1, status)


@pytest.mark.parametrize("status", [404, 410])
def test_page_that_is_gone(site: Site, night: Callable[..., Night], status: int) -> None:
    """404 and 410 are news of their own."""
    site["/a.html"] = Answer(status=status, body=BODY, headers=HTML)
    assert fails(GoneError, night(robots=False).fetcher, f"{site.url}/a.html").status == status


def test_host_that_keeps_failing_is_left_in_peace(site: Site, night: Callable[..., Night]) -> None:
    """Four refusals in a row, and the rest of the night's addresses there are not asked."""
    one = night(robots=False)
    for number in range(6):
        site[f"/{number}.html"] = Answer(status=403)
        error = fails(BlockedError, one.fetcher, f"{site.url}/{number}.html")
    assert site.paths() == [f"/{number}.html" for number in range(4)]
    assert "failed 4 times in a row" in str(error)


def test_missing_pages_do_not_close_a_host(site: Site, night: Callable[..., Night]) -> None:
    """404 is an answer, not a failure of the host."""
    one = night(robots=False)
    for number in range(6):
        fails(GoneError, one.fetcher, f"{site.url}/{number}.html")
    assert len(site.paths()) == 6


# ── limits ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("announced", [True, False])
def test_too_large_reply_is_cut_short(site: Site, night: Callable[..., Night], announced: bool) -> None:
    """By the announced length before a byte is read, else while reading."""
    body = b"x" * 5000
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    site["/a.pdf"] = Answer(body=body) if announced else Answer(body=chunked, headers={"Transfer-Encoding": "chunked"})
    error = fails(FetchError, night(robots=False, max_bytes=1024).fetcher, f"{site.url}/a.pdf")
    assert str(error) == f"{site.url}/a.pdf: the reply has more than 1,024 bytes; raise max_bytes to read it"


def test_compressed_bomb_is_cut_short(site: Site, night: Callable[..., Night]) -> None:
    """The limit counts unpacked bytes."""
    site["/a.html"] = Answer(body=gzip.compress(b"0" * 20_000_000), headers=HTML | {"Content-Encoding": "gzip"})
    assert "raise max_bytes" in str(fails(FetchError, night(max_bytes=100_000).fetcher, f"{site.url}/a.html"))


def test_cut_off_reply_is_asked_again(site: Site, night: Callable[..., Night]) -> None:
    """A body shorter than announced never counts as the page."""
    site["/a.html"] = [Answer(body=BODY, headers=HTML, announced=len(BODY) + 50), PAGE]
    one = night(robots=False)
    assert one.fetcher.get(f"{site.url}/a.html").content == BODY
    assert one.waits == [1.0]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=BODY, headers=HTML, announced=len(BODY) + 50),
        Answer(body=b"ff\r\n<html>", headers=HTML | {"Transfer-Encoding": "chunked"}),
        Answer(body=b"zz\r\n<html>", headers=HTML | {"Transfer-Encoding": "chunked"}),
        Answer(body=b"\x1f\x8bnot gzip at all", headers=HTML | {"Content-Encoding": "gzip"}),
    ],
    ids=["shorter than announced", "torn chunk", "no chunk", "broken gzip"],
)
def test_reply_that_stays_torn(site: Site, night: Callable[..., Night], answer: Answer) -> None:
    """Half a page is an error that another night may mend, never a short page."""
    site["/a.html"] = answer
    assert fails(FetchError, night(robots=False, retries=1).fetcher, f"{site.url}/a.html").transient


def test_silent_server_times_out(site: Site) -> None:
    """No byte within timeout_s."""
    site["/a.html"] = lambda asked: (threading.Event().wait(1.0), PAGE)[1]
    with Fetcher(FetchSettings(delay_s=0, timeout_s=0.2, retries=0, robots=False), now=lambda: NOW) as fetcher:
        error = fails(FetchError, fetcher, f"{site.url}/a.html")
    assert (error.transient, str(error)) == (True, f"{site.url}/a.html: no answer in time")


def test_dripping_server_times_out(site: Site) -> None:
    """A byte now and then keeps the connection, not us."""
    site["/a.html"] = Answer(body=b"x" * 200, headers=HTML, pause_s=0.03)
    settings = FetchSettings(delay_s=0, timeout_s=2, total_s=0.3, retries=0, robots=False)
    with Fetcher(settings, now=lambda: NOW) as fetcher:
        error = fails(FetchError, fetcher, f"{site.url}/a.html")
    assert error.transient
    assert "the reply had not ended" in str(error)


# ── redirects and addresses ──────────────────────────────────────────────────────────────────────


def test_redirect_is_followed_and_shown(site: Site, night: Callable[..., Night]) -> None:
    """`url` is what was asked, `final_url` where it was found."""
    site["/a.html"] = Answer(status=301, headers={"Location": "moved/政策.html".encode().decode("latin-1")})
    site["/moved/%E6%94%BF%E7%AD%96.html"] = PAGE
    reply = night().fetcher.get(f"{site.url}/a.html")
    assert (reply.url, reply.content) == (f"{site.url}/a.html", BODY)
    assert reply.final_url.endswith("/moved/%E6%94%BF%E7%AD%96.html")


def test_endless_redirects(site: Site, night: Callable[..., Night]) -> None:
    """Five hops are enough."""
    site["/a.html"] = Answer(status=302, headers={"Location": "/a.html"})
    assert "more than 5 redirects" in str(fails(FetchError, night(robots=False).fetcher, f"{site.url}/a.html"))
    assert len(site.paths()) == 6


def test_redirect_to_the_home_page(site: Site, night: Callable[..., Night]) -> None:
    """A missing folder that is sent to the home page is no page."""
    site["/zc/a.html"] = Answer(status=301, headers={"Location": "/"})
    site["/"] = PAGE
    error = fails(SuspectPageError, night().fetcher, f"{site.url}/zc/a.html")
    assert "sent on to a home page" in str(error)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/", "javascript:alert(1)", "http://[x/"])
def test_redirect_to_no_web_address(site: Site, night: Callable[..., Night], target: str) -> None:
    """Only http and https are ever asked."""
    site["/a.html"] = Answer(status=302, headers={"Location": target})
    with pytest.raises(FetchError, match=r"no http or https address|no valid address"):
        night(robots=False).fetcher.get(f"{site.url}/a.html")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a.example/x", "/etc/passwd", "http://", "http://a b/", ""]
)
def test_no_web_address(night: Callable[..., Night], url: str) -> None:
    """One clear line for anything else."""
    fails(FetchError, night(robots=False, retries=0).fetcher, url)


def test_public_page_cannot_point_into_the_local_net() -> None:
    """A redirect from the outside to this machine is not followed."""
    with pytest.raises(FetchError, match="redirects into the local net"):
        http._onward("https://www.example.gov.cn/a.html", "http://127.0.0.1:8000/admin")


def test_cause_of_a_lost_connection_is_told() -> None:
    """requests hides it in its text alone."""
    hidden = requests.exceptions.ConnectionError("(Caused by NameResolutionError(\"Failed to resolve 'a.example'\"))")
    assert str(translate(hidden, "http://a.example/")) == "http://a.example/: no connection (failed to resolve)"


def test_host_that_does_not_listen(night: Callable[..., Night]) -> None:
    """A refused connection is a matter for another night."""
    error = fails(FetchError, night(retries=0, robots=False).fetcher, "http://127.0.0.1:9/a.html")
    assert (error.transient, str(error)) == (True, "http://127.0.0.1:9/a.html: no connection (connection refused)")


# ── secure connections ───────────────────────────────────────────────────────────────────────────


@pytest.fixture
def weak_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """An https server with a key so short that modern settings refuse it; its certificate is trusted."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    ask = "openssl req -x509 -newkey rsa:1024 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    subprocess.run([*ask.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.load_cert_chain(certificate, key)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    site = Site(context)
    yield site
    site.close()


def test_old_server_needs_legacy_tls(weak_site: Site, night: Callable[..., Night]) -> None:
    """Modern settings first and alone; the old ones only where the source allows them."""
    weak_site["/a.html"] = PAGE
    error = fails(FetchError, night(robots=False).fetcher, f"{weak_site.url}/a.html")
    assert "legacy_tls = true" in str(error)
    assert not error.transient
    reply = night(robots=False).fetcher.get(f"{weak_site.url}/a.html", source=source(weak_site, legacy_tls=True))
    assert reply.content == BODY


def test_legacy_tls_still_verifies(
    weak_site: Site, night: Callable[..., Night], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A certificate nobody vouches for is refused under the old settings too."""
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    weak_site["/a.html"] = PAGE
    fails(FetchError, night(robots=False).fetcher, f"{weak_site.url}/a.html", source=source(weak_site, legacy_tls=True))


# ── the map of foreign errors ────────────────────────────────────────────────────────────────────


def classes(module: Any, root: type[Exception]) -> list[type[Exception]]:
    """All exceptions a library may raise."""
    found = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, root)]
    return [value for value in found if not issubclass(value, Warning)]


@pytest.mark.parametrize(
    "kind",
    [
        *classes(requests.exceptions, requests.exceptions.RequestException),
        *classes(urllib3.exceptions, urllib3.exceptions.HTTPError),
        ConnectionResetError,
        TimeoutError,
        ssl.SSLError,
        UnicodeEncodeError,
    ],
    ids=lambda kind: f"{kind.__module__}.{kind.__name__}",
)
def test_every_foreign_error_has_words(kind: type[Exception]) -> None:
    """Each error that requests, urllib3 or a socket may raise becomes a FetchError with a reason."""
    plain = type(kind.__name__, (kind,), {"__init__": lambda self: None, "__str__": lambda self: ""})
    error = translate(plain(), "http://a.example/")
    assert isinstance(error, FetchError)
    assert len(str(error)) > len("http://a.example/: ")
