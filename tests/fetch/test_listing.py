"""Lists as Chinese government templates print them, feeds and JSON: which rows, which titles, which dates."""

# ruff: noqa: E501 - rows stand here on one line, as pages print them
from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.charset import decode
from tracker.fetch.listing import ListPage, read_list
from tracker.models import JsonRules, ListEntry, ListRules, Reply, Source

URL = "https://www.example.gov.cn/zwgk/zcwj/"
NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
MENU = "".join(f'<li><a href="/{n}/">栏目{n}</a></li>' for n in range(12))


def reply(content: bytes, url: str = URL, media_type: str = "text/html") -> Reply:
    return Reply(
        url=url, final_url=url, status=200, headers={"content-type": media_type}, content=content, fetched_at=NOW
    )


def read(page: str | bytes, *, url: str = URL, number: int = 1, **fields: Any) -> ListPage:
    """Read a list page with a menu before and a footer behind."""
    content = page if isinstance(page, bytes) else page.encode()
    source = Source(id="s", name="示例", url=url, **({"kind": "list"} | fields))
    return read_list(reply(content, url), source, number=number)


def html(rows: str) -> str:
    return f"<html><body><ul class='nav'>{MENU}</ul><div class='main'>{rows}</div><p>主办：示例市人民政府</p></body></html>"


def entry(name: str, title: str, date: str | None, number: str | None = None) -> ListEntry:
    published = dt.date.fromisoformat(date) if date else None
    return ListEntry(url=f"{URL}{name}", title=title, published=published, doc_number=number)


ONE, TWO = "示例市支持算力产业发展若干措施", "示例市人民政府关于印发若干规定的通知"
BOTH = (entry("202603/t20260302_1.html", ONE, "2026-03-02"), entry("202602/t20260228_2.html", TWO, "2026-02-28"))


# ── known shapes ─────────────────────────────────────────────────────────────────────────────────

SHAPES = {
    "TRS with marks": (
        f'''<ul class="default_news"><li><i class="flag">是</i><a href="./202603/t20260302_1.html" title="{ONE}">{ONE}</a>
        <span>2026-03-02</span></li><li><i class="flag">否</i><a href="./202602/t20260228_2.html" title="{TWO}">示例市人…</a>
        <span>2026-02-28</span></li><li><i class="flag"></i><a href="./202601/t20260101_9.html">测试测试测试</a>
        <span>2026-01-01</span></li><li><a href="javascript:void(0)">更多</a></li></ul>''',
        "ul.default_news > li",
    ),
    "bureau list": (
        f"""<div class="oursv_b_f"><ul><li><a href="202603/t20260302_1.html">{ONE}</a><span>[2026-03-02]</span></li>
        <li><a href="202602/t20260228_2.html">{TWO}</a><span>[2026-02-28]</span></li></ul></div>""",
        "div.oursv_b_f li",
    ),
    "plain list": (
        f"""<ul class="list"><li><span>2026.03.02</span><a href="/zwgk/zcwj/202603/t20260302_1.html">·{ONE}</a></li>
        <li><span>2026.02.28</span><a href="/zwgk/zcwj/202602/t20260228_2.html">·{TWO}</a></li></ul>""",
        "ul.list > li",
    ),
    "cells of a table": (
        f"""<table><tr><td><a href="202603/t20260302_1.html">{ONE}</a></td><td>2026年3月2日</td></tr>
        <tr><td><a href="202602/t20260228_2.html">{TWO}</a></td><td>2026年2月28日</td></tr></table>""",
        "largest group of dated links",
    ),
    "divisions with the day apart": (
        f"""<div class="item"><div class="d"><b>02</b><i>2026-03</i></div><h4><a href="202603/t20260302_1.html">{ONE}</a></h4></div>
        <div class="item"><div class="d"><b>28</b><i>2026-02</i></div><h4><a href="202602/t20260228_2.html">{TWO}</a></h4></div>""",
        "largest group of dated links",
    ),
    "date inside the link": (
        f"""<dl><dd><a href="202603/t20260302_1.html"><em>{ONE}</em><i>2026-03-02</i></a></dd></dl>
        <dl><dd><a href="202602/t20260228_2.html"><em>{TWO}</em><i>2026-02-28</i></a></dd></dl>""",
        "largest group of dated links",
    ),
    "category before the title": (
        f"""<ul class="u"><li><a href="/c/1/">[措施]</a><a href="202603/t20260302_1.html">{ONE}</a><span>2026/3/2</span></li>
        <li><a href="/c/2/">[通知]</a><a href="202602/t20260228_2.html">{TWO}</a><span>2026/2/28</span></li></ul>""",
        "largest group of dated links",
    ),
    "rows a script writes": (
        f'''<ul class="x"><li><script>document.write('<a href="202603/t20260302_1.html" title="{ONE}">{ONE[:6]}…<\\/a>');</script>
        <span>2026-03-02</span></li><li><script>document.write('<a href="202602/t20260228_2.html">{TWO}<\\/a>')</script>
        <span>2026-02-28</span></li></ul>''',
        "largest group of dated links",
    ),
    "rows and dates a script writes": (
        f"""<ul class="x"><li><script>document.write('<a href="202603/t20260302_1.html"><i></i>{ONE}</a>');
        document.write('<span>[2026-03-02]</span>');</script></li><li><script>document.write("<a href='202602/t20260228_2.html'>{TWO}</a>")
        document.write('<span>[2026-02-28]</span>')</script></li></ul>""",
        "largest group of dated links",
    ),
    "address in a click": (
        f"""<ul class="x"><li><a href="#" onclick="window.open('202603/t20260302_1.html')">{ONE}</a><span>2026-03-02</span></li>
        <li><a href="javascript:go('202602/t20260228_2.html')">{TWO}</a><span>2026-02-28</span></li></ul>""",
        "largest group of dated links",
    ),
    "Hanweb records": (
        f'''<script type="text/xml"><datastore><recordset><record><![CDATA[<li><a href="202603/t20260302_1.html"><span
        class="t">{ONE}</span><i>2026-03-02</i></a></li>]]></record><record><![CDATA[<li><a title="{TWO}"
        href="202602/t20260228_2.html">示例市…</a><b>2026-02-28</b></li>]]></record></recordset></datastore></script>''',
        "Hanweb records",
    ),
    "Hanweb arrays": (
        f'''<script>urls[0]='202603/t20260302_1.html';headers[0]="{ONE}";year[0]='2026';month[0]='03';day[0]='02';
        urls[1]='202602/t20260228_2.html';headers[1]="<a title='{TWO}'>示例市…</a>";year[1]='2026';month[1]='02';day[1]='28';</script>''',
        "Hanweb arrays",
    ),
}


