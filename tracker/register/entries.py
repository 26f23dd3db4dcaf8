"""A tracked document as the register sees it, and which of its texts counts on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.models import Citation, Repeal, Stage, Validity, Version
from tracker.names import doc_number_key


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterEntry:
    """A tracked document as the register sees it: what its newest text says, and its numbers."""

    id: str
    title: str
    doc_numbers: tuple[str, ...] = ()
    stage: Stage = "final"
    issued: dt.date | None = None
    published: dt.date | None = None
    validity: Validity = field(default_factory=Validity)
    region: str | None = None
    issuers: tuple[str, ...] = ()
    repeals: tuple[Repeal, ...] = ()
    citations: tuple[Citation, ...] = ()
    page_status: str | None = None  # 有效性 as the page states it
    page_end: dt.date | None = None  # 废止日期 as the page states it
    successor: str | None = None  # id of the document that a person linked as its successor
    former_numbers: tuple[str, ...] = ()  # of `doc_numbers`, those of editions that a later one replaced


def standing_version(versions: Sequence[Version], at: dt.date | None = None) -> Version:
    """
    The text of a document that counts on the day `at` (None: the newest issued).

    Args:
        versions: n ≥ 1 texts of one document, oldest first.

    Returns:
        The last issued text that has begun; a revision stands from the day it takes hold, until then the text before
        it. A consultation draft stands only where nothing was issued.
    """
    issued = [version for version in versions if version.stage != "draft"]
    begun = [version for version in issued if at is None or _begins(version) <= at]
    return (begun or issued[:1] or list(versions))[-1]


def _begins(version: Version) -> dt.date:
    """The day a text takes hold, an amended one not before its amendment; one without any date has begun."""
    days = (version.validity.effective_from, version.issued or version.published)
    return max((day for day in days if day), default=dt.date.min)


def entry_of(identity: str, versions: Sequence[Version], at: dt.date | None = None) -> RegisterEntry:
    """
    A document as the text that counts on the day `at` describes it; every number it ever bore counts as its own.

    Args:
        versions: n ≥ 1 texts of one document, oldest first, with their meaning read.
    """
    standing = standing_version(versions, at)
    numbers = {doc_number_key(version.doc_number): version.doc_number for version in versions if version.doc_number}
    earlier = list(versions)[: next(index for index, version in enumerate(versions) if version is standing)]
    replaced = {doc_number_key(version.doc_number) for version in earlier if version.stage != "draft"}
    former = replaced - {doc_number_key(standing.doc_number)} if standing.doc_number else set()
    return RegisterEntry(
        id=identity,
        title=standing.title,
        doc_numbers=tuple(numbers.values()),
        stage=standing.stage,
        issued=standing.issued,
        published=standing.published,
        validity=standing.validity,
        region=standing.region,
        issuers=standing.issuers,
        repeals=standing.repeals,
        citations=standing.citations,
        page_status=standing.status,
        page_end=standing.stated_validity.expires_on if standing.stated_validity else None,
        former_numbers=tuple(number for key, number in numbers.items() if key in former),
    )
