"""What each document's word is worth on a day, and what follows from it.

Convention for days: a repeal holds from its own date, else from the day the repealing text holds, else from the day it
was issued or published; a repeal stated by a draft ends nothing. A document that says nothing of its end is in force.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tracker.models import Citation, Repeal
from tracker.names import doc_number_key
from tracker.register.entries import RegisterEntry
from tracker.register.titles import Names, is_same_title, title_forms

State = Literal[
    "in_force",
    "draft",  # not issued
    "not_yet",  # issued, in force from a later day
    "lapsed",  # its term has run out
    "repealed",  # another document, or its page, says so
    "superseded",  # a successor took its place without a word of repeal
]
ENDED: frozenset[State] = frozenset({"lapsed", "repealed", "superseded"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Status:
    """What a document's word is worth on a day; `by` is the id of the one that ended it, `on` since or from when."""

    state: State
    on: dt.date | None = None
    by: str | None = None
    reason: str | None = None

    @property
    def is_ended(self) -> bool:
        """Whether nobody can rely on the document any more."""
        return self.state in ENDED


@dataclass(frozen=True, kw_only=True, slots=True)
class Ending:
    """A repeal that touches a tracked document, or names one that is not tracked (`document` None)."""

    document: str | None
    by: str
    repeal: Repeal
    on: dt.date | None = None

    @property
    def is_partial(self) -> bool:
        return self.repeal.partial is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class CitedEnded:
    """A document that still leans on one that has ended; `cited` is None where that one is not tracked."""

    document: str
    citation: Citation
    status: Status
    cited: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Expiring:
    """A document whose last day is near."""

    document: str
    on: dt.date
    days: int  # from the day asked about to the last day, 0 on the last day itself


def ended_by(entries: Sequence[RegisterEntry], at: dt.date | None = None) -> tuple[Ending, ...]:
    """
    Every repeal that the issued documents state, tied to the tracked document it ends.

    Args:
        at: Only repeals that hold on this day; None for all, coming ones included.

    Returns:
        In order of `entries`; a repeal of the document's own former edition is none of its endings.
    """
    names = Names(entries)
    return tuple(ending for entry in entries for ending in _endings(entry, names, at))


def _endings(entry: RegisterEntry, names: Names, at: dt.date | None) -> Iterator[Ending]:
    if entry.stage == "draft":
        return
    for repeal in entry.repeals:
        on = repeal.effective or entry.validity.effective_from or entry.issued or entry.published
        ended = names.find(repeal.title, repeal.doc_number)
        document = None if ended is entry and _is_former(repeal, entry) else ended.id if ended else None
        if document != entry.id and (at is None or on is None or on <= at):
            yield Ending(document=document, by=entry.id, repeal=repeal, on=on)


def ended_editions(entries: Sequence[RegisterEntry]) -> tuple[Ending, ...]:
    """Repeals of a tracked document's own earlier edition: the document lives on in the text that says so."""
    found = []
    for entry in entries:
        former = {doc_number_key(number) for number in entry.former_numbers}
        for repeal in entry.repeals if entry.stage != "draft" else ():
            if repeal.doc_number and doc_number_key(repeal.doc_number) in former:
                on = repeal.effective or entry.validity.effective_from or entry.issued or entry.published
                found.append(Ending(document=entry.id, by=entry.id, repeal=repeal, on=on))
    return tuple(found)


def _is_former(repeal: Repeal, entry: RegisterEntry) -> bool:
    """Whether a text that repeals its own title means a former edition that is not tracked: its number is another."""
    number = doc_number_key(repeal.doc_number)
    return number is not None and number not in {doc_number_key(other) for other in entry.doc_numbers}


def status_of(entry: RegisterEntry, at: dt.date, *, endings: Sequence[Ending] = ()) -> Status:
    """
    What `entry` is worth on the day `at`.

    Args:
        endings: Of `ended_by`, those of other documents are passed over; a partial repeal ends nothing.

    Returns:
        The first thing that ended it, where several did by that day.
    """
    ended = sorted(_ends(entry, at, endings), key=lambda status: status.on or dt.date.min)
    if ended:
        return ended[0]
    if entry.stage == "draft":
        return Status(state="draft", reason="征求意见稿，未印发")
    begins = entry.validity.effective_from
    if begins and begins > at:
        return Status(state="not_yet", on=begins, reason=f"自{begins}起施行")
    issued = entry.issued or entry.published
    if begins is None and issued and issued > at:
        return Status(state="not_yet", on=issued, reason=f"{issued}印发")
    return Status(state="in_force", on=begins, reason=None if begins or entry.validity.expires_on else "未见废止或到期")


