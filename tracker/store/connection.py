"""The open file: statements, transactions, and what SQLite refuses said in one line."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from tracker.errors import StoreError

# Far below the 32,766 values that SQLite takes in one statement
_ROWS_AT_ONCE = 500


class Connection:
    """What every group of tables needs of the open file."""

    def __init__(self, db: Database, path: Path) -> None:
        self.db = db
        self.path = path

    def _insert(self, table: str, row: dict[str, Any]) -> int:
        """Insert `row`; the number it got."""
        number = self.db.execute(_insertion(table, row), list(row.values())).lastrowid
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
            self.db.execute(_insertion(table, some[0], len(some), key=key), values)

    def _rows(self, sql: str, arguments: Sequence[object] = ()) -> list[dict[str, Any]]:
        try:
            found = self.db.execute(sql, list(arguments))
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found]
        except sqlite3.Error as err:
            raise store_error(err, self.path) from err


@contextmanager
def writing(store: Connection) -> Iterator[None]:
    """A transaction; what SQLite refuses becomes a StoreError that says what to do."""
    try:
        with store.db.atomic():
            yield
    except sqlite3.Error as err:
        raise store_error(err, store.path) from err


def _insertion(table: str, row: Mapping[str, object], count: int = 1, *, key: Sequence[str] = ()) -> str:
    """The statement that inserts `count` rows with the columns of `row`; with `key`, that updates rows alike in it.

    >>> _insertion("places", {"url": 1, "left_at": None}, 2)
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
