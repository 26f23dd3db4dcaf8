"""The store: one SQLite file that remembers every page, version and change.

Every write is in a transaction of its own (`Database.atomic`), so a run killed at any point loses at most the
page in hand. One run at a time per store: `Store.lock`. Nothing here knows what a page or a clause means.
"""

from __future__ import annotations

import datetime as dt
import os
import socket
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlite_utils import Database

from tracker.errors import StoreError, UsageError
from tracker.models import (
    DocumentRef,
    Event,
    NightReport,
    Reply,
    Snapshot,
    SourceHealth,
    Version,
)
from tracker.names import title_key
from tracker.store import codec
from tracker.store.records import Address, Decision, FoundClause, Message, StoredReport, StoredVersion, newest
from tracker.store.rows import (
    address_from,
    address_row,
    citation_row,
    clause_from,
    clause_row,
    decision_from,
    decision_row,
    document_row,
    event_from,
    event_row,
    fetch_row,
    figure_row,
    health_from,
    health_row,
    message_from,
    place_row,
    reference_from,
    repeal_row,
    report_row,
    snapshot_from,
    snapshot_of,
    snapshot_row,
    text_hash,
    version_from,
    version_row,
)
from tracker.store.writing import insertion, store_error, writing
from tracker.text import findable

# Reading order of the versions of a document: by the day of the text, then as seen, a draft before what was issued that
# day; a draft that names no day is the first text there was, not the last one that was fetched
_ORDER = (
    "NOT (stage = 'draft' AND coalesce(issued, published) IS NULL), "
    "coalesce(issued, published, substr(fetched_at, 1, 10)), stage <> 'draft', fetched_at, id"
)
# What names a document; the texts beside it are long
_REFERENCE = "document, title, doc_number, region, issuers, stage, issued, published"
# Far below the 32,766 values that SQLite takes in one statement
_ROWS_AT_ONCE = 500


