"""A text as a string of symbols: what a reader takes as one thing is one character.

Whole numbers with their unit, 《…》, document numbers, 第…条 and Latin words are one symbol each. Wordings of one thing
are the same symbol: numerals of equal value (1000万元, 一千万元, 0.1亿元), bound and scope words of one meaning
(不超过, 最高 before a number; 单个企业, 每家企业). Everything else is one symbol per character of the normal form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.text import Folded, chinese_number, fold

_NUMERAL = "[〇零一二三四五六七八九十百千万亿两]"
_COUNTED = (
    "元|美元|欧元|港元|年度|年|个月|月|个工作日|工作日|日|天|小时|分钟|周|季度|家|个|项|名|人|次|倍|台|套|件|种|类|批|条|款|章|节|号|"
    "平方米|公里|千米|米|吨|公斤|千克|场|届|期|级|户|处|所|只|辆|座|篇|份|例|位|周年"
)
# The short name in a document number, as far as it can be told from the words before: 依照京海发〔2022〕16号
_BEFORE_ISSUER = ("依照", "根据", "按照", "依据", "参照", "执行", "以及", "规定", "废止", "印发")
_ISSUER = "(?:(?<![\u4e00-\u9fff])|(?<=[和及与或由见原将按])|{})(?!{})[\u4e00-\u9fff]{{1,10}}".format(
    "|".join(f"(?<={word})" for word in _BEFORE_ISSUER), "|".join(_BEFORE_ISSUER)
)
_WHOLE_THINGS = (
    rf"(?P<title>《[^《》]*(?:《[^《》]*》[^《》]*)*》)"
    rf"|(?P<date>\d{{4}}年\d{{1,2}}月(?:\d{{1,2}}日)?)"
    rf"|(?P<ordinal>第(?:{_NUMERAL}+|\d+|\((?:{_NUMERAL}+|\d+)\))(?:[条款项章节编目](?:之{_NUMERAL}+)?)?)"
    rf"|(?P<item>\((?:{_NUMERAL}{{1,4}}|\d{{1,3}})\))"
    rf"|百分之(?P<percent>{_NUMERAL}+(?:点{_NUMERAL}+)?|\d+(?:\.\d+)?)"
    rf"|(?P<number>\d+(?:\.\d+)?[十百千]?[万亿]*)(?P<unit>%|‰|{_COUNTED})?"
    rf"|(?P<chinese>[一二三四五六七八九十两]{_NUMERAL}*(?:点{_NUMERAL}+)?)(?P<chinese_unit>{_COUNTED})"
    rf"|(?P<most>(?:最高(?:可)?(?:不超过|达)?|不超过|不高于|最多(?:不超过)?|至多)(?=\d|百分之|[一二三四五六七八九十两]{_NUMERAL}*(?:元|%|年|家|个)))"
    rf"|(?P<least>(?:不低于|不少于|至少|最低(?:不低于)?|最少)(?=\d|百分之|[一二三四五六七八九十两]{_NUMERAL}*(?:元|%|年|家|个)))"
    r"|(?P<each>(?:单个|每家|每个|单家|单一|每一家|每一个|每一)(?=企业|项目|单位|机构|主体|平台|园区|申请人|申报|法人|产品|作品|活动))"
    r"|(?P<word>[A-Za-z]+(?:\d++(?!年|月|日|万|亿|元|%|‰|\.\d)[A-Za-z0-9]*)?)"
)
# Each begins with one of these, which spares most characters the search; a document number may begin with any
_QUICK = re.compile(rf"(?=[《第百最不至单每(\dA-Za-z一二三四五六七八九十两])(?:{_WHOLE_THINGS})")
_NUMBERED = re.compile(rf"(?P<document>(?:{_ISSUER})?\[(?:19|20)\d{{2}}\]第?\d{{1,5}}号)|{_WHOLE_THINGS}")
_NUMERALS = re.compile(f"{_NUMERAL}+")
_YEAR_IN_BRACKETS = re.compile(r"\[(?:19|20)\d{2}\]")


_PRIVATE = (range(0xE000, 0xF900), range(0x100000, 0x10FFFE))  # where whole-thing symbols live


@dataclass(frozen=True, slots=True)
class Symbols:
    """`line` has n symbols; symbol i was printed at source[bounds[i]:bounds[i + 1]], blanks behind it included.

    A source of nothing but blanks has no symbols, and all of it stands behind the last bound.
    """

    line: str
    source: str
    bounds: tuple[int, ...]

    def printed(self, start: int, end: int) -> str:
        """What symbols [start, end) look like in the source."""
        return self.source[self.bounds[start] : self.bounds[end]]

    @property
    def rest(self) -> str:
        """What stands behind the last symbol's blanks: "" but for a source of blanks."""
        return self.source[self.bounds[-1] :]


def _key(match: re.Match[str]) -> str:
    """What two wordings of the same thing share."""
    kind = match.lastgroup
    if kind in ("number", "unit"):
        return f"{chinese_number(match['number'])}{match['unit'] or ''}"
    if kind == "percent":
        return f"{chinese_number(match['percent'])}%"
    if kind == "chinese_unit":
        return f"{chinese_number(match['chinese'])}{match['chinese_unit']}"
    if kind == "ordinal":
        return _NUMERALS.sub(lambda numeral: str(chinese_number(numeral[0]) or numeral[0]), match[0])
    return f"<{kind}>" if kind in ("most", "least", "each") else match[0]


def _pieces(folded: Folded) -> Iterator[tuple[int, int, str | None]]:
    """Stretches of the normal form: (start, end, key), key None where each character is a symbol of its own."""
    at = 0
    pattern = _NUMBERED if _YEAR_IN_BRACKETS.search(folded.text) else _QUICK
    for match in pattern.finditer(folded.text):
        if match.start() > at:
            yield at, match.start(), None
        yield match.start(), match.end(), _key(match)
        at = match.end()
    if at < len(folded.text):
        yield at, len(folded.text), None


def _codes(taken: set[str]) -> Iterator[str]:
    for block in _PRIVATE:
        for code in block:
            if chr(code) not in taken:
                yield chr(code)


def read_symbols(texts: Iterable[str]) -> tuple[Symbols, ...]:
    """The symbols of several texts, in one alphabet: equal symbols mean the same in all of them."""
    folded = [fold(text) for text in texts]
    codes = _codes({char for one in folded for char in one.text if char >= "\ue000"})
    alphabet: dict[str, str] = {}
    read = []
    for one in folded:
        line: list[str] = []
        bounds: list[int] = []
        starts = one.starts
        for start, end, key in _pieces(one):
            if key is None:
                line.append(one.text[start:end])
                bounds.extend(starts[start:end])
                continue
            if key not in alphabet:
                alphabet[key] = key if len(key) == 1 else next(codes)
            line.append(alphabet[key])
            bounds.append(starts[start])
        if bounds:
            bounds = [0, *bounds[1:], len(one.source)]
        read.append(Symbols("".join(line), one.source, tuple(bounds or (0,))))
    return tuple(read)
