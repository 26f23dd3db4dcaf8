"""Figure changes of real pairs of texts against those worked out by reading (`figures.json` of dev/pairs).

A change is right where what happened (changed, added, removed) and the values on both sides agree; bounds and wording
of the values (80万元, 80万元人民币) are read, not compared as text. The whole way is
measured: clauses, alignment, figures.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from accuracy.score import Counts, Score
from tracker.align import align_clauses
from tracker.clauses import parse_clauses
from tracker.compare import compare_versions
from tracker.meaning import find_figures, read_meaning
from tracker.models import Diff, Figure, Version

Key = tuple[str, tuple[str, ...], tuple[str, ...]]  # what happened, old values, new values


def measure(shared: Path) -> list[Score]:
    """Precision, recall and F1 over all pairs with figures, and the F1 of each pair."""
    folders = sorted(path.parent for path in (shared / "dev" / "pairs").glob("*/figures.json"))
    counted = {folder.name: score_pair(folder) for folder in folders}
    total = sum(counted.values(), Counts())
    rows = [("precision", total.precision, 0.95), ("recall", total.recall, 0.95), ("F1", total.f1, 0.95)]
    cases = total.tp + total.fn
    scores = [
        Score(group="changes", what=f"all {len(counted)} pairs", metric=metric, value=value, goal=goal, cases=cases)
        for metric, value, goal in rows
    ]
    return scores + [
        Score(group="changes", what=name, metric="F1", value=counts.f1, cases=counts.tp + counts.fn)
        for name, counts in counted.items()
    ]


def score_pair(folder: Path) -> Counts:
    """Changes read from old.txt and new.txt of `folder` against its figures.json."""
    wanted = Counter(_labelled(folder))
    found = Counter(_read(compare_folder(folder)))
    right = sum((wanted & found).values())
    return Counts(tp=right, fp=sum(found.values()) - right, fn=sum(wanted.values()) - right)


def compare_folder(folder: Path) -> Diff:
    """The whole way from two texts to their Diff."""
    old, new = (_version((folder / name).read_text(encoding="utf-8")) for name in ("old.txt", "new.txt"))
    return compare_versions(old, new, align_clauses(old.clauses, new.clauses))


def _version(text: str) -> Version:
    title = text.strip().partition("\n")[0]
    return read_meaning(Version(title=title, text=text, clauses=parse_clauses(text)))


def _labelled(folder: Path) -> Iterable[Key]:
    for row in json.loads((folder / "figures.json").read_text(encoding="utf-8")):
        yield row["op"], _printed(row["old_text"]), _printed(row["new_text"])


def _printed(text: str | None) -> tuple[str, ...]:
    return _values(find_figures(text)[0]) if text else ()


def _read(diff: Diff) -> Iterable[Key]:
    for change in diff.figures:
        happened = change.change if change.change in ("added", "removed") else "changed"
        yield (
            happened,
            _values(change.old) if change.old else (),
            _values(change.new) if change.new else (),
        )


def _values(figure: Figure) -> tuple[str, ...]:
    ends = (figure.value,) if figure.value_high is None else (figure.value, figure.value_high)
    return (figure.unit or figure.kind, *(str(end) for end in ends))
