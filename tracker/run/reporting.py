"""The change report of a period, made anew from the recorded events."""

from __future__ import annotations

import datetime as dt

from tracker.errors import UsageError
from tracker.models import NightReport
from tracker.run.reviewing import BEIJING
from tracker.store import Store


def period_report(store: Store, *, since: dt.date | None, until: dt.date | None, now: dt.datetime) -> NightReport:
    """The report of the days `since` to `until`, both included, in Beijing time; without either, the last report.

    Raises:
        UsageError: there is no report yet, or the period runs backwards.
    """
    if since is None and until is None:
        return store.last_report()
    begin = since or dt.date(1970, 1, 1)
    end = until or now.astimezone(BEIJING).date()
    if begin > end:
        mend = "swap --since and --until" if until else "give an earlier --since"
        raise UsageError(f"the period begins on {begin} and ends on {end}: {mend}")
    start, stop = _midnight(begin), _midnight(end + dt.timedelta(days=1))
    events = store.events(since=start, until=stop)
    return NightReport(
        title=_title(since, end),
        started_at=start,
        finished_at=min(stop - dt.timedelta(seconds=1), now),
        events=events,
        health=tuple(store.health().values()),
        documents=len(store.documents()),
    )


def _title(since: dt.date | None, end: dt.date) -> str:
    if since is None:
        return f"– {end}"
    return f"{since}" if since == end else f"{since} – {end}"


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), BEIJING).astimezone(dt.UTC)
