"""A notice and the policy it carries: where the policy's own title and text begin.

关于印发《示例办法》的通知 / 示教研〔2022〕13号 / 各有关高校： … 2022年9月16日      the notice
示例办法 / 第一章 总则 …                                                           the policy
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.documents.head import Head, ends_title, is_title_line
from tracker.documents.lines import COLOPHON, ENCLOSURE, Line, is_date, is_sentence, is_unit
from tracker.documents.signature import find_signature, is_organ
from tracker.names import carried_titles, clean_title, policy_title, title_key
from tracker.text import normal

_MOST_TITLE_LINES = 6
_LEAST_POLICY = 60  # characters behind a title that make it a text and not a list of enclosures
_OPENING_LINES = 6
# 现将《…》印发给你们: a page may give the policy's title alone over the notice's text
_CARRIES = re.compile(r"现(?:将|予|把)?.{0,40}?《(?P<name>[^《》]{4,100})》.{0,30}?(?:印发|发布|公布|转发|予以)")
# 《…》已经…通过，现予公布; 现公布修订后的《…》
_ADOPTED = re.compile(
    r"^(?:《(?P<name>[^《》]{3,80})》.{0,200}?(?:公布|发布|印发|施行)|现(?:予)?(?:公布|发布)[^《》]{0,20}《(?P<name2>[^《》]{3,80})》)"
)
_MARK_LINE = re.compile(r"[(（\[【][^()（）\[\]【】]{2,30}[)）\]】]")
_FIRST_UNIT = re.compile(r"第[一1](?:条|章|编|部分)|一、|[(（]一[)）]|1[.．、]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Carried:
    """The policy that a document is or carries; `start` and `end` bound its own title lines, None without them."""

    title: str
    start: int | None = None
    end: int | None = None


def find_carried(full: Sequence[Line], head: Head, printed_title: str, *, attached: bool) -> Carried:
    """
    The policy's title and where it is printed in `full`.

    Args:
        full: the printed lines of the document.

        head: its head.

        printed_title: its title as printed.

        attached: the policy may lie in an attachment; a notice without 《》 is then named after it all the same.
    """
    named = carried_titles(printed_title)
    carried = named or _named_in_text(full, head)
    if not carried:
        return Carried(title=policy_title(printed_title))
    spans = [span for name in carried if (span := _find_title(full, head.body, title_key(name))) is not None]
    span = min(spans, default=None) or _behind_signature(full, head.body)
    if span is not None:
        own = clean_title(" ".join(full[at].text for at in range(*span)))
        alone = len(spans) < 2 and ends_title(own)
        return Carried(title=policy_title(own if alone else "、".join(carried)), start=span[0], end=span[1])
    if not named or (not attached and "《" not in printed_title):
        return Carried(title=clean_title(printed_title) or policy_title("、".join(carried)))
    return Carried(title=policy_title(printed_title))


def _named_in_text(full: Sequence[Line], head: Head) -> tuple[str, ...]:
    opening = "".join(line.bare for line in full[head.body : head.body + _OPENING_LINES])[:800]
    if head.order:
        adopted = _ADOPTED.match(opening)
        return (adopted["name"] or adopted["name2"],) if adopted else ()
    carries = _CARRIES.search(opening)
    return (carries["name"],) if carries else ()


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
    while at < len(full) and (ENCLOSURE.fullmatch(full[at].bare) or _is_aside(full[at])):
        at += 1
    if at < len(full) and _FIRST_UNIT.match(full[at].bare) and _is_cover(full[begin:at]):
        return at, at
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


def _is_cover(notice: Sequence[Line]) -> bool:
    """A notice that only hands a text on: short, without numbered units of its own."""
    return not any(is_unit(line) for line in notice) and bool(
        re.search(r"印发|发布|公布", "".join(line.bare for line in notice))
    )


def _is_aside(line: Line) -> bool:
    """（联系人：…）, （此件公开发布）, 抄送：… between signature and policy."""
    return bool(
        COLOPHON.fullmatch(line.bare) or re.fullmatch(r"[(（].{2,80}[)）]|(?:联系人|联系电话|附件).{0,80}", line.bare)
    )
