"""From printed lines to paragraphs: page numbers, tables of contents and running heads go, hard wraps are joined.

A paragraph broken by a line end or a page seam is joined again when its text stops short of a sentence end and
the next line opens nothing new. Where that cannot be told from the lines alone (`soft`), the outline decides:
a line that opens with a label which numbers nothing goes back to its paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tracker.clauses.labels import Kind, Mark, opening_mark
from tracker.text import normal

# Word bookmarks that converters print: [bookmark: _GoBack]
_BOOKMARK = re.compile(r"\[bookmark:\s*\w+\]")
_MARKDOWN = re.compile(r"^#{1,6}\s+|\*\*")
_PAGE_NUMBER = re.compile(
    r"[-—–―－•·]+\s*\d{1,4}\s*[-—–―－•·]+|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
)
_BARE_NUMBER = re.compile(r"\d{1,4}")
_FINAL = frozenset("。！？!?；;：:…")
_CLOSERS = "”’）)》】」』\"'*"
_OPEN_END = frozenset("，,、（(《“‘—-·/")  # a line that ends so goes on
_GOES_ON = frozenset("，,、。；;：:）)》”’！？%％")  # a line that begins so continues one
# What a measure never begins its second paragraph with, and the end of a policy does
CLOSING = re.compile(
    r"(?:本|上述|以上|此|该)?(?:若干)?(?:政策|措施|办法|细则|规定|意见|方案|通知|计划|条例|规则|指南|规划|实施)[^。；]{0,12}"
    r"(?:所指|所称|所涉|适用|由|自|与|有效|支持|未尽|执行|的解释|中所|涉及|实施)"
    r"|(?:同一|同类|对同|申报|获得|享受|凡)[^。]{0,40}(?:不重复|从优|从高|就高|择优|承诺)"
    r"|自[^。]{0,30}(?:施行|实施|执行)|有效期|特此(?:通知|公告|通告)|此前|以往|[^。]{0,20}(?:同时废止|负责解释)"
)
_CUT_NUMBER = re.compile(r"[0-9０-９][0-9０-９%％元万亿年月日家个项倍]")
_OPENING = re.compile(r"(?:为|根据|依据|按照|贯彻|围绕|结合|现将)[^，,。]{2}")
_OFFICES = re.compile(r"[（(][^（）()]*(?:局|委|办|部|厅|院|会|政府|中心|单位|公司|国投|街道|银行|企业)[）)]$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One printed paragraph. `pieces` are (offset into text, line number) of the lines it was joined from."""

    text: str
    pieces: tuple[tuple[int, int], ...]
    soft: bool = False  # may continue the paragraph before
    cut: bool = False  # the line before was cut at a fixed number of characters, inside a word if need be

    def line_at(self, offset: int) -> int:
        """The line on which character `offset` was printed."""
        return max((piece for piece in self.pieces if piece[0] <= offset), default=self.pieces[0])[1]

    def joined(self, other: Paragraph) -> Paragraph:
        """This paragraph with `other` behind it."""
        gap = "" if other.cut else _gap(self.text, other.text)
        base = len(self.text) + len(gap)
        pieces = self.pieces + tuple((base + offset, line) for offset, line in other.pieces)
        return replace(self, text=self.text + gap + other.text, pieces=pieces)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    mark: Mark | None  # the label that opens it
    indented: bool
    columns: int  # as typeset, indent included
    characters: int


def _gap(before: str, after: str) -> str:
    """A blank where a wrap stood between two Latin words; a number cut in two is joined without one."""
    left, right = before[-1:], after[:1]
    words = left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
    return " " if words and not (left.isdigit() and right.isdigit()) else ""


class _WideTable(dict[int, int | None]):
    """For str.translate: a character that takes two columns stays, any other goes."""

    def __missing__(self, code: int) -> int | None:
        self[code] = code if unicodedata.east_asian_width(chr(code)) in "WF" else None
        return self[code]


_WIDE = _WideTable()


def _columns(text: str) -> int:
    return len(text) + len(text.translate(_WIDE))


