"""Put a version where it belongs in the register, and say what that means: the events of one version.

A version belongs to the document that stood at its address, else to the one that number, title, issuer and text
point at (`tracker.register.match_document`); a doubt keeps documents apart and is told as a possible match.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tracker.models import Diff, DocumentRef, Event, EventKind, Evidence, Version
from tracker.names import title_key
from tracker.register import KnownDocument, Match, fingerprint, match_document
from tracker.run.comparing import diff_versions
from tracker.run.settling import kept_apart, settled_pairs
from tracker.store import Address, Store, StoredVersion, reference, text_hash
from tracker.store.db import writing

# Words with which a page says that its document no longer holds
_ENDED = ("失效", "废止", "否", "已失效")


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """Files versions for one run; `cause` is page, or import."""

    store: Store
    run: int
    cause: str = "page"

    def file(self, version: Version, *, now: dt.datetime, beside: Collection[Version] = ()) -> tuple[Event, ...]:
        """Store `version` if its text is new, with the events that tell what changed; the new events.

        `beside` are the other versions of the same page: however alike their titles, they are other documents.
        """
        with writing(self.store):
            return self._file(version, now, {title_key(other.title) for other in beside} - {title_key(version.title)})

    def _file(self, version: Version, now: dt.datetime, others: Collection[str]) -> tuple[Event, ...]:
        standing = self.store.version_at(version.source, version.title) if version.source else None
        if standing is not None:
            return self._file_again(standing, version, now)
        candidates = [item for item in self._candidates(version) if title_key(item.title) not in others]
        match = match_document(version, candidates, apart=kept_apart(self.store))
        if match.document is not None:
            return self._file_with(match.document, version, now)
        return self._file_new(version, match, now)

    # ── the address is known ─────────────────────────────────────────────────────────────────────

    def _file_again(self, standing: StoredVersion, version: Version, now: dt.datetime) -> tuple[Event, ...]:
        old = standing.version
        if text_hash(old) == text_hash(version) and old.stage == version.stage:
            return self._told_by_page(standing, version, now)
        diff = self._diff(standing.document, old, version)
        self.store.add_version(standing.document, version, cause=self.cause, seen_at=now)
        kind: EventKind = "stage_changed" if old.stage != version.stage else "edited"
        if kind == "edited" and not is_telling(diff):
            return ()
        return self._add(self._changed(kind, standing.document, diff, now))

    def _told_by_page(self, standing: StoredVersion, version: Version, now: dt.datetime) -> tuple[Event, ...]:
        """The text is as it was; the page may now state that it no longer holds."""
        before = standing.version.status or ""
        after = version.status or ""
        if before == after or not any(word in after for word in _ENDED) or any(word in before for word in _ENDED):
            return ()
        self.store.replace_version(standing.id, version)
        document = reference(standing.document, version)
        event = Event(
            kind="repealed",
            key=f"status:{document.id}:{after}",
            happened_at=now,
            document=document,
            detail=f"{before or '—'} → {after}",
            evidence=(evidence_of(version),),
        )
        return self._add(event)

    # ── the document is known from elsewhere ─────────────────────────────────────────────────────

    def _file_with(self, document: str, version: Version, now: dt.datetime) -> tuple[Event, ...]:
        versions = self.store.versions(document)
        for item in versions:
            if item.version.stage == version.stage and text_hash(item.version) == text_hash(version):
                self.store.add_place(item.id, version, now)  # the same text published on another site
                return ()
        number = self.store.add_version(document, version, cause=self.cause, seen_at=now)
        placed = self.store.versions(document)
        at = next(index for index, item in enumerate(placed) if item.id == number)
        old, new = (placed[at - 1], placed[at]) if at else (placed[at], placed[at + 1])
        diff = self._diff(document, old.version, new.version)
        if old.version.stage != new.version.stage:
            return self._add(self._changed("stage_changed", document, diff, now))
        return self._add(self._changed("edited", document, diff, now)) if is_weighty(diff) else ()

    def _file_new(self, version: Version, match: Match, now: dt.datetime) -> tuple[Event, ...]:
        document = self.store.add_document(version, now)
        self.store.add_version(document, version, cause=self.cause, seen_at=now)
        named = reference(document, version)
        evidence = (evidence_of(version),)
        new = Event(
            kind="new_document",
            key=f"new:{document}",
            happened_at=now,
            document=named,
            version=version,
            evidence=evidence,
        )
        possible = [
            Event(
                kind="possible_match",
                key=f"possible:{document}:{other}",
                happened_at=now,
                document=named,
                other=self.store.document(other),
                detail=match.reason,
                evidence=evidence,
            )
            for other in match.possible
        ]
        return self._add(new, *possible)

    # ── parts ────────────────────────────────────────────────────────────────────────────────────

    def _candidates(self, version: Version) -> tuple[KnownDocument, ...]:
        identities = self.store.documents_like(title_key(version.title), version.doc_number)
        return tuple(known_document(identity, self.store.versions(identity), self.store) for identity in identities)

    def _diff(self, document: str, old: Version, new: Version) -> Diff:
        return diff_versions(old, new, settled=settled_pairs(self.store, document))

    def _changed(self, kind: EventKind, document: str, diff: Diff, now: dt.datetime) -> Event:
        key = f"{kind}:{document}:{text_hash(diff.old)[:16]}:{text_hash(diff.new)[:16]}:{now.isoformat()}"
        return Event(
            kind=kind,
            key=key,
            happened_at=now,
            document=reference(document, diff.new),
            diff=diff,
            evidence=(evidence_of(diff.old), evidence_of(diff.new)),
        )

    def _add(self, *events: Event) -> tuple[Event, ...]:
        return tuple(added for event in events if (added := self.store.add_event(event, self.run)) is not None)

    # ── pages ────────────────────────────────────────────────────────────────────────────────────

    def page_gone(self, address: Address, *, now: dt.datetime, reason: str) -> None:
        """A page where a version stood is no longer there: an event of its own, no change of the text."""
        standing = self.store.version_at(address.url)
        event = Event(
            kind="page_gone",
            key=f"gone:{address.url}:{address.sha256}",
            happened_at=now,
            document=reference(standing.document, standing.version) if standing else None,
            source=address.source,
            detail=reason,
            evidence=(Evidence(url=address.url, sha256=address.sha256, fetched_at=address.checked_at),),
        )
        self._add(event)

    def unreadable(self, address: Address, *, now: dt.datetime, reason: str) -> None:
        """A page that a list announces holds no policy text: told once, with the reason."""
        event = Event(
            kind="page_unreadable",
            key=f"unreadable:{address.url}:{address.sha256}",
            happened_at=now,
            source=address.source,
            detail=f"{address.title}: {reason}" if address.title else reason,
            evidence=(Evidence(url=address.url, sha256=address.sha256, fetched_at=address.checked_at),),
        )
        self._add(event)


def evidence_of(version: Version, clause: str | None = None) -> Evidence:
    """Where `version` (or a clause of it) was read."""
    return Evidence(
        url=version.source,
        sha256=version.sha256,
        fetched_at=version.fetched_at,
        doc_number=version.doc_number,
        clause=clause,
    )


def known_document(identity: str, versions: Sequence[StoredVersion], store: Store) -> KnownDocument:
    """What matching needs to know of a stored document."""
    texts = [item.version for item in versions]
    return KnownDocument(
        id=identity,
        title=texts[-1].title,
        doc_numbers=tuple(dict.fromkeys(v.doc_number for v in texts if v.doc_number)),
        urls=tuple(url for item in versions for url in store.places(item.id)),
        regions=tuple(dict.fromkeys(v.region for v in texts if v.region)),
        issuers=tuple(dict.fromkeys(name for v in texts for name in v.issuers)),
        fingerprint=frozenset().union(*(fingerprint(v) for v in texts)),
    )


def is_telling(diff: Diff) -> bool:
    """Whether anything a reader should know changed: not where only unnumbered furniture was laid out anew."""
    return any(row.change != "unchanged" or row.moved or row.renumbered for row in diff.clauses) or bool(diff.repeals)


def is_weighty(diff: Diff) -> bool:
    """Whether two printings of one policy differ in what counts: figures, repeals, whole clauses."""
    whole = any(row.change in ("added", "removed") and _is_numbered(row.new or row.old) for row in diff.clauses)
    return bool(diff.figures or diff.repeals or whole)


def _is_numbered(clause: object) -> bool:
    return bool(getattr(clause, "label", ""))


__all__ = ["DocumentRef", "File", "evidence_of", "is_telling", "is_weighty", "known_document"]
