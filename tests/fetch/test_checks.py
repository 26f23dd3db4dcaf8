"""Judgements: error texts and bot walls are never taken for policy, policy never for an error text."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from pathlib import Path

import pytest

from tracker.errors import (
    BlockedError,
    ConfigError,
    FetchError,
    GoneError,
    ReadError,
    SuspectPageError,
    TrackerError,
)
from tracker.fetch.advice import advice
from tracker.fetch.checks import judge_list, judge_reply, judge_text, text_length
from tracker.fetch.listing import ListPage
from tracker.models import ListEntry, Reply

URL = "https://www.example.gov.cn/zc/t20260302_1.html"
NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
CLAUSES = "".join(
    f"第{n}条对符合条件的示例企业，按照实际投入给予最高{n}00万元资金支持，由示例部门负责落实。" for n in range(1, 30)
)
MENU = "首页 要闻动态 政务公开 政务服务 政民互动 人文示例 " * 12


def reply(
    content: str | bytes, *, url: str = URL, final_url: str | None = None, media_type: str = "text/html"
) -> Reply:
    data = content.encode() if isinstance(content, str) else content
    headers = {"content-type": media_type} if media_type else {}
    return Reply(url=url, final_url=final_url or url, status=200, headers=headers, content=data, fetched_at=NOW)


def page(text: str, title: str = "示例市人民政府", menu: str = MENU) -> str:
    head = f"<head><title>{title}</title><script>var a='404';</script></head>"
    return f"<html>{head}<body><div>{menu}</div><p>{text}</p></body></html>"


# ── error texts and walls ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "content",
    [
        page("您访问的页面不存在或已被删除！"),
        page("对不起，您要访问的页面找不到了，5秒后返回首页"),
        page("抱歉，页面走丢了", menu=""),
        page("该页面不存在", menu="首页"),
        page("系统正在维护中，请稍后访问。", menu=""),
        page("网站升级维护，给您带来不便敬请谅解", menu=""),
        page("正文", title="404 Not Found"),
        page("正文", title="404"),
        page("正文", title="页面不存在"),
        page("正文", title="系统维护中"),
        page("404 Not Found nginx", menu="", title=""),
        page("502 Bad Gateway", menu=""),
        page("系统繁忙，请稍后再试", menu="", title=""),
    ],
)
def test_error_text_with_status_200(content: str) -> None:
    """Whatever the site calls it, it is a doubt, and the words are in the message."""
    with pytest.raises(SuspectPageError, match="an error text stands there with status 200: “"):
        judge_reply(reply(content))


@pytest.mark.parametrize(
    "content",
    [
        page("您的访问请求被拦截，事件ID：1234", menu=""),
        page("您的访问过于频繁，请稍后再试", menu=""),
        page("请完成安全验证后继续访问", menu=""),
        page("请先完成下列滑块验证"),
        page("当前访问异常", menu="", title="访问异常"),
        page("网站防火墙 您的请求存在威胁", menu=""),
        page("知道创宇云防御", menu="", title="安全验证"),
        page("Access Denied", menu="", title=""),
        page("Please enable JavaScript to continue", menu="", title="Just a moment..."),
        "<html><script>document.cookie='__jsl_clearance=1|0|x';location.reload()</script></html>",
        "<html><head><meta charset=utf-8></head><script>$_ts=window['$_ts'];</script><body></body></html>",
        "<html><script>var arg1='4F1A2B3C4D5E6F708192A3B4C5D6E7F801234567';acw_sc__v2()</script></html>",
        "<html><script>eval(function(p,a,c,k,e,d){return p}('0',1,1,''))</script></html>",
        "<html><body><form>用户名<input name=u>密码<input type='password' name=p></form></body></html>".replace(
            "'", '"'
        ),
    ],
)
def test_bot_wall_with_status_200(content: str) -> None:
    """A wall, a challenge or a login page is no page."""
    with pytest.raises(BlockedError):
        judge_reply(reply(content))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "the reply is empty"),
        (" \n ", "the reply is empty"),
        ("<html><body></body></html>", "has no text"),
        (
            "<html><script>location.href='/zwgk/index.html'</script></html>",
            "only sends the browser on to /zwgk/index.html",
        ),
        ('<html><meta http-equiv="refresh" content="0; url=/new/">x</html>', "only sends the browser on to /new/"),
        ("<html><body><iframe src=x.pdf></iframe></body></html>", "has its text in a frame"),
        ('<html><div id="app"></div><script src="app.js"></script></html>', "has no text without its scripts"),
    ],
)
def test_page_without_text(content: str, reason: str) -> None:
    """Empty pages say what they are instead."""
    with pytest.raises(SuspectPageError) as caught:
        judge_reply(reply(content))
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        page(CLAUSES),
        page(f"{CLAUSES}信息系统维护、网站防火墙、人机验证、访问异常、页面不存在等情形由示例部门处理。"),
        page("关于政务服务平台升级期间示例业务暂停办理的通告。示例系统将于2026年3月8日停机，请合理安排。" + CLAUSES),
        page("示例市信息系统维护管理办法（试行）", title="示例市信息系统维护管理办法_示例市人民政府"),
        page(f"<!-- 您访问的页面不存在 --><noscript>请启用javascript</noscript>{CLAUSES}"),
        page(f"您访问的链接即将离开门户网站 是否继续？{CLAUSES}"),
        page("示例市人民政府2026年3月2日" * 3),
        page("500万元以上的示例项目可以在本年度内申报。", menu=""),
        page("<a href='P02.pdf'>附件</a>", menu=""),
    ],
)
def test_policy_is_no_error_text(content: str) -> None:
    """The same words inside a policy, a hidden box or a comment are nothing."""
    judge_reply(reply(content))


def test_other_formats_are_left_to_their_readers() -> None:
    """A PDF or JSON reply is judged for emptiness alone."""
    judge_reply(reply(b"%PDF-1.7 404", media_type="application/pdf"))
    judge_reply(reply('{"error": 404}', media_type="application/json"))
    judge_reply(reply(b"\xd0\xcf\x11\xe0", media_type=""))
    judge_reply(reply(b"PK\x03\x04 404", url="https://www.example.gov.cn/a.docx", media_type="text/html"))


def test_web_page_instead_of_a_file() -> None:
    """An attachment that answers with a page is not the attachment."""
    with pytest.raises(SuspectPageError, match="a web page came instead of the file"):
        judge_reply(reply(page(CLAUSES), url="https://www.example.gov.cn/zc/P0202603021.pdf"))


def test_error_text_in_gbk() -> None:
    """The words are read in the page's own charset."""
    with pytest.raises(SuspectPageError, match="您访问的页面不存在"):
        judge_reply(reply(page("您访问的页面不存在").encode("gbk"), media_type="text/html; charset=iso-8859-1"))


