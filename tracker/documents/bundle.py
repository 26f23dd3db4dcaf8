"""Several documents in one file: a gazette issue, or heads of documents printed one after the other.

A document begins at its title block: over (or under) its number on a line of its own, with an addressee or
running text behind; where a title of the table of contents is printed again; or at the plain title of a whole policy
(`series`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.documents.head import ends_title, is_title_line
from tracker.documents.lines import (
    ENCLOSURE,
    NUMBER_LINE,
    ORDER_LINE,
    ORDER_NAME,
    Line,
    is_date,
    is_sentence,
    is_unit,
    masthead,
    printed,
)
from tracker.documents.series import Marks, find_series, title_at
from tracker.documents.signature import is_organ
from tracker.documents.single import Known, read_document
from tracker.models import PageMeta, Version
from tracker.names import clean_title, title_key
from tracker.text import find_date, squeeze

_MOST_TITLE_LINES = 8
_FAR = 2000  # printed lines before which a notice's number is looked for again
_CONTENTS = re.compile(r"目[录次]|CONTENTS", re.IGNORECASE)
_PAGE = re.compile(r"[(（]\d{1,3}[)）]|[.…·]{2,}\d{1,3}")
_NUMBER_IN = re.compile(
    r"[(（][\u4e00-\u9fff]{1,14}[〔［【\[(（﹝](?:19|20)\d{2}[〕］】\])）﹞][\u4e00-\u9fff]{0,3}\d{1,5}号[)）]"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Bundle:
    """A file that holds several documents: the printed lines, where each begins and where the last ends."""

    full: tuple[Line, ...]
    starts: tuple[int, ...]
    end: int
    published: dt.date | None  # the day of the gazette


def find_bundle(text: str, lines: Sequence[Line], *, expected: str | None = None) -> Bundle | None:
    """
    The bundle that a page is; None where it is one document or none.

    Args:
        text: of the page.

        lines: the same, read.

        expected: the page's own title; a page named after its first document is that document's page, and what
            follows with a number of its own is enclosed in it.
    """
    full = tuple(printed(lines))
    heads = _number_heads(full)
    gazette = masthead(text) is not None and any(_CONTENTS.fullmatch(line.bare) for line in full[:80])
    heads = _with_contents(full, heads) if gazette else find_series(full, heads)
    if not gazette and (len(heads) < 2 or _is_forwarding(full, heads[0][0]) or _is_named(full, heads[0], expected)):
        return None
    if not heads:
        return None
    starts = tuple(start for start, _ in heads)
    cover = full[: starts[0]] if gazette else ()
    return Bundle(
        full=full,
        starts=starts,
        end=_back_matter(full, starts[-1]) if gazette else len(full),
        published=next((find_date(line.bare) for line in cover if is_date(line)), None),
    )


def _is_named(full: Sequence[Line], head: tuple[int, int], expected: str | None) -> bool:
    """The page is named after the document of `head`."""
    if expected is None:
        return False
    title = "".join(line.text for line in full[head[0] : head[1] + _MOST_TITLE_LINES])
    return title_key(expected) in _plain(title)


def read_bundle(bundle: Bundle, lines: Sequence[Line], known: Known) -> tuple[Version, ...]:
    """Its documents in order."""
    ends = [*bundle.starts[1:], bundle.end]
    # what the page says of its document holds for none of several
    meta = PageMeta(published=known.meta.published, site=known.meta.site)
    known = replace(known, published=bundle.published, attached=True, meta=meta)
    versions = []
    for start, end in zip(bundle.starts, ends, strict=True):
        first, last = bundle.full[start].number, bundle.full[end - 1].number
        version = read_document(lines[first - 1 : last], known)
        if version is not None:
            versions.append(version)
    return tuple(versions)


def _number_heads(full: Sequence[Line]) -> list[tuple[int, int]]:
    """(first title line, last line of the head) of each document that has its number on a line of its own."""
    heads: list[tuple[int, int]] = []
    marks = Marks.of(full)
    for at, line in enumerate(full):
        if not (NUMBER_LINE.fullmatch(line.bare) or _is_order(full, at)):
            continue
        floor = heads[-1][1] + 1 if heads else 0  # a title block does not reach back into the head before
        start = _title_start(full, at, floor)
        if start is None:
            start = _plain_start(marks, at, floor, heads[-1][0] if heads else 0)
        if start is not None and not (start and ENCLOSURE.fullmatch(full[start - 1].bare)):
            heads.append((start, at))
    return heads


def _is_order(full: Sequence[Line], at: int) -> bool:
    """第302号 under 示例市人民政府令."""
    bare = full[at].bare
    if not ORDER_LINE.fullmatch(bare) or re.match(r"发?文[字编]?号|依据", bare):
        return False
    return bool(re.search(r"令|公告", bare)) or (at > 0 and bool(ORDER_NAME.fullmatch(full[at - 1].bare)))


def _title_start(full: Sequence[Line], at: int, floor: int) -> int | None:
    """Where the title block around the number at `at` begins; None where the number heads no document."""
    if not _text_follows(full, at):
        return None
    start = at
    while (
        start > floor
        and at - start < _MOST_TITLE_LINES
        and is_title_line(full[start - 1])
        and not is_date(full[start - 1])
    ):
        if NUMBER_LINE.fullmatch(full[start - 1].bare):
            break
        start -= 1
    block = [line.text for line in full[start:at]]
    for skip in range(len(block)):
        if _is_title("".join(block[skip:]), block[skip]):
            return start + skip
    if _is_order(full, at):
        return at - 1 if at > floor and re.search(r"(?:令|公告)$", full[at - 1].bare) else at
    below = [line.text for line in full[at + 1 : at + 1 + _MOST_TITLE_LINES]]
    for count in range(1, len(below) + 1):
        if not is_title_line(full[at + count]):
            return None
        if ends_title("".join(below[:count])):
            return at
    return None


def _plain_start(marks: Marks, at: int, floor: int, begin: int) -> int | None:
    """Where a policy's plain title over the number at `at` begins; `begin` is where the document before does."""
    full = marks.full
    title = title_at(full, at - 1) if at else None
    if title is None or title[0] < floor or not _text_follows(full, at):
        return None
    number = squeeze(full[at].bare.strip("()（）"))
    if any(number in line.bare for line in full[max(0, at - _FAR) : at]) or marks.hold(begin, title):
        return None  # under the title of a carried policy its notice's number is printed again
    return title[0]


