"""The head of a document: title, marks under it, number, 题注; and where its text begins.

示例市教育委员会
示例市财政局
关于印发示例办法的通知
示教研〔2022〕13号
各有关高校：                        ← the text begins
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from tracker.documents.lines import DATE, NUMBER_LINE, ORDER_LINE, ORDER_NAME, Line, is_date, is_unit
from tracker.documents.signature import is_organ, split_issuers
from tracker.names import POLICY_KIND, clean_title, title_key
from tracker.text import find_date, normal

_ATTACHMENT = re.compile(r"附(?:件|录)?[一二三四五六七八九十\d]{0,2}[:：.]?")
_MARK = re.compile(r"[(（\[【][^()（）\[\]【】]{2,30}[)）\]】]")
# 题注: (2002年6月29日第九届…通过 …修订), 2019年3月2日 《…的决定》修订）
_HISTORY = re.compile(rf"^[(（]?(?:根据)?{DATE}.*(?:通过|修订|修正|公布|发布|批准|施行|印发|制定)")
_WEB = re.compile(
    r"(?:[•·▪]\s*)?(?:来源|信息来源|文件来源|稿源|发布日期|发布时间|发文日期|成文日期|日期|时间|索引号|主题分类|发文机关|发文机构|发布机构|字号|字体|浏览|浏览量|访问量|点击|阅读|作者|"
    r"编辑|责任编辑|发表于|下载地址|您的位置|当前位置|内容概述|公开类别|征集时间|起止时间|有效性|实施日期|废止日期|文号|发文字号|标题|名称|主题词|体裁分类|组配分类|生成日期|打印|分享)[:：\]】]"
    r"|\[(?:主题分类|发文机构|实施日期|成文日期|发文字号|废止日期|发布日期|有效性|文件来源)\]"
    r"|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?:\d{1,2}:\d{2})?"
)
_LABELLED_NUMBER = re.compile(
    r"^\[?(?:发文字号|文号|字号)\]?[:：]?(?P<number>.{0,14}[〔［【\[(（﹝]\d{4}[〕］】\])）﹞][\u4e00-\u9fff]{0,3}\d{1,5}号)"
)
_NOTICE_END = re.compile(
    r"(?:通知|公告|通告|决定|意见|函|批复|令|公示|启事|命令|决议|通报|报告|纪要|复函)(?:[(（][^()（）]*[)）])*$"
)
_NUMBER_TAIL = re.compile(
    r"[(（]?(?P<number>[\u4e00-\u9fff]{2,14}[〔［【\[(（﹝](?:19|20)\d{2}[〕］】\])）﹞][\u4e00-\u9fff]{0,3}\d{1,5}号)[)）]?$"
)
# 〔十六届〕第3号, under 示例市人民代表大会常务委员会公告
_ISSUED_BY = re.compile(r"([\u4e00-\u9fff]{2,30}令第\d{1,5}号)(?:公布|发布|颁布)")  # 示例市人民政府令第24号公布
_SESSION_NUMBER = re.compile(r"[〔\[(（][一二三四五六七八九十]+届[〕\])）]第\d{1,3}号")
# the red head of a printed document: 示例市示例局文件, over it urgency and serial number
_LETTERHEAD = re.compile(r"[\u4e00-\u9fff、]{3,40}文件|特急|特提|加急|平急|\d{6}|签发人[:：].*")
_YEAR = re.compile(r"(?:(?:19|20)\d{2}|[〇零○一二三四五六七八九]{4})年(?:\d{1,2}月|[一二三四五六七八九十]{1,2}月)?")
_NO_TITLE = re.compile(r"附件|——|现将|特此|目[录次]$|[前序引]言$|联系人|联系电话")
_LONGEST_TITLE_LINE = 70
_MOST_TITLE_LINES = 8
_LEAST_PAGE_TITLE = 8  # characters; shorter web titles are names of columns: 通知公告, 政策文件
_LEAST_ALIKE = 0.5  # of two titles of one page: 关于印发…的通知 in the text, 解读 or a short form on the page


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """`body` is the index, among the printed lines given, of the first line behind the head."""

    title: str | None = None
    number: str | None = None
    issuers: tuple[str, ...] = ()  # offices printed under the title or over an order's number
    history: tuple[str, ...] = ()  # the lines of the 题注 as printed
    order: bool = False  # an order (令) or numbered announcement comes first
    body: int = 0

    @property
    def noted(self) -> dt.date | None:
        """The last day of the 题注 on which the text was adopted or changed."""
        return next((day for day, in_force in reversed(self._days()) if not in_force), None)

    @property
    def effective(self) -> dt.date | None:
        """The last day of the 题注 from which it is in force (2025年1月1日施行)."""
        return next((day for day, in_force in reversed(self._days()) if in_force), None)

    @property
    def noted_number(self) -> str | None:
        """The order by which the 题注 says the text was issued; None where it names more than one."""
        told = re.sub(DATE, "，", "，".join(self.history))
        return match[1] if (match := _ISSUED_BY.search(told)) and told.count("号") == 1 else None

    def _days(self) -> list[tuple[dt.date, bool]]:
        told = [match for note in self.history for match in re.finditer(rf"({DATE})(起?施行)?", note)]
        return [(day, bool(match[2])) for match in told if (day := find_date(match[1])) is not None]


def is_title_line(line: Line) -> bool:
    """A line that can be (part of) a title by its shape."""
    bare = line.bare
    if not bare or len(bare) > _LONGEST_TITLE_LINE or is_unit(line) or _NO_TITLE.match(bare) or "\t" in line.text:
        return False
    return not re.search(r"[，。；？！,;?!]|[：:]$", re.sub(r"《[^《》]*》", "", bare))


def ends_title(text: str) -> bool:
    """`text` is a whole title: it ends in what documents are called, its brackets are closed.

    >>> ends_title("关于印发《示例办法》的通知"), ends_title("若干政策措施（试行）"), ends_title("推动示例产业的")
    (True, True, False)
    """
    bare = re.sub(r"(?:[(（\[【][^()（）\[\]【】]*[)）\]】])+$", "", re.sub(r"\s+", "", text))
    closed = all(bare.count(opening) == bare.count(closing) for opening, closing in ("《》", "（）", "“”"))
    return closed and bool(POLICY_KIND.search(bare.rstrip("》")) or _NOTICE_END.search(bare))


def read_head(full: Sequence[Line], *, expected: str | None = None) -> Head:
    """
    The head of the printed lines `full`.

    Args:
        full: n printed lines (no blank ones), the head first.

        expected: the title the page gives elsewhere (web title); what continues it is title, what does not is text.
    """
    reader = _Reader(full=full, expected=expected)
    while reader.at < len(full) and reader.take():
        pass
    title, body = _settle(full, reader.titles, reader.at, expected)
    if expected and title and reader.number is None and _is_other(title, expected):
        title, body = clean_title(expected), reader.titles[0] if reader.titles else body
    tail = _NUMBER_TAIL.search(title) if title else None
    return Head(
        title=title,
        number=reader.number or (tail["number"] if tail else None),
        issuers=tuple(reader.issuers),
        history=tuple(reader.history),
        order=reader.order,
        body=body,
    )


@dataclass(slots=True)
class _Reader:
    """Takes line after line of a head, as long as they belong to it."""

    full: Sequence[Line]
    expected: str | None
    at: int = 0
    titles: list[int] = field(default_factory=list)  # where the lines of the title are
    number: str | None = None
    issuers: list[str] = field(default_factory=list)
    history: list[str] = field(default_factory=list)
    order: bool = False

    def take(self) -> bool:
        """Take the line at `at` and go on; False where the text begins."""
        line = self.full[self.at]
        if self._take_number(line):
            return True
        whole = bool(self.titles) and ends_title(_join(self.full, self.titles))
        if whole and (again := self._repeats(self.at)):
            self.at += again - 1
        elif (_is_history(line) and (self.titles or self.history)) or (whole and is_date(line)):
            self.history.append(line.bare)
        elif whole and self._is_issuer(line):
            self.issuers += split_issuers(line.text)
        elif not _LETTERHEAD.fullmatch(line.bare) and self._belongs_to_title(line):
            self._take_title(line)
        elif self._is_mark_above(line):
            self.at += self._has_value_below(line)
        elif not (whole and _YEAR.fullmatch(line.bare)):
            return False
        self.at += 1
        return True

    def _take_number(self, line: Line) -> bool:
        after = self.full[self.at + 1] if self.at + 1 < len(self.full) else None
        found = _number_of(line, after) if self.number is None else None
        if found is None:
            return False
        self.number, taken, is_order = found
        self.order = self.order or is_order
        office = re.match(r"(?:中华人民共和国)?(?P<who>[\u4e00-\u9fff、]{2,40}?)(?:令|公告|通告)", self.number)
        if is_order and office:
            self.issuers += split_issuers(office["who"])
        self.at += taken
        return True

    def _is_issuer(self, line: Line) -> bool:
        """An office under the title, over a day, a year or the title again."""
        ahead = self.full[self.at + 1 : self.at + 4]
        dated = any(is_date(after) or _YEAR.fullmatch(after.bare) for after in ahead)
        return is_organ(line.bare) and (dated or self._repeats(self.at + 1) > 0)

    def _repeats(self, at: int) -> int:
        """How many lines from `at` on print the title once more (web title, then the document's own)."""
        wanted = _key(_join(self.full, self.titles))
        joined = ""
        for index in range(at, min(at + _MOST_TITLE_LINES, len(self.full))):
            joined += _key(self.full[index].text)
            if not joined or not wanted.startswith(joined):
                return 0
            if joined == wanted:
                return index + 1 - at
        return 0

    def _is_mark_above(self, line: Line) -> bool:
        """附件1 or a letterhead over the title, and lines of the web page: 来源：, 发布日期："""
        above = not self.titles and (_ATTACHMENT.fullmatch(line.bare) or _LETTERHEAD.fullmatch(line.bare))
        return bool(above) or is_web_line(line)

    def _has_value_below(self, line: Line) -> bool:
        """A label alone on its line (索引号：) with its value on the next."""
        if self.at + 1 >= len(self.full) or not line.bare.endswith(("：", ":")):
            return False
        value = self.full[self.at + 1]
        told = is_web_line(value) or is_unit(value) or NUMBER_LINE.fullmatch(value.bare)
        return not told and len(value.bare) <= 40 and not self._repeats(self.at + 1)

    def _take_title(self, line: Line) -> None:
        """Take a title line; an office printed alone above a title that names it again was a letterhead."""
        self.titles = [at for at in self.titles if not line.bare.startswith(self.full[at].bare)] + [self.at]

    def _belongs_to_title(self, line: Line) -> bool:
        if self.titles and _MARK.fullmatch(line.bare) and not is_unit(line):
            return True
        return _continues(
            [self.full[index].text for index in self.titles], line, self.full[self.at + 1 :], self.expected
        )


def is_web_line(line: Line) -> bool:
    """A line of the page about the document: 来源：…, 发布日期：…, [发文机构]…"""
    return bool(_WEB.match(line.bare)) and len(line.bare) < 80


def _is_history(line: Line) -> bool:
    return bool(_HISTORY.match(line.bare)) and len(line.bare) < 2000


def _number_of(line: Line, after: Line | None) -> tuple[str, int, bool] | None:
    """(number, how many lines it takes, is it an order's) where `line` is a document number."""
    if NUMBER_LINE.fullmatch(line.bare):
        return re.sub(r"^[(（](.*)[)）]$", r"\1", line.bare), 1, False
    labelled = _LABELLED_NUMBER.match(line.bare)
    if labelled:
        return labelled["number"], 1, False
    if ORDER_LINE.fullmatch(line.bare) and re.search(r"令|公告|通告", line.bare):
        return line.bare, 1, True
    if after is None or not ORDER_NAME.fullmatch(line.bare):
        return None
    if ORDER_LINE.fullmatch(after.bare) or _SESSION_NUMBER.fullmatch(after.bare):
        return line.bare + after.bare, 2, True
    return None


def _continues(titles: Sequence[str], line: Line, rest: Sequence[Line], expected: str | None) -> bool:
    """`line` begins the title or goes on with it."""
    if expected and _key(line.text) and _key(expected).startswith(_key("".join([*titles, line.text]))):
        return True
    if not is_title_line(line) or len(titles) >= _MOST_TITLE_LINES:
        return False
    if not titles:
        return True
    joined = clean_title(" ".join(titles))
    if not ends_title(joined):
        return not _settled_by(expected, joined)
    # 若干政策 / 措施: a whole title may still go on for a word; a second title of its own is the text's
    goes_on = ends_title(joined + line.text) and len(line.bare) <= 12 and not _NOTICE_END.search(joined)
    return goes_on and not is_organ(line.bare) and bool(rest)


def _settled_by(expected: str | None, joined: str) -> bool:
    return expected is not None and _key(joined) == _key(expected)


def _key(text: str) -> str:
    return re.sub(r"[^\w]", "", normal(clean_title(text)).replace(" ", ""))


def _settle(full: Sequence[Line], taken_at: Sequence[int], at: int, expected: str | None) -> tuple[str | None, int]:
    """The title of the lines taken for it, and where the text begins: lines that make no title are given back."""
    if not taken_at:
        return (clean_title(expected) if expected else None), at
    joined = _join(full, taken_at)
    if ends_title(joined) or (expected is None and len(taken_at) == 1):
        return joined, at
    if expected and (_key(joined) in _key(expected) or title_key(joined) == title_key(expected)):
        return clean_title(expected), at
    for count in range(len(taken_at) - 1, 0, -1):
        part = _join(full, taken_at[:count])
        if ends_title(part):
            return part, taken_at[count]
    if expected:
        return clean_title(expected), taken_at[0]
    return _join(full, taken_at[:1]), taken_at[0] + 1


def _is_other(title: str, expected: str) -> bool:
    """A title that has nothing to do with the one the page gives: a heading of the article's text."""
    one, other = title_key(title), title_key(expected)
    if len(other) < _LEAST_PAGE_TITLE or one in other or other in one:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() < _LEAST_ALIKE


def _join(full: Sequence[Line], indexes: Sequence[int]) -> str:
    return clean_title(" ".join(full[index].text for index in indexes))
