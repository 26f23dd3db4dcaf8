"""What keeps its order on both sides."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def longest_increasing(values: Sequence[int]) -> list[int]:
    """Positions, in order, of a longest increasing subsequence of n values. O(n log n).

    Source: patience sorting (Aldous and Diaconis 1999).

    >>> longest_increasing([5, 1, 7, 2])
    [1, 3]
    """
    tails: list[int] = []  # tails[k]: the least value that ends an increasing subsequence of k + 1
    ends: list[int] = []  # its position
    before: list[int | None] = []
    for at, value in enumerate(values):
        row = bisect_left(tails, value)
        tails[row : row + 1] = [value]
        ends[row : row + 1] = [at]
        before.append(ends[row - 1] if row else None)
    kept = []
    step = ends[-1] if ends else None
    while step is not None:
        kept.append(step)
        step = before[step]
    return kept[::-1]
