"""Transactions, and what SQLite refuses said in one line."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlite_utils import Database

from tracker.errors import StoreError


class _Held(Protocol):
    db: Database
    path: Path


@contextmanager
def writing(store: _Held) -> Iterator[None]:
    """A transaction; what SQLite refuses becomes a StoreError that says what to do."""
    try:
        with store.db.atomic():
            yield
    except sqlite3.Error as err:
        raise store_error(err, store.path) from err


def insertion(table: str, row: Mapping[str, object], count: int = 1, *, key: Sequence[str] = ()) -> str:
    """The statement that inserts `count` rows with the columns of `row`; with `key`, that updates rows alike in it.

    >>> insertion("places", {"url": 1, "left_at": None}, 2)
    'INSERT INTO places ("url", "left_at") VALUES (?, ?), (?, ?)'
    """
    names = [f'"{name}"' for name in row]
    marks = f"({', '.join('?' * len(names))})"
    statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES {', '.join([marks] * count)}"
    if not key:
        return statement
    changed = ", ".join(f'"{name}" = excluded."{name}"' for name in row if name not in key)
    return f"{statement} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changed}"


def store_error(err: sqlite3.Error, path: Path) -> StoreError:
    text = str(err)
    if "readonly" in text or "read-only" in text or "unable to open" in text:
        return StoreError(f"the store {path} cannot be written ({text}): check the rights of the file and its folder")
    if "full" in text:
        return StoreError(f"the disk with the store {path} is full: free some room, nothing was half-written")
    if "not a database" in text or "malformed" in text:
        return StoreError(f"{path} is no store of tracker ({text}): name another with --store")
    if "locked" in text:
        return StoreError(f"the store {path} is in use by another program: try again when it is done")
    return StoreError(f"the store {path} failed: {text}")