def _is_title(joined: str, first: str) -> bool:
    """A whole title that begins with `first`: an office or 关于."""
    title = clean_title(joined)
    bare_first = clean_title(first)
    begins = is_organ(bare_first) or re.match(r"[\u4e00-\u9fff、\d]{2,60}?(?:关于|印发|转发)|关于|《", title)
    return bool(begins) and ends_title(title)


def _text_follows(full: Sequence[Line], at: int) -> bool:
    """Within a few lines an addressee or running text: in a table of contents further titles follow."""
    for line in full[at + 1 : at + 2 + _MOST_TITLE_LINES]:
        if NUMBER_LINE.fullmatch(line.bare) or _PAGE.search(line.bare[-8:]):
            return False
        if line.bare.endswith(("：", ":")) or is_sentence(line) or is_unit(line):
            return True
    return False


def _with_contents(full: Sequence[Line], heads: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`heads` with the titles of the table of contents that have no number line of their own."""
    contents = next(index for index, line in enumerate(full) if _CONTENTS.fullmatch(line.bare))
    stop = heads[0][0] if heads else len(full)
    found = [_find_title(full, contents + 1, key) for key in _contents_titles(full[contents + 1 : stop])]
    more = [head for head in found if head and not any(head[0] <= last and first <= head[1] for first, last in heads)]
    return sorted({*heads, *more})


def _contents_titles(lines: Sequence[Line]) -> list[str]:
    """Keys of the titles of a table of contents, wherever its lines are broken."""
    text = "".join(re.sub(r"^[-·•]", "", line.bare) for line in lines if re.search(r"[\u4e00-\u9fff]", line.bare))
    text = re.sub(r"【[^【】]{2,12}】", "", text)
    entries = [_NUMBER_IN.sub("", entry) for entry in _PAGE.split(text)]
    return [_plain(entry) for entry in entries if len(entry) > 8 and ends_title(entry)]


def _plain(text: str) -> str:
    return re.sub(r"[^\w]", "", clean_title(text))


def _find_title(full: Sequence[Line], begin: int, key: str) -> tuple[int, int] | None:
    """(first line, last line) of the title with `key` where it is printed with a text behind it."""
    for start in range(begin, len(full)):
        joined = ""
        for end in range(start, min(start + _MOST_TITLE_LINES, len(full))):
            joined += _plain(full[end].text)
            if not joined or not key.startswith(joined):
                break
            if joined == key and _text_follows(full, end):
                return start, end
    return None


def _is_forwarding(full: Sequence[Line], start: int) -> bool:
    """转发《…》的通知: what follows with a number of its own is the policy it forwards."""
    return "转发" in "".join(line.bare for line in full[start : start + _MOST_TITLE_LINES] if is_title_line(line))


def _back_matter(full: Sequence[Line], last_start: int) -> int:
    """Where the last document of a gazette ends: its own notices (查询方式, 简介, 编辑出版) begin."""
    for index in range(last_start + 3, len(full)):
        bare = full[index].bare
        if len(bare) <= 30 and re.search(r"公报|政报|订阅|赠阅|征订|编辑部", bare) and not is_sentence(full[index]):
            return index
    return len(full)
