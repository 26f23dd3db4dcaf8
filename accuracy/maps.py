"""Article maps: which article of the new version continues which of the old, against 13 maps worked out by reading.

The counting is that of `dev/score_map.py` of the shared folder:

    strict    every link, the faint ones of splits and merges included
    main      the faint ones (role "part") may be found or not
    hard      strict, without the links whose text did not change
    added, deleted   articles in no link

Three plain methods stand beside ours: same number; greedy best match on the character ratio; the best
order-keeping match on it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from rapidfuzz import fuzz

from accuracy.score import Counts, Score
from tracker.align import align_clauses
from tracker.clauses import parse_clauses
from tracker.models import Clause
from tracker.text import chinese_number

Label = tuple[int, int]  # 第十条之一 is (10, 1)
Links = set[tuple[Label, Label]]
Method = Callable[[Sequence[Clause], Sequence[Clause]], Links]

METRICS = ("main", "hard", "strict", "added", "deleted")
GOALS = {"main": 0.99, "hard": 0.97, "deleted": 0.85}
PRECISION_GOAL = 0.99
# least ratio of the greedy and the order-keeping baseline, 0 to 100
_BASELINE_RATIO = 50.0


@dataclass(frozen=True, slots=True)
class LawPair:
    """Two versions of a law with the map between their articles."""

    name: str
    old: tuple[Clause, ...]
    new: tuple[Clause, ...]
    links: frozenset[tuple[Label, Label]]
    parts: frozenset[tuple[Label, Label]]  # of these, the faint ones
    unchanged: frozenset[tuple[Label, Label]]
    old_labels: frozenset[Label]
    new_labels: frozenset[Label]


def measure(shared: Path) -> list[Score]:
    """Our method and the baselines on all pairs together, ours per pair as well."""
    pairs = load_pairs(shared)
    if not pairs:
        return []
    ours = {pair.name: score_links(pair, our_links(pair.old, pair.new)) for pair in pairs}
    rows = _rows(f"all {len(pairs)} pairs", total(ours.values()), GOALS)
    right = [name for name, counts in ours.items() if not (counts["main"].fp or counts["main"].fn)]
    rows.append(_row(f"all {len(pairs)} pairs", "whole laws right", len(right) / len(pairs), len(pairs)))
    for name, counts in ours.items():
        rows += [_row(name, f"{metric} F1", counts[metric].f1, _size(counts[metric])) for metric in ("main", "hard")]
    rows.append(_row("kept apart: other laws' versions", "unforced", _unforced(pairs), len(pairs) * (len(pairs) - 1)))
    rows.append(_row("the new version set otherwise", "same map", _same_map(pairs), len(pairs) * len(NOISE), 1.0))
    for what, method in BASELINES.items():
        rows += _rows(f"{what} (baseline)", total(score_links(pair, method(pair.old, pair.new)) for pair in pairs), {})
    return rows


def _rows(what: str, counts: dict[str, Counts], goals: dict[str, float]) -> list[Score]:
    rows = [
        _row(what, f"{metric} F1", counts[metric].f1, _size(counts[metric]), goals.get(metric)) for metric in METRICS
    ]
    main = counts["main"]
    return [*rows, _row(what, "precision", main.precision, main.tp + main.fp, PRECISION_GOAL if goals else None)]


def _row(what: str, metric: str, value: float, cases: int, goal: float | None = None) -> Score:
    return Score(group="maps", what=what, metric=metric, value=value, goal=goal, cases=cases)


def _size(counts: Counts) -> int:
    return counts.tp + counts.fn


def _unforced(pairs: Sequence[LawPair]) -> float:
    """Share of old articles left alone when each law is held against another law's new version."""
    forced = articles = 0
    for a, b in combinations(pairs, 2):
        for old, new in ((a.old, b.new), (b.old, a.new)):
            forced += len({link[0] for link in our_links(old, new)})
            articles += len(old)
    return 1 - forced / articles


def _same_map(pairs: Sequence[LawPair]) -> float:
    """Share of pairs and kinds of noise in which the links are the same as without the noise."""
    same = 0
    for pair in pairs:
        plain = our_links(pair.old, pair.new)
        for noise in NOISE:
            noisy = [replace(clause, text=noise(clause.text)) for clause in pair.new]
            same += our_links(pair.old, noisy) == plain
    return same / (len(pairs) * len(NOISE))


def _wrap(text: str) -> str:
    return "\n".join(line[at : at + 31] for line in text.split("\n") for at in range(0, max(len(line), 1), 31))


# layout that means nothing: hard wraps, half-width punctuation, blanks around numerals, full-width digits
NOISE: tuple[Callable[[str], str], ...] = (
    _wrap,
    lambda text: text.translate(str.maketrans("，；：（）", ",;:()")),
    lambda text: re.sub(r"(\d+)", r" \1 ", text),
    lambda text: text.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
)


# ── the maps ─────────────────────────────────────────────────────────────────────────────────────


def load_pairs(shared: Path) -> list[LawPair]:
    """The pairs in `dev/pairs`, sorted by name; empty where the folder is absent."""
    return [_load(folder.parent) for folder in sorted((shared / "dev" / "pairs").glob("*/gold.json"))]


