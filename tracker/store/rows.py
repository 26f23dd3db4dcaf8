"""The store's records as values and as rows, and nothing else."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker import __version__
from tracker.models import DocumentRef, Figure, SourceHealth, Version
from tracker.names import doc_number_key
from tracker.store import codec
from tracker.text import normal


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """What is known of one address: validators for the next request and how it stands."""

    url: str
    source: str | None = None
    title: str | None = None  # as the list named it
    published: dt.date | None = None
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None  # the last good snapshot
    text_length: int | None = None  # characters of policy text in it
    entries: int | None = None  # rows, where it is a list
    reader: str | None = None
    cover: str | None = None  # the page that offers this address as its attachment
    checked_at: dt.datetime | None = None
    changed_at: dt.datetime | None = None
    state: str = "new"  # new, ok, unreadable (never a policy), failing, gone
    failures: int = 0
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredVersion:
    """A version with its place in the store. `ordinal` 1 is the oldest of its document."""

    id: int
    document: str
    ordinal: int
    cause: str  # page, import, code
    code_version: str | None
    version: Version


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundClause:
    """One hit of a search over clauses."""

    document: DocumentRef
    version: int
    label: str
    path: tuple[str, ...]
    heading: str | None
    text: str
    line: int
    url: str | None
    sha256: str | None
    fetched_at: dt.datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredReport:
    """A report by name: its number, its title and how many events it told."""

    id: int
    title: str
    events: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """A message in the outbox."""

    id: int
    key: str
    channel: str
    message: bytes
    attempts: int
    created_at: dt.datetime
    last_error: str | None
    sent_at: dt.datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What a person settled, with who and when."""

    kind: str
    key: str
    data: dict[str, Any]
    by: str
    at: dt.datetime


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────


def newest(versions: Sequence[StoredVersion]) -> StoredVersion:
    """The last issued of n ≥ 1 versions, oldest first: the draft of a revision takes nobody's place."""
    return next((item for item in reversed(versions) if item.version.stage != "draft"), versions[-1])


def text_hash(version: Version) -> str:
    """One hash for texts that differ only in layout."""
    body = normal(version.text) + "\n" + normal(version.notice or "")
    return hashlib.sha256(body.encode()).hexdigest()


def without_text(version: Version) -> Version:
    """`version` without its text and clauses: what lists and the register need of it."""
    return replace(version, text="", notice=None, lines=(), clauses=())


def version_row(document: str, version: Version, cause: str) -> dict[str, Any]:
    return {
        "document": document,
        "stage": version.stage,
        "title": version.title,
        "doc_number": doc_number_key(version.doc_number),
        "issued": version.issued.isoformat() if version.issued else None,
        "published": version.published.isoformat() if version.published else None,
        "region": version.region,
        "issuers": json.dumps(version.issuers, ensure_ascii=False),
        "effective_from": version.validity.effective_from.isoformat() if version.validity.effective_from else None,
        "expires_on": version.validity.expires_on.isoformat() if version.validity.expires_on else None,
        "source": version.source,
        "sha256": version.sha256,
        "fetched_at": version.fetched_at.isoformat() if version.fetched_at else None,
        "reader": version.reader,
        "code_version": __version__,
        "cause": cause,
        "text_hash": text_hash(version),
        "head": codec.dump(without_text(version)),
        "data": codec.dump(version),
    }


def figure_row(figure: Figure, clause: int, version: int) -> dict[str, Any]:
    return {
        "clause": clause,
        "version": version,
        "kind": figure.kind,
        "value": str(figure.value),
        "value_high": str(figure.value_high) if figure.value_high is not None else None,
        "unit": figure.unit,
        "bound": figure.bound,
        "scope": figure.scope,
        "period": figure.period,
        "text": figure.text,
        "start": figure.start,
        "end": figure.end,
    }


def stored_version(row: dict[str, Any], ordinal: int) -> StoredVersion:
    return StoredVersion(
        id=row["id"],
        document=row["document"],
        ordinal=ordinal,
        cause=row["cause"],
        code_version=row["code_version"],
        version=codec.load(Version, row["data"]),
    )


def reference(identity: str, version: Version) -> DocumentRef:
    """How a report names the document that `version` is a text of."""
    return DocumentRef(
        id=identity,
        title=version.title,
        doc_number=version.doc_number,
        region=version.region,
        issuers=version.issuers,
        stage=version.stage,
        issued=version.issued,
        published=version.published,
    )


def reference_of(row: dict[str, Any]) -> DocumentRef:
    return DocumentRef(
        id=row["document"],
        title=row["title"],
        doc_number=row["doc_number"],
        region=row["region"],
        issuers=tuple(json.loads(row["issuers"])),
        stage=row["stage"],
        issued=_day(row["issued"]),
        published=_day(row["published"]),
    )


def address_row(address: Address) -> dict[str, Any]:
    row = {name: getattr(address, name) for name in Address.__dataclass_fields__}
    for name in ("published", "checked_at", "changed_at"):
        row[name] = row[name].isoformat() if row[name] else None
    return row


def address(row: dict[str, Any]) -> Address:
    values = {name: row[name] for name in Address.__dataclass_fields__}
    values["published"] = _day(row["published"])
    for name in ("checked_at", "changed_at"):
        values[name] = to_time(row[name])
    return Address(**values)


def health(row: dict[str, Any]) -> SourceHealth:
    return SourceHealth(
        source=row["id"],
        name=row["name"],
        url=row["url"],
        state=row["state"],
        last_good=to_time(row["last_good"]),
        failing_since=to_time(row["failing_since"]),
        failures=row["failures"],
        reason=row["reason"],
        advice=row["advice"],
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def to_time(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
