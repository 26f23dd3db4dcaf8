"""Addresses to replies, politely; with `failures` the only import of requests.

What comes in is an address and what the last snapshot knew of it (ETag, Last-Modified); what goes out is a `Reply` with
the raw bytes, or a FetchError that says what happened. `tracker.fetch.checks` judges whether a reply is the page.

One request at a time and a least delay per host, robots.txt obeyed, Retry-After waited for, conditional requests, at
most `max_bytes` and `total_s` for a reply. `tracker.fetch.failures` has the words for what goes wrong.

    with Fetcher(config.fetch, now=now) as fetcher:
        reply = fetcher.get(source.url, etag=etag, source=source)
"""

from __future__ import annotations

import datetime as dt
import re
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import requests
import requests.adapters
import requests.exceptions
import urllib3.exceptions
from protego import Protego
from urllib3.util.retry import Retry

from tracker import __version__
from tracker.charset import decode
from tracker.errors import BlockedError, FetchError
from tracker.fetch.addresses import absolute, is_local, is_web_address
from tracker.fetch.checks import judge_reply
from tracker.fetch.failures import BLOCKED, RETRIED, refusal, translate
from tracker.fetch.folder import read_file
from tracker.models import FetchSettings, Reply, Source

# The name robots.txt files know the project by
ROBOTS_NAME = "policy-tracker"
USER_AGENT = f"Mozilla/5.0 (compatible; {ROBOTS_NAME}/{__version__})"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# After so many failures in a row a host is left in peace for the rest of the run
_PATIENCE = 4
# A site may ask for a crawl delay; beyond this the night would not end
_MAX_CRAWL_DELAY_S = 20.0
_ROBOTS_BYTES = 512 * 1024
_CHUNK_BYTES = 64 * 1024
_BACKOFF_S = (1.0, 2.0, 4.0, 8.0, 16.0)


class _LegacyAdapter(requests.adapters.HTTPAdapter):
    """TLS with servers of before 2015: short keys, no secure renegotiation. Certificates are still verified."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        context = ssl.create_default_context()
        context.set_ciphers("DEFAULT:@SECLEVEL=1")
        context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
        super().init_poolmanager(*args, ssl_context=context, **kwargs)


@dataclass(slots=True)
class _Host:
    """One host's connection, cookies and manners. `lock` is held for each request."""

    name: str
    session: requests.Session
    lock: threading.Lock = field(default_factory=threading.Lock)
    robots_lock: threading.Lock = field(default_factory=threading.Lock)
    robots: Protego | None = None
    robots_read: bool = False
    delay_s: float = 0.0
    last_asked: float | None = None
    closed_until: float = 0.0
    legacy: bool = False
    failures: int = 0
    last_failure: FetchError | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: dict[str, str]
    content: bytes
    location: str | None


