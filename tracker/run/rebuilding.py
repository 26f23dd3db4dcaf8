"""Read stored snapshots with today's readers. What that alone changes is told apart and is no change of policy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from tracker.errors import FaultError, UsageError
from tracker.models import Reply, Source, Version
from tracker.names import title_key
from tracker.run.comparing import diff_versions
from tracker.run.faults import contained
from tracker.run.pages import under_cover
from tracker.run.reading import Reading, read_reply
from tracker.run.settling import settled_pairs
from tracker.store import Address, Store, StoredVersion


@dataclass(frozen=True, kw_only=True, slots=True)
class Reread:
    """What reading a stored version anew changed."""

    document: str
    title: str
    version: int  # ordinal
    clauses: int  # rows that differ
    figures: int  # figure changes
    metadata: tuple[str, ...]  # fields that differ
    problem: str | None = None  # today's readers find no such document; the version was left as it was


def rebuild(
    store: Store,
    *,
    now: dt.datetime,
    sources: Mapping[str, Source] | None = None,
    told: Callable[[str], None] = lambda line: None,
) -> tuple[Reread, ...]:
    """Re-read every stored version from its snapshot, replace what differs, and tell what did.

    A version whose document today's readers no longer find is kept as it is and told with the problem.
    """
    run = store.begin_run("tracker rebuild", now)
    again = _Again(store=store, addresses=store.addresses(), sources=sources or {})
    changed: list[Reread] = []
    count = 0
    for stored in store.all_versions():
        count += 1
        outcome = _reread(again, stored)
        if outcome is not None:
            changed.append(outcome)
            told(f"{outcome.title}: {outcome.problem or 'read anew'}")
    store.finish_run(run, now, pages=count, unchanged=count - len(changed))
    return tuple(changed)


_METADATA = (
    "title",
    "doc_number",
    "issuers",
    "stage",
    "issued",
    "published",
    "region",
    "status",
    "repeals",
    "validity",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Again:
    """What reading anew needs; a snapshot that holds several documents is read once."""

    store: Store
    addresses: Mapping[str, Address]
    sources: Mapping[str, Source]
    readings: dict[tuple[str, str], Reading] = field(default_factory=dict)


def _reread(again: _Again, stored: StoredVersion) -> Reread | None:
    old, store = stored.version, again.store
    try:
        with contained(old.source or ""):
            new = _read_again(again, old)
    except (UsageError, FaultError) as err:
        return _told(stored, problem=str(err))
    if new is None:
        return _told(stored, problem="today's readers find no such document in the snapshot; kept as it was")
    address = again.addresses.get(old.source or "")
    if address is not None and address.cover is not None:  # its page said what the attachment does not
        new = replace(under_cover(new, old), source=new.source, sha256=new.sha256, notice=old.notice)
    # What was given by hand or by a list page stands where the snapshot itself is silent
    new = replace(
        new,
        published=new.published or old.published,
        region=new.region or old.region,
        stage=old.stage if stored.cause == "import" else new.stage,
    )
    diff = diff_versions(old, new, settled=settled_pairs(store, stored.document))
    rows = sum(row.change != "unchanged" for row in diff.clauses)
    metadata = tuple(name for name in _METADATA if getattr(old, name) != getattr(new, name))
    if not rows and not diff.figures and not metadata and old == new:
        return None
    store.replace_version(stored.id, new)
    if not rows and not diff.figures and not metadata:
        return None
    return _told(stored, clauses=rows, figures=len(diff.figures), metadata=metadata)


def _told(
    stored: StoredVersion,
    *,
    clauses: int = 0,
    figures: int = 0,
    metadata: tuple[str, ...] = (),
    problem: str | None = None,
) -> Reread:
    return Reread(
        document=stored.document,
        title=stored.version.title,
        version=stored.ordinal,
        clauses=clauses,
        figures=figures,
        metadata=metadata,
        problem=problem,
    )


def _read_again(again: _Again, old: Version) -> Version | None:
    """The version of the snapshot that has `old`'s title."""
    if old.sha256 is None or old.source is None:
        raise UsageError("the version names no snapshot; kept as it was")
    key = (old.sha256, old.source)
    if key not in again.readings:
        again.readings[key] = _read_snapshot(again, old)
    found = again.readings[key].versions
    if len(found) == 1:
        return found[0]
    same = [version for version in found if title_key(version.title) == title_key(old.title)]
    return same[0] if len(same) == 1 else None


def _read_snapshot(again: _Again, old: Version) -> Reading:
    snapshot = again.store.snapshot(old.sha256 or "")
    url = old.source or snapshot.url
    address = again.addresses.get(url)
    source = again.sources.get(address.source or "") if address else None
    reply = Reply(
        url=url,
        final_url=url,
        status=200,
        headers=snapshot.headers,
        content=snapshot.content,
        fetched_at=snapshot.fetched_at,
    )
    selector = source.body if source else None
    return read_reply(reply, source, selector=selector, fetched_at=old.fetched_at)
