"""Which documents a notice keeps in force beyond their term: 关于延长《甲》有效期的通知, 关于继续执行《甲》的公告."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.register.entries import RegisterEntry
from tracker.register.titles import Names
from tracker.text import normal

_EXTENDS = re.compile(r"延长|延续|顺延|继续(?:执行|实施|施行|有效|适用)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Extension:
    """A document that another one keeps in force; `until` is its new last day, None where that is not known."""

    document: str
    by: str
    until: dt.date | None = None


def find_extensions(entries: Sequence[RegisterEntry], at: dt.date) -> Iterator[Extension]:
    """Each tracked document that an issued one names in a title of this kind and in its text, by the day `at`."""
    names = Names(entries)
    for entry in entries:
        issued = entry.issued or entry.published
        if entry.stage == "draft" or not _EXTENDS.search(entry.title) or (issued and issued > at):
            continue
        for citation in entry.citations:
            named = names.find(citation.title, citation.doc_number)
            if named is not None and named is not entry and normal(named.title) in normal(entry.title):
                yield Extension(document=named.id, by=entry.id)
                break
