"""Figures of an old and a new text matched by meaning, and what changed between the two.

A figure is known by the words around it, what it counts and how it is bounded, not by its place: the best of all
one-to-one matchings decides, so a figure put in between shifts no other and two equal amounts keep their owners.
What is left without partner was added or removed. Wording alone is no change: 单个企业 and 每家企业, 不超过 and 最高,
3年 and 三年, 1000万元 and 0.1亿元 read the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import attrgetter
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import Indel

from tracker.compare.assignment import assign
from tracker.compare.sentences import tell
from tracker.compare.values import Measure, ends_of, is_comparable, is_equal, measure, same_calendar, value_of
from tracker.models import Figure, FigureChange
from tracker.text import fold, plain

ChangeKind = Literal["raised", "lowered", "added", "removed", "rescoped", "rebound", "redated"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """A figure with the text it stands in and the label of its clause."""

    figure: Figure
    text: str
    clause: str


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


# ── matching ─────────────────────────────────────────────────────────────────────────────────────

# Least likeness, 0 to 1, at which two figures are one that changed. Inside a pair the clause itself speaks for them.
PAIR_FLOOR = 0.4
# Across clauses nothing else says that two figures belong together
LOOSE_FLOOR = 0.72


@dataclass(frozen=True, slots=True)
class _View:
    """What of a placed figure is compared: normal form, figures blanked out, synonyms levelled."""

    figure: Figure
    near: str  # the words directly before
    wide: str  # the sentence before
    behind: str  # the words directly behind
    tail: str  # the sentence behind
    part: str  # the part of the sentence it stands in
    at: float  # place in the text, 0 to 1
    measure: Measure  # kind and unit, which one figure never changes
    ends: tuple[object, object]  # what the figure admits


_HOLE = "\ue000"
_SAME_WORDS = (
    (re.compile("最高不超过|最高可达|不得超过|不超过|不高于|不多于|最多|最大"), "最高"),
    (re.compile("不少于|至少|不得低于|最低|不得少于"), "不低于"),
    (re.compile("单个|单一|单项|单家|每家|每个|每项|同一"), "每"),
    (re.compile("予以|给与"), "给予"),
    (re.compile("每年度|年度"), "每年"),
    (re.compile("并处|可以并处|可以处"), "处"),
    # the office in charge behind a measure says nothing of what its figure is for
    (re.compile(r"\([^()]{2,60}(?:局|委|会|府|部|厅|办|行|处)\)"), ""),
)


def match_figures(old: Sequence[Placed], new: Sequence[Placed], *, floor: float = PAIR_FLOOR) -> list[tuple[int, int]]:
    """Positions of the figures that continue each other, each at most once: the matching of greatest total likeness."""
    olds, news = _views(old), _views(new)
    settled = _unmistakable(olds, news)
    taken = set(settled.values())
    rest_old = [(at, view) for at, view in enumerate(olds) if at not in settled]
    rest_new = [(at, view) for at, view in enumerate(news) if at not in taken]
    return sorted([*settled.items(), *assign(_weigh(rest_old, rest_new, floor), floor)])


class _Index:
    """Figures that count the same thing, by what they admit and by the words directly before."""

    def __init__(self, floor: float) -> None:
        self._floor = floor
        # what the words directly before must reach where neither the value nor the end of a range is the same
        self._least_near = ((floor - _SCOPE - _BOUND) / _ALL_WORDS - (1 - _NEAR)) / _NEAR - 1e-9
        self._members: list[tuple[int, _View]] = []
        self._near: list[str] = []
        self._by_ends: dict[tuple[object, object], list[int]] = {}
        self._ranges: list[int] = []

    def add(self, place: int, view: _View) -> None:
        at = len(self._members)
        self._members.append((place, view))
        self._near.append(view.near)
        self._by_ends.setdefault(view.ends, []).append(at)
        if view.figure.bound == "range":
            self._ranges.append(at)

    def like(self, view: _View) -> Iterator[tuple[int, float]]:
        """The place and likeness of all that are more than `floor` like `view`."""
        for at in self._possible(view):
            place, other = self._members[at]
            value = _likeness(view, other, self._floor)
            if value > self._floor:
                yield place, value

    def _possible(self, view: _View) -> Iterable[int]:
        if self._least_near <= 0 or view.figure.bound == "range":
            return range(len(self._members))
        near = process.extract(
            view.near, self._near, scorer=Indel.normalized_similarity, score_cutoff=self._least_near, limit=None
        )
        return {*self._by_ends.get(view.ends, ()), *self._ranges, *(at for *_, at in near)}


def _weigh(
    olds: Sequence[tuple[int, _View]], news: Sequence[tuple[int, _View]], floor: float
) -> dict[tuple[int, int], float]:
    """The likeness of every two figures above `floor`; only those that count the same thing are looked at."""
    counted: dict[tuple[str, str | None], _Index] = {}
    for two, view in news:
        counted.setdefault((view.measure.kind, view.measure.unit), _Index(floor)).add(two, view)
    likeness: dict[tuple[int, int], float] = {}
    for one, view in olds:
        index = counted.get((view.measure.kind, view.measure.unit))
        if index is not None:
            likeness.update(((one, two), value) for two, value in index.like(view))
    return likeness


def _unmistakable(olds: Sequence[_View], news: Sequence[_View]) -> dict[int, int]:
    """Figures with the same value in the same words, once on each side: no optimum would part them.

    Settling them first keeps long unchanged texts quick (the matching takes the cube of what is left).
    """
    places: list[dict[object, list[int]]] = [{}, {}]
    for side, views in zip(places, (olds, news), strict=True):
        for at, view in enumerate(views):
            side.setdefault(_same_everywhere(view), []).append(at)
    return {
        at[0]: places[1][key][0] for key, at in places[0].items() if len(at) == 1 and len(places[1].get(key, ())) == 1
    }


def _same_everywhere(view: _View) -> object:
    """`view` without its place: equal for the same figure in the same words."""
    figure = view.figure
    return (
        (figure.kind, figure.unit, figure.value, figure.value_high, figure.bound, figure.scope, figure.period),
        (view.near, view.wide, view.behind, view.tail, view.part),
    )


def _views(placed: Sequence[Placed]) -> list[_View]:
    blanked: dict[str, tuple[str, dict[int, int]]] = {}
    by_text: dict[str, list[Figure]] = {}
    for item in placed:
        by_text.setdefault(item.text, []).append(item.figure)
    for text, figures in by_text.items():
        blanked[text] = _blank(text, figures)
    return [_view(item.figure, *blanked[item.text]) for item in placed]


def _blank(text: str, figures: Sequence[Figure]) -> tuple[str, dict[int, int]]:
    """`text` in normal form with a hole for each figure, and where each figure's hole lies by its start."""
    folded = fold(text)
    pieces, holes, at, length = [], {}, 0, 0
    for figure in sorted(figures, key=lambda figure: figure.start):
        start, end = folded.at(figure.start), folded.at(figure.end)
        piece = _level(folded.text[at:start])
        holes[figure.start] = length + len(piece)
        pieces += [piece, _HOLE]
        length += len(piece) + 1
        at = max(end, at)
    pieces.append(_level(folded.text[at:]))
    return "".join(pieces), holes


