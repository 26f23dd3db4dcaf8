"""One nightly pass over the sources: fetch, store, read, match, compare, report, send.

Every page is carried through on its own and committed with its events and its address in one transaction: a
run killed at any point loses at most the page in hand, and the next one goes on from there. Nothing is
compared with a doubt: a page that fails the checks leaves its last good version standing and its source failing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from tracker.errors import FaultError, FetchError, GoneError, SuspectPageError, TrackerError
from tracker.extract import Limits
from tracker.fetch.checks import advice, judge_end, judge_list, judge_reply, judge_text, text_length
from tracker.models import Attachment, Event, EventKind, Evidence, NightReport, Reply, Source, SourceHealth, Version
from tracker.names import title_key
from tracker.run.faults import contained
from tracker.run.filing import File
from tracker.run.gathering import Fetch, Fetched, Known, Listed, gather
from tracker.run.reading import LEAST_CLAUSES, Reading, file_name, hands_on, is_cover, numbered, read_reply, under_cover
from tracker.run.reviewing import BEIJING, review
from tracker.store import Address, Store, writing

# Unchanged pages written in one transaction: each would cost a sync of its own
SEEN_AT_ONCE = 200
# What pages about a policy are called
# (not papers that rule on them: 政策解读工作办法, 新闻发布会制度)
_EXPLANATION = re.compile(
    r"(?:解读|一图读懂|图解|图说|政策问答|答记者问|新闻发布会)(?!工作|机制|制度|办法|方案|规定|规则|规范|实施)"
)
# Attachments of one cover page that are read: a notice carries its policy first, forms and tables behind
MOST_ATTACHMENTS = 6
READABLE = (".pdf", ".doc", ".docx", ".wps", ".ofd", ".txt", ".html", ".htm")


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What a run needs to know besides its sources."""

    expiry_days: int = 90
    threads: int = 8
    limits: Limits = field(default_factory=Limits)
    command: str = "tracker run"
    lang: Literal["zh", "en"] = "zh"  # of the advice on failing sources


@dataclass(slots=True)
class _Standing:
    """How a source does this night, as its pages come in."""

    good: int = 0
    problems: list[tuple[str, TrackerError]] = field(default_factory=list)
    blind: bool = False  # its list, or its only page, could not be read


@dataclass(slots=True)
class Night:
    """The state of one pass. `told` is called with each page's address and outcome, for progress."""

    store: Store
    fetch: Fetch
    now: Callable[[], dt.datetime]
    settings: Settings
    run: int
    known: Known
    file: File
    told: Callable[[str, str], None]
    pages: int = 0
    unchanged: int = 0
    seen_again: list[Address] = field(default_factory=list)  # unchanged pages not yet written
    standings: dict[str, _Standing] = field(default_factory=dict)


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
        standings={source.id: _Standing() for source in sources},
    )
    for item in gather(sources, fetch, night.known, started, threads=settings.threads):
        if isinstance(item, Listed):
            _take_list(night, item)
        else:
            _take_page(night, item)
    _keep_seen(night)
    before = store.health()
    with writing(store):  # one commit, not one a source
        health = tuple(_settle_health(night, source, before.get(source.id), started) for source in sources)
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
        _note_failure(night, item.source, address, problem or FetchError("no reply", url=item.url), item.reply)
        return
    night.standings[item.source.id].good += 1
    if item.reply is None:  # a folder has rows but no bytes of its own
        return
    sha256 = address.sha256
    with writing(night.store):
        if item.reply.status != 304 and hashlib.sha256(item.reply.content).hexdigest() != sha256:
            sha256 = night.store.save_snapshot(item.reply, run=night.run, source=item.source.id).sha256
        night.store.save_address(replace(_seen(address, item.reply, sha256), entries=item.page.rows))
    night.told(item.url, f"list, {item.page.rows} rows")


def _seen(address: Address, reply: Reply, sha256: str | None) -> Address:
    """`address` after a good reply."""
    new = reply.status != 304
    return replace(
        address,
        etag=reply.headers.get("etag") if new else address.etag,
        last_modified=reply.headers.get("last-modified") if new else address.last_modified,
        sha256=sha256,
        checked_at=reply.fetched_at,
        changed_at=reply.fetched_at if sha256 != address.sha256 else address.changed_at,
        state="ok",
        failures=0,
        reason=None,
    )


# ── pages ────────────────────────────────────────────────────────────────────────────────────────


def _take_page(night: Night, item: Fetched) -> None:
    night.pages += 1
    address = night.known.addresses.get(item.url) or Address(url=item.url, source=item.source.id)
    if item.entry is not None:
        published = item.entry.published or address.published
        address = replace(address, title=item.entry.title or address.title, published=published)
    if item.reply is None:
        _note_failure(night, item.source, address, item.problem or FetchError("no reply", url=item.url), None)
        return
    if _is_unchanged(item.reply, address) and not _attachments_changed(night, item.source, address):
        night.unchanged += 1
        _note_unchanged(night, item.source, address, item.reply)
        return
    try:
        with contained(item.url):
            _read_page(night, item.source, address, item)
    except FaultError as err:
        _note_failure(night, item.source, address, err, None)  # its bytes are kept already