@pytest.mark.parametrize(("rows", "shape"), SHAPES.values(), ids=SHAPES)
def test_rows_are_found_without_a_selector(rows: str, shape: str) -> None:
    """Every known shape gives the same two entries, menus and test rows none."""
    page = read(html(rows.replace(f"·{ONE}", ONE).replace(f"·{TWO}", TWO)))
    assert (page.problem, page.entries, page.shape) == (None, BOTH, shape)


def test_row_with_number_and_date() -> None:
    """A document number in an element of its own is read, also inside the link."""
    rows = f"""<ul class="default_news"><li><i class="flag">是</i><a href="a.html" title="{ONE}">{ONE}</a>
    <span>示政发〔2026〕5号</span><b class="u_time">2026-03-02</b></li>
    <li><i class="flag">是</i><a href="b.html"><i>{TWO}</i><span>示政发 [2026] 6 号</span></a><b>2026-02-28</b></li></ul>"""
    assert read(html(rows)).entries == (
        entry("a.html", ONE, "2026-03-02", "示政发〔2026〕5号"),
        entry("b.html", TWO, "2026-02-28", "示政发〔2026〕6号"),
    )


def test_selectors_of_the_source() -> None:
    """Row, link, title and date as sources.toml names them, whatever else the row holds."""
    rows = f"""<section><p class="r"><a href="/x/">{TWO}很长的栏目名称</a><u data-to="a.html"><strong>{ONE}</strong></u>
    <time>2020-01-01</time><time class="out">2026-03-02</time></p></section>"""
    rules = ListRules(row="p.r", link="u", link_attribute="data-to", title="strong", date="time.out")
    assert read(html(rows), list=rules).entries == (entry("a.html", ONE, "2026-03-02"),)