@pytest.mark.parametrize(
    "content",
    [b"<script " * 100_000, b"<!--" * 200_000, b"<meta " * 100_000, b"<" * 900_000, b"\0" * 1000, b"<div>" * 150_000],
)
def test_hostile_reply_is_judged_in_time(content: bytes) -> None:
    """No reply holds the run."""
    started = dt.datetime.now(dt.UTC)
    with contextlib.suppress(FetchError):
        judge_reply(reply(content))
    assert (dt.datetime.now(dt.UTC) - started).total_seconds() < 2


@pytest.mark.parametrize(
    ("asked", "final", "doubted"),
    [
        ("/zc/a.html", "/", True),
        ("/zc/", "/index.html", True),
        ("/zc/a.html", "/index.shtml", True),
        ("/zc/a.html", "/404.html", True),
        ("/zc/a.html", "/error/404/", True),
        ("/", "/index.html", False),
        ("/index.html", "/", False),
        ("/zc", "/zc/", False),
        ("/zc/a.html", "/zc/new/a.html", False),
        ("/zc/a.html", "/?id=7", False),
        ("/zc/error.html", "/zc/error.html", False),
    ],
)
def test_where_an_address_sends_on(asked: str, final: str, doubted: bool) -> None:
    """To the home page or an error page: a doubt; elsewhere: the page has moved."""
    site = "https://www.example.gov.cn"
    answer = reply(page(CLAUSES), url=site + asked, final_url=site + final)
    if doubted:
        with pytest.raises(SuspectPageError, match="sent on to"):
            judge_reply(answer)
    else:
        judge_reply(answer)


def test_real_pages_are_accepted(shared: Path) -> None:
    """None of the stored government pages is doubted."""
    index = shared / "dev/html/index.jsonl"
    names = [json.loads(line)["file"] for line in index.read_text(encoding="utf-8").splitlines()]
    assert names
    for name in names:
        judge_reply(reply((shared / "dev/html" / Path(name).name).read_bytes()))


