"""Names of documents: document numbers and titles, their normal form and when two are the same.

A document number (发文字号) has an issuer's short name, a year in 〔〕 and a serial: 京经信发〔2022〕162号
(GB/T 9704-2012, 7.2.5). Pages print it with any bracket and blanks.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from tracker.text import chinese_number, normal, squeeze

# 京经信发〔2022〕162号, 国科发规 [2023] 41 号, 通经信局(2024)140号, 示府〔2001〕综156号
DOC_NUMBER = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff]{1,14}?)\s*"
    r"[〔［【\[(（﹝]\s*(?P<year>(?:19|20)\d{2})\s*[〕］】\])）﹞]\s*"
    r"(?P<serial>[\u4e00-\u9fff]{0,3}\s*\d{1,5})\s*号"
)
# 令 and 公告 numbers: 北京市人民政府令第320号, 财政部令第6号, 2024年第3号
ORDER_NUMBER = re.compile(r"(?:[\u4e00-\u9fff]{2,20}(?:令|公告))?\s*(?:(?:19|20)\d{2}\s*年\s*)?第\s*\d{1,5}\s*号令?")

_YEAR_NUMBER = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff]{0,14}?)[\[(](?P<year>(?:19|20)\d{2})[\])]"
    r"(?P<series>[\u4e00-\u9fff]{0,2}?)第?(?P<serial>\d{1,5})号?"
)
_ORDER = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff·、,]{0,40}?)(?P<kind>令|公告|通告)?[\[(]?(?P<year>(?:(?:19|20)\d{2}年)|(?:\[[一二三四五六七八九十]+届\]))?"
    r"第(?P<serial>\d{1,5}|[零〇一二三四五六七八九十百千]{1,9})号(?P<after>令|公告)?[\])]?"
)
_LABEL = re.compile(r"^(?:发文字号|发文号|文件编号|文号|字号)[:：]?")

_BRACKETED = r"[(（\[【〔]\s*{}\s*[)）\]】〕]"
_DRAFT = (
    r"[^()（）\[\]【】〔〕]{0,12}?"
    r"(?:征求意见|意见征集|征集意见|征询意见|草案|送审|讨论|审议|报批|公示)(?:第?[一二三]?次?)?(?:修改|修订)?[稿版]?[^()（）\[\]【】〔〕]{0,6}?"
)
_DRAFT_MARK = re.compile(_BRACKETED.format(_DRAFT))
_EDITION = (
    r"(?:(?:19|20)\d{2}年?(?:\d{1,2}月)?)?(?:第[一二三四五六七八九十]+次)?(?:试行|暂行|修订|修正|修改|修订试行|试行修订)?"
    r"(?:第[一二三四五六七八九十\d]+)?[版稿本]?"
)
_EDITION_MARK = re.compile(_BRACKETED.format(rf"(?=[^()（）]*(?:试行|暂行|修|版|稿))(?:{_EDITION})"))

# 民政局 财政局关于…: behind an office's name, before another that stands in front of 关于
_BETWEEN_OFFICES = re.compile(
    r"(?<=[局会厅部委办院署府室]) (?!关于|印发|转发|等)"
    r"(?=[\u4e00-\u9fff、]{2,30}?(?:局|委员会|委|厅|部|办公室|政府|管委会|院|署|会|行)(?: |等|关于|印发|转发))"
)
_LONGEST_TITLE = 400  # characters; a line longer than this is a text
_NAME = r"《(?P<name>(?:[^《》]|《[^《》]*》)+)》"
_MARKS_AFTER = r"(?:\s*[(（][^()（）]*[)）])*+"  # possessive: a title of brackets alone must not take minutes
_MORE_NAMES = r"(?P<more>(?:\s*(?:[、和及与]|以及)?\s*《[^《》]+》)*+)"
_AFTER_NAME = rf"{_MARKS_AFTER}{_MORE_NAMES}{_MARKS_AFTER}(?:等[^的]{{0,12}})?"
_NOTICE = r"(?:通知|公告|通告|决定|函|令|启事|公示|批复)"
_QUOTED = re.compile(
    rf"(?:印发|发布|公布|转发|下发|颁布|颁发|实施|修订)[^《》]{{0,12}}?{_NAME}{_AFTER_NAME}的?{_NOTICE}?{_MARKS_AFTER}$"
)
_ASKING = r"(?:向社会|再次|第[一二三]次|面向社会|公开|网上)*(?:征求|征集|征询|听取)"
_NAME_BEHIND = _NAME.replace("name", "name2") + _AFTER_NAME.replace("more", "more2")
_QUOTED_DRAFT = re.compile(
    rf"{_NAME}{_AFTER_NAME}(?:的|进行)?{_ASKING}|{_ASKING}[^《》]{{0,12}}{_NAME_BEHIND}.{{0,4}}(?:意见|建议)"
)
_OUTCOME = re.compile(r"结果|反馈|采纳|情况|说明|解读|答复|图解|问答")
# what a policy is called at the end of its title: enough to tell 关于发布X办法的通知 from 关于公布X名单的通知
POLICY_KIND = re.compile(
    r"(?:办法|措施|规定|细则|方案|意见|计划|指南|条例|目录|标准|规则|规程|准则|规划|纲要|制度|要点|政策|导则|规范|清单|章程|预案|"
    r"指引|要求|大纲|宣言|行动|汇编|若干条|\d+条|[一二三四五六七八九十]条|导引|裁量基准|基准|白皮书|法)$"
)
_BARE = re.compile(rf"(?:印发|转发|下发|颁布)(?P<rest>.{{5,}}?)的?{_NOTICE}{_MARKS_AFTER}$")
_BARE_KIND = re.compile(rf"(?:发布|公布)(?P<rest>.{{5,}}?)的?(?:通知|公告|通告){_MARKS_AFTER}$")
_NUMBER_AT_END = re.compile(
    r"\s*[(（]?[\u4e00-\u9fff]{1,14}\s*[〔［【\[(（﹝]\s*(?:19|20)\d{2}\s*[〕］】\])）﹞]\s*第?\s*\d{1,5}\s*号[)）]?$"
)


@lru_cache(maxsize=16_384)
def doc_number_key(number: str | None) -> str | None:
    """One form for a document number however it is printed; None for none. Of several numbers, the first.

    >>> doc_number_key("京经信发 [2022] 162 号"), doc_number_key("文号：京政办字(2023)第05号")
    ('京经信发〔2022〕162号', '京政办字〔2023〕5号')
    >>> doc_number_key("中华人民共和国国务院令 第七百零七号"), doc_number_key("国令第707号")
    ('国务院令第707号', '国务院令第707号')
    """
    if not number:
        return None
    text = _LABEL.sub("", normal(number).replace(" ", ""))
    match = _YEAR_NUMBER.search(text)
    if match:
        return f"{match['issuer']}〔{match['year']}〕{match['series']}{int(match['serial'])}号"
    order = _ORDER.search(text)
    if order and (order["kind"] or order["after"] or order["year"]):
        return _order_key(order)
    return squeeze(number) or None


def _order_key(match: re.Match[str]) -> str:
    serial = chinese_number(match["serial"])
    issuer = re.sub(r"^中华人民共和国|[、,]", "", match["issuer"] or "")
    issuer = "国务院" if issuer == "国" else issuer
    year = (match["year"] or "").replace("[", "〔").replace("]", "〕")
    return f"{issuer}{match['kind'] or match['after'] or ''}{year}第{serial}号"


def tidy_number(number: str | None) -> str | None:
    """A document number as printed but for blanks, width and the style of its brackets; None for none.

    >>> tidy_number("京经信发 [2022] 162 号"), tidy_number("示例市人民政府令 第 179 号")
    ('京经信发〔2022〕162号', '示例市人民政府令第179号')
    """
    if not number:
        return None
    text = squeeze(unicodedata.normalize("NFKC", number))
    return re.sub(r"[\[(【〔﹝]((?:19|20)\d{2}|[一二三四五六七八九十]+届)[\])】〕﹞]", r"〔\1〕", text) or None


def clean_title(title: str) -> str:
    """A title on one line: blanks between Chinese characters and marks of conversion removed, outer 《》 dropped.

    The blank that parts two offices before 关于 stays.

    >>> clean_title("**若干 政策措施**"), clean_title("[bookmark: _GoBack]《若干措施》")
    ('若干政策措施', '若干措施')
    >>> clean_title("示例市民政局  示例市财政局 关于 印发办法的通知")
    '示例市民政局 示例市财政局关于印发办法的通知'
    """
    text = re.sub(r"\*\*|</?[A-Za-z][^<>]{0,40}>|\[bookmark:[^\]]*\]|^\s*#+\s", "", title)
    text = "".join(char for char in text if char not in "\u200b\u200c\u200d\u2060\ufeff\u00ad")
    text = re.sub(r"\s+", " ", text).strip()
    text = _BETWEEN_OFFICES.sub("\N{NULL}", text)
    text = re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text).replace("\N{NULL}", " ")
    if text[:1] + text[-1:] in ("《》", "〈〉") and text.count(text[0]) == 1:
        text = text[1:-1]
    return text


def carried_titles(title: str) -> tuple[str, ...]:
    """The titles of the policies that a notice carries (印发, 公布, 征求意见), marks and all; () without one.

    >>> carried_titles("关于印发《若干措施（试行）》的通知"), carried_titles("关于《办法》《细则》公开征求意见的公告")
    (('若干措施（试行）',), ('办法', '细则'))
    >>> carried_titles("关于《若干措施》征求意见情况的反馈"), carried_titles("关于延长《办法》有效期的通知")
    ((), ())
    """
    text = _NUMBER_AT_END.sub("", clean_title(title))
    if len(text) > _LONGEST_TITLE:
        return ()
    quoted = _QUOTED.search(text)
    if quoted:
        return carried_titles(quoted["name"]) or _names(quoted["name"], quoted["more"])
    asking = _QUOTED_DRAFT.search(text)
    if asking and not _OUTCOME.search(text[asking.end() :]):
        return _names(asking["name"] or asking["name2"], asking["more"] or asking["more2"])
    bare = _BARE.search(text) or _BARE_KIND.search(text)
    if bare is None or bare["rest"].startswith("《") or bare["rest"].count("《") != bare["rest"].count("》"):
        return ()
    rest = re.sub(r"^(?:了|修订后的|新修订的)", "", bare["rest"])
    if bare.re is _BARE_KIND and not POLICY_KIND.search(_EDITION_MARK.sub("", rest)):
        return ()
    return carried_titles(rest) or (clean_title(rest),)


def _names(first: str, more: str | None) -> tuple[str, ...]:
    return tuple(clean_title(name) for name in (first, *re.findall(r"《([^《》]+)》", more or "")))


def policy_title(title: str) -> str:
    """The policy's own title: of 《…》 in a notice 关于印发《…》的通知, without 征求意见稿 and its kin.

    试行 and 修订 stay: they are printed with the title of what is issued.

    >>> policy_title("示例市示例局关于印发《示例市若干措施（征求意见稿）》的通知")
    '示例市若干措施'
    >>> policy_title("北京市教育委员会关于印发建设项目管理办法的通知"), policy_title("若干措施（试行）")
    ('建设项目管理办法', '若干措施（试行）')
    """
    text = "、".join(carried_titles(title)) or _NUMBER_AT_END.sub("", clean_title(title))
    return clean_title(_DRAFT_MARK.sub("", text)) or clean_title(title)


@lru_cache(maxsize=16_384)  # the register asks for the same titles over and over
def title_key(title: str) -> str:
    """What two titles of the same policy share: the policy title in normal form, without 关于 in front and marks.

    >>> title_key("《关于支持产业的若干措施》(试行)") == title_key("支持产业的若干措施（试行）")
    True
    """
    text = _EDITION_MARK.sub("", policy_title(title))
    text = re.sub(r"^[《]?关于", "", clean_title(text))
    return re.sub(r"[^\w]", "", normal(text).replace("〇", "0"))


def title_names(title: str) -> str:
    """`title` between 《》, as a citation prints it; a title inside it stands between 〈〉 (GB/T 15834).

    >>> title_names("关于延长《示例市补贴办法》有效期的通知")
    '《关于延长〈示例市补贴办法〉有效期的通知》'
    """
    return f"《{clean_title(title).replace('《', '〈').replace('》', '〉')}》"
