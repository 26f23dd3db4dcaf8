"""The store: what is remembered between nights. It stands beside the stages, which never see it."""

from tracker.store.db import (
    Address,
    Decision,
    FoundClause,
    Message,
    Store,
    StoredVersion,
    open_store,
    reference,
    text_hash,
    without_text,
)

__all__ = [
    "Address",
    "Decision",
    "FoundClause",
    "Message",
    "Store",
    "StoredVersion",
    "open_store",
    "reference",
    "text_hash",
    "without_text",
]
