"""Whole policies printed one behind the other, each under its plain title: where each begins.

示例区关于支持甲产业的若干措施 / 为支持…，制定本措施。 / 一、… / 本措施自印发之日起施行。
示例区支持乙产业实施办法       / 第一条 为…，制定本办法。 / …

Each must be whole: a title that names a place or begins with 关于, a numbering from its first number, words about
itself; the one before must have come to its end. What is enclosed (附件1), what the document before names as its
enclosure and its own title printed again begin none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.documents.head import ends_title, is_title_line
from tracker.documents.lines import ENCLOSURE, Line, is_date, is_unit
from tracker.documents.region import place_of
from tracker.documents.signature import is_organ
from tracker.names import POLICY_KIND, title_key
from tracker.text import normal

# a policy speaks of itself (制定本措施, 本办法自…施行); an entry about a policy does not
OF_ITSELF = re.compile(r"本(?:若干)?(?:办法|措施|政策|细则|意见|方案|规定|计划|条例|规划|实施|通知)|制定(?:如下|以下)")
FIRST_UNIT = re.compile(r"第[一1](?:条|章|编|部分)|一、|[(（]一[)）]|1[.．、]")
_ENDS = re.compile(r"施行|有效期|解释|废止|之日起|日起(?:实施|执行)|此致|特此")
_ENCLOSED = re.compile(rf"[(（【\[]?{ENCLOSURE.pattern}[)）】\]]?|附表\d{{0,2}}")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,12}?(?:省|市|区|县|州|盟|旗|镇|街道|园)(?!级|域|别)")
_ABOUT = re.compile(r"解读|说明|问答|指南$|清单$|目录$|要求$|标准$|汇编$|(?:征求|反馈|采纳)意见$")
_CONTENTS = re.compile(r"目[录次]")
_MARKS = re.compile(r"(?:[(（][^()（）]*[)）])+$")
_CONTENTS_LINES = 80  # printed lines before which a table of contents stands
_LEAST_TITLE = 10
_MOST_TITLE_LINES = 4
_LEAST_UNITS = 3
_LEAST_TEXT = 120  # characters of a policy of three short articles
_CLOSING_LINES = 12  # of a policy: its last clauses, signature and date
_MOST_LISTS = 20
_LIST_LINES = 6  # of a list of enclosures: 附件：1.… 2.…

Head = tuple[int, int]  # first line of a head, last line of it


def find_series(full: Sequence[Line], numbered: Sequence[Head]) -> list[Head]:
    """
    The heads of all documents of `full`, those already known by their numbers included.

    Args:
        full: the printed lines of a page.

        numbered: (first line, last line) of the heads with a number on a line of its own, in order.
    """
    if any(_CONTENTS.fullmatch(line.bare) for line in full[:_CONTENTS_LINES]):
        return list(numbered)  # a book prints its titles in parts and chapters of its own
    titles = [title for at in range(len(full)) if (title := title_at(full, at)) is not None]
    marks = Marks.of(full)
    heads = list(numbered)
    for title, behind in pairwise([*titles, (len(full), len(full))]):
        before = next((head for head in reversed(heads) if head[0] <= title[0]), None)
        begin = before[0] if before else (titles[0][0] if title is not titles[0] else 0)
        if begin == title[0] or any(first <= title[1] and title[0] <= last for first, last in heads[-2:]):
            continue
        end = min([behind[0], *(first for first, _ in numbered if first > title[1])][:2])
        whole = _is_whole(full[title[1] + 1 : end]) and not marks.hold(begin, title) and _closes(full[begin : title[0]])
        if whole:
            heads = sorted([*heads, title] if before else [*heads, (begin, begin), title])
    return heads


def title_at(full: Sequence[Line], at: int) -> Head | None:
    """The plain title whose last line is at `at`, marks below it included."""
    first = at
    while at - first < _MOST_TITLE_LINES:
        title = "".join(line.bare for line in full[first : at + 1])
        if not is_title_line(full[first]) or is_organ(full[first].bare) or is_date(full[first]):
            return None
        if _is_policy_title(title):
            return first, at
        if first == 0 or ends_title(full[first - 1].bare):
            return None
        first -= 1
    return None


def _is_policy_title(title: str) -> bool:
    bare = _MARKS.sub("", title)
    if len(bare) < _LEAST_TITLE or not ends_title(title) or not POLICY_KIND.search(bare) or _ABOUT.search(bare):
        return False
    return bare.startswith("关于") or _PLACE.match(bare) is not None or place_of(bare) is not None


def _is_whole(body: Sequence[Line]) -> bool:
    """Enough text, numbered from its first number, that speaks of itself."""
    units = [line for line in body if is_unit(line)]
    if len(units) < _LEAST_UNITS or not FIRST_UNIT.match(units[0].bare):
        return False
    return sum(len(line.bare) for line in body) >= _LEAST_TEXT and any(OF_ITSELF.search(line.bare) for line in body)


def _closes(part: Sequence[Line]) -> bool:
    """A whole policy that has come to its end."""
    return any(_ENDS.search(line.bare) or is_date(line) for line in part[-_CLOSING_LINES:]) and _is_whole(part)


@dataclass(frozen=True, slots=True)
class Marks:
    """The lines of a page that tell what is enclosed in a document: numbered units, marks and lists of enclosures."""

    full: Sequence[Line]
    units: Sequence[int]
    enclosures: Sequence[int]
    lists: Sequence[int]

    @classmethod
    def of(cls, full: Sequence[Line]) -> Marks:
        """The marks of the printed lines `full`."""
        return cls(
            full,
            [at for at, line in enumerate(full) if is_unit(line)],
            [at for at, line in enumerate(full) if _ENCLOSED.fullmatch(line.bare)],
            [at for at, line in enumerate(full) if re.match(r"附件?\d?[:：]", line.bare)],
        )

    def hold(self, begin: int, title: Head) -> bool:
        """What stands under `title` belongs to the document that begins at `begin`: enclosed, announced, or itself."""
        if _between(self.enclosures, begin, title[0]):
            return True
        name = title_key("".join(line.bare for line in self.full[title[0] : title[1] + 1]))
        opening = next(iter(_between(self.units, begin, title[0])), title[0])
        announced = [*self.full[begin:opening]]
        for at in _between(self.lists, begin, title[0])[:_MOST_LISTS]:
            announced += self.full[at : min(at + _LIST_LINES, title[0])]
        return name in re.sub(r"[^\w]", "", normal("".join(line.bare for line in announced)).replace("〇", "0"))


def _between(places: Sequence[int], begin: int, end: int) -> Sequence[int]:
    return places[bisect_left(places, begin) : bisect_left(places, end)]
