"""The register as plain values: what the store knows of each document, for `tracker.register` to judge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tracker.meaning import find_figures
from tracker.register import Names, RegisterEntry, Ruling, entry_of, find_rulings
from tracker.store import Store, StoredVersion


def register_entries(store: Store, at: dt.date | None = None) -> tuple[RegisterEntry, ...]:
    """Every tracked document, as the text that counts on the day `at` describes it, in the order first seen."""
    return entries_of(store, store.heads(), at)[0]


def entries_of(
    store: Store, heads: Mapping[str, Sequence[StoredVersion]], at: dt.date | None = None
) -> tuple[tuple[RegisterEntry, ...], tuple[Ruling, ...]]:
    """The same of `heads`, the versions of every document without their texts; and which extends or amends which."""
    entries = {identity: entry_of(identity, [item.version for item in heads[identity]], at) for identity in heads}
    found = []
    for ruling in find_rulings(tuple(entries.values()), at or dt.date.max):
        if ruling.kind == "extended":
            entry, by = entries[ruling.document], entries[ruling.by]
            before = entry.validity.expires_on
            until = _last_day(store.latest(ruling.by).version.text, before)
            ruling = replace(ruling, until=until)
            said = f"有效期由《{by.title}》延长" + (f"至{until}" if until else "，新的截止日见该文")
            reasoning = f"{said}（原至{before}）" if before else said
            entries[entry.id] = replace(entry, validity=replace(entry.validity, expires_on=until, reasoning=reasoning))
        found.append(ruling)
    return tuple(entries.values()), tuple(found)


def _last_day(text: str, before: dt.date | None) -> dt.date | None:
    """The last day that a notice of extension gives: the latest one printed, or so many years behind `before`."""
    figures = find_figures(text)
    printed = [str(item.value) for item in figures if item.kind == "date"]
    days = [dt.date.fromisoformat(day) for day in printed if len(day) == len("2026-01-31")]
    last = max(days, default=None)
    if last and (before is None or last > before):
        return last
    years = {int(item.value) for item in figures if item.unit == "year" and item.value == int(item.value)}
    if before is None or len(years) != 1:
        return None
    day = min(before.day, 28) if before.month == 2 else before.day
    return before.replace(year=before.year + years.pop(), day=day)


def who_cites(entries: Sequence[RegisterEntry]) -> dict[str, list[str]]:
    """For each document the ids of those that name it, in register order."""
    names = Names(entries)
    found: dict[str, list[str]] = {entry.id: [] for entry in entries}
    for entry in entries:
        named = (names.find(citation.title, citation.doc_number) for citation in entry.citations)
        for identity in {other.id for other in named if other is not None} - {entry.id}:
            found[identity].append(entry.id)
    return found
