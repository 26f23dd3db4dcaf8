"""String functions every stage may use: normal form, Chinese numerals, spans, dates.

Two texts that differ only in layout have the same normal form (`normal`): width, blanks, wraps, quote,
bracket and dash style, thousands commas. `fold` gives the same with the position of every character,
so that what is found in the normal form can be shown as printed.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NewType

NormalText = NewType("NormalText", str)

# ── patterns ─────────────────────────────────────────────────────────────────────────────────────


class LazyPattern:
    """A long regular expression, compiled when it is first used: a command that reads no text starts without it.

    >>> LazyPattern("(?P<year>[0-9]{4})年").search("2024年")["year"]
    '2024'
    """

    def __init__(self, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        """Keep `pattern`; a mistake in it shows at the first use."""
        self.pattern = pattern
        self.flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self.pattern, self.flags)

    def search(self, text: str, *span: int) -> re.Match[str] | None:
        """As `re.Pattern.search`; `span` are its start and end."""
        return self.compiled.search(text, *span)

    def match(self, text: str, *span: int) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self.compiled.match(text, *span)

    def fullmatch(self, text: str, *span: int) -> re.Match[str] | None:
        """As `re.Pattern.fullmatch`."""
        return self.compiled.fullmatch(text, *span)

    def finditer(self, text: str, *span: int) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        return self.compiled.finditer(text, *span)

    def sub(self, replacement: str, text: str) -> str:
        """As `re.Pattern.sub`."""
        return self.compiled.sub(replacement, text)


def matches_at(pattern: re.Pattern[str] | LazyPattern, text: str, starts: Sequence[int]) -> Iterator[re.Match[str]]:
    """As `pattern.finditer(text)`, for a pattern whose matches all begin at one of `starts`.

    Where a pattern has many alternatives and few characters can begin one, this spares it most of the text.
    """
    compiled = pattern.compiled if isinstance(pattern, LazyPattern) else pattern
    end = 0
    for start in starts:
        if start >= end and (match := compiled.match(text, start)):
            yield match
            end = match.end()


# ── normal form ──────────────────────────────────────────────────────────────────────────────────

_SAME = {
    **dict.fromkeys("“”„‟″〝〞「」『』＂", '"'),
    **dict.fromkeys("‘’‚‛′＇", "'"),
    **dict.fromkeys("〔［【〖", "["),
    **dict.fromkeys("〕］】〗", "]"),
    **dict.fromkeys("〈＜‹", "<"),
    **dict.fromkeys("〉＞›", ">"),
    **dict.fromkeys("‐‑‒–—―─－−", "-"),
    **dict.fromkeys("•・‧∙●", "·"),
    **dict.fromkeys("○◯", "〇"),
    **dict.fromkeys("～∼〜", "~"),
    "。": "。",  # NFKC leaves it, ｡ becomes it
    "﹐": ",",
    "﹑": "、",
    "﹔": ";",
}
# Zero-width marks, byte order mark and soft hyphen: never printed, often copied along
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f")


@lru_cache(maxsize=8192)
def _fold_char(char: str) -> str:
    if char in _INVISIBLE:
        return ""
    if char in _SAME:
        return _SAME[char]
    if char.isspace():
        return " "
    folded = unicodedata.normalize("NFKC", char)
    return " " if folded.isspace() else "".join(_SAME.get(part, part) for part in folded if part not in _INVISIBLE)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in normal form; character i of `text` was printed at `source[starts[i]:ends[i]]`."""

    text: NormalText
    source: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The printed span of normal characters [start, end). An empty span stays empty."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else len(self.source)
            return at, at
        return self.starts[start], self.ends[end - 1]

    def at(self, position: int) -> int:
        """The normal position of the first character printed at or after `position`."""
        return bisect_left(self.starts, position)


class _FoldTable(dict[int, str]):
    """For str.translate: each character's normal form; where that is not one character, a mark."""

    def __missing__(self, code: int) -> str:
        folded = _fold_char(chr(code))
        self[code] = folded if len(folded) == 1 and folded != _ODD else _ODD
        return self[code]


