"""Lines of a page as this stage works on them: marks of conversion gone, furniture of print blanked.

A page keeps one `Line` per line of its text, so that line numbers hold: what is left out becomes a blank line.

    >>> [line.text for line in read_lines("**示例办法**\\n— 3 —\\n第一条 为…")]
    ['示例办法', '', '第一条 为…']
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.text import squeeze

# what recovery by conversion leaves behind: Markdown headings and bold, HTML bold, bookmarks of Word
_MARKS = re.compile(r"\*\*|\[bookmark:[^\]]*\]|</?(?:b|strong|i|u|em|sup|sub|span)>", re.IGNORECASE)
_HEADING = re.compile(r"^\s*#{1,6}\s+")
# — 3 —, -12-, ·4·, 第3页, 第 3 页 共 12 页
_PAGE_NUMBER = re.compile(r"[-—–－·]+\d{1,4}[-—–－·]+|第\d{1,4}页(?:[，,/]?共\d{1,4}页)?")
# the name of a gazette, printed on its cover and over its pages
MASTHEAD = re.compile(r"《?[\u4e00-\u9fff]{2,20}(?:公报|政报)》?(?:\d{4}[年.·]*第?\d{1,3}期?)?")

_ISSUE = re.compile(r"(?:\d{4}年?[·.]?)?第\d{1,3}期(?:[(（]总第\d{1,4}期[)）])?")

DIGIT = "〇零○ＯOΟО一二三四五六七八九"
_UP_TO_31 = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
DATE = rf"(?:(?:19|20)\d{{2}}|[{DIGIT}]{{4}})年{_UP_TO_31}月{_UP_TO_31}日"
DATE_LINE = re.compile(DATE)
NUMBER_LINE = re.compile(
    r"[(（]?[\u4e00-\u9fff]{1,14}[〔［【\[(（﹝](?:19|20)\d{2}[〕］】\])）﹞][\u4e00-\u9fff]{0,3}\d{1,5}号[)）]?"
)
# 第302号 under the name of an order or announcement, or all on one line
ORDER_LINE = re.compile(
    r"(?:[\u4e00-\u9fff、]{2,40}(?:令|公告|通告))?(?:(?:19|20)\d{2}年)?第(?:\d{1,5}|[一二三四五六七八九十百零]{1,9})号(?:令|公告)?"
)
# the name of an order or announcement over its number: 示例市人民政府令, but no title 关于…的公告
ORDER_NAME = re.compile(r"(?!.*(?:关于|印发))[\u4e00-\u9fff、]{2,40}(?<!的)(?:令|公告|通告)")
# where a clause begins: 第一条, 第二章, 一、, （一）, 1., 1、, ①
UNIT = re.compile(
    r"第[一二三四五六七八九十百千零〇\d]{1,7}(?:条|章|节|编|部分)"
    r"|[一二三四五六七八九十]{1,3}[、.．]"
    r"|[(（][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}(?:[、．]|\.(?!\d))"
    r"|[①-⑳]"
)
ENCLOSURE = re.compile(r"附(?:件|录)?[一二三四五六七八九十\d]{0,2}[:：.]?")
# 版记 and remarks of the printer and the site, never a part of the policy
COLOPHON = re.compile(
    rf"(?:抄送|分送|主送|抄报|印送)[:：].*|.*(?:办公室|办公厅|秘书处|综合处|局|委|部|室){DATE}印发|{DATE}印发"
    r"|(?:信息)?(?:公开(?:方式|属性|类别|选项|类型))[:：].*|[(（](?:此件|本文|此文)[^()（）]{2,20}[)）]"
    r"|打印本页|关闭窗口|【?(?:打印|关闭|返回顶部)】?"
    r"|【[\u4e00-\u9fff]{2,12}】|责任编辑[:：].*|扫一扫.*|相关(?:附件|链接|阅读|解读|文档)[:：]?|分享到?[:：]?"
)
SENTENCE_END = re.compile(r"[。；;！!]$|[。！][”’\"）)]$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a page: `number` from 1, `text` without marks and outer blanks, `bare` without any blank."""

    number: int
    text: str
    bare: str


def read_lines(text: str) -> tuple[Line, ...]:
    """All n lines of `text`, blank and blanked ones included; page numbers and running heads are blanked."""
    lines = [_read_line(number, printed) for number, printed in enumerate(re.split(r"\r\n?|\n", text), 1)]
    heads = _running_heads(lines)
    return tuple(blank(line) if line.bare in heads or _PAGE_NUMBER.fullmatch(line.bare) else line for line in lines)


def _read_line(number: int, printed: str) -> Line:
    text = _MARKS.sub("", _HEADING.sub("", printed.replace("\ufeff", ""))).strip()
    return Line(number=number, text=text, bare=squeeze(text))


def masthead(text: str) -> str | None:
    """The name of the gazette whose issue `text` is: printed alone on one of its first lines."""
    opening = [squeeze(_MARKS.sub("", _HEADING.sub("", line))) for line in text.splitlines()[:60]]
    return next((line for line in opening if len(line) <= 40 and MASTHEAD.fullmatch(line)), None)


def blank(line: Line) -> Line:
    """The same line with nothing on it."""
    return Line(number=line.number, text="", bare="")


def _running_heads(lines: list[Line]) -> set[str]:
    """Names and issues of gazettes printed more than once: on the cover and over the pages."""
    short = [line.bare for line in lines if len(line.bare) <= 40]
    counts = Counter(bare for bare in short if MASTHEAD.fullmatch(bare) or _ISSUE.fullmatch(bare))
    return {head for head, count in counts.items() if count > 1}


def printed(lines: Sequence[Line]) -> list[Line]:
    """The lines that have something on them."""
    return [line for line in lines if line.bare]


def is_date(line: Line) -> bool:
    """A day alone on its line, as it stands under a signature."""
    return bool(DATE_LINE.fullmatch(line.bare))


def is_unit(line: Line) -> bool:
    """A numbered unit begins here."""
    return bool(UNIT.match(line.bare))


def is_sentence(line: Line) -> bool:
    """Running text: it holds a full stop, or it is longer than titles are."""
    return bool(SENTENCE_END.search(line.bare)) or "。" in line.bare or len(line.bare) > 100
