"""What a notice rules about a document that its own title names: 关于延长《甲》有效期的通知, 关于修改《甲》的决定."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tracker.register.entries import RegisterEntry
from tracker.register.titles import Names
from tracker.text import normal

RulingKind = Literal[
    "extended",  # the document is kept in force beyond its term
    "amended",  # its text is changed, added to or corrected
]
_EXTENDS = re.compile(r"延长|延续|顺延|继续(?:执行|实施|施行|有效|适用)")
# 关于修改《甲》的决定, 关于调整《甲》部分条款的通知; 关于《甲》的补充通知; not 关于印发修订后的《甲》的通知
_AMENDS = re.compile(r"关于(?:进一步)?(?:修改|修订|修正|调整|更正|补充|完善)(?!.{0,6}(?:后|印发|发布))")
_ADDS = re.compile(r"补充(?:通知|规定|意见|说明|公告)$|(?:修改|修订|修正|调整|更正)的?(?:通知|决定|公告|说明)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Ruling:
    """What the document `by` does to another; `until` is its new last day, None where that is not known."""

    kind: RulingKind
    document: str
    by: str
    until: dt.date | None = None


def find_rulings(entries: Sequence[RegisterEntry], at: dt.date) -> Iterator[Ruling]:
    """Each tracked document that an issued one names in a title of this kind and in its text, by the day `at`."""
    names = Names(entries)
    for entry in entries:
        issued = entry.issued or entry.published
        kind = _kind(normal(entry.title))
        if kind is None or entry.stage == "draft" or (issued and issued > at):
            continue
        for citation in entry.citations:
            named = names.find(citation.title, citation.doc_number)
            if named is not None and named is not entry and normal(named.title) in normal(entry.title):
                yield Ruling(kind=kind, document=named.id, by=entry.id)
                break


def _kind(title: str) -> RulingKind | None:
    if _EXTENDS.search(title):
        return "extended"
    return "amended" if _AMENDS.search(title) or _ADDS.search(title) else None
