"""The heaviest one-to-one choice among weighted candidate links, exact.

Candidates are few per clause, so the graph falls into small parts. Links that outweigh everything they stand in the way
of are taken first (such a link is part of some best choice); what remains is solved part by part with
successive longest augmenting paths (Hungarian method: Kuhn 1955; with potentials: Edmonds and Karp 1972).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

from tracker.align.anchors import Link


def heaviest_matching(weights: Mapping[Link, int]) -> dict[int, int]:
    """Old index to new index of the one-to-one choice with the greatest sum; links of weight ≤ 0 are never taken.

    Weights are whole numbers, so that sums are exact and a tie is a tie on every machine.

    >>> heaviest_matching({(0, 0): 5, (0, 1): 4, (1, 0): 4})
    {0: 1, 1: 0}
    """
    rows: dict[int, dict[int, int]] = {}
    columns: dict[int, dict[int, int]] = {}
    for (i, j), weight in sorted(weights.items()):
        if weight > 0:
            rows.setdefault(i, {})[j] = weight
            columns.setdefault(j, {})[i] = weight
    chosen = _take_dominant(rows, columns)
    for part in _parts(rows, columns):
        chosen.update(_solve({i: rows[i] for i in part}))
    return dict(sorted(chosen.items()))


def _take_dominant(rows: dict[int, dict[int, int]], columns: dict[int, dict[int, int]]) -> dict[int, int]:
    """Take, and remove with its clauses, each link at least as heavy as its heaviest rivals at both ends together."""
    chosen: dict[int, int] = {}
    todo = sorted(rows)
    while todo:
        again: set[int] = set()
        for i in todo:
            if i not in rows:
                continue
            j, best = max(rows[i].items(), key=lambda item: (item[1], -item[0]))
            row_rival = max((weight for column, weight in rows[i].items() if column != j), default=0)
            column_rival = max((weight for row, weight in columns[j].items() if row != i), default=0)
            if best >= row_rival + column_rival:
                chosen[i] = j
                again |= _remove(i, j, rows, columns)
        todo = sorted(again & rows.keys())
    return chosen


def _remove(i: int, j: int, rows: dict[int, dict[int, int]], columns: dict[int, dict[int, int]]) -> set[int]:
    """Remove both ends of a link; the rows that lost or may gain by it."""
    touched: set[int] = set()
    for column in rows.pop(i):
        columns[column].pop(i)
        touched |= columns[column].keys()
        if not columns[column]:
            del columns[column]
    for row in columns.pop(j, {}):
        rows[row].pop(j)
        touched.add(row)
        if not rows[row]:
            del rows[row]
    return touched


def _parts(rows: Mapping[int, Mapping[int, int]], columns: Mapping[int, Mapping[int, int]]) -> Iterable[list[int]]:
    """The rows of each connected part."""
    seen: set[int] = set()
    for start in sorted(rows):
        if start in seen:
            continue
        part, stack = [], [start]
        seen.add(start)
        while stack:
            i = stack.pop()
            part.append(i)
            for j in rows[i]:
                for row in columns[j]:
                    if row not in seen:
                        seen.add(row)
                        stack.append(row)
        yield sorted(part)


def _solve(rows: Mapping[int, Mapping[int, int]]) -> dict[int, int]:
    """The heaviest matching of one part: every row may also stay free, at weight 0."""
    row_price = {i: max(edges.values()) for i, edges in rows.items()}
    column_price: dict[int, int] = {}
    partner: dict[int, int] = {}  # column to row
    mine: dict[int, int] = {}  # row to column
    for start in rows:
        _augment(start, rows, row_price, column_price, partner, mine)
    return mine


def _augment(
    start: int,
    rows: Mapping[int, Mapping[int, int]],
    row_price: dict[int, int],
    column_price: dict[int, int],
    partner: dict[int, int],
    mine: dict[int, int],
) -> None:
    """Give row `start` a column, or leave some row on its way free, at the least loss (Dijkstra on reduced costs)."""
    loss = {start: 0}  # rows reached, with the loss so far
    column_loss: dict[int, int] = {}
    came: dict[int, int] = {}  # column to the row it was reached from
    heap: list[tuple[int, int, int]] = [(row_price[start], 0, start)]  # kind 0: leave the row free; 1: use the column
    frontier = [start]
    done: set[int] = set()
    while True:
        for i in frontier:
            for j, weight in rows[i].items():
                total = loss[i] + row_price[i] + column_price.get(j, 0) - weight
                if j not in done and total < column_loss.get(j, total + 1):
                    column_loss[j] = total
                    came[j] = i
                    heapq.heappush(heap, (total, 1, j))
        frontier = []
        total, kind, at = heapq.heappop(heap)
        if kind == 0:
            end_row, free_column = at, None
            break
        if at in done or total > column_loss[at]:
            continue
        done.add(at)
        if at not in partner:
            end_row, free_column = came[at], at
            break
        row = partner[at]
        loss[row] = total
        heapq.heappush(heap, (total + row_price[row], 0, row))
        frontier = [row]
    for row, lost in loss.items():
        row_price[row] -= total - lost
    for column in done:
        if column_loss[column] < total:
            column_price[column] = column_price.get(column, 0) + total - column_loss[column]
    _turn(start, end_row, free_column, came, partner, mine)


def _turn(
    start: int,
    end_row: int,
    free_column: int | None,
    came: Mapping[int, int],
    partner: dict[int, int],
    mine: dict[int, int],
) -> None:
    """Turn the links along the found path."""
    row, column = end_row, free_column
    while True:
        previous = mine.get(row)
        if column is None:
            mine.pop(row, None)
        else:
            mine[row] = column
            partner[column] = row
        if row == start:
            return
        assert previous is not None  # every row on the way but the first has a column
        column, row = previous, came[previous]
