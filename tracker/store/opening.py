"""Open a store, bring an older one up to date, refuse what is none."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from tracker.errors import StoreError, UsageError
from tracker.store.connection import store_error
from tracker.store.db import Store
from tracker.store.schema import migrations


def open_store(path: Path, *, create: bool = True) -> Store:
    """Open the store at `path`, bringing an older one up to date.

    Raises:
        UsageError: there is none and `create` is False.
        StoreError: no SQLite file, from a newer version, or not to be written.
    """
    if not path.exists() and not create:
        raise UsageError(f"no store at {path}: `tracker run` or `tracker import` makes one, or name one with --store")
    if path.is_dir():
        raise StoreError(f"{path} is a folder: name the store's file, such as {path / 'tracker.db'}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        db = Database(path)
    except sqlite3.Error as err:
        raise store_error(err, path) from err
    except OSError as err:
        raise StoreError(f"cannot open the store {path}: {err.strerror}") from err
    try:
        _prepare(db, path, create=create)
    except sqlite3.Error as err:
        db.close()
        raise store_error(err, path) from err
    except StoreError:
        db.close()
        raise
    return Store(db, path)


def _prepare(db: Database, path: Path, *, create: bool) -> None:
    """Refuse what is no store of ours, and bring an older one up to date."""
    _refuse_foreign(db, path, create=create)
    _refuse_newer(db, path)
    if migrations.pending(db):
        migrations.apply(db)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA journal_mode = WAL")  # one sync per night's checkpoint, not per page
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA busy_timeout = 10000")


def _refuse_foreign(db: Database, path: Path, *, create: bool) -> None:
    """Nothing is added to another program's file, and reading an empty file makes no store of it."""
    tables = set(db.table_names())
    if tables and not {"snapshots", "versions", migrations.migrations_table} <= tables:
        raise StoreError(f"{path} is no store of tracker (it holds {', '.join(sorted(tables)[:3])}): name another")
    if not tables and not create:
        raise StoreError(f"{path} is empty, no store of tracker: `tracker run` or `tracker import` makes one")


def _refuse_newer(db: Database, path: Path) -> None:
    known = {migration.name for migration in migrations.pending(db)} | {item.name for item in migrations.applied(db)}
    ours = {migration.name for migration in migrations._migrations}
    if known - ours:
        raise StoreError(f"{path} was written by a newer tracker ({', '.join(sorted(known - ours))}): upgrade tracker")
