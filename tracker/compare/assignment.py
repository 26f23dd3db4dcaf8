"""The one-to-one matching of greatest total likeness.

Source: the shortest augmenting path form of the Hungarian method (Kuhn 1955, Munkres 1957; Jonker and Volgenant 1987).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Likeness = Mapping[tuple[int, int], float]


def assign(likeness: Likeness, floor: float) -> list[tuple[int, int]]:
    """Pairs (row, column) that together gain most over `floor`; every row and column at most once.

    `likeness` holds the value, 0 to 1, of each (row, column) worth a pair; what it does not hold is below `floor`. A
    pair below `floor` is never made, and none is made that does not add to the whole. Pairs come in order of rows.
    Transposing the matrix transposes the pairs, ties apart.

    >>> assign({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8}, 0.5)
    [(0, 1), (1, 0)]
    """
    columns_of: dict[int, list[int]] = {}
    for i, j in sorted(pair for pair, value in likeness.items() if value > floor):
        columns_of.setdefault(i, []).append(j)
    pairs = []
    for rows, columns in _parts(columns_of):
        size = max(len(rows), len(columns))
        if size > _LARGEST:
            pairs += _surest({(i, j): likeness[i, j] for i in rows for j in columns_of[i]})
            continue
        cost = [[0.0] * size for _ in range(size)]
        for at, i in enumerate(rows):
            for place, j in enumerate(columns):
                cost[at][place] = -max(0.0, likeness.get((i, j), 0.0) - floor)
        for at, place in enumerate(_solve(cost, size)[: len(rows)]):
            if place < len(columns) and likeness.get((rows[at], columns[place]), 0.0) > floor:
                pairs.append((rows[at], columns[place]))
    return sorted(pairs)


# The optimum takes the cube of a part's size: 0.2 s for 100. Beyond, the surest pair is taken first, then the next one;
# in fifty copies of the longest measures the largest part has 17.
_LARGEST = 100


def _surest(likeness: Likeness) -> list[tuple[int, int]]:
    rows, columns, pairs = set[int](), set[int](), []
    for i, j in sorted(likeness, key=lambda pair: (-likeness[pair], abs(pair[0] - pair[1]), pair)):
        if i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            pairs.append((i, j))
    return pairs


def _parts(columns_of: Mapping[int, Sequence[int]]) -> Iterator[tuple[list[int], list[int]]]:
    """Rows and columns that hang together by possible pairs; each such part is a matching of its own."""
    rows_of: dict[int, list[int]] = {}
    for i, columns in columns_of.items():
        for j in columns:
            rows_of.setdefault(j, []).append(i)
    seen: set[int] = set()
    for start in columns_of:
        if start in seen:
            continue
        seen.add(start)
        rows, reached, todo = [], set[int](), [start]
        while todo:
            row = todo.pop()
            rows.append(row)
            for j in columns_of[row]:
                reached.add(j)
                fresh = [i for i in rows_of[j] if i not in seen]
                seen.update(fresh)
                todo += fresh
        yield sorted(rows), sorted(reached)


def _solve(cost: list[list[float]], size: int) -> list[int]:
    """The column of each row in a least-cost perfect matching of a square matrix."""
    infinite = float("inf")
    row_price, column_price = [0.0] * (size + 1), [0.0] * (size + 1)
    row_of, way = [0] * (size + 1), [0] * (size + 1)
    for row in range(1, size + 1):
        row_of[0] = row
        at = 0
        least = [infinite] * (size + 1)
        used = [False] * (size + 1)
        while row_of[at]:
            used[at] = True
            current, step, nearest = row_of[at], infinite, 0
            for column in range(1, size + 1):
                if used[column]:
                    continue
                reduced = cost[current - 1][column - 1] - row_price[current] - column_price[column]
                if reduced < least[column]:
                    least[column], way[column] = reduced, at
                if least[column] < step:
                    step, nearest = least[column], column
            for column in range(size + 1):
                if used[column]:
                    row_price[row_of[column]] += step
                    column_price[column] -= step
                else:
                    least[column] -= step
            at = nearest
        while at:
            row_of[at], at = row_of[way[at]], way[at]
    columns = [0] * size
    for column in range(1, size + 1):
        columns[row_of[column] - 1] = column - 1
    return columns
