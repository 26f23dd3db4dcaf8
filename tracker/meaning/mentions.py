"""Documents named in running text: 《title》（number), numbers alone, and what stands between them.

In:  any text, e.g. "根据《示例市条例》（示政发〔2020〕3号）制定".
Out: `Marked`: the text without blanks, each named document replaced by one mark, and the documents in order.

Blanks and line ends carry no meaning in a name, so all positions are in the squeezed text. A mark stands for the
title with the parentheses behind it (number, date of adoption, 以下简称 …) or for a number that stands alone; the
number in front of a title (市人民政府第59号令公布的《…》) is moved into its mark.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from tracker.text import CHINESE_NUMERAL, LazyPattern, squeeze

FIRST_MARK = 0xF0000  # supplementary private use: no printed character
MARK = "[\U000f0000-\U000ffffd]"
_PRIVATE = re.compile(MARK)
_LONGEST_TITLE = 200  # characters; the longest title seen in law collections has about 120
_LONGEST_NOTE = 300  # of a parenthesis behind a title: adoption and amendments of an old regulation
_ITEM_NUMBER = re.compile(rf"\d{{1,3}}|{CHINESE_NUMERAL}+")
_EXCEPT = re.compile(r"除第.{1,20}外|第.{1,20}除外")  # what of the title is not meant
# A note in square brackets, which may hold a number with brackets of its own: [法（民）复〔1990〕3号]
_SQUARE_NOTE = re.compile(r"[〔［\[]([^《》。]{2,60})[〕］\]](?!第?\d)")
_OPEN, _CLOSE = "(（", ")）"

_YEAR = r"(?:(?:19|20)\d{2}|[6-9]\d)"  # 京政发〔87〕12号
# 法释〔1999〕18号, 高检发释字〔2012〕2号, 证监会公告[2012]31号, 通经信局（2024）140号
_NUMBER = LazyPattern(
    rf"(?P<issuer>[\u4e00-\u9fffA-Za-z]{{1,20}}(?:[（(][\u4e00-\u9fff]{{1,3}}[)）][\u4e00-\u9fff]{{1,3}})?)[〔［【\[(（﹝]{_YEAR}年?[〕］】\])）﹞][\u4e00-\u9fff]{{0,3}}\d{{1,5}}(?:-\d{{1,3}})?号"
)
# 市人民政府第59号令, 国务院令第400号, 国家税务总局公告2014年第67号, 财政部2010年第3号公告
_ORDER = LazyPattern(
    rf"(?P<issuer>[\u4e00-\u9fff]{{0,30}}?)(?P<kind>令|公告)?(?:〔?{_YEAR}〕?年?)?第[\d一二三四五六七八九十百〇]{{1,5}}号(?P<end>(?:[部省市县区局署行]长|主席)?令|公告)?"
)
# 《…的公告》（2018年第13号）: the issuer stands in the title
_SERIAL = LazyPattern(rf"{_YEAR}年第\d{{1,5}}号(?=$|[,，、;；])")
# 示例局公告2013年第7号、2014年第1号: the next serials of the same issuer
_NEXT_SERIAL = LazyPattern(rf"(?<=[、，,和及与])(?:{_YEAR}年)?第\d{{1,5}}号(?![令公])")
_SERIAL_PART = LazyPattern(rf"(?:〔?{_YEAR}〕?年?)?第[^第]+$|^.*[〔［\[(（].*$")
_LISTED = LazyPattern(r"(?:第[^，,。；;《》]{1,30})?[、，,和及与]")
# The courts' old form: （84）法办字第112号, [1986]高检会（二）字第6号
_OLD_NUMBER = LazyPattern(
    r"[〔［\[(（](?:19)?\d{2}[〕］\])）](?P<issuer>[\u4e00-\u9fff]{1,8}(?:[（(][\u4e00-\u9fff]{1,3}[)）])?[\u4e00-\u9fff]{0,3}字)第?\d{1,5}号"
)
# Between a title and its number in a table: 《甲办法》 发文机构 示例局 发文字号 示局发〔2023〕1号
_NUMBER_LABEL = LazyPattern(
    r"(?:发文(?:机构|机关|单位)[:：]?[\u4e00-\u9fff、,，()（）]{2,80}?)?(?:发文字号|发文文号|文号)[:：]?"
)
_LONGEST_LABELS = 100  # characters
# Words in front of a number that are no part of its issuer's short name
_BEFORE_ISSUER = LazyPattern(
    r"^.*(?:(?:[章节条款项目]|规定|内容|部分|附件)(?:以及|[和及与])|根据|依据|按照|依照|执行|废止|废除|印发|发布|公布|颁布|颁发|转发|批准|经由|以及|或者|其中|文件|文号|字号|关于|[我本][院局委厅部市区县省]|"
    r"[\d〇零○一二三四五六七八九十][年月日]|的)"
)
# The full name of the organ in front of its own short form: 示例省人民政府办公厅示政办发〔2011〕41号
_FULL_NAME = LazyPattern(
    r"^.*(?:[市省区县州]政府|人民政府|办公厅|办公室|委员会|国务院|法院|检察院|管委会|总局|[财税监]政?[政务管][部厅局]|教育[部厅局]|公安[部厅局])(?!(?:公告|通告|令|文)$)(?=.{2})"
)
# 公安部、司法部令第5号: the offices that issue an order together
_TOGETHER = LazyPattern(r"(?:[\u4e00-\u9fff]{2,20}[部委局署院会厅府办行]、)+$")
_ORDERS = re.compile("令|公告")
_JOINT = re.compile(r"^[和及与原以即](?=.{2})")
# What stands between a number and its title, later amendments included: 第6号令公布、第226号令修改的《…》
_ISSUES = LazyPattern(
    r"(?:(?:文件?|通知|公告)?(?:公布|发布|颁布|印发|下发|颁发|转发|施行)(?:[^《》。；;]{0,200}(?:修正|修订|修改)(?:公布|发布)?)?的?)?"
)
_AMENDS = re.compile(r"(?:文件?|通知)?(?:进行|作)?(?:了)?(?:第.次)?(?:修正|修订|修改)")
# 《…》 that is no policy but a paper: a certificate, a form, a contract
_PAPER = LazyPattern(
    r"(?:[^白蓝绿皮]书|[^代年]表|(?<!清)单|证|执照|许可证件|许可|护照|凭证|发票|票据|合同|协议|牌照|号牌|登记簿|名册|卡|账户|批件|回执|"
    r"存根|收据|公司章程|证明|批准文号|规划条件|印章)(?:[(（](?![^()（）]*(?:文本|格式))[^()（）]*[)）])?$"
)
# 示例局关于印发《甲办法》的通知, printed without quotes of its own: what stands before and behind the inner title
_OUTER_HEAD = LazyPattern(
    r"(?P<organ>[\u4e00-\u9fff]{0,40}?)"
    r"(?:关于(?!废止|停止|宣布|公开|征求|对)[\u4e00-\u9fff]{2,24}|(?<=[省市区县州])(?:贯彻)?实施)$"
)
_OUTER_TAIL = LazyPattern(
    r"(?:[(（][^()（）]{1,10}[)）])?(?:等[^的，,。；;《]{0,10}|有关[^的，,。；;《]{0,12})?的?(?:补充|实施|若干|紧急|暂行|指导|具体)*"
    r"(?:通知|公告|通告|决定|意见|批复|函|命令|办法|细则|规定|方案|决议|解释|复函|答复)(?:[(（](?:试行|暂行|修订)[)）])?"
    r"(?=$|[^\u4e00-\u9fff]|[\u4e00-\u9fff]{1,20}[〔［\[]|同时|自|等|[和及与或的之原中第]|以及|作废|废止|停止|不再|予以|一并|一律|即|失效|要求|精神|执行|有关|文件|规定)"
)
_LONGEST_HEAD = 70  # characters of an outer title before its inner one
# Of the words before 关于, what is no name of an office
_BEFORE_ORGAN = re.compile(r"^.*(?:废止|停止执行|同时|一并)|^(?:原|对|将|把|和|及|与|现|并|决定)+")
_ORGAN_END = re.compile(r"[院部委局厅府会室署办处]$")
_ALIAS = re.compile(r"(?:以下|下)(?:统称|简称|称)(?:为)?[:：]?[“\"]?(《[^《》]+》|[^《》“”\"，。,()（）]+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """One document named in a text. `start`, `end` span its title and parentheses in the squeezed text."""

    title: str | None  # with 《》, without blanks
    doc_number: str | None
    start: int
    end: int
    alias: str | None = None  # 以下简称《办法》 → 《办法》

    @property
    def is_paper(self) -> bool:
        """Whether the name is that of a certificate, form or contract."""
        return self.title is not None and bool(_PAPER.search(self.title[1:-1]))


@dataclass(frozen=True, slots=True)
class Marked:
    """A squeezed text whose named documents are marks. `origins[i]` is where character i stood in `squeezed`."""

    text: str
    squeezed: str
    mentions: tuple[Mention, ...]
    origins: tuple[int, ...]
    marks: tuple[int, ...]  # positions of the marks in `text`

    def mention(self, at: int) -> Mention:
        """The document behind the mark at `at`."""
        return self.mentions[ord(self.text[at]) - FIRST_MARK]

    def next_mark(self, start: int) -> int | None:
        """The first mark at or behind `start`."""
        index = bisect_left(self.marks, start)
        return self.marks[index] if index < len(self.marks) else None

    def last_mark(self, start: int, end: int) -> int | None:
        """The last mark in [start, end)."""
        index = bisect_left(self.marks, end) - 1
        return self.marks[index] if index >= 0 and self.marks[index] >= start else None

    def printed(self, start: int, end: int) -> str:
        """The squeezed text behind marked characters [start, end)."""
        last = self.origins[end] if end < len(self.origins) else len(self.squeezed)
        return self.squeezed[self.origins[start] : last] if start < end else ""


def names_documents(text: str) -> bool:
    """Whether `text` may name a document at all: most clauses hold neither a title nor a number."""
    return "《" in text or "号" in text


def mark(text: str) -> Marked:
    """Replace every document named in `text` by one mark.

    >>> marked = mark("根据《示例市条例》（示政发〔2020〕3号）制定")
    >>> marked.mentions[0].title, marked.mentions[0].doc_number, len(marked.text)
    ('《示例市条例》', '示政发〔2020〕3号', 5)
    """
    squeezed = _PRIVATE.sub("", squeeze(text))
    mentions = _with_numbers(squeezed, _titles(squeezed))
    chars: list[str] = []
    origins: list[int] = []
    marks: list[int] = []
    at = 0
    for index, mention in enumerate(mentions):
        chars += squeezed[at : mention.start]
        origins += range(at, mention.start)
        marks.append(len(chars))
        chars.append(chr(FIRST_MARK + index))
        origins.append(mention.start)
        at = mention.end
    chars += squeezed[at:]
    origins += range(at, len(squeezed))
    return Marked("".join(chars), squeezed, tuple(mentions), tuple(origins), tuple(marks))


def find_number(text: str) -> str | None:
    """The first document or order number printed in squeezed `text`, without the words in front of it.

    >>> find_number("2000年7月11日市人民政府第59号令公布"), find_number("我院法〔1998〕86号通知")
    ('市人民政府第59号令', '法〔1998〕86号')
    """
    numbers = _numbers(text)
    return numbers[0][2] if numbers else None


def _titles(text: str) -> list[Mention]:
    """Every outermost 《…》 with the parentheses behind it."""
    found: list[Mention] = []
    at = text.find("《")
    while at != -1:
        end = _closing(text, at)
        if end is None:
            at = text.find("《", at + 1)
            continue
        start, end = _outer_title(text, at, end, found[-1].end if found else 0)
        title = text[start:end] if start == at else f"《{text[start:end]}》"
        number, alias, end = _notes(text, end)
        found.append(Mention(title=title, doc_number=number, start=start, end=end, alias=alias))
        at = text.find("《", end)
    return found


def _outer_title(text: str, start: int, end: int, floor: int) -> tuple[int, int]:
    """The span of 示例局关于印发《甲办法》的通知 around the title at [start, end); that itself where none is there."""
    tail = _OUTER_TAIL.match(text, end)
    head = _OUTER_HEAD.search(text, max(floor, start - _LONGEST_HEAD), start) if tail else None
    if tail is None or head is None:
        return start, end
    organ = head["organ"]
    for words in (_BEFORE_ISSUER, _BEFORE_ORGAN):
        lead = words.match(organ)
        organ = organ[lead.end() :] if lead else organ
    if "关于" in text[head.end("organ") : start]:
        organ = organ if _ORGAN_END.search(organ) else ""
    elif not organ or organ[0] in "本我全各":
        return start, end
    return head.end("organ") - len(organ), tail.end()


def _closing(text: str, start: int) -> int | None:
    """The end of the title that opens at `start`; None where it is never closed."""
    depth = 0
    for at in range(start, min(len(text), start + _LONGEST_TITLE)):
        if text[at] == "《":
            depth += 1
        elif text[at] == "》":
            depth -= 1
            if not depth:
                return at + 1
        elif text[at] == "。":
            return None
    return None


def _notes(text: str, end: int) -> tuple[str | None, str | None, int]:
    """Number and short name in the parentheses that stand directly behind a title, and where they end."""
    number = alias = None
    while end < len(text) and text[end] in _OPEN + "〔［[":
        if text[end] in _OPEN:
            close = _balanced(text, end)
        else:
            bracket = _SQUARE_NOTE.match(text, end)
            close = bracket.end() if bracket and _is_note(bracket[1]) else None
        if close is None:
            break
        note = text[end + 1 : close - 1]
        if _ITEM_NUMBER.fullmatch(note) or _EXCEPT.fullmatch(note):  # （二） opens the next item of a list
            break
        serial = _SERIAL.match(note)
        number = number or find_number(note) or (serial[0] if serial else None)
        short = _ALIAS.search(note)
        alias = alias or (short[1] if short else None)
        end = close
    return number, alias, end


def _is_note(words: str) -> bool:
    """Whether words in square brackets are a note: a number, or a remark in Chinese characters."""
    return find_number(words) is not None or re.fullmatch("[\u4e00-\u9fff]+", words) is not None


def _balanced(text: str, start: int) -> int | None:
    depth = 0
    for at in range(start, min(len(text), start + _LONGEST_NOTE)):
        if text[at] in _OPEN:
            depth += 1
        elif text[at] in _CLOSE:
            depth -= 1
            if not depth:
                return at + 1
    return None


def _numbers(text: str) -> list[tuple[int, int, str]]:
    """Start, end and name of every number printed; a serial that goes on a list has its issuer's name put before it."""
    spans = _number_spans(text)
    numbers = [(start, end, text[start:end]) for start, end in spans]
    for match in _NEXT_SERIAL.finditer(text):
        before = max((number for number in numbers if number[1] < match.start()), default=None)
        issuer = _SERIAL_PART.sub("", before[2]) if before else ""
        if before and issuer and _LISTED.fullmatch(text, before[1], match.start()):
            numbers.append((*match.span(), issuer + match[0]))
    return sorted(numbers)