@pytest.mark.parametrize(
    ("address", "date"),
    [
        ("202602/t20260228_4545626.html", "2026-02-28"),
        ("art/2026/2/28/art_12_345.html", "2026-02-28"),
        ("202602281530001/index.shtml", "2026-02-28"),
        ("2026-02/28/content_9.htm", "2026-02-28"),
        ("W020260228512345678901.docx", "2026-02-28"),
        ("202602/0123456789abcdef0123456789abcdef.shtml", None),
        ("t20269928_1.html", None),
        ("pnidpv961234.html", None),
    ],
)
def test_date_of_the_address(address: str, date: str | None) -> None:
    """A row without a date takes the day its address carries; a month alone is no day."""
    rows = f'<div class="z"><p><a href="{address}">{ONE}</a></p></div>'
    assert read(html(rows), list=ListRules(row=".z p")).entries == (entry(address, ONE, date),)


def test_date_of_the_row_wins_over_its_title_and_address() -> None:
    """A date in a title is what the policy is about, not when it went out."""
    rows = '<ul class="z"><li><a href="t20260101_1.html">关于2025年7月1日起调整示例标准的通知</a><span>2026-03-02</span></li></ul>'
    assert read(html(rows), list=ListRules(row=".z li")).entries[0].published == dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("<b>02</b><i>2026-03</i>", "2026-03-02"),
        ("<b>2026年3月</b><i>2日</i>", "2026-03-02"),
        ("[ 2026-03-02 ]", "2026-03-02"),
        ("发布时间：2026.3.2　浏览：20260101次", "2026-03-02"),
        ("20260302", "2026-03-02"),
        ("2026-03-10 00:00 2026-03-16 23:55", "2026-03-10"),
        ("03-02", None),
        ("2026-02-30", None),
    ],
)
def test_date_as_printed(printed: str, date: str | None) -> None:
    """In one piece, in two, or with words around; the first day of a period; a day that is none is none."""
    rows = f'<div class="z"><p><a href="a.html">{ONE}</a>{printed}</p></div>'
    assert read(html(rows), list=ListRules(row=".z p")).entries == (entry("a.html", ONE, date),)


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "gb2312"])
def test_charset_of_a_list(charset: str) -> None:
    """Lists are read in their own charset, declared or not."""
    page = html(SHAPES["bureau list"][0]).encode(charset)
    assert read(page).entries == BOTH
    assert read(page.replace(b"<body>", b'<meta charset="gb2312"><body>')).entries == BOTH


def test_short_titles_count_where_they_are_dated() -> None:
    """更多 is no announcement; 附件1 with a date is one."""
    rows = '<ul class="list"><li><a href="a.html">附件1</a><b>2026-03-02</b></li><li><a href="/m/">更多</a></li></ul>'
    assert read(html(rows)).entries == (entry("a.html", "附件1", "2026-03-02"),)


def test_each_address_once() -> None:
    """A row printed twice, with and without a fragment, is one entry."""
    rows = f'<ul class="list"><li><a href="a.html">{ONE}</a><b>2026-03-02</b></li><li><a href="a.html#1">{ONE}</a><b>2026-03-02</b></li></ul>'
    page = read(html(rows))
    assert (len(page.entries), page.rows) == (1, 2)


def test_base_of_the_page() -> None:
    """Relative addresses start where <base> says."""
    rows = f'<base href="/other/"><ul class="list"><li><a href="a.html">{ONE}</a><b>2026-03-02</b></li></ul>'
    assert read(html(rows)).entries[0].url == "https://www.example.gov.cn/other/a.html"


@pytest.mark.parametrize("link", ["http://127.0.0.1:8000/admin.html", "http://10.0.0.1/a.html", "file:///etc/passwd"])
def test_public_list_cannot_point_into_the_local_net(link: str) -> None:
    """Such rows are left out."""
    rows = f'<ul class="list"><li><a href="{link}">{ONE}</a><b>2026-03-02</b></li><li><a href="a.html">{TWO}</a><b>2026-03-02</b></li></ul>'
    assert [found.title for found in read(html(rows)).entries] == [TWO]


# ── silence ──────────────────────────────────────────────────────────────────────────────────────


def test_selector_that_matches_nothing_is_a_problem() -> None:
    """A rebuilt page is told apart from a quiet one."""
    page = read(html(SHAPES["bureau list"][0]), list=ListRules(row="ul.gone > li"))
    assert page == ListPage(
        entries=(),
        problem="no row matches 'ul.gone > li'; the page may have a new layout, see list.row",
        rows=0,
        shape="ul.gone > li",
    )


def test_rows_that_all_were_filtered_are_none() -> None:
    """Rows were there, none is wanted: no problem."""
    page = read(html(SHAPES["bureau list"][0]), list=ListRules(include=("预算",)))
    assert (page.entries, page.problem, page.rows) == ((), None, 2)