def _clean(raw: str) -> str:
    text = _BOOKMARK.sub("", raw).strip("\u200b\ufeff")
    return _MARKDOWN.sub("", text.strip()).strip()


def _lines(text: str, first_line: int) -> list[_Line]:
    lines = [
        _Line(number, cleaned, opening_mark(cleaned), raw[:1].isspace(), _columns(raw.rstrip()), len(raw.rstrip()))
        for number, raw in enumerate(text.split("\n"), first_line)
        if (cleaned := _clean(raw))
    ]
    return _without_furniture(lines)


def _without_furniture(lines: list[_Line]) -> list[_Line]:
    """Page numbers (— 7 —, 第7页; bare ones where they count on: 7, 8, 9) and running heads beside them are no text."""
    drop = {at for at, line in enumerate(lines) if _PAGE_NUMBER.fullmatch(line.text)}
    bare = [(at, int(line.text)) for at, line in enumerate(lines) if _BARE_NUMBER.fullmatch(line.text)]
    if len(bare) == 1 and _stands_alone(lines, bare[0][0]):
        drop.add(bare[0][0])
    for (at, value), (next_at, next_value) in pairwise(bare):
        if next_value == value + 1 and next_at - at > 2:
            drop |= {at, next_at}
    beside = Counter(
        line.text
        for at, line in enumerate(lines)
        if (at - 1 in drop or at + 1 in drop) and len(line.text) <= 40 and line.text[-1] not in _FINAL
    )
    printed = Counter(line.text for line in lines)
    heads = {text for text, count in beside.items() if count >= 3 and count == printed[text]}
    return [line for at, line in enumerate(lines) if at not in drop and line.text not in heads]


def _stands_alone(lines: Sequence[_Line], at: int) -> bool:
    """Whether blank lines part a line from its neighbours."""
    number = lines[at].number
    before = at == 0 or lines[at - 1].number < number - 1
    return before and (at + 1 == len(lines) or lines[at + 1].number > number + 1)


@dataclass(frozen=True, slots=True)
class _Width:
    """How far hard-wrapped lines reach: in columns as typeset, in characters as a converter cuts them."""

    columns: int
    characters: int

    def reached(self, line: _Line) -> bool:
        """Whether a line is as long as the wrap allows."""
        return line.columns >= self.columns - 6 or line.characters >= self.characters - 1


def _wrap_width(lines: Sequence[_Line]) -> _Width | None:
    """Where the text is hard-wrapped; None where lines are paragraphs."""
    if len(lines) < 8:
        return None
    high = int(len(lines) * 0.95)
    width = _Width(sorted(line.columns for line in lines)[high], sorted(line.characters for line in lines)[high])
    full = sum(1 for line in lines if width.reached(line) and line.columns <= width.columns + 2)
    return width if 24 <= width.columns <= 160 and full >= 0.35 * len(lines) else None


def finished(text: str) -> bool:
    """Whether `text` stops at the end of a sentence or list item.

    >>> finished("给予支持（市财政局）"), finished("给予不超过2%的贷")
    (True, False)
    """
    core = text.rstrip(_CLOSERS + " \t")
    if not core:
        return False
    return core[-1] in _FINAL or bool(_OFFICES.search(text))


def _running_kinds(lines: Sequence[_Line]) -> dict[Kind, bool]:
    """Per kind of label: whether what stands on the label's line is mostly text rather than a title."""
    seen: dict[Kind, list[bool]] = {}
    for line in lines:
        if line.mark:
            seen.setdefault(line.mark.kind, []).append(finished(line.text) or len(line.text) > 60)
    return {kind: sum(flags) * 2 >= len(flags) for kind, flags in seen.items()}


