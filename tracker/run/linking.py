"""Settle which documents are the same: `tracker link` and `unlink`. Nothing is merged or parted on a doubt."""

from __future__ import annotations

import datetime as dt

from tracker.errors import UsageError
from tracker.models import DocumentRef
from tracker.run.settling import decide
from tracker.store import Store, StoredVersion, writing


def link(store: Store, first: DocumentRef, second: DocumentRef) -> str:
    """The versions of `second` join `first`; in words what was done."""
    if first.id == second.id:
        raise UsageError(f"{first.title} is one document already ({first.id})")
    numbers = [item.id for item in store.versions(second.id)]
    with writing(store):
        store.move_versions(numbers, first.id)
        store.forget_document(second.id, first.id)
        store.forget_decision(_key(first.id, second.id))
        decide(store, "link", f"link:{first.id}:{second.id}", {"documents": [first.id, second.id]}, _now())
    return f"{second.id} joined {first.id} {first.title}: {len(store.versions(first.id))} versions"


def keep_apart(store: Store, first: DocumentRef, second: DocumentRef) -> str:
    """`first` and `second` stay two documents, whatever later texts look like."""
    if first.id == second.id:
        raise UsageError(f"{first.id} is one document: part a version from it with {first.id}@VERSION")
    decide(store, "unlink", _key(first.id, second.id), {"documents": sorted((first.id, second.id))}, _now())
    return f"{first.id} {first.title} and {second.id} {second.title}: kept apart"


def part(store: Store, version: StoredVersion) -> str:
    """`version` becomes a document of its own, kept apart from the one it was in."""
    if len(store.versions(version.document)) == 1:
        raise UsageError(f"{version.document} has only this version: nothing to part")
    with writing(store):
        document = store.add_document(version.version, _now())
        store.move_versions([version.id], document)
        pair = sorted((version.document, document))
        decide(store, "unlink", _key(version.document, document), {"documents": pair}, _now())
    return f"version {version.ordinal} of {version.document} is now {document} {version.version.title}"


def _key(first: str, second: str) -> str:
    return "apart:" + ":".join(sorted((first, second)))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
