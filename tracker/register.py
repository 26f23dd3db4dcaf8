"""The register: which document a text belongs to, and what each document's word is worth on a given day.

In:  plain values: what is known of the tracked documents, and a version or a date.
Out: `Match` (which document a version is a text of), `Status` (draft, not yet in force, in force, lapsed, repealed by
     X, superseded by Y), and what follows from it: `ended_by`, `expiring`, `cites_ended`.

Identity (DESIGN decision 2), strongest sign first; one candidate is joined, several or a doubt are kept apart:
    1  the address and the title     the page was edited
    2  the document number           with the title, or most of the text (one notice may carry several policies)
    3  the policy's title            with the same region or issuer and enough common text, or, where neither side
                                     says its place, most of the text
So a final joins its draft and a revision joins what it revises where the title stays; a new measure with another title
that repeals the old one is another document, and so is the next year's guide of a yearly series.

Convention for days: a repeal holds from its own date, else from the day the repealing text holds, else from the day it
was issued or published; a repeal stated by a draft ends nothing. A document that says nothing of its end is in force.
"""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from tracker.models import Citation, Repeal, Stage, Validity, Version
from tracker.names import doc_number_key, title_key
from tracker.text import normal

# ── identity ─────────────────────────────────────────────────────────────────────────────────────

_SHINGLE = 6  # characters; short enough to survive edits, long enough to be rare by chance
_KEEP_ONE_IN = 4  # of the shingles, chosen by their hash, so that both sides choose alike
# Shares of the shorter text found in the longer one: a draft and its final, much rewritten, share 0.5 and more;
# two districts' measures of the same name share under 0.2
_ENOUGH_COMMON = 0.3
_MOST_COMMON = 0.6
_SAME_TITLE = 90.0  # ratio of title keys, 0 to 100: a slip or another 的, not another subject
_LIKE_TITLE = 80.0
# What tells the members of a series apart: years, 第三批, 第2期
_MEMBER = re.compile(r"\d+|第[一二三四五六七八九十]+[批期次辑版]")
_PLACE = re.compile(r"(?:.{1,8}?(?:省|自治区|市|开发区|新区|区|县|旗|州))+")
_PLACE_END = re.compile(r"[省市区县旗州]")
_LONGEST_PLACE = 20  # characters: 内蒙古自治区 and a district behind it
_LEAST_TITLE = 6  # characters that must be left: 市办法 is no title


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownDocument:
    """What matching knows of a tracked document: everything its versions have shown."""

    id: str
    title: str
    doc_numbers: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    fingerprint: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """Which document a version is a text of. `possible`: ids that may be the same, for a person to settle."""

    document: str | None = None
    possible: tuple[str, ...] = ()
    reason: str | None = None


def fingerprint(version: Version) -> frozenset[int]:
    """What two texts share that share wording: hashes of every fourth run of six characters in normal form."""
    text = normal("\n".join(clause.text for clause in version.clauses) or version.text)
    hashes = (zlib.crc32(text[at : at + _SHINGLE].encode()) for at in range(len(text) - _SHINGLE + 1))
    return frozenset(value for value in hashes if value % _KEEP_ONE_IN == 0)


