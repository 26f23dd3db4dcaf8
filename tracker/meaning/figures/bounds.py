"""From a number to how far it reaches: at most, at least, exactly, from … to.

A bound word touches its number (最高可给予500万元, 500万元以上), stands before words that lead to it
(不超过国家和市级支持资金的30%), or before a list whose items it all reaches (不高于100万元、30万元和20万元).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from tracker.meaning.figures.atoms import Atom

Bound = Literal["max", "min", "exact", "range"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounded:
    """An atom with its bound. [start, end) covers the number and the bound words that touch it."""

    atom: Atom
    bound: Bound
    start: int
    end: int
    before: bool = False  # a bound word stands in front, so it reaches the list behind
    after: bool = False  # a bound word stands behind (以上)
    high: Decimal | str | None = None


# a comparison denied is the other bound: 不得超过, 不能低于
_NOT = "(?:不(?:得|能够?|可以?|应当?|宜|准|许|允许|会)?|未|没有)"
_MAX = (
    f"最高|最多|最大|最长|至多|{_NOT}(?:超过|超出|超|高于|多于|大于|长于|突破)|不足|不满|未满|未达到|未达|"
    "(?<!不)(?<!不[得能可应宜准许会])低于|(?<!不)少于|(?<!不)小于|上限|封顶|≤|<"
)
_MIN = f"{_NOT}(?:低于|少于|小于|短于)|最低|最少|至少|下限|超过|高于|大于|多于|突破|达到|达|超|(?<!届)(?<!期)满|逾|≥|>"
_MAX_WORD = re.compile(_MAX)
_BOUND_WORD = re.compile(rf"(?P<max>{_MAX})|(?P<min>{_MIN})")
# 最高人民法院, 最低工资标准 bound nothing
_NO_BOUND = re.compile(
    "最低(?:工资|生活|标准|注册|缴费|收费|限度)|最高(?:人民|检察|法院|水平|级|奖(?![励补金])|等级|荣誉|管理)"
)
# what may stand between a bound word and the number it touches
_FILL = (
    "(?:可以?|给予|予以|给|奖励|补助|补贴|支持|资助|支付|配套|贴息|奖补|额度|金额|资金|总额|标准|比例|限额|按照?|分别|为|是|达到|达|至|约|"
    f"人民币|美元|港币|港元|欧元|等值|{_NOT}(?:超过|超|高于|低于)|累计|再|的|了|:|\\(含\\))*"
)
_BEFORE = re.compile(rf"(?:(?P<max>{_MAX})|(?P<min>{_MIN})){_FILL}$")
# 1亿元(含)以上, 5亿元(含本数,下同)以上, 1000万元(人民币,下同)以上
_INCLUSIVE = r"(?:[(\[](?:不?包?含(?:本数)?|人民币)(?:[,、](?:以?下同|人民币|不?包?含(?:本数)?))*[)\]])"
_AFTER = re.compile(
    rf"(?P<head>{_INCLUSIVE}?(?:人民币)?)(?:(?P<min>[及或和]?其?以上|起(?!步)|以后|之后|以来|后(?![续期]))|(?P<max>[及或和]?其?以下|以内|之内|以前|之前|封顶|为上限|为限|为封顶))"
    rf"{_INCLUSIVE}?"
)
_BY = re.compile(r"(?P<min>(?!))?(?P<max>[底末]?前(?![款述期条置项]))")  # 2025年6月底前
_WITHIN = re.compile("内(?!部(?!门)|容|外|地|蒙)")  # 三年内; behind money 内 begins another word
_ON_FORCE = re.compile("起(?:施行|实施|执行|生效|正式|试行)")  # 2025年10月15日起施行: the day itself
_GRANT = re.compile("给予|予以|奖励|补助|补贴|资助|按照?|的企业|的单位|的项目")
_LIST = re.compile("(?:[、/]|和|或者?|及|以及|与)")
_ASIDE = re.compile(r"\([^()\d]{1,8}为")  # 期限不超过3年(并购为1年)
_RANGE_DASH = re.compile(rf"{_INCLUSIVE}?(?:-|~|至|到){_INCLUSIVE}?")
_RANGE_COMMA = re.compile(r"[、,]?(?:且|但|并)?")
# How far a bound word reaches over words without a number; the longest base seen (a list of services) has 50
_REACH = 80


def read_bounds(text: str, atoms: list[Atom]) -> list[Bounded]:
    """`atoms` (n, in order) with their bounds, ranges joined (at most n)."""
    found = [_touching(text, atom, atoms[at - 1].end if at else 0) for at, atom in enumerate(atoms)]
    joined = _join_ranges(text, found)
    reached = [_reached(text, item, joined[at - 1].end if at else 0) for at, item in enumerate(joined)]
    return _spread(text, reached)


def _touching(text: str, atom: Atom, floor: int) -> Bounded:
    start, end = atom.start, atom.end
    before = _BEFORE.search(text, max(floor, start - 24), start)
    after = _AFTER.match(text, end) or (_BY.match(text, end) if atom.kind == "date" else None)
    bound: Bound = "range" if atom.high is not None else "max" if atom.capped else "exact"
    if before is not None and (_NO_BOUND.match(text, before.start()) or _is_step(text, before)):
        before = None
    if after is not None and not _fits_behind(text, atom, after):
        after = None
    if before is not None:
        start = before.start()
        bound = "max" if before["max"] else "min"
    if after is not None:
        end = after.end()
        bound = "max" if after["max"] else "min"
    elif atom.kind == "duration" and (within := _WITHIN.match(text, end)):
        end, bound = within.end(), "max"
    elif inclusive := re.compile(_INCLUSIVE).match(text, end):
        end = inclusive.end()
    if atom.high is not None:
        bound = "range"
    return Bounded(
        atom=atom,
        bound=bound,
        start=start,
        end=end,
        before=before is not None,
        after=after is not None,
        high=atom.high,
    )


def _is_step(text: str, before: re.Match[str]) -> bool:
    """每达到1000万美元 is a step that recurs, no floor."""
    return text.endswith("每", 0, before.start())


def _fits_behind(text: str, atom: Atom, after: re.Match[str]) -> bool:
    """以后, 以前 belong to dates (30日后 is a term, not a limit); 起 before 施行 names the day itself."""
    word = after[0]
    if atom.kind == "date":
        return not word.endswith("起") or not _ON_FORCE.match(text, after.end() - 1)
    if word.endswith("起"):
        return atom.kind in ("amount", "ratio", "rate")
    return not re.search("后|[以之]前|以来", word)


def _join_ranges(text: str, found: list[Bounded]) -> list[Bounded]:
    joined: list[Bounded] = []
    for item in found:
        range_ = _range(text, joined[-1], item) if joined else None
        if range_ is None:
            joined.append(item)
        else:
            joined[-1] = range_
    return joined


def _range(text: str, low: Bounded, high: Bounded) -> Bounded | None:
    """One figure of two where they are the ends of a range or say one count twice (三种或三种以上)."""
    if (low.atom.kind, low.atom.unit) != (high.atom.kind, high.atom.unit) or low.high or high.high:
        return None
    between = text[low.end : high.start]
    if low.atom.value == high.atom.value and between == "或" and high.after:
        return replace(high, start=low.start)
    ceiling = _in_year_of(low.atom.value, high.atom.value)
    if not _less(low.atom.value, ceiling):
        return None
    dash = _RANGE_DASH.fullmatch(text[low.atom.end : high.atom.start]) and not high.before
    if not (dash or (low.bound == "min" and high.bound == "max" and _adjoin(between, low, high, text))):
        return None
    return Bounded(
        atom=replace(low.atom, end=high.atom.end),
        bound="range",
        start=low.start,
        end=high.end,
        high=ceiling,
    )


def _adjoin(between: str, low: Bounded, high: Bounded, text: str) -> bool:
    """A floor directly before its ceiling. 1000万元以上,最高300万元 are a threshold and an award."""
    if not _RANGE_COMMA.fullmatch(between):
        return False
    if text[low.atom.end : low.end].endswith("起"):
        return True
    if re.match("最高|最多|最大|上限", text[high.start : high.atom.start]):
        return False
    return not between.startswith(",") or high.after or low.before


def _in_year_of(low: Decimal | str, high: Decimal | str) -> Decimal | str:
    """2025年3月31日至4月2日: the second day is in the year of the first."""
    if isinstance(low, str) and isinstance(high, str) and len(low) == 10 and len(high) == 5:
        return f"{low[:4]}-{high}"
    return high


def _less(low: Decimal | str, high: Decimal | str) -> bool:
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        return low < high
    return str(low) < str(high)


def _reached(text: str, item: Bounded, floor: int) -> Bounded:
    """`item` with the bound of a word that stands before it over other words, if one does."""
    if item.bound != "exact" or item.atom.kind == "date":
        return item
    begin = max(floor, item.start - _REACH)
    gap = re.split("[,;。!?]", text[begin : item.start])[-1]
    words = [word for word in _BOUND_WORD.finditer(gap) if not _NO_BOUND.match(gap, word.start())]
    last = words[-1] if words else None
    first_max = next((m for m in _MAX_WORD.finditer(gap) if not _NO_BOUND.match(gap, m.start())), None)
    if (
        first_max is not None
        and (last is None or last["max"])
        and _max_leads(gap[first_max.end() :], gap[first_max.start() :], item)
    ):
        return replace(item, bound="max", before=True)
    if (
        last is not None
        and last["min"]
        and not gap[: last.start()].endswith("每")
        and _min_leads(gap[last.end() :], item)
    ):
        return replace(item, bound="min", before=True)
    return item


def _max_leads(between: str, with_word: str, item: Bounded) -> bool:
    """最高 leads over the granting verb (最高按照合同金额的30%给予); 不超过 ends at it."""
    if re.search("的(?:企业|单位|项目|机构|主体|园区|平台)", between):
        return False
    if with_word.startswith(("最高", "最多", "最大", "上限")):
        return item.atom.kind == "ratio" or len(between) <= 20
    if _GRANT.search(between) and re.search("给予|予以|奖励$|补助$|补贴$", between):
        return False
    return item.atom.kind == "ratio" or (len(between) <= 12 and "、" not in between)


def _min_leads(between: str, item: Bounded) -> bool:
    if _GRANT.search(between):
        return False
    if item.atom.kind == "ratio":
        return between.endswith("的") or (len(between) <= 12 and "、" not in between)
    return len(between) <= 4 and "、" not in between and "的" not in between


def _spread(text: str, items: list[Bounded]) -> list[Bounded]:
    """A bound word in front of a list reaches the items behind it (最高100%或80%; 不超过合同金额30%、50万元)."""
    spread: list[Bounded] = []
    for item in items:
        last = spread[-1] if spread else None
        if (
            last is not None
            and last.before
            and last.bound in ("max", "min")
            and item.bound == "exact"
            and _same(last, item)
        ):
            between = text[last.end : item.start]
            if _LIST.fullmatch(between) or _ASIDE.fullmatch(between) or _is_labelled(text, last, between):
                item = replace(item, bound=last.bound, before=True)
        spread.append(item)
    return spread


def _is_labelled(text: str, first: Bounded, between: str) -> bool:
    """
    每个项目最高支持限额为甲类企业20万元、乙类企业10万元: the word before the first label reaches all labels;
    国家级最高50万元、市级30万元: the one behind it those that only change the class.
    """
    touches = _BEFORE.search(text, max(0, first.atom.start - 24), first.atom.start)
    if touches is None and re.fullmatch(r"、[^,;。、\d]{2,12}", between):
        return True
    before = text[: touches.start() if touches else first.atom.start][-30:]
    one, other = _CLASS_AT_END.search(before), _CLASS_BETWEEN.fullmatch(between)
    return one is not None and other is not None and _classed(one["label"], other["label"])


# 国家级, 一等奖, 3A级景区, 市级企业: a label that says which class
_CLASS = r"[^,;。、:%元()]{1,14}"
_GRANTING = "(?:的|给予|予以|奖励|补助|补贴|支持)*"
_CLASS_AT_END = re.compile(rf"(?P<label>{_CLASS}?){_GRANTING}$")
_CLASS_BETWEEN = re.compile(rf"(?:、|和|及|以及|与)(?P<label>{_CLASS}?){_GRANTING}")
_CLASS_END = re.compile("(?:级|类|等|型|档|星|奖|名|层次|梯队)(?:[\u4e00-\u9fff]{2,6})?$")


def _classed(one: str, other: str) -> bool:
    """Whether two labels name two classes of one thing: 国家级, 市级."""
    end, other_end = _CLASS_END.search(one), _CLASS_END.search(other)
    return one != other and end is not None and other_end is not None and end[0] == other_end[0]


def _same(one: Bounded, two: Bounded) -> bool:
    if one.bound == "max" and (one.atom.kind, two.atom.kind) == ("ratio", "amount"):
        return True
    return (one.atom.kind, one.atom.unit) == (two.atom.kind, two.atom.unit)
