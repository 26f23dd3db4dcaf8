"""Numbers printed with a unit: what they count, before any word around them is read.

All positions here are in the normal form of a text (`tracker.text.fold`): half width, without blanks or wraps.
A number without a unit (5G, 互联网3.0, H.265, DB11/T1139, 代码63、64) is no atom, so most names of standards, phone
numbers and codes fall out by themselves; `_NAMES` blanks out those that do carry a unit-like character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from tracker.text import LazyPattern, chinese_number, matches_at, plain

Kind = Literal["amount", "ratio", "duration", "date", "quantity", "rate"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Atom:
    """A number and its unit at [start, end) of the normal form; `high` where it is itself a range (3至5年)."""

    kind: Kind
    value: Decimal | str
    high: Decimal | str | None = None
    unit: str | None
    start: int
    end: int
    capped: bool = False  # the head of its column says 最高


# ── numerals ─────────────────────────────────────────────────────────────────────────────────────

_CN = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_CN_FIRST = "一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾"  # 百万元, 千亿 name an order of magnitude, no figure
_ARABIC = r"(?:\d{1,3}(?:\s\d{3})+|\d+(?:\.\d+)?)"
NUMERAL = (
    rf"(?:(?<![\d.A-Za-z_×*]){_ARABIC}[十百千]?[万亿]{{0,2}}"
    rf"|(?<![第几数{_CN}])[{_CN_FIRST}][{_CN}]{{0,24}}(?:点[零〇一二三四五六七八九]{{1,9}}[万亿]?)?)"
)


def _read(numeral: str) -> Decimal | None:
    return chinese_number(numeral)


# between the two numbers of a range: 3至5个, 3(含)-5个
_TO = r"(?:\(不?含\))?[-~至到]"


def _scale(numeral: str) -> str:
    """The 万 or 亿 a numeral ends in: what a number before it in a list or range shares (100、50万元)."""
    match = re.search(r"\d([十百千]?[万亿]+)$", numeral)
    return match[1] if match else ""


def _pair(match: re.Match[str]) -> tuple[Decimal, Decimal | None] | None:
    """Value and upper value of a match with groups `num` and, in a range, `low`."""
    numeral, low = match["num"], match["low"]
    value = _read(numeral)
    if value is None:
        return None
    if low is None:
        return value, None
    least = _read(low if _scale(low) else low + _scale(numeral))
    if least is None or least >= value:
        return None
    return least, value


def _ranged(unit: str) -> str:
    """A numeral with a unit, or two with a dash or 至 between and the unit behind the second."""
    return rf"(?:(?P<low>{NUMERAL}){_TO})?(?P<num>{NUMERAL}){unit}"


# ── names with numbers in them ───────────────────────────────────────────────────────────────────

_ORDINAL = "[零〇一二两三四五六七八九十百\\d]{1,8}"
_NAMES = LazyPattern(
    "|".join(
        (
            r"《[^《》]{1,120}(?:《[^《》]{1,80}》[^《》]{0,80})?》",  # titles, with a title inside
            r"\(\d{4}(?:年)?(?:-|~|至)\d{4}年\)",  # (2022-2025年) behind a plan's name
            r"\[\d{4}\]第?\d+号",  # document numbers
            # standards
            r"(?<![A-Z])(?:GB|DB|JB|YD|QB|HJ|JGJ|CJJ|ISO|IEC|IEEE|T/)[A-Z]{0,4}\d{0,4}"
            r"(?:/[TZ])?\s?\d+(?:\.\d+)*(?:-\d+)?",
            rf"第{_ORDINAL}(?:[、至和或-]第?{_ORDINAL}){{0,12}}(?:个?(?:自然|会计)?年度?|[条款项章节批次届期号季名位类档阶轮代步个])",
            r"\d{3,4}-\d{7,8}",  # telephone
            "缓期[二两2]年执行",  # a penalty's name
            # the history of a text behind its title: (2004年…会议通过 根据…修正)
            r"\([^()]{0,800}(?:会议通过|修[正订]|公布|发布|批准)[^()]{0,800}\)(?=\n|第一章|第一条|目录|$)",
        )
    )
)


def name_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of titles, document numbers, standards, ordinals and plan years: no figure begins in them."""
    return tuple(match.span() for match in _NAMES.finditer(text))


