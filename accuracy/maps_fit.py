"""How the weights of `tracker.align.scoring` do on laws they were not chosen on, and what each of them is good for.

    python -m accuracy.maps_fit [--shared DIR] [--draws N]

Each law in turn is left out: of some settings, the one that does best on the others, as they are, with articles
taken out of both versions and with all stresses at once, is scored on it. Twice: the settings are drawn at
random, all weights from wide ranges (`RANGES`); or they are the cells of a grid of three weights (`GRID`) around those
in the code. Then the weights in the code, and each of them changed alone.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import accumulate, pairwise, product
from pathlib import Path

from accuracy.maps import METRICS, LawPair, load_pairs, score_links, total
from accuracy.maps_stress import our_links, stressed
from accuracy.score import Counts
from tracker.align.scoring import WEIGHTS, Weights

# least and greatest value of each weight that is drawn
RANGES = {
    "floor": (0.0, 0.12),
    "neighbours": (0.0, 0.15),
    "crossing": (0.01, 0.05),
    "siblings": (0.0, 1.0),
    "exchange": (0.0, 1.4),
    "part_own": (1.0, 2.5),
    "part_scarce": (0.0, 1.0),
    "part_content": (0.0, 6.0),
    "part_crossing": (-0.5, 0.0),
    "part_beside": (0.0, 2.0),
}
# e-folds of own and scarce words at which a link with no other evidence is as likely as not: gives the bias
_BREAK_EVEN = (3.0, 4.2)
GRID = {"floor": (0.0, 0.03, 0.06, 0.10), "siblings": (0.3, 0.5, 0.7), "part_bias": (-9.6, -9.1, -8.6)}
# what a setting is chosen by: stress, level
CHOSEN_BY = (("as it is", 0.0), ("gone from both", 0.2), ("all at once", 0.1))
# one weight at a time, to see what each is good for
CHANGED: dict[str, tuple[float, ...]] = {
    "floor": (0.0, 0.06, 0.10),
    "first_floor": (0.05, 0.15),
    "neighbours": (0.0, 0.15),
    "crossing": (0.02, 0.06),
    "siblings": (0.0, 0.3, 0.7),
    "exchange": (0.0, 0.4, 1.0),
    "most_exchange": (0.05, 0.15, 1.0),
    "number": (0.0, 0.05),
    "sure": (0.05, 0.30),
    "part_bias": (-99.0, -9.8, -8.4),
    "part_own": (1.6, 2.0),
    "part_scarce": (0.0,),
    "part_content": (0.0, 2.0),
    "part_crossing": (0.0,),
    "part_beside": (0.0,),
}

Made = dict[str, list[LawPair]]  # what a setting is measured on: stress, then the 13 laws in order
Found = dict[str, list[dict[str, Counts]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--draws", type=int, default=60)
    arguments = parser.parse_args()
    pairs = load_pairs(arguments.shared)
    made = {f"{name} {level:g}": stressed(pairs, name, level, 1) for name, level in CHOSEN_BY}
    changed = [(name, value) for name, values in CHANGED.items() for value in values]
    cells = [replace(WEIGHTS, **dict(zip(GRID, cell, strict=True))) for cell in product(*GRID.values())]
    settings = [
        *draw(arguments.draws),
        *cells,
        WEIGHTS,
        *(replace(WEIGHTS, **{name: value}) for name, value in changed),
    ]
    with ProcessPoolExecutor() as workers:
        found = list(workers.map(partial(score, made), settings))
    sizes = arguments.draws, len(cells), 1
    drawn, gridded, (ours,), others = (found[a:b] for a, b in pairwise((0, *accumulate(sizes), len(found))))
    for how, counts in (
        ("left out, drawn", leave_one_out(drawn, len(pairs))),
        ("left out, grid", leave_one_out(gridded, len(pairs))),
        ("weights in the code", ours),
    ):
        for what in made:
            print(f"{f'{how}, {what}':<42} {_line(total(counts[what]))}")
    for (name, value), counts in zip(changed, others, strict=True):
        harder = "  ".join(f"{what}: main {total(counts[what])['main'].f1:.3f}" for what in list(made)[1:])
        print(f"{f'  {name} {value:g}':<42} {_line(total(counts['as it is 0']))}  | {harder}")


def draw(count: int) -> list[Weights]:
    """Settings from the ranges, the same in every run."""
    chance = random.Random(2025)
    settings = []
    for _ in range(count):
        drawn = {name: chance.uniform(*ends) for name, ends in RANGES.items()}
        bias = -(drawn["part_own"] + drawn["part_scarce"]) * chance.uniform(*_BREAK_EVEN)
        settings.append(replace(WEIGHTS, **drawn, part_bias=bias))
    return settings


def score(made: Made, weights: Weights) -> Found:
    """The counts of each law under each stress."""
    return {what: [score_links(pair, our_links(pair, weights)) for pair in laws] for what, laws in made.items()}


def leave_one_out(drawn: Sequence[Found], count: int) -> Found:
    """For each of `count` laws the counts of the setting with the greatest mean hard F1 on the other laws."""
    left_out: Found = {what: [] for what in drawn[0]}
    for law in range(count):
        others = [at for at in range(count) if at != law]
        best = max(drawn, key=partial(_mean_hard, others))
        for what, counts in best.items():
            left_out[what].append(counts[law])
    return left_out


def _mean_hard(laws: Sequence[int], found: Found) -> float:
    return sum(total(counts[at] for at in laws)["hard"].f1 for counts in found.values()) / len(found)


def _line(counts: dict[str, Counts]) -> str:
    f1 = "  ".join(f"{metric} {counts[metric].f1:.3f}" for metric in METRICS)
    return f"{f1}  precision {counts['main'].precision:.3f}"


if __name__ == "__main__":
    main()
