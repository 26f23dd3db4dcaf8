"""What a person settled: which clause continues which, which texts are one document."""

from __future__ import annotations

from tracker.store.connection import Connection, writing
from tracker.store.records import Decision
from tracker.store.rows import decision_from, decision_row


class Decisions(Connection):
    """The table decisions."""

    def decide(self, decision: Decision) -> None:
        """Keep what a person settled; a later word on the same `key` replaces it."""
        with writing(self):
            self.forget_decision(decision.key)
            self._insert("decisions", decision_row(decision))

    def decisions(self, kind: str) -> tuple[Decision, ...]:
        """All decisions of a kind, oldest first."""
        rows = self._rows("SELECT * FROM decisions WHERE kind = ? ORDER BY id", (kind,))
        return tuple(map(decision_from, rows))

    def forget_decision(self, key: str) -> None:
        """Take back what was settled under `key`."""
        with writing(self):
            self.db.execute("DELETE FROM decisions WHERE key = ?", [key])