# ── dates ────────────────────────────────────────────────────────────────────────────────────────

_Y = r"(?:(?<!\d)(?:19|20)\d{2}|[一二][〇零一二三四五六七八九]{3})"
_M = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_D = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_DATE = LazyPattern(
    rf"(?P<y>{_Y})(?:年(?:(?P<m>{_M})月(?:(?P<d>{_D})日)?)?|-(?P<m2>{_M})-(?P<d2>{_D})(?!\d)|\.(?P<m3>{_M})\.(?P<d3>{_D})(?!\d))"
    rf"|(?<!\d)(?<!\d年)(?<![〇零一二三四五六七八九]年)(?P<m4>{_M})月(?P<d4>{_D})日"
    rf"|(?:(?<=[每次当同本该]月)|(?<=第一个月))(?P<d6>{_D})日"
)
_SAME_MONTH = LazyPattern(rf"(?:-|~|至|到)(?P<day>{_D})日")  # 2025年3月20日至27日
_YEARS = LazyPattern(rf"(?P<low>{_Y})年?(?:-|~|至|到)(?P<high>{_Y})年")
# A bare year is a figure only where a word makes it a limit: 到2027年, 2024年起, 2025年底
_YEAR_BEFORE = LazyPattern(r"(?:到|至|截至|截止|自|从|晚于|早于)$")
_YEAR_AFTER = LazyPattern(r"(?:底|末|初)|(?:度)?(?:起|以来|以后|之后|以前|之前|前|后)(?![十百续期])")


def _date_value(match: re.Match[str]) -> str | None:
    parts = [match["y"], match["m"] or match["m2"] or match["m3"] or match["m4"]]
    parts.append(match["d"] or match["d2"] or match["d3"] or match["d4"] or match["d6"])
    numbers = [None if part is None else chinese_number(part) for part in parts]
    year, month, day = (None if number is None else int(number) for number in numbers)
    if year is not None and not 1900 <= year <= 2100:
        return None
    printed = [f"{year:04d}" if year is not None else None]
    printed += [f"{month:02d}" if month is not None else None, f"{day:02d}" if day is not None else None]
    return "-".join(part for part in printed if part is not None)


def _date(match: re.Match[str], text: str) -> Atom | None:
    value = _date_value(match)
    before, after = text[max(0, match.start() - 4) : match.start()], text[match.end() : match.end() + 6]
    if value is None or re.match(r"第|印发", after):
        return None  # 2022年第44期; 2023年8月9日印发 is the imprint
    if len(value) == 4 and not (_YEAR_BEFORE.search(before) or _YEAR_AFTER.match(after)):
        return None
    same_month = _SAME_MONTH.match(text, match.end())
    day = chinese_number(same_month["day"]) if same_month else None
    if same_month is None or day is None:
        return Atom(kind="date", value=value, unit=None, start=match.start(), end=match.end())
    high = f"{value[:-2]}{int(day):02d}"
    return Atom(kind="date", value=value, high=high, unit=None, start=match.start(), end=same_month.end())


def _years(match: re.Match[str], text: str) -> Atom | None:
    """2023年至2025年期间: a range; without 期间 or 自 it is a plan's name."""
    before, after = text[max(0, match.start() - 2) : match.start()], text[match.end() : match.end() + 2]
    if not (re.search(r"[自从在于]$", before) or re.match(r"期间|期内|内|间", after)):
        return None
    low, high = chinese_number(match["low"]), chinese_number(match["high"])
    if low is None or high is None or low >= high:
        return None
    return Atom(kind="date", value=str(low), high=str(high), unit=None, start=match.start(), end=match.end())


# ── money ────────────────────────────────────────────────────────────────────────────────────────

