"""Which tracked document a version is a text of (DESIGN decision 2).

In:  a version just read, and what is known of the documents it may belong to.
Out: a `Match`: the one document that fits, or those that fit in part, for a person to settle.

Strongest sign first; one candidate is joined, several or a doubt are kept apart:
    1  the address                   with the title, or most of the text: the page was edited
    2  the document number           with the title, or most of the text (one notice may carry several policies)
    3  the policy's title            with the same region or issuer and enough common text, or, where neither side
                                     says its place, most of the text
    4  a like title                  of an issued text and what was only a draft so far, with the same region or issuer,
                                     the same kind of paper and most of the text: drafts are retitled on the way
So a final joins its draft and a revision joins what it revises where the title stays; a new measure with another title
that repeals the old one is another document, and so is the next year's guide of a yearly series.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from tracker.models import Version
from tracker.names import doc_number_key, title_key
from tracker.register.titles import bare_title, is_same_but_place
from tracker.text import normal

_SHINGLE = 6  # characters; short enough to survive edits, long enough to be rare by chance
_KEEP_ONE_IN = 4  # of the shingles, chosen by their hash, so that both sides choose alike
# Shares of the shorter text found in the longer one: a draft and its final, much rewritten, share 0.5 and more;
# two districts' measures of the same name share under 0.2
_ENOUGH_COMMON = 0.3
_MOST_COMMON = 0.6
# Ratio of title keys, 0 to 100. Two measures of one district for two industries reach 91 (推动文化产业, 推动数字经济
# 产业), so a like title is never more than a reason to look
_LIKE_TITLE = 80.0
# What tells the members of a series apart: years, 第三批, 第2期
_MEMBER = re.compile(r"\d+|第[一二三四五六七八九十]+[批期次辑版]")


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
    draft: bool = False  # nothing but drafts so far


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
    near = [document for document in known if is_near(candidate, document)]
    prints = fingerprint(candidate) if near else frozenset()
    likely = [_Candidate.of(candidate, document, prints) for document in near]
    for sign, reason in (
        (_by_address, "同一网址"),
        (_by_number, "同一文号"),
        (_by_title, "同一标题"),
        (_by_draft, "征求意见稿，标题相近"),
    ):
        fitting = _told_apart([item for item in likely if sign(item)], apart)
        if len(fitting) == 1:
            return Match(document=fitting[0].known.id, reason=reason)
        if fitting:
            return Match(possible=_ids(fitting), reason=f"{reason}，但不止一份文件相符")
    doubtful = [item for item in likely if _is_doubtful(item)]
    if not doubtful:
        return Match()
    return Match(possible=_ids(doubtful), reason=_why_doubtful(max(doubtful, key=lambda item: item.common)))


def is_near(version: Version, known: KnownDocument) -> bool:
    """Whether address, number or title speak for a document of the same year and part; else no text makes it one."""
    if not may_be_same_member(series_marks(version.title), series_marks(known.title)):
        return False
    if _has_address(version, known) or _has_number(version, known):
        return True
    return _title_ratio(version.title, known.title) >= _LIKE_TITLE


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A near document beside the version in hand, with what the two share."""

    known: KnownDocument
    same_address: bool
    same_number: bool
    title_ratio: float  # 0 to 100, of the title keys
    place: bool | None  # the same region or issuer; None where neither side says
    common: float  # 0 to 1, of the shorter text
    adopts: bool  # issued, where nothing but a draft of such a paper was known

    @classmethod
    def of(cls, version: Version, known: KnownDocument, prints: frozenset[int]) -> _Candidate:
        shorter = min(len(prints), len(known.fingerprint))
        return cls(
            known=known,
            same_address=_has_address(version, known),
            same_number=_has_number(version, known),
            title_ratio=_title_ratio(version.title, known.title),
            place=_same_place(version, known),
            common=len(prints & known.fingerprint) / shorter if shorter else 0.0,
            adopts=known.draft and version.stage != "draft" and _is_same_kind(version.title, known.title),
        )


def _by_address(item: _Candidate) -> bool:
    return item.same_address and _is_told(item)


def _by_number(item: _Candidate) -> bool:
    return item.same_number and _is_told(item) and item.place is not False


def _is_told(item: _Candidate) -> bool:
    """Whether title or text bear out an address or a number that several documents may share."""
    return item.title_ratio == 100 or item.common >= _MOST_COMMON


def _by_title(item: _Candidate) -> bool:
    if item.title_ratio < 100 or item.place is False:
        return False
    return item.common >= (_ENOUGH_COMMON if item.place else _MOST_COMMON)


def _by_draft(item: _Candidate) -> bool:
    likely = item.adopts and item.place is True
    return likely and item.title_ratio >= _LIKE_TITLE and item.common >= _MOST_COMMON


def _is_doubtful(item: _Candidate) -> bool:
    """Whether a person should look: the title without the place or the text, or the text without the title."""
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


def _title_ratio(one: str, other: str) -> float:
    """How alike two policy titles are; 100 also where only the place in front is left out (西城区…, 北京市西城区…)."""
    first, second = bare_title(one), bare_title(other)
    if is_same_but_place(first, second):
        return 100.0
    return min(99.0, fuzz.ratio(first, second))


def _is_same_kind(one: str, other: str) -> bool:
    """Whether two titles end in the same word for a paper: 措施, 办法, 细则."""
    return bare_title(one)[-2:] == bare_title(other)[-2:]


def series_marks(title: str) -> frozenset[str]:
    """The years and parts that `title` names: what tells the members of a series apart."""
    return frozenset(_MEMBER.findall(title_key(title)))


def may_be_same_member(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two titles name no different years or parts: the guides of 2023 and 2024 are two documents."""
    return not one or not other or one == other


def _has_address(version: Version, known: KnownDocument) -> bool:
    return version.source is not None and version.source in known.urls


def _has_number(version: Version, known: KnownDocument) -> bool:
    number = doc_number_key(version.doc_number)
    return number is not None and number in {doc_number_key(other) for other in known.doc_numbers}


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
