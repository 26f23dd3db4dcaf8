"""Figures that no single pair of clauses settles: of merged and split clauses, and of figures that went elsewhere.

Several old clauses may say the same thing that one new clause now says once: each of their figures continues the same
new one. So every old clause of a merge is matched with the whole new clause, not with the part of it that text alone
gives it; what no old clause had is added once. A split is the mirror image. What is then left over, removed in one row
and added in another, is matched once more: a figure that only went to another clause is no change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.compare.figures import changes_of
from tracker.compare.matching import LOOSE_FLOOR, PAIR_FLOOR, Placed, match_figures
from tracker.models import Clause, ClauseChange, Figure, FigureChange, Pair

Links = list[tuple[int, int]]


def settle_figures(rows: Sequence[ClauseChange], pairs: Sequence[Pair]) -> list[ClauseChange]:
    """`rows` (n, one per pair, in the same order) with their figure changes settled over all of them."""
    return _settle_moved(_settle_shared(rows, pairs), pairs)


# ── merges and splits ────────────────────────────────────────────────────────────────────────────


def _settle_shared(rows: Sequence[ClauseChange], pairs: Sequence[Pair]) -> list[ClauseChange]:
    settled = list(rows)
    for relation in ("merged", "split"):
        for group in _groups(pairs, relation):
            for at, figures in zip(group, _group_changes([pairs[at] for at in group], relation), strict=True):
                settled[at] = replace(rows[at], figures=figures)
    return settled


def _groups(pairs: Sequence[Pair], relation: str) -> list[list[int]]:
    """Positions of the pairs that share the new clause of a merge or the old clause of a split."""
    groups: dict[tuple[tuple[str, ...], int, str], list[int]] = defaultdict(list)
    for at, pair in enumerate(pairs):
        shared = pair.new if relation == "merged" else pair.old
        if pair.relation == relation and pair.old is not None and pair.new is not None and shared is not None:
            groups[(shared.path, shared.line, shared.text)].append(at)
    return [group for group in groups.values() if len(group) > 1]


def _group_changes(pairs: Sequence[Pair], relation: str) -> list[tuple[FigureChange, ...]]:
    """Per pair its changes; what the shared clause alone has is told once, with the pair of most text."""
    sides = [(_placed(pair.old), _placed(pair.new)) for pair in pairs]
    links = [match_figures(old, new, floor=_floor(pair)) for pair, (old, new) in zip(pairs, sides, strict=True)]
    shared = 1 if relation == "merged" else 0  # which side all pairs have in common
    continued = {link[shared] for found in links for link in found}
    main = next((at for at, pair in enumerate(pairs) if pair.role == "main"), 0)
    told = []
    for at, ((old, new), found) in enumerate(zip(sides, links, strict=True)):
        elsewhere = set(range(len((old, new)[shared]))) if at != main else continued
        told.append(_without(changes_of(old, new, found), elsewhere, (old, new)[shared], relation))
    return told


# A part whose clauses share little says little about their figures: these need words of their own
_WEAK_LINK, _WEAK_FLOOR = 0.7, 0.55


def _floor(pair: Pair) -> float:
    return _WEAK_FLOOR if pair.role == "part" and 0 < pair.score < _WEAK_LINK else PAIR_FLOOR


def _placed(clause: Clause | None) -> list[Placed]:
    return [_place(figure, clause) for figure in clause.figures] if clause else []


def _place(figure: Figure, clause: Clause) -> Placed:
    return Placed(figure=figure, text=clause.text, clause=clause.label)


def _without(
    changes: Sequence[FigureChange], known: set[int], shared: Sequence[Placed], relation: str
) -> tuple[FigureChange, ...]:
    """`changes` without what is added to (or removed from) the shared clause but continues in another pair."""
    starts = {shared[at].figure.start for at in known}
    kept = []
    for change in changes:
        alone = change.new if relation == "merged" and change.old is None else None
        alone = change.old if relation == "split" and change.new is None else alone
        if alone is None or alone.start not in starts:
            kept.append(change)
    return tuple(kept)


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
