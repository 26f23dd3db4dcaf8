"""Figures that only went to another clause: removed in one row and added in another, they are no change.

What the pairs left over is matched once more, over the whole text, where the words alone must say who continues whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.compare.figures import changes_of
from tracker.compare.matching import LOOSE_FLOOR, match_figures
from tracker.compare.views import Placed, place_figure
from tracker.models import ClauseChange, FigureChange, Pair


@dataclass(frozen=True, slots=True)
class _Loose:
    """A figure that a row calls removed or added: the row, the place of the change in it, and the figure."""

    row: int
    at: int
    placed: Placed


def settle_moved(rows: Sequence[ClauseChange], pairs: Sequence[Pair]) -> list[ClauseChange]:
    """`rows` (n, one per pair, in the same order) without the figures that only went to another clause."""
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
                removed.append(_Loose(number, at, place_figure(change.old, pair.old)))
            elif change.change == "added" and change.new and pair.new:
                added.append(_Loose(number, at, place_figure(change.new, pair.new)))
    return removed, added
