"""Look over the whole register after the pages were read: repeals that touch tracked documents, texts that lapse or
are about to, documents that still lean on what has ended. Each finding is an event, recorded once by its key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from tracker.models import DocumentRef, Event, Evidence, Version
from tracker.register import Ending, RegisterEntry, Ruling, cites_ended, ended_by, expiring, statuses
from tracker.run.registering import entries_of, who_cites
from tracker.store import Store, newest

BEIJING = ZoneInfo("Asia/Shanghai")  # a validity ends with the day there


def review(store: Store, *, run: int, now: dt.datetime, expiry_days: int) -> tuple[Event, ...]:
    """Record what the register says today and did not before; the new events."""
    today = now.astimezone(BEIJING).date()
    heads = store.heads()
    latest = {identity: newest(versions).version for identity, versions in heads.items()}
    entries, rulings = entries_of(store, heads, today)
    review_of = _Review(store, entries, latest, now, today)
    events = [
        *review_of.repeals(),
        *review_of.rulings(rulings),
        *review_of.lapses(expiry_days),
        *review_of.citations(),
    ]
    return tuple(added for event in events if (added := store.add_event(event, run)) is not None)


class _Review:
    """The findings of one day as events."""

    def __init__(
        self,
        store: Store,
        entries: tuple[RegisterEntry, ...],
        latest: dict[str, Version],
        now: dt.datetime,
        today: dt.date,
    ) -> None:
        self.entries = entries
        self.latest = latest
        self.now = now
        self.today = today
        self.references: dict[str, DocumentRef] = {item.id: item for item in store.documents()}

    def evidence(self, identity: str, clause: str | None = None) -> Evidence:
        version = self.latest[identity]
        return Evidence(
            url=version.source,
            sha256=version.sha256,
            fetched_at=version.fetched_at,
            doc_number=version.doc_number,
            clause=clause,
        )

    def repeals(self) -> Iterator[Event]:
        """Repeals of tracked documents, and of documents that are not tracked."""
        for ending in ended_by(self.entries):
            part = ending.repeal.partial or ""
            touched = ending.document or f"{ending.repeal.doc_number or ''}{ending.repeal.title or ''}"
            yield Event(
                kind="repealed" if ending.document else "repeals",
                key=f"repeal:{ending.by}:{touched}:{part}",
                happened_at=self.now,
                document=self.references[ending.document or ending.by],
                other=self.references[ending.by] if ending.document else None,
                repeal=ending.repeal,
                on=ending.on,
                evidence=self._repeal_evidence(ending),
            )

    def _repeal_evidence(self, ending: Ending) -> tuple[Evidence, ...]:
        by = self.evidence(ending.by, ending.repeal.clause or None)
        return (by, self.evidence(ending.document)) if ending.document else (by,)

    def rulings(self, found: tuple[Ruling, ...]) -> Iterator[Event]:
        """Documents that another one keeps in force beyond their term, or amends."""
        for item in found:
            yield Event(
                kind=item.kind,
                key=f"{item.kind}:{item.document}:{item.by}",
                happened_at=self.now,
                document=self.references[item.document],
                other=self.references[item.by],
                on=item.until,
                evidence=(self.evidence(item.by), self.evidence(item.document)),
            )

    def lapses(self, expiry_days: int) -> Iterator[Event]:
        """Texts whose term has run out, and those whose last day is near."""
        for identity, status in statuses(self.entries, self.today).items():
            if status.state == "lapsed" or (status.state == "repealed" and status.by is None):
                yield Event(
                    kind="lapsed",
                    key=f"lapsed:{identity}:{status.on}",
                    happened_at=self.now,
                    document=self.references[identity],
                    on=status.on,
                    detail=status.reason,
                    evidence=(self.evidence(identity),),
                )
        citing = who_cites(self.entries)
        for item in expiring(self.entries, self.today, expiry_days):
            yield Event(
                kind="expiring",
                key=f"expiring:{item.document}:{item.on}",
                happened_at=self.now,
                document=self.references[item.document],
                on=item.on,
                cited_by=tuple(self.references[other] for other in citing[item.document]),
                detail=self.latest[item.document].validity.reasoning,
                evidence=(self.evidence(item.document),),
            )

    def citations(self) -> Iterator[Event]:
        """Living documents that still lean on one that has ended."""
        for item in cites_ended(self.entries, self.today):
            cited = item.cited or f"{item.citation.doc_number or ''}{item.citation.title or ''}"
            evidence = [self.evidence(item.document, item.citation.clause or None)]
            if item.cited:
                evidence.append(self.evidence(item.cited))
            yield Event(
                kind="cites_ended",
                key=f"cites:{item.document}:{cited}:{item.status.state}",
                happened_at=self.now,
                document=self.references[item.document],
                other=self.references[item.cited] if item.cited else None,
                on=item.status.on,
                detail=None if item.cited else f"{item.citation.title or ''}{item.citation.doc_number or ''}",
                evidence=tuple(evidence),
            )
