"""HTML pages of the CMS families."""

from __future__ import annotations

import datetime as dt

import pytest
from extract import pages

from tracker.extract import read_page
from tracker.models import Attachment, PageMeta

URL = "https://www.shili.gov.cn/zwgk/203012/t20301205_1.html"
FAMILIES = {
    "beijing": (pages.BEIJING, "html #mainText"),
    "trs bureau": (pages.TRS_BUREAU, "html .TRS_PreAppend"),
    "hanweb": (pages.HANWEB, "html #zoom"),
    "bizwink": (pages.BIZWINK, "html .article > .txt"),
    "guangdong": (pages.GUANGDONG, "html #info_cont"),
    "gov.cn before 2022": (pages.GOVCN_OLD, "html #UCAP-CONTENT"),
}


@pytest.mark.parametrize(("content", "reader"), FAMILIES.values(), ids=FAMILIES)
def test_body_of_each_family(content: bytes, reader: str) -> None:
    """The body begins and ends with the words of the document, and nothing of the site is in it."""
    read = read_page(content, name="t.html", url=URL)
    lines = read.text.split("\n")
    assert (read.problem, read.reader) == (None, reader)
    assert lines[0] == pages.FIRST
    assert "第二条 对新建算力中心，按照投资额的20%给予补助，单个项目最高500万元。" in lines
    assert pages.LAST in lines[-3:]
    for furniture in ("首页", "打印", "扫一扫", "分享", "ICP备", "字号", "相关附件", "即将离开", "浏览次数", "热点"):
        assert furniture not in read.text


@pytest.mark.parametrize("content", [content for content, _ in FAMILIES.values()], ids=FAMILIES)
def test_title_and_day_of_each_family(content: bytes) -> None:
    """The web title comes without the names of site and column, the day without its time."""
    meta = read_page(content, name="t.html", url=URL).meta
    assert (meta.title, meta.published) == (pages.TITLE, dt.date(2030, 12, 5))


def test_labelled_block_of_beijing() -> None:
    """Bracketed labels give number, issuers, dates and validity; an empty one gives nothing; two times in one
    PubDate are one day.
    """
    assert read_page(pages.BEIJING, name="t.html", url=URL).meta == PageMeta(
        title=pages.TITLE,
        doc_number="示经规〔2030〕7号",
        issuers=("示例市经济局", "示例市财政局"),
        issued=dt.date(2030, 12, 1),
        published=dt.date(2030, 12, 5),
        effective_from=dt.date(2031, 1, 1),
        status="是",
        site="示例之窗",
    )


def test_status_that_only_a_script_states() -> None:
    """The validity comes from the script's variable, not from the text that it would write in another case."""
    meta = read_page(pages.GUANGDONG, name="t.html", url=URL).meta
    assert meta.status == "失效（提前废止）"
    assert (meta.effective_from, meta.expires_on) == (dt.date(2031, 1, 1), dt.date(2034, 1, 1))
    assert meta.issuers == ()  # 发布机关 is who put it on the site; the document may have more issuers


def test_table_with_spaced_labels() -> None:
    """A metadata table in the old form is read though its labels are spaced (索 引 号, 标　　题)."""
    meta = read_page(pages.GOVCN_OLD, name="t.htm", url=URL).meta
    assert (meta.doc_number, meta.issuers, meta.issued) == (
        "示政办发〔2030〕7号",
        ("示例省政府办公厅",),
        dt.date(2030, 12, 1),
    )


def test_a_label_in_a_comment_states_nothing() -> None:
    """A row that the site has commented out is no statement."""
    content = pages.page(f"<div><!--<td>文件状态：</td><td>现行有效</td>--></div><div id='zoom'>{pages.BODY}</div>")
    assert read_page(content, name="t.html").meta.status is None