# ── texts ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "before", "reason"),
    [
        ("", None, "no text was found"),
        ("\u3000\n", 1000, "no text was found"),
        (CLAUSES[:300], 1000, "only 300 of 1,000 characters are left and breaks off"),
        (CLAUSES[:100], 1000, "only 100 of 1,000 characters are left; it now begins"),
        (
            "本措施自印发之日起施行。",
            1000,
            "only 12 of 1,000 characters are left; it now begins “本措施自印发之日起施行。”",
        ),
        ("您访问的页面不存在", 1000, "an error text stands there"),
    ],
    ids=["nothing", "blanks", "breaks off", "a rump", "an end alone", "error text"],
)
def test_text_that_can_hardly_be_all(text: str, before: int | None, reason: str) -> None:
    """Nothing, a rump, or an error text."""
    with pytest.raises(SuspectPageError) as caught:
        judge_text(text, before, url=URL)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("text", "before", "min_share"),
    [
        (CLAUSES, None, 0.4),
        (CLAUSES[:500], 1000, 0.4),
        (CLAUSES[:280] + "本措施自2026年3月1日起施行，有效期3年。", 1000, 0.4),
        (CLAUSES[:280] + "示例市经济局 2026年3月1日", 1000, 0.4),
        (CLAUSES[:100], 1000, 0.0),
        ("示例公告一则，采购防火墙与验证码设备，预算500万元。", 150, 0.4),
    ],
    ids=["first", "half", "closing clause", "signature", "accepted by the user", "a notice"],
)
def test_text_that_may_be_all(text: str, before: int | None, min_share: float) -> None:
    """Shorter, but whole; or short as ever."""
    judge_text(text, before, url=URL, min_share=min_share)


def test_text_length_ignores_blanks() -> None:
    """Wraps and spaces do not count."""
    assert text_length(" 第一条\n\u3000支持 ") == 5


# ── lists ────────────────────────────────────────────────────────────────────────────────────────

ROW = ListEntry(url=URL, title="示例措施")


@pytest.mark.parametrize(
    ("listed", "before", "reason"),
    [
        (ListPage(entries=(), problem="no row matches 'li'"), 20, "no row matches 'li'"),
        (ListPage(entries=(), problem="no row matches 'li'"), None, "no row matches 'li'"),
        (ListPage(entries=(), rows=0), 20, "the list is empty; it had 20 rows before"),
        (ListPage(entries=(), rows=0, may_be_empty=True), 20, None),
        (ListPage(entries=(), rows=0), None, None),
        (ListPage(entries=(), rows=20), 20, None),
        (ListPage(entries=(ROW,), rows=1), 20, None),
    ],
    ids=["new layout", "new layout at first", "empty", "may be empty", "empty at first", "all filtered", "shorter"],
)
def test_list(listed: ListPage, before: int | None, reason: str | None) -> None:
    """A list that falls silent is doubted; one whose rows are all filtered is not."""
    if reason is None:
        judge_list(listed, before, url=URL)
        return
    with pytest.raises(SuspectPageError) as caught:
        judge_list(listed, before, url=URL)
    assert str(caught.value) == f"{URL}: {reason}"


# ── advice ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (GoneError("x: the page is gone (status 404)", url="x", status=404), "enabled = false"),
        (BlockedError("x: refused", url="x", status=403), "delay_s"),
        (SuspectPageError("x: sent on to a home page, y", url="x"), "new address"),
        (SuspectPageError("x: only 3 of 9 characters are left", url="x"), "min_share = 0"),
        (SuspectPageError("x: no row matches 'li'", url="x"), "list.row"),
        (SuspectPageError("x: the list is empty; it had 3 rows before", url="x"), "list.row"),
        (SuspectPageError("x: only sends the browser on to /y", url="x"), "ends at"),
        (SuspectPageError("x: an error text stands there", url="x"), "last good version stands"),
        (FetchError("x: a does not want robots here (robots.txt)", url="x"), "robots = false"),
        (FetchError("x: no secure connection; legacy_tls = true", url="x"), "legacy_tls = true"),
        (FetchError("x: asked too often (status 429)", url="x", status=429, transient=True), "delay_s"),
        (FetchError("x: no connection", url="x", transient=True), "next run"),
        (FetchError("x: is no http or https address", url="x"), "address"),
        (ConfigError("is empty", where="source[0].url"), "sources.toml"),
        (ReadError("a scan"), "body"),
        (TrackerError("anything"), "open"),
    ],
)
def test_advice_in_both_languages(error: TrackerError, words: str) -> None:
    """Each failure has a next step for a person, in Chinese and in English."""
    assert words in advice(error, "en")
    chinese = advice(error, "zh")
    assert any("\u4e00" <= char <= "\u9fff" for char in chinese)
    assert chinese.endswith("。")
