"""How the weights of `tracker.align.scoring` were chosen, and how they do on laws they were not chosen on.

    python -m accuracy.maps_fit [--shared DIR]

Each law in turn is left out: the weights are chosen on the others and scored on it. Question 1 (floor, neighbours,
crossing): the cell of a small grid with the greatest strict F1, of several the middle one. Question 2 (parts):
logistic regression with a small penalty on the size of the weights, over all candidates that the one-to-one choice
left. Then the weights in the code on texts made harder: of both versions, articles taken out at random, so that many
have lost their partner; then each weight changed alone. The last lines give the weights chosen on all laws, beside
those in the code.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, replace
from itertools import product
from math import exp
from pathlib import Path

from accuracy.maps import METRICS, Label, LawPair, load_pairs, read_label, score_links, total
from accuracy.score import Counts
from tracker.align.anchors import Link
from tracker.align.pairing import find_links
from tracker.align.scoring import WEIGHTS, Weights, observe_part

GRID = {"floor": (0.15, 0.20, 0.25, 0.30), "neighbours": (0.05, 0.10, 0.15), "crossing": (0.01, 0.02, 0.03)}
PART_NAMES = (
    "part_bias",
    "part_own",
    "part_content",
    "part_crossing",
    "part_one_free",
)
# one weight at a time, to see what each is good for
CHANGED: dict[str, tuple[float, ...]] = {
    "floor": (0.15, 0.30),
    "neighbours": (0.0,),
    "crossing": (0.0, 0.04),
    "number": (0.0, 0.05),
    "sure": (0.05, 0.30),
    "part_bias": (-99.0, -9.0, -8.5, -7.5),
    "part_content": (0.0,),
    "part_crossing": (0.0,),
    "part_one_free": (0.0,),
}
# weight of the penalty on squared weights: as sure as this many cases
_PENALTY = 0.3

Row = tuple[float, ...]
Labelled = list[tuple[Row, bool]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    pairs = load_pairs(parser.parse_args().shared)
    grid = {
        cell: {pair.name: _score(pair, replace(WEIGHTS, **cell_weights(cell))) for pair in pairs} for cell in cells()
    }
    cases = {pair.name: part_cases(pair) for pair in pairs}
    held_out = []
    for pair in pairs:
        others = [each.name for each in pairs if each is not pair]
        held_out.append(_score(pair, _choose(grid, cases, others)))
        print(f"{pair.name:<28} {_line(held_out[-1])}")
    print(f"{'left out in turn':<28} {_line(total(held_out))}")
    print(f"{'weights in the code':<28} {_line(total(_score(pair, WEIGHTS) for pair in pairs))}")
    for share in (0.1, 0.2):
        thin = [thinned(pair, share, seed) for pair in pairs for seed in range(3)]
        print(f"{f'{share:.0%} gone on both sides':<28} {_line(total(_score(pair, WEIGHTS) for pair in thin))}")
    thin = [thinned(pair, 0.1, seed) for pair in pairs for seed in range(3)]
    for name, values in CHANGED.items():
        for value in values:
            weights = replace(WEIGHTS, **{name: value})
            here, there = (total(_score(pair, weights) for pair in some) for some in (pairs, thin))
            print(f"{f'  {name} {value:g}':<28} {_line(here)}  | 10% gone: main {there['main'].f1:.3f}")
    chosen = _choose(grid, cases, [pair.name for pair in pairs])
    for name in (*GRID, *PART_NAMES):
        print(f"  {name:<16} chosen on all {getattr(chosen, name):7.2f}   in the code {getattr(WEIGHTS, name):7.2f}")


def _line(counts: dict[str, Counts]) -> str:
    f1 = "  ".join(f"{metric} {counts[metric].f1:.3f}" for metric in METRICS)
    return f"{f1}  precision {counts['main'].precision:.3f}"


def _score(pair: LawPair, weights: Weights) -> dict[str, Counts]:
    found = find_links(pair.old, pair.new, weights=weights).links
    return score_links(pair, {_labels(pair, link) for link in found if _has_labels(pair, link)})


def _labels(pair: LawPair, link: Link) -> tuple[tuple[int, int], tuple[int, int]]:
    return read_label(pair.old[link[0]].label), read_label(pair.new[link[1]].label)


def _has_labels(pair: LawPair, link: Link) -> bool:
    return bool(pair.old[link[0]].label and pair.new[link[1]].label)


def thinned(pair: LawPair, share: float, seed: int) -> LawPair:
    """The pair without a random share of the articles of either side, and without their links."""
    chance = random.Random(f"{pair.name} {seed}")
    old, new = ([clause for clause in side if chance.random() >= share] for side in (pair.old, pair.new))
    labels = [frozenset(read_label(clause.label) for clause in side if clause.label) for side in (old, new)]

    def kept(links: frozenset[tuple[Label, Label]]) -> frozenset[tuple[Label, Label]]:
        return frozenset(link for link in links if link[0] in labels[0] and link[1] in labels[1])

    return LawPair(
        name=pair.name,
        old=tuple(old),
        new=tuple(new),
        links=kept(pair.links),
        parts=kept(pair.parts),
        unchanged=kept(pair.unchanged),
        old_labels=labels[0],
        new_labels=labels[1],
    )


# ── question 1 ───────────────────────────────────────────────────────────────────────────────────


def cells() -> list[Row]:
    """The cells of the grid."""
    return list(product(*GRID.values()))


def cell_weights(cell: Row) -> dict[str, float]:
    """A cell with the names of its weights."""
    return dict(zip(GRID, cell, strict=True))


def _choose(grid: dict[Row, dict[str, dict[str, Counts]]], cases: dict[str, Labelled], names: Sequence[str]) -> Weights:
    values = {cell: total(scores[name] for name in names)["strict"].f1 for cell, scores in grid.items()}
    best = sorted(cell for cell, value in values.items() if value == max(values.values()))
    parts = fit_logistic([case for name in names for case in cases[name]], _PENALTY)
    fitted = dict(zip(PART_NAMES, parts, strict=True))
    return replace(WEIGHTS, **cell_weights(best[len(best) // 2]), **fitted)


# ── question 2 ───────────────────────────────────────────────────────────────────────────────────


def part_cases(pair: LawPair) -> Labelled:
    """The evidence for every candidate beyond the one-to-one choice, as it stands when all other links are found."""
    alignment = find_links(pair.old, pair.new, weights=replace(WEIGHTS, part_bias=-1e9))
    gold = {link for link in alignment.weighed if _has_labels(pair, link) and _labels(pair, link) in pair.links}
    partners: tuple[dict[int, set[int]], dict[int, set[int]]] = (defaultdict(set), defaultdict(set))
    for i, j in gold | alignment.links.keys():
        partners[0][i].add(j)
        partners[1][j].add(i)
    cases = []
    for i, j in sorted(alignment.weighed.keys() - alignment.links.keys()):
        others = partners[0][i] - {j}, partners[1][j] - {i}
        evidence = observe_part((i, j), alignment.likeness[i, j], alignment.contents, alignment.frame, others)
        cases.append(((1.0, *astuple(evidence)), (i, j) in gold))
    return cases


def fit_logistic(cases: Labelled, penalty: float, rounds: int = 30) -> Row:
    """Weights of greatest penalised likelihood, by Newton's method; the first (the bias) bears no penalty."""
    size = len(cases[0][0])
    weights = [0.0] * size
    for _ in range(rounds):
        slope = [0.0] * size
        curve = [[0.0] * size for _ in range(size)]
        for row, right in cases:
            chance = 1 / (1 + exp(-max(-30.0, min(30.0, sum(w * x for w, x in zip(weights, row, strict=True))))))
            for a in range(size):
                slope[a] += (chance - right) * row[a]
                for b in range(a, size):
                    curve[a][b] += chance * (1 - chance) * row[a] * row[b]
        for a in range(size):
            slope[a] += penalty * weights[a] if a else 0.0
            curve[a][a] += penalty if a else 1e-9
            for b in range(a):
                curve[a][b] = curve[b][a]
        weights = [weight - step for weight, step in zip(weights, _solve(curve, slope), strict=True)]
    return tuple(weights)


def _solve(matrix: Iterable[Sequence[float]], right: Sequence[float]) -> list[float]:
    """x with matrix · x = right, by Gaussian elimination with row pivots."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda at: abs(rows[at][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for at in range(column + 1, size):
            factor = rows[at][column] / rows[column][column]
            rows[at] = [x - factor * y for x, y in zip(rows[at], rows[column], strict=True)]
    solution = [0.0] * size
    for at in reversed(range(size)):
        known = sum(rows[at][k] * solution[k] for k in range(at + 1, size))
        solution[at] = (rows[at][size] - known) / rows[at][at]
    return solution


if __name__ == "__main__":
    main()
