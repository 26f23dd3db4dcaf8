"""Which figures of two texts are worth weighing against each other."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product
from math import log

from rapidfuzz import process
from rapidfuzz.distance import Indel

from tracker.compare.views import HOLE, View

# Up to so many figures on the smaller side no possible pair is passed over. In the revised laws at hand no two clauses
# have more than 7 to match, and no two laws more than 9 loose ones; fifty copies of the longest measures have 252.
_FEW = 400
# Beyond, each figure is weighed against the few that share most of its rarest words, of either side
_PROBES, _NEAREST, _MOST = 16, 16, 12


def worth_weighing(olds: Sequence[View], news: Sequence[View], least_near: float) -> Iterable[tuple[int, int]]:
    """Positions of the figures that may be one; all count the same thing.

    `least_near`: what the words directly before must reach, 0 to 1, where neither the value nor the end of a range is
    the same.
    """
    if min(len(olds), len(news)) > _FEW:
        return sorted({*_sharing(olds, news), *((i, j) for j, i in _sharing(news, olds))})
    if least_near <= 0:
        return product(range(len(olds)), range(len(news)))
    return _near_or_equal(olds, news, least_near)


def _near_or_equal(olds: Sequence[View], news: Sequence[View], least_near: float) -> Iterator[tuple[int, int]]:
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


def _sharing(here: Sequence[View], there: Sequence[View]) -> Iterator[tuple[int, int]]:
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


def _terms(view: View) -> list[object]:
    """What a figure may be found by: its value with the words before it, each pair of characters around it."""
    words = f"{view.wide}{HOLE}{view.tail}"
    return list(dict.fromkeys([(view.near, view.ends), *map("".join, pairwise(words))]))