CURRENCIES = {
    "元人民币": "CNY", "元": "CNY", "人民币": "CNY", "圆": "CNY", "美元": "USD", "美金": "USD", "欧元": "EUR",
    "港元": "HKD", "港币": "HKD", "日元": "JPY", "英镑": "GBP", "澳元": "AUD", "新加坡元": "SGD",
}  # fmt: skip
# 元宇宙, 三元催化, 一元化, 二元结构 are words
_NOT_YUAN = "(?![宇素旦器件化老始音月模组结锂催])"
_CURRENCY = "(?P<cur>元人民币|新加坡元|美元|美金|欧元|港元|港币|日元|英镑|澳元|人民币|圆|元" + _NOT_YUAN + ")"
_PER = (
    "标准立方米|立方米|平方米|平米|千瓦时|小时|千瓦|兆瓦|公斤|千克|公里|课时|标准?箱|载重吨|总吨(?!位)|台\\(套\\)|人次|家次|单位|"
    "m2|m3|Nm3|kWh|kW|MW|kg|km|TEU|吨|克|升|亩|天|日|周|月|季度|季|年|人|次|套|台|家|个|项|辆|车|度|瓦|户|件|场|"
    "箱|只|张|床|班|生|篇|部|款|吨公里|P"
)
_RATE = LazyPattern(_ranged(_CURRENCY) + rf"(?P<per>/\d*(?:{_PER})(?:[/·•]\d*(?:{_PER}))*)")
# 港币100万元: the currency stands in front
_CURRENCY_BEFORE = LazyPattern("(?:美元|美金|欧元|港元|港币|日元|英镑|澳元)$")
_AMOUNT = LazyPattern(_ranged(_CURRENCY))
_MONEY_WORDS = LazyPattern(
    "奖励|补贴|补助|支持|资助|资金|投资|收入|营收|费用|金额|总额|贷款|给予|予以|罚款|产值|销售额|预算|投入|注册资本|配套|贴息|规模|基金"
)
_NOT_MONEY_WORDS = LazyPattern("次数|人数|人口|数量|用户|下载|浏览|访问|里程|面积|客流|参数|粉丝|从业")
# 3000万 without 元: money where what follows is no unit of its own and the words around speak of money
_BARE = LazyPattern(
    rf"(?:(?P<low>{NUMERAL}){_TO})?"
    rf"(?P<num>(?<![\d.A-Za-z]){_ARABIC}[十百千]?[万亿]|(?<![第几数{_CN}])[{_CN_FIRST}][{_CN}]{{0,24}}[万亿])"
    r"(?=[,;。、)(!]|$|支持|奖励|补贴|补助|资助|资金|的|以上|以下|以内|及以|和|或|至|-|~|封顶|起|不超|左右|一次性|不同)"
)


def _amount(match: re.Match[str], text: str) -> Atom | None:
    values = _pair(match)
    if values is None:
        return None
    before = _CURRENCY_BEFORE.search(text[max(0, match.start() - 2) : match.start()])
    unit = CURRENCIES[before[0] if before and match["cur"] == "元" else match["cur"]]
    return Atom(kind="amount", value=values[0], high=values[1], unit=unit, start=match.start(), end=match.end())


def _rate(match: re.Match[str], text: str) -> Atom | None:
    """10元/公斤 counts in the unit printed, 万元/亩 too; 200万元/年 is an amount."""
    if match["per"] == "/年":
        return None
    scale = _scale(match["num"])
    low, high = match["low"], match["num"]
    value, upper = _read((low or high).removesuffix(scale)), _read(high.removesuffix(scale)) if low else None
    if value is None or (low and (upper is None or upper <= value)):
        return None
    per = match["per"].replace("m2", "平方米").replace("平米", "平方米")
    return Atom(
        kind="rate", value=value, high=upper, unit=scale + match["cur"] + per, start=match.start(), end=match.end()
    )


def _bare_amount(match: re.Match[str], text: str) -> Atom | None:
    values = _pair(match)
    around = re.split("[;。]", text[max(0, match.start() - 25) : match.start()])[-1]
    after = text[match.end() : match.end() + 6]
    if values is None or not _MONEY_WORDS.search(around + after) or _NOT_MONEY_WORDS.search(around[-12:]):
        return None
    return Atom(kind="amount", value=values[0], high=values[1], unit="CNY", start=match.start(), end=match.end())


# ── ratios ───────────────────────────────────────────────────────────────────────────────────────

