"""Figures of merged and split clauses, settled over all the pairs that share a clause.

One best matching of all their figures, between clauses that continue each other, so that a fine goes where its own
words went. Several old clauses may say the same thing that one new clause now says once, and the other way round: what
then has no partner may continue in a figure that has one already, if the words are the same. What is added or removed
is told once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from tracker.compare.assignment import assign
from tracker.compare.figures import changes_of
from tracker.compare.matching import PAIR_FLOOR, weigh_figures
from tracker.compare.views import place_figures
from tracker.models import Clause, ClauseChange, FigureChange, Pair
from tracker.text import normal

Link = tuple[int, int]  # numbers of an old and a new figure, or saying
ClauseKey = tuple[int, tuple[str, ...], int, str]  # side (0 old, 1 new), path, line, text


def settle_shared(rows: Sequence[ClauseChange], pairs: Sequence[Pair]) -> list[ClauseChange]:
    """`rows` (n, one per pair, in the same order) with the figure changes of merges and splits settled together."""
    settled = list(rows)
    for group in _groups(pairs):
        for at, figures in zip(group, _group_changes([pairs[at] for at in group]), strict=True):
            settled[at] = replace(rows[at], figures=figures)
    return settled


def _groups(pairs: Sequence[Pair]) -> list[list[int]]:
    """Positions of the pairs that hang together by clauses they share."""
    sharing: dict[ClauseKey, list[int]] = defaultdict(list)
    for at, pair in enumerate(pairs):
        if pair.relation != "one" and pair.old is not None and pair.new is not None:
            for key, _ in _sides(pair):
                sharing[key].append(at)
    seen: set[int] = set()
    groups = []
    for start in sorted({at for members in sharing.values() for at in members}):
        if start in seen:
            continue
        seen.add(start)
        group, todo = [], [start]
        while todo:
            at = todo.pop()
            group.append(at)
            fresh = {other for key, _ in _sides(pairs[at]) for other in sharing[key]} - seen
            seen |= fresh
            todo += sorted(fresh)
        groups.append(sorted(group))
    return [group for group in groups if len(group) > 1]


def _sides(pair: Pair) -> tuple[tuple[ClauseKey, Clause], tuple[ClauseKey, Clause]]:
    """The old and the new clause of a pair that has both, each with what it is known by."""
    old, new = pair.old, pair.new
    assert old is not None and new is not None
    return ((0, old.path, old.line, old.text), old), ((1, new.path, new.line, new.text), new)


# ── one group ────────────────────────────────────────────────────────────────────────────────────


def _group_changes(pairs: Sequence[Pair]) -> list[tuple[FigureChange, ...]]:
    """Per pair its changes; what none of the pairs of a clause carries on is told once, with the first main one."""
    numbers = _numbers(pairs)
    links = _links(_weigh(pairs, numbers), *(_sayings(pairs, numbers, side) for side in (0, 1)))
    carried = {i for i, _ in links}, {j for _, j in links}
    tellers = _tellers(pairs)
    told = []
    for at, pair in enumerate(pairs):
        (old_key, old), (new_key, new) = _sides(pair)
        here, there = numbers[old_key], numbers[new_key]
        found = [(i - here.start, j - there.start) for i, j in links if i in here and j in there]
        silent = [
            {
                figure.start
                for number, figure in zip(numbers[key], clause.figures, strict=True)
                if number in carried[side] or tellers[key] != at
            }
            for side, (key, clause) in enumerate(_sides(pair))
        ]
        told.append(_without(changes_of(place_figures(old), place_figures(new), found), *silent))
    return told


def _numbers(pairs: Sequence[Pair]) -> dict[ClauseKey, range]:
    """The figures of each clause numbered through, old and new apart."""
    numbers: dict[ClauseKey, range] = {}
    ends = [0, 0]
    for pair in pairs:
        for side, (key, clause) in enumerate(_sides(pair)):
            if key not in numbers:
                numbers[key] = range(ends[side], ends[side] + len(clause.figures))
                ends[side] = numbers[key].stop
    return numbers


def _weigh(pairs: Sequence[Pair], numbers: Mapping[ClauseKey, range]) -> dict[Link, float]:
    """The likeness of the figures of every pair, by their numbers."""
    likeness: dict[Link, float] = {}
    for pair in pairs:
        (old_key, old), (new_key, new) = _sides(pair)
        weighed = weigh_figures(place_figures(old), place_figures(new), floor=_floor(pair))
        likeness |= {(numbers[old_key][i], numbers[new_key][j]): value for (i, j), value in weighed.items()}
    return likeness


# A part whose clauses share little says little about their figures: these need words of their own
_WEAK_LINK, _WEAK_FLOOR = 0.7, 0.55


def _floor(pair: Pair) -> float:
    return _WEAK_FLOOR if pair.role == "part" and 0 < pair.score < _WEAK_LINK else PAIR_FLOOR


def _tellers(pairs: Sequence[Pair]) -> dict[ClauseKey, int]:
    """Which pair of each clause tells what no pair carries on: the first main one."""
    tellers: dict[ClauseKey, int] = {}
    for at in sorted(range(len(pairs)), key=lambda at: (pairs[at].role != "main", at)):
        for key, _ in _sides(pairs[at]):
            tellers.setdefault(key, at)
    return tellers


def _without(changes: Sequence[FigureChange], old: set[int], new: set[int]) -> tuple[FigureChange, ...]:
    """`changes` without what is removed at the starts `old`, or added at the starts `new`."""
    return tuple(
        change
        for change in changes
        if (change.old is not None or change.new is None or change.new.start not in new)
        and (change.new is not None or change.old is None or change.old.start not in old)
    )


# ── what is said more than once ──────────────────────────────────────────────────────────────────


class _Saying(NamedTuple):
    """What a figure says: two clauses may say the same, one clause says it twice of two things."""

    value: tuple[object, ...]  # kind, unit, value and bound
    before: str  # the words before it
    nth: int  # how many figures of its clause said so before


_BEFORE = 6  # characters: 对单位并处, of one deed as of the other
# A figure whose partner is taken, and changed, continues in it all the same from this likeness on: two fines made one
_AGAIN = 0.68


def _sayings(pairs: Sequence[Pair], numbers: Mapping[ClauseKey, range], side: int) -> dict[int, _Saying]:
    """What each figure of one side says, by its number."""
    sayings: dict[int, _Saying] = {}
    for pair in pairs:
        key, clause = _sides(pair)[side]
        counts: Counter[object] = Counter()
        for number, figure in zip(numbers[key], clause.figures, strict=True):
            value = (figure.kind, figure.unit, figure.value, figure.value_high, figure.bound)
            before = str(normal(clause.text[max(0, figure.start - 3 * _BEFORE) : figure.start]))[-_BEFORE:]
            sayings[number] = _Saying(value, before, counts[value, before])
            counts[value, before] += 1
    return sayings


def _links(likeness: Mapping[Link, float], old: Mapping[int, _Saying], new: Mapping[int, _Saying]) -> list[Link]:
    """The best matching of what is said, each saying once; what it leaves alone goes where a like one changed."""
    sayings = [list(dict.fromkeys(side.values())) for side in (old, new)]
    places = [{saying: at for at, saying in enumerate(side)} for side in sayings]
    said = {(i, j): (places[0][old[i]], places[1][new[j]]) for i, j in likeness}
    best: dict[Link, float] = {}
    for link, value in likeness.items():
        best[said[link]] = max(value, best.get(said[link], 0.0))
    chosen = set(assign(best, PAIR_FLOOR))
    changed = {(i, j) for i, j in chosen if sayings[0][i].value != sayings[1][j].value}
    chosen |= _again(best, chosen, changed)
    return sorted(link for link in likeness if said[link] in chosen)


def _again(best: Mapping[Link, float], chosen: set[Link], changed: set[Link]) -> set[Link]:
    """For each saying left alone the changed one that it is most like, if it is like enough."""
    taken = [{link[side] for link in chosen} for side in (0, 1)]
    partners = [{link[side] for link in changed} for side in (0, 1)]
    nearest: dict[tuple[int, int], tuple[float, Link]] = {}
    for link, value in best.items():
        for side in (0, 1):
            if value >= _AGAIN and link[side] not in taken[side] and link[1 - side] in partners[1 - side]:
                end = side, link[side]
                nearest[end] = max(nearest.get(end, (value, link)), (value, link))
    return {link for _, link in nearest.values()}
