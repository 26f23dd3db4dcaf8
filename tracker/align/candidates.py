"""Which old and new clauses are worth weighing against each other: a few per clause, never all with all."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from tracker.align.anchors import Link
from tracker.align.content import Content

# the heaviest terms of a clause find its candidates; the rest only weigh them
_PROBES = 32
# of a term that stands in more clauses than this, only those nearest to where the clause is expected are looked at
_NEAREST = 12
# candidates kept per clause: by shared terms (of those that share a quarter of what the best does), and by place
_LEAST_SHARE = 0.25
_BY_TERMS = 5
_BY_PLACE = 3


def find_candidates(
    old: Sequence[Content],
    new: Sequence[Content],
    old_free: Sequence[int],
    new_free: Sequence[int],
    in_order: Sequence[Link],
) -> set[Link]:
    """Links worth weighing between the free clauses of both sides (sorted indices), given the chain of sure links.

    Each clause, from either side, brings those that share most of its heaviest terms: at most 5·(n + m) links. Those
    with a clause that is not free are no candidates, but show how alike clauses are that do not continue each other.
    """
    found = set(_sharing(old, new, old_free, _Ruler(in_order, (len(old), len(new)))))
    turned = _Ruler([(j, i) for i, j in in_order], (len(new), len(old)))
    return found | {(i, j) for j, i in _sharing(new, old, new_free, turned)}


def find_nearby(
    old_free: Sequence[int], new_free: Sequence[int], in_order: Sequence[Link], sizes: tuple[int, int]
) -> set[Link]:
    """Links of each free clause with those nearest to where the chain lets it be expected: at most 3·(n + m)."""
    ruler = _Ruler(in_order, sizes)
    turned = _Ruler([(j, i) for i, j in in_order], (sizes[1], sizes[0]))
    found = {(i, j) for i in old_free for j in _nearest(new_free, ruler.expect(i), _BY_PLACE)}
    return found | {(i, j) for j in new_free for i in _nearest(old_free, turned.expect(j), _BY_PLACE)}


class _Ruler:
    """Where on the other side a clause is expected: between the partners of its nearest links of the chain."""

    def __init__(self, in_order: Sequence[Link], sizes: tuple[int, int]) -> None:
        self._here = [-1, *(i for i, _ in in_order), sizes[0]]
        self._there = [-1, *(j for _, j in in_order), sizes[1]]

    def expect(self, at: int) -> float:
        above = bisect_left(self._here, at, lo=1, hi=len(self._here) - 1)
        low, high = self._here[above - 1], self._here[above]
        share = (at - low) / (high - low)
        return self._there[above - 1] + share * (self._there[above] - self._there[above - 1])


def _sharing(
    here: Sequence[Content], there: Sequence[Content], here_free: Sequence[int], ruler: _Ruler
) -> Iterator[Link]:
    known = frozenset().union(*(content.terms for content in there))
    probes = {at: tuple(islice(filter(known.__contains__, here[at].terms), _PROBES)) for at in here_free}
    wanted = frozenset(chain.from_iterable(probes.values()))
    places: dict[str, list[int]] = defaultdict(list)
    for other, content in enumerate(there):
        for term in wanted.intersection(content.terms):
            places[term].append(other)
    for at in here_free:
        expected = ruler.expect(at)
        shared = Counter(chain.from_iterable(_nearest(places[term], expected, _NEAREST) for term in probes[at]))
        least = max(shared.values(), default=0) * _LEAST_SHARE
        ranked = sorted([(-count, abs(other - expected), other) for other, count in shared.items() if count >= least])
        for *_, other in ranked[:_BY_TERMS]:
            yield at, other


def _nearest(sorted_places: Sequence[int], expected: float, count: int) -> Sequence[int]:
    """`count` places around the expected one, half of them on either side as far as there are so many."""
    if len(sorted_places) <= count:
        return sorted_places
    low = bisect_left(sorted_places, expected) - count // 2
    low = min(max(low, 0), len(sorted_places) - count)
    return sorted_places[low : low + count]
