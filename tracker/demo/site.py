"""The bundled site of an invented 示例市, in three states: one for each night of the demo.

Pages have the shapes of real government sites: a list with `createPageHTML` paging, articles in `#mainText` or
`.TRS_Editor` with national meta tags, a gazette issue with several documents, a notice whose policy is an attached
PDF, a district that serves GB18030 without saying so.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, kw_only=True, slots=True)
class Served:
    """What an address of the site answers."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200

    @property
    def etag(self) -> str:
        return '"' + hashlib.sha256(self.body).hexdigest()[:16] + '"'


@dataclass(frozen=True, kw_only=True, slots=True)
class _Article:
    """One policy page: where it stands, which bundled text it shows, what its metadata says."""

    path: str
    text: str
    title: str
    published: str
    number: str = ""
    issuer: str = ""
    attachment: str = ""


DRAFT = _Article(
    path="/zhengce/202603/t20260310_1001.html",
    text="software_draft",
    title="关于公开征集对《示例市关于促进软件产业提质升级的若干措施（征求意见稿）》意见的公告",
    published="2026-03-10",
    issuer="示例市经济和信息化局",
)
FINAL = _Article(
    path="/zhengce/202603/t20260317_1042.html",
    text="software_final",
    title="示例市经济和信息化局关于印发《示例市关于促进软件产业提质升级的若干措施》的通知",
    published="2026-03-17",
    number="示经信发〔2026〕12号",
    issuer="示例市经济和信息化局",
)
DATA = _Article(
    path="/zhengce/202601/t20260120_0907.html",
    text="data_plan",
    title="示例市大数据管理局关于印发《示例市数据要素流通奖励办法（试行）》的通知",
    published="2026-01-20",
    number="示数发〔2026〕2号",
    issuer="示例市大数据管理局",
)
VOUCHER = _Article(
    path="/zhengce/202511/t20251118_0788.html",
    text="voucher",
    title="示例市科技创新券使用管理实施细则",
    published="2025-11-18",
    number="示科发〔2025〕31号",
    issuer="示例市科学技术局",
)
NURTURE = _Article(
    path="/zhengce/202602/t20260225_0960.html",
    text="nurture_notice",
    title="示例市经济和信息化局关于印发《示例市优质中小企业梯队培育管理办法》的通知",
    published="2026-02-25",
    number="示经信发〔2026〕8号",
    issuer="示例市经济和信息化局",
    attachment="P020260225401.pdf",
)
GREEN = _Article(
    path="/zhengce/202512/t20251222_0851.html",
    text="green",
    title="示例市绿色数据中心建设指引",
    published="2025-12-22",
    number="示发改〔2025〕77号",
    issuer="示例市发展和改革委员会",
)
OLD_RULE = _Article(
    path="/donghu/202405/t20240521_77.html",
    text="donghu_rule",
    title="东湖区数字经济专项资金实施细则",
    published="2024-05-21",
    number="东经信发〔2024〕18号",
    issuer="东湖区经济和信息化局",
)
NEW_RULE = _Article(
    path="/donghu/202603/t20260317_93.html",
    text="donghu_new",
    title="东湖区支持数字经济高质量发展的若干措施",
    published="2026-03-17",
    number="东经信发〔2026〕6号",
    issuer="东湖区经济和信息化局",
)

ERROR_TEXT = (
    "<html><head><title>提示信息</title></head><body><h1>系统维护中</h1><p>系统正在维护，请稍后访问。</p></body></html>"
)


def text_of(name: str) -> str:
    """A bundled text."""
    return (files("tracker.samples") / "texts" / f"{name}.txt").read_text(encoding="utf-8")


def site(night: int) -> Mapping[str, Served]:
    """Everything the site serves on `night` (1, 2 or 3), by path; what is not here answers 404."""
    pages = {
        "/robots.txt": Served(body=b"User-agent: *\nAllow: /\n", content_type="text/plain"),
        "/gongbao/2026-5.html": _page(_gazette(), "utf-8"),
        "/xiling/zhengce/20250415.html": _page(_xiling(), "gb18030", declared=False),
        "/zhengce/202602/P020260225401.pdf": Served(
            body=(files("tracker.samples") / "nurture.pdf").read_bytes(), content_type="application/pdf"
        ),
    }
    rows = [DRAFT, NURTURE, DATA, GREEN, VOUCHER]
    district = [OLD_RULE]
    if night >= 2:
        rows.insert(0, FINAL)
        district.insert(0, NEW_RULE)
    for article in [*rows, *district]:
        edited = article is DATA and night >= 2
        pages[article.path] = _page(_article(article, text_of("data_plan_edited" if edited else article.text)), "utf-8")
    pages["/zhengce/index.html"] = _page(_list("政策文件", rows[:3], pages=2), "utf-8")
    pages["/zhengce/index_1.html"] = _page(_list("政策文件", rows[3:], pages=2), "utf-8")
    pages["/donghu/index.html"] = _page(_list("东湖区政策", district, pages=1), "utf-8")
    if night >= 3:
        pages["/xiling/zhengce/20250415.html"] = _page(ERROR_TEXT, "utf-8")
        pages["/donghu/index.html"] = _page(_list("东湖区政策", [], pages=1), "utf-8")
        del pages[VOUCHER.path]
    return pages