def test_rows_without_links_are_a_problem() -> None:
    """Rows that lead nowhere mean a new layout too."""
    page = read(html("<ul class='z'><li>无链接</li></ul>"), list=ListRules(row="ul.z li"))
    assert page.problem == "1 rows match 'ul.z li', none has a link that can be followed; see list.link"


@pytest.mark.parametrize("rows", ["", "<ul class='list'></ul>", "<p>暂无数据</p>"])
def test_page_of_menus_is_no_list(rows: str) -> None:
    """Short undated links are a menu."""
    page = read(html(rows))
    assert (page.entries, page.problem) == ((), "no list was recognised on the page; name its rows in list.row")


def test_list_that_may_be_empty() -> None:
    """A list of open consultations has none at times."""
    assert read(html(""), list=ListRules(row="ul.z li", may_be_empty=True)).problem is None


@pytest.mark.parametrize(
    ("rules", "titles"),
    [
        (ListRules(include=("若干", "印发")), [ONE, TWO]),
        (ListRules(include=("措施$",)), [ONE]),
        (ListRules(exclude=("措施",)), [TWO]),
        (ListRules(since=dt.date(2026, 3, 1)), [ONE]),
        (ListRules(include=("示例",), exclude=("示例",)), []),
    ],
)
def test_filters(rules: ListRules, titles: list[str]) -> None:
    """One of `include`, none of `exclude`, not before `since`."""
    assert [found.title for found in read(html(SHAPES["bureau list"][0]), list=rules).entries] == titles


# ── further pages ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("script", "number", "following"),
    [
        ('createPageHTML(3, 0, "index", "html");', 1, "index_1.html"),
        ('createPageHTML(3, 1, "index", "html");', 2, "index_2.html"),
        ('createPageHTML(3, 2, "index", "html");', 3, None),
        ('createPageHTML(45, 3, 0, "index", "shtml");', 1, "index_1.shtml"),
        ('createPageHTML(45, 1, 0, "index", "html");', 1, None),
        ("createPageHTML(2,0,'zcwj','htm')", 1, "zcwj_1.htm"),
        ('<a href="index_7.html">下一页</a>', 1, "index_7.html"),
        ('<a href="?page=2" rel="next">2</a>', 1, "?page=2"),
        ('<a href="javascript:next(1)">下一页</a>', 1, None),
        ('<a href="/zwgk/zcwj/">下一页</a>', 1, None),
        (
            '<nextgroup><![CDATA[<a href="/dataproxy.jsp?page=2&amp;col=1"></a>]]></nextgroup>',
            1,
            "/dataproxy.jsp?page=2&col=1",
        ),
        ("", 1, None),
    ],
)
def test_following_page_found(script: str, number: int, following: str | None) -> None:
    """With three numbers createPageHTML counts records first; the second page is _1."""
    page = read(
        html(f"{SHAPES['bureau list'][0]}<script>{script}</script>{script}"), number=number, list=ListRules(max_pages=9)
    )
    absolute = following and (f"https://www.example.gov.cn{following}" if following[0] == "/" else URL + following)
    assert page.next_url == absolute


@pytest.mark.parametrize(
    ("rules", "first", "pages"),
    [
        (ListRules(max_pages=4), URL, ["", "index_1.html", "index_2.html", "index_3.html"]),
        (ListRules(max_pages=3, pages="index_1"), URL, ["", "index_1.html", "index_2.html"]),
        (ListRules(max_pages=3, pages="index_2"), URL, ["", "index_2.html", "index_3.html"]),
        (ListRules(max_pages=3, pages="query", page_parameter="n"), f"{URL}?n=0", ["?n=0", "?n=1", "?n=2"]),
        (ListRules(max_pages=3, pages="query", page_parameter="n"), URL, ["", "?n=2", "?n=3"]),
        (ListRules(max_pages=1), URL, [""]),
    ],
)
def test_pages_are_followed_to_the_last(rules: ListRules, first: str, pages: list[str]) -> None:
    """Which page an address is needs no counting: following leads to max_pages and ends."""
    page = html(f"{SHAPES['bureau list'][0]}<script>createPageHTML(200, 9, 0, 'index', 'html')</script>").encode()
    source = Source(id="s", name="示例", url=first, kind="list", list=rules)
    asked: list[str] = []
    url: str | None = first
    while url and len(asked) < 9:
        asked.append(url)
        url = read_list(reply(page, url), source).next_url
    assert asked == [URL + name for name in pages]