def _is_unchanged(reply: Reply, address: Address) -> bool:
    return reply.status == 304 or hashlib.sha256(reply.content).hexdigest() == address.sha256


def _note_unchanged(night: Night, source: Source, address: Address, reply: Reply) -> None:
    """The page is as it was last read; what it was then (a policy, or none) it still is."""
    state = "unreadable" if address.state == "unreadable" else "ok"
    reason = address.reason if state == "unreadable" else None
    night.seen_again.append(replace(_seen(address, reply, address.sha256), state=state, reason=reason))
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
        reading = _told_by_source(page, source)
        explains = _explains(reading, address.title)
        reading = _without_explanations(reading)
        if explains:
            reading = replace(reading, problem="an explanation of a policy (解读), no policy")
        reading, covered = _with_attachments(night, source, address, reading)
        if reading.problem is not None:
            _note_unreadable(night, source, address, reply, snapshot.sha256, reading.problem, explains=explains)
            return
        text = "\n".join(version.text for version in reading.versions)
        _judge_whole(night, source, address, reply, text)
    except FetchError as err:
        _note_failure(night, source, address, err, None)  # its bytes are kept already
        return
    good = replace(_seen(address, reply, snapshot.sha256), text_length=text_length(text), reader=reading.page.reader)
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
    left = [page, *_drop_attachments(night, page, covered)]
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


def _judge_whole(night: Night, source: Source, before: Address, reply: Reply, text: str) -> None:
    """Whether `text` and the bytes it was read from can be all of what stands there.

    Raises:
        FetchError: Hardly; `before` is how the address stood when it was last read well.
    """
    judge_text(text, before.text_length, url=before.url, min_share=source.min_share)
    if source.min_share and before.sha256 and text_length(text) < (before.text_length or 0):
        judge_end(reply.content, night.store.snapshot(before.sha256).content, url=before.url)


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


def _told_by_source(reading: Reading, source: Source) -> Reading:
    """What sources.toml says of a source's documents, where they do not say it themselves."""
    versions = tuple(
        replace(
            version,
            stage=source.stage
            if source.stage and version.stage == "final" and not version.doc_number
            else version.stage,
            issuers=version.issuers or ((source.issuer,) if source.issuer else ()),
        )
        for version in reading.versions
    )
    return replace(reading, versions=versions)


def _explains(reading: Reading, listed: str | None) -> bool:
    """Whether all that stands there is about a policy; `listed` is what a list calls a page without text."""
    web_title = reading.page.meta.title
    if not reading.versions:
        return bool(_EXPLANATION.search(f"{web_title or ''} {listed or ''}"))
    return all(_is_explanation(version, web_title) for version in reading.versions)


def _without_explanations(reading: Reading) -> Reading:
    """Without texts about a policy: their figures would stand beside the policy's own."""
    kept = tuple(v for v in reading.versions if not _is_explanation(v, reading.page.meta.title))
    return replace(reading, versions=kept)


def _is_explanation(version: Version, web_title: str | None) -> bool:
    titles = f"{web_title or ''} {version.printed_title or version.title}"
    return version.doc_number is None and bool(_EXPLANATION.search(titles))


# ── attachments ──────────────────────────────────────────────────────────────────────────────────


def _with_attachments(
    night: Night, source: Source, cover: Address, reading: Reading
) -> tuple[Reading, tuple[Address, ...]]:
    """Where the page is only a cover, its attachments read as the documents' text, with the page's metadata.

    Every attachment is a snapshot of its own with its own address, so it is checked conditionally from then on. One
    that gave a policy before and does not now is a doubt about the whole page: the last good text stands. So is one
    that a notice without any text of its own hands on and that cannot be had tonight.

    Raises:
        SuspectPageError: An attachment that holds the policy cannot be had or read.
    """
    if not is_cover(reading):
        return reading, ()
    notice = reading.versions[0] if reading.versions else None
    found: list[Version] = []
    addresses: list[Address] = []
    for attachment in _wanted(reading)[:MOST_ATTACHMENTS]:
        known = night.known.addresses.get(attachment.url) or Address(url=attachment.url, source=source.id)
        try:
            versions, address = _read_attachment(night, source, known)
        except FetchError as err:
            held_policy = known.cover is not None and known.text_length
            if held_policy or (hands_on(reading) and not isinstance(err, GoneError)):
                raise SuspectPageError(f"{cover.url}: its attachment: {err}", url=cover.url) from err
            versions, address = (), _failed_attachment(night, source, known, err)
        addresses.append(replace(address, title=attachment.name, cover=cover.url))
        found += [under_cover(version, notice) for version in versions]
    if found:
        return replace(reading, versions=tuple(found), problem=None), tuple(addresses)
    return reading, tuple(addresses)


