"""Figures that no single pair of clauses settles: of merged and split clauses, and of figures that went elsewhere.

Clauses that share a partner (merges, splits, and both at once) are settled together: one best matching of all their
figures, between clauses that continue each other, so that a fine goes where its own words went. Several old clauses may
say the same thing that one new clause now says once, and the other way round: what then has no partner may continue in
a figure that has one already, if the words are the same. What is added or removed is told once. What is left over,
removed in one row and added in another, is matched once more: a figure that only went to another clause is no change.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.compare.assignment import assign
from tracker.compare.figures import changes_of
from tracker.compare.matching import LOOSE_FLOOR, PAIR_FLOOR, match_figures, weigh_figures
from tracker.compare.views import Placed
from tracker.models import Clause, ClauseChange, Figure, FigureChange, Pair
from tracker.text import normal

Link = tuple[int, int]  # numbers of an old and a new figure


def settle_figures(rows: Sequence[ClauseChange], pairs: Sequence[Pair]) -> list[ClauseChange]:
    """`rows` (n, one per pair, in the same order) with their figure changes settled over all of them."""
    return _settle_moved(_settle_shared(rows, pairs), pairs)


# ── merges and splits ────────────────────────────────────────────────────────────────────────────


def _settle_shared(rows: Sequence[ClauseChange], pairs: Sequence[Pair]) -> list[ClauseChange]:
    settled = list(rows)
    for group in _groups(pairs):
        for at, figures in zip(group, _group_changes([pairs[at] for at in group]), strict=True):
            settled[at] = replace(rows[at], figures=figures)
    return settled


ClauseKey = tuple[int, tuple[str, ...], int, str]  # side (0 old, 1 new), path, line, text


def _keys(pair: Pair) -> tuple[ClauseKey, ClauseKey]:
    old, new = pair.old, pair.new
    assert old is not None and new is not None
    return (0, old.path, old.line, old.text), (1, new.path, new.line, new.text)


def _groups(pairs: Sequence[Pair]) -> list[list[int]]:
    """Positions of the pairs that hang together by clauses they share."""
    sharing: dict[ClauseKey, list[int]] = defaultdict(list)
    for at, pair in enumerate(pairs):
        if pair.relation != "one" and pair.old is not None and pair.new is not None:
            for key in _keys(pair):
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
            fresh = {other for key in _keys(pairs[at]) for other in sharing[key]} - seen
            seen |= fresh
            todo += sorted(fresh)
        groups.append(sorted(group))
    return [group for group in groups if len(group) > 1]


# A figure whose partner is taken, and changed, continues in it all the same from this likeness on: two fines made one
_AGAIN = 0.68


def _group_changes(pairs: Sequence[Pair]) -> list[tuple[FigureChange, ...]]:
    """Per pair its changes; what none of the pairs of a clause carries on is told once, with the first main one."""
    numbers = _numbers(pairs)
    likeness: dict[Link, float] = {}
    for pair in pairs:
        here, there = (numbers[key] for key in _keys(pair))
        weighed = weigh_figures(_placed(pair.old), _placed(pair.new), floor=_floor(pair))
        likeness |= {(here[i], there[j]): value for (i, j), value in weighed.items()}
    links = _links(likeness, *(_sayings(pairs, numbers, side) for side in (0, 1)))
    carried = {i for i, _ in links}, {j for _, j in links}
    tellers = _tellers(pairs)
    told = []
    for at, pair in enumerate(pairs):
        here, there = (numbers[key] for key in _keys(pair))
        found = [(i - here.start, j - there.start) for i, j in links if i in here and j in there]
        silent = [
            {number - numbers[key].start for number in numbers[key] if number in carried[side] or tellers[key] != at}
            for side, key in enumerate(_keys(pair))
        ]
        old, new = _placed(pair.old), _placed(pair.new)
        told.append(_without(changes_of(old, new, found), _starts(old, silent[0]), _starts(new, silent[1])))
    return told


def _numbers(pairs: Sequence[Pair]) -> dict[ClauseKey, range]:
    """The figures of each clause numbered through, old and new apart."""
    numbers: dict[ClauseKey, range] = {}
    ends = [0, 0]
    for pair in pairs:
        for side, (key, clause) in enumerate(zip(_keys(pair), (pair.old, pair.new), strict=True)):
            if key not in numbers:
                numbers[key] = range(ends[side], ends[side] + len(_placed(clause)))
                ends[side] = numbers[key].stop
    return numbers


Saying = tuple[object, ...]  # what a figure says, the words before it, and how many of its clause said so before


def _sayings(pairs: Sequence[Pair], numbers: Mapping[ClauseKey, range], side: int) -> dict[int, Saying]:
    """What each figure of one side says: two clauses may say the same, one clause says it twice of two things."""
    sayings: dict[int, Saying] = {}
    for pair in pairs:
        clause = (pair.old, pair.new)[side]
        counts: Counter[Saying] = Counter()
        for number, placed in zip(numbers[_keys(pair)[side]], _placed(clause), strict=True):
            figure = placed.figure
            before = str(normal(placed.text[max(0, figure.start - 3 * _BEFORE) : figure.start]))[-_BEFORE:]
            said = (figure.kind, figure.unit, figure.value, figure.value_high, figure.bound, before)
            sayings[number] = (*said, counts[said])
            counts[said] += 1
    return sayings


_BEFORE = 6  # characters: 对单位并处, of one deed as of the other


def _links(likeness: Mapping[Link, float], old: Mapping[int, Saying], new: Mapping[int, Saying]) -> list[Link]:
    """The best matching of what is said, each saying once; what it leaves alone goes where a like one changed."""
    places = [{said: at for at, said in enumerate(dict.fromkeys(side.values()))} for side in (old, new)]
    best: dict[Link, float] = {}
    for (i, j), value in likeness.items():
        link = places[0][old[i]], places[1][new[j]]
        best[link] = max(value, best.get(link, 0.0))
    chosen = set(assign(best, PAIR_FLOOR))
    taken: tuple[dict[int, bool], dict[int, bool]] = ({}, {})  # whether it changed
    kinds = [list(side) for side in places]
    for i, j in chosen:
        taken[0][i] = taken[1][j] = kinds[0][i][:5] != kinds[1][j][:5]
    again: dict[tuple[int, int], tuple[float, Link]] = {}
    for link, value in sorted(best.items()):
        for side in (0, 1):
            end = side, link[side]
            if link[side] not in taken[side] and taken[1 - side].get(link[1 - side]) and value >= _AGAIN:
                again[end] = max(again.get(end, (0.0, link)), (value, link))
    chosen |= {link for _, link in again.values()}
    return sorted(link for link in likeness if (places[0][old[link[0]]], places[1][new[link[1]]]) in chosen)


def _tellers(pairs: Sequence[Pair]) -> dict[ClauseKey, int]:
    """Which pair of each clause tells what no pair carries on: the first main one."""
    tellers: dict[ClauseKey, int] = {}
    for at in sorted(range(len(pairs)), key=lambda at: (pairs[at].role != "main", at)):
        for key in _keys(pairs[at]):
            tellers.setdefault(key, at)
    return tellers


# A part whose clauses share little says little about their figures: these need words of their own
_WEAK_LINK, _WEAK_FLOOR = 0.7, 0.55


def _floor(pair: Pair) -> float:
    return _WEAK_FLOOR if pair.role == "part" and 0 < pair.score < _WEAK_LINK else PAIR_FLOOR


def _placed(clause: Clause | None) -> list[Placed]:
    return [_place(figure, clause) for figure in clause.figures] if clause else []


def _place(figure: Figure, clause: Clause) -> Placed:
    return Placed(figure=figure, text=clause.text, clause=clause.label)


def _starts(placed: Sequence[Placed], numbers: Iterable[int]) -> set[int]:
    return {placed[number].figure.start for number in numbers}


def _without(changes: Sequence[FigureChange], old: set[int], new: set[int]) -> tuple[FigureChange, ...]:
    """`changes` without what is removed at the starts `old`, or added at the starts `new`."""
    return tuple(
        change
        for change in changes
        if (change.old is not None or change.new is None or change.new.start not in new)
        and (change.new is not None or change.old is None or change.old.start not in old)
    )


# ── figures that went to another clause ──────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Loose:
    """A figure that a row calls removed or added: the row, the place of the change in it, and the figure."""

    row: int
    at: int
    placed: Placed


def _settle_moved(rows: Sequence[ClauseChange], pairs: Sequence[Pair]) -> list[ClauseChange]:
    removed, added = _loose(rows, pairs)
    told: dict[tuple[int, int], tuple[FigureChange, ...]] = {}
    one_side, other = [loose.placed for loose in removed], [loose.placed for loose in added]
    for gone, come in match_figures(one_side, other, floor=LOOSE_FLOOR):
        told[removed[gone].row, removed[gone].at] = ()
        told[added[come].row, added[come].at] = changes_of([one_side[gone]], [other[come]], [(0, 0)])
    settled = list(rows)
    for number in {row for row, _ in told}:
        changes = enumerate(rows[number].figures)
        figures = (figure for at, change in changes for figure in told.get((number, at), (change,)))
        settled[number] = replace(rows[number], figures=tuple(figures))
    return settled


def _loose(rows: Sequence[ClauseChange], pairs: Sequence[Pair]) -> tuple[list[_Loose], list[_Loose]]:
    removed, added = [], []
    for number, (row, pair) in enumerate(zip(rows, pairs, strict=True)):
        for at, change in enumerate(row.figures):
            if change.change == "removed" and change.old and pair.old:
                removed.append(_Loose(number, at, _place(change.old, pair.old)))
            elif change.change == "added" and change.new and pair.new:
                added.append(_Loose(number, at, _place(change.new, pair.new)))
    return removed, added
