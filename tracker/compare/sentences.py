"""One plain sentence for a figure change, in Chinese and in English.

    第6条 单个项目奖励上限由2000万元提高到3000万元（+50%）
    Clause 6: 奖励 cap per 项目 raised from 2000万元 to 3000万元 (+50%)

The policy's own words are never translated; only ours are.
"""

from __future__ import annotations

import re

from tracker.models import Figure, FigureChange

_NOUN_ZH = {
    ("amount", "max"): "上限",
    ("amount", "min"): "门槛",
    ("amount", "exact"): "金额",
    ("amount", "range"): "额度",
    ("ratio", "max"): "比例上限",
    ("ratio", "min"): "比例下限",
    ("ratio", "exact"): "比例",
    ("ratio", "range"): "比例",
    ("duration", "max"): "期限上限",
    ("duration", "min"): "最短期限",
    ("duration", "exact"): "期限",
    ("duration", "range"): "期限",
}
_NOUN_EN = {"max": "cap", "min": "threshold", "exact": "", "range": "range"}
_KIND_ZH = {"date": "日期", "quantity": "数量", "rate": "标准"}
_KIND_EN = {
    "amount": "amount",
    "ratio": "ratio",
    "duration": "term",
    "date": "date",
    "quantity": "count",
    "rate": "rate",
}
_VERB_ZH = {"raised": "提高到", "lowered": "降低到", "redated": "改为", "rebound": "改为"}
_VERB_EN = {"raised": "raised", "lowered": "lowered", "redated": "moved", "rebound": "changed"}
_VERB_ZH_TERM = {"raised": "延长到", "lowered": "缩短到"}
_VERB_EN_TERM = {"raised": "extended", "lowered": "shortened"}
_BOUND_ZH = {"max": "最高", "min": "不低于", "exact": "定额", "range": ""}
_BOUND_ZH_KIND = {
    ("ratio", "exact"): "固定比例",
    ("duration", "exact"): "固定期限",
    ("duration", "max"): "最长",
    ("duration", "min"): "最短",
}
# what counts itself: 每台, 每人; a noun is 单个企业
_COUNTERS = frozenset((*"台套人名位户家项场次件笔亩吨个部辆条张篇种款类间处座栋批支", "台（套）", "公斤"))
_BOUND_EN = {"max": "at most", "min": "at least", "exact": "exactly", "range": "between"}


def tell(change: FigureChange, *, words: str | None) -> tuple[str, str]:
    """The sentence for `change` in Chinese and English; `words` says what the money is (奖励, 罚款), if known."""
    shown = change.new or change.old
    assert shown is not None
    return _in_chinese(change, shown, words), _in_english(change, shown, words)


def clause_name(label: str) -> tuple[str, str]:
    """How a reader cites a clause: ("第6条", "Clause 6") of "6."; a printed 第六条 or （三） stays.

    >>> clause_name("6."), clause_name("第六条"), clause_name("")
    (('第6条', 'Clause 6'), ('第六条', '第六条'), ('', ''))
    """
    number = re.fullmatch(r"\s*(\d+)\s*[.．、]\s*", label)
    if number:
        return f"第{number[1]}条", f"Clause {number[1]}"
    return label.strip(), label.strip()


def _in_chinese(change: FigureChange, shown: Figure, words: str | None) -> str:
    name, delta = clause_name(change.clause)[0], f"（{change.delta}）" if change.delta else ""
    what = _what_zh(shown, words)
    lead = f"{name} " if name else ""
    if change.change in ("added", "removed"):
        verb = "新增" if change.change == "added" else "取消"
        return f"{lead}{verb}{what}{_number(shown)}{_for(shown, words, '（', '）')}"
    assert change.old is not None and change.new is not None
    if change.change == "rescoped":
        return f"{lead}{_number(change.new)}的适用范围由{_reach_zh(change.old)}改为{_reach_zh(change.new)}"
    if change.change == "rebound":
        return f"{lead}{words or ''}{_number(change.new)}由{_bound_zh(change.old)}改为{_bound_zh(change.new)}"
    old, new, verb = _number(change.old), _number(change.new), _VERB_ZH[change.change]
    if _is_reshaped(change.old, change.new):
        old, new, verb = change.old.text, change.new.text, "改为"
    elif change.new.kind == "duration":
        verb = _VERB_ZH_TERM.get(change.change, verb)
    return f"{lead}{what}由{old}{verb}{new}{delta}"