class Fetcher:
    """Asks addresses. May be used from several threads; each host is asked by one at a time.

    Args:
        settings: Delays, limits and retries.

        now: The time a reply is stamped with, aware UTC.

        sleep, clock: Seconds; replaced in tests.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        now: Callable[[], dt.datetime],
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._now = now
        self._sleep = sleep
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._hosts_lock = threading.Lock()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        for host in self._hosts.values():
            host.session.close()

    def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, source: Source | None = None
    ) -> Reply:
        """Ask an address.

        Args:
            url: http or https; for a folder source, a file: address inside the folder.

            etag, last_modified: Headers of the last good reply. The server may then answer 304: as before.

            source: Gives headers, charset, legacy_tls and robots.

        Returns:
            A reply with status 200 (or 203) that `judge_reply` accepts, or with status 304 and no content.

        Raises:
            GoneError: 404 or 410.
            BlockedError: A bot wall or login page.
            SuspectPageError: Empty, an error text, or sent on to the home page.
            FetchError: All else; `transient` where a later night may go better.
        """
        if source is not None and source.kind == "folder":
            return read_file(url, source, now=self._now(), max_bytes=self._settings.max_bytes)
        headers = self._headers(source, etag, last_modified)
        answer, final_url = self._follow(url, headers, source)
        reply = Reply(
            url=url,
            final_url=final_url,
            status=answer.status,
            headers=answer.headers,
            content=b"" if answer.status == 304 else answer.content,
            fetched_at=self._now(),
        )
        if answer.status == 304 and (etag or last_modified):
            return reply
        if answer.status not in (200, 203):
            raise refusal(url, answer.status)
        try:
            judge_reply(reply)
        except FetchError as err:
            err.content = reply.content
            err.status = reply.status
            raise
        return reply

    # ── one address, redirects and all ──

    def _headers(self, source: Source | None, etag: str | None, last_modified: str | None) -> dict[str, str]:
        headers = dict(source.headers) if source else {}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        return headers

    def _follow(
        self, url: str, headers: dict[str, str], source: Source | None, *, for_robots: bool = False
    ) -> tuple[_Answer, str]:
        if not is_web_address(url):
            raise FetchError(f"{url}: is no http or https address", url=url)
        at = urldefrag(url).url
        for _ in range(self._settings.max_redirects + 1):
            host = self._host(at)
            if not for_robots and self._settings.robots and (source is None or source.robots):
                self._check_robots(host, at)
            with host.lock:
                answer = self._ask(host, at, headers, source, retries=0 if for_robots else self._settings.retries)
            if answer.status not in _REDIRECTS or answer.location is None:
                return answer, at
            at = _onward(at, answer.location)
        raise FetchError(
            f"{url}: more than {self._settings.max_redirects} redirects, the last to {at}; open the address in a "
            "browser and watch the one it ends at",
            url=url,
        )

    def _host(self, url: str) -> _Host:
        parts = urlsplit(url)
        name = parts.netloc.rpartition("@")[2].lower()
        with self._hosts_lock:
            host = self._hosts.get(name)
            if host is None:
                host = self._hosts[name] = _Host(name, self._session(), delay_s=self._settings.delay_s)
            return host

    def _session(self) -> requests.Session:
        session = requests.Session()
        session.headers.update(
            {
                "User-Agent": self._settings.user_agent or USER_AGENT,
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
                "Accept-Encoding": "gzip, deflate",
            }
        )
        return session

    # ── one host, retries and all; its lock is held ──
    # The loop is our own, and urllib3's Retry only reads Retry-After: inside an adapter it knows neither the delay
    # between requests nor a body that breaks off, and sleeps where no test can see it

    def _ask(self, host: _Host, url: str, headers: dict[str, str], source: Source | None, *, retries: int) -> _Answer:
        self._check_open(host, url)
        for attempt in range(retries + 1):
            last = attempt == retries
            self._wait_turn(host)
            try:
                answer = self._once(host, url, headers, source)
            except FetchError as err:
                if last or not err.transient:
                    self._note(host, err)
                    raise
                self._sleep(_BACKOFF_S[min(attempt, len(_BACKOFF_S) - 1)])
                continue
            wait = self._wanted_wait(host, url, answer, attempt)
            if wait is None or last:
                self._note(host, refusal(url, answer.status) if answer.status in RETRIED | BLOCKED else None)
                return answer
            self._sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _wait_turn(self, host: _Host) -> None:
        if host.last_asked is not None:
            wait = host.last_asked + host.delay_s - self._clock()
            if wait > 0:
                self._sleep(wait)
        host.last_asked = self._clock()

    def _wanted_wait(self, host: _Host, url: str, answer: _Answer, attempt: int) -> float | None:
        """Seconds to wait before asking again; None where asking again is no use."""
        if answer.status not in RETRIED:
            return None
        wanted = _retry_after(answer.headers.get("retry-after"))
        if wanted is None:
            return _BACKOFF_S[min(attempt, len(_BACKOFF_S) - 1)]
        if wanted > self._settings.max_wait_s:
            host.closed_until = self._clock() + wanted
            self._check_open(host, url)
        return wanted

    def _check_open(self, host: _Host, url: str) -> None:
        """Leave a host in peace that asked for it, or that failed again and again."""
        wait = host.closed_until - self._clock()
        if wait > 0:
            raise FetchError(
                f"{url}: {host.name} asks to be left alone for {wait:.0f} s, longer than max_wait_s; "
                "run again later, or raise delay_s",
                url=url,
                transient=True,
                status=429,
            )
        if host.failures >= _PATIENCE and host.last_failure is not None:
            kind = BlockedError if isinstance(host.last_failure, BlockedError) else FetchError
            raise kind(
                f"{url}: not asked, {host.name} failed {host.failures} times in a row ({host.last_failure})",
                url=url,
                transient=True,
                status=host.last_failure.status,
            )

    def _note(self, host: _Host, failure: FetchError | None) -> None:
        host.failures = 0 if failure is None else host.failures + 1
        host.last_failure = failure

    # ── one request ──

    def _once(
        self,
        host: _Host,
        url: str,
        headers: dict[str, str],
        source: Source | None,
    ) -> _Answer:
        try:
            return self._request(host, url, headers)
        except requests.exceptions.SSLError as err:
            if source is None or not source.legacy_tls or host.legacy:
                raise translate(err, url) from err
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as err:
            raise translate(err, url) from err
        # Only now, not at first: some modern hosts hang when offered the old ciphers
        host.session.mount("https://", _LegacyAdapter())
        host.legacy = True
        return self._once(host, url, headers, source)

    def _request(self, host: _Host, url: str, headers: dict[str, str]) -> _Answer:
        deadline = self._clock() + self._settings.total_s
        response = host.session.get(
            url,
            headers=headers,
            stream=True,
            allow_redirects=False,
            timeout=self._settings.timeout_s,
            proxies={"no_proxy": urlsplit(url).hostname or ""} if is_local(url) else None,
        )
        done = False
        try:
            content = self._body(response, url, deadline)
            done = True
        finally:
            if done:
                response.raw.release_conn()  # keeps the connection, which close() would not
            else:
                response.close()
        return _Answer(
            status=response.status_code,
            headers={name.lower(): value for name, value in response.headers.items() if name.lower() != "set-cookie"},
            content=content,
            location=host.session.get_redirect_target(response),
        )

    def _body(self, response: requests.Response, url: str, deadline: float) -> bytes:
        """The body, decompressed. `read1` returns what has come, so that a dripping server cannot hold us."""
        parts: list[bytes] = []
        size = 0
        most = self._settings.max_bytes
        packed = re.split(r"\s*,\s*", response.headers.get("Content-Encoding", "identity").lower())
        if not {*packed, "identity"} <= {*response.raw.CONTENT_DECODERS, "identity", ""}:
            raise FetchError(f"{url}: came in a compression that was not asked for ({', '.join(packed)})", url=url)
        announced = response.headers.get("Content-Length", "")
        if announced.isdigit() and int(announced) > most:
            raise self._too_large(url)
        while True:
            part = response.raw.read1(_CHUNK_BYTES, decode_content=True)
            if not part:
                break
            parts.append(part)
            size += len(part)
            if size > most:
                raise self._too_large(url)
            if self._clock() > deadline:
                raise FetchError(
                    f"{url}: {size:,} bytes came in {self._settings.total_s:g} s and the reply had not ended; "
                    "raise total_s if the file is large",
                    url=url,
                    transient=True,
                )
        if response.raw.length_remaining:
            raise urllib3.exceptions.IncompleteRead(size, response.raw.length_remaining)
        return b"".join(parts)

    def _too_large(self, url: str) -> FetchError:
        return FetchError(
            f"{url}: the reply has more than {self._settings.max_bytes:,} bytes; raise max_bytes to read it", url=url
        )

    # ── robots.txt ──

    def _check_robots(self, host: _Host, url: str) -> None:
        with host.robots_lock:
            if not host.robots_read:
                host.robots = self._read_robots(url)
                host.robots_read = True
                asked = host.robots.crawl_delay(ROBOTS_NAME) if host.robots else None
                host.delay_s = max(host.delay_s, min(asked or 0.0, _MAX_CRAWL_DELAY_S))
        if host.robots is not None and not host.robots.can_fetch(url, ROBOTS_NAME):
            raise FetchError(
                f"{url}: {host.name} does not want robots here (robots.txt); set enabled = false, or robots = false "
                "once the site has agreed",
                url=url,
            )

    def _read_robots(self, url: str) -> Protego | None:
        """The rules of a host; None where it has none or cannot be reached (RFC 9309, 2.3.1.3, read leniently)."""
        parts = urlsplit(url)
        try:
            answer, _ = self._follow(f"{parts.scheme}://{parts.netloc}/robots.txt", {}, None, for_robots=True)
        except FetchError:
            return None
        text = decode(answer.content[:_ROBOTS_BYTES])[0]
        # Many sites answer 200 with their home page
        return Protego.parse(text) if answer.status == 200 and not text.lstrip().startswith("<") else None


def _retry_after(value: str | None) -> float | None:
    if value is None:
        return None
    try:
        return float(Retry().parse_retry_after(value))
    except (urllib3.exceptions.InvalidHeader, OverflowError):
        return None


def _onward(url: str, location: str) -> str:
    """Where a redirect leads. A public page that points into the local net is refused, as is what is no web address."""
    try:
        joined = urljoin(url, location)
    except ValueError:
        joined = location
    if is_web_address(joined) and is_local(joined) and not is_local(url):
        raise FetchError(f"{url}: redirects into the local net ({joined}); not followed", url=url)
    address = absolute(joined, url)
    if address is None:
        raise FetchError(f"{url}: redirects to {joined}, which is no http or https address", url=url)
    return address