BARE = {
    "label in bold, no colon": (
        "<ul><li><strong>发文字号</strong>示政发〔2030〕5号</li><li><strong>成文日期</strong>2030年12月01日</li>"
        "<li><strong>发布日期</strong>2030-12-05</li><li><strong>效力状态</strong>有效</li></ul>",
        ("示政发〔2030〕5号", dt.date(2030, 12, 1), dt.date(2030, 12, 5), "有效"),
    ),
    "number and day on lines of their own": (
        "<div class='n'>示政发〔2030〕5号</div><ul><li class='d'>2030-12-05</li></ul>",
        ("示政发〔2030〕5号", None, dt.date(2030, 12, 5), None),
    ),
    "several days": ("<ul><li>2030-12-05</li><li>2030-12-06</li></ul>", (None, None, None, None)),
    "day of the last touch": ("<p>作者：佚名　更新时间：2030-12-5</p>", (None, None, dt.date(2030, 12, 5), None)),
}


@pytest.mark.parametrize(("block", "wanted"), BARE.values(), ids=BARE)
def test_what_a_page_says_without_labels(block: str, wanted: tuple[object, ...]) -> None:
    """Number, days and status are read where no colon marks the label and where no meta tag states them."""
    content = pages.page(f"{block}<div id='zoom'>{pages.BODY}</div>", head="")
    meta = read_page(content, name="t.html").meta
    assert (meta.doc_number, meta.issued, meta.published, meta.status) == wanted


def test_labels_without_a_blank_between_them_in_a_page_read_whole() -> None:
    """Inline labels and values in one run are parted, also where a page is read whole."""
    spans = (
        "发布机构：",
        "示例局",
        "发文字号：",
        "示局发〔2030〕5号",
        "效力状态：",
        "有效",
        "发文日期：",
        "2030-04-18",
    )
    block = "<div>" + "".join(f"<span>{span}</span>" for span in spans) + "</div>"
    content = pages.page(f"{block}<div class='zz'><p>本通知自印发之日起执行。</p></div>", head="")
    meta = read_page(content, name="t.html").meta
    assert (meta.doc_number, meta.status, meta.issued) == ("示局发〔2030〕5号", "有效", dt.date(2030, 4, 18))


def test_the_number_behind_a_title_is_the_documents() -> None:
    """关于…的通知(示发改〔2030〕5号) between 【】, as a commission's site prints its titles."""
    title = "关于建立价格机制的通知(示发改价格〔2030〕5号)"
    content = pages.page(f"<div id='zoom'>{pages.BODY}</div>", head="", title=f"【{title}】-示例市发展和改革委员会")
    meta = read_page(content, name="t.html").meta
    assert (meta.title, meta.doc_number) == (title, "示发改价格〔2030〕5号")


def test_the_line_of_date_and_source_in_the_body_is_no_text() -> None:
    """Day, source and counter between title and text are furniture, and the day is that of publication."""
    info = "<p>2030-12-05 10:11　来源：示例局　作者：　点击：12次</p>"
    read = read_page(pages.page(f"<div id='zoom'>{info}{pages.BODY}</div>", head=""), name="t.html")
    assert (read.meta.published, read.text.split("\n")[0]) == (dt.date(2030, 12, 5), pages.FIRST)


@pytest.mark.parametrize(
    "line",
    [
        "【我要打印】【关闭】",
        "扫码分享",
        "用手机扫描二维码分享",
        "使用微信扫一扫分享到朋友圈",
        "视力保护色： 字体：大 中 小 打印",
        "您的浏览器不支持 HTML5 video 标签。",
        "对本页面信息是否满意",
        "首页 > 政务公开 > 通知公告",
        "上一篇",
        "（责任编辑：张三）",
        "编辑：李四 审核：王五",
        "示公网安备 44010002000000号",
        "回到顶部",
        "政策解读：",
        "稿件来源：示例日报",
    ],
)
def test_lines_of_the_site_inside_the_body_are_dropped(line: str) -> None:
    """Share, print and player texts, editors and empty labels stand in bodies and are no text of the document."""
    content = pages.page(f"<div id='zoom'>{pages.BODY}<p>{line}</p></div>")
    if line.startswith("稿件来源"):  # stands over the text
        content = pages.page(f"<div id='zoom'><p>{line}</p>{pages.BODY}</div>")
    lines = read_page(content, name="t.html").text.split("\n")
    assert (lines[0], lines[-1]) == (pages.FIRST, pages.LAST)


