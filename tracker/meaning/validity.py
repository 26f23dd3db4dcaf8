"""Validity: from when to when a text holds.

In:  a version, its clauses parsed: "本措施自印发之日起30日后施行，有效期3年。"
Out: `Validity`: the dates worked out as far as the text and the version's own dates carry, and the way there in words.

What is read, in the document's own voice only (a certificate's 有效期 is none):
    start   自印发/发布/公布之日起施行, 自印发之日起30日后施行, 自2024年1月1日起施行
    end     有效期至2028年12月31日, 至2027年12月31日结束, 2030年1月1日起自动失效, 有效期自2024年1月1日至2026年12月31日
    term    有效期3年, 有效期三年, 施行五年, 试行两年, 暂定三年

Conventions
    - 印发, 发布, 公布之日 is the date under the signature (`issued`); where that is unknown, the day of publication.
      A draft has neither, and of a law reprinted as amended only the amendment's date is known: a day counted from
      the issue stays unknown.
    - 自…之日起 counts that day as the first. So a term of 3 years from 2022-07-26 ends on 2025-07-25, and
      自印发之日起30日后 of a text issued on 2024-03-01 is 2024-03-31.
    - `expires_on` is the last day the text holds. 至2027年底 is 2027-12-31, 至2027年6月 is 2027-06-30.
    - The last clause that speaks of it wins over earlier ones, the text over the notice that carries it, and both over
      what the page states beside the text.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.models import Clause, Validity, Version
from tracker.names import title_key
from tracker.text import CHINESE_NUMERAL, LazyPattern, chinese_number, squeeze

_NUMERAL = rf"(?:\d+|{CHINESE_NUMERAL}+)"
_YEAR_DIGITS = r"(?:\d{4}|[〇零○一二三四五六七八九]{4})"
_DAY = rf"{_YEAR_DIGITS}年(?:{_NUMERAL}月(?:{_NUMERAL}[日号])?)?(?:年?[底末])?"
_ISSUE = r"(?:正式)?(?:印发|发布|公布|颁布|发文|下发|签发|印制|修订|发出|通过|批准|公告)"
_BEGINS = r"(?:正式)?(?:开始)?(?:施行|实施|执行|生效|试行|实行|暂行|起效)"
_COUNT = r"(?:\d{1,2}|[一二三四五六七八九十两]{1,3})"
_LENGTH = rf"(?<!\d){_COUNT}(?:年半|周年|年(?:零?{_COUNT}个月)?|个月)"
_TERM = rf"(?P<term>{_LENGTH})"
_SINCE = rf"(?P<issue>{_ISSUE})(?P<next>次|第二)?之?日(?:期)?|(?P<day>{_DAY})"

# Whatever is said of a beginning, an end or a term names one of these
_IN_TIME = re.compile("[年月日]")
# 自印发之日起30日后施行 · 自公布后第30日起施行 · 2024年1月1日起施行 · 自发布次日起执行
_START = LazyPattern(
    rf"[自从于由]?(?:{_SINCE}|(?P<after>{_ISSUE})后(?=满?第?{_NUMERAL}))(?:零时|0时)?(?:起|开始|始)?"
    rf"(?:[，,]?满?(?P<ordinal>第)?(?P<delay>{_NUMERAL})(?P<unit>日|天|个月|个?工作日)(?:之后|以后|后|起)?)?(?:起|开始)?{_BEGINS}"
    # what is begun is the text itself, not 执行优惠 or 实施补贴
    rf"(?=$|[。；;，,、)）：:！!]|[-—–~～]|至|到|有效|期限|试行|暂定|并|且|{_NUMERAL}(?:年|个月))"
)
_WORD = (
    r"(?:暂定|暂)?(?:(?:有效|执行|实施|施行|试行|适用)(?:期限|时间|期)|有效期限?|期限|有效|执行|实施|施行|试行|暂行|暂定|延续)"
    r"(?:(?:暂定|暂行)?(?:为|是|[:：])?)"
)
# 有效期至2028年12月31日 · 执行至2027年底 · 有效期：自印发之日起至2027年12月31日 · 至2027年12月31日结束
_UNTIL = LazyPattern(
    rf"{_WORD}(?:[自从](?P<issue>{_ISSUE})之?日起)?(?:截至|截止至|截止到|截止|持续至|延续至|至|到)(?P<day>{_DAY})"
)
_UNTIL_BARE = LazyPattern(
    rf"(?<=[，,、])(?:截至|截止至|截止到|至|到)(?P<day>{_DAY})(?:止|截止|结束|终止|失效|废止|有效)"
)
# …施行，2029年12月31日止 · …施行，2030年1月1日起自动失效: `over` is the first day it no longer holds
_OVER = LazyPattern(
    rf"(?<=[，,])[自从于]?(?P<day>{_DAY})(?:止(?=[。；;，,]|$)|(?P<over>起)?(?:自动|自行|自然)?(?:失效|废止)(?=[。；;，,]|$))"
)
# 有效期自2024年1月1日至2026年12月31日 · 自2024年1月1日起至2026年12月31日止施行
_SPAN = LazyPattern(
    rf"(?P<word>{_WORD}(?:{_LENGTH}[（(])?)?[自从]?(?P<day>{_DAY}|\d{{4}}(?=[-—–~～]+\d{{4}}年))起?(?:{_BEGINS})?[，,]?(?:有效期)?(?:[-—–~～]+|至|到)"
    rf"(?P<last>{_DAY}|{_NUMERAL}月{_NUMERAL}日)(?P<tail>止|有效|{_BEGINS})?"
)
# 有效期3年 · 试行两年 · 有效期为自发布之日起3年
_FOR = LazyPattern(
    rf"{_WORD}(?:[自从](?:{_SINCE}|{_BEGINS}之?日)起)?(?:暂定|为)?{_TERM}(?!以|度|级|期|来|的|内(?!有效))"
)
_FOR_BARE = LazyPattern(rf"[自从](?:{_SINCE})起{_TERM}内?有效")
# 有效期3年，自发布之日起计算
_COUNTED = LazyPattern(rf"(?<=[，,])[自从](?:{_SINCE})起(?:开始)?(?:计算|起算|算)(?=[。；;，,]|$)")

_NOUN = (
    r"(?:措施|办法|规定|条例|细则|意见|通知|方案|政策|规则|指南|计划|决定|公告|通告|制度|规程|规范|标准|目录|清单|文件|解释|要点|章程|"
    r"导则|法|若干条|指引|条款|准则|纲要|规划)(?:[(（][^()（）]*[)）])?"
)
# Who may be said to hold: this document, or nobody named. 本办法规定的标准 is another thing: no 的 inside.
_OWN = LazyPattern(
    rf"(?:(?<![基根资成样日版原])本|该|此|以上|上述|这一|这些)[^，,。；;《》的证]{{0,16}}{_NOUN}(?:将|均|有效)?$|^(?:若干|支持|政策|实施|管理|暂行)*{_NOUN}$"
)
_NUMBERING = LazyPattern(rf"^(?:第{_NUMERAL}条|[(（]?{_NUMERAL}[)）.．、]|[一二三四五六七八九十]+、)")


@dataclass(frozen=True, slots=True)
class _Statement:
    """One thing a sentence says about the text's life: the match, and where the sentence stands."""

    match: re.Match[str]
    passage: int = 0  # as `_passages` counts
    at: int = 0  # number of the sentence in its passage

    def day(self, name: str = "day") -> str | None:
        return self.match.groupdict().get(name)


