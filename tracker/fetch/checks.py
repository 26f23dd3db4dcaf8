"""Is what came the page? Pure judgements on replies, texts and lists.

A doubt is not a change: an error text sent with status 200, a bot wall, an empty or far shorter page raise here, before
anything is compared, so that the last good version stands.

Words give an error page away, and policies use the same words (系统维护, 防火墙). So each kind counts up to a length of
the page: what only error pages say, up to menus and little more; doubtful words where nearly nothing else stands.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import etree

from tracker.charset import decode
from tracker.errors import BlockedError, SuspectPageError
from tracker.fetch.listing import ListPage
from tracker.models import Reply
from tracker.text import squeeze

# Characters of text, blanks not counted. A government template's menus alone have 300 to 1500
_SHORT_PAGE = 3000
_BARE_PAGE = 600
_TINY_PAGE = 200
_NO_TEXT = 20
# Bytes; error pages and walls are small
_LARGE_PAGE = 1024 * 1024
# A new text below this share of the last good one, with no proper end, is doubted. Drafts lose at most about half on
# becoming final; webchanges warns when under 25 % is left, which lets half an article through
MIN_SHARE = 0.4
# Below this no ending makes it whole
_ALWAYS_DOUBTED = 0.15
# Shorter than this a text is a notice, and shares say nothing
_NOTICE = 200

_GONE_AWAY = (
    r"(?:不存在|找不到|未找到|没有找到|已(?:经)?(?:被)?(?:删除|移除|下线|关闭)|走丢|飞走|迷路|出错|无法访问|暂时无法)"
)
_ASKED = r"(?:您|你)(?:所|要|想){0,2}(?:访问|请求|查找|浏览|查看)的(?:页面|网页|内容|信息|文章|资源|网址|地址|文件)"


def _words(*said: tuple[int, str]) -> tuple[tuple[int, re.Pattern[str]], ...]:
    return tuple((most, re.compile(pattern, re.IGNORECASE)) for most, pattern in said)


# (up to which length of the page it counts, what is said)
_ERROR_WORDS = _words(
    (_SHORT_PAGE, rf"{_ASKED}.{{0,12}}?{_GONE_AWAY}"),
    (_SHORT_PAGE, r"(?:40[134]|50[0-4])\W{0,3}(?:notfound|forbidden|internal|badgateway|service|gateway)"),
    (_BARE_PAGE, r"(?:抱歉|对不起)[，,！!。]?(?:您|你|该|此|页面|网页|系统|服务)"),
    (_BARE_PAGE, rf"(?:该|此|本)?(?:页面|网页|文章|链接){_GONE_AWAY}"),
    (_BARE_PAGE, r"(?:网站|系统|服务器?|平台|本站)(?:正在)?(?:升级|维护|检修)(?:中|，|。|！|!|$)"),
    (_BARE_PAGE, r"internalservererror|badgateway|serviceunavailable|thepageyou(?:are|were)lookingfor"),
    (
        _TINY_PAGE,
        r"^(?:40[34]|50[0-4])(?![\d万亿元号家个%])|系统维护|升级维护|系统繁忙|稍后再试|稍后访问|出错了|错误信息|error",
    ),
)
_WALL_WORDS = _words(
    (
        _SHORT_PAGE,
        r"(?:您|你)的(?:访问|请求|操作|行为|IP).{0,12}?(?:被(?:拦截|阻断|拒绝|禁止)|异常|过于频繁|存在(?:风险|威胁))",
    ),
    (_SHORT_PAGE, r"(?:请|需)(?:先)?(?:完成|进行|通过)(?:下列|以下)?(?:安全|人机|滑动|滑块)(?:验证|校验)"),
    (_SHORT_PAGE, r"创宇(?:云|盾)|知道创宇|加速乐|attentionrequired|checkingyourbrowser|verifyyouarehuman"),
    (
        _BARE_PAGE,
        r"访问(?:被(?:拦截|阻断|拒绝|禁止)|异常|过于频繁|受限)|(?:网站|应用|云)防火墙|滑动(?:验证|滑块)|人机验证",
    ),
    (_BARE_PAGE, r"(?:access|request)(?:denied|blocked|forbidden)|(?:开启|启用|打开|enable)(?:浏览器)?的?javascript"),
    (_TINY_PAGE, r"安全验证|验证码|拦截|防火墙|访问异常|forbidden|denied|captcha"),
)
# A whole <title>: a policy on 系统维护 has more words than these
_TITLE_SAID = re.compile(
    r"(?:40[0-9]|50[0-9])(?:\W.{0,30}|错误|页面.{0,10}|notfound|forbidden|error)?|notfound|error|(?:系统)?(?:错误|出错)(?:提示|页面?|了)?"
    r"|(?:页面|网页)?(?:不存在|找不到|未找到|丢失|走丢了)|(?:系统|网站)(?:升级|维护)(?:中|公告|提示)?|(?:提示|错误)信息",
    re.IGNORECASE,
)
_TITLE_WALL = re.compile(
    r"(?:安全|人机|访问|滑动)(?:验证|校验|检测)(?:中|中心)?|访问(?:异常|拦截|被拦截|拒绝|受限)|(?:请求|访问)(?:被)?拦截(?:提示)?"
    r"|.{0,12}防火墙.{0,6}|(?:attentionrequired|justamoment|accessdenied|forbidden|verify).{0,20}",
    re.IGNORECASE,
)
# Scripts that set a cookie and load the page again, by what they are known for: Jiasule, Ruishu, Aliyun, WangZhanWeiShi
_CHALLENGE = re.compile(
    rb"__jsl_clearance|\$_ts\b|acw_sc__v[23]|arg1\s*=\s*'[0-9A-F]{20}|wzws[-_]|WZWS|_guard/|cf-chl|challenge-platform"
    rb"|probe\.js|eval\(function\(p,a,c,k,e|document\.cookie\s*=.{0,400}location",
    re.IGNORECASE | re.DOTALL,
)
_SENT_ON = re.compile(
    rb"""(?:location(?:\.href)?\s*=\s*|location\.(?:replace|assign)\(\s*)["']([^"']{1,300})["']"""
    rb"""|<meta[^>]{0,80}http-equiv\s*=\s*["']?refresh[^>]{0,80}url\s*=\s*['"]?([^"'>\s]{1,300})""",
    re.IGNORECASE,
)
_HOME = re.compile(r"/?(?:(?:index|default|home|main)\.[a-z]{2,5})?", re.IGNORECASE)
_ERROR_PATH = re.compile(
    r"/(?:(?:40[34]|50[0-9])(?:page)?|error(?:page)?|notfound|page404)(?:\.[a-z]{2,5})?/?$", re.IGNORECASE
)
# PDF, ZIP (DOCX, OFD), OLE (DOC, WPS)
_MAGIC = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_FILE_LINK = re.compile(rb"""href\s*=\s*["']?[^"'>\s]{1,300}\.(?:pdf|docx?|wps|ofd)\b""", re.IGNORECASE)
_FILE_PATH = re.compile(r"\.(?:pdf|docx?|wps|ofd|xlsx?|zip|rar)$", re.IGNORECASE)
# What a whole file has at its end, an HTML page or a PDF; not every one has it, and one that had it keeps it
_END_MARKS = (b"</html", b"</body", b"%%eof")
# How a whole policy text ends: the closing clause, the notice's formula, the signature's date
_WHOLE_END = re.compile(
    r"施行|实施|执行|负责解释|特此(?:通知|公告|通告)|有效期|(?:19|20)\d{2}年\d{1,2}月\d{1,2}日"
    r"|[〇零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)


# ── replies ──────────────────────────────────────────────────────────────────────────────────────


def judge_reply(reply: Reply) -> None:
    """Accept a reply with content, or say why it is not the page that was asked for.

    Raises:
        BlockedError: A bot wall, a script challenge or a login page.
        SuspectPageError: Empty, an error text, or an address that sends on to the home page or an error page.
    """
    _judge_redirect(reply)
    if not reply.content.strip():
        raise _suspect(reply.url, "the reply is empty")
    if not _is_html(reply):
        return
    if _FILE_PATH.search(urlsplit(reply.url).path):
        raise _suspect(reply.url, "a web page came instead of the file")
    if len(reply.content) > _LARGE_PAGE:
        return
    title, text = _visible(reply.content, reply.headers.get("content-type", ""))
    _judge_words(reply.url, title, text)
    if re.search(rb"type\s*=\s*[\"']?password", reply.content, re.IGNORECASE) and len(text) < _TINY_PAGE:
        raise BlockedError(f"{reply.url}: a login page came instead", url=reply.url)
    _judge_scripts(reply, text)


def _judge_redirect(reply: Reply) -> None:
    asked, final = urlsplit(reply.url), urlsplit(reply.final_url)
    if _ERROR_PATH.search(final.path) and not _ERROR_PATH.search(asked.path):
        raise _suspect(reply.url, f"sent on to an error page, {reply.final_url}")
    asked_home = _HOME.fullmatch(asked.path) is not None and not asked.query
    if not asked_home and _HOME.fullmatch(final.path) and not final.query:
        raise _suspect(reply.url, f"sent on to a home page, {reply.final_url}; the page has moved or is gone")


def _is_html(reply: Reply) -> bool:
    if reply.content.startswith(_MAGIC):  # servers call .docx text/html
        return False
    if reply.media_type in ("text/html", "application/xhtml+xml"):
        return True
    return reply.media_type is None and reply.content[:512].lstrip().lower().startswith((b"<!doctype html", b"<html"))


def _visible(content: bytes, content_type: str) -> tuple[str, str]:
    """Title and text of a page without blanks, as a browser without scripts shows it."""
    declared = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    page = decode(content, declared[1] if declared else None)[0]
    root = etree.fromstring(page.encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8"))
    if root is None:
        return "", ""
    title = root.findtext(".//title") or ""
    etree.strip_elements(root, "script", "style", "head", "noscript", etree.Comment, with_tail=False)
    return squeeze(title), squeeze("".join(root.itertext()))


def _judge_scripts(reply: Reply, text: str) -> None:
    """A page of scripts alone: a challenge, a signpost, or an application that loads its text later."""
    if len(text) >= _NO_TEXT or _FILE_LINK.search(reply.content):
        return
    if _CHALLENGE.search(reply.content):
        raise BlockedError(f"{reply.url}: a script challenge of a bot wall came instead of the page", url=reply.url)
    onward = _SENT_ON.search(reply.content)
    if onward:
        target = (onward[1] or onward[2]).decode("utf-8", "replace")
        raise _suspect(reply.url, f"only sends the browser on to {target}; watch that address instead")
    if re.search(rb"<(?:frame|iframe)\b", reply.content, re.IGNORECASE):
        raise _suspect(reply.url, "has its text in a frame; watch the frame's address instead")
    if b"<script" in reply.content.lower():
        raise _suspect(reply.url, "has no text without its scripts; look for the address its text is loaded from")
    if not text:
        raise _suspect(reply.url, "has no text")


def _judge_words(url: str, title: str, text: str, *, doubtful: bool = True) -> None:
    """Compare title and text with what error pages and bot walls say; `doubtful`: with doubtful words too."""
    if not doubtful:  # a notice of three lines may speak of firewalls
        text = text.ljust(_TINY_PAGE + 1)
    wall = _said(_WALL_WORDS, _TITLE_WALL, title, text)
    if wall:
        raise BlockedError(f"{url}: a bot wall answers instead of the page: “{wall}”", url=url)
    error = _said(_ERROR_WORDS, _TITLE_SAID, title, text)
    if error:
        raise _suspect(url, f"an error text stands there with status 200: “{error}”")


def _said(
    words: tuple[tuple[int, re.Pattern[str]], ...], whole_title: re.Pattern[str], title: str, text: str
) -> str | None:
    """What gives the page away, as it prints it; None where nothing does."""
    if whole_title.fullmatch(title):
        return title[:60]
    found = (pattern.search(text) for most, pattern in words if len(text) <= most)
    return next((match[0][:60] for match in found if match), None)


def _suspect(url: str, reason: str) -> SuspectPageError:
    return SuspectPageError(f"{url}: {reason}", url=url)


# ── texts ────────────────────────────────────────────────────────────────────────────────────────


def judge_text(text: str, last_good_length: int | None, *, url: str, min_share: float = MIN_SHARE) -> None:
    """Accept what was read from a page, or say why it can hardly be all of it.

    Args:
        text: What was read, without page furniture.

        last_good_length: Characters of the last good text, blanks not counted; None for a page seen first.

        min_share: Least share, 0 to 1, of that length for a text without a proper end. 0 accepts any length.

    Raises:
        SuspectPageError: No text, an error text, or far shorter than before.
        BlockedError: The words of a bot wall.
    """
    text = squeeze(text)
    if not text:
        raise _suspect(url, "no text was found; see body in sources.toml")
    _judge_words(url, "", text, doubtful=False)
    if not last_good_length or last_good_length < _NOTICE or len(text) >= min_share * last_good_length:
        return
    share = len(text) / last_good_length
    if share < min(_ALWAYS_DOUBTED, min_share):
        raise _suspect(url, f"{_shrunk(text, last_good_length)}; it now begins “{text[:40]}”")
    if not _WHOLE_END.search(text[-60:]):
        raise _suspect(url, f"{_shrunk(text, last_good_length)} and breaks off: “…{text[-30:]}”")


def judge_end(content: bytes, last_good: bytes, *, url: str) -> None:
    """Accept the bytes of a shorter text, unless they stop short of the end mark that the last good ones had.

    A server that gives up half-way, behind a cache that counts the bytes for it, sends such a page as whole.

    Raises:
        SuspectPageError: The file breaks off.
    """
    if _has_end(last_good) and not _has_end(content):
        raise _suspect(url, "breaks off before its end")


def _has_end(content: bytes) -> bool:
    lowered = content.lower()
    return any(mark in lowered for mark in _END_MARKS)


def text_length(text: str) -> int:
    """The length `judge_text` compares: characters, blanks not counted."""
    return len(squeeze(text))


def _shrunk(text: str, before: int) -> str:
    return f"only {len(text):,} of {before:,} characters are left"


# ── lists ────────────────────────────────────────────────────────────────────────────────────────


def judge_list(page: ListPage, last_good_rows: int | None, *, url: str) -> None:
    """Accept a list, or say why its silence is no news.

    Args:
        page: As read by `read_list`.

        last_good_rows: Rows of the last good reading, filtered ones included; None for a list seen first.

    Raises:
        SuspectPageError: It could not be read, or has no rows where it had some before.
    """
    if page.problem:
        raise _suspect(url, page.problem)
    if page.rows == 0 and last_good_rows and not page.may_be_empty:
        raise _suspect(url, f"the list is empty; it had {last_good_rows} rows before")