def _number_spans(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    if "号" not in text:
        return spans
    spans += (match.span() for match in _OLD_NUMBER.finditer(text))
    for pattern in (_NUMBER, _ORDER) if "令" in text or "公告" in text else (_NUMBER,):
        for match in pattern.finditer(text):
            if pattern is _ORDER and not (match["kind"] or match["end"]):
                continue
            issuer = match["issuer"]
            lead = _BEFORE_ISSUER.match(issuer)
            start = match.start() + (lead.end() if lead and (lead.end() < len(issuer) or pattern is _ORDER) else 0)
            full = _FULL_NAME.match(text[start : match.end("issuer")]) if pattern is _NUMBER else None
            start += full.end() if full else 0
            start = _behind_date(text, start)
            if _ORDERS.search(text, start, match.end("issuer") + 2):
                start = _behind_date(text, _first_office(text, start))
            joint = _JOINT.match(text[start : match.end("issuer")])
            start += joint.end() if joint else 0
            if not any(start < end and match.end() > begin for begin, end in spans):
                spans.append((start, match.end()))
    return sorted(spans)


def _behind_date(text: str, start: int) -> int:
    """`start`, or one further where it stands at the 日 of a date."""
    return start + 1 if re.match(r"\d[年月日]", text[max(0, start - 1) : start + 1]) else start


def _first_office(text: str, start: int) -> int:
    """Where the first of the offices begins that issue the order at `start` together."""
    together = _TOGETHER.search(text, max(0, start - _LONGEST_HEAD), start)
    if together is None:
        return start
    lead = _BEFORE_ISSUER.match(together[0])
    return together.start() + (lead.end() if lead and lead.end() < len(together[0]) else 0)


def _numbers_it(text: str, mention: Mention, start: int) -> bool:
    """Whether the number at `start` is that of a title before it: directly behind it, or behind labels of a table."""
    if mention.title is None or not 0 <= start - mention.end <= _LONGEST_LABELS:
        return False
    return mention.end == start or _NUMBER_LABEL.fullmatch(text, mention.end, start) is not None


def _with_numbers(text: str, titles: list[Mention]) -> list[Mention]:
    """Titles joined with the number in front of them, and the numbers that stand alone, in order."""
    found = list(titles)
    for start, end, number in _numbers(text):
        if any(start < mention.end and end > mention.start for mention in found) or _AMENDS.match(text, end):
            continue
        before = next((index for index, mention in enumerate(found) if _numbers_it(text, mention, start)), None)
        if before is not None and found[before].doc_number is None:  # 《…》示政发〔2010〕1号
            found[before] = replace(found[before], doc_number=number, end=end)
            continue
        behind = next((index for index, mention in enumerate(found) if mention.start >= end), None)
        if behind is not None and _ISSUES.fullmatch(text, end, found[behind].start):
            title = found[behind]
            found[behind] = replace(title, start=start, doc_number=title.doc_number or number)
            continue
        found.append(Mention(title=None, doc_number=number, start=start, end=end))
        found.sort(key=lambda mention: mention.start)
    return found