def find_validity(version: Version) -> Validity:
    """
    Read from when to when `version` holds.

    Args:
        version: Its clauses set (an empty tuple: its plain text is read), with `issued`, `published` as far as known.

    Returns:
        What the text says, worked out to dates; what it does not say and the page does not state stays None.

    >>> import datetime as dt
    >>> v = Version(title="示例", text="本措施自印发之日起施行，有效期3年。", issued=dt.date(2022, 7, 26))
    >>> find_validity(v).expires_on
    datetime.date(2025, 7, 25)
    """
    start = end = term = None
    passages: list[list[str]] = []
    for passage, sentences in enumerate(_passages(version)):
        passages.append(sentences)
        for index, sentence in enumerate(sentences):
            if _IN_TIME.search(sentence) is None:
                continue
            begun = _first(_START, sentence, version.title)
            start = start or (begun and replace(begun, passage=passage, at=index))
            follows = (
                begun is not None or _first(_START, sentences[index - 1] if index else "", version.title) is not None
            )
            lasts = _term(sentence, follows=follows)
            ends = _end(sentence, follows=follows, lasts=lasts is not None)
            counted = _COUNTED.search(sentence) if lasts and not start else None
            start = start or (_Statement(counted, passage, index) if counted else None)
            end = end or (ends and replace(ends, passage=passage, at=index))
            term = term or (lasts and replace(lasts, passage=passage, at=index))
        if start and (end or term):
            break
    said = [statement for statement in (start, end, term) if statement]
    return replace(_worked_out(version, start, end, term), text=_printed(passages, said) or _stated(version).text)


