"""From two versions to their Diff: align, then compare."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.align import Settled, align_clauses, explain_clause
from tracker.compare import compare_versions
from tracker.errors import UsageError
from tracker.models import Clause, Diff, Version
from tracker.report.listing import Column, Listing
from tracker.run.settling import clause_labelled


def diff_versions(old: Version, new: Version, *, settled: Sequence[Settled] = ()) -> Diff:
    """All changes from `old` to `new`; pairs that a person settled are kept."""
    return compare_versions(old, new, align_clauses(old.clauses, new.clauses, settled=settled))


def explain(old: Version, new: Version, label: str, *, settled: Sequence[Settled] = ()) -> Listing:
    """The candidates of a clause on the other side, best first, with the parts of each score.

    A label of the new version is looked for first; `old:` before it names a clause of the old one.
    """
    side, name = ("old", label.removeprefix("old:")) if label.startswith("old:") else ("new", label)
    version = old if side == "old" else new
    clause = clause_labelled(version, name)
    if clause is None:
        raise UsageError("name a clause to explain, by its label")
    at = next(index for index, item in enumerate(version.clauses) if item is clause)
    found = explain_clause(old.clauses, new.clauses, at, side="old" if side == "old" else "new")
    chosen = _partners(old, new, clause, settled)
    rows = tuple(
        {
            "clause": item.clause.label,
            "path": list(item.clause.path),
            "heading": item.clause.heading,
            "score": round(item.score, 3),
            "chosen": item.clause in chosen,
            "mark": "✓" if item.clause in chosen else "",
            "parts": {name: round(value, 3) for name, value in item.reasons},
            "why": "  ".join(f"{name} {value:.2f}" for name, value in item.reasons),
            "text": item.clause.text,
            "begins": item.clause.text[:40],
        }
        for item in found
    )
    return Listing(
        format="tracker.explain/1",
        key="candidates",
        facts={"side": side, "clause": clause.label, "path": list(clause.path)},
        rows=rows,
        columns=(
            Column(field="mark", zh="", en="", keep=True),
            Column(field="clause", zh="条款", en="clause", keep=True),
            Column(field="score", zh="得分", en="score", align="right", keep=True),
            Column(field="why", zh="构成", en="parts of the score"),
            Column(field="begins", zh="原文", en="begins"),
        ),
        empty_zh="另一版本里没有相近的条款",
        empty_en="nothing on the other side is like it",
    )


def _partners(old: Version, new: Version, clause: Clause, settled: Sequence[Settled]) -> list[Clause]:
    pairs = align_clauses(old.clauses, new.clauses, settled=settled)
    sides = [(pair.old, pair.new) for pair in pairs if clause is pair.old or clause is pair.new]
    return [side for pair in sides for side in pair if side is not None and side is not clause]
