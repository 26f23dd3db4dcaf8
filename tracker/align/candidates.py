"""Which old and new clauses are worth weighing against each other: a few per clause, never all with all."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest, nsmallest

from tracker.align.anchors import Link
from tracker.align.content import Content

# the heaviest terms of a clause find its candidates; the rest only weigh them
_PROBES = 40
# of a term that stands in more clauses than this, only those nearest to where the clause is expected are looked at
_NEAREST = 24
# candidates kept per clause: by shared terms, and by place
_BY_TERMS = 8
_BY_PLACE = 4


def find_candidates(
    old: Sequence[Content],
    new: Sequence[Content],
    old_free: Sequence[int],
    new_free: Sequence[int],
    chain: Iterable[Link],
) -> set[Link]:
    """Links worth weighing between the free clauses of both sides (sorted indices), given the chain of sure links.

    Each clause, from either side, brings the clauses that share most of its heaviest terms and those nearest to where
    the chain lets it be expected; at most 2·12·(n + m) links.
    """
    links = sorted(chain)
    found = set(_one_way(old, new, old_free, new_free, links))
    back = _one_way(new, old, new_free, old_free, sorted((j, i) for i, j in links))
    return found | {(i, j) for j, i in back}


def _one_way(
    here: Sequence[Content],
    there: Sequence[Content],
    here_free: Sequence[int],
    there_free: Sequence[int],
    chain: Sequence[Link],
) -> Iterable[Link]:
    if not there_free:
        return
    index: dict[str, list[int]] = defaultdict(list)
    for at in there_free:
        for term in there[at].terms:
            index[term].append(at)
    place = _Places(chain, len(here), len(there))
    for at in here_free:
        expected = place.of(at)
        for other in _sharing(here[at].terms, there, index, expected):
            yield at, other
        for other in _nearest(there_free, expected, _BY_PLACE):
            yield at, other


def _sharing(
    terms: Mapping[str, float], there: Sequence[Content], index: Mapping[str, list[int]], expected: float
) -> list[int]:
    shared: dict[int, float] = defaultdict(float)
    for weight, term in nlargest(_PROBES, ((weight, term) for term, weight in terms.items() if term in index)):
        for other in _nearest(index[term], expected, _NEAREST):
            shared[other] += weight * there[other].terms[term]
    best = nsmallest(_BY_TERMS, ((-round(value, 9), abs(other - expected), other) for other, value in shared.items()))
    return [other for _, _, other in best]


def _nearest(sorted_places: Sequence[int], expected: float, count: int) -> Sequence[int]:
    """The `count` places nearest to the expected one."""
    if len(sorted_places) <= count:
        return sorted_places
    middle = bisect_left(sorted_places, expected)
    around = sorted_places[max(0, middle - count) : middle + count]
    return nsmallest(count, around, key=lambda place: (abs(place - expected), place))


class _Places:
    """Where on the other side a clause is expected: between the partners of its nearest links of the chain."""

    def __init__(self, chain: Sequence[Link], here_size: int, there_size: int) -> None:
        self._here = [-1, *(i for i, _ in chain), here_size]
        self._there = [-1, *(j for _, j in chain), there_size]

    def of(self, at: int) -> float:
        above = bisect_left(self._here, at, lo=1, hi=len(self._here) - 1)
        low, high = self._here[above - 1], self._here[above]
        share = (at - low) / (high - low)
        return self._there[above - 1] + share * (self._there[above] - self._there[above - 1])