@pytest.mark.parametrize(
    ("url", "number", "pages", "following"),
    [
        (URL, 1, "index_1", f"{URL}index_1.html"),
        (f"{URL}index_1.html", 2, "index_1", f"{URL}index_2.html"),
        (URL, 1, "index_2", f"{URL}index_2.html"),
        (f"{URL}index_2.html", 2, "index_2", f"{URL}index_3.html"),
        (f"{URL}list_a.shtml", 1, "index_1", f"{URL}list_a_1.shtml"),
        (f"{URL}?a=1", 1, "query", f"{URL}?a=1&n=2"),
        (f"{URL}?n=0&a=1", 1, "query", f"{URL}?a=1&n=1"),
        (URL, 1, "none", None),
        (URL, 5, "index_1", None),
    ],
)
def test_following_page_counted(url: str, number: int, pages: Any, following: str | None) -> None:
    """As sources.toml says, up to max_pages."""
    rules = ListRules(pages=pages, page_parameter="n" if pages == "query" else None, max_pages=5)
    assert read(html(SHAPES["bureau list"][0]), url=url, number=number, list=rules).next_url == following


# ── feeds ────────────────────────────────────────────────────────────────────────────────────────

RSS = f"""<?xml version="1.0" encoding="gb2312"?><rss version="2.0"><channel><title>示例</title>
<item><title><![CDATA[{ONE}]]></title><link>202603/t20260302_1.html</link><pubDate>Sun, 01 Mar 2026 23:30:00 GMT</pubDate></item>
<item><title>{TWO}</title><link>202602/t20260228_2.html?a=1&b=2</link></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>{ONE}</title><link rel="self" href="/no"/>
<link href="{URL}202603/t20260302_1.html"/><updated>2026-03-02T08:00:00+08:00</updated></entry></feed>"""


def test_rss() -> None:
    """In the charset it declares, with a bare ampersand, in the site's own day."""
    page = read(RSS.encode("gb18030"), kind="feed")
    assert page.entries == (BOTH[0], entry("202602/t20260228_2.html?a=1&b=2", TWO, "2026-02-28"))


def test_atom() -> None:
    """The alternate link is the entry's."""
    assert read(ATOM, kind="feed").entries == (BOTH[0],)


@pytest.mark.parametrize("bad", ["", "not a feed", "<html><body>维护</body></html>", "<rss><channel/></rss>", "{}"])
def test_no_feed(bad: str) -> None:
    """Anything else has a problem in words."""
    page = read(bad, kind="feed")
    assert page.entries == ()
    assert page.problem


def test_feed_never_opens_files_or_grows() -> None:
    """External and nested entities come to nothing."""
    secret = Path(__file__).resolve()
    bomb = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    page = f"""<!DOCTYPE r [<!ENTITY f SYSTEM "{secret.as_uri()}"><!ENTITY e0 "ha">{bomb}]>
    <rss><item><title>{ONE}&f;&e9;</title><link>a.html</link></item></rss>"""
    assert all(len(found.title) < 40 for found in read(page, kind="feed").entries)


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "rules"),
    [
        ([{"TITLE": ONE, "URL": "202603/t20260302_1.html", "DOCRELPUBTIME": "2026-03-02"}], JsonRules()),
        ({"data": {"list": [{"title": f"<em>{ONE}</em>", "url": "202603/t20260302_1.html"}]}}, JsonRules()),
        (
            {"a": [{"x": 1}], "b": {"rows": [{"n": {"t": ONE}, "u": "202603/t20260302_1.html", "d": 1772380800000}]}},
            JsonRules(rows="b.rows[]", url="u", title="n.t", date="d"),
        ),
        ([{"t": ONE, "id": "t20260302_1"}], JsonRules(url="202603/{id}.html", title="t")),
    ],
    ids=["usual names", "nested", "named", "pattern"],
)
def test_json_rows(data: object, rules: JsonRules) -> None:
    """By usual names, by named paths, by pattern; also in a callback."""
    text = json.dumps(data, ensure_ascii=False)
    assert read(text, kind="json", json=rules).entries == (BOTH[0],)
    assert read(f"callback({text});", kind="json", json=rules).entries == (BOTH[0],)


