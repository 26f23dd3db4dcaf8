"""Messages that lie here before they are sent, and until they are."""

from __future__ import annotations

import datetime as dt

from tracker.store.connection import Connection, writing
from tracker.store.records import Message
from tracker.store.rows import message_from


class Outbox(Connection):
    """The table outbox."""

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
