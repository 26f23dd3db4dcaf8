"""`tracker verify`: each figure of a digest against the policy it names, from the store or from files."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tracker.errors import ReadError
from tracker.models import Figure, Version
from tracker.register import ended_by, entry_of, standing_version, status_of, statuses
from tracker.report.data import figure_data
from tracker.report.listing import Column, Listing
from tracker.run.lookup import read_file
from tracker.run.reading import read_digest
from tracker.run.registering import register_entries
from tracker.store import Store, StoredVersion
from tracker.verify import Policy, VerifyRow, verify_items


def check_digest(digest: Path, store: Store | None, against: Sequence[Path], at: dt.date) -> Listing:
    """One row per figure of the digest; every version of `against`, or the latest of the store's documents, is asked.

    Raises:
        ReadError: the file is no digest, or a file cannot be read.
    """
    reading = read_file(digest)
    items = read_digest(reading)
    if not items:
        raise ReadError(
            f"{digest}: no quoted measures found in it (a digest names the policy under each item, after ——)"
        )
    policies = _stored_policies(store, at) if store is not None else _file_policies(against, at)
    rows = verify_items(items, policies)
    counts = Counter(row.verdict for row in rows)
    return Listing(
        format="tracker.verify/1",
        key="figures",
        facts={"digest": str(digest), "items": len(items), "counts": dict(sorted(counts.items()))},
        rows=tuple(_row(row) for row in rows),
        columns=(
            Column(field="verdict", zh="结论", en="verdict", keep=True, phrases="verdict"),
            Column(field="line", zh="行", en="line", align="right", keep=True),
            Column(field="printed", zh="汇编", en="digest", keep=True),
            Column(field="found_printed", zh="原文", en="policy", keep=True),
            Column(field="clause", zh="条款", en="clause", keep=True),
            Column(field="policy", zh="政策", en="policy named"),
            Column(field="ended", zh="效力", en="no longer in force", keep=True, phrases="state"),
            Column(field="ended_on", zh="自", en="since", keep=True),
        ),
        empty_zh="汇编里没有数字",
        empty_en="the digest holds no figures",
    )


def _row(row: VerifyRow) -> dict[str, object]:
    return {
        "verdict": "policy_ended" if row.verdict == "agrees" and row.ended else row.verdict,
        "agrees": row.verdict == "agrees",
        "line": row.item.line,
        "heading": row.item.heading,
        "policy": row.item.policy,
        "document": row.policy,
        "text": row.figure.text,
        "printed": _with_scope(row.figure),
        "figure": figure_data(row.figure),
        "clause": row.clause,
        "found_text": row.found.text if row.found else None,
        "found_printed": _with_scope(row.found) if row.found else None,
        "found": figure_data(row.found) if row.found else None,
        "ended": row.ended.state if row.ended else None,
        "ended_on": row.ended.on.isoformat() if row.ended and row.ended.on else None,
    }


def _with_scope(figure: Figure) -> str:
    """The figure as printed, and what it is counted per: two figures may differ in that alone."""
    per = "／".join(part for part in (figure.scope, figure.period) if part)
    return f"{figure.text}（{per}）" if per else figure.text


def _stored_policies(store: Store, at: dt.date) -> tuple[Policy, ...]:
    standing = statuses(register_entries(store, at), at)
    return tuple(
        Policy(id=identity, version=_standing(store, heads, at), status=standing[identity])
        for identity, heads in store.heads().items()
    )


def _standing(store: Store, heads: Sequence[StoredVersion], at: dt.date) -> Version:
    standing = standing_version([head.version for head in heads], at)
    return next(store.whole(head).version for head in heads if head.version is standing)


def _file_policies(paths: Sequence[Path], at: dt.date) -> tuple[Policy, ...]:
    policies = []
    for path in paths:
        reading = read_file(path)
        if reading.problem:
            raise ReadError(f"{path}: {reading.problem}")
        for number, version in enumerate(reading.versions, start=1):
            entry = entry_of(f"{path.name}#{number}", [version], at)
            status = status_of(entry, at, endings=ended_by((entry,), at))
            policies.append(Policy(id=entry.id, version=version, status=status))
    return tuple(policies)
