"""Printed labels: 第六条, 一、, （一）, 1., （1）, ①, and where in a paragraph one may stand.

A label here is only a candidate: whether it numbers something is settled by the sequence it stands in
(`tracker.clauses.outline`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from tracker.text import CHINESE_NUMERAL, chinese_number, matches_at, squeeze

Kind = Literal[
    "part",
    "chapter",
    "section",
    "article",
    "comma",
    "card",
    "bracket",
    "point",
    "digit_bracket",
    "digit_half",
    "circle",
]

# Outermost first: the usual order of GB/T 9704-2012, 7.3.3 (一、 （一） 1. （1）) below that of statutes (编 章 节 条)
ORDER: dict[Kind, float] = {
    "part": 0,
    "chapter": 1,
    "section": 2,
    "comma": 3,
    "card": 3.5,  # 1. over a table, in a guide (tracker.clauses.cards)
    "article": 4,
    "bracket": 5,
    "point": 6,
    "digit_bracket": 7,
    "digit_half": 8,
    "circle": 9,
}
_STATUTE: dict[str, Kind] = {"编": "part", "章": "chapter", "节": "section", "条": "article"}

_CN = CHINESE_NUMERAL
_YEAR_BEHIND = r"(?:19|20)[0-9]{2}\s*年"
_LABEL = re.compile(
    rf"(?P<statute>第\s*(?P<ordinal>{_CN}(?:\s*{_CN})*|[0-9０-９]{{1,5}})\s*(?P<unit>[编章节条])(?:\s*之\s*(?P<sub>{_CN}{{1,3}}))?)(?:\s*[:：])?"
    rf"|(?P<comma>{_CN}{{1,8}})\s*(?:[、．]|\.(?!\d))"
    rf"|[（(]\s*(?P<bracket>{_CN}{{1,8}})\s*[）)]"
    rf"|[（(]\s*(?P<digit_bracket>[0-9０-９]{{1,3}})\s*[）)]"
    rf"|(?P<point>[0-9０-９]{{1,5}})\s*(?:[.．](?![0-9０-９])|[.．](?={_YEAR_BEHIND})|、(?![0-9０-９])|、(?={_YEAR_BEHIND}))"
    rf"|(?P<digit_half>[0-9０-９]{{1,2}})\s*[）)]"
    r"|(?P<circle>[①-⑳⑴-⒇⒈-⒛])"
)
# Whatever begins a label
_BEGINS = re.compile(f"[第（(①-⑳⑴-⒇⒈-⒛0-9０-９{_CN[1:-1]}]")
# 第三条第二款, 第三条规定的, 第三条、第五条: a sentence that names an article, not the article's own heading
_REFERENCE = re.compile(
    rf"\s*(?:第\s*{_CN}+\s*[款项条]|第\s*[（(]|[、，,；;。）)]|规定[的，,、]|的规定)|[和或与及至到的中之内外]|规定|所列|所称|以外|情形"
)
_HIGHEST = 100_000  # no text numbers on so far
_SENTENCE_END = frozenset("。！？!?；;：:")
_CLOSERS = frozenset("”’）)》】」』\"'")


@dataclass(frozen=True, slots=True)
class Mark:
    """A candidate label in a paragraph. `at_start`: it opens the paragraph; `reference`: reads like a mention."""

    kind: Kind
    number: int
    sub: int  # 第六条之一 → 1, else 0
    label: str  # as printed, inner blanks removed
    start: int
    end: int
    at_start: bool
    reference: bool
    announced: bool = False  # a colon stands before it on its line


def _circled(char: str) -> tuple[Kind, int]:
    code = ord(char)
    if code >= 0x2488:
        return "point", code - 0x2487
    if code >= 0x2474:
        return "digit_bracket", code - 0x2473
    return "circle", code - 0x245F


def _read(match: re.Match[str], *, at_start: bool) -> Mark | None:
    sub = 0
    if match["statute"]:
        kind, printed = _STATUTE[match["unit"]], match["ordinal"]
        sub = int(chinese_number(match["sub"]) or 0) if match["sub"] else 0
    elif match["circle"]:
        kind, number = _circled(match["circle"])
        return Mark(kind, number, 0, match[0], match.start(), match.end(), at_start, False)
    else:
        kind = next(k for k in ("comma", "bracket", "point", "digit_bracket", "digit_half") if match[k])
        printed = match[kind]
    value = chinese_number(printed)
    if value is None or not 0 < value < _HIGHEST:
        return None
    behind = match.string[match.end() : match.end() + 8]
    reference = kind in ("article", "chapter", "section") and bool(_REFERENCE.match(behind))
    return Mark(
        kind, int(value), sub, squeeze(match["statute"] or match[0]), match.start(), match.end(), at_start, reference
    )


def opening_mark(text: str) -> Mark | None:
    """The label that opens `text`, if one does.

    >>> opening_mark("（三）其他").label, opening_mark("3.0技术")
    ('（三）', None)
    """
    match = _LABEL.match(text) if text.count("\t") < 2 else None
    return _read(match, at_start=True) if match else None


def find_marks(text: str) -> Iterator[Mark]:
    """The label that opens the paragraph and those behind a sentence end or a blank inside it.

    >>> [mark.label for mark in find_marks("一、目标 力争翻番。 二、措施 （一）支持3.0研发。")]
    ['一、', '二、', '（一）']
    """
    if text.count("\t") > 1:
        return  # a row of a table
    for match in matches_at(_LABEL, text, [place.start() for place in _BEGINS.finditer(text)]):
        at = match.start()
        if at:
            before = text[at - 1]
            closed = before in _CLOSERS and at > 1 and text[at - 2] in _SENTENCE_END
            if not (before in _SENTENCE_END or before.isspace() or closed):
                continue
        mark = _read(match, at_start=not at)
        if mark is not None:
            announced = text[:at].rstrip().endswith(("：", ":"))
            yield replace(mark, announced=announced) if announced else mark