def _page(markup: str, charset: str, *, declared: bool = True) -> Served:
    content_type = f"text/html; charset={charset}" if declared else "text/html"
    return Served(body=markup.encode(charset), content_type=content_type)


def _paragraphs(text: str) -> str:
    return "\n".join(f"<p>　　{html.escape(line)}</p>" for line in text.splitlines() if line.strip())


def _list(name: str, rows: list[_Article], *, pages: int) -> str:
    items = "\n".join(
        f'<li><i class="flag">是</i><a href="{row.path}" title="{html.escape(row.title)}">{html.escape(row.title)}</a>'
        f"<span>{row.published}</span></li>"
        for row in rows
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{name}_示例市人民政府</title>
<meta name="SiteName" content="示例市人民政府"><meta name="ColumnName" content="{name}"></head>
<body><div class="nav"><a href="/">首页</a> <a href="/zhengce/">政策</a> <a href="/hudong/">互动</a></div>
<div class="listBox"><ul class="default_news">
{items}
</ul></div>
<script>createPageHTML({pages}, 0, "index", "html");</script>
<div class="footer">示例市人民政府办公室主办 示ICP备00000001号</div></body></html>"""


def _article(article: _Article, text: str) -> str:
    attachment = ""
    if article.attachment:
        attachment = f'<p>附件：<a href="./{article.attachment}">示例市优质中小企业梯队培育管理办法.pdf</a></p>'
    facts = [
        ("发文机构", article.issuer),
        ("发文字号", article.number),
        ("发布日期", article.published),
        ("有效性", "是"),
    ]
    items = "".join(f"<li>[{label}] {value}</li>" for label, value in facts if value)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<title>{html.escape(article.title)}_政策文件_示例市人民政府门户网站</title>
<meta name="SiteName" content="示例市人民政府门户网站"><meta name="ArticleTitle" content="{html.escape(article.title)}">
<meta name="PubDate" content="{article.published} 09:30"><meta name="ContentSource" content="{article.issuer}"></head>
<body><div class="nav"><a href="/">首页</a> &gt; <a href="/zhengce/">政策文件</a></div>
<div class="header"><p>{html.escape(article.title)}</p></div>
<div class="container"><ol class="doc-info">{items}</ol></div>
<div class="share">字号：大 中 小 分享到：微信 微博</div>
<div id="mainText"><div class="view TRS_UEDITOR">
{_paragraphs(text)}
{attachment}
</div></div>
<div class="tools"><a href="javascript:window.print()">打印本页</a>
<a href="javascript:window.close()">关闭窗口</a></div>
<div class="footer">示例市人民政府办公室主办 示ICP备00000001号</div></body></html>"""


def _gazette() -> str:
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<title>2026年第5期（总第212期）_政府公报_示例市人民政府</title>
<meta name="SiteName" content="示例市人民政府"><meta name="PubDate" content="2026-03-05 10:00"></head>
<body><div class="nav"><a href="/">首页</a> &gt; <a href="/gongbao/">政府公报</a></div>
<div class="TRS_Editor">
{_paragraphs(text_of("gazette"))}
</div><div class="footer">示例市人民政府公报编辑部</div></body></html>"""


def _xiling() -> str:
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>西岭区促进智能制造发展的若干措施-西岭区人民政府</title></head>
<body><table><tr><td><a href="/">首页</a></td><td><a href="/xiling/">政务公开</a></td></tr></table>
<div class="article-content"><h1>西岭区促进智能制造发展的若干措施</h1>
<p>发布日期：2025-04-15　来源：西岭区工业和信息化局</p>
{_paragraphs(text_of("xiling"))}
</div></body></html>"""