def test_json_number_from_parts() -> None:
    """A number printed in three fields is put together; where one is missing there is none."""
    rows = [
        {"title": ONE, "url": "a.html", "organ": "示政发", "year": 2026, "serial": 5},
        {"title": TWO, "url": "b.html", "organ": "示政发", "year": 2026, "serial": None},
    ]
    page = read(json.dumps(rows), kind="json", json=JsonRules(number="{organ}〔{year}〕{serial}号"))
    assert [found.doc_number for found in page.entries] == ["示政发〔2026〕5号", None]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<html>", "the reply is no JSON; see url and kind"),
        ("[" * 100_000, "the reply is no JSON; see url and kind"),
        ('{"ok": false}', "the reply holds no list of rows; see json.rows"),
        ('[{"a": 1}]', "1 rows, none with an address and a title; name them in json.url and json.title (a)"),
    ],
    ids=["html", "deep", "no rows", "other names"],
)
def test_no_json_list(text: str, problem: str) -> None:
    """What is wrong, and which key mends it."""
    assert read(text, kind="json").problem == problem


def test_json_rows_at_a_wrong_place() -> None:
    """The place that was looked at is in the message."""
    page = read('{"data": {}}', kind="json", json=JsonRules(rows="data.list"))
    assert page.problem == "json.rows = 'data.list' names no list of rows; see json.rows"


# ── laws ─────────────────────────────────────────────────────────────────────────────────────────


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400), st.sampled_from(["list", "feed", "json"]))
def test_any_bytes_give_a_list_or_a_problem(content: bytes, kind: Any) -> None:
    """Nothing raises, and silence always has a reason."""
    page = read(content, kind=kind)
    assert page.entries or page.problem


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(1, 10**6), st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1))),
        min_size=2,
        max_size=20,
        unique_by=lambda row: row[0],
    )
)
def test_no_row_is_lost(rows: list[tuple[int, dt.date]]) -> None:
    """Any dated list comes back row for row, in printed order."""
    lines = "".join(f'<li><a href="{n}.html">示例政策措施第{n}号</a><span>{day}</span></li>' for n, day in rows)
    found = read(html(f"<ul class='any'>{lines}</ul>")).entries
    assert [(one.url, one.published) for one in found] == [(f"{URL}{n}.html", day) for n, day in rows]


def test_a_thousand_rows_in_time() -> None:
    """Beijing's list of 999 rows on one page is read in well under two seconds."""
    rows = "".join(
        f'<li><i class="flag">是</i><a href="./t20260228_{n}.html" title="{ONE}{n}">{ONE}{n}</a><span>2026-02-28</span></li>'
        for n in range(999)
    )
    started = dt.datetime.now(dt.UTC)
    assert len(read(html(f'<ul class="default_news">{rows}</ul>')).entries) == 999
    assert (dt.datetime.now(dt.UTC) - started).total_seconds() < 2


@pytest.mark.parametrize(
    "content",
    [
        b"<div>" * 20_000 + b"<a href=1.html>x</a>",
        b"<div><a href=/x/1.html>\xe6\xb5\x8b" * 5_000,
        b"document.write(<script" * 20_000,
        b"<script>document.write('<a " * 10_000,
        b"<record><![CDATA[" * 20_000,
        b"<table><tr><td>" * 3_000,
        b"<ul class=list>" + b"<li><a href='http://[x/'>y</a>" * 100,
        b"<base href='http://[x'><li><a href=a.html>y</a>",
        b"x" * 5_000_000,
    ],
    ids=["deep", "deep links", "open scripts", "open writes", "records", "tables", "bad addresses", "bad base", "huge"],
)
def test_hostile_page_ends_in_a_problem(content: bytes) -> None:
    """In words and in little time."""
    started = dt.datetime.now(dt.UTC)
    page = read(content)
    assert page.problem
    assert page.entries == ()
    assert (dt.datetime.now(dt.UTC) - started).total_seconds() < 5


def test_text_of_a_real_list(shared: Path) -> None:
    """The stored piece of a Beijing list gives its two announcements and not the button behind them."""
    page = decode((shared / "dev/html/64_www.beijing.gov.cn_fragment.html").read_bytes())[0]
    found = read(page, url="https://www.beijing.gov.cn/zhengce/zhengcefagui/")
    assert [(one.url[-27:], one.published) for one in found.entries] == [
        ("/202609/t20260915_4864925.html"[-27:], dt.date(2026, 9, 15)),
        ("/202609/t20260914_4862425.html"[-27:], dt.date(2026, 9, 14)),
    ]
