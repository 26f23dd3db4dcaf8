"""Which figure of an old text continues which of a new one.

A figure is known by the words around it, what it counts and how it is bounded, not by its place: the best of all
one-to-one matchings decides, so a figure put in between shifts no other and two equal amounts keep their owners.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from operator import attrgetter

from rapidfuzz.distance import Indel

from tracker.compare.assignment import assign
from tracker.compare.candidates import worth_weighing
from tracker.compare.views import Placed, View, view_figures
from tracker.models import Figure

# Least likeness, 0 to 1, at which two figures are one that changed. Inside a pair the clause itself speaks for them.
PAIR_FLOOR = 0.36
# Across clauses nothing else says that two figures belong together
LOOSE_FLOOR = 0.72


def match_figures(old: Sequence[Placed], new: Sequence[Placed], *, floor: float = PAIR_FLOOR) -> list[tuple[int, int]]:
    """Positions of the figures that continue each other, each at most once: the matching of greatest total likeness."""
    olds, news = view_figures(old), view_figures(new)
    settled = _unmistakable(olds, news)
    taken = set(settled.values())
    rest_old = [(at, view) for at, view in enumerate(olds) if at not in settled]
    rest_new = [(at, view) for at, view in enumerate(news) if at not in taken]
    return sorted([*settled.items(), *assign(_weigh(rest_old, rest_new, floor), floor)])


def weigh_figures(
    old: Sequence[Placed], new: Sequence[Placed], *, floor: float = PAIR_FLOOR
) -> dict[tuple[int, int], float]:
    """The likeness, 0 to 1, of every two figures (positions in `old` and `new`) above `floor`."""
    return _weigh(list(enumerate(view_figures(old))), list(enumerate(view_figures(new))), floor)


def _weigh(
    olds: Sequence[tuple[int, View]], news: Sequence[tuple[int, View]], floor: float
) -> dict[tuple[int, int], float]:
    """The likeness of every two figures above `floor`; only those that count the same thing are looked at."""
    likeness: dict[tuple[int, int], float] = {}
    least_near = _least_near(floor)
    others = _by_measure(news)
    for counted, group in _by_measure(olds).items():
        other = others.get(counted, [])
        for i, j in worth_weighing([view for _, view in group], [view for _, view in other], least_near):
            value = _likeness(group[i][1], other[j][1], floor)
            if value > floor:
                likeness[group[i][0], other[j][0]] = value
    return likeness


def _by_measure(views: Sequence[tuple[int, View]]) -> dict[tuple[str, str | None], list[tuple[int, View]]]:
    groups: dict[tuple[str, str | None], list[tuple[int, View]]] = {}
    for at, view in views:
        groups.setdefault((view.measure.kind, view.measure.unit), []).append((at, view))
    return groups


def _unmistakable(olds: Sequence[View], news: Sequence[View]) -> dict[int, int]:
    """Figures with the same value in the same words, once on each side: no optimum would part them.

    Settling them first keeps long unchanged texts quick (the matching takes the cube of what is left).
    """
    here, there = _once(olds), _once(news)
    return {at: there[key] for key, at in here.items() if key in there}


def _once(views: Sequence[View]) -> dict[object, int]:
    """Where each figure stands that stands once in the same words."""
    keys = [_same_everywhere(view) for view in views]
    counts = Counter(keys)
    return {key: at for at, key in enumerate(keys) if counts[key] == 1}


def _same_everywhere(view: View) -> object:
    """`view` without its place: equal for the same figure in the same words."""
    figure = view.figure
    return (
        (figure.kind, figure.unit, figure.value, figure.value_high, figure.bound, figure.scope, figure.period),
        (view.near, view.head, view.wide, view.behind, view.tail, view.part),
    )


def _likeness(old: View, new: View, floor: float) -> float:
    """0 to 1, for two figures of the same kind and unit; 0 where they cannot reach `floor`."""
    one, two = old.figure, new.figure
    score = (
        _VALUE * _value_likeness(old, new)
        + _SCOPE * (old.measure.scope == new.measure.scope)
        + _BOUND * _bound_likeness(one, two)
    )
    if {one.bound, two.bound} == {"min", "max"}:
        score -= _OTHER_END
    if old.on_person != new.on_person:
        score -= _OTHER_PAYER
    score -= _PLACE * abs(old.at - new.at)
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
# What is taken off where one is a floor and the other a cap
_OTHER_END = 0.25
# Order decides only between figures that the words cannot tell apart
_PLACE = 0.02
# What is taken off where one fine is on persons and the other is not: they stand side by side in the same words
_OTHER_PAYER = 0.5
_NEAR = 0.3
_WORDS: tuple[tuple[float, Callable[[View], str]], ...] = (
    (_NEAR, attrgetter("near")),
    (0.25, attrgetter("wide")),
    (0.15, attrgetter("head")),
    (0.15, attrgetter("part")),
    (0.1, attrgetter("behind")),
    (0.05, attrgetter("tail")),
)


def _same(old: str, new: str) -> float:
    return 1.0 if old == new else Indel.normalized_similarity(old, new)


def _value_likeness(old: View, new: View) -> float:
    """1 for the same value, a part where one end of a range stayed."""
    if old.ends == new.ends:
        return 1.0
    if old.figure.kind == "date" or "range" not in (old.figure.bound, new.figure.bound):
        return 0.0
    return 0.4 if any(one == two and one is not None for one, two in zip(old.ends, new.ends, strict=True)) else 0.0


def _bound_likeness(old: Figure, new: Figure) -> float:
    return 1.0 if old.bound == new.bound else 0.5 if "min" not in (old.bound, new.bound) else 0.0


def _least_near(floor: float) -> float:
    """What `near` must reach for two figures that share neither their value nor the end of a range."""
    return ((floor - _SCOPE - _BOUND) / _ALL_WORDS - (1 - _NEAR)) / _NEAR - 1e-9
