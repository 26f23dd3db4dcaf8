"""`tracker verify`: each figure of a digest against the policy it names, from the store or from files."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tracker.errors import ReadError
from tracker.register import RegisterEntry, ended_by, status_of, statuses
from tracker.report.data import figure_data
from tracker.report.listing import Column, Listing
from tracker.run.lookup import read_file
from tracker.run.reading import read_digest
from tracker.run.registering import register_entries
from tracker.store import Store
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
            Column(field="text", zh="汇编", en="digest", keep=True),
            Column(field="found_text", zh="原文", en="policy", keep=True),
            Column(field="clause", zh="条款", en="clause", keep=True),
            Column(field="policy", zh="政策", en="policy named"),
            Column(field="ended", zh="效力", en="no longer in force"),
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
        "figure": figure_data(row.figure),
        "clause": row.clause,
        "found_text": row.found.text if row.found else None,
        "found": figure_data(row.found) if row.found else None,
        "ended": f"{row.ended.state} {row.ended.on or ''}".strip() if row.ended else None,
    }


def _stored_policies(store: Store, at: dt.date) -> tuple[Policy, ...]:
    standing = statuses(register_entries(store), at)
    return tuple(
        Policy(id=item.id, version=store.versions(item.id)[-1].version, status=standing[item.id])
        for item in store.documents()
    )


def _file_policies(paths: Sequence[Path], at: dt.date) -> tuple[Policy, ...]:
    policies = []
    for path in paths:
        reading = read_file(path)
        if reading.problem:
            raise ReadError(f"{path}: {reading.problem}")
        for number, version in enumerate(reading.versions, start=1):
            entry = RegisterEntry(
                id=f"{path.name}#{number}",
                title=version.title,
                stage=version.stage,
                issued=version.issued,
                published=version.published,
                validity=version.validity,
                repeals=version.repeals,
                page_status=version.status,
            )
            status = status_of(entry, at, endings=ended_by((entry,), at))
            policies.append(Policy(id=entry.id, version=version, status=status))
    return tuple(policies)
