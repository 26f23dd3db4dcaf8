"""Splits and merges: links beside the one-to-one choice."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping

from tracker.align.anchors import Frame, Link
from tracker.align.content import Contents
from tracker.align.scoring import WEIGHTS, Weighed, Weights, observe_part, weigh_part


def find_parts(
    contents: Contents,
    frame: Frame,
    links: Iterable[Link],
    candidates: Mapping[Link, float],
    weights: Weights = WEIGHTS,
) -> dict[Link, Weighed]:
    """The candidates (with their likeness) that are links as well; each one found leaves less to explain for the rest.

    One of the two clauses has a link already. The surest first, until none is left that more speaks for than against.
    """
    old_to_new: dict[int, set[int]] = defaultdict(set)
    new_to_old: dict[int, set[int]] = defaultdict(set)
    for i, j in links:
        old_to_new[i].add(j)
        new_to_old[j].add(i)
    waiting = _without_identical(contents, old_to_new, new_to_old, candidates)
    by_old: dict[int, list[Link]] = defaultdict(list)
    by_new: dict[int, list[Link]] = defaultdict(list)
    for link in waiting:
        by_old[link[0]].append(link)
        by_new[link[1]].append(link)
    weighed: dict[Link, Weighed] = {}
    heap: list[Entry] = []

    def weigh(some: Iterable[Link]) -> None:
        for i, j in some:
            partners = old_to_new[i], new_to_old[j]
            if any(partners):
                evidence = observe_part((i, j), candidates[i, j], contents, frame, partners)
                weighed[i, j] = weigh_part(evidence, weights)
                if weighed[i, j].weight > 0:
                    heapq.heappush(heap, _entry(contents, (i, j), weighed[i, j]))

    weigh(waiting)
    found: dict[Link, Weighed] = {}
    while heap:
        *rank, link = heapq.heappop(heap)
        if link in found or rank[0] != -weighed[link].weight:
            continue  # weighed anew since
        found[link] = weighed[link]
        i, j = link
        old_to_new[i].add(j)
        new_to_old[j].add(i)
        weigh(sorted({*by_old[i], *by_new[j]} - found.keys()))
    return found


Entry = tuple[float, int, int, str, Link]


def _entry(contents: Contents, link: Link, value: Weighed) -> Entry:
    """Heaviest first; ties are settled by what does not change when the sides are swapped."""
    i, j = link
    return -value.weight, abs(i - j), i + j, min(contents.old[i].key, contents.new[j].key), link


def _without_identical(
    contents: Contents,
    old_to_new: Mapping[int, set[int]],
    new_to_old: Mapping[int, set[int]],
    candidates: Iterable[Link],
) -> list[Link]:
    """The candidates whose clauses may have something of their own to share: identical partners explain all."""
    whole_old = {i for i, js in old_to_new.items() if any(contents.new[j].key == contents.old[i].key for j in js)}
    whole_new = {j for j, is_ in new_to_old.items() if any(contents.old[i].key == contents.new[j].key for i in is_)}
    return sorted(
        (i, j) for i, j in candidates if i not in whole_old and j not in whole_new and j not in old_to_new.get(i, ())
    )