def _level(text: str) -> str:
    for pattern, word in _SAME_WORDS:
        text = pattern.sub(word, text)
    return text


def _view(figure: Figure, text: str, holes: dict[int, int]) -> _View:
    at = holes[figure.start]
    before, tail = text[max(0, at - 60) : at], re.split("[。]", text[at + 1 : at + 31])[0]
    behind = re.split("[;]", tail[:14])[0]
    return _View(
        figure=figure,
        near=before[-14:],
        wide=re.split("[。]", before)[-1],
        behind=behind,
        tail=tail,
        part=re.split("[,;。]", before)[-1] + re.split("[,;]", behind)[0],
        at=at / max(1, len(text)),
        measure=measure(figure),
        ends=(figure.value, figure.value_high) if figure.kind == "date" else ends_of(figure),
    )


def _likeness(old: _View, new: _View, floor: float) -> float:
    """0 to 1, for two figures of the same kind and unit; 0 where they cannot reach `floor`."""
    one, two = old.figure, new.figure
    score = (
        _VALUE * _value_likeness(old, new)
        + _SCOPE * (old.measure.scope == new.measure.scope)
        + _BOUND * _bound_likeness(one, two)
    )
    if {one.bound, two.bound} == {"min", "max"}:
        score -= 0.25
    # order decides only between figures the words cannot tell apart
    score -= 0.02 * abs(old.at - new.at)
    needed = (floor - score) / _ALL_WORDS
    words, left = 0.0, 1.0
    for weight, part in _WORDS:
        words += weight * _same(part(old), part(new))
        left -= weight
        if words + left < needed:
            return 0.0
    return max(0.0, score + _ALL_WORDS * words)


# What value, scope, bound and the words around a figure weigh; of these each stretch, the telling ones first
_VALUE, _SCOPE, _BOUND, _ALL_WORDS = 0.25, 0.05, 0.05, 0.65
_NEAR = 0.3
_WORDS: tuple[tuple[float, Callable[[_View], str]], ...] = (
    (_NEAR, attrgetter("near")),
    (0.25, attrgetter("wide")),
    (0.15, attrgetter("behind")),
    (0.15, attrgetter("tail")),
    (0.15, attrgetter("part")),
)


def _same(old: str, new: str) -> float:
    return 1.0 if old == new else Indel.normalized_similarity(old, new)


def _value_likeness(old: _View, new: _View) -> float:
    """1 for the same value, a part where one end of a range stayed."""
    if old.ends == new.ends:
        return 1.0
    if old.figure.kind == "date" or "range" not in (old.figure.bound, new.figure.bound):
        return 0.0
    return 0.4 if any(one == two and one is not None for one, two in zip(old.ends, new.ends, strict=True)) else 0.0


def _bound_likeness(old: Figure, new: Figure) -> float:
    return 1.0 if old.bound == new.bound else 0.5 if "min" not in (old.bound, new.bound) else 0.0


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
        return named.scope not in re.split("[,;。]", around)[-1]
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
    before = re.split("[;。]", fold(placed.text[max(0, figure.start - 30) : figure.start]).text)[-1]
    behind = re.split("[,;。]", fold(placed.text[figure.end : figure.end + 14]).text)[0]
    words = _PURPOSE.findall(fold(figure.text).text) or _PURPOSE.findall(behind) or _PURPOSE.findall(before)[-1:]
    return words[0] if words else None
