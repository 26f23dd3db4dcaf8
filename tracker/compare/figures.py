"""What changed between the figures of an old and a new text, once they are matched (matching.py).

What is left without partner was added or removed. Wording alone is no change: 单个企业 and 每家企业, 不超过 and 最高,
3年 and 三年, 1000万元 and 0.1亿元 read the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from tracker.compare.matching import match_figures
from tracker.compare.sentences import tell
from tracker.compare.values import ends_of, is_comparable, is_equal, measure, same_calendar, value_of
from tracker.compare.views import Placed
from tracker.models import Figure, FigureChange
from tracker.text import fold, plain

ChangeKind = Literal["raised", "lowered", "added", "removed", "rescoped", "rebound", "redated"]


def compare_figures(
    old: Sequence[Figure],
    new: Sequence[Figure],
    *,
    old_text: str,
    new_text: str,
    clause: str,
    old_clause: str | None = None,
) -> tuple[FigureChange, ...]:
    """Changes from the figures `old` (n) of `old_text` to `new` (m) of `new_text`, the two texts of one pair.

    `clause` is the label the changes carry, `old_clause` the one that removed figures carry (None: the same). At most
    n + m changes: those of figures in the new text in its order, removed ones behind the figure they followed.
    """
    before = [Placed(figure=figure, text=old_text, clause=old_clause or clause) for figure in old]
    after = [Placed(figure=figure, text=new_text, clause=clause) for figure in new]
    return changes_of(before, after, match_figures(before, after))


# ── what changed ─────────────────────────────────────────────────────────────────────────────────


def changes_of(
    old: Sequence[Placed], new: Sequence[Placed], pairs: Sequence[tuple[int, int]]
) -> tuple[FigureChange, ...]:
    """What changed where `pairs` (positions in `old` and `new`) continue each other; the rest was added or removed."""
    partner = {after: before for before, after in pairs}
    kept = {before for before, _ in pairs}
    rows: list[tuple[float, FigureChange]] = []
    for at, item in enumerate(new):
        if at not in partner:
            rows.append((at, _change("added", None, item)))
        elif (kind := _kind_of_change(old[partner[at]], item)) is not None:
            rows.append((at, _change(kind, old[partner[at]], item)))
    place = dict(pairs)
    last = -1.0
    for at, item in enumerate(old):
        if at in kept:
            last = place[at]
        else:
            rows.append((last + 0.5, _change("removed", item, None)))
    changes = [change for _, change in sorted(rows, key=lambda row: row[0])]
    return tuple(change for change in changes if not any(_is_other_side(change, other) for other in changes))


_STOP, _PAUSE = re.compile("[;。]"), re.compile("[,;。]")
_SHORT_OF = re.compile("不足|不满|未满|未达|低于|少于")


def _is_other_side(change: FigureChange, other: FigureChange) -> bool:
    """A threshold added (or removed) with its other side is told once: 20万元以上 beside 不足20万元.

    Where both sides are new the side from below goes; where one side was raised the new one beside it goes.
    """
    if change.change not in ("added", "removed") or other.change == _OPPOSITE[change.change]:
        return False
    if change.clause != other.clause:
        return False
    one, two = (change.new, other.new) if change.change == "added" else (change.old, other.old)
    if one is None or two is None or not _is_same_threshold(one, two):
        return False
    return _SHORT_OF.match(one.text) is not None or other.change != change.change


_OPPOSITE = {"added": "removed", "removed": "added"}


def _is_same_threshold(one: Figure, two: Figure) -> bool:
    """20万元以上 and 不足20万元: the same value from above and from below."""
    if {one.bound, two.bound} != {"max", "min"} or "date" in (one.kind, two.kind) or not is_comparable(one, two):
        return False
    below = one if one.bound == "max" else two
    return value_of(one) == value_of(two) and _SHORT_OF.match(below.text) is not None


def _kind_of_change(old: Placed, new: Placed) -> ChangeKind | None:
    one, two = old.figure, new.figure
    if one.kind == "date":
        return None if is_equal(one, two) else "redated"
    (low_one, high_one), (low_two, high_two) = ends_of(one), ends_of(two)
    if value_of(one) == value_of(two) and one.value_high is None and two.value_high is None:
        if one.bound != two.bound:
            return "rebound"
        return "rescoped" if _is_rescoped(old, new) else None
    if high_one != high_two and high_one is not None and high_two is not None:
        return "raised" if high_two > high_one else "lowered"
    if low_one != low_two:
        # a floor that appears raises, one that goes lowers
        return "raised" if (low_two or Decimal(0)) > (low_one or Decimal(0)) else "lowered"
    if high_one != high_two:
        return "raised" if high_two is None else "lowered"
    return "rescoped" if _is_rescoped(old, new) else None


def _is_rescoped(old: Placed, new: Placed) -> bool:
    one, two = old.figure, new.figure
    if one.period != two.period:
        return True
    if measure(one).scope == measure(two).scope:
        return False
    # 企业最高100万元 → 每家企业最高100万元 names the same beneficiary
    named, bare = (one, new) if two.scope is None else (two, old)
    if (one.scope is None) != (two.scope is None) and named.scope is not None:
        around = fold(bare.text[max(0, bare.figure.start - 30) : bare.figure.start]).text
        return named.scope not in _PAUSE.split(around)[-1]
    return True


def _change(kind: ChangeKind, old: Placed | None, new: Placed | None) -> FigureChange:
    shown = new or old
    assert shown is not None
    change = FigureChange(
        change=kind,
        clause=shown.clause,
        old=old.figure if old else None,
        new=new.figure if new else None,
        delta=_delta(old.figure, new.figure) if old and new and kind in ("raised", "lowered") else None,
    )
    zh, en = tell(change, words=_purpose(shown))
    return replace(change, sentence_zh=zh, sentence_en=en)


def _delta(old: Figure, new: Figure) -> str | None:
    """+50% of the upper end that moved, of the lower end where only that did; +5pp for ratios."""
    (low_one, high_one), (low_two, high_two) = ends_of(old), ends_of(new)
    ends = (high_one, high_two) if high_one != high_two else (low_one, low_two)
    if ends[0] is None or ends[1] is None:
        return None
    before, after = ends[0], ends[1]
    if old.kind == "ratio":
        return f"{_signed(after - before)}pp"
    if not before or (old.kind == "duration" and not same_calendar(old, new)):
        return None
    return f"{_signed(round((after - before) * 100 / before, 1))}%"


def _signed(number: Decimal) -> str:
    return f"{plain(number):+f}"


# ── words around ─────────────────────────────────────────────────────────────────────────────────

_PURPOSE = re.compile("奖励|补助|补贴|贴息|资助|支持|罚款|租金|配套|担保|营业收入|总投资|销售收入|投资额|有效期")


def _purpose(placed: Placed) -> str | None:
    """The word that says what the money is: 奖励, 补贴, 罚款; the nearest one around the figure."""
    figure = placed.figure
    before = _STOP.split(fold(placed.text[max(0, figure.start - 30) : figure.start]).text)[-1]
    behind = _PAUSE.split(fold(placed.text[figure.end : figure.end + 14]).text)[0]
    words = _PURPOSE.findall(fold(figure.text).text) or _PURPOSE.findall(behind) or _PURPOSE.findall(before)[-1:]
    # a fine has no term: 暂扣许可证六个月,并处罚款
    words = [word for word in words if word != "罚款" or figure.kind != "duration"]
    return words[0] if words else None
