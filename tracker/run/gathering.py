"""Ask every address of every source, in one thread per host; what came back is handed over in one queue.

The threads only fetch and read lists. They see neither store nor stages: what is known of the addresses is
given to them, what they find is taken by the caller one page at a time.
"""

from __future__ import annotations

import datetime as dt
import queue
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlsplit

from tracker.errors import TrackerError
from tracker.fetch.folder import list_folder
from tracker.fetch.listing import ListPage, read_list
from tracker.models import ListEntry, Reply, Source
from tracker.run.faults import contained
from tracker.store import Address


class Fetch(Protocol):
    """One request: `tracker.fetch.Fetcher.get`, or a function of a test."""

    def __call__(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, source: Source | None = None
    ) -> Reply: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A list page or feed was read, or was not (`problem`)."""

    source: Source
    url: str
    reply: Reply | None
    page: ListPage | None
    problem: TrackerError | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """An address answered (304 included), or did not (`problem`)."""

    source: Source
    url: str
    entry: ListEntry | None
    reply: Reply | None
    problem: TrackerError | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Crashed:
    """A worker met what is no TrackerError: it must end the run, not vanish with its thread."""

    error: BaseException


_DONE = object()
Item = Listed | Fetched


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What earlier nights know: every address by its url, and the stored bytes of list pages.

    A list is asked conditionally like any page; when it answers 304 its rows are read from the stored bytes.
    """

    addresses: Mapping[str, Address]
    lists: Mapping[str, bytes]
    asked: frozenset[str] = frozenset()  # ids of the sources asked tonight: a page two of them list is asked once


def gather(
    sources: Sequence[Source], fetch: Fetch, known: Known, now: dt.datetime, *, threads: int = 8
) -> Iterator[Item]:
    """Yield what the sources answer, in the order it arrives. A failing source never stops the others."""
    hosts: dict[str, list[Source]] = {}
    for source in sources:
        hosts.setdefault(urlsplit(source.url).netloc, []).append(source)
    groups = queue.SimpleQueue[list[Source]]()
    for group in hosts.values():
        groups.put(group)
    arrived: queue.Queue[object] = queue.Queue(maxsize=64)
    stop = threading.Event()
    count = min(threads, len(hosts))
    job = (groups, arrived, stop, fetch, known, now)
    workers = [threading.Thread(target=_work, args=job, daemon=True) for _ in range(count)]
    for worker in workers:
        worker.start()
    try:
        yield from _arrivals(arrived, len(workers))
    finally:
        stop.set()


def _arrivals(arrived: queue.Queue[object], workers: int) -> Iterator[Item]:
    while workers:
        item = arrived.get()
        if item is _DONE:
            workers -= 1
        elif isinstance(item, _Crashed):
            raise item.error
        elif isinstance(item, Listed | Fetched):
            yield item


def _work(
    groups: queue.SimpleQueue[list[Source]],
    arrived: queue.Queue[object],
    stop: threading.Event,
    fetch: Fetch,
    known: Known,
    now: dt.datetime,
) -> None:
    try:
        while not stop.is_set():
            try:
                group = groups.get_nowait()
            except queue.Empty:
                return
            for source in group:
                for item in ask_source(source, fetch, known, now):
                    _put(arrived, item, stop)
                    if stop.is_set():
                        return
    except BaseException as err:  # noqa: BLE001 - handed to the caller's thread, which raises it
        _put(arrived, _Crashed(error=err), stop)
    finally:
        _put(arrived, _DONE, stop)


def _put(arrived: queue.Queue[object], item: object, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            arrived.put(item, timeout=0.5)
            return
        except queue.Full:
            continue


def ask_source(source: Source, fetch: Fetch, known: Known, now: dt.datetime) -> Iterator[Item]:
    """All that one source answers: its list pages first, then each document page that is due."""
    if source.kind == "page":
        yield _ask(source, ListEntry(url=source.url, title=source.name), fetch, known.addresses.get(source.url))
        return
    listed: dict[str, ListEntry] = {}
    away = False
    for page, entries in _ask_list(source, fetch, known):
        yield page
        away = away or (source.kind == "folder" and (page.page is None or page.page.problem is not None))
        listed |= {entry.url: entry for entry in entries if entry.url not in listed}
    if away:  # a folder that is not there says nothing of its files
        return
    pages = {
        address.url
        for address in known.addresses.values()
        if address.source == source.id and address.entries is None and address.cover is None
    }
    for url in [*listed, *sorted(pages - listed.keys())]:
        address = known.addresses.get(url)
        if address is not None and address.source != source.id and address.source in known.asked:
            continue
        if address is None or is_due(address, source, now, listed=url in listed):
            yield _ask(source, listed.get(url) or ListEntry(url=url, title=""), fetch, address)


# A page that is gone and that no list announces any more is asked for again after so many days: it may come back
GONE_DAYS = 7


def is_due(address: Address, source: Source, now: dt.datetime, *, listed: bool = True) -> bool:
    """Whether a known page is asked again by this run: by every run where `recheck_days` is 1, or where it failed.

    An hour's slack lets a nightly run start a little earlier than the one so many days before.
    """
    if address.checked_at is None or address.state == "failing" or address.checked_at > now:
        return True  # never, not well, or by a clock that was ahead
    gone = address.state == "gone" and not listed
    days = max(source.recheck_days, GONE_DAYS) if gone else source.recheck_days
    if days <= 1:
        return True
    return now - address.checked_at >= dt.timedelta(days=days) - dt.timedelta(hours=1)


def _ask(source: Source, entry: ListEntry, fetch: Fetch, address: Address | None) -> Fetched:
    try:
        with contained(entry.url):
            reply = _conditional(fetch, entry.url, source, address)
    except TrackerError as err:
        return Fetched(source=source, url=entry.url, entry=entry, reply=None, problem=err)
    return Fetched(source=source, url=entry.url, entry=entry, reply=reply)


def _conditional(fetch: Fetch, url: str, source: Source, address: Address | None) -> Reply:
    if address is None or address.sha256 is None:
        return fetch(url, source=source)
    return fetch(url, etag=address.etag, last_modified=address.last_modified, source=source)


def _ask_list(source: Source, fetch: Fetch, known: Known) -> Iterator[tuple[Listed, tuple[ListEntry, ...]]]:
    """Each list page with its entries, following pages up to `max_pages`, never the same address twice."""
    if source.kind == "folder":
        yield _ask_folder(source)
        return
    url: str | None = source.url
    seen: set[str] = set()
    while url and url not in seen and len(seen) < source.list.max_pages:
        seen.add(url)
        reply = None
        try:
            with contained(url):
                reply = _ask_list_page(url, source, fetch, known)
                page = read_list(reply, source, number=len(seen))
        except TrackerError as err:
            yield Listed(source=source, url=url, reply=reply, page=None, problem=err), ()
            return
        yield Listed(source=source, url=url, reply=reply, page=page), page.entries
        url = page.next_url


def _ask_folder(source: Source) -> tuple[Listed, tuple[ListEntry, ...]]:
    try:
        page = list_folder(source)
    except TrackerError as err:
        return Listed(source=source, url=source.url, reply=None, page=None, problem=err), ()
    return Listed(source=source, url=source.url, reply=None, page=page), page.entries


def _ask_list_page(url: str, source: Source, fetch: Fetch, known: Known) -> Reply:
    stored = known.lists.get(url)
    if stored is None:
        return fetch(url, source=source)
    reply = _conditional(fetch, url, source, known.addresses.get(url))
    return replace(reply, content=stored) if reply.status == 304 else reply
