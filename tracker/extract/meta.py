"""What a page says about its document outside the text: meta tags, 信息公开 tables, `[有效性] 是` blocks, scripts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from tracker.extract.flatten import clean_line
from tracker.models import PageMeta
from tracker.names import DOC_NUMBER, ORDER_NUMBER
from tracker.text import LazyPattern, find_date, squeeze

# Field of PageMeta: labels as pages print them, blanks inside removed
_FIELDS = {
    "title": "标题 名称 文件名称 信息名称 文件标题",
    "doc_number": "发文字号 文号 文件编号 发文号 发文文号 公文字号 文件字号 发布文号 制发文号 文件文号",
    "issuers": "发文机关 发文机构 发文单位 制发机关 制定机关 发文部门 印发机关 颁布机关 联合发文单位 制发单位",
    "issued": "成文日期 成文时间 发文日期 发文时间 印发日期 签发日期",
    "published": "发布日期 发布时间 公开日期 公布日期 发表时间 日期 时间 发布于 发稿时间 公开时间",
    "effective_from": "实施日期 施行日期 生效日期 生效时间 实施时间 执行日期 开始实施日期",
    "expires_on": "失效日期 废止日期 失效时间 废止时间 终止日期 有效期至 有效期截止日期",
    "status": "有效性 文件状态 时效性 效力状态 时效 是否有效 文件时效 有效状态 文件效力 效力 时效状态",
}
# The day a page was last touched: of use where it names no other
_TOUCHED = LazyPattern(r"(?:更新|录入|添加|编辑)(?:日期|时间)[\s\u3000]*[:：]?\s*(?P<day>20\d\d.{4,8})")
# A day that stands on a line of its own, or before 来源: 2023-12-14, 2023-05-04 10:11 来源：示例局
_DAY_ALONE = LazyPattern(
    r"[(（\[]?\s*(?P<day>20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?\s*[)）\]]?"
    r"(?:[\s\u3000|]*(?:信息|文章|文件)?来源.*)?"
)
_LABELS = {label: field for field, labels in _FIELDS.items() for label in labels.split()}
# Labels that only end the value before them
_OTHER_LABELS = frozenset(
    [
        "索引号",
        "主题分类",
        "统一编号",
        "主题词",
        "分类",
        "信息分类",
        "体裁分类",
        "组配分类",
        "发布机构",
        "发布机关",
        "发布单位",
        "来源",
        "文件来源",
        "信息来源",
        "浏览次数",
        "浏览量",
        "阅读次数",
        "点击数",
        "公开方式",
        "公开范围",
        "公开类别",
        "公文种类",
        "文种",
        "关键词",
        "内容概述",
        "内容概览",
        "字号",
        "字体",
        "责任编辑",
        "作者",
        "服务对象",
        "有效期",
        "登记号",
        "信息索引号",
        "公开目录",
        "所属机构",
        "生成日期",
        "主办单位",
        "备注",
        "是否公开",
        "公开属性",
        "文件类型",
        "文件类别",
        "语种",
    ]
)
_NAMES = sorted((*_LABELS, *_OTHER_LABELS), key=len, reverse=True)
_LABEL = LazyPattern(
    r"(?<![\u4e00-\u9fff])[\[【〔]?[\s\u3000]*("
    + "|".join(r"[\s\u3000]*".join(name) for name in _NAMES)
    + r")[\s\u3000]*(?:[\]】〕][\s\u3000]*[:：]?|[:：])"
)
# A label in bold with its value directly behind it; only values that cannot be anything else
_BARE_LABEL = LazyPattern(
    r"[\[【]?(?P<label>" + "|".join(sorted((_LABELS), key=len, reverse=True)) + r")[\]】]?"
    r"(?:(?P<day>20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)(?:\d{1,2}:\d{2}(?::\d{2})?)?|"
    r"(?P<number>[^:：,，。\s]{2,16}[〔\[(（]20\d\d[〕\])）]\d{1,4}号)|(?P<status>(?:现行|继续)?有效|已?失效|已?废止))"
)
_LONGEST_BARE = 60  # characters
# The same behind another label's value without a blank between: 发布机构：示例局发文字号：示局发〔2024〕3号
_GLUED = LazyPattern(f"({'|'.join(name for name in _NAMES if len(name) >= 4)})[:：]")
_STATUS_SCRIPT = LazyPattern(
    r"""\b(?:file_?status|wjzt|fileState)\s*=\s*["']\s*([^"'\\]{1,30}?)\s*["']""", re.IGNORECASE
)
_STATUS_WORDS = re.compile(r"有效|失效|废止|是|否|修改|修订|尚未|生效|停止|宣布|届满|延续")

_PUBLISHED_META = (
    "pubdate", "publishdate", "firstpublishedtime", "article:published_time", "publish-date", "dc.date.issued", "date",
    "pubtime", "publishtime", "dc.date",
)  # fmt: skip
_TITLE_META = ("articletitle", "dc.title", "og:title", "title")
_SITE_META = ("sitename", "og:site_name")
_NUMBER_META = ("docnumber", "fileno", "documentno", "wenhao", "fwzh", "docno")
_URL_DATE = re.compile(r"/t?(20\d\d)(\d\d)/t(20\d\d)(\d\d)(\d\d)_|/art/(20\d\d)/(\d{1,2})/(\d{1,2})/")

# 关于建立价格机制的通知(示发改价格〔2025〕65号)
_NUMBER_BEHIND = re.compile(
    r"^(?!.*(?:解读|图解|问答)).*[(（]([\u4e00-\u9fff]{2,16}[〔\[［]20\d\d[〕\]］]第?\d{1,5}号)[)）]】?$"
)
_LONGEST = 300  # characters of a title; the longest titles of joint notices have about 150
_SEPARATOR = re.compile(r"\s*(?:_|\||｜|»|>>|--|——|—| - | – |-(?![\d]))\s*")
# What the end of a <title> names when it is no part of the document's title
_SITE_NAME = LazyPattern(
    r"(?:门户网站|官方网站|政府网站?|网站|官网|首都之窗|中国政府网|信息网|公开网|政务网|在线|平台|人民政府|委员会|办公室|办公厅|"
    r"管理局|[局厅委部署院]|门户|首页|专栏|专题|管委会|专网|中国[\u4e00-\u9fff]{1,6})$"
)
_COLUMN = LazyPattern(
    r"^(?:政策(?:文件|法规|解读|库)?|通知公告|通告公告|公告公示|公示公告|公告|通知|通告|公示|法规(?:规章|文件)?|规范性文件|部门文件|政府文件|政务公开|信息公开|"
    r"政府信息公开|其他文件|最新政策|工作动态|新闻动态|要闻|详情|正文|内容页?|详情页|文章详情|意见征集|征集调查|民意征集|[\u4e00-\u9fff]{2,8}(?:文件|公告|公开|政策|法规|动态|专栏|解读|征集))$"
)
# 您当前所在的位置：首页 > …, in a heading too
_PLACE = re.compile(r"(?:您)?(?:现在|当前|目前)?(?:所在|所处)?的?位置[:：]|首页[>》/]")
# Elements that hold the printed title, where no meta tag states it
_TITLE_PATHS = (
    "//*[@id='ti']", "//*[@id='activity-name']", "//*[@wzades='标题']",
    "//div[contains(concat(' ',@class,' '),' header ')]//p[1]",
    "//*[contains(concat(' ',@class,' '),' article-title ') or contains(concat(' ',@class,' '),' content_title ')"
    " or contains(concat(' ',@class,' '),' con-title ') or contains(concat(' ',@class,' '),' info-title ')"
    " or contains(concat(' ',@class,' '),' xl_title ') or contains(concat(' ',@class,' '),' detail-title ')"
    " or contains(concat(' ',@class,' '),' articleTitle ') or contains(concat(' ',@class,' '),' arti_title ')"
    " or contains(concat(' ',@class,' '),' news-title ') or contains(concat(' ',@class,' '),' news_title ')"
    " or contains(concat(' ',@class,' '),' xxgk-title ') or contains(concat(' ',@class,' '),' main-title ')]",
    "//h1", "//h2", "//div[@class='title']",
)  # fmt: skip


def read_meta(tree: Any, *, outside: list[str], scripts: Iterable[str], url: str | None) -> PageMeta:
    """All that `tree` states about its document.

    Args:
        tree: the parsed page.

        outside: lines of the page without its body, cells joined by tabs.

        scripts: texts of the inline scripts.

        url: address of the page; TRS and Hanweb addresses name the day of publication.
    """
    tags = _meta_tags(tree)
    stated = read_labels(outside)
    bare = _unlabelled(outside)
    day_alone = bare.pop("day alone", None)
    stated = bare | stated
    site = _first(tags, _SITE_META)
    status = _status(stated.get("status")) or _script_status(scripts)
    title = _title(tree, tags, site, stated.get("title"))
    behind = _NUMBER_BEHIND.search(title or "")
    return PageMeta(
        title=title,
        doc_number=_number(stated.get("doc_number") or _first(tags, _NUMBER_META) or (behind and behind[1])),
        issuers=_issuers(stated.get("issuers")),
        issued=_date(stated.get("issued")),
        published=_published(tags, stated.get("published"), url) or _date(day_alone),
        effective_from=_date(stated.get("effective_from")),
        expires_on=_date(stated.get("expires_on")),
        status=status,
        site=site,
    )


# ── labelled values ──────────────────────────────────────────────────────────────────────────────


def read_labels(lines: list[str]) -> dict[str, str]:
    """Values that stand behind a known label on the same line, in the next cell or on the next line; the first of
    each counts.

    >>> read_labels(["索 引 号：\\tA-1\\t发文字号：\\t示政发〔2024〕3号", "[有效性] 是"])
    {'doc_number': '示政发〔2024〕3号', 'status': '是'}
    """
    found: dict[str, str] = {}
    pending: str | None = None
    for line in lines:
        for cell in line.split("\t"):
            for label, value in _pieces(cell.strip()):
                field = _LABELS.get(label) if label else pending
                if field and value:
                    found.setdefault(field, value)
                pending = field if label and not value else None
    return found


def _unlabelled(lines: list[str]) -> dict[str, str]:
    """What the lines around a body say without a label that ends in a colon: 发文字号示政发〔2024〕3号; a number on a
    line of its own; a day on a line of its own ("day alone"), if there is but one.
    """
    found: dict[str, str] = {}
    days: dict[str, None] = {}
    numbers: dict[str, None] = {}
    for line in lines:
        bare = _BARE_LABEL.fullmatch(squeeze(line)) if len(line) <= _LONGEST_BARE else None
        if bare:
            found.setdefault(_LABELS[bare["label"]], bare["day"] or bare["number"] or bare["status"])
        elif DOC_NUMBER.fullmatch(squeeze(line).strip("()（）")):
            numbers[squeeze(line)] = None
        elif match := _DAY_ALONE.fullmatch(line.strip()) or _TOUCHED.search(line):
            days[match["day"]] = None
    if len(numbers) == 1:
        found.setdefault("doc_number", next(iter(numbers)))
    if len(days) == 1:
        found["day alone"] = next(iter(days))
    return found


def _pieces(cell: str) -> list[tuple[str | None, str]]:
    """A cell cut at its labels: (label, text behind it); text that stands behind no label has None."""
    if squeeze(cell) in _LABELS or squeeze(cell) in _OTHER_LABELS:
        return [(squeeze(cell), "")]
    marks = list(_LABEL.finditer(cell)) if any(mark in cell for mark in ":：]】〕") else []
    if marks:
        taken = {mark.end() for mark in marks}
        glued = (mark for mark in _GLUED.finditer(cell, marks[0].end()) if mark.end() not in taken)
        marks = sorted([*marks, *glued], key=lambda mark: mark.start())
    ends = [mark.start() for mark in marks[1:]] + [len(cell)]
    pieces: list[tuple[str | None, str]] = [
        (squeeze(mark[1]), cell[mark.end() : end].strip()) for mark, end in zip(marks, ends, strict=bool(marks))
    ]
    lead = cell[: marks[0].start()].strip() if marks else cell
    return [(None, lead), *pieces] if lead or not marks else pieces


def _number(value: str | None) -> str | None:
    """A document number as printed but for blanks; None for "无", "/", "-" and other texts that hold none."""
    if not value:
        return None
    text = squeeze(value)
    if re.search(r"\d", text) and len(text) <= 30 and text.endswith("号"):
        return text
    match = DOC_NUMBER.search(text) or ORDER_NUMBER.search(text)
    return match[0] if match else None


def _issuers(value: str | None) -> tuple[str, ...]:
    if not value:
        return ()
    names = re.split(r"[\s\u3000,，、;；]+", value)
    return tuple(dict.fromkeys(name for name in names if len(name) >= 2 and re.search(r"[\u4e00-\u9fff]", name)))


def _date(value: str | None) -> dt.date | None:
    return find_date(value) if value else None


def _status(value: str | None) -> str | None:
    if not value:
        return None
    text = clean_line(value)
    return text if len(text) <= 30 and _STATUS_WORDS.search(text) else None


def _script_status(scripts: Iterable[str]) -> str | None:
    """The status that gz.gov.cn and its districts write into the page by script (`var file_status='失效'`)."""
    for script in scripts:
        for match in _STATUS_SCRIPT.finditer(script):
            if status := _status(match[1]):
                return status
    return None


# ── meta tags ────────────────────────────────────────────────────────────────────────────────────


def _meta_tags(tree: Any) -> dict[str, list[str]]:
    tags: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        name = (tag.get("name") or tag.get("property") or tag.get("itemprop") or "").strip().lower()
        value = clean_line(tag.get("content") or "")
        if name and value:
            tags.setdefault(name, []).append(value)
    return tags


def _first(tags: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((value for name in names for value in tags.get(name, ())), None)


def _published(tags: dict[str, list[str]], stated: str | None, url: str | None) -> dt.date | None:
    """PubDate, else the printed date, else the day in the address. Two dates in one PubDate: the first is meant."""
    for name in _PUBLISHED_META:
        for value in tags.get(name, ()):
            if date := find_date(value) or _compact_date(value):
                return date
    return _date(stated) or url_date(url)


def _compact_date(value: str) -> dt.date | None:
    match = re.match(r"\s*(20\d\d)(\d\d)(\d\d)", value)
    return find_date("-".join(match.groups())) if match else None


def url_date(url: str | None) -> dt.date | None:
    """The day that a TRS (/202603/t20260310_1.html) or Hanweb (/art/2026/3/10/) address names."""
    match = _URL_DATE.search(url or "")
    if not match:
        return None
    return find_date("-".join(match.group(3, 4, 5) if match[3] else match.group(6, 7, 8)))


# ── title ────────────────────────────────────────────────────────────────────────────────────────


def _title(tree: Any, tags: dict[str, list[str]], site: str | None, stated: str | None) -> str | None:
    column = _first(tags, ("columnname",))
    for value in [_first(tags, _TITLE_META[:1]), stated]:
        if value and not _names_site(value, site, column) and not value.endswith(("...", "…")):
            return value
    printed = _printed_title(tree, site, column)
    head = clean_line(tree.xpath("string(//title)"))[:_LONGEST]
    web = cut_site_name(head, site, column) if head else None
    if web and web[0] + web[-1] == "【】":  # 【关于…的通知】-示例委
        web = web[1:-1]
    if web and _names_site(web, site, column):
        web = None
    if printed and web and squeeze(printed) != squeeze(web) and squeeze(printed) in squeeze(web) and len(printed) < 8:
        return web
    return (
        printed
        or web
        or next((v for v in [_first(tags, _TITLE_META[1:])] if v and not _names_site(v, site, column)), None)
    )


def _printed_title(tree: Any, site: str | None, column: str | None) -> str | None:
    for path in _TITLE_PATHS:
        for element in tree.xpath(path)[:3]:
            text = clean_line(element.xpath("string()"))
            if 5 <= len(text) <= 200 and not _names_site(text, site, column) and not _PLACE.match(squeeze(text)):
                return text
    return None


def _names_site(text: str, site: str | None, column: str | None) -> bool:
    key = squeeze(text)
    if key in (squeeze(site or ""), squeeze(column or "")):
        return True
    return bool(_COLUMN.match(key)) or (
        len(key) <= 20 and bool(re.search(r"(?:门户网站|官方网站|首都之窗|中国政府网)$", key))
    )


def cut_site_name(title: str, site: str | None = None, column: str | None = None) -> str:
    """A `<title>` without the names of site and column behind it.

    >>> cut_site_name("示例市若干措施_政策文件_首都之窗_示例市人民政府门户网站")
    '示例市若干措施'
    """
    names = {squeeze(name) for name in (site, column) if name}
    while True:
        marks = list(_SEPARATOR.finditer(title))
        if not marks or marks[-1].start() == 0:
            return title.strip()
        tail = squeeze(title[marks[-1].end() :])
        if tail and tail not in names and not (len(tail) <= 30 and _SITE_NAME.search(tail)) and not _COLUMN.match(tail):
            return title.strip()
        title = title[: marks[-1].start()]
