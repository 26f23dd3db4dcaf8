"""Figures read in two real policies and in invented sentences against labels worked out by reading.

The rules are those of dev/figures/README.md: a figure is found where kind, value, upper value and unit agree and
the spans meet; bound, scope and period are then right where they are the label's or one listed in `also`.
Counts are kept apart for amounts and ratios, the core of what a reader is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accuracy.score import Counts, Score
from tracker.meaning.figures import find_figures
from tracker.models import Figure

INVENTED = Path(__file__).resolve().parents[1] / "tests" / "data" / "figures.json"
_FIELDS = ("bound", "scope", "period")
Label = dict[str, Any]  # one labelled figure, as the JSON has it


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """Labelled figures against read ones: pairs, labels nothing was read for, figures no label has."""

    paired: tuple[tuple[Label, Figure], ...]
    missed: tuple[Label, ...]
    invented: tuple[Figure, ...]


def measure(shared: Path) -> list[Score]:
    """Scores on the labelled policies of `shared` and on the invented sentences of the tests."""
    policies = [read_policy(path, shared) for path in sorted((shared / "dev" / "figures").glob("*.json"))]
    return [*_scores("2 policies", policies), *_scores("invented sentences", read_invented())]


def read_policy(path: Path, shared: Path) -> Reading:
    """One labelled policy, read from the seed its labels point into."""
    labelled = json.loads(path.read_text(encoding="utf-8"))
    seed = (shared / "seeds" / labelled["seed"]).read_text(encoding="utf-8")
    begin, end = labelled["span"]
    labels = [label for clause in labelled["clauses"] for label in clause["figures"]]
    spans = [(label["at"][0] - begin, label["at"][1] - begin) for label in labels]
    return _match(labels, spans, find_figures(seed[begin:end]))


def read_invented() -> list[Reading]:
    """Each invented sentence; its labels carry `text`, found in the sentence in order."""
    cases = json.loads(INVENTED.read_text(encoding="utf-8"))
    return [_match(case["figures"], _printed(case), find_figures(case["text"])) for case in cases]


def _printed(case: Label) -> list[tuple[int, int]]:
    spans, at = [], 0
    for label in case["figures"]:
        start = case["text"].index(label["text"], at)
        at = start + len(label["text"])
        spans.append((start, at))
    return spans


def _match(labels: Sequence[Label], spans: Sequence[tuple[int, int]], figures: Sequence[Figure]) -> Reading:
    left = list(figures)
    paired, missed = [], []
    for label, (start, end) in zip(labels, spans, strict=True):
        found = next((f for f in left if f.start < end and start < f.end and _same_number(label, f)), None)
        if found is None:
            missed.append(label)
        else:
            left.remove(found)
            paired.append((label, found))
    return Reading(paired=tuple(paired), missed=tuple(missed), invented=tuple(left))


def _same_number(label: Label, figure: Figure) -> bool:
    kinds = {label["kind"], *label.get("also", {}).get("kind", [])}
    high = None if figure.value_high is None else str(figure.value_high)
    unit_agrees = figure.kind == "date" or figure.unit == label["unit"]
    return figure.kind in kinds and unit_agrees and (str(figure.value), high) == (label["value"], label["value_high"])


def is_right(label: Label, figure: Figure, field: str) -> bool:
    """Whether `field` of a paired figure is the label's value or another the label admits."""
    return getattr(figure, field) in {label[field], *label.get("also", {}).get(field, [])}


def _scores(what: str, readings: Sequence[Reading]) -> list[Score]:
    def counts(kinds: Iterable[str]) -> Counts:
        chosen = set(kinds)
        return Counts(
            tp=sum(label["kind"] in chosen for r in readings for label, _ in r.paired),
            fp=sum(figure.kind in chosen for r in readings for figure in r.invented),
            fn=sum(
                label["kind"] in chosen and not label.get("also", {}).get("omit")
                for r in readings
                for label in r.missed
            ),
        )

    money, all_ = counts(("amount", "ratio")), counts(("amount", "ratio", "rate", "duration", "date", "quantity"))
    pairs = [pair for r in readings for pair in r.paired]
    rows = [
        ("amounts and ratios recall", money.recall, 0.98, money.tp + money.fn),
        ("amounts and ratios precision", money.precision, 0.97, money.tp + money.fp),
        ("all kinds recall", all_.recall, 0.95, all_.tp + all_.fn),
        ("all kinds precision", all_.precision, 0.95, all_.tp + all_.fp),
    ]
    for field in _FIELDS:
        right = sum(is_right(label, figure, field) for label, figure in pairs)
        rows.append((field, right / len(pairs) if pairs else 1.0, 0.95, len(pairs)))
    return [Score(group="figures", what=what, metric=m, value=v, goal=g, cases=n) for m, v, g, n in rows]
