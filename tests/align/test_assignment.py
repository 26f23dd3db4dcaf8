"""The exact one-to-one choice, against trying everything."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from tracker.align.anchors import Link, heaviest_chain
from tracker.align.assignment import heaviest_matching

WEIGHTS = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(-3, 9), max_size=16)


def _best_sum(weights: Mapping[Link, int]) -> int:
    """The greatest sum of any one-to-one choice, by trying all."""
    rows = sorted({i for i, _ in weights})

    def best(at: int, used: frozenset[int]) -> int:
        if at == len(rows):
            return 0
        options = [best(at + 1, used)]
        for (i, j), weight in weights.items():
            if i == rows[at] and j not in used and weight > 0:
                options.append(weight + best(at + 1, used | {j}))
        return max(options)

    return best(0, frozenset())


@given(WEIGHTS)
def test_no_choice_is_heavier(weights: dict[Link, int]) -> None:
    """The sum is the greatest there is, one-to-one, without links of no weight."""
    chosen = heaviest_matching(weights)
    assert len(set(chosen.values())) == len(chosen)
    assert all(weights[link] > 0 for link in chosen.items())
    assert sum(weights[link] for link in chosen.items()) == _best_sum(weights)


@given(WEIGHTS)
def test_the_chain_keeps_the_order_and_no_chain_is_heavier(weights: dict[Link, int]) -> None:
    """Against every order-keeping subset, for small cases."""
    positive = {link: weight for link, weight in weights.items() if weight > 0}
    chain = sorted(heaviest_chain(positive, one_to_one=True))
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in itertools.pairwise(chain))
    best: dict[Link, int] = {}
    for link in sorted(positive):
        before = [total for (i, j), total in best.items() if i < link[0] and j < link[1]]
        best[link] = positive[link] + max(before, default=0)
    assert sum(positive[link] for link in chain) == max(best.values(), default=0)
