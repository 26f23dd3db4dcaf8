"""One document of a run of lines: a policy, or a notice with the policy it carries.

The notice (关于印发《…》的通知, 关于《…》公开征求意见的公告, 令) ends where the policy's own title begins; what is
printed before is `notice`, what follows is `text`. A notice that carries no text is itself the document. Signature,
版记 and table of contents are no part of `text`: they become blank lines, so that line numbers hold.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tracker.documents.head import Head, is_title_line, read_head
from tracker.documents.lines import COLOPHON, ENCLOSURE, Line, blank, is_date, is_unit, printed
from tracker.documents.notice import find_carried
from tracker.documents.region import complete_region, find_region
from tracker.documents.signature import Signature, find_signature, is_organ, title_issuers
from tracker.documents.stage import find_stage
from tracker.models import ListEntry, PageMeta, Validity, Version
from tracker.names import clean_title, doc_number_key, policy_title, tidy_number

_LONGEST_FIRST_LINE = 60  # characters of a first line that stands for a title where nothing is one
_CONTENTS = re.compile(r"目[录次]")
# 本措施由示例区商务局负责解释: the place of a draft that nobody signed
_INTERPRETER = re.compile(r"由(?P<who>[\u4e00-\u9fff]{2,40}?)(?:会同.{0,30})?负责.{0,12}?解释")


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What is known of a document beside its lines."""

    source: str
    region: str | None = None  # of the source; what the text says of itself wins
    meta: PageMeta = field(default_factory=PageMeta)
    listed: ListEntry | None = None
    published: dt.date | None = None  # of the gazette or collection it stands in
    address: str | None = None  # [地址:北京石景山区]
    attached: bool = False  # the policy of a notice may lie in an attachment
    reader: str | None = None


def read_document(lines: Sequence[Line], known: Known, *, expected: str | None = None) -> Version | None:
    """
    The document of `lines`; None where nothing is printed on them.

    Args:
        lines: consecutive lines of a page, blank ones included.

        known: what else is known of it.

        expected: its title as the page, the list or the table of contents gives it.
    """
    full = printed(lines)
    if not full:
        return None
    head = read_head(full, expected=expected)
    carried = find_carried(full, head, head.title or expected or "", attached=known.attached)
    title = carried.title or _first_line(full)
    printed_title = head.title or expected or title
    notice = _without_marks(full[head.body : carried.start]) if carried.start is not None else []
    body = full[head.body if carried.end is None else carried.end :]
    own = read_own_head(body) if carried.end is not None else Head()
    body = body[own.body :]
    signature = _find_signature(notice, body)
    text_lines = _text_lines(lines, body, signature)
    marks = "".join(line.text for line in full[carried.start or 0 : carried.end or 0])
    told = [printed_title, marks, known.meta.title or "", known.listed.title if known.listed else ""]
    stage = find_stage(told, [title, marks, *(policy_title(other) for other in told if other)])
    history = own.history or head.history
    if stage == "final" and history and re.search(r"(?:修订|修正)[)）]?$", history[-1]):
        stage = "revised"
    issuers = _issuers(signature, head, printed_title, known)
    effective = known.meta.effective_from or own.effective or head.effective
    validity = Validity(effective_from=effective, expires_on=known.meta.expires_on)
    return Version(
        title=title,
        text="\n".join(line.text for line in text_lines),
        doc_number=_number(head, known) or own.noted_number or head.noted_number,
        issuers=issuers,
        stage=stage,
        issued=(signature.issued if signature else None) or own.noted or head.noted or known.meta.issued,
        published=known.published or known.meta.published or (known.listed.published if known.listed else None),
        region=_region(issuers, title, printed_title, body, known),
        printed_title=printed_title,
        notice="\n".join(line.text for line in notice) or None,
        status=known.meta.status,
        stated_validity=validity if validity != Validity() else None,
        first_line=text_lines[0].number if text_lines else 1,
        source=known.source,
        reader=known.reader,
    )