@dataclass(frozen=True, slots=True)
class _Joiner:
    width: _Width | None
    running: dict[Kind, bool]

    def cuts(self, last: _Line) -> bool:
        """Whether `last` has exactly the characters a converter allows a line."""
        return self.width is not None and last.characters == self.width.characters

    def goes_on(self, paragraph: str, last: _Line, line: _Line) -> bool:
        """Whether `line`, which opens with no label, continues the paragraph that ends with `last`."""
        if "\t" in last.text or "\t" in line.text:
            return False
        if line.text[0] in _GOES_ON or last.text[-1] in _OPEN_END or _CUT_NUMBER.match(last.text[-1] + line.text[0]):
            return True
        if self.width is not None and self.width.reached(last):
            if _OPENING.match(line.text) and not re.search(r"[，,；;。]", paragraph):
                return False  # a title as long as the line, then the opening
            return not finished(paragraph) or not (line.indented or CLOSING.match(line.text))
        if finished(paragraph):
            return False
        mark = opening_mark(paragraph)
        if mark is None:
            return bool(re.search(r"[，,；;。]", paragraph))
        body = paragraph[mark.end :]
        if re.search(r"[。；;]", body) or len(body) > 60 or (mark.kind == "article" and re.search(r"[，,]", body)):
            return True
        return mark.kind not in ("part", "chapter", "section") and self.running.get(mark.kind, False) and len(body) > 8


_CONTENTS = re.compile(r"目\s*[录次]")
_LONGEST_ENTRY = 200  # of a table of contents, leaders included
_LEADERS = re.compile(r"[.·…．\s]*[（(]?\d*[）)]?$")


def _without_contents(lines: list[_Line]) -> list[_Line]:
    """The lines without a table of contents: entries that come again, as headings, further down."""
    head = next((at for at, line in enumerate(lines) if _CONTENTS.fullmatch(line.text)), None)
    begin = 0 if head is None else head + 1
    first = next((at for at in range(begin, len(lines)) if _heading_key(lines[at])), None)
    if first is None:
        return lines
    key = _heading_key(lines[first])
    again = next((at for at in range(first + 1, len(lines)) if _heading_key(lines[at]) == key), None)
    if again is None or any(finished(line.text) for line in lines[first:again]):
        return lines if head is None else lines[:head] + lines[begin:]
    return lines[: first if head is None else head] + lines[again:]


def _heading_key(line: _Line) -> str | None:
    mark = line.mark
    if mark is None or mark.kind not in ("part", "chapter", "section", "comma") or len(line.text) > _LONGEST_ENTRY:
        return None
    title = _LEADERS.sub("", line.text)
    return str(normal(title)) if len(title) <= 60 else None


def find_paragraphs(text: str, *, first_line: int = 1) -> list[Paragraph]:
    """The paragraphs of `text`, in order, hard wraps and page seams joined."""
    lines = _without_contents(_lines(text, first_line))
    joiner = _Joiner(_wrap_width(lines), _running_kinds(lines))
    paragraphs: list[Paragraph] = []
    last: _Line | None = None
    for line in lines:
        piece = Paragraph(line.text, ((0, line.number),), cut=last is not None and joiner.cuts(last))
        if last is None:
            paragraphs.append(piece)
        elif line.mark:
            before = paragraphs[-1].text
            soft = before[-1] not in _CLOSERS and joiner.goes_on(before, last, line) and not finished(before)
            paragraphs.append(replace(piece, soft=soft))
        elif joiner.goes_on(paragraphs[-1].text, last, line):
            paragraphs[-1] = paragraphs[-1].joined(piece)
        else:
            paragraphs.append(piece)
        last = line
    return paragraphs


# ── stretches ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Stretch:
    """Printed paragraphs of a stretch of the text, with the line of the first."""

    paragraphs: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        """The paragraphs, a line each."""
        return "\n".join(self.paragraphs)


def read_stretch(paragraphs: Sequence[Paragraph], start: tuple[int, int], end: tuple[int, int]) -> Stretch:
    """What is printed from `start` up to `end`, both (paragraph, offset)."""
    parts = []
    for at in range(start[0], min(end[0] + 1, len(paragraphs))):
        text = paragraphs[at].text
        low = start[1] if at == start[0] else 0
        high = end[1] if at == end[0] else len(text)
        part = text[low:high].strip()
        if part:
            parts.append(part)
    line = paragraphs[start[0]].line_at(start[1]) if start[0] < len(paragraphs) else 1
    return Stretch(tuple(parts), line)
