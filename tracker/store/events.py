"""What happened, once each, and the reports that told it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tracker.errors import UsageError
from tracker.models import Event, NightReport
from tracker.store import codec
from tracker.store.connection import Connection, writing
from tracker.store.records import StoredReport
from tracker.store.rows import event_from, event_row, report_row


class Events(Connection):
    """The tables events and reports."""

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
