"""The store: what is remembered between nights. It stands beside the stages, which never see it."""

from tracker.store.connection import writing
from tracker.store.db import Store
from tracker.store.opening import open_store
from tracker.store.records import (
    Address,
    Decision,
    FoundClause,
    Message,
    StoredReport,
    StoredVersion,
    newest,
    reference,
)
from tracker.store.rows import text_hash, without_text

__all__ = [
    "Address",
    "Decision",
    "FoundClause",
    "Message",
    "Store",
    "StoredReport",
    "StoredVersion",
    "newest",
    "open_store",
    "reference",
    "text_hash",
    "without_text",
    "writing",
]