def match_document(
    candidate: Version, known: Sequence[KnownDocument], *, apart: Collection[frozenset[str]] = frozenset()
) -> Match:
    """
    Find the document that `candidate` is a text of.

    Args:
        candidate: A version just read, its clauses set.

        known: The tracked documents it may belong to.

        apart: Pairs of ids that a person said are not the same: between those two the nearer text decides.

    Returns:
        `document` where exactly one fits; else `possible` holds those that fit in part, best first, and `reason` says
        what speaks for them.
    """
    prints = fingerprint(candidate)
    likely = [_Candidate.of(candidate, document, prints) for document in known]
    for sign, reason in ((_by_address, "同一网址"), (_by_number, "同一文号"), (_by_title, "同一标题")):
        fitting = _told_apart([item for item in likely if sign(item)], apart)
        if len(fitting) == 1:
            return Match(document=fitting[0].known.id, reason=reason)
        if fitting:
            return Match(possible=_ids(fitting), reason=f"{reason}，但不止一份文件相符")
    doubtful = [item for item in likely if _is_doubtful(item)]
    if not doubtful:
        return Match()
    return Match(possible=_ids(doubtful), reason=_why_doubtful(max(doubtful, key=lambda item: item.common)))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A tracked document beside the version in hand, with what the two share."""

    known: KnownDocument
    same_address: bool
    same_number: bool
    title_ratio: float  # 0 to 100, of the title keys
    same_member: bool
    place: bool | None  # the same region or issuer; None where neither side says
    common: float  # 0 to 1, of the shorter text

    @classmethod
    def of(cls, version: Version, known: KnownDocument, prints: frozenset[int]) -> _Candidate:
        number = doc_number_key(version.doc_number)
        shorter = min(len(prints), len(known.fingerprint))
        return cls(
            known=known,
            same_address=version.source is not None and version.source in known.urls,
            same_number=number is not None and number in {doc_number_key(other) for other in known.doc_numbers},
            title_ratio=_title_ratio(version.title, known.title),
            same_member=_is_same_member(version.title, known.title),
            place=_same_place(version, known),
            common=len(prints & known.fingerprint) / shorter if shorter else 0.0,
        )


def _by_address(item: _Candidate) -> bool:
    return item.same_address and item.same_member and item.title_ratio >= _SAME_TITLE


def _by_number(item: _Candidate) -> bool:
    told = item.title_ratio >= _SAME_TITLE or item.common >= _MOST_COMMON
    return item.same_number and item.same_member and told and item.place is not False


def _by_title(item: _Candidate) -> bool:
    if item.title_ratio < 100 or not item.same_member or item.place is False:
        return False
    return item.common >= (_ENOUGH_COMMON if item.place else _MOST_COMMON)


def _is_doubtful(item: _Candidate) -> bool:
    """Whether a person should look: the title without the place or the text, or the text without the title."""
    if not item.same_member:
        return False
    if item.same_number:
        return True
    if item.title_ratio == 100:
        return item.place is not False or item.common >= _MOST_COMMON
    return item.title_ratio >= _LIKE_TITLE and item.place is not False and item.common >= _MOST_COMMON


def _why_doubtful(item: _Candidate) -> str:
    share = f"正文相同部分约{item.common:.0%}"
    if item.same_number:
        return f"同一文号，但标题不同，{share}"
    title = "标题相同" if item.title_ratio == 100 else "标题相近"
    place = {True: "地区或制定机关相同", False: "地区或制定机关不同", None: "地区和制定机关不明"}[item.place]
    return f"{title}，{place}，{share}"


def _told_apart(fitting: list[_Candidate], apart: Collection[frozenset[str]]) -> list[_Candidate]:
    """Of two documents that a person keeps apart, the one whose text is nearer."""
    if len(fitting) != 2 or frozenset(item.known.id for item in fitting) not in apart:
        return fitting
    near, far = sorted(fitting, key=lambda item: item.common, reverse=True)
    return [near] if near.common > far.common else fitting


def _ids(items: Sequence[_Candidate]) -> tuple[str, ...]:
    return tuple(item.known.id for item in sorted(items, key=lambda item: (-item.common, item.known.id)))


def is_same_title(one: str, other: str) -> bool:
    """Whether two titles name the same policy: stage marks, 关于印发…的通知 and the place in front left aside.

    >>> is_same_title("《示例市东区支持算力的若干措施（试行）》", "东区支持算力若干措施")
    True
    """
    return _is_same(_bare(one), _bare(other))


def _title_ratio(one: str, other: str) -> float:
    """How alike two policy titles are; 100 also where only the place in front is left out (西城区…, 北京市西城区…)."""
    first, second = _bare(one), _bare(other)
    if _is_same(first, second):
        return 100.0
    return min(99.0, fuzz.ratio(first, second))


def _is_same_member(one: str, other: str) -> bool:
    """Whether two titles name no different years or parts: the guides of 2023 and 2024 are two documents."""
    first, second = (set(_MEMBER.findall(title_key(title))) for title in (one, other))
    return not first or not second or first == second


@lru_cache(maxsize=4096)
def _bare(title: str) -> str:
    return title_key(title).replace("的若干", "若干")


def _is_same(first: str, second: str) -> bool:
    longer, shorter = (first, second) if len(first) >= len(second) else (second, first)
    return longer == shorter or shorter in _without_place(longer)


def _without_place(key: str) -> tuple[str, ...]:
    """What is left of a title key when a place in front is left out: 市 and district together, or the first alone."""
    ends = (match.end() for match in _PLACE_END.finditer(key, 0, _LONGEST_PLACE))
    return tuple(key[end:] for end in ends if _PLACE.fullmatch(key, 0, end) and len(key) - end >= _LEAST_TITLE)


def _same_place(version: Version, known: KnownDocument) -> bool | None:
    """Whether region or issuer agree; False where both sides name them and they differ; None where they do not say."""
    if any(_is_same_organ(one, other) for one in version.issuers for other in known.issuers):
        return True
    if version.region and known.regions:
        return version.region in known.regions
    if version.issuers and known.issuers:
        return False
    return None


def _is_same_organ(one: str, other: str) -> bool:
    """市经济和信息化局 is 北京市经济和信息化局."""
    first, second = normal(one), normal(other)
    return first == second or (min(len(first), len(second)) >= 4 and (first.endswith(second) or second.endswith(first)))


# ── names that texts use ─────────────────────────────────────────────────────────────────────────


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
    """The day a text takes hold; one without any date has begun."""
    return version.validity.effective_from or version.issued or version.published or dt.date.min


def entry_of(identity: str, versions: Sequence[Version], at: dt.date | None = None) -> RegisterEntry:
    """
    A document as the text that counts on the day `at` describes it; every number it ever bore counts as its own.

    Args:
        versions: n ≥ 1 texts of one document, oldest first, with their meaning read.
    """
    standing = standing_version(versions, at)
    numbers = {doc_number_key(version.doc_number): version.doc_number for version in versions if version.doc_number}
    earlier = list(versions)[: next(index for index, version in enumerate(versions) if version is standing)]
    former = {doc_number_key(version.doc_number) for version in earlier if version.stage != "draft"}
    former -= {doc_number_key(standing.doc_number)} if standing.doc_number else former
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
        former_numbers=tuple(number for key, number in numbers.items() if key in former),
    )


class Names:
    """What the tracked documents are called, looked up by number and by title.

    The number decides. A title alone is enough where exactly one document bears it; with a number, its bearer must not
    be known under another number only (an earlier edition of the same name).
    """

    def __init__(self, entries: Sequence[RegisterEntry]) -> None:
        self._numbered: dict[str, list[RegisterEntry]] = {}
        self._titled: dict[str, list[RegisterEntry]] = {}
        self._placed: dict[str, list[RegisterEntry]] = {}  # by title without the place in front
        for entry in entries:
            for number in {doc_number_key(number) for number in entry.doc_numbers}:
                self._numbered.setdefault(number or "", []).append(entry)
            key = _bare(entry.title)
            self._titled.setdefault(key, []).append(entry)
            for shorter in _without_place(key):
                self._placed.setdefault(shorter, []).append(entry)

    def find(self, title: str | None, doc_number: str | None) -> RegisterEntry | None:
        """The tracked document that a citation or a repeal names; None where none or several fit."""
        number = doc_number_key(doc_number)
        numbered = self._numbered.get(number, []) if number else []
        if len(numbered) > 1 and title is not None:
            numbered = [entry for entry in numbered if is_same_title(entry.title, title)]
        if numbered:
            return numbered[0] if len(numbered) == 1 else None
        if title is None:
            return None
        bearing = self._bearing(_bare(title))
        if len(bearing) != 1 or (number is not None and bearing[0].doc_numbers):
            return None
        return bearing[0]

    def _bearing(self, key: str) -> list[RegisterEntry]:
        """Documents of this title; where none bears it exactly, those that differ by the place in front."""
        if key in self._titled:
            return self._titled[key]
        shorter = [entry for name in _without_place(key) for entry in self._titled.get(name, [])]
        return shorter + self._placed.get(key, [])


def resolve_name(title: str | None, doc_number: str | None, entries: Sequence[RegisterEntry]) -> str | None:
    """The id of the tracked document that a citation or a repeal names, by the rules of `Names`."""
    found = Names(entries).find(title, doc_number)
    return found.id if found else None


# ── status ───────────────────────────────────────────────────────────────────────────────────────

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
        document = ended.id if ended else None
        if document != entry.id and (at is None or on is None or on <= at):
            yield Ending(document=document, by=entry.id, repeal=repeal, on=on)


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
    if re.search("废止", stated):
        yield Status(state="repealed", on=last, reason=f"页面标明：{stated}")
    elif re.search("失效|无效|^否$", stated):
        yield Status(state="lapsed", on=last, reason=f"页面标明：{stated}")
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
    untracked = [ending for ending in ended_by(entries, at) if ending.document is None and not ending.is_partial]
    found: dict[tuple[str, str], CitedEnded] = {}
    for entry in entries:
        if standing[entry.id].is_ended:
            continue
        for citation in entry.citations:
            named = names.find(citation.title, citation.doc_number)
            status = _cited_status(citation, named, standing) if named else _untracked_status(citation, untracked)
            if named is entry or status is None or not status.is_ended or status.by == entry.id:
                continue
            cited = named.id if named else None
            key = (entry.id, cited or citation.doc_number or citation.title or "")
            found.setdefault(key, CitedEnded(document=entry.id, citation=citation, status=status, cited=cited))
    return tuple(found.values())


def _cited_status(citation: Citation, named: RegisterEntry, standing: dict[str, Status]) -> Status:
    """The status of a tracked document as it is cited: by the number of a former edition, it is superseded."""
    former = {doc_number_key(number) for number in named.former_numbers}
    if citation.doc_number and doc_number_key(citation.doc_number) in former:
        return Status(state="superseded", by=named.id, on=named.issued, reason="所引为修订前的文号")
    return standing[named.id]


def _untracked_status(citation: Citation, endings: Sequence[Ending]) -> Status | None:
    """The status of a document known only from its repeal."""
    for ending in endings:
        if _names_same(citation, ending.repeal):
            return Status(state="repealed", on=ending.on, by=ending.by, reason=ending.repeal.text or None)
    return None


def _names_same(citation: Citation, repeal: Repeal) -> bool:
    numbers = doc_number_key(citation.doc_number), doc_number_key(repeal.doc_number)
    if numbers[0] and numbers[1]:
        return numbers[0] == numbers[1]
    if citation.title is None or repeal.title is None:
        return False
    return _bare(citation.title) == _bare(repeal.title)
