"""What was seen where: raw bytes, the fetches that gave them, and how each address stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tracker.errors import UsageError
from tracker.models import Reply, Snapshot
from tracker.store.connection import Connection, writing
from tracker.store.records import Address
from tracker.store.rows import address_from, address_row, fetch_row, snapshot_from, snapshot_of, snapshot_row


class Pages(Connection):
    """The tables snapshots, fetches and addresses."""

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