class Store:
    """One open store. Use `open_store`; close it, or use it as a context manager."""

    def __init__(self, db: Database, path: Path) -> None:
        self.db = db
        self.path = path

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the store for one run; the operating system frees it when the process ends, however it ends.

        Raises:
            UsageError: another run holds it, with its owner and since when.
        """
        file = self.path.with_name(self.path.name + ".lock")
        try:
            held = FileLock(file, timeout=0).acquire()
        except Timeout:
            raise UsageError(f"another run holds {self.path}{self._holder()}; wait for it to end") from None
        except OSError as err:
            raise StoreError(f"cannot lock {self.path}: {err.strerror}; is the folder writable?") from err
        with held:
            yield

    def _holder(self) -> str:
        rows = self._rows("SELECT owner, started_at FROM runs WHERE finished_at IS NULL ORDER BY id DESC LIMIT 1")
        if not rows:
            return ""
        since = dt.datetime.fromisoformat(rows[0]["started_at"]).astimezone().strftime("%Y-%m-%d %H:%M")
        return f" ({rows[0]['owner']}, since {since})"

    def _insert(self, table: str, row: dict[str, Any]) -> int:
        """Insert `row`; the number it got."""
        number = self.db.execute(insertion(table, row), list(row.values())).lastrowid
        assert number is not None
        return number

    def _insert_all(self, table: str, rows: Iterable[dict[str, Any]], *, key: Sequence[str] = ()) -> None:
        """Insert `rows` of the same columns; with `key`, a row of the same key is brought up to date instead.

        Many rows go in one statement: the full-text index is brought up to date once per statement.
        """
        rows = list(rows)
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            some = rows[start : start + _ROWS_AT_ONCE]
            values = [value for row in some for value in row.values()]
            self.db.execute(insertion(table, some[0], len(some), key=key), values)

    def _rows(self, sql: str, arguments: Sequence[object] = ()) -> list[dict[str, Any]]:
        try:
            found = self.db.execute(sql, list(arguments))
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found]
        except sqlite3.Error as err:
            raise store_error(err, self.path) from err

    # ── runs ─────────────────────────────────────────────────────────────────────────────────────

    def begin_run(self, command: str, now: dt.datetime) -> int:
        """Note that a run began; its number."""
        owner = f"process {os.getpid()} on {socket.gethostname()}"
        with writing(self):
            row = {"command": command, "started_at": now.isoformat(), "owner": owner}
            return self._insert("runs", row)

    def finish_run(self, run: int, now: dt.datetime, *, pages: int, unchanged: int) -> None:
        with writing(self):
            self.db.table("runs").update(run, {"finished_at": now.isoformat(), "pages": pages, "unchanged": unchanged})

    # ── snapshots and addresses ──────────────────────────────────────────────────────────────────

    def save_snapshot(self, reply: Reply, *, run: int | None, source: str | None) -> Snapshot:
        """Keep the raw bytes of `reply` (once per sha256) and the evidence of when they were seen."""
        snapshot = snapshot_of(reply)
        with writing(self):
            if not self._rows("SELECT 1 FROM snapshots WHERE sha256 = ?", (snapshot.sha256,)):
                self._insert("snapshots", snapshot_row(snapshot))
            self._insert("fetches", {"run": run, "source": source, **fetch_row(reply, snapshot.sha256)})
        return snapshot

    def record_failure(
        self, url: str, problem: str, *, run: int | None, source: str | None, at: dt.datetime, status: int | None
    ) -> None:
        """Keep the evidence that an address failed."""
        with writing(self):
            row = {"url": url, "fetched_at": at.isoformat(), "status": status, "problem": problem}
            self._insert("fetches", {"run": run, "source": source, **row})

    def snapshot(self, sha256: str) -> Snapshot:
        """The snapshot whose hash begins with `sha256` (six characters or more)."""
        rows = self._rows(
            "SELECT s.*, f.url, f.fetched_at, f.headers FROM snapshots s LEFT JOIN fetches f ON f.sha256 = s.sha256 "
            "WHERE s.sha256 >= ? AND s.sha256 < ? GROUP BY s.sha256 HAVING f.id IS NULL OR f.id = min(f.id)",
            (sha256, sha256 + "g"),
        )
        if len(sha256) < 6 or len(rows) != 1:
            raise UsageError(f"no single snapshot {sha256!r} in {self.path}: give at least six characters of its hash")
        return snapshot_from(rows[0])

    def addresses(self) -> dict[str, Address]:
        """Every address ever asked, by its url."""
        return {row["url"]: address_from(row) for row in self._rows("SELECT * FROM addresses")}

    def address(self, url: str) -> Address | None:
        """How one address stands; None where it was never asked."""
        rows = self._rows("SELECT * FROM addresses WHERE url = ?", (url,))
        return address_from(rows[0]) if rows else None

    def attached_to(self, cover: str) -> tuple[str, ...]:
        """The addresses of the files that a page carries or carried."""
        rows = self._rows("SELECT url FROM addresses WHERE cover = ? ORDER BY url", (cover,))
        return tuple(row["url"] for row in rows)

    def save_address(self, address: Address) -> None:
        self.save_addresses([address])

    def save_addresses(self, addresses: Iterable[Address]) -> None:
        """Keep how addresses stand, in one transaction."""
        rows = [address_row(address) for address in addresses]
        with writing(self):
            self._insert_all("addresses", rows, key=("url",))

    # ── documents and versions ───────────────────────────────────────────────────────────────────

    def add_document(self, version: Version, now: dt.datetime) -> str:
        """A new document named as `version`; its id, which no document had before, one that joined another included."""
        with writing(self):
            (row,) = self._rows(
                "SELECT coalesce(max(CAST(substr(id, 2) AS INTEGER)), 0) + 1 AS next FROM (SELECT id FROM documents "
                "UNION ALL SELECT value FROM decisions, json_each(decisions.data, '$.documents'))"
            )
            identity = f"d{row['next']}"
            self._insert("documents", document_row(identity, version, now))
        return identity

    def add_version(self, document: str, version: Version, *, cause: str, seen_at: dt.datetime) -> int:
        """Store `version` with what it says; its number."""
        with writing(self):
            number = self._insert("versions", version_row(document, version, cause))
            self._insert_content(number, version)
            self._insert_place(number, version, seen_at)
        return number

    def replace_version(self, number: int, version: Version) -> None:
        """Put what today's readers see in place of version `number` (`tracker rebuild`)."""
        with writing(self):
            (row,) = self._rows("SELECT document, cause FROM versions WHERE id = ?", (number,))
            for table in ("figures", "clauses", "repeals", "citations"):
                self.db.execute(f"DELETE FROM {table} WHERE version = ?", [number])
            self.db.table("versions").update(number, version_row(row["document"], version, row["cause"]))
            self._insert_content(number, version)

    def _insert_content(self, number: int, version: Version) -> None:
        first = self._rows("SELECT coalesce(max(id), 0) + 1 AS next FROM clauses")[0]["next"]
        clauses = list(enumerate(version.clauses))
        figures = [figure_row(figure, first + at, number) for at, clause in clauses for figure in clause.figures]
        self._insert_all("clauses", [{"id": first + at, **clause_row(clause, at, number)} for at, clause in clauses])
        self._insert_all("figures", figures)
        self._insert_all("repeals", [repeal_row(repeal, number) for repeal in version.repeals])
        self._insert_all("citations", [citation_row(citation, number) for citation in version.citations])

    def _insert_place(self, number: int, version: Version, seen_at: dt.datetime) -> None:
        if version.source:
            self._insert_all("places", [place_row(version, number, seen_at)], key=("version", "url"))

    def add_place(self, number: int, version: Version, seen_at: dt.datetime) -> None:
        """Note that version `number` also stands at `version.source`."""
        with writing(self):
            self._insert_place(number, version, seen_at)

    def places(self, number: int) -> tuple[str, ...]:
        """Addresses version `number` was seen at, first seen first."""
        rows = self._rows("SELECT url FROM places WHERE version = ? ORDER BY first_seen, url", (number,))
        return tuple(row["url"] for row in rows)

    def places_of(self, document: str) -> tuple[str, ...]:
        """Addresses any version of `document` was seen at."""
        rows = self._rows(
            "SELECT DISTINCT url FROM places WHERE version IN (SELECT id FROM versions WHERE document = ?)", (document,)
        )
        return tuple(row["url"] for row in rows)

    def leave_place(self, url: str, staying: Iterable[str], now: dt.datetime) -> tuple[str, ...]:
        """Note that of the documents that stood at `url` only `staying` still do; the ids of those that left."""
        keep = set(staying)
        rows = self._rows(
            "SELECT DISTINCT v.document FROM places p JOIN versions v ON v.id = p.version "
            "WHERE p.url = ? AND p.left_at IS NULL ORDER BY v.id",
            (url,),
        )
        left = tuple(row["document"] for row in rows if row["document"] not in keep)
        with writing(self):
            for document in left:
                self.db.execute(
                    "UPDATE places SET left_at = ? WHERE url = ? AND left_at IS NULL "
                    "AND version IN (SELECT id FROM versions WHERE document = ?)",
                    [now.isoformat(), url, document],
                )
        return left

    def versions(self, document: str) -> tuple[StoredVersion, ...]:
        """All versions of a document with their whole text, oldest first."""
        rows = self._rows(f"SELECT * FROM versions WHERE document = ? ORDER BY {_ORDER}", (document,))
        return tuple(version_from(row, ordinal) for ordinal, row in enumerate(rows, start=1))

    def heads(self, document: str | None = None) -> dict[str, tuple[StoredVersion, ...]]:
        """The versions of every document (or of one) without text and clauses, oldest first, by document."""
        where, arguments = ("WHERE document = ?", [document]) if document else ("", [])
        rows = self._rows(
            f"SELECT id, document, cause, code_version, head AS data FROM versions {where} "
            f"ORDER BY CAST(substr(document, 2) AS INTEGER), {_ORDER}",
            arguments,
        )
        found: dict[str, list[StoredVersion]] = {}
        for row in rows:
            versions = found.setdefault(row["document"], [])
            versions.append(version_from(row, len(versions) + 1))
        return {identity: tuple(versions) for identity, versions in found.items()}

    def all_versions(self) -> Iterator[StoredVersion]:
        """Every version of every document, document by document."""
        for reference in self.documents():
            yield from self.versions(reference.id)

    def whole(self, head: StoredVersion) -> StoredVersion:
        """A version that `heads` gave, with its text and clauses."""
        (row,) = self._rows("SELECT data FROM versions WHERE id = ?", (head.id,))
        return replace(head, version=codec.load(Version, row["data"]))

    def latest(self, document: str) -> StoredVersion:
        """The newest issued version of a document with its whole text; a draft where nothing was issued."""
        return self.whole(newest(self.heads(document)[document]))

    def version_at(self, url: str, title: str | None = None) -> StoredVersion | None:
        """The version that stands at `url`; where several documents stand there, the one titled `title`."""
        rows = self._rows(
            "SELECT v.id, v.document, v.title FROM places p JOIN versions v ON v.id = p.version "
            "WHERE p.url = ? AND p.left_at IS NULL ORDER BY p.first_seen DESC, v.id DESC",
            (url,),
        )
        wanted = title_key(title) if title else None
        for row in rows:
            if wanted is None or title_key(row["title"]) == wanted:
                heads = self.heads(row["document"])[row["document"]]
                return next(self.whole(head) for head in heads if head.id == row["id"])
        return None

    def elsewhere(self, number: int, url: str) -> tuple[str, ...]:
        """The addresses other than `url` that show version `number` now, first seen first.

        None that is gone; nor a file that was imported once, which shows what was, not what is.
        """
        rows = self._rows(
            "SELECT p.url FROM places p WHERE p.version = ? AND p.url <> ? AND p.left_at IS NULL "
            "AND EXISTS (SELECT 1 FROM addresses a WHERE a.url = p.url AND a.state <> 'gone') AND NOT EXISTS ("
            "SELECT 1 FROM places q JOIN versions w ON w.id = q.version "
            "WHERE q.url = p.url AND w.document = (SELECT document FROM versions WHERE id = p.version) "
            "AND (q.first_seen, w.id) > (p.first_seen, p.version)) ORDER BY p.first_seen, p.url",
            (number, url),
        )
        return tuple(row["url"] for row in rows)

    def stands_at(self, document: str, url: str) -> bool:
        """Whether a version of `document` stands at `url`."""
        return bool(
            self._rows(
                "SELECT 1 FROM places p JOIN versions v ON v.id = p.version "
                "WHERE v.document = ? AND p.url = ? AND p.left_at IS NULL LIMIT 1",
                (document, url),
            )
        )

    def is_gone(self, document: str) -> bool:
        """Whether no address that showed `document` does so still; one that was only imported never had one."""
        (row,) = self._rows(
            "SELECT count(*) AS all_places, sum(p.left_at IS NULL AND a.state <> 'gone') AS standing "
            "FROM places p JOIN addresses a ON a.url = p.url JOIN versions v ON v.id = p.version WHERE v.document = ?",
            (document,),
        )
        return bool(row["all_places"]) and not row["standing"]

    def same_text(self, document: str, version: Version) -> int | None:
        """The number of the newest version of `document` with the text and stage of `version`, if there is one."""
        rows = self._rows(
            "SELECT max(id) AS id FROM versions WHERE document = ? AND stage = ? AND text_hash = ?",
            (document, version.stage, text_hash(version)),
        )
        return rows[0]["id"] if rows else None

    def documents(self) -> tuple[DocumentRef, ...]:
        """Every document as its latest version names it, in the order they were first seen."""
        rows = self._rows(f"SELECT {_REFERENCE} FROM latest_versions ORDER BY CAST(substr(document, 2) AS INTEGER)")
        return tuple(reference_from(row) for row in rows)

    def titles(self) -> tuple[tuple[str, str, str | None], ...]:
        """(document, title, document number) of every version: what narrows a search for the same document."""
        rows = self._rows("SELECT DISTINCT document, title, doc_number FROM versions ORDER BY id")
        return tuple((row["document"], row["title"], row["doc_number"]) for row in rows)

    def document(self, identity: str) -> DocumentRef:
        """One document by its id."""
        rows = self._rows(f"SELECT {_REFERENCE} FROM latest_versions WHERE document = ?", (identity,))
        if not rows:
            raise UsageError(f"no document {identity} in {self.path}; `tracker docs` lists them")
        return reference_from(rows[0])

    # ── search ───────────────────────────────────────────────────────────────────────────────────

    def search(self, words: str, *, limit: int) -> tuple[FoundClause, ...]:
        """Clauses of the latest versions that hold every word of `words`; two-character words included.

        The trigram index answers words of three characters or more; shorter ones are looked for in the text
        itself, because a trigram index holds no rows for them.
        """
        terms = [term for word in words.split() if (term := findable(word))]
        if not terms:
            return ()
        conditions, arguments = ["c.version IN (SELECT id FROM latest_versions)"], []
        for term in terms:
            if len(term) >= 3:
                conditions.append("c.id IN (SELECT rowid FROM clauses_fts WHERE clauses_fts MATCH ?)")
                arguments.append('"' + term.replace('"', '""') + '"')
            else:
                conditions.append("instr(c.plain, ?) > 0")
                arguments.append(term)
        rows = self._rows(
            "SELECT c.*, v.document, v.source, v.sha256, v.fetched_at "
            "FROM clauses c JOIN versions v ON v.id = c.version "
            f"WHERE {' AND '.join(conditions)} ORDER BY CAST(substr(v.document, 2) AS INTEGER), "
            "c.position LIMIT ?",
            [*arguments, limit],
        )
        references = {item.id: item for item in self.documents()}
        return tuple(clause_from(row, references[row["document"]]) for row in rows)

    # ── events and reports ───────────────────────────────────────────────────────────────────────

    def add_event(self, event: Event, run: int) -> Event | None:
        """Record `event`; None where an event of the same key was recorded before."""
        with writing(self):
            if self._rows("SELECT 1 FROM events WHERE key = ?", (event.key,)):
                return None
            return replace(event, id=self._insert("events", {"run": run, **event_row(event)}))

    def amend_event(self, event: Event) -> None:
        """Put `event` in place of the recorded one of its `id`, which no report told yet."""
        row = event_row(event)
        with writing(self):
            self.db.execute("UPDATE events SET kind = ?, data = ? WHERE id = ?", [row["kind"], row["data"], event.id])

    def events(
        self,
        *,
        document: str | None = None,
        since: dt.datetime | None = None,
        until: dt.datetime | None = None,
        unreported: bool = False,
        report: int | None = None,
    ) -> tuple[Event, ...]:
        """Recorded events in the order they happened, of a document, period or report, or told by no report yet."""
        conditions: list[str] = ["1"]
        arguments: list[str | int] = []
        if document is not None:
            conditions.append("(document = ? OR other = ?)")
            arguments += [document, document]
        if since is not None:
            conditions.append("happened_at >= ?")
            arguments.append(since.isoformat())
        if until is not None:
            conditions.append("happened_at < ?")
            arguments.append(until.isoformat())
        if unreported:
            conditions.append("reported_in IS NULL")
        if report is not None:
            conditions.append("reported_in = ?")
            arguments.append(report)
        rows = self._rows(f"SELECT id, data FROM events WHERE {' AND '.join(conditions)} ORDER BY id", arguments)
        return tuple(map(event_from, rows))

    def save_report(self, report: NightReport, run: int) -> int:
        """Store `report` and mark its events as told; its number."""
        with writing(self):
            number = self._insert("reports", {"run": run, **report_row(report)})
            for event in report.events:
                self.db.execute("UPDATE events SET reported_in = ? WHERE id = ?", [number, event.id])
        return number

    def reports(self) -> tuple[StoredReport, ...]:
        """All reports by name, oldest first."""
        rows = self._rows(
            "SELECT r.id, r.title, count(e.id) AS events FROM reports r LEFT JOIN events e ON e.reported_in = r.id "
            "GROUP BY r.id ORDER BY r.id"
        )
        return tuple(StoredReport(**row) for row in rows)

    def report(self, number: int) -> NightReport:
        """One report with its events.

        Raises:
            UsageError: there is none of that number.
        """
        rows = self._rows("SELECT data FROM reports WHERE id = ?", (number,))
        if not rows:
            raise UsageError(f"no report {number}")
        return replace(codec.load(NightReport, rows[0]["data"]), events=self.events(report=number))

    def last_report(self) -> NightReport:
        """The newest report with its events.

        Raises:
            UsageError: there is none yet.
        """
        rows = self._rows("SELECT max(id) AS id FROM reports")
        if rows[0]["id"] is None:
            raise UsageError(
                f"no report in {self.path} yet: `tracker run` makes one; `tracker report --since DATE` tells of imports"
            )
        return self.report(rows[0]["id"])

    # ── outbox ───────────────────────────────────────────────────────────────────────────────────

    def put_in_outbox(self, key: str, channel: str, message: bytes, now: dt.datetime) -> None:
        """Lay a message in the outbox; one of the same key is there only once."""
        row = {"key": key, "channel": channel, "message": message, "created_at": now.isoformat()}
        with writing(self):
            self.db.table("outbox").insert(row, ignore=True)

    def outbox(self, *, unsent: bool = True) -> tuple[Message, ...]:
        """Messages, oldest first."""
        rows = self._rows(f"SELECT * FROM outbox {'WHERE sent_at IS NULL' if unsent else ''} ORDER BY id")
        return tuple(map(message_from, rows))

    def mark_sent(self, message: Message, now: dt.datetime) -> None:
        with writing(self):
            row = {"sent_at": now.isoformat(), "attempts": message.attempts + 1, "last_error": None}
            self.db.table("outbox").update(message.id, row)

    def mark_unsent(self, message: Message, error: str) -> None:
        with writing(self):
            self.db.table("outbox").update(message.id, {"attempts": message.attempts + 1, "last_error": error})

    # ── health and decisions ─────────────────────────────────────────────────────────────────────

    def health(self) -> dict[str, SourceHealth]:
        """How every source stood after the last run that asked it, by its id."""
        return {row["id"]: health_from(row) for row in self._rows("SELECT * FROM sources ORDER BY id")}

    def save_health(self, health: SourceHealth) -> None:
        with writing(self):
            self._insert_all("sources", [health_row(health)], key=("id",))

    def decide(self, decision: Decision) -> None:
        """Keep what a person settled; a later word on the same `key` replaces it."""
        with writing(self):
            self.forget_decision(decision.key)
            self._insert("decisions", decision_row(decision))

    def decisions(self, kind: str) -> tuple[Decision, ...]:
        """All decisions of a kind, oldest first."""
        rows = self._rows("SELECT * FROM decisions WHERE kind = ? ORDER BY id", (kind,))
        return tuple(map(decision_from, rows))

    def move_versions(self, versions: Iterable[int], document: str) -> None:
        """Give versions to another document (`tracker link`, `unlink`)."""
        with writing(self):
            for number in versions:
                self.db.table("versions").update(number, {"document": document})

    def forget_document(self, document: str, successor: str) -> None:
        """Remove a document whose versions have joined `successor`; its events go with them, told as they are."""
        with writing(self):
            self.db.execute(
                "UPDATE OR IGNORE events SET key = replace(key, ?, ?) WHERE instr(key, ?)",
                [f":{document}:", f":{successor}:", f":{document}:"],
            )
            self.db.execute("UPDATE events SET document = ? WHERE document = ?", [successor, document])
            self.db.execute("UPDATE events SET other = ? WHERE other = ?", [successor, document])
            self.db.execute("DELETE FROM documents WHERE id = ?", [document])

    def forget_decision(self, key: str) -> None:
        """Take back what was settled under `key`."""
        with writing(self):
            self.db.execute("DELETE FROM decisions WHERE key = ?", [key])