def _printed(passages: Sequence[Sequence[str]], said: Sequence[_Statement]) -> str | None:
    """The sentences of `said` in order of print; …… stands for what is left out between them."""
    places = sorted({(-statement.passage, statement.at) for statement in said})
    text = ""
    for number, (passage, at) in enumerate(places):
        apart = number > 0 and (passage, at - 1) != places[number - 1]
        text += ("……" if apart else "") + passages[-passage][at]
    return text or None


def _passages(version: Version) -> Iterator[list[str]]:
    """The sentences of each clause, the last clause first, then those of the notice."""
    texts = [_without_heading(clause) for clause in reversed(version.clauses)] or [version.text]
    for text in (*texts, version.notice or ""):
        yield [part for part in re.split(r"(?<=[。；;！!])", squeeze(text)) if part]


def _without_heading(clause: Clause) -> str:
    """The clause's text without 附则 above it; a heading that is the whole clause stays."""
    body = clause.text.removeprefix(clause.heading or "")
    return body if body.startswith("\n") and body.strip() else clause.text


def _first(pattern: LazyPattern, sentence: str, title: str) -> _Statement | None:
    """The first match whose subject is the document itself."""
    for match in pattern.finditer(sentence):
        if _is_own(_subject(sentence, match.start()), title):
            return _Statement(match)
    return None


def _subject(sentence: str, end: int) -> str:
    """What stands between the last comma and a statement, without numbering and heading."""
    start = max((sentence.rfind(mark, 0, end) for mark in "，,：:。；;"), default=-1) + 1
    return _NUMBERING.sub("", sentence[start:end])


def _is_own(subject: str, title: str) -> bool:
    subject = re.sub(r"^.*附则", "", subject)
    if not subject or _OWN.search(subject):
        return True
    named = re.fullmatch(r"原?《(.+)》", subject)
    return named is not None and title_key(named[1]) == title_key(title)


def _end(sentence: str, *, follows: bool, lasts: bool) -> _Statement | None:
    """The day the text itself names as its last; `follows`: this or the last sentence says when the text begins;
    `lasts`: this one says for how long.
    """
    for match in _SPAN.finditer(sentence):
        subject = _subject(sentence, match.start())
        said = match["word"] or match["tail"] or lasts
        if said and (_OWN.search(subject) or (not subject and (follows or lasts or match["word"]))):
            return _Statement(match)
    for pattern in (_UNTIL, _UNTIL_BARE, _OVER):
        for match in pattern.finditer(sentence):
            if _is_said(sentence, match.start(), follows=follows):
                return _Statement(match)
    return None


def _is_said(sentence: str, at: int, *, follows: bool) -> bool:
    """Whether what stands at `at` is said of the text itself; not of a case (已受理的，执行期限至…)."""
    subject = _subject(sentence, at)
    if _OWN.search(subject):
        return True
    of_case = re.search("的[，,]", sentence[:at]) is not None
    return follows and not of_case and (not subject or _is_start(subject))


def _term(sentence: str, *, follows: bool) -> _Statement | None:
    """The term the text gives itself."""
    for match in (*_FOR.finditer(sentence), *_FOR_BARE.finditer(sentence)):
        if _is_said(sentence, match.start(), follows=follows):
            return _Statement(match)
    return None


def _is_start(subject: str) -> bool:
    """Whether the words before 施行五年 are the start itself: 自2024年1月1日起施行五年."""
    return re.search(rf"[自从](?:{_SINCE})起$", subject) is not None


def _stated(version: Version) -> Validity:
    return version.stated_validity or Validity()


def _worked_out(
    version: Version, start: _Statement | None, end: _Statement | None, term: _Statement | None
) -> Validity:
    """Turn the statements into dates and say how."""
    stated = _stated(version)
    steps: list[str] = []
    begins = _begin(version, start or _if_dated(end) or _if_dated(term), steps)
    if begins is None and stated.effective_from:
        begins = stated.effective_from
        steps.append(f"页面标明实施日期{begins}")
    expires = _finish(begins, end, term, steps)
    if expires is None and stated.expires_on:
        expires = stated.expires_on
        steps.append(f"页面标明失效日期{expires}")
    return Validity(
        effective_from=begins,
        expires_on=expires,
        term=term.match["term"] if term else None,
        reasoning="；".join(steps) or None,
    )


