"""Pages that only carry their policy: the attachments read in their place.

Every attachment is a snapshot of its own with its own address, so it is asked conditionally from then on.
"""

from __future__ import annotations

from dataclasses import replace

from tracker.errors import FetchError, GoneError, SuspectPageError, TrackerError
from tracker.fetch.checks import text_length
from tracker.models import Attachment, Source, Version
from tracker.names import title_key
from tracker.run.night import Night, is_unchanged, judge_whole, seen
from tracker.run.pages import LEAST_CLAUSES, hands_on, is_cover, numbered, under_cover
from tracker.run.reading import Reading, file_name, read_reply
from tracker.store import Address

# Attachments of one cover page that are read: a notice carries its policy first, forms and tables behind
MOST_ATTACHMENTS = 6
READABLE = (".pdf", ".doc", ".docx", ".wps", ".ofd", ".txt", ".html", ".htm")


def with_attachments(
    night: Night, source: Source, cover: Address, reading: Reading
) -> tuple[Reading, tuple[Address, ...]]:
    """Where the page is only a cover, its attachments read as the documents' text, with the page's metadata.

    One that gave a policy before and does not now is a doubt about the whole page: the last good text stands. So is one
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


def drop_attachments(night: Night, cover: Address, attached: tuple[Address, ...]) -> list[Address]:
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
    address = seen(before, reply, snapshot.sha256)
    if inner.page.problem:
        return (), replace(address, state="unreadable", reason=f"{url}: {inner.page.problem}")
    policies = tuple(version for version in inner.versions if numbered(version) >= LEAST_CLAUSES)
    text = "\n".join(version.text for version in policies)
    if before.text_length:
        judge_whole(night, source, before, reply, text)
    return policies, replace(address, text_length=text_length(text) if text else None)


def attachments_changed(night: Night, source: Source, address: Address) -> bool:
    """Whether an attachment of an unchanged cover page changed; a failing one leaves the last good text standing."""
    attached = (a for a in night.known.addresses.values() if a.cover == address.url and a.state != "gone")
    for attachment in attached:
        try:
            reply = night.fetch(
                attachment.url, etag=attachment.etag, last_modified=attachment.last_modified, source=source
            )
        except TrackerError as err:
            if not attachment.text_length:  # it never held a policy, and was told when it first failed
                continue
            night.standings[source.id].problems.append((attachment.url, err))
            night.store.record_failure(
                attachment.url, str(err), run=night.run, source=source.id, at=night.now(), status=None
            )
            continue
        if not is_unchanged(reply, attachment):
            return True
    return False
