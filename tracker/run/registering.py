"""The register as plain values: what the store knows of each document, for `tracker.register` to judge."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.models import DocumentRef
from tracker.register import RegisterEntry, resolve_name
from tracker.store import Store, StoredVersion


def register_entry(identity: str, versions: tuple[StoredVersion, ...]) -> RegisterEntry:
    """A document as its newest text describes it; every number it ever bore counts as its own."""
    latest = versions[-1].version
    numbers = dict.fromkeys(item.version.doc_number for item in versions if item.version.doc_number)
    return RegisterEntry(
        id=identity,
        title=latest.title,
        doc_numbers=tuple(numbers),
        stage=latest.stage,
        issued=latest.issued,
        published=latest.published,
        validity=latest.validity,
        region=latest.region,
        issuers=latest.issuers,
        repeals=latest.repeals,
        citations=latest.citations,
        page_status=latest.status,
    )


def register_entries(store: Store) -> tuple[RegisterEntry, ...]:
    """Every tracked document, in the order they were first seen."""
    return tuple(
        register_entry(item.id, versions) for item in store.documents() if (versions := store.versions(item.id))
    )


def references(store: Store) -> dict[str, DocumentRef]:
    """How reports name every document, by its id."""
    return {item.id: item for item in store.documents()}


def citing(entries: Sequence[RegisterEntry], identity: str) -> list[str]:
    """Ids of the documents that name `identity`, in register order."""
    return [
        entry.id
        for entry in entries
        if entry.id != identity
        and any(resolve_name(item.title, item.doc_number, entries) == identity for item in entry.citations)
    ]