def _if_dated(said: _Statement | None) -> _Statement | None:
    """`said` where it also says from when: 有效期自2024年1月1日至…, 有效期为自发布之日起3年."""
    return said if said and ((said.day("day") and "last" in said.match.groupdict()) or said.day("issue")) else None


def _begin(version: Version, said: _Statement | None, steps: list[str]) -> dt.date | None:
    """The first day, from a date or counted from the day of issue."""
    if said is None:
        return None
    printed = said.day("day")
    if printed and not said.day("issue"):
        day = _date(printed, last=False)
        steps.append(f"文中写明自{printed}起")
        return day
    word = said.day("issue") or said.day("after") or "印发"
    base = _issue_day(version, word, steps)
    if base is None:
        return None
    if said.day("next"):
        base += dt.timedelta(days=1)
        steps.append(f"次日为{base}")
    delay = said.match.groupdict().get("delay")
    if delay:
        unit = said.match["unit"]
        if unit.endswith("工作日"):
            steps.append(f"{delay}{unit}后施行，不推算")
            return None
        count = int(chinese_number(delay) or 0)
        if said.day("ordinal") and not said.day("after"):
            count -= 1  # 自公布之日起第30日: that day is the first
        base = _later(base, count, unit)
        steps.append(f"第{delay}{unit}为{base}" if said.day("ordinal") else f"{delay}{unit}后为{base}")
    return base


def _issue_day(version: Version, word: str, steps: list[str]) -> dt.date | None:
    """The day that 印发/发布/公布之日 means for this version."""
    if version.stage == "draft":
        steps.append(f"征求意见稿尚未{word}，起算日未定")
        return None
    if _is_amended(version) and word != "修订":
        steps.append(f"文本经修正，{word}之日指原文{word}日期，页面未载")
        return None
    if version.issued:
        steps.append(f"{word}之日按成文日期{version.issued}")
        return version.issued
    if version.published:
        steps.append(f"{word}之日按发布日期{version.published}")
        return version.published
    steps.append(f"{word}日期未知，起算日未定")
    return None


def _is_amended(version: Version) -> bool:
    """Whether the date known is that of an amendment: a law reprinted as amended, its title and number unchanged.

    A policy issued anew as 修订 says so in its title, or bears a number or a notice of its own.
    """
    title = version.printed_title or version.title
    return version.stage == "revised" and not (version.doc_number or version.notice or re.search("修订|修正|版", title))


def _finish(
    begins: dt.date | None, end: _Statement | None, term: _Statement | None, steps: list[str]
) -> dt.date | None:
    """The last day: named in the text, or the term counted from the first day."""
    if end:
        printed = end.day("last") or end.match["day"]
        if "年" not in printed:
            printed = f"{end.match['day'].partition('年')[0]}年{printed}"
        day = _date(printed, last=True)
        if day and end.day("over"):
            day = (_date(printed, last=False) or day) - dt.timedelta(days=1)
            steps.append(f"文中写明自{printed}起失效")
            return day
        steps.append(f"文中写明有效至{printed}")
        return day
    if not term:
        return None
    words = term.match["term"]
    if begins is None:
        steps.append(f"有效期{words}，起始日期未知，不推算失效日期")
        return None
    last = _later(begins, _months(words), "个月") - dt.timedelta(days=1)
    steps.append(f"自{begins}起{words}，至{last}止")
    return last


def _months(term: str) -> int:
    """A printed term in months: 两年半 is 30, 2年6个月 is 30."""
    years, _, months = term.rpartition("年") if "年" in term else ("", "", term)
    count = 12 * int(chinese_number(years.removesuffix("周")) or 0) if years else 0
    if months == "半":
        return count + 6
    rest = months.removeprefix("零").removesuffix("个月")
    return count + (int(chinese_number(rest) or 0) if rest else 0)


def _later(day: dt.date, count: int, unit: str) -> dt.date:
    """`day` plus days or calendar months; a month too short ends on its last day."""
    if unit != "个月":
        return day + dt.timedelta(days=count)
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _date(printed: str, *, last: bool) -> dt.date | None:
    """A printed day, month or year as its first or `last` day; None where it is no day of the calendar."""
    match = re.match(rf"({_YEAR_DIGITS})年?(?:({_NUMERAL})月)?(?:({_NUMERAL})[日号])?", printed)
    if match is None:
        return None
    year, month, day = (int(chinese_number(part) or 0) if part else None for part in match.groups())
    try:
        month = month or (12 if last else 1)
        return dt.date(year or 0, month, day or (calendar.monthrange(year or 0, month)[1] if last else 1))
    except (ValueError, calendar.IllegalMonthError):
        return None
