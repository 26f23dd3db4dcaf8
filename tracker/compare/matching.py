"""Which figure of an old text continues which of a new one.

A figure is known by the words around it, what it counts and how it is bounded, not by its place: the best of all
one-to-one matchings decides, so a figure put in between shifts no other and two equal amounts keep their owners.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import log
from operator import attrgetter

from rapidfuzz import process
from rapidfuzz.distance import Indel

from tracker.compare.assignment import assign
from tracker.compare.values import Measure, ends_of, measure
from tracker.models import Figure
from tracker.text import fold


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """A figure with the text it stands in and the label of its clause."""

    figure: Figure
    text: str
    clause: str


# Least likeness, 0 to 1, at which two figures are one that changed. Inside a pair the clause itself speaks for them.
PAIR_FLOOR = 0.36
# Across clauses nothing else says that two figures belong together
LOOSE_FLOOR = 0.72


@dataclass(frozen=True, slots=True)
class _View:
    """What of a placed figure is compared: normal form, figures blanked out, synonyms levelled."""

    figure: Figure
    near: str  # the words directly before
    wide: str  # the sentence before
    head: str  # how the sentence or item begins: the deed that a fine is for
    behind: str  # the words directly behind
    tail: str  # the sentence behind
    part: str  # the part of the sentence it stands in
    on_person: bool  # a fine on those in charge or on individuals, not on the unit
    at: float  # place in the text, 0 to 1
    measure: Measure  # kind and unit, which one figure never changes
    ends: tuple[object, object]  # what the figure admits


_HOLE = "\ue000"
_PAUSE = re.compile("[,;。]")
# 有前款行为的, 违反第一款规定的: the deed stands in the first sentence
_BACK = re.compile("(?:有|违反|具有|实施)?(?:前|上|本|第[一二三四五六七八九十]+)(?:两|二|三)?款")
# 对直接责任人员给予警告,并处: a fine on persons
_ON_PERSON = re.compile("对[^,;。对]{0,40}?(?:人员|个人|负责人|责任人|[机船]长)[^;。对]{0,40}处以?$")
# 未经登记擅自行驶的, is the deed; a sentence without 的, begins with so many characters that tell it from others
_DEED, _HEAD = 60, 30
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


def weigh_figures(
    old: Sequence[Placed], new: Sequence[Placed], *, floor: float = PAIR_FLOOR
) -> dict[tuple[int, int], float]:
    """The likeness, 0 to 1, of every two figures (positions in `old` and `new`) above `floor`."""
    return _weigh(list(enumerate(_views(old))), list(enumerate(_views(new))), floor)


def _weigh(
    olds: Sequence[tuple[int, _View]], news: Sequence[tuple[int, _View]], floor: float
) -> dict[tuple[int, int], float]:
    """The likeness of every two figures above `floor`; only those that count the same thing are looked at."""
    likeness: dict[tuple[int, int], float] = {}
    others = _by_measure(news)
    for counted, group in _by_measure(olds).items():
        other = others.get(counted, [])
        for i, j in _worth_weighing([view for _, view in group], [view for _, view in other], floor):
            value = _likeness(group[i][1], other[j][1], floor)
            if value > floor:
                likeness[group[i][0], other[j][0]] = value
    return likeness


def _by_measure(views: Sequence[tuple[int, _View]]) -> dict[tuple[str, str | None], list[tuple[int, _View]]]:
    groups: dict[tuple[str, str | None], list[tuple[int, _View]]] = {}
    for at, view in views:
        groups.setdefault((view.measure.kind, view.measure.unit), []).append((at, view))
    return groups


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
        (view.near, view.head, view.wide, view.behind, view.tail, view.part),
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
    before, tail = text[max(0, at - 60) : at], text[at + 1 : at + 31].partition("。")[0]
    behind = tail[:14].partition(";")[0]
    return _View(
        figure=figure,
        near=before[-14:],
        wide=before.rpartition("。")[2],
        head=_head(text, at),
        behind=behind,
        tail=tail,
        part=_PAUSE.split(before)[-1] + _PAUSE.split(behind)[0],
        on_person=_ON_PERSON.search(before) is not None,
        at=at / max(1, len(text)),
        measure=measure(figure),
        ends=(figure.value, figure.value_high) if figure.kind == "date" else ends_of(figure),
    )


def _head(text: str, at: int) -> str:
    """How the sentence or item begins that the figure at `at` stands in."""
    start = max(text.rfind(end, 0, at) for end in ("。", ";(")) + 1
    head = text[0 if _BACK.match(text, start) else start : at]
    deed = head.find("的,", 0, _DEED)
    return head[: _HEAD if deed < 0 else deed]


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
    if old.on_person != new.on_person:
        score -= _OTHER_PAYER
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
_VALUE, _SCOPE, _BOUND, _ALL_WORDS = 0.2, 0.05, 0.05, 0.7
# What is taken off where one fine is on persons and the other is not: they stand side by side in the same words
_OTHER_PAYER = 0.5
_NEAR = 0.3
_WORDS: tuple[tuple[float, Callable[[_View], str]], ...] = (
    (_NEAR, attrgetter("near")),
    (0.25, attrgetter("wide")),
    (0.15, attrgetter("head")),
    (0.15, attrgetter("part")),
    (0.1, attrgetter("behind")),
    (0.05, attrgetter("tail")),
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


# ── which figures are worth weighing ─────────────────────────────────────────────────────────────

# Up to so many figures on the smaller side no possible pair is passed over. In the revised laws at hand no two clauses
# have more than 7 to match, and no two laws more than 9 loose ones; fifty copies of the longest measures have 252.
_FEW = 400
# Beyond, each figure is weighed against the few that share most of its rarest words, of either side
_PROBES, _NEAREST, _MOST = 16, 16, 12


def _worth_weighing(olds: Sequence[_View], news: Sequence[_View], floor: float) -> Iterable[tuple[int, int]]:
    """Positions of the figures that may reach `floor`; all count the same thing."""
    if min(len(olds), len(news)) > _FEW:
        return sorted({*_sharing(olds, news), *((i, j) for j, i in _sharing(news, olds))})
    # what the words directly before must reach where neither the value nor the end of a range is the same
    least_near = ((floor - _SCOPE - _BOUND) / _ALL_WORDS - (1 - _NEAR)) / _NEAR - 1e-9
    if least_near <= 0:
        return product(range(len(olds)), range(len(news)))
    return _near_or_equal(olds, news, least_near)


def _near_or_equal(olds: Sequence[_View], news: Sequence[_View], least_near: float) -> Iterator[tuple[int, int]]:
    near = [view.near for view in news]
    ranges = [at for at, view in enumerate(news) if view.figure.bound == "range"]
    by_ends: dict[object, list[int]] = {}
    for at, view in enumerate(news):
        by_ends.setdefault(view.ends, []).append(at)
    for i, view in enumerate(olds):
        if view.figure.bound == "range":
            yield from ((i, j) for j in range(len(news)))
            continue
        found = process.extract(
            view.near, near, scorer=Indel.normalized_similarity, score_cutoff=least_near, limit=None
        )
        yield from ((i, j) for j in sorted({*by_ends.get(view.ends, ()), *ranges, *(at for *_, at in found)}))


def _sharing(here: Sequence[_View], there: Sequence[_View]) -> Iterator[tuple[int, int]]:
    """For each figure here the few there that share most of its rarest words; of many alike the nearest in order."""
    places: dict[object, list[int]] = {}
    for at, view in enumerate(there):
        for term in _terms(view):
            places.setdefault(term, []).append(at)
    for at, view in enumerate(here):
        expected = at * len(there) // len(here)
        known = [(len(places[term]), rank, term) for rank, term in enumerate(_terms(view)) if term in places]
        votes: dict[int, float] = defaultdict(float)
        for *_, term in sorted(known, key=lambda probe: probe[:2])[:_PROBES]:
            low = bisect_left(places[term], expected) - _NEAREST // 2
            low = max(0, min(low, len(places[term]) - _NEAREST))
            rarity = log((len(there) + 1) / len(places[term]))
            for other in places[term][low : low + _NEAREST]:
                votes[other] += rarity
        ranked = sorted(votes, key=lambda other: (-votes[other], abs(other - expected), other))
        yield from ((at, other) for other in ranked[:_MOST])


def _terms(view: _View) -> list[object]:
    """What a figure may be found by: its value with the words before it, each pair of characters around it."""
    words = f"{view.wide}{_HOLE}{view.tail}"
    return list(dict.fromkeys([(view.near, view.ends), *map("".join, pairwise(words))]))
