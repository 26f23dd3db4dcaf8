"""The local web page shows the register and nothing else, to this machine only."""

import datetime as dt
import http.client
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tracker.demo import play
from tracker.store import open_store
from tracker.web import RegisterServer


@pytest.fixture(scope="module")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return play(tmp_path_factory.mktemp("web")).store


@pytest.fixture
def port(store_path: Path) -> Iterator[int]:
    ready, found = threading.Event(), []

    def run() -> None:  # the store's connection belongs to the thread that serves
        with open_store(store_path) as store:
            server = RegisterServer(store, port=0, lang="zh", today=lambda: dt.date(2026, 3, 19))
            found.append(server)
            ready.set()
            server.serve_forever(poll_interval=0.02)
            server.server_close()

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(10)
    yield found[0].server_address[1]
    found[0].shutdown()
    thread.join()


def get(port: int, path: str, host: str = "127.0.0.1") -> tuple[int, str, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": f"{host}:{port}"})
    reply = connection.getresponse()
    body = reply.read().decode("utf-8", "replace")
    connection.close()
    return reply.status, body, reply.headers


def test_every_link_of_every_page_leads_somewhere(port: int) -> None:
    """A crawl from the home page finds no dead link."""
    seen: set[str] = set()
    waiting = ["/"]
    while waiting and len(seen) < 200:
        path = waiting.pop()
        seen.add(path)
        status, body, _ = get(port, path)
        assert status == 200, path
        if path.startswith("/snapshot/"):
            continue
        links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)', body)}
        waiting += [link for link in links - seen if link not in waiting]
    assert {"/", "/report", "/figures?want=caps", "/doc/d1", "/doc/d1/diff"} <= seen


def test_the_home_page_begins_with_the_reports_and_the_sources(port: int) -> None:
    """A register of a thousand documents does not push last night's report and a broken source out of sight."""
    table = (body := get(port, "/")[1]).index("<table>")

    assert body.index('href="/report/3"') < table
    assert body.index('<span class="badge failing">异常 2</span>') < table


def test_search_shows_the_clauses(port: int) -> None:
    """Two-character words included."""
    assert "支持建设普惠算力中心" in get(port, "/?q=" + quote("算力"))[1]


def test_a_hit_opens_at_its_clause(port: int) -> None:
    """From a found clause or figure to the place in its document."""
    for path in ("/?q=" + quote("算力"), "/figures?q=" + quote("算力")):
        document, anchor = re.findall(r'href="(/doc/d\d+)#(line\d+)"', get(port, path)[1])[0]
        assert f'id="{anchor}"' in get(port, document)[1]


def test_a_document_names_its_addresses(port: int) -> None:
    """Each version with the page it stood on and when it was stored."""
    body = get(port, "/doc/d1")[1]
    assert re.search(r'<a href="http://127.0.0.1:\d+/[^"]+" rel="noreferrer">', body)
    assert "2026-03-1" in body


LONG = "/report/" + "9" * 5000  # more digits than Python turns into a number


def test_what_is_not_there_is_404_with_a_way_back(port: int) -> None:
    """Unknown paths, documents, reports and snapshots."""
    for path in ("/nothing", "/doc/d999", "/report/999", "/snapshot/abcdef012345", "/doc/d1/diff?old=99", LONG):
        status, body, _ = get(port, path)
        assert (status, 'href="/"' in body) == (404, True), path


def test_markup_in_a_query_stays_text(port: int) -> None:
    """Nothing that is asked for becomes part of the page."""
    body = get(port, "/?q=" + quote("<script>alert(1)</script>"))[1]

    assert "<script>" not in body
    assert "&lt;script&gt;" in body


def test_another_host_name_is_refused(port: int) -> None:
    """A foreign page whose name resolves to this machine cannot read the register."""
    assert get(port, "/", host="evil.example")[0] == 421


def test_a_snapshot_is_a_download(port: int) -> None:
    """What a site served is never shown as a page of ours."""
    sha256 = re.findall(r'href="/snapshot/([0-9a-f]+)"', get(port, "/doc/d1")[1])[0]
    status, _, headers = get(port, f"/snapshot/{sha256}")

    assert (status, headers["Content-Type"]) == (200, "application/octet-stream")
    assert headers["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
