"""The store: one SQLite file that remembers every page, version and change.

Every write is in a transaction of its own (`Database.atomic`), so a run killed at any point loses at most the
page in hand. One run at a time per store: `Store.lock`. Nothing here knows what a page or a clause means.
"""

from __future__ import annotations

import datetime as dt
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from tracker.errors import StoreError, UsageError
from tracker.models import SourceHealth
from tracker.store.connection import writing
from tracker.store.decisions import Decisions
from tracker.store.documents import Documents
from tracker.store.events import Events
from tracker.store.outbox import Outbox
from tracker.store.pages import Pages
from tracker.store.rows import health_from, health_row


class Store(Pages, Documents, Events, Outbox, Decisions):
    """One open store. Use `open_store`; close it, or use it as a context manager.

    Each group of tables has its methods in a file of its own; all write through the one connection, so what is done
    inside one `writing(store)` is one transaction whichever tables it touches.
    """

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

    # ── runs, and how the sources stood after them ──────────────────────────────────────────────────

    def begin_run(self, command: str, now: dt.datetime) -> int:
        """Note that a run began; its number."""
        owner = f"process {os.getpid()} on {socket.gethostname()}"
        with writing(self):
            row = {"command": command, "started_at": now.isoformat(), "owner": owner}
            return self._insert("runs", row)

    def finish_run(self, run: int, now: dt.datetime, *, pages: int, unchanged: int) -> None:
        with writing(self):
            self.db.table("runs").update(run, {"finished_at": now.isoformat(), "pages": pages, "unchanged": unchanged})

    def health(self) -> dict[str, SourceHealth]:
        """How every source stood after the last run that asked it, by its id."""
        return {row["id"]: health_from(row) for row in self._rows("SELECT * FROM sources ORDER BY id")}

    def save_health(self, health: SourceHealth) -> None:
        with writing(self):
            self._insert_all("sources", [health_row(health)], key=("id",))
