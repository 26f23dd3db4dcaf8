"""One document of a run of lines: a policy, or a notice with the policy it carries.

The notice (关于印发《…》的通知, 关于《…》公开征求意见的公告, 令) ends where the policy's own title begins; what is
printed before is `notice`, what follows is `text`. A notice that carries no text is itself the document.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tracker.documents.flat import split_if_flat
from tracker.documents.head import Head, ends_title, is_title_line, read_head
from tracker.documents.lines import Line, blank, is_date, is_sentence, is_unit, printed
from tracker.documents.region import find_region
from tracker.documents.signature import Signature, find_signature, is_organ, title_issuers
from tracker.documents.stage import find_stage
from tracker.models import ListEntry, PageMeta, Validity, Version
from tracker.names import carried_title, clean_title, policy_title, title_key
from tracker.text import normal

_MOST_TITLE_LINES = 6
_LEAST_POLICY = 60  # characters behind a title that make it a text and not a list of enclosures
# 现将《…》印发给你们, 现予公布: a page that gives the policy's title alone
_CARRIES = re.compile(r"现(?:将|予|把)?.{0,40}?《(?P<name>[^《》]{4,100})》.{0,30}?(?:印发|发布|公布|转发|予以)")
_ADOPTED = re.compile(r"^《(?P<name>[^《》]{3,80})》.{0,200}?(?:公布|发布|印发|施行)")
_MARK_LINE = re.compile(r"[(（\[【][^()（）\[\]【】]{2,30}[)）\]】]")
_ENCLOSURE = re.compile(r"附(?:件|录)?[一二三四五六七八九十\d]{0,2}[:：.]?")
_CONTENTS = re.compile(r"目[录次]")
# 版记 and remarks of the printer and the site, never a part of the policy
_COLOPHON = re.compile(
    r"(?:抄送|分送|主送|抄报|印送)[:：].*|.*(?:办公室|办公厅|秘书处|综合处|局|委|部|室)(?:19|20)\d{2}年\d{1,2}月\d{1,2}日印发"
    r"|(?:信息)?(?:公开(?:方式|属性|类别|选项|类型))[:：].*|[(（](?:此件|本文|此文)[^()（）]{2,20}[)）]|打印本页|关闭窗口|【?(?:打印|关闭|返回顶部)】?"
    r"|责任编辑[:：].*|扫一扫.*|相关(?:附件|链接|阅读|解读|文档)[:：]?|分享到?[:：]?"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What is known of a document beside its lines."""

    source: str
    region: str | None = None  # of the source; what the text says of itself wins
    meta: PageMeta = field(default_factory=PageMeta)
    listed: ListEntry | None = None
    published: dt.date | None = None  # of the gazette or collection it stands in
    address: str | None = None  # [地址:北京石景山区]
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
    printed_title = head.title or expected or clean_title(full[0].text)[:60]
    title, start = _find_policy(full, head, printed_title)
    carries = start is not None
    notice_lines = full[head.body : start[0]] if start else []
    body = full[start[1] :] if start else full[head.body :]
    own = read_own_head(body) if carries else OwnHead()
    body = body[own.body :]
    signature = _find_signature(notice_lines, body)
    text_lines = _text_lines(lines, body, signature)
    text, first_line, line_map = _text_of(text_lines)
    marks = [full[i].text for i in range(start[0], start[1])] if start else []
    return _version(
        known,
        head=head,
        title=title,
        printed_title=printed_title,
        marks=marks,
        signature=signature,
        noted=own.noted or head.noted,
        history=own.history or head.history,
        notice="\n".join(line.text for line in notice_lines) or None,
        text=text,
        first_line=first_line,
        line_map=line_map,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnHead:
    """What stands between a carried policy's title and its text: 题注 and marks."""

    noted: dt.date | None = None
    history: str = ""
    body: int = 0


def read_own_head(body: Sequence[Line]) -> OwnHead:
    """The 题注 printed under a carried policy's title."""
    if not body or is_unit(body[0]) or (is_title_line(body[0]) and not is_date(body[0])):
        return OwnHead()
    head = read_head([Line(number=0, text="示例办法", bare="示例办法"), *body])
    return OwnHead(noted=head.noted, history=head.history, body=head.body - 1) if head.history else OwnHead()


def _find_policy(full: Sequence[Line], head: Head, printed_title: str) -> tuple[str, tuple[int, int] | None]:
    """The policy's title, and (first line of its title, first line of its text) where a notice carries it."""
    carried = carried_title(printed_title)
    opening = "".join(line.bare for line in full[head.body : head.body + 6])[:800]
    if carried is None:
        named = _ADOPTED.match(opening) if head.order else _CARRIES.search(opening)
        if named is None:
            return policy_title(printed_title), None
        carried = named["name"]
    span = _find_title(full, head.body, title_key(carried)) or _behind_signature(full, head.body)
    if span is None:
        return policy_title(printed_title if carried_title(printed_title) else carried), None
    own = clean_title(" ".join(full[at].text for at in range(*span)))
    return policy_title(own if ends_title(own) else carried), span


def _find_title(full: Sequence[Line], begin: int, key: str) -> tuple[int, int] | None:
    """Where the title with `key` is printed over a text, as lines [start, end)."""
    for start in range(begin, len(full)):
        if is_sentence(full[start]) or is_unit(full[start]) or not _begins(full[start], key):
            continue
        end = _title_end(full, start, key)
        if end is None:
            continue
        end = _past_marks(full, end)
        behind = full[end : end + 1]
        if behind and not is_date(behind[0]) and not is_organ(behind[0].bare) and not _is_enclosure_list(full, start):
            return start, end
    return None


def _begins(line: Line, key: str) -> bool:
    text = re.sub(r"[^\w]", "", normal(line.bare).replace(" ", "").replace("〇", "0"))
    text = text.removeprefix("关于")
    return bool(text) and (key.startswith(text) or text.startswith(key))


def _title_end(full: Sequence[Line], start: int, key: str) -> int | None:
    joined = ""
    for end in range(start, min(start + _MOST_TITLE_LINES, len(full))):
        if is_sentence(full[end]):
            return None
        joined += " " + full[end].text
        if title_key(joined) == key:
            return end + 1
    return None


def _is_enclosure_list(full: Sequence[Line], start: int) -> bool:
    """The line stands in a list of enclosures: 附件： and names before, a signature behind."""
    ahead = full[start + 1 : start + 8]
    if not (start and re.match(r"附件?[:：]", full[start - 1].bare)):
        return False
    return any(is_date(line) and is_organ(before.bare) for before, line in pairwise(ahead))


def _past_marks(full: Sequence[Line], at: int) -> int:
    while at < len(full) and _MARK_LINE.fullmatch(full[at].bare) and not is_unit(full[at]):
        at += 1
    return at


def _behind_signature(full: Sequence[Line], begin: int) -> tuple[int, int] | None:
    """The title block that follows the notice's signature, where a text follows it in turn."""
    signature = find_signature(full[begin:])
    if signature is None:
        return None
    last = max(signature.lines)
    at = next((index for index, line in enumerate(full) if line.number > last), len(full))
    while at < len(full) and (_ENCLOSURE.fullmatch(full[at].bare) or _is_aside(full[at])):
        at += 1
    end = at
    while end < min(at + _MOST_TITLE_LINES, len(full)) and is_title_line(full[end]):
        end += 1
        if ends_title(" ".join(line.text for line in full[at:end])):
            break
    end = _past_marks(full, end)
    title = clean_title(" ".join(line.text for line in full[at:end]))
    if not ends_title(title) or sum(len(line.bare) for line in full[end:]) < _LEAST_POLICY:
        return None
    return at, end


def _is_aside(line: Line) -> bool:
    """（联系人：…）, （此件公开发布）, 抄送：… between signature and policy."""
    return bool(
        _COLOPHON.fullmatch(line.bare) or re.fullmatch(r"[(（].{2,80}[)）]|(?:联系人|联系电话|附件).{0,80}", line.bare)
    )


def _find_signature(notice: Sequence[Line], body: Sequence[Line]) -> Signature | None:
    """The notice's signature (its last), else the one at the end of the text or before its enclosures."""
    signature = find_signature(notice, last=True) if notice else None
    return signature or find_signature(body, last=True)


def _text_lines(lines: Sequence[Line], body: Sequence[Line], signature: Signature | None) -> list[Line]:
    """The lines of the text itself, blanked where they carry no policy: signature, 版记, table of contents."""
    if not body:
        return []
    drop = set(signature.lines) if signature else set()
    drop |= _contents_lines(body)
    for line in reversed(body):
        if line.number in drop:
            continue
        if not _COLOPHON.fullmatch(line.bare):
            break
        drop.add(line.number)
    kept = {line.number for line in body} - drop
    if not kept:
        return []
    inside = [line for line in lines if min(kept) <= line.number <= max(kept)]
    return [line if line.number in kept else blank(line) for line in inside]


def _contents_lines(body: Sequence[Line]) -> set[int]:
    """Numbers of the lines of a table of contents that stands before the text: 目录, 第一章 总则, …"""
    at = next((index for index, line in enumerate(body[:3]) if _CONTENTS.fullmatch(line.bare)), None)
    if at is None or at + 1 >= len(body):
        return set()
    first = _entry(body[at + 1])
    again = next((index for index in range(at + 2, len(body)) if _entry(body[index]) == first), None)
    if again is None or any(is_sentence(line) for line in body[at:again]):
        return set()
    return {line.number for line in body[at:again]}


def _entry(line: Line) -> str:
    """A line of contents without its page number."""
    return re.sub(r"[.…·\s]*\d{0,3}$", "", line.bare)


def _text_of(lines: Sequence[Line]) -> tuple[str, int, tuple[int, ...]]:
    """(text, line where it begins, page line of each line of text where those are not consecutive)."""
    if not lines:
        return "", 1, ()
    pieces = [(piece, line.number) for line in lines for piece in split_if_flat(line.text)]
    text = "\n".join(piece for piece, _ in pieces)
    line_map = tuple(number for _, number in pieces)
    first = lines[0].number
    return text, first, () if line_map == tuple(range(first, first + len(line_map))) else line_map


def _version(
    known: Known,
    *,
    head: Head,
    title: str,
    printed_title: str,
    marks: Iterable[str],
    signature: Signature | None,
    noted: dt.date | None,
    history: str,
    notice: str | None,
    text: str,
    first_line: int,
    line_map: tuple[int, ...],
) -> Version:
    meta, listed = known.meta, known.listed
    titles = [printed_title, "".join(marks), meta.title or "", listed.title if listed else ""]
    stage = find_stage(titles)
    if stage == "final" and re.search(r"(?:修订|修正)[)）]?$", history):
        stage = "revised"
    issuers = (signature.issuers if signature else ()) or title_issuers(printed_title) or meta.issuers
    region = find_region(
        address=known.address, named=[*issuers, title, printed_title, meta.site or ""], near=[title, printed_title]
    )
    validity = Validity(effective_from=meta.effective_from, expires_on=meta.expires_on)
    return Version(
        title=title,
        text=text,
        doc_number=head.number or meta.doc_number or (listed.doc_number if listed else None),
        issuers=issuers,
        stage=stage,
        issued=(signature.issued if signature else None) or noted or meta.issued,
        published=known.published or meta.published or (listed.published if listed else None),
        region=region or known.region,
        printed_title=printed_title,
        notice=notice,
        status=meta.status,
        stated_validity=validity if validity != Validity() else None,
        first_line=first_line,
        source=known.source,
        reader=known.reader,
        lines=line_map,
    )
