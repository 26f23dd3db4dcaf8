"""Pages that answer with status 200 and hold no document: errors, bot walls, log-ins, redirections, pictures."""

from __future__ import annotations

import re
from typing import Any

from tracker.text import squeeze

# What a page says of itself, and the words that tell it
_SAYINGS = {
    "the site says it is under maintenance": (
        r"(?:系统|网站)(?:正在)?(?:维护|升级)",
        r"正在升级维护|暂停服务|暂时无法访问",
    ),
    "the page says that the document does not exist": (
        r"(?:页面|网页|内容|文章|信息|资源|文件)(?:不存在|找不到|已(?:被)?(?:删除|移除|下线)|未找到)",
        r"找不到(?:您|该|相关|页面|文件)|无法找到(?:该|您)",
        r"404\s*(?:not found|错误|页面|error)|not found",
    ),
    "a firewall answered instead of the page": (
        r"(?:访问|请求|操作)(?:已?被|遭到?)?(?:拦截|拒绝|阻断|禁止|受限)",
        r"网站防火墙|web应用防火墙|创宇盾|云防护|安全狗|\bWAF\b",
        r"您的(?:访问|请求)(?:过于频繁|存在)|访问过于频繁|异常访问",
        r"access denied|forbidden|request blocked",
    ),
    "the site asks for a browser check or a code": (
        r"验证码|安全验证|人机(?:验证|识别)|滑动(?:验证|滑块)|完成验证",
        r"(?:开启|启用|打开|enable)\s*java\s*script",
        r"正在检查您的浏览器|浏览器安全检查|checking your browser",
    ),
    "the site reports an error of its server": (
        r"(?:服务器|系统|程序|内部)(?:错误|异常|繁忙|出错)",
        r"网络异常|应用程序.{0,6}错误|数据库连接|出错了",
        r"bad gateway|service unavailable|internal server error|gateway time-?out",
    ),
    "the site asks to log in": (r"请(?:先)?登录|用户登录|统一身份认证|登录后(?:查看|访问)",),
}
_ERRORS = tuple((words, re.compile("|".join(patterns), re.IGNORECASE)) for words, patterns in _SAYINGS.items())
_SHORT = 400  # characters: an error page has a sentence or two, a policy that talks of 系统维护 has more
_CHALLENGE = re.compile(
    r"__jsl_clearance|\$_ts\b|document\.cookie\s*=|acw_sc__v2|_0x[0-9a-f]{4,}|challenge-platform"
    r"|location\.(?:href|replace|reload)|window\.location",
    re.IGNORECASE,
)


def why_no_text(
    text: str, *, title: str, tree: Any, scripts: list[str], files: int, states_article: bool
) -> str | None:
    """Why a page holds no document, in one line; None where it may hold one.

    A page whose text is short, with files attached, is a cover and no problem.
    """
    size = len(squeeze(text))
    if size <= _SHORT and not (size and states_article):
        for source in (title, text):
            for words, pattern in _ERRORS:
                match = pattern.search(source)
                if match and (source is title or size <= 120 or _opens(match.start(), source)):
                    return f"{words}: {_excerpt(source, match.start())}"
    if size or files:
        return None
    if tree.xpath("boolean(//frameset)"):
        return "the page is made of frames and has no text of its own"
    forward = tree.xpath("string(//meta[translate(@http-equiv,'REFSH','refsh')='refresh']/@content)")
    if forward:
        return f"the page only forwards to another one ({forward.strip()[:100]})"
    if any(_CHALLENGE.search(script) for script in scripts):
        return "the page is a script that sets a cookie or forwards: a browser check, not the document"
    pictures = int(tree.xpath("count(//body//img)"))
    if pictures:
        return f"the page has no text, only {pictures} picture{'s' if pictures > 1 else ''}"
    return "the page has no text"


def _opens(start: int, text: str) -> bool:
    """An error text begins with its message; a short notice about one mentions it later."""
    return start < 60 and "\n" not in text[:start].strip("\n")


def _excerpt(text: str, start: int) -> str:
    return " ".join(text[max(0, start - 20) : start + 40].split())