_PERCENT = LazyPattern(_ranged(r"(?P<sign>%|‰|个百分点|个基点)"))
_PERCENTS_IN = {"‰": 10, "个基点": 100}
_PARTS = LazyPattern(rf"(?P<of>百分之|千分之|万分之)(?P<num>{_ARABIC}|[{_CN}点]+)")
_FRACTION = LazyPattern(r"(?P<whole>[二三四五六七八九十]{1,4})分之(?P<num>[一二三四五六七八九十]{1,4})")
# 三成 as a share, not 完成, 三成员: only where the word ends the phrase
# 1/3以上 of a share; not 1/2类 or a date
_SLASH = LazyPattern(r"(?<![\d/.A-Za-z])(?P<num>[1-9])/(?P<whole>[2-9]|10)(?=以[上下内]|的|[,;。、)]|$)")
_TENTHS = LazyPattern(
    r"(?:(?P<low>[一二三四五六七八九])(?:至|到|-))?(?P<num>(?<![\d.])\d(?:\.\d)?|[一二三四五六七八九])成"
    r"(?=以上|以下|以内|的|左右|[,;。、)]|$|支持|补贴|补助|奖励|至|到)"
)
_MATCHED = LazyPattern(r"(?<![\d.:∶])(?P<first>\d+(?:\.\d+)?)(?P<sep>[:∶]|比)(?P<second>\d+(?:\.\d+)?)(?![\d:∶])")
_PARTS_OF = {"百分之": Decimal(1), "千分之": Decimal(10), "万分之": Decimal(100)}


def _percent(match: re.Match[str], text: str) -> Atom | None:
    values = _pair(match)
    if values is None:
        return None
    divisor = _PERCENTS_IN.get(match["sign"], 1)
    low, high = values
    return Atom(
        kind="ratio",
        value=plain(low / divisor),
        high=None if high is None else plain(high / divisor),
        unit="percent",
        start=match.start(),
        end=match.end(),
    )


def _parts(match: re.Match[str], text: str) -> Atom | None:
    value = _read(match["num"])
    if value is None:
        return None
    return _ratio(match, value / _PARTS_OF[match["of"]])


