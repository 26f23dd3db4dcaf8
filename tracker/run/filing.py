"""Put a version where it belongs in the register, and say what that means: the events of one version.

A version belongs to the document that stands at its address, else to the one that number, title, issuer and text
point at (`tracker.register.match_document`); a doubt keeps documents apart and is told as a possible match.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from tracker.meaning import find_figures
from tracker.models import ClauseChange, Diff, Event, EventKind, Evidence, Version
from tracker.names import doc_number_key, title_key
from tracker.register import (
    KnownDocument,
    Match,
    fingerprint,
    is_near,
    match_document,
    may_be_same_member,
    series_marks,
)
from tracker.run.comparing import diff_versions
from tracker.run.pages import LEAST_CLAUSES, numbered
from tracker.run.settling import kept_apart, settled_pairs
from tracker.store import Address, Store, StoredVersion, newest, reference, text_hash, without_text, writing
from tracker.text import normal

# Titles less alike than this (0 to 100, of their keys) are not looked at as the same document; a draft's title and its
# final's are the same but for marks, which the keys leave out
_ALIKE = 75


@dataclass(frozen=True, slots=True)
class _Title:
    """One title of a stored document, with what decides whether the document is looked at."""

    document: str
    key: str
    doc_number: str | None
    marks: frozenset[str]  # years and parts

    @classmethod
    def of(cls, document: str, title: str, doc_number: str | None) -> _Title:
        return cls(document, title_key(title), doc_number_key(doc_number), series_marks(title))

    def is_alike(self, other: _Title) -> bool:
        """Whether the two may name one document: no other year or part, and the same number or much the same words."""
        if not may_be_same_member(self.marks, other.marks):
            return False
        if self.doc_number and self.doc_number == other.doc_number:
            return True
        return bool(fuzz.partial_ratio(self.key, other.key, score_cutoff=_ALIKE))


# What is told of the pages of a document
_PAGE_NEWS = ("page_gone", "left_page", "page_back")


@dataclass(slots=True)
class File:
    """Files versions for one run; `cause` is page, or import. Remembers what it read of the documents it met."""

    store: Store
    run: int
    cause: str = "page"
    _titles: list[_Title] | None = None
    _known: dict[str, KnownDocument] = field(default_factory=dict)

    def file(
        self, version: Version, *, now: dt.datetime, beside: Collection[Version] = (), page: str | None = None
    ) -> tuple[str, tuple[Event, ...]]:
        """Store `version` if its text is new; the document it belongs to, and the new events that tell what changed.

        `beside` are the other versions of the same page: however alike their titles, they are other documents. `page`
        is the page that carries the version, in a file perhaps: what bore its title there before is the same document.
        """
        others = {title_key(other.title) for other in beside} - {title_key(version.title)}
        with writing(self.store):
            places = (place for place in (version.source, page) if place)
            standing = next((it for place in places if (it := self.store.version_at(place, version.title))), None)
            if standing is not None:
                return standing.document, self._file_again(standing, version, now)
            candidates = [item for item in self._candidates(version) if title_key(item.title) not in others]
            match = match_document(version, candidates, apart=kept_apart(self.store))
            if match.document is not None:
                return match.document, self._file_with(match.document, version, now)
            return self._file_new(version, match, now)

    # ── the address is known ─────────────────────────────────────────────────────────────────────

    def _file_again(self, standing: StoredVersion, version: Version, now: dt.datetime) -> tuple[Event, ...]:
        old = standing.version
        if text_hash(old) == text_hash(version) and old.stage == version.stage and not other_facts(old, version):
            if _said_of(old) != _said_of(version):
                self.store.replace_version(standing.id, version)  # the page says more about the same text
            return ()
        same = self.store.same_text(standing.document, version)
        if same is not None and self.store.elsewhere(same, version.source or ""):
            if same > standing.id:
                self.store.add_place(same, version, now)  # another site shows this text already; it was told then
                return ()
            if version.source not in self.store.places(same):
                self._add_version(standing.document, version, now)  # it agrees now with what the other site always had
                return ()
        self._add_version(standing.document, version, now)
        if _is_first_text(old, version):
            return self._add(_new_event(standing.document, version, now, key=f"new:{standing.document}:text"))
        diff = self._diff(standing.document, old, version)
        kind: EventKind = "stage_changed" if old.stage != version.stage else "edited"
        notice = notice_figures(old.notice, version.notice)
        telling = is_telling(diff) or notice or kind != "edited"
        return self._changed(kind, standing.document, diff, now, detail=notice) if telling else ()

    # ── the document is known from elsewhere ─────────────────────────────────────────────────────

    def _file_with(self, document: str, version: Version, now: dt.datetime) -> tuple[Event, ...]:
        was_gone = self.store.is_gone(document) and self._was_told_gone(document)
        told = self._file_beside(document, version, now)
        return told or (self._found_again(document, version, now) if was_gone else ())

    def _file_beside(self, document: str, version: Version, now: dt.datetime) -> tuple[Event, ...]:
        """Store `version` beside the others of `document`; what it changes."""
        same = self.store.same_text(document, version)
        here = self.store.stands_at(document, version.source or "")
        if same is not None and not here:  # the same text published on another site, or back on its page
            self.store.add_place(same, version, now)
            return ()
        number = self._add_version(document, version, now)
        placed = self.store.versions(document)
        at = next(index for index, item in enumerate(placed) if item.id == number)
        old, new = (_before(placed, at), placed[at]) if at else (placed[at], placed[at + 1])
        diff = self._diff(document, old.version, new.version)
        if old.version.stage != new.version.stage:
            return self._changed("stage_changed", document, diff, now)
        replaced = not self.store.elsewhere(old.id, version.source or "")  # no site shows the old text any more
        if here or replaced or other_facts(old.version, new.version):
            return self._changed("edited", document, diff, now) if is_telling(diff) else ()
        # Two sites print one policy differently: which of them is right is not ours to say, nor is it a change in time
        return self._changed("sites_differ", document, diff, now) if is_weighty(diff) else ()

    def _file_new(self, version: Version, match: Match, now: dt.datetime) -> tuple[str, tuple[Event, ...]]:
        document = self.store.add_document(version, now)
        self._add_version(document, version, now)
        new = _new_event(document, version, now, key=f"new:{document}")
        possible = [
            Event(
                kind="possible_match",
                key=f"possible:{document}:{other}",
                happened_at=now,
                document=new.document,
                other=self.store.document(other),
                detail=match.reason,
                evidence=new.evidence,
            )
            for other in match.possible
        ]
        return document, self._add(new, *possible)

    def _was_told_gone(self, document: str) -> bool:
        told = [event.kind for event in self.store.events(document=document) if event.kind in _PAGE_NEWS]
        return bool(told) and told[-1] != "page_back"

    def _found_again(self, document: str, version: Version, now: dt.datetime) -> tuple[Event, ...]:
        """A text that no page showed any more stands on one again."""
        event = Event(
            kind="page_back",
            key=f"back:{version.source}:{now.isoformat()}",
            happened_at=now,
            document=reference(document, version),
            detail=version.source,
            evidence=(evidence_of(version),),
        )
        return self._add(event)

    # ── parts ────────────────────────────────────────────────────────────────────────────────────

    def _add_version(self, document: str, version: Version, now: dt.datetime) -> int:
        number = self.store.add_version(document, version, cause=self.cause, seen_at=now)
        self._known.pop(document, None)
        if self._titles is not None:
            self._titles.append(_Title.of(document, version.title, version.doc_number))
        return number

    def _candidates(self, version: Version) -> tuple[KnownDocument, ...]:
        """Documents that may be the same, in the order they were first seen; only their texts are read."""
        if self._titles is None:
            self._titles = [_Title.of(*row) for row in self.store.titles()]
        title = _Title.of("", version.title, version.doc_number)
        alike = dict.fromkeys(other.document for other in self._titles if title.is_alike(other))
        known = (self._known_document(document) for document in alike)
        return tuple(self._with_text(document) for document in known if is_near(version, document))

    def _known_document(self, identity: str) -> KnownDocument:
        if identity not in self._known:
            versions = [item.version for item in self.store.heads(identity)[identity]]
            self._known[identity] = known_document(identity, versions, self.store.places_of(identity))
        return self._known[identity]

    def _with_text(self, known: KnownDocument) -> KnownDocument:
        """`known` with the fingerprint of its texts, which are long and read for few documents."""
        if not known.fingerprint:
            prints = (fingerprint(item.version) for item in self.store.versions(known.id))
            known = self._known[known.id] = replace(known, fingerprint=frozenset().union(*prints))
        return known

    def _diff(self, document: str, old: Version, new: Version) -> Diff:
        return diff_versions(old, new, settled=settled_pairs(self.store, document))

    def _changed(
        self, kind: EventKind, document: str, diff: Diff, now: dt.datetime, *, detail: str | None = None
    ) -> tuple[Event, ...]:
        event = Event(
            kind=kind,
            key=f"{kind}:{document}:{text_hash(diff.old)[:16]}:{text_hash(diff.new)[:16]}:{now.isoformat()}",
            happened_at=now,
            document=reference(document, diff.new),
            diff=replace(diff, old=without_text(diff.old), new=without_text(diff.new)),
            detail=detail,
            evidence=(evidence_of(diff.old), evidence_of(diff.new)),
        )
        return self._add(event)

    def _add(self, *events: Event) -> tuple[Event, ...]:
        return tuple(added for event in events if (added := self.store.add_event(event, self.run)) is not None)

    # ── pages ────────────────────────────────────────────────────────────────────────────────────

    def page_gone(self, address: Address, *, now: dt.datetime, reason: str) -> None:
        """A page where versions stood is no longer there: an event of its own, no change of a text."""
        attached = self.store.attached_to(address.url)
        standing = self._standing_on(address.url, attached)
        others = self._other_places(standing.document, address.url) if standing else ()
        elsewhere = [url for url in others if url not in attached][:1]
        if standing and address.url.startswith("file:") and self.store.elsewhere(standing.id, address.url):
            self.store.leave_place(address.url, (), now)  # a file renamed
            return
        if standing:
            self._settle_difference(standing.document, address.url)
        event = Event(
            kind="page_gone",
            key=f"gone:{address.url}:{now.isoformat()}",
            happened_at=now,
            document=reference(standing.document, standing.version) if standing else None,
            source=address.source,
            detail=reason,
            evidence=(
                Evidence(url=address.url, sha256=address.sha256, fetched_at=address.checked_at),
                *(self._address_evidence(url) for url in elsewhere),
            ),
        )
        self._add(event)

    def _standing_on(self, url: str, attached: Sequence[str]) -> StoredVersion | None:
        """What stands on a page: its own text, else that of a file it carries."""
        return next((found for place in (url, *attached) if (found := self.store.version_at(place))), None)

    def _other_places(self, document: str, url: str) -> tuple[str, ...]:
        """The addresses but `url` that show any version of `document` now, those of the latest version first."""
        versions = self.store.heads(document)[document]
        return tuple(place for stored in reversed(versions) for place in self.store.elsewhere(stored.id, url))

    def _address_evidence(self, url: str) -> Evidence:
        address = self.store.address(url)
        if address is None:  # a file that was imported
            return Evidence(url=url)
        return Evidence(url=url, sha256=address.sha256, fetched_at=address.checked_at)

    def _settle_difference(self, document: str, gone: str) -> None:
        """Two pages differed a moment ago and the older one is gone: the policy moved, and its text changed."""
        for event in self.store.events(document=document, unreported=True):
            if event.kind == "sites_differ" and event.diff is not None and event.diff.old.source == gone:
                self.store.amend_event(replace(event, kind="edited"))

    def page_back(self, address: Address, *, now: dt.datetime) -> None:
        """A page that was gone answers again."""
        attached = self.store.attached_to(address.url)
        standing = self._standing_on(address.url, attached)
        event = Event(
            kind="page_back",
            key=f"back:{address.url}:{now.isoformat()}",
            happened_at=now,
            document=reference(standing.document, standing.version) if standing else None,
            source=address.source,
            evidence=(Evidence(url=address.url, sha256=address.sha256, fetched_at=now),),
        )
        self._add(event)

    def left(self, address: Address, documents: Collection[str], *, now: dt.datetime) -> None:
        """A page that was read well no longer holds documents that stood on it: told, their texts stay."""
        for document in documents:
            latest = newest(self.store.heads(document)[document]).version
            event = Event(
                kind="left_page",
                key=f"left:{document}:{address.url}:{now.isoformat()}",
                happened_at=now,
                document=reference(document, latest),
                source=address.source,
                evidence=(Evidence(url=address.url, sha256=address.sha256, fetched_at=address.checked_at),),
            )
            self._add(event)

    def explained(self, address: Address, *, now: dt.datetime) -> None:
        """A page about a policy (解读, 一图读懂) came out: told once, never read as a policy."""
        event = Event(
            kind="explained",
            key=f"explained:{address.url}",
            happened_at=now,
            source=address.source,
            detail=address.title or address.url,
            on=address.published,
            evidence=(Evidence(url=address.url, sha256=address.sha256, fetched_at=address.checked_at),),
        )
        self._add(event)

    def unreadable(self, address: Address, *, now: dt.datetime, reason: str) -> None:
        """A page that a list announces holds no policy text: told once, with the reason."""
        event = Event(
            kind="page_unreadable",
            key=f"unreadable:{address.url}:{reason}",
            happened_at=now,
            source=address.source,
            detail=f"{address.title}: {reason}" if address.title else reason,
            evidence=(Evidence(url=address.url, sha256=address.sha256, fetched_at=address.checked_at),),
        )
        self._add(event)


def _new_event(document: str, version: Version, now: dt.datetime, *, key: str) -> Event:
    return Event(
        kind="new_document",
        key=key,
        happened_at=now,
        document=reference(document, version),
        version=without_text(version),
        size=(numbered(version), sum(len(clause.figures) for clause in version.clauses)),
        evidence=(evidence_of(version),),
    )


def _before(placed: Sequence[StoredVersion], at: int) -> StoredVersion:
    """What the version at `at` is compared with: an issued text with the issued one before it, where there was one."""
    earlier = placed[:at]
    return newest(earlier) if placed[at].version.stage != "draft" else earlier[-1]


def _is_first_text(old: Version, new: Version) -> bool:
    """Whether only the notice of a policy was known, and this is the text it hands on: no change of a text."""
    return old.notice is None and new.notice is not None and numbered(old) < LEAST_CLAUSES <= numbered(new)


def evidence_of(version: Version, clause: str | None = None) -> Evidence:
    """Where `version` (or a clause of it) was read."""
    return Evidence(
        url=version.source,
        sha256=version.sha256,
        fetched_at=version.fetched_at,
        doc_number=version.doc_number,
        clause=clause,
    )


def known_document(identity: str, versions: Sequence[Version], places: Sequence[str]) -> KnownDocument:
    """What matching needs to know of a stored document besides its texts."""
    return KnownDocument(
        id=identity,
        title=next((v for v in reversed(versions) if v.stage != "draft"), versions[-1]).title,
        doc_numbers=tuple(dict.fromkeys(v.doc_number for v in versions if v.doc_number)),
        urls=tuple(places),
        regions=tuple(dict.fromkeys(v.region for v in versions if v.region)),
        issuers=tuple(dict.fromkeys(name for v in versions for name in v.issuers)),
        draft=all(v.stage == "draft" for v in versions),
    )


def is_telling(diff: Diff) -> bool:
    """Whether anything a reader should know changed."""
    return bool(other_facts(diff.old, diff.new) or diff.repeals) or any(_changed_rows(diff))


def other_facts(old: Version, new: Version) -> tuple[str, ...]:
    """Which of title, document number and signing date both versions state and state differently."""
    facts = {
        "title": (normal(old.title), normal(new.title)),
        "doc_number": (doc_number_key(old.doc_number), doc_number_key(new.doc_number)),
        "issued": (old.issued, new.issued),
    }
    return tuple(name for name, (before, after) in facts.items() if before and after and before != after)


def _said_of(version: Version) -> Version:
    """What a page says of its text; not when, where on the page, and in which template."""
    return replace(without_text(version), sha256=None, fetched_at=None, reader=None, first_line=1)


def notice_figures(old: str | None, new: str | None) -> str | None:
    """The dates and figures that went and came in the notice around a policy (until when to comment or apply)."""
    if not old or not new:
        return None
    before, after = (
        {(f.kind, f.value, f.value_high, f.unit): f.text for f in find_figures(text)} for text in (old, new)
    )
    gone = "、".join(text for key, text in before.items() if key not in after)
    come = "、".join(text for key, text in after.items() if key not in before)
    return f"{gone or '—'} → {come or '—'}" if gone or come else None


def _changed_rows(diff: Diff) -> Iterator[bool]:
    return (row.change != "unchanged" or row.moved or row.renumbered for row in diff.clauses)


def is_weighty(diff: Diff) -> bool:
    """Whether two printings of one policy differ in what counts: figures, repeals, whole clauses."""
    return bool(diff.figures or diff.repeals) or any(_is_whole(row) for row in diff.clauses)


def _is_whole(row: ClauseChange) -> bool:
    clause = row.new or row.old
    return row.change in ("added", "removed") and clause is not None and bool(clause.label)