def test_what_a_policy_says_of_scanning_and_editors_stays() -> None:
    """A code to be scanned for an application and an office named as editor are text."""
    text = ["请扫描二维码填报申请材料。", "主办单位：示例市经济局", "保存期限不少于3年"]
    content = pages.page("<div id='zoom'>" + pages.BODY + "".join(f"<p>{line}</p>" for line in text) + "</div>")
    assert read_page(content, name="t.html").text.split("\n")[-3:] == text


def test_a_breadcrumb_in_a_heading_is_no_title() -> None:
    """您当前所在的位置：首页 > … may be an h1; the title is the next one."""
    crumb = "<h1>您当前所在的位置：<a href='/'>首页</a> &gt; <a href='/a/'>机构</a> &gt; <a href='/b/'>通知</a></h1>"
    content = pages.page(f"{crumb}<h1>{pages.TITLE}</h1><div id='zoom'>{pages.BODY}</div>", head="")
    assert read_page(content, name="t.html").meta.title == pages.TITLE


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            pages.BEIJING,
            Attachment(name="申报表.pdf", url="https://www.shili.gov.cn/zwgk/203012/P020301205.pdf", inline=True),
        ),
        (
            pages.TRS_BUREAU,
            Attachment(name="1.实施细则", url="https://www.shili.gov.cn/zwgk/203012/W020301205.docx"),
        ),
        (
            pages.HANWEB,
            Attachment(
                name="附件.docx",
                url="https://www.shili.gov.cn/module/download/downfile.jsp?classid=0&filename=abc.docx",
                inline=True,
            ),
        ),
        (
            pages.GUANGDONG,
            Attachment(name="7.pdf", url="https://www.shili.gov.cn/attachment/1/7.pdf", inline=True),
        ),
    ],
    ids=["in the text", "beside the text", "download script", "attachment list"],
)
def test_attachments_are_those_of_the_document(content: bytes, expected: Attachment) -> None:
    """Files of the document are listed with absolute addresses, a file of the site's footer is not."""
    assert read_page(content, name="t.html", url=URL).attachments == (expected,)


def test_base_href_and_viewer() -> None:
    """`<base>` moves relative addresses; a PDF shown in a viewer frame is an attachment of the page that covers it."""
    content = pages.page(
        "<div id='zoom'><p>办法全文见附件。</p><iframe src='/pdfjs/viewer.html?file=/files/P1.pdf'></iframe>"
        "<p><a href='a.wps'>附件1</a></p></div>",
        head="<base href='http://files.shili.gov.cn/2030/'/>",
    )
    urls = [file.url for file in read_page(content, name="t.html", url=URL).attachments]
    assert urls == ["http://files.shili.gov.cn/files/P1.pdf", "http://files.shili.gov.cn/2030/a.wps"]


def test_unknown_family_is_read_by_the_general_extractor() -> None:
    """A page of no known family is read all the same, and says by what."""
    read = read_page(pages.UNKNOWN, name="t.html")
    assert read.reader == "html trafilatura"
    assert read.text.split("\n")[0] in (pages.FIRST, pages.TITLE)
    assert "热点" not in read.text


def test_given_selector_comes_first() -> None:
    """The selector of the source wins over the known containers; one that matches nothing falls back to them."""
    content = pages.page(f"<div class='own'><p>第一条　甲。</p></div><div id='zoom'>{pages.BODY}</div>")
    assert read_page(content, name="t.html", selector="div.own").text == "第一条 甲。"
    assert read_page(content, name="t.html", selector="div.absent").reader == "html #zoom"
    assert "no CSS selector" in str(read_page(content, name="t.html", selector="div..").problem)


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("甲<br>乙<br/>丙", ["甲", "乙", "丙"]),
        ("<p>　　甲&nbsp;&nbsp;乙\u200b</p>", ["甲 乙"]),
        (
            "<table><tr><td>甲</td><td><p>乙</p><p>丙</p></td></tr><tr><td>丁</td><td>戊</td></tr></table>",
            ["甲\t乙 丙", "丁\t戊"],
        ),
        ("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>", ["甲", "乙"]),
        (
            "<table><tr><td>甲<table><tr><td>乙</td><td>丙</td></tr></table></td><td>丁</td></tr></table>",
            ["甲", "乙\t丙", "丁"],
        ),
        ("<ol><li>甲</li><li>乙</li></ol>", ["1. 甲", "2. 乙"]),
        ("<ol start='3' type='a'><li>甲</li></ol>", ["c. 甲"]),
        ("<ol><li>一、甲</li></ol><ol style='list-style: none'><li>乙</li></ol>", ["一、甲", "乙"]),
        ("甲<!-- x -->乙<script>丙</script>丁", ["甲乙丁"]),
        ("<p>甲<span style='display:none'>乙</span>丙</p>", ["甲丙"]),
        ("<p>甲</p><p>【打印】【关闭】</p><p>上一篇：丙丁</p>", ["甲"]),
    ],
    ids=[
        "br",
        "blanks",
        "table",
        "one cell",
        "table in a cell",
        "ol",
        "start",
        "own numbers",
        "script",
        "hidden",
        "buttons",
    ],
)
def test_lines(markup: str, lines: list[str]) -> None:
    """A printed paragraph, line or table row is a line of text."""
    assert read_page(pages.page(f"<div id='zoom'>{markup}</div>"), name="t.html").text.split("\n") == lines