def _in_english(change: FigureChange, shown: Figure, words: str | None) -> str:
    name, delta = clause_name(change.clause)[1], f" ({change.delta})" if change.delta else ""
    what = _what_en(shown, words)
    lead = f"{name}: " if name else ""
    if change.change in ("added", "removed"):
        return f"{lead}{what} of {_number(shown)} {change.change}{_for(shown, words, ' (', ')')}"
    assert change.old is not None and change.new is not None
    old, new = _number(change.old), _number(change.new)
    if change.change == "rescoped":
        return f"{lead}{new} now counts {_reach_en(change.new)}, before {_reach_en(change.old)}"
    if change.change == "rebound":
        return f"{lead}{new} now {_BOUND_EN[change.new.bound]}, before {_BOUND_EN[change.old.bound]}"
    verb = _VERB_EN[change.change]
    if _is_reshaped(change.old, change.new):
        old, new, verb = change.old.text, change.new.text, "changed"
    elif change.new.kind == "duration":
        verb = _VERB_EN_TERM.get(change.change, verb)
    return f"{lead}{what} {verb} from {old} to {new}{delta}"


_SHORT_SUBJECT = 24  # a longer one is read in the clause itself


def _for(figure: Figure, words: str | None, opening: str, closing: str) -> str:
    subject = figure.subject
    if not subject or len(subject) > _SHORT_SUBJECT or subject == words:
        return ""
    return f"{opening}{subject}{closing}"


def _is_reshaped(old: Figure, new: Figure) -> bool:
    """A range that lost or gained an end, or a sum that became one: 十万元以上五十万元以下 → 五十万元以下."""
    return old.bound != new.bound and "range" in (old.bound, new.bound)


def _per_zh(scope: str | None) -> str:
    if scope is None:
        return ""
    return f"每{scope}" if scope in _COUNTERS else f"单个{scope}"


def _what_zh(figure: Figure, words: str | None) -> str:
    noun = _noun_zh(figure)
    period = {"年": "年度", "累计": "累计", "一次性": "一次性", None: ""}[figure.period]
    if words == "有效期":
        noun = "截止日期" if figure.kind == "date" else noun.removeprefix("期限")
    return f"{_per_zh(figure.scope)}{period}{words or ''}{noun}"


def _noun_zh(figure: Figure) -> str:
    if figure.unit == "倍":
        return "倍数"
    if figure.kind == "amount" and _is_threshold(figure):
        return "门槛"
    return _NOUN_ZH.get((figure.kind, figure.bound)) or _KIND_ZH[figure.kind]


def _is_threshold(figure: Figure) -> bool:
    """不足一万元 is a threshold seen from below, no cap."""
    return figure.bound == "min" or re.match("不足|不满|未满|未达|低于|少于", figure.text) is not None


def _what_en(figure: Figure, words: str | None) -> str:
    noun = "threshold" if figure.kind == "amount" and _is_threshold(figure) else _NOUN_EN[figure.bound]
    parts = [words or "", _KIND_EN[figure.kind], noun]
    if figure.scope:
        parts.append(f"per {figure.scope}")
    if figure.period:
        parts.append({"年": "a year", "累计": "in total", "一次性": "once"}[figure.period])
    return " ".join(part for part in parts if part)


def _number(figure: Figure) -> str:
    """The figure as printed without the bound word that the sentence already says."""
    if figure.bound == "range":
        return figure.text
    return re.sub(r"^[^\d一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾百千万]*", "", figure.text) or figure.text


def _bound_zh(figure: Figure) -> str:
    return _BOUND_ZH_KIND.get((figure.kind, figure.bound)) or _BOUND_ZH[figure.bound] or figure.text


def _reach_zh(figure: Figure) -> str:
    period = {"年": "每年", "累计": "累计", "一次性": "一次性", None: ""}[figure.period]
    return f"{period}{_per_zh(figure.scope) or ('' if period else '不限')}"


def _reach_en(figure: Figure) -> str:
    parts = [f"per {figure.scope}" if figure.scope else ""]
    parts.append({"年": "a year", "累计": "in total", "一次性": "once", None: ""}[figure.period])
    return " ".join(part for part in parts if part) or "without a unit"