# Most characters of a text are their own normal form
_FOLDED = re.compile("[^\u4e00-\u9fa50-9A-Za-z。、《》]+")


def _fold_run(match: re.Match[str]) -> str:
    return match[0].translate(_FOLD_TABLE)


_ODD = "\0"  # a character that vanishes or becomes several
_FOLD_TABLE = _FoldTable()
_STRETCH = re.compile(" +|-+|[^ -]+")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")


def _parts_blank(left: str, right: str) -> bool:
    """Whether a blank between two characters means something: between two Latin words or two numbers."""
    if not (left.isascii() and right.isascii() and left.isalnum() and right.isalnum()):
        return False
    return left.isdigit() == right.isdigit()


def fold(text: str) -> Folded:
    """Bring `text` (n characters) into normal form, keeping where each character was printed.

    A blank stays (as one space) only between two ASCII letters or two ASCII digits, where it separates words or
    numbers; elsewhere Chinese typesetting gives it no meaning (GB/T 36073 and GB/T36073 are one). A comma between
    three-digit groups goes; runs of dashes become one.

    >>> fold("最高 ３,０00\\n万元（含）").text
    '最高3000万元(含)'
    """
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


# A clause is read by several stages one after the other; whole documents are not worth the memory
_SHORT = 2_000


@lru_cache(maxsize=256)
def _fold_short(text: str) -> Folded:
    return _fold(text)


def _fold(text: str) -> Folded:
    even, printed, behind = _even(text)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = ""  # the last character kept
    blank = False
    for match in _STRETCH.finditer(even):
        stretch, low, high = match[0], match.start(), match.end()
        if stretch[0] == " ":
            blank = True
            continue
        if stretch[0] == "-" == last:
            ends[-1] = behind[high - 1]
        elif stretch[0] == "-":
            pieces.append("-")
            starts.append(printed[low])
            ends.append(behind[high - 1])
        else:
            if blank and last and _parts_blank(last, stretch[0]):
                pieces.append(" ")
                starts.append(ends[-1])
                ends.append(printed[low])
            pieces.append(stretch)
            starts.extend(printed[low:high])
            ends.extend(behind[low:high])
        last, blank = stretch[-1], False
    return _without_commas(Folded(NormalText("".join(pieces)), text, tuple(starts), tuple(ends)))


