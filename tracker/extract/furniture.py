"""What stands in or around the body of a page and is no text of the document: share bars, print buttons, QR codes,
labels of the site, metadata blocks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tracker.extract.flatten import Line, flatten
from tracker.extract.meta import read_labels
from tracker.text import LazyPattern, squeeze

# Words of class and id names; whole words between -, _, blanks and camel case
_WORDS = LazyPattern(
    r"(?:^|[\s_-])(?:share|bdshare\w*|bdsharebuttonbox|social|qr|qrcode|ewm|erweima|print|dayin|printer|fontsize|setfont|font-size|breadcrumb|crumb|"
    r"curmb|position|dqwz|toolbar|tools|footer|copyright|prev_next|prevnext|pagenav|jiathis\w*|recommend|xgwz|xgyd|related|"
    r"feedback|jiucuo|mobile-ewm|close-btn|canvas)(?:$|[\s_-])",
    re.IGNORECASE,
)
# Parts of the site around the body, where the body could not be told from them
_SITE_WORDS = LazyPattern(
    r"(?:^|[\s_-])(?:nav|navbar|mainnav|menu|header|head|top|footer|foot|sidebar|crumb)(?:$|[\s_-])", re.IGNORECASE
)
_IDS = frozenset(("div_div", "qr_container", "pageBreak", "ewm", "share", "shareNode", "article-share", "share-1"))
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)
_SITE_SIZE = 600  # characters: the footer of a site has up to 400
# characters: hidden or share-named elements with more text than a button bar are kept, nothing may be missed
_KEEP_SIZE = 120

_BUTTONS = (
    "(?:我要)?打印(?:本页|此页)?|关闭窗口|关闭本页|关闭|返回顶部|回到顶部|返回列表|返回首页|返回|TOP|保存|"
    "收藏本页|收藏|(?:我要|网页)?纠错|我要(?:评论|留言)|网友评论|点赞|听新闻|分享到|分享让更多人看到|分享|转发|微信|微博|复制链接"
)
# A whole line of the site: buttons, QR codes, type sizes, counters, neighbours, places, codes
_FURNITURE_LINE = LazyPattern(
    rf"(?>[【\[(（]?(?:{_BUTTONS})[】\])）]?\|*)++[:：]?"
    r"|扫一扫(?:在)?(?:手机|微信)?.{0,12}|用?微信扫一扫.{0,16}"
    r"|(?:请)?(?:使?用)?(?:手机|微信)?扫(?:一扫|码|描)(?:二维码)?(?:分享.{0,6}|(?:在手机(?:上)?)?打开(?:当前|本)?页面?)"
    r"|视力保护色[:：]?(?:字[体号][:：]?)?[大中小打印]*|您的浏览器.{0,6}不支持.{0,24}|您可能(?:还)?感兴趣.{0,6}"
    r"|(?:您)?对本页(?:面)?(?:的)?(?:内容|信息)?(?:是否)?满意.{0,4}|首页[>》].{1,60}"
    r"|[【\[]?(?:字体|字号)[:：]?(?>默认|超大|特大|较大|标准|小|中|大|A\+?|A-|[|\[\]【】])*+"
    r"|分享到[:：].{0,40}|(?:浏览|点击|阅读|访问)(?:次数|数|量)[:：]?\d*次?|[上下]一[篇条页](?:[:：].{0,80})?"
    r"|(?:pdf|word)下载|下载pdf|文字下载|一键下载|下载全文|[0-9a-f]{32}"
    r"|当前位置[:：].{0,120}|您(?:现在)?的?位置[:：].{0,120}"
    r"|[(（]?责任编辑[:：].{0,20}|(?:[(（]?(?:责编|编辑|审核|校对|初审|终审)[:：][\u4e00-\u9fff]{2,4}[)）]?)+|您访问的链接即将离开.{0,60}"
    r"|[\u4e00-\u9fff]{0,3}ICP[备证]\d+号.{0,8}|[\u4e00-\u9fff]?公网安备\d+号?|(?:版权所有|Copyright|网站标识码).{0,100}|朗读|听全文|语音播报|无障碍(?:阅读)?|适老化",
    re.IGNORECASE,
)
# The line of date, source and counters between title and text
_INFO_LINE = LazyPattern(
    r"(?>(?:发布|发表|更新|公布)?(?:日期|时间)[:：]?\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?:\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|20\d\d[-/.]\d{1,2}[-/.]\d{1,2}\d{1,2}:\d{2}(?::\d{2})?|20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?=(?:信息|文章|文件|稿件)?来源)"
    r"|(?:信息|文章|文件|稿件)?来源[:：].{0,40}|(?:浏览|点击|阅读)(?:次数|数|量)?[:：].{0,8}|字[体号][:：].{0,16}|作者[:：].{0,16}|\|)++"
)
_LONGEST = 160  # characters of a line that may be furniture
_FILES_LABEL = re.compile(r"(?:相关附件|附件下载|文件下载)[:：]?")  # the names of the files behind it stay
_TAIL_LABEL = LazyPattern(
    r"(?:相关(?:附件|链接|文章|信息|阅读|解读|政策|稿件|文件|文档|新闻|报道)|附件下载|文件下载|关联(?:阅读|解读)|推荐阅读|延伸阅读|"
    r"(?:热点|热门)推荐|(?:政策|文字|图文)解读|解读材料)[:：]?"
)
_READING = re.compile(
    r"(?:(?:点击)?(?:查看|阅读|浏览)?|相关)[《【\[]?"
    r"(?:(?:政策|文件|图文|文字|专家|视频|音频|图片|媒体)?解读|图解|一图[读看]懂|解读(?:材料|链接)|新闻发布会|政策问答).{0,6}[:：].*"
)


class Furniture:
    """Decides for the elements inside `body` which are furniture, its opening metadata block included."""

    def __init__(self, body: Any, *, is_whole_page: bool = False) -> None:
        self._block = _metadata_block(body)
        self._is_whole_page = is_whole_page

    def is_furniture(self, element: Any) -> bool:
        if element is self._block:
            return True
        name = f"{element.get('id') or ''} {element.get('class') or ''}".strip()
        if self._is_whole_page and (element.tag in ("nav", "header", "footer") or _SITE_WORDS.search(name)):
            return _is_small(element, _SITE_SIZE)
        if name and (element.get("id") in _IDS or _WORDS.search(name)):
            return _is_small(element)
        style = element.get("style")
        if element.get("hidden") is not None or (style and _HIDDEN.search(style)):
            return _is_small(element)
        return False

    def labels(self, body: Any) -> list[str]:
        """Lines of the metadata block that stands inside the body, for the metadata reader."""
        return [] if self._block is None else [line.text for line in flatten(self._block)]


def _is_small(element: Any, most: int = _KEEP_SIZE) -> bool:
    """No more text than a button bar has, or nothing but links: what is longer is kept, whatever its name."""
    lines = flatten(element)
    size = sum(len(line.text) for line in lines)
    return size <= most or sum(line.linked for line in lines) > 0.8 * size


def _metadata_block(body: Any) -> Any | None:
    """The first table or list of the body that is made of labels (索引号, 发文机关 …): no text of the document."""
    for element in body.iter("table", "ul", "ol", "dl"):
        text = squeeze(element.xpath("string()"))
        if len(text) > 1500:
            continue
        if len(read_labels([line.text for line in flatten(element)])) >= 3 and re.search(
            r"索引号|发文字号|主题分类|文号", text
        ):
            return element
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Trimmed:
    """A body without furniture: its lines, and in words what stood over them (date, source) and was cut behind them."""

    lines: list[Line]
    info: list[str]
    cut: list[str]


def trim(lines: list[Line]) -> Trimmed:
    """The lines without furniture at the edges and in between."""
    kept = [line for line in lines if not _is_whole_line(_FURNITURE_LINE, line)]
    while kept and _is_lead(kept[0]):
        kept.pop(0)
    info = [kept.pop(at).text for at in range(min(6, len(kept)) - 1, -1, -1) if _is_whole_line(_INFO_LINE, kept[at])]
    end = _tail(kept)
    cut = [line.text for line in kept[end:] if not _TAIL_LABEL.fullmatch(squeeze(line.text))]
    return Trimmed(lines=kept[:end], info=info[::-1], cut=cut)


def _is_whole_line(pattern: LazyPattern, line: Line) -> bool:
    return len(line.text) <= _LONGEST and bool(pattern.fullmatch(squeeze(line.text)))


def _is_lead(line: Line) -> bool:
    """A link to an explanation of the policy, before or behind its text."""
    return line.linked > 0 and bool(_READING.fullmatch(squeeze(line.text)))


def _tail(lines: list[Line]) -> int:
    """Where the text ends: links to explanations, and a label of the site with nothing but links behind it, go."""
    end = len(lines)
    while end and (_is_lead(lines[end - 1]) or _TAIL_LABEL.fullmatch(squeeze(lines[end - 1].text))):
        end -= 1
    for at in range(max(0, end - 30), end):
        label = squeeze(lines[at].text)
        if _TAIL_LABEL.fullmatch(label) and all(line.is_link for line in lines[at + 1 : end]):
            if _FILES_LABEL.fullmatch(label):
                del lines[at]
                return end - 1
            return at
    return end
