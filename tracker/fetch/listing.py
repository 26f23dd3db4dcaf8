"""A list page, feed or JSON list to the entries it announces. Pure: a reply and its source in, a `ListPage` out.

A list whose rows all were filtered has `rows` and no entries; one where nothing was found has a `problem`. The two are
never the same: the first is a quiet night, the second a page that was rebuilt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.charset import decode
from tracker.fetch.feeds import read_feed, read_json
from tracker.fetch.pagination import next_address, page_number
from tracker.fetch.rows import Rows, read_rows
from tracker.models import ListEntry, ListRules, Reply, Source

# Beijing's list of 1,000 rows has 0.4 MB; parsing costs time and memory many times its size
MOST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class ListPage:
    """What one page of a list announces, filtered, in printed order."""

    entries: tuple[ListEntry, ...]
    next_url: str | None = None
    problem: str | None = None  # why it could not be read, and what to do
    rows: int = 0  # rows found, filtered ones included
    shape: str | None = None  # how the rows were found, for `tracker sources check`
    may_be_empty: bool = False  # as the source's rules say: no rows are no fault


def read_list(reply: Reply, source: Source, *, number: int | None = None) -> ListPage:
    """Read one page of a list, feed or JSON source.

    `number`, from 1, says which page it is; without it the address tells. It bounds `next_url` by max_pages; a caller
    that follows `next_url` does well to count too, for templates whose addresses do not tell.

    Never raises for bad content: `problem` says what is wrong.
    """
    if len(reply.content) > MOST_BYTES:
        return ListPage(entries=(), problem=f"the list has {len(reply.content):,} bytes, far too many for one; see url")
    declared = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", reply.headers.get("content-type", ""), re.IGNORECASE)
    page, _ = decode(reply.content, source.charset or (declared[1] if declared else None))
    rows = _rows(page, reply.final_url, source)
    next_url = None
    if rows.entries and source.kind in ("list", "json"):
        number = number or page_number(reply.url, source.url, source.list)
        next_url = next_address(page, reply.final_url, source.list, number)
    return ListPage(
        entries=filter_entries(rows.entries, source.list),
        next_url=next_url,
        problem=None if source.list.may_be_empty and rows.matched == 0 else rows.problem,
        rows=rows.matched,
        shape=rows.shape,
        may_be_empty=source.list.may_be_empty,
    )


def _rows(page: str, url: str, source: Source) -> Rows:
    if source.kind == "feed":
        return read_feed(page, url)
    if source.kind == "json":
        return read_json(page, url, source.json)
    return read_rows(page, url, source.list)


def filter_entries(entries: tuple[ListEntry, ...], rules: ListRules) -> tuple[ListEntry, ...]:
    """The entries whose title and date the source asks for. An entry without a date is never too old."""
    return tuple(entry for entry in entries if _wanted(entry, rules))


def _wanted(entry: ListEntry, rules: ListRules) -> bool:
    if rules.since and entry.published and entry.published < rules.since:
        return False
    if rules.include and not any(re.search(pattern, entry.title) for pattern in rules.include):
        return False
    return not any(re.search(pattern, entry.title) for pattern in rules.exclude)
