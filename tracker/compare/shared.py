"""Figures of clauses that were merged into one, or split from one.

Several old clauses may say the same thing that one new clause now says once: each of their figures continues the same
new one. So every old clause of a merge is matched with the whole new clause, not with the part of it that text alone
gives it; what no old clause had is added once. A split is the mirror image.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from tracker.compare.figures import Placed, changes_of, match_figures
from tracker.models import Clause, ClauseChange, FigureChange, Pair

Links = list[tuple[int, int]]


def settle_shared(rows: Sequence[ClauseChange], pairs: Sequence[Pair]) -> list[ClauseChange]:
    """`rows` (n, one per pair, in the same order) with the figures of merges and splits read over the whole group."""
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
    sides = [(_placed(pair.old, pair), _placed(pair.new, pair)) for pair in pairs]
    links = [match_figures(old, new) for old, new in sides]
    shared = 1 if relation == "merged" else 0  # which side all pairs have in common
    continued = {link[shared] for found in links for link in found}
    main = next((at for at, pair in enumerate(pairs) if pair.role == "main"), 0)
    told = []
    for at, ((old, new), found) in enumerate(zip(sides, links, strict=True)):
        elsewhere = set(range(len((old, new)[shared]))) if at != main else continued
        told.append(_without(changes_of(old, new, found), elsewhere, (old, new)[shared], relation))
    return told


def _placed(clause: Clause | None, pair: Pair) -> list[Placed]:
    label = pair.new.label if pair.new is not None else ""
    return [Placed(figure=figure, text=clause.text, clause=label) for figure in clause.figures] if clause else []


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
