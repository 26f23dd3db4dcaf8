"""One nightly pass over the sources: fetch, store, read, match, compare, report, send.

Every page is carried through on its own and committed with its events and its address in one transaction: a
run killed at any point loses at most the page in hand, and the next one goes on from there. Nothing is
compared with a doubt: a page that fails the checks leaves its last good version standing and its source failing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from tracker.errors import FaultError, FetchError
from tracker.fetch.checks import judge_list, judge_reply, text_length
from tracker.models import NightReport, Reply, Source
from tracker.run.attachments import attachments_changed, drop_attachments, with_attachments
from tracker.run.failing import note_failure, note_unreadable, settle_health
from tracker.run.faults import contained
from tracker.run.filing import File
from tracker.run.gathering import Fetch, Fetched, Known, Listed, gather
from tracker.run.night import Night, Settings, Standing, is_unchanged, judge_whole, seen
from tracker.run.pages import as_configured, hands_on, is_explanation, without_explanations
from tracker.run.reading import Reading, read_reply
from tracker.run.reviewing import BEIJING, review
from tracker.store import Address, Store, writing

# Unchanged pages written in one transaction: each would cost a sync of its own
SEEN_AT_ONCE = 200


def run_night(
    sources: Sequence[Source],
    store: Store,
    fetch: Fetch,
    *,
    now: Callable[[], dt.datetime],
    settings: Settings | None = None,
    told: Callable[[str, str], None] = lambda url, outcome: None,
    deliver: Callable[[NightReport], None] = lambda report: None,
) -> NightReport:
    """Carry out one pass and return its report, stored.

    Args:
        told: Called with each address and what came of it, for progress.

        deliver: Writes the report's files and lays its messages in the outbox. It runs in the transaction that marks
            the events as told: if it fails, the next run tells them again.

    Raises:
        StoreError: the store cannot be written; what was committed before stands.
    """
    settings = settings or Settings()
    started = now()
    run = store.begin_run(settings.command, started)
    addresses = store.addresses()
    lists = {a.url: store.snapshot(a.sha256).content for a in addresses.values() if a.entries is not None and a.sha256}
    night = Night(
        store=store,
        fetch=fetch,
        now=now,
        settings=settings,
        run=run,
        known=Known(addresses=addresses, lists=lists, asked=frozenset(source.id for source in sources)),
        file=File(store=store, run=run),
        told=told,
        standings={source.id: Standing() for source in sources},
    )
    for item in gather(sources, fetch, night.known, started, threads=settings.threads):
        if isinstance(item, Listed):
            _take_list(night, item)
        else:
            _take_page(night, item)
    _keep_seen(night)
    before = store.health()
    with writing(store):  # one commit, not one a source
        health = tuple(settle_health(night, source, before.get(source.id), started) for source in sources)
    review(store, run=run, now=now(), expiry_days=settings.expiry_days)
    report = NightReport(
        title=started.astimezone(BEIJING).date().isoformat(),
        started_at=started,
        finished_at=now(),
        events=store.events(unreported=True),
        health=health,
        documents=len(store.documents()),
        pages=night.pages,
        unchanged=night.unchanged,
    )
    with writing(store):
        store.save_report(report, run)
        deliver(report)
        store.finish_run(run, report.finished_at, pages=night.pages, unchanged=night.unchanged)
    return report


# ── lists ────────────────────────────────────────────────────────────────────────────────────────


def _take_list(night: Night, item: Listed) -> None:
    address = night.known.addresses.get(item.url) or Address(url=item.url, source=item.source.id)
    problem = item.problem
    if item.page is not None:
        try:
            judge_list(item.page, address.entries, url=item.url)
        except FetchError as err:
            problem = err
    if problem is not None or item.page is None:
        night.standings[item.source.id].blind = True
        address = replace(address, entries=address.entries or 0)  # a list, though it was never read: no page to ask
        note_failure(night, item.source, address, problem or FetchError("no reply", url=item.url), item.reply)
        return
    night.standings[item.source.id].good += 1
    if item.reply is None:  # a folder has rows but no bytes of its own
        return
    sha256 = address.sha256
    with writing(night.store):
        if item.reply.status != 304 and hashlib.sha256(item.reply.content).hexdigest() != sha256:
            sha256 = night.store.save_snapshot(item.reply, run=night.run, source=item.source.id).sha256
        night.store.save_address(replace(seen(address, item.reply, sha256), entries=item.page.rows))
    night.told(item.url, f"list, {item.page.rows} rows")


# ── pages ────────────────────────────────────────────────────────────────────────────────────────


def _take_page(night: Night, item: Fetched) -> None:
    night.pages += 1
    address = night.known.addresses.get(item.url) or Address(url=item.url, source=item.source.id)
    if item.entry is not None:
        published = item.entry.published or address.published
        address = replace(address, title=item.entry.title or address.title, published=published)
    if item.reply is None:
        note_failure(night, item.source, address, item.problem or FetchError("no reply", url=item.url), None)
        return
    try:
        with contained(item.url):
            if is_unchanged(item.reply, address) and not attachments_changed(night, item.source, address):
                night.unchanged += 1
                _note_unchanged(night, item.source, address, item.reply)
            else:
                _read_page(night, item.source, address, item)
    except FaultError as err:
        note_failure(night, item.source, address, err, None)  # its bytes are kept already


def _note_unchanged(night: Night, source: Source, address: Address, reply: Reply) -> None:
    """The page is as it was last read; what it was then (a policy, or none) it still is."""
    state = "unreadable" if address.state == "unreadable" else "ok"
    reason = address.reason if state == "unreadable" else None
    night.seen_again.append(replace(seen(address, reply, address.sha256), state=state, reason=reason))
    if address.state == "gone" or len(night.seen_again) >= SEEN_AT_ONCE:
        with writing(night.store):
            _keep_seen(night)
            _note_return(night, address, reply)
    night.standings[source.id].good += 1
    night.told(address.url, "unchanged")


def _keep_seen(night: Night) -> None:
    """Keep the unchanged pages of late in one write; a run killed before it asks them again, and that is all."""
    night.store.save_addresses(night.seen_again)
    night.seen_again.clear()


def _note_return(night: Night, address: Address, reply: Reply) -> None:
    """A page that was gone and answers again is told once."""
    if address.state == "gone":
        night.file.page_back(address, now=reply.fetched_at)


def _read_page(night: Night, source: Source, address: Address, item: Fetched) -> None:
    """Store the raw bytes, then read the stored ones; a doubt ends here, with the last good version standing."""
    reply = item.reply if item.reply is not None and item.reply.status != 304 else _stored_reply(night, address)
    snapshot = night.store.save_snapshot(reply, run=night.run, source=source.id)
    try:
        judge_reply(reply)
        listed = item.entry if item.entry and item.entry.title and source.kind != "page" else None
        page = read_reply(reply, source, listed=listed, selector=source.body, limits=night.settings.limits)
        reading = as_configured(page, source)
        explains = is_explanation(reading, address.title)
        reading = without_explanations(reading)
        if explains:
            reading = replace(reading, problem="an explanation of a policy (解读), no policy")
        reading, covered = with_attachments(night, source, address, reading)
        if reading.problem is not None:
            note_unreadable(night, source, address, reply, snapshot.sha256, reading.problem, explains=explains)
            return
        text = "\n".join(version.text for version in reading.versions)
        judge_whole(night, source, address, reply, text)
    except FetchError as err:
        note_failure(night, source, address, err, None)  # its bytes are kept already
        return
    good = replace(seen(address, reply, snapshot.sha256), text_length=text_length(text), reader=reading.page.reader)
    with writing(night.store):
        _file_reading(night, good, reading, covered, now=reply.fetched_at)
        _note_return(night, address, reply)
        night.store.save_addresses([good, *covered])
    night.standings[source.id].good += 1
    night.told(address.url, ", ".join(version.title for version in reading.versions))


def _file_reading(
    night: Night, page: Address, reading: Reading, covered: tuple[Address, ...], *, now: dt.datetime
) -> None:
    """File what was read on a page or in what it covers, and tell what left it and what could not be read."""
    left = [page, *drop_attachments(night, page, covered)]
    filed = {
        night.file.file(version, now=now, beside=reading.versions, page=page.url)[0] for version in reading.versions
    }
    own = any(version.source == page.url for version in reading.versions)
    for address in left:
        gone = night.store.leave_place(address.url, filed if own and address is page else (), now)
        night.file.left(address, [document for document in gone if document not in filed], now=now)
    why = next((attachment.reason for attachment in covered if attachment.state == "unreadable"), None)
    if why and own and hands_on(reading):
        night.file.unreadable(page, now=now, reason=f"its attachment: {why}")


def _stored_reply(night: Night, address: Address) -> Reply:
    """The last good bytes of an address, as if they had come just now: its attachments changed, it did not."""
    snapshot = night.store.snapshot(address.sha256 or "")
    return Reply(
        url=address.url,
        final_url=address.url,
        status=200,
        headers=snapshot.headers,
        content=snapshot.content,
        fetched_at=night.now(),
    )
