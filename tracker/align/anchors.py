"""Clauses that say the same on both sides and can be no others: the fixed points of an alignment.

Also the chain: the heaviest set of links that keeps the order of both sides, against which
"moved" and "in the same gap" are told.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from tracker.align.content import Content

Link = tuple[int, int]  # index of an old clause, index of a new one
Best = tuple[int, Link | None]  # weight of a chain, its last link
# weights are counted in whole trillionths, with as many bits again for what settles ties
_TRILLION = 10**12
_TIE_BITS = 20
# a stretch of equal clauses is sure from this length on, or from this share of words of its own in one of them
# (in the revised laws at hand, 0.93 of the unchanged articles have so many)
_LONG_RUN = 4
_OWN = 0.1


def find_anchors(old: Sequence[Content], new: Sequence[Content]) -> dict[int, int]:
    """Old index to new index of the clauses whose text is the same and whose partner is beyond doubt.

    Common beginning and end of the two lists; then texts that stand once on each side; then the equal neighbours of
    what is found. In a text of many like parts two clauses may be the same by chance: there a stretch of equal clauses
    must be long, or say something that no other clause says. Source: patience diff (Cohen 2006), whose anchors are the
    unique common lines.
    """
    ends = _common_ends(old, new)
    anchors = dict(ends)
    old_counts = Counter(content.key for content in old)
    new_counts = Counter(content.key for content in new)
    where = {content.key: at for at, content in enumerate(new)}
    for at, content in enumerate(old):
        if content.key and old_counts[content.key] == 1 == new_counts[content.key]:
            anchors.setdefault(at, where[content.key])
    for step in (1, -1):
        _spread(anchors, old, new, step)
    return {
        i: j
        for run in _runs(anchors)
        if len(run) >= _LONG_RUN or any(link in ends.items() or old[link[0]].own >= _OWN for link in run)
        for i, j in run
    }


def _common_ends(old: Sequence[Content], new: Sequence[Content]) -> dict[int, int]:
    ends: dict[int, int] = {}
    first, least = 0, min(len(old), len(new))
    while first < least and old[first].key == new[first].key:
        ends[first] = first
        first += 1
    back = 1
    while back <= least - first and old[-back].key == new[-back].key:
        ends[len(old) - back] = len(new) - back
        back += 1
    return ends


def _runs(anchors: Mapping[int, int]) -> list[list[Link]]:
    """The anchors in stretches without a break on either side."""
    runs: list[list[Link]] = []
    for i, j in sorted(anchors.items()):
        if runs and runs[-1][-1] == (i - 1, j - 1):
            runs[-1].append((i, j))
        else:
            runs.append([(i, j)])
    return runs


def _spread(anchors: dict[int, int], old: Sequence[Content], new: Sequence[Content], step: int) -> None:
    taken = set(anchors.values())
    for i in sorted(anchors, reverse=step < 0):
        a, b = i + step, anchors[i] + step
        while (
            0 <= a < len(old)
            and 0 <= b < len(new)
            and a not in anchors
            and b not in taken
            and old[a].key
            and old[a].key == new[b].key
        ):
            anchors[a] = b
            taken.add(b)
            a, b = a + step, b + step


def exact_weights(weights: Mapping[Link, float], old: Sequence[Content], new: Sequence[Content]) -> dict[Link, int]:
    """The weights as whole numbers: their sums are the same on every machine, whatever the order of adding.

    Equal weights are told apart by a checksum of what does not change when the sides are swapped.
    """
    return {
        (i, j): (round(weight * _TRILLION) << _TIE_BITS) + _checksum(i, j, min(old[i].checksum, new[j].checksum))
        for (i, j), weight in weights.items()
    }


def _checksum(i: int, j: int, key: int) -> int:
    """A number of _TIE_BITS; the factors are those of Knuth's and Weyl's multiplicative hashing."""
    mixed = (i + j) * 0x9E3779B1 ^ abs(i - j) * 0x85EBCA77 ^ key
    return (mixed * 0xC2B2AE3D & 0xFFFFFFFF) >> (32 - _TIE_BITS)


def heaviest_chain(links: Mapping[Link, int], *, one_to_one: bool = False) -> frozenset[Link]:
    """The links that keep the order on both sides and weigh most together.

    Two links of one clause (a split, a merge) may both stand in the chain, but not if it is to be `one_to_one`.
    Weights are whole numbers, so that sums are exact (`exact_weights`). O(n log n).

    Source: heaviest increasing subsequence over a Fenwick tree of prefix maxima (Fenwick 1994).
    """
    # within a row from right to left, and from the columns before: no second link of the row or the column
    ordered = sorted(links, key=lambda link: (link[0], -link[1])) if one_to_one else sorted(links)
    columns = sorted({j for _, j in ordered})
    tree: list[Best] = [(0, None)] * (len(columns) + 1)
    before: dict[Link, Link | None] = {}
    for link in ordered:
        place = bisect_left(columns, link[1]) + 1
        best = _best_up_to(tree, place - 1 if one_to_one else place)
        before[link] = best[1]
        total = best[0] + links[link]
        at = place
        while at < len(tree):
            if total > tree[at][0]:
                tree[at] = (total, link)
            at += at & -at
    chain = set()
    last = _best_up_to(tree, len(columns))[1]
    while last is not None:
        chain.add(last)
        last = before[last]
    return frozenset(chain)


def _best_up_to(tree: Sequence[Best], place: int) -> Best:
    """The heaviest chain that ends in one of the first `place` columns."""
    best: Best = (0, None)
    while place:
        if tree[place][0] > best[0]:
            best = tree[place]
        place &= place - 1
    return best


@dataclass(frozen=True, slots=True)
class Frame:
    """The chain as a ruler: where an old and a new clause stand between its links.

    `old_rank[i]`: links of the chain before old clause i.
    """

    links: Mapping[int, int]  # old to new; before the first and behind the last clause of both sides is one more link
    chain: Mapping[int, int]  # old to new
    chain_back: Mapping[int, int]  # new to old
    old_rank: tuple[int, ...]
    new_rank: tuple[int, ...]

    def crossings(self, i: int, j: int) -> int:
        """How many links of the chain a link of i and j would cross; links of i or j themselves do not count."""
        own, other = self.chain.get(i, j), self.chain_back.get(j, i)
        return abs((self.old_rank[i] - (other < i)) - (self.new_rank[j] - (own < j)))

    def neighbours(self, i: int, j: int) -> int:
        """0 to 2: do the clauses before, and the clauses behind, continue each other? The ends of both lists do."""
        return (self.links.get(i - 1) == j - 1) + (self.links.get(i + 1) == j + 1)


def make_frame(links: Mapping[int, int], chain: frozenset[Link], old_size: int, new_size: int) -> Frame:
    """The ruler of a one-to-one alignment of n old and m new clauses."""
    in_order = dict(sorted(chain))
    back = {j: i for i, j in in_order.items()}
    ends = {-1: -1, old_size: new_size}
    return Frame({**links, **ends}, in_order, back, _ranks(in_order, old_size), _ranks(back, new_size))


def _ranks(in_chain: Mapping[int, int], size: int) -> tuple[int, ...]:
    return tuple(accumulate((at - 1 in in_chain for at in range(size)), initial=0))[1:]
