"""The register as plain values: what the store knows of each document, for `tracker.register` to judge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from tracker.register import Names, RegisterEntry, entry_of
from tracker.store import Store, StoredVersion


def register_entries(store: Store, at: dt.date | None = None) -> tuple[RegisterEntry, ...]:
    """Every tracked document, as the text that counts on the day `at` describes it, in the order first seen."""
    return entries_of(store.heads(), at)


def entries_of(heads: Mapping[str, Sequence[StoredVersion]], at: dt.date | None = None) -> tuple[RegisterEntry, ...]:
    """The same of `heads`, the versions of every document without their texts."""
    return tuple(entry_of(identity, [item.version for item in heads[identity]], at) for identity in heads)


def who_cites(entries: Sequence[RegisterEntry]) -> dict[str, list[str]]:
    """For each document the ids of those that name it, in register order."""
    names = Names(entries)
    found: dict[str, list[str]] = {entry.id: [] for entry in entries}
    for entry in entries:
        named = (names.find(citation.title, citation.doc_number) for citation in entry.citations)
        for identity in {other.id for other in named if other is not None} - {entry.id}:
            found[identity].append(entry.id)
    return found