def _load(folder: Path) -> LawPair:
    rows = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["map"]
    linked = [(read_label(row["old"]), read_label(row["new"]), row) for row in rows if row["old"] and row["new"]]
    main = {(old, new) for old, new, row in linked if row.get("role") != "part"}
    return LawPair(
        name=folder.name,
        old=parse_clauses((folder / "old.txt").read_text(encoding="utf-8")),
        new=parse_clauses((folder / "new.txt").read_text(encoding="utf-8")),
        links=frozenset((old, new) for old, new, _ in linked),
        parts=frozenset((old, new) for old, new, _ in linked if (old, new) not in main),
        unchanged=frozenset((old, new) for old, new, row in linked if row.get("changed") is False),
        old_labels=frozenset(read_label(row["old"]) for row in rows if row["old"]),
        new_labels=frozenset(read_label(row["new"]) for row in rows if row["new"]),
    )


def read_label(label: str) -> Label:
    """The number of an article.

    >>> read_label("第一百零三条之二")
    (103, 2)
    """
    match = re.fullmatch(r"第?(.+?)条?(?:之(.+))?", label)
    number = chinese_number(match[1]) if match else None
    if match is None or number is None:
        raise ValueError(f"no article label: {label!r}")
    return int(number), int(chinese_number(match[2]) or 0) if match[2] else 0


def score_links(pair: LawPair, found: Links) -> dict[str, Counts]:
    """Right, invented and missed links, and articles without one, of a proposed map."""
    gold, main = set(pair.links), set(pair.links - pair.parts)
    counts = {
        "main": Counts(tp=len(main & found), fp=len(found - gold), fn=len(main - found)),
        "strict": Counts(tp=len(gold & found), fp=len(found - gold), fn=len(gold - found)),
        "hard": Counts(
            tp=len((gold & found) - pair.unchanged),
            fp=len(found - gold),
            fn=len(gold - found - pair.unchanged),
        ),
    }
    for metric, labels, side in (("added", pair.new_labels, 1), ("deleted", pair.old_labels, 0)):
        # an article whose only links are faint ones is neither
        faint = {link[side] for link in pair.parts} - {link[side] for link in main}
        alone = set(labels) - {link[side] for link in gold}
        called = set(labels) - {link[side] for link in found} - faint
        counts[metric] = Counts(tp=len(alone & called), fp=len(called - alone), fn=len(alone - called))
    return counts


def total(scores: Iterable[dict[str, Counts]]) -> dict[str, Counts]:
    """The counts of all pairs together."""
    sums = {metric: Counts() for metric in METRICS}
    for counts in scores:
        for metric in METRICS:
            sums[metric] += counts[metric]
    return sums


# ── the methods ──────────────────────────────────────────────────────────────────────────────────


def our_links(old: Sequence[Clause], new: Sequence[Clause]) -> Links:
    """The links of `tracker.align`, between labelled clauses."""
    pairs = align_clauses(old, new)
    return {
        (read_label(pair.old.label), read_label(pair.new.label))
        for pair in pairs
        if pair.old is not None and pair.new is not None and pair.old.label and pair.new.label
    }


def _same_number(old: Sequence[Clause], new: Sequence[Clause]) -> Links:
    both = {label for label, _ in _labelled(old)} & {label for label, _ in _labelled(new)}
    return {(label, label) for label in both}


def _greedy(old: Sequence[Clause], new: Sequence[Clause]) -> Links:
    return best_first(_ratios(old, new))


def best_first(ratios: dict[tuple[Label, Label], float]) -> Links:
    """The greedy choice: the greatest ratio first, each article once."""
    links: Links = set()
    taken: tuple[set[Label], set[Label]] = set(), set()
    for _, a, b in sorted(((ratio, a, b) for (a, b), ratio in ratios.items()), reverse=True):
        if a not in taken[0] and b not in taken[1]:
            links.add((a, b))
            taken[0].add(a)
            taken[1].add(b)
    return links


def _order_keeping(old: Sequence[Clause], new: Sequence[Clause]) -> Links:
    ratios = _ratios(old, new)
    rows, columns = [label for label, _ in _labelled(old)], [label for label, _ in _labelled(new)]
    best = [[0.0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    for i, a in enumerate(rows, 1):
        for j, b in enumerate(columns, 1):
            best[i][j] = max(best[i - 1][j], best[i][j - 1], best[i - 1][j - 1] + ratios.get((a, b), 0.0))
    links: Links = set()
    i, j = len(rows), len(columns)
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            links.add((rows[i], columns[j]))
    return links


def _ratios(old: Sequence[Clause], new: Sequence[Clause]) -> dict[tuple[Label, Label], float]:
    found = {
        (a, b): fuzz.ratio(old_text, new_text, score_cutoff=_BASELINE_RATIO)
        for a, old_text in _labelled(old)
        for b, new_text in _labelled(new)
    }
    return {link: ratio for link, ratio in found.items() if ratio}


def _labelled(clauses: Sequence[Clause]) -> list[tuple[Label, str]]:
    return [(read_label(clause.label), clause.text) for clause in clauses if clause.label]


BASELINES: dict[str, Method] = {
    "same number": _same_number,
    "greedy best match, ratio ≥ .5": _greedy,
    "order-keeping best match": _order_keeping,
}