def _wanted(reading: Reading) -> list[Attachment]:
    """The attachments that may hold a policy: those titled as what the page hands on, then all of a readable format."""
    titles = {title_key(version.title) for version in reading.versions}

    def is_titled(attachment: Attachment) -> bool:
        return any(title in title_key(attachment.name) for title in titles)

    attached = sorted(reading.page.attachments, key=lambda attachment: not is_titled(attachment))
    return [item for item in attached if is_titled(item) or file_name(item.url).lower().endswith(READABLE)]


def _failed_attachment(night: Night, source: Source, before: Address, problem: FetchError) -> Address:
    """How an attachment stands that never held a policy: away for the moment, or for good, which fails no source."""
    gone = isinstance(problem, GoneError)
    if not gone:
        night.standings[source.id].problems.append((before.url, problem))
    return replace(
        before,
        state="unreadable" if gone else "failing",
        reason=str(problem),
        failures=before.failures + 1,
        checked_at=night.now(),
    )


def _drop_attachments(night: Night, cover: Address, attached: tuple[Address, ...]) -> list[Address]:
    """Note that the attachments `cover` had before and has no more are gone; they are no longer asked."""
    still = {attachment.url for attachment in attached}
    had = (known for known in night.known.addresses.values() if known.cover == cover.url and known.state != "gone")
    dropped = [replace(known, state="gone") for known in had if known.url not in still]
    night.store.save_addresses(dropped)
    return dropped


def _read_attachment(night: Night, source: Source, before: Address) -> tuple[tuple[Version, ...], Address]:
    """The policies in an attachment (none in a form or a table) and its address as it now stands.

    Raises:
        FetchError: It cannot be had, or what came can hardly be all of what was there.
    """
    url = before.url
    reply = night.fetch(url, source=source)
    snapshot = night.store.save_snapshot(reply, run=night.run, source=source.id)
    inner = read_reply(reply, source, limits=night.settings.limits)
    if inner.page.problem and before.text_length:
        raise SuspectPageError(f"{url}: {inner.page.problem}", url=url)
    address = _seen(before, reply, snapshot.sha256)
    if inner.page.problem:
        return (), replace(address, state="unreadable", reason=f"{url}: {inner.page.problem}")
    policies = tuple(version for version in inner.versions if numbered(version) >= LEAST_CLAUSES)
    text = "\n".join(version.text for version in policies)
    if before.text_length:
        _judge_whole(night, source, before, reply, text)
    return policies, replace(address, text_length=text_length(text) if text else None)


def _attachments_changed(night: Night, source: Source, address: Address) -> bool:
    """Whether an attachment of an unchanged cover page changed; a failing one leaves the last good text standing."""
    attached = (a for a in night.known.addresses.values() if a.cover == address.url and a.state != "gone")
    for attachment in attached:
        try:
            reply = night.fetch(
                attachment.url, etag=attachment.etag, last_modified=attachment.last_modified, source=source
            )
        except TrackerError as err:
            if (
                not attachment.text_length
            ):  # it never held a policy: told when it first failed, asked again till it comes
                continue
            night.standings[source.id].problems.append((attachment.url, err))
            night.store.record_failure(
                attachment.url, str(err), run=night.run, source=source.id, at=night.now(), status=None
            )
            continue
        if not _is_unchanged(reply, attachment):
            return True
    return False


# ── what failed ──────────────────────────────────────────────────────────────────────────────────


def _note_failure(night: Night, source: Source, address: Address, problem: TrackerError, reply: Reply | None) -> None:
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


def _note_unreadable(
    night: Night, source: Source, address: Address, reply: Reply, sha256: str, reason: str, *, explains: bool
) -> None:
    """A page without policy text: a failure where one stood or where it is the source itself, else told once.

    `explains`: it is one about a policy, and nothing is wrong with it.
    """
    problem = SuspectPageError(f"{address.url}: {reason}", url=address.url)
    if address.text_length or source.kind == "page":
        _note_failure(night, source, address, problem, None)
        return
    with writing(night.store):
        unreadable = replace(_seen(address, reply, sha256), state="unreadable", reason=reason)
        night.store.save_address(unreadable)
        if explains:
            night.file.explained(unreadable, now=reply.fetched_at)
        else:
            night.file.unreadable(unreadable, now=reply.fetched_at, reason=reason)
    night.standings[source.id].good += 1
    night.told(address.url, reason)


def _settle_health(night: Night, source: Source, before: SourceHealth | None, started: dt.datetime) -> SourceHealth:
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


def _reason(standing: _Standing) -> str:
    """The first problem, and of how many addresses it is one."""
    failed = len(standing.problems)
    first = str(standing.problems[0][1])
    return first if failed == 1 and not standing.good else f"{failed} of {failed + standing.good} addresses: {first}"


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