def test_explanations_behind_the_text_are_cut_and_said() -> None:
    """Links to explanations behind the text are no text of the document; the page says what was cut."""
    content = pages.page(f"<div id='zoom'>{pages.BODY}<p>政策解读：<a href='/jd/1.html'>一图读懂办法</a></p></div>")
    read = read_page(content, name="t.html")
    assert read.text.endswith(pages.LAST)
    assert read.warnings == ("cut behind the text: 政策解读：一图读懂办法",)


def test_a_list_page_gives_its_links() -> None:
    """A list of documents has their addresses as links and says that it is a list."""
    rows = "".join(
        f"<li><a href='./t203012{day:02}_{day}.html' title='示例办法之{day}'>示例办法…</a>"
        f"<span>2030-12-{day:02}</span></li>"
        for day in range(10, 16)
    )
    read = read_page(pages.page(f"<ul class='default_news'>{rows}</ul>", head=""), name="index.html", url=URL)
    assert [(link.name, link.url) for link in read.links][:1] == [
        ("示例办法之10", "https://www.shili.gov.cn/zwgk/203012/t20301210_10.html")
    ]
    assert len(read.links) == 6
    assert any("list of pages" in warning for warning in read.warnings)


@pytest.mark.parametrize(
    ("title", "body", "words"),
    [
        ("系统维护", "<p>网站系统正在维护升级，请稍后访问。</p>", "under maintenance"),
        ("404", "<p>您访问的页面不存在或已被删除</p>", "does not exist"),
        ("403 Forbidden", "<h1>403 Forbidden</h1><hr>openresty", "firewall"),
        ("访问被拦截", "<p>您的请求疑似攻击行为，访问被拦截！</p>", "firewall"),
        ("", "<p>请开启JavaScript并刷新该页。</p>", "browser check"),
        ("502 Bad Gateway", "<h1>502 Bad Gateway</h1>", "error of its server"),
        ("", "<script>var a='__jsl_clearance=1';document.cookie=a;</script>", "browser check"),
        ("", "<img src='1.png'>", "only 1 picture"),
        ("", "", "no text"),
    ],
    ids=["maintenance", "missing", "403", "blocked", "javascript", "502", "challenge", "picture", "nothing"],
)
def test_pages_that_are_no_document(title: str, body: str, words: str) -> None:
    """An error page, a wall or an empty page has a problem in words and no text."""
    content = f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()
    read = read_page(content, name="t.html")
    assert read.text == ""
    assert words in str(read.problem)


def test_a_policy_about_maintenance_is_no_error_page() -> None:
    """A document may speak of 系统维护 and 验证码."""
    body = (
        "<p>关于示例市政务云系统维护管理的通知</p>"
        + "<p>各单位应当做好系统维护，妥善保管验证码，发生服务器错误时及时报告。</p>" * 3
    )
    assert read_page(pages.page(f"<div id='zoom'>{body}</div>"), name="t.html").problem is None


def test_forwarding_page() -> None:
    """A page that only forwards names its target."""
    read = read_page(
        b"<html><head><meta http-equiv='Refresh' content='0;url=/b.html'></head><body></body></html>", name="a.html"
    )
    assert read.problem == "the page only forwards to another one (0;url=/b.html)"
