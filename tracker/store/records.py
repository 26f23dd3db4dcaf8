"""What the store hands out beside the models: values that have a place in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.models import DocumentRef, Version


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


def newest(versions: Sequence[StoredVersion]) -> StoredVersion:
    """The last issued of n ≥ 1 versions, oldest first: the draft of a revision takes nobody's place."""
    return next((item for item in reversed(versions) if item.version.stage != "draft"), versions[-1])


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
