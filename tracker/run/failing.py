"""What failed this night: the page, and how its source stands.

A doubt keeps the bytes as evidence and the last good version standing; only a page that is gone is an event of its own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tracker.errors import FetchError, GoneError, SuspectPageError, TrackerError
from tracker.fetch.advice import advice
from tracker.models import Event, EventKind, Evidence, Reply, Source, SourceHealth
from tracker.run.night import Night, Standing, seen
from tracker.store import Address, writing


def note_failure(night: Night, source: Source, address: Address, problem: TrackerError, reply: Reply | None) -> None:
    """Keep the evidence and the last good version, and let the source fail; a page that is gone is an event."""
    reply = reply or _doubtful_reply(problem, night.now())
    status = reply.status if reply is not None else getattr(problem, "status", None)
    gone = isinstance(problem, GoneError) and address.sha256 is not None and address.entries is None
    news = gone and address.state != "gone" and bool(address.text_length)  # a page without a policy leaves unsung
    with writing(night.store):
        if reply is not None and reply.content:
            night.store.save_snapshot(reply, run=night.run, source=source.id)
        now = night.now()
        night.store.record_failure(address.url, str(problem), run=night.run, source=source.id, at=now, status=status)
        failed = replace(
            address,
            checked_at=now,
            state="gone" if gone else "failing",
            failures=address.failures + 1,
            reason=str(problem),
        )
        night.store.save_address(failed)
        if news:
            night.file.page_gone(address, now=now, reason=str(problem))
    standing = night.standings[source.id]
    if gone and source.kind != "page":
        standing.good += 1
    else:
        standing.problems.append((address.url, problem))
        standing.blind = standing.blind or source.kind == "page"
    night.told(address.url, str(problem))


def _doubtful_reply(problem: TrackerError, now: dt.datetime) -> Reply | None:
    """What a doubt was about, as a reply: kept as evidence, never read."""
    if not isinstance(problem, FetchError) or not problem.content:
        return None
    return Reply(
        url=problem.url,
        final_url=problem.url,
        status=problem.status or 200,
        headers={},
        content=problem.content,
        fetched_at=now,
    )


def note_unreadable(
    night: Night, source: Source, address: Address, reply: Reply, sha256: str, reason: str, *, explains: bool
) -> None:
    """A page without policy text: a failure where one stood or where it is the source itself, else told once.

    `explains`: it is one about a policy, and nothing is wrong with it.
    """
    problem = SuspectPageError(f"{address.url}: {reason}", url=address.url)
    if address.text_length or source.kind == "page":
        note_failure(night, source, address, problem, None)
        return
    with writing(night.store):
        unreadable = replace(seen(address, reply, sha256), state="unreadable", reason=reason)
        night.store.save_address(unreadable)
        if explains:
            night.file.explained(unreadable, now=reply.fetched_at)
        else:
            night.file.unreadable(unreadable, now=reply.fetched_at, reason=reason)
    night.standings[source.id].good += 1
    night.told(address.url, reason)


def settle_health(night: Night, source: Source, before: SourceHealth | None, started: dt.datetime) -> SourceHealth:
    """How `source` stands after this night, stored; failing and recovering are events, each told once."""
    standing = night.standings[source.id]
    if not standing.problems:
        health = SourceHealth(
            source=source.id, name=source.name, url=source.url, state="ok", last_good=night.now(), failures=0
        )
    else:
        url, problem = standing.problems[0]
        was_failing = before is not None and before.state == "failing"
        health = SourceHealth(
            source=source.id,
            name=source.name,
            url=url,
            state="failing",
            last_good=started if standing.good and not standing.blind else before.last_good if before else None,
            failing_since=before.failing_since if before and was_failing else started,
            failures=before.failures + 1 if before else 1,
            reason=_reason(standing),
            advice=advice(problem, night.settings.lang),
        )
    with writing(night.store):
        night.store.save_health(health)
        event = _health_event(before, health, started)
        if event is not None:
            night.store.add_event(event, night.run)
    return health


def _reason(standing: Standing) -> str:
    """The first problem, and of how many addresses it is one."""
    failed, first = len(standing.problems), str(standing.problems[0][1])
    if failed == 1 and not standing.good:
        return first
    return f"{failed} of {failed + standing.good} addresses failed: {first}"


def _health_event(before: SourceHealth | None, health: SourceHealth, now: dt.datetime) -> Event | None:
    failing_before = before is not None and before.state == "failing"
    if (health.state == "failing") == failing_before:
        return None
    since = health.failing_since or (before.failing_since if before else None) or now
    kind: EventKind = "source_failing" if health.state == "failing" else "source_recovered"
    return Event(
        kind=kind,
        key=f"{kind}:{health.source}:{since.isoformat()}",
        happened_at=now,
        source=health.source,
        detail=health.reason,
        evidence=(Evidence(url=health.url, fetched_at=now),),
    )
