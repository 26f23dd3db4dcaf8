"""Values as rows (`event_row`) and rows as values (`event_from`), and nothing else."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import fields, replace
from typing import Any

from tracker import __version__
from tracker.models import (
    Citation,
    Clause,
    DocumentRef,
    Event,
    Figure,
    NightReport,
    Repeal,
    Reply,
    Snapshot,
    SourceHealth,
    Version,
)
from tracker.names import doc_number_key, title_key
from tracker.store import codec
from tracker.store.records import Address, Decision, FoundClause, Message, StoredVersion
from tracker.text import findable, normal

Row = dict[str, Any]

# ── plain values ─────────────────────────────────────────────────────────────────────────────────


def _iso(value: dt.date | None) -> str | None:
    """A day or a time (a datetime is a date) as ISO 8601."""
    return value.isoformat() if value else None


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _time(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _fields(record: Any) -> Row:
    """A record whose columns are named as its fields; its days and times as ISO 8601."""
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    return {name: _iso(value) if isinstance(value, dt.date) else value for name, value in values.items()}


# ── snapshots and addresses ──────────────────────────────────────────────────────────────────────


def snapshot_of(reply: Reply) -> Snapshot:
    """What is kept of `reply`."""
    return Snapshot(
        sha256=hashlib.sha256(reply.content).hexdigest(),
        url=reply.url,
        media_type=reply.media_type,
        headers=reply.headers,
        content=reply.content,
        fetched_at=reply.fetched_at,
    )


def snapshot_row(snapshot: Snapshot) -> Row:
    return {
        "sha256": snapshot.sha256,
        "size": len(snapshot.content),
        "media_type": snapshot.media_type,
        "first_seen": snapshot.fetched_at.isoformat(),
        "content": snapshot.content,
    }


def fetch_row(reply: Reply, sha256: str) -> Row:
    return {
        "url": reply.url,
        "final_url": reply.final_url,
        "fetched_at": reply.fetched_at.isoformat(),
        "status": reply.status,
        "sha256": sha256,
        "headers": _json(reply.headers),
    }


def snapshot_from(row: Row) -> Snapshot:
    """A snapshot with its first fetch, if there is one."""
    return Snapshot(
        sha256=row["sha256"],
        url=row["url"] or "",
        media_type=row["media_type"],
        headers=json.loads(row["headers"] or "{}"),
        content=row["content"],
        fetched_at=dt.datetime.fromisoformat(row["fetched_at"] or row["first_seen"]),
    )


def address_row(address: Address) -> Row:
    return _fields(address)


def address_from(row: Row) -> Address:
    times = {name: _time(row[name]) for name in ("checked_at", "changed_at")}
    return Address(**row | times | {"published": _day(row["published"])})


# ── documents and versions ───────────────────────────────────────────────────────────────────────


def document_row(identity: str, version: Version, now: dt.datetime) -> Row:
    return {
        "id": identity,
        "title": version.title,
        "title_key": title_key(version.title),
        "region": version.region,
        "created_at": now.isoformat(),
    }


def text_hash(version: Version) -> str:
    """One hash for texts that differ only in layout."""
    body = normal(version.text) + "\n" + normal(version.notice or "")
    return hashlib.sha256(body.encode()).hexdigest()


def without_text(version: Version) -> Version:
    """`version` without its text and clauses: what lists and the register need of it."""
    return replace(version, text="", notice=None, lines=(), clauses=())


def version_row(document: str, version: Version, cause: str) -> Row:
    return {
        "document": document,
        "stage": version.stage,
        "title": version.title,
        "doc_number": doc_number_key(version.doc_number),
        "issued": _iso(version.issued),
        "published": _iso(version.published),
        "region": version.region,
        "issuers": _json(version.issuers),
        "effective_from": _iso(version.validity.effective_from),
        "expires_on": _iso(version.validity.expires_on),
        "source": version.source,
        "sha256": version.sha256,
        "fetched_at": _iso(version.fetched_at),
        "reader": version.reader,
        "code_version": __version__,
        "cause": cause,
        "text_hash": text_hash(version),
        "head": codec.dump(without_text(version)),
        "data": codec.dump(version),
    }


def place_row(version: Version, number: int, seen_at: dt.datetime) -> Row:
    return {
        "version": number,
        "url": version.source,
        "sha256": version.sha256,
        "first_seen": seen_at.isoformat(),
        "left_at": None,
    }


def clause_row(clause: Clause, position: int, version: int) -> Row:
    return {
        "version": version,
        "position": position,
        "label": clause.label,
        "path": _json(clause.path),
        "heading": clause.heading,
        "text": clause.text,
        "plain": findable(clause.text),
        "line": clause.line,
    }


def figure_row(figure: Figure, clause: int, version: int) -> Row:
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


def repeal_row(repeal: Repeal, version: int) -> Row:
    return {
        "version": version,
        "title": repeal.title,
        "doc_number": doc_number_key(repeal.doc_number),
        "partial": repeal.partial,
        "effective": _iso(repeal.effective),
        "clause": repeal.clause,
        "text": repeal.text,
    }


def citation_row(citation: Citation, version: int) -> Row:
    return {
        "version": version,
        "title": citation.title,
        "doc_number": doc_number_key(citation.doc_number),
        "clause": citation.clause,
        "purpose": citation.purpose,
    }


def version_from(row: Row, ordinal: int) -> StoredVersion:
    return StoredVersion(
        id=row["id"],
        document=row["document"],
        ordinal=ordinal,
        cause=row["cause"],
        version=codec.load(Version, row["data"]),
    )


def reference_from(row: Row) -> DocumentRef:
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


def clause_from(row: Row, document: DocumentRef) -> FoundClause:
    return FoundClause(
        document=document,
        version=row["version"],
        label=row["label"],
        path=tuple(json.loads(row["path"])),
        heading=row["heading"],
        text=row["text"],
        line=row["line"],
        url=row["source"],
        sha256=row["sha256"],
        fetched_at=_time(row["fetched_at"]),
    )


# ── events, reports, messages ────────────────────────────────────────────────────────────────────


def event_row(event: Event) -> Row:
    return {
        "key": event.key,
        "kind": event.kind,
        "document": event.document.id if event.document else None,
        "other": event.other.id if event.other else None,
        "source": event.source,
        "happened_at": event.happened_at.isoformat(),
        "data": codec.dump(replace(event, id=None)),
    }


def event_from(row: Row) -> Event:
    return replace(codec.load(Event, row["data"]), id=row["id"])


def report_row(report: NightReport) -> Row:
    return {
        "title": report.title,
        "started_at": report.started_at.isoformat(),
        "finished_at": report.finished_at.isoformat(),
        "data": codec.dump(replace(report, events=())),
    }


def message_from(row: Row) -> Message:
    return Message(**row | {name: _time(row[name]) for name in ("created_at", "sent_at")})


# ── health and decisions ─────────────────────────────────────────────────────────────────────────


def health_row(health: SourceHealth) -> Row:
    row = _fields(health)
    return {"id": row.pop("source"), **row}


def health_from(row: Row) -> SourceHealth:
    return SourceHealth(
        source=row["id"],
        name=row["name"],
        url=row["url"],
        state=row["state"],
        last_good=_time(row["last_good"]),
        failing_since=_time(row["failing_since"]),
        failures=row["failures"],
        reason=row["reason"],
        advice=row["advice"],
    )


def decision_row(decision: Decision) -> Row:
    return _fields(decision) | {"data": _json(decision.data)}


def decision_from(row: Row) -> Decision:
    return Decision(
        kind=row["kind"],
        key=row["key"],
        data=json.loads(row["data"]),
        by=row["by"],
        at=dt.datetime.fromisoformat(row["at"]),
    )