def _fraction(match: re.Match[str], text: str) -> Atom | None:
    whole, part = _read(match["whole"]), _read(match["num"])
    if not whole or part is None or part > whole:
        return None
    return _ratio(match, (part * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _tenths(match: re.Match[str], text: str) -> Atom | None:
    values = _pair(match)
    if values is None:
        return None
    return _ratio(match, values[0] * 10, None if values[1] is None else values[1] * 10)


def _matched(match: re.Match[str], text: str) -> Atom | None:
    """1:0.5 is 50 percent of the first; 14:30 and 2比1 of a score are none."""
    first, second = Decimal(match["first"]), Decimal(match["second"])
    around = text[max(0, match.start() - 15) : match.start()] + text[match.end() : match.end() + 12]
    told = re.search("比例|配套|匹配|配比|出资|的比|支持|补助", around)
    clock = len(match["second"]) == 2 and "." not in match["second"]
    if (
        not first
        or not second
        or not (told or (first == 1 and not clock))
        or re.match(r"[年月日时]", text[match.end() :])
    ):
        return None
    return _ratio(match, (second * 100 / first).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _ratio(match: re.Match[str], low: Decimal, high: Decimal | None = None) -> Atom:
    return Atom(
        kind="ratio",
        value=plain(low),
        high=None if high is None else plain(high),
        unit="percent",
        start=match.start(),
        end=match.end(),
    )


# ── durations ────────────────────────────────────────────────────────────────────────────────────

_DURATION = LazyPattern(
    _ranged(
        r"(?P<unit>(?:个|个?连续|个?完整的?)(?:自然|会计|完整)?年度?|周年|年(?![级代龄轮货检报薪均产初末底])|个月|个季度"
        r"|个?工作日|个?自然日|日(?![均常报])|天(?![然津地])|周(?![岁边刊围转])|个?星期|个?小时|分钟)"
    )
)
_HALF_YEAR = LazyPattern(r"(?<![上下每前后])半年")
_NOT_A_TERM_BEFORE = LazyPattern(r"(?:上|下|同|每|任|某|这|那|另|次|去|今|明|当|历|任意|每隔|最后)$")
# LPR and deposit tenors, and plans named by their years
_NOT_A_TERM_AFTER = LazyPattern(
    r"期(?:及|和|利率|基准|贷款|LPR|国债|定期|存款|市场|以上)|(?:期)?(?:行动|规划|计划|滚动)|一度|一次"
)


def _duration(match: re.Match[str], text: str) -> Atom | None:
    values = _pair(match)
    before, after = text[max(0, match.start() - 2) : match.start()], text[match.end() : match.end() + 4]
    if values is None or _NOT_A_TERM_AFTER.match(after):
        return None
    unit = _duration_unit(match["unit"])
    one = values == (Decimal(1), None)
    if one and (
        _NOT_A_TERM_BEFORE.search(before) or (unit == "year" and match["unit"] != "年" and match["unit"] != "周年")
    ):
        return None
    if unit == "year" and match["unit"] == "年" and (after.startswith("度") or values[0] >= 1000):
        return None
    return Atom(kind="duration", value=values[0], high=values[1], unit=unit, start=match.start(), end=match.end())


def _duration_unit(printed: str) -> str:
    for word, unit in (
        ("工作日", "workday"),
        ("年", "year"),
        ("月", "month"),
        ("季度", "quarter"),
        ("日", "day"),
        ("天", "day"),
        ("周", "week"),
        ("星期", "week"),
        ("小时", "hour"),
        ("分钟", "minute"),
    ):
        if word in printed:
            return unit
    raise ValueError(printed)


def _half_year(match: re.Match[str], text: str) -> Atom | None:
    return Atom(kind="duration", value=Decimal("0.5"), unit="year", start=match.start(), end=match.end())


# ── quantities ───────────────────────────────────────────────────────────────────────────────────

_AREAS = {"平方米": 1, "平米": 1, "m2": 1, "公顷": 10_000, "平方公里": 1_000_000, "平方千米": 1_000_000}
_MEASURES = (
    "标准立方米|立方米|千瓦时|千瓦|兆瓦|公斤|千克|公里|载重吨|总吨(?!位)|吨|米(?![其])|亩|kWh|kW|MW|MWh|kg|km|EFLOPS|PFLOPS|"
    "P(?![A-Za-z])|TB|PB|TEU|标准?箱"
)
# counters, each with what follows where it is the first half of another word
_COUNTERS = (
    "家次|家(?![庭居政电长族属])|人次|人(?![民工才员均力文口类形户])|场次|场(?![景所馆地面])|台\\(套\\)|台套|台(?![阶账资湾风])|"
    "套(?![餐现利件])|辆次|辆|艘|架(?!构)|名(?![单称录牌优誉])|位(?![于置居])|户(?![籍外口])|个|件|项(?!目)|次(?![年日月数级要性会常全])|"
    "种(?![植子类])|部(?![门委分署])|款(?![项式])|座(?![谈位])|条(?![件款例龙])|篇(?!章)|门(?![店类槛头户])|张(?!贴)|"
    "栋|间(?![接隔])|只|支(?![持付撑出部行])|批(?![准次发复])|册|处(?![理置罚于分])|所(?![得属需有在])|枚|颗|株|幢|层(?![次级面])|"
    "倍|周岁|岁|席(?!位)|箱|份(?!额)|幅(?!度)|集(?![群成聚团中])|宗|例(?![如外])|组(?![织成建合])|分(?![别之钟类级档期散布析配支红公行局店成])"
)
_QUANTITY = LazyPattern(_ranged(rf"余?(?P<unit>{'|'.join(_AREAS)}|{_MEASURES}|{_COUNTERS})"))
# Chinese numerals count only with these: 三个方面, 一批, 两类 are turns of phrase
_COUNTED_IN_WORDS = frozenset(
    ("倍", "人", "名", "家", "场", "次", "台", "套", "部", "户", "家次", "人次", "场次", "周岁", "岁")
) | frozenset(("平方米", "亩", "吨", "总吨", "载重吨", "公里", "米"))


def _quantity(match: re.Match[str], text: str) -> Atom | None:
    values = _pair(match)
    unit = match["unit"]
    before = text[max(0, match.start() - 8) : match.start()]
    if values is None or _is_phrase(match, values[0], before, text[match.end() : match.end() + 8]):
        return None
    factor = _AREAS.get(unit, 1)
    return Atom(
        kind="quantity",
        value=values[0] * factor,
        high=None if values[1] is None else values[1] * factor,
        unit="m2" if unit in _AREAS else unit,
        start=match.start(),
        end=match.end(),
    )


def _is_phrase(match: re.Match[str], value: Decimal, before: str, after: str) -> bool:
    """Ordinals (前三名), steps (每培育1家), 二次开发, 三个方面: counts in form, no figures in meaning."""
    counter = match["unit"] not in _AREAS and match["unit"] != "倍"
    if counter and before.endswith("前"):
        return True
    if counter and value == 1 and (re.search(r"每[^,;。、]{0,6}$", before) or before.endswith("各")):
        return True
    if match["num"][0].isdigit():
        return False
    bounded = re.match(r"及?以[上下内]|或[^,;。、]{1,5}以[上下]", after) or re.search(
        r"(?:不少于|不低于|至少|不超过|超过|达到|最多)$", before
    )
    if bounded:
        return False
    if match["unit"] not in _COUNTED_IN_WORDS or match[0] in ("二次", "三次"):
        return True
    return value == 1 and match["unit"] != "倍"


# ── reading ──────────────────────────────────────────────────────────────────────────────────────

# What is matched, how it is read, and the signs of which it holds one ("" where there are too many to name)
_RULES: tuple[tuple[LazyPattern, Callable[[re.Match[str], str], Atom | None], tuple[str, ...]], ...] = (
    (_YEARS, _years, ("年",)),
    (_DATE, _date, ("年", "月", "-", ".")),
    (_RATE, _rate, ("/",)),
    (_AMOUNT, _amount, ("元", "圆", "人民币", "美金", "港币", "英镑")),
    (_PERCENT, _percent, ("%", "‰", "个百分点", "个基点")),
    (_PARTS, _parts, ("分之",)),
    (_FRACTION, _fraction, ("分之",)),
    (_SLASH, _fraction, ("/",)),
    (_TENTHS, _tenths, ("成",)),
    (_MATCHED, _matched, (":", "∶", "比")),
    (_DURATION, _duration, ("年", "月", "季度", "日", "天", "周", "星期", "小时", "分钟")),
    (_HALF_YEAR, _half_year, ("半年",)),
    (_QUANTITY, _quantity, ("",)),
    (_BARE, _bare_amount, ("万", "亿")),
)
# All of them begin with one of these characters, which spares the others the search
_BEGINS = re.compile(rf"[\d半{_CN}]")


def find_atoms(text: str) -> list[Atom]:
    """Every number with a unit in `text` (normal form), in order, none overlapping another or a name."""
    taken = [False] * len(text)
    for start, end in name_spans(text):
        taken[start:end] = [True] * (end - start)
    found: list[Atom] = []
    starts = [match.start() for match in _BEGINS.finditer(text)]
    for pattern, read, signs in _RULES:
        if not any(sign in text for sign in signs):
            continue
        for match in matches_at(pattern, text, starts):
            if any(taken[match.start() : match.end()]):
                continue
            atom = read(match, text)
            if atom is None and pattern not in (_DATE, _YEARS):
                continue
            # a date that is no figure (2022年第44期) is claimed all the same: 2022年 is no term of years
            end = atom.end if atom is not None else match.end()
            taken[match.start() : end] = [True] * (end - match.start())
            if atom is not None:
                found.append(atom)
    found += _shared_units(text, found, taken)
    return sorted(found, key=lambda atom: atom.start)


def _shared_units(text: str, found: list[Atom], taken: list[bool]) -> Iterator[Atom]:
    """Numbers that leave their unit to the last of the list: 100、50、20万元; 30、20%."""
    for atom in found:
        if atom.kind not in ("amount", "ratio") or atom.high is not None:
            continue
        tail = re.search(r"([十百千]?[万亿]*)(?:元|%)", text[atom.start : atom.end])
        factor = _read("1" + tail[1]) if tail else None
        end = atom.start
        while factor is not None:
            before = re.search(r"(?<![\d.A-Za-z\n。;:])(\d+(?:\.\d+)?)([、/和或])$", text[:end][-24:])
            if before is None:
                break
            start = end - len(before[0])
            if taken[start] or start == 0 or text[start - 1] in "。;:,(":
                break  # 1、50万元 at the head of an item
            value = plain(Decimal(before[1]) * factor)
            yield Atom(kind=atom.kind, value=value, unit=atom.unit, start=start, end=start + len(before[1]))
            end = start