def _first_line(full: Sequence[Line]) -> str:
    """The first line that stands for a title where nothing is one: never the word 目录."""
    line = next((line for line in full if not _CONTENTS.fullmatch(line.bare)), full[0])
    return clean_title(line.text)[:_LONGEST_FIRST_LINE] or line.text


def read_own_head(body: Sequence[Line]) -> Head:
    """The 题注 and day printed under a carried policy's title."""
    if not body or is_unit(body[0]) or (is_title_line(body[0]) and not is_date(body[0])):
        return Head()
    head = read_head([Line(number=0, text="办法", bare="办法"), *body])
    return replace(head, body=head.body - 1) if head.history else Head()


def _without_marks(notice: Sequence[Line]) -> list[Line]:
    """The notice without 附件1 over the policy's title."""
    kept = list(notice)
    while kept and ENCLOSURE.fullmatch(kept[-1].bare):
        kept.pop()
    return kept


def _issuers(signature: Signature | None, head: Head, printed_title: str, known: Known) -> tuple[str, ...]:
    """Who signed; else who is printed in the head or the title; else whom the page names."""
    return (
        (signature.issuers if signature else ()) or head.issuers or title_issuers(printed_title) or known.meta.issuers
    )


def _number(head: Head, known: Known) -> str | None:
    """The number printed in the head, else the page's or the list's; the page's form of the same order number wins."""
    meta = known.meta.doc_number
    if head.number and not (head.order and meta and doc_number_key(meta) == doc_number_key(head.number)):
        return tidy_number(head.number)
    return tidy_number(meta or (known.listed.doc_number if known.listed else None))


def _region(issuers: Sequence[str], title: str, printed_title: str, body: Sequence[Line], known: Known) -> str | None:
    interpreter = [match["who"] for line in body if (match := _INTERPRETER.search(line.bare))]
    named = [*issuers, title, printed_title, *interpreter, known.meta.site or ""]
    place = find_region(address=known.address, named=named, near=[title, printed_title])
    return complete_region(place, known.region)


def _find_signature(notice: Sequence[Line], body: Sequence[Line]) -> Signature | None:
    """The notice's own signature (its first: what it forwards is signed too), else the last one of the text."""
    signature = find_signature(notice) if notice else None
    return signature or find_signature(body, last=True)


def _text_lines(lines: Sequence[Line], body: Sequence[Line], signature: Signature | None) -> list[Line]:
    """The lines of the text itself, blanked where they carry no policy: signature, 版记, table of contents."""
    if not body:
        return []
    drop = set(signature.lines) if signature else set()
    drop |= _contents_lines(body)
    drop |= _colophon_lines([line for line in body if line.number not in drop])
    kept = {line.number for line in body} - drop
    if not kept:
        return []
    first, last = min(kept), max(kept)
    inside = [line for line in lines if first <= line.number <= last]
    return [line if line.number in kept else blank(line) for line in inside]


def _colophon_lines(body: Sequence[Line]) -> set[int]:
    """Numbers of the lines behind the text that are the printer's and the site's: 抄送：, 公开方式：, …日印发."""
    drop: set[int] = set()
    printed_on = False
    for line in reversed(body):
        if not COLOPHON.fullmatch(line.bare) and not (printed_on and is_organ(line.bare)):
            break
        printed_on = line.bare.endswith("印发")
        drop.add(line.number)
    return drop


def _contents_lines(body: Sequence[Line]) -> set[int]:
    """Numbers of the lines of a table of contents that stands before the text: 目录, 第一章 总则, …"""
    at = next((index for index, line in enumerate(body[:3]) if _CONTENTS.fullmatch(line.bare)), None)
    if at is None or at + 1 >= len(body):
        return set()
    first = _entry(body[at + 1])
    again = next((index for index in range(at + 2, len(body)) if _entry(body[index]) == first), None)
    if again is None or any("。" in line.bare for line in body[at:again]):
        return set()
    return {line.number for line in body[at:again]}


def _entry(line: Line) -> str:
    """A line of contents without its page number."""
    return re.sub(r"[.…·\s]*\d{0,3}$", "", line.bare)
