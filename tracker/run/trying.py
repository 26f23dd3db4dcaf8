"""Try every source without storing anything: reachable, listed, readable, or why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

from tracker.errors import FetchError, SuspectPageError, TrackerError
from tracker.fetch import Fetcher
from tracker.fetch.advice import advice
from tracker.fetch.checks import judge_list, judge_reply
from tracker.models import FetchSettings, Reply, Source, SourceHealth
from tracker.run.gathering import Known, Listed, ask_source
from tracker.run.pages import is_cover
from tracker.run.reading import read_digest, read_reply

FIRST_PAGES = 2  # of a list: enough to see whether its pages can be read


def try_sources(
    sources: Sequence[Source],
    settings: FetchSettings,
    *,
    now: Callable[[], dt.datetime],
    lang: Literal["zh", "en"] = "zh",
    told: Callable[[SourceHealth], None] = lambda health: None,
) -> tuple[SourceHealth, ...]:
    """Ask each source as a run would (first list page, first pages of it) and say what was found.

    `told` is called as each source is done.
    """
    outcome: list[SourceHealth] = []
    # A person waits for the answer: one more try is enough, a run is more patient
    with Fetcher(replace(settings, retries=min(settings.retries, 1)), now=now) as fetcher:
        for source in sources:
            found: list[str] = []
            problem = _try(source, fetcher, now, found)
            health = SourceHealth(
                source=source.id,
                name=source.name,
                url=source.url,
                state="failing" if problem else "ok",
                last_good=None if problem else now(),
                reason=str(problem) if problem else "; ".join(found),
                advice=advice(problem, lang) if problem else None,
            )
            outcome.append(health)
            told(health)
    return tuple(outcome)


def _try(source: Source, fetcher: Fetcher, now: Callable[[], dt.datetime], found: list[str]) -> TrackerError | None:
    pages = 0
    try:
        for item in ask_source(source, fetcher.get, Known(addresses={}, lists={}), now()):
            if item.problem is not None:
                return item.problem
            if isinstance(item, Listed):
                if item.page is None:
                    return FetchError("no reply", url=item.url)
                judge_list(item.page, None, url=item.url)
                found.append(f"{len(item.page.entries)} entries listed")
            elif item.reply is not None:
                pages += 1
                found.append(_read(source, item.reply))
            if pages >= FIRST_PAGES:
                break
    except TrackerError as err:
        return err
    return None


def _read(source: Source, reply: Reply) -> str:
    judge_reply(reply)
    reading = read_reply(reply, source, selector=source.body)
    if items := read_digest(reading):
        return f"a digest of {len(items)} measures"
    if reading.problem and not is_cover(reading):
        raise SuspectPageError(f"{reply.url}: {reading.problem}", url=reply.url)
    clauses = sum(len(version.clauses) for version in reading.versions)
    return f"{len(reading.versions)} documents, {clauses} clauses read ({reading.page.reader})"