def _even(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The normal form of each character, and where each character of it was printed: from, to."""
    even = _FOLDED.sub(_fold_run, text)
    if _ODD not in even:
        return even, range(len(text)), range(1, len(text) + 1)
    parts = [(at, part) for at, char in enumerate(text) for part in _fold_char(char)]
    return "".join(part for _, part in parts), [at for at, _ in parts], [at + 1 for at, _ in parts]


def _without_commas(folded: Folded) -> Folded:
    """The commas between three-digit groups go."""
    text = folded.text
    if "," not in text:
        return folded
    gone = {at for match in _THOUSANDS.finditer(text) for at in range(*match.span()) if text[at] == ","}
    if not gone:
        return folded
    kept = [at for at in range(len(text)) if at not in gone]
    starts, ends = tuple(folded.starts[at] for at in kept), tuple(folded.ends[at] for at in kept)
    return Folded(NormalText("".join([text[at] for at in kept])), folded.source, starts, ends)


def normal(text: str) -> NormalText:
    """The normal form alone.

    >>> normal("自 2022 年——2025 年") == normal("自2022年—2025年")
    True
    """
    return fold(text).text


def findable(text: str) -> str:
    """What a search looks in and for: the normal form without brackets and capitals.

    >>> findable("首台（套） AI 产品")
    '首台套ai产品'
    """
    return normal(text).translate(_BRACKETS).lower()


def find_words(text: str, words: str) -> int:
    """Where `words` begin in `text` as a search finds them; -1 where they do not stand in it.

    >>> find_words("对首台 （套）产品", "首台套")
    1
    """
    folded = fold(text)
    kept = [at for at, char in enumerate(folded.text) if ord(char) not in _BRACKETS]
    at = "".join(folded.text[place] for place in kept).lower().find(findable(words))
    return folded.starts[kept[at]] if at >= 0 else -1


# In normal form brackets are half width
_BRACKETS = {ord(char): None for char in "()"}


def squeeze(text: str) -> str:
    """All blanks and invisible marks removed, nothing else changed.

    >>> squeeze("若干 政策\\u3000措施")
    '若干政策措施'
    """
    bare = "".join(text.split())
    return bare if bare.isprintable() else _MARKS.sub("", bare)  # no invisible mark is printable


_MARKS = re.compile(f"[{''.join(sorted(_INVISIBLE))}]+")


# ── numerals ─────────────────────────────────────────────────────────────────────────────────────

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_DECIMAL = re.compile(r"\d+(?:\.\d+)?")
_MIXED = re.compile(r"(\d+(?:\.\d+)?)([十百千]?)([万亿]*)")
CHINESE_NUMERAL = "[零〇○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]"


def plain(value: Decimal) -> Decimal:
    """The same number without trailing zeros or exponent: Decimal('1.50E+8') is Decimal('150000000')."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def chinese_number(text: str) -> Decimal | None:
    """The value of a Chinese or mixed numeral; None where it is none.

    Reads positional numerals (三千二百万), digit strings (二〇二二), decimals (一点五), Arabic digits with
    万/亿 (1.5亿, 3000万). A trailing digit after a tens word counts the next lower place only after 万, 亿
    in speech (三万五): policy texts do not write so, it is read as printed (三万零五).

    >>> chinese_number("一百零三"), chinese_number("二〇二二"), chinese_number("三千万"), chinese_number("1.5亿")
    (Decimal('103'), Decimal('2022'), Decimal('30000000'), Decimal('150000000'))
    """
    text = squeeze(unicodedata.normalize("NFKC", text)).replace(",", "")
    if not text:
        return None
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    mixed = _MIXED.fullmatch(text)
    if mixed:
        value = Decimal(mixed[1]) * _TENS.get(mixed[2], 1)
        for unit in mixed[3]:
            value *= _MYRIADS[unit]
        return plain(value)
    whole, point, fraction = text.partition("点")
    if point:
        unit = fraction[-1] if fraction and fraction[-1] in _MYRIADS else ""
        digits = fraction.removesuffix(unit)
        head = chinese_number(whole)
        if head is None or not digits or any(d not in _DIGIT for d in digits):
            return None
        return plain((head + Decimal("0." + "".join(str(_DIGIT[d]) for d in digits))) * _MYRIADS.get(unit, 1))
    if all(char in _DIGIT for char in text):
        return Decimal("".join(str(_DIGIT[char]) for char in text))
    return _positional(text)


def _positional(text: str) -> Decimal | None:
    total = section = digit = 0
    seen = False
    for char in text:
        if char in _DIGIT:
            if digit:  # two digits in a row make no positional numeral
                return None
            digit = _DIGIT[char]
            seen = True
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            digit, seen = 0, True
        elif char in _MYRIADS:
            if not seen:
                return None
            if _MYRIADS[char] == 10**8:
                total = (total + section + digit) * 10**8
            else:
                total += (section + digit) * _MYRIADS[char]
            section = digit = 0
        else:
            return None
    return Decimal(total + section + digit) if seen else None


# ── dates ────────────────────────────────────────────────────────────────────────────────────────

_DATE = re.compile(
    r"(?P<y>\d{4}|[〇零○OΟО一二三四五六七八九]{4})\s*(?:年|[-./])\s*"
    r"(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:月|[-./])\s*"
    r"(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日?"
)


def find_date(text: str) -> dt.date | None:
    """The first full date printed in `text`; None where there is none or it is no day of the calendar.

    >>> find_date("二〇二二年七月二十六日"), find_date("2022 年 7 月 26 日"), find_date("2026-03-10 00:00")
    (datetime.date(2022, 7, 26), datetime.date(2022, 7, 26), datetime.date(2026, 3, 10))
    """
    for match in _DATE.finditer(unicodedata.normalize("NFKC", text)):
        parts = [chinese_number(re.sub("[OΟО]", "〇", match[name])) for name in ("y", "m", "d")]
        if None in parts:
            continue
        try:
            return dt.date(*(int(part) for part in parts if part is not None))
        except ValueError:
            continue
    return None
