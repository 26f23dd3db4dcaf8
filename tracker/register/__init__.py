"""The register: which document a text belongs to, and what each document's word is worth on a given day.

Pure functions over plain values:
    identity   `match_document`: which tracked document a version is a text of; `is_near`: which may be at all
    titles     `is_same_title`, `Names`: what documents are called, and whom a citation or a repeal means
    entries    `RegisterEntry`, `entry_of`: a document as the text that counts on a day describes it
    rulings    `find_rulings`: notices whose title extends or amends another document
    status     `statuses`, `ended_by`, `expiring`, `cites_ended`: in force, draft, lapsed, repealed by X …
"""

from tracker.register.entries import RegisterEntry, entry_of, standing_version
from tracker.register.identity import (
    KnownDocument,
    Match,
    fingerprint,
    is_near,
    match_document,
    may_be_same_member,
    series_marks,
)
from tracker.register.rulings import Ruling, find_rulings
from tracker.register.status import (
    CitedEnded,
    Ending,
    Expiring,
    State,
    Status,
    cites_ended,
    ended_by,
    ended_editions,
    expiring,
    status_of,
    statuses,
)
from tracker.register.titles import Names, is_same_title, resolve_name

__all__ = [
    "CitedEnded",
    "Ending",
    "Expiring",
    "KnownDocument",
    "Match",
    "Names",
    "RegisterEntry",
    "Ruling",
    "State",
    "Status",
    "cites_ended",
    "ended_by",
    "ended_editions",
    "entry_of",
    "expiring",
    "find_rulings",
    "fingerprint",
    "is_near",
    "is_same_title",
    "match_document",
    "may_be_same_member",
    "resolve_name",
    "series_marks",
    "standing_version",
    "status_of",
    "statuses",
]