def _ends(entry: RegisterEntry, at: dt.date, endings: Sequence[Ending]) -> Iterator[Status]:
    """Everything that has ended `entry` by `at`."""
    for ending in endings:
        if ending.document == entry.id and not ending.is_partial and (ending.on is None or ending.on <= at):
            yield Status(state="repealed", on=ending.on, by=ending.by, reason=ending.repeal.text or None)
    last = entry.validity.expires_on
    if last and last < at:
        yield Status(state="lapsed", on=last, reason=entry.validity.reasoning or f"有效期至{last}")
    stated = entry.page_status or ""
    # The page says that it ended, and may say when; the day that its term would have run out is another matter
    past = next((day for day in (entry.page_end, last) if day and day <= at), None)
    if re.search("废止", stated):
        yield Status(state="repealed", on=past, reason=f"页面标明：{stated}")
    elif re.search("失效|无效|^否$", stated):
        yield Status(state="lapsed", on=past, reason=f"页面标明：有效性 {stated}")
    if entry.successor:
        yield Status(state="superseded", by=entry.successor, reason="已由后续文件接替")


def statuses(entries: Sequence[RegisterEntry], at: dt.date) -> dict[str, Status]:
    """The status of every document on the day `at`, by id."""
    touching: dict[str | None, list[Ending]] = {}
    for ending in ended_by(entries, at):
        touching.setdefault(ending.document, []).append(ending)
    return {entry.id: status_of(entry, at, endings=touching.get(entry.id, ())) for entry in entries}


def expiring(entries: Sequence[RegisterEntry], at: dt.date, within_days: int) -> tuple[Expiring, ...]:
    """Documents in force (or about to be) whose last day lies in [at, at + within_days], the nearest first."""
    standing = statuses(entries, at)
    found = [
        Expiring(document=entry.id, on=last, days=(last - at).days)
        for entry in entries
        if (last := entry.validity.expires_on) is not None
        and 0 <= (last - at).days <= within_days
        and standing[entry.id].state in ("in_force", "not_yet")
    ]
    return tuple(sorted(found, key=lambda item: (item.on, item.document)))


def cites_ended(entries: Sequence[RegisterEntry], at: dt.date) -> tuple[CitedEnded, ...]:
    """
    Living documents that name one that is repealed, lapsed or superseded on the day `at`.

    The one named may itself be untracked, where a tracked document repealed it by number or title. A document is
    told once for each document it names.
    """
    names = Names(entries)
    standing = statuses(entries, at)
    untracked = _Untracked([ending for ending in ended_by(entries, at) if ending.document is None])
    found: dict[tuple[str, str], CitedEnded] = {}
    for entry in entries:
        if standing[entry.id].is_ended:
            continue
        for citation in entry.citations:
            named, status = _cited(citation, names, standing, untracked)
            if named is entry or status is None or not status.is_ended or status.by == entry.id:
                continue
            cited = named.id if named else None
            key = (entry.id, cited or citation.doc_number or citation.title or "")
            found.setdefault(key, CitedEnded(document=entry.id, citation=citation, status=status, cited=cited))
    return tuple(found.values())


def _cited(
    citation: Citation, names: Names, standing: dict[str, Status], untracked: _Untracked
) -> tuple[RegisterEntry | None, Status | None]:
    """The tracked document that a citation names and its status; (None, status) where only its repeal is known."""
    named = names.find(citation.title, citation.doc_number)
    status = untracked.status(citation, named)
    if status is not None or named is None:
        return None, status
    return named, _cited_status(citation, named, standing)


def _cited_status(citation: Citation, named: RegisterEntry, standing: dict[str, Status]) -> Status:
    """The status of a tracked document as it is cited: by the number of a former edition, it is superseded."""
    former = {doc_number_key(number) for number in named.former_numbers}
    if citation.doc_number and doc_number_key(citation.doc_number) in former:
        return Status(state="superseded", by=named.id, on=named.issued, reason="所引为修订前的文号")
    return standing[named.id]


class _Untracked:
    """Documents known only from their repeal, looked up by the number or the title that the repeal names."""

    def __init__(self, endings: Sequence[Ending]) -> None:
        self._endings = [ending for ending in endings if not ending.is_partial]
        self._named: dict[str, list[int]] = {}
        for at, ending in enumerate(self._endings):
            for name in _names_of(ending.repeal):
                self._named.setdefault(name, []).append(at)

    def status(self, citation: Citation, named: RegisterEntry | None) -> Status | None:
        """What the first repeal of the document cited makes of it; beside a tracked one the number decides."""
        for at in sorted({at for name in _names_of(citation) for at in self._named.get(name, ())}):
            ending = self._endings[at]
            if named is not None and doc_number_key(citation.doc_number) != doc_number_key(ending.repeal.doc_number):
                continue
            if _names_same(citation, ending.repeal):
                return Status(state="repealed", on=ending.on, by=ending.by, reason=ending.repeal.text or None)
        return None


def _names_of(said: Citation | Repeal) -> Iterator[str]:
    """The number and the forms of the title of a document: of two that name the same, one at least is common."""
    if said.doc_number:
        yield doc_number_key(said.doc_number) or ""
    if said.title:
        yield from title_forms(said.title)


def _names_same(citation: Citation, repeal: Repeal) -> bool:
    numbers = doc_number_key(citation.doc_number), doc_number_key(repeal.doc_number)
    if numbers[0] and numbers[1]:
        return numbers[0] == numbers[1]
    if citation.title is None or repeal.title is None:
        return False
    return is_same_title(citation.title, repeal.title)
