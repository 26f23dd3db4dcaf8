"""A night of failures in Chinese: every reason of the report in the reader's language, in JSON as it was stored."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from run.serving import config_for, night, page
from run.test_nights import POLICY

from tracker.demo.server import serving
from tracker.demo.site import Served
from tracker.report import render_night
from tracker.report.listing import render_listing
from tracker.run.listings import health as health_list
from tracker.sources import load_config
from tracker.store import open_store
from tracker.web.site import answer

# Address of a page: what it is on the second night
FAILING = {
    "gone": None,
    "busy": Served(body=b"oops", status=503),
    "walled": Served(body=b"no", status=412),
    "often": Served(body=b"no", status=429),
    "empty": Served(body=b""),
    "error": Served(body="<title>提示</title><p>系统维护中，请稍后访问</p>".encode()),
    "check": Served(body="<title>安全验证</title><p>您的访问异常，请完成安全验证</p>".encode()),
    "script": Served(body=b"<html><script>document.cookie='a=1';location='/b'</script></html>"),
    "frames": Served(body=b"<html><frameset><frame src='/b.html'></frameset></html>"),
    "short": page("示例市支持机器人产业的若干措施\n第一条 对首台套产品给"),
    "broken": Served(body=b"%PDF-1.7 broken", content_type="application/pdf"),
    "picture": Served(body=b"\x89PNG\r\n\x1a\n" + bytes(400), content_type="image/png"),
    "packed": Served(body=b"PK\x03\x04" + bytes(400), content_type="application/zip"),
    "list": page("2026-01-02 示例办法\n2026-01-03 示例细则\n2026-01-04 示例通知"),
}
LISTS = {
    "no-rows": ("list", page("没有列表")),
    "feed": ("feed", page("不是订阅源")),
    "json": ("json", Served(body=b"{}", content_type="application/json")),
    "bare": (
        "list",
        Served(
            body="<ul class='list'><li><a href='/p.html'>示例市的一个新办法</a><i>2026-01-02</i></li></ul>".encode()
        ),
    ),
}
ENGLISH = re.compile(r"[A-Za-z']+ [a-z']+ [a-z]+")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Report, JSON, health list and web page of the second night."""
    folder: Path = tmp_path_factory.mktemp("told")
    with serving({}) as server, open_store(folder / "tracker.db") as store:
        server.pages = {f"/{name}.html": page(POLICY) for name in FAILING}
        config = config_for(folder, server.address, {name: f"/{name}.html" for name in FAILING})
        with config.open("a", encoding="utf-8") as more:
            for name, (kind, _) in LISTS.items():
                where = f'url = "{server.address}/{name}"'
                more.write(f'\n[[source]]\nid = "{name}"\nname = "{name}"\nkind = "{kind}"\n{where}\n')
            more.write(f'\n[[source]]\nid = "files"\nname = "files"\nkind = "folder"\npath = "{folder}/没有"\n')
        night(config, store, 1)
        server.pages = {f"/{name}.html": served for name, served in FAILING.items() if served}
        server.pages |= {f"/{name}": served for name, (_, served) in LISTS.items()}
        server.pages["/p.html"] = Served(body="<p>请见下图</p><img src='a.png'>".encode())
        report = night(config, store, 2)
        listing = health_list(load_config(config).enabled, store.health())
        return {
            "text": str(render_night(report, "text", "zh")),
            "english": str(render_night(report, "text", "en")),
            "json": str(render_night(report, "json", "zh")),
            "web": answer(store, "/", {}, today=dt.date(2026, 3, 18), lang="zh").body.decode(),
            "list": render_listing(listing, "text", "zh", width=400),
        }


def test_no_reason_is_left_in_english(told: dict[str, str]) -> None:
    """Failing pages, lists, feeds and files: their Chinese lines hold no English words in a row."""
    web = re.sub(r"<[^>]*>", "", told["web"][told["web"].index('<h2 id="sources">') :])
    shown = [re.sub(r"https?://\S+", "", line) for line in (told["text"] + told["list"] + web).splitlines()]

    assert [line for line in shown if ENGLISH.search(line)] == []
    assert "网页已不存在（状态码 404）" in web


def test_json_and_english_keep_what_was_stored(told: dict[str, str]) -> None:
    """The words are for readers alone."""
    reasons = [item["reason"] for item in json.loads(told["json"])["health"]]

    assert len(reasons) == len(FAILING) + len(LISTS) + 1
    assert [reason for reason in reasons if reason and reason.rstrip(".") not in told["english"]] == []
