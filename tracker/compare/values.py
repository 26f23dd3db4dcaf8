"""Values of figures in one form, so that other units and other wording of the same number are equal.

3年 = 36个月, 1000万元 = 0.1亿元, 0.05万元/台 = 500元/台 = 每台500元, 每家 = 每家企业.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tracker.models import Figure
from tracker.text import chinese_number

Ends = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure counts in: only figures of the same kind and unit can continue each other."""

    kind: str
    unit: str | None
    factor: Decimal  # from the figure's own unit
    scope: str | None


# Terms are compared in minutes, so that 三个月 → 六十日 is a term that fell; a month is a twelfth of 365.25 days and
# five workdays are a week. Only within one calendar (years and months, days and weeks) do they give a percentage.
_MINUTES = {
    "year": 525_960, "quarter": 131_490, "month": 43_830, "week": 10_080, "day": 1_440, "workday": 2_016, "hour": 60,
    "minute": 1,
}  # fmt: skip
_CALENDAR = {"year": "months", "quarter": "months", "month": "months", "week": "days", "day": "days"}
_UNIT_SAME = {"公斤": "千克", "kg": "千克", "km": "公里", "标准箱": "TEU", "标箱": "TEU"}
_SCOPE_SAME = {"家": "企业", "公司": "企业"}
_RATE = re.compile(r"(?P<scale>[十百千]?[万亿]*)(?P<money>[^/]+)/(?P<per>.+)")


def measure(figure: Figure) -> Measure:
    """The kind, unit and scope of `figure` in one form; a rate per one thing is an amount for each."""
    return _measure(figure.kind, figure.unit, figure.scope)


@lru_cache(maxsize=1024)
def _measure(kind: str, unit: str | None, scope: str | None) -> Measure:
    scope = _SCOPE_SAME.get(scope or "", scope)
    if kind == "duration":
        return Measure("duration", "minute", Decimal(_MINUTES.get(unit or "", 1)), scope)
    rate = _RATE.fullmatch(unit or "") if kind == "rate" else None
    if rate is None:
        return Measure(kind, _UNIT_SAME.get(unit or "", unit), Decimal(1), scope)
    factor = (chinese_number(f"1{rate['scale']}") if rate["scale"] else None) or Decimal(1)
    if rate["money"] == "元" and "/" not in rate["per"]:
        per = scope or rate["per"]
        return Measure("amount", "CNY", factor, _SCOPE_SAME.get(per, per))
    return Measure("rate", f"{rate['money']}/{rate['per']}", factor, scope)


def is_comparable(one: Figure, two: Figure) -> bool:
    """Same kind and unit, however printed."""
    first, second = measure(one), measure(two)
    return (first.kind, first.unit) == (second.kind, second.unit)


def value_of(figure: Figure) -> Decimal:
    """The (lower) value in the unit of `measure`. Not for dates."""
    return Decimal(figure.value) * measure(figure).factor


def ends_of(figure: Figure) -> Ends:
    """Lowest and highest value the figure admits; None where it is open. Not for dates."""
    value = value_of(figure)
    if figure.value_high is not None:
        return value, Decimal(figure.value_high) * measure(figure).factor
    return (None if figure.bound == "max" else value), (None if figure.bound == "min" else value)


def is_equal(one: Figure, two: Figure) -> bool:
    """Same value and same open ends."""
    if one.kind == "date" or two.kind == "date":
        return (one.value, one.value_high) == (two.value, two.value_high)
    return ends_of(one) == ends_of(two)


def same_calendar(one: Figure, two: Figure) -> bool:
    """Whether a percentage between two terms means something: not between months and days."""
    return _CALENDAR.get(one.unit or "", one.unit) == _CALENDAR.get(two.unit or "", two.unit)
