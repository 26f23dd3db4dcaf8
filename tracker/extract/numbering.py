"""Automatic numbering of Word files: the label that Word prints before a paragraph and keeps nowhere in its text.

`ListCounter` counts; `Numbering` reads the definitions of a DOCX, `tracker.extract.doc97` those of a Word 97 file.
Sources: ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
# First character of a row of enclosed numbers, and how many there are
_ENCLOSED = {
    "decimalEnclosedParen": (0x2474, 20),
    "decimalEnclosedFullstop": (0x2488, 20),
    "ideographEnclosedCircle": (0x3220, 10),
}
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


@dataclass(slots=True)
class Level:
    """One level of a list; `text` holds %1 to %9 for the numbers of the levels."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False  # all numbers of the label in Arabic digits
    restart: int | None = None  # level that restarts this one; None: any shallower level


@dataclass(slots=True)
class ListDefinition:
    """A list: its levels, and the paragraph styles that stand for them."""

    levels: dict[int, Level] = field(default_factory=dict)
    style_levels: dict[str, int] = field(default_factory=dict)  # paragraph style: level
    style_link: str | None = None


class ListCounter:
    """Counts the numbered paragraphs of one document; ask in reading order."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, made: ListDefinition, depth: int, *, list_id: str, instance: str, starts: dict[int, int]) -> str:
        """The printed label with the blank behind it, "" for none; `starts` are the numbers at which this instance
        begins anew.
        """
        level = made.levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(list_id, {})
        if depth in starts and (instance, depth) not in self._begun:
            counts[depth] = starts[depth]
        elif depth in counts:
            counts[depth] += 1
        else:
            counts[depth] = level.start
        self._begun.add((instance, depth))
        for deeper in [d for d in counts if d > depth and _restarts(made.levels.get(d), depth)]:
            del counts[deeper]
        return _printed(made, depth, counts, starts)


class Numbering:
    """Counts the numbered paragraphs of one document; ask in reading order."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        self._lists: dict[str, ListDefinition] = {}
        self._instances: dict[str, tuple[str, dict[int, int]]] = {}  # numId: (abstractNumId, start overrides)
        self._counter = ListCounter()
        self._styles = {} if styles is None else {s.get(f"{W}styleId"): s for s in styles.iter(f"{W}style")}
        if numbering is not None:
            self._load(numbering)

    def _load(self, numbering: Any) -> None:
        for abstract in numbering.iter(f"{W}abstractNum"):
            made = ListDefinition(style_link=_value(abstract, "numStyleLink"))
            for level in abstract.iterfind(f"{W}lvl"):
                depth = _integer(level.get(f"{W}ilvl"), 0)
                made.levels[depth] = _level(level)
                if style := _value(level, "pStyle"):
                    made.style_levels[style] = depth
            self._lists[abstract.get(f"{W}abstractNumId") or ""] = made
        for instance in numbering.iter(f"{W}num"):
            starts = {}
            for override in instance.iterfind(f"{W}lvlOverride"):
                start = _value(override, "startOverride")
                if start is not None:
                    starts[_integer(override.get(f"{W}ilvl"), 0)] = _integer(start, 1)
            self._instances[instance.get(f"{W}numId") or ""] = (_value(instance, "abstractNumId") or "", starts)

    def label(self, paragraph: Any) -> str:
        """The printed label of a `w:p` with the blank behind it, "" for none; counts the paragraph."""
        number_id, depth = self._reference(paragraph)
        if number_id is None or number_id not in self._instances:
            return ""
        list_id, starts = self._instances[number_id]
        made = self._list(list_id)
        if made is None:
            return ""
        return self._counter.label(made, depth, list_id=list_id, instance=number_id, starts=starts)

    def _list(self, list_id: str) -> ListDefinition | None:
        made = self._lists.get(list_id)
        if made is not None and made.style_link and not made.levels:
            style = self._styles.get(made.style_link)
            linked = None if style is None else style.find(f"{W}pPr/{W}numPr/{W}numId")
            target = self._instances.get(linked.get(f"{W}val") or "") if linked is not None else None
            return self._lists.get(target[0]) if target else None
        return made

    def _reference(self, paragraph: Any) -> tuple[str | None, int]:
        """The list and level of a paragraph: its own, else its style's, else that of the style it is based on."""
        properties = paragraph.find(f"{W}pPr")
        own = None if properties is None else properties.find(f"{W}numPr")
        number_id = None if own is None else _value(own, "numId")
        depth = None if own is None else _value(own, "ilvl")
        style = None if properties is None else _value(properties, "pStyle")
        style = style or next(
            (
                key
                for key, s in self._styles.items()
                if s.get(f"{W}default") in ("1", "true") and s.get(f"{W}type") == "paragraph"
            ),
            None,
        )
        first_style, seen = style, set()
        while number_id is None and style in self._styles and style not in seen:
            seen.add(style)
            element = self._styles[style]
            inherited = element.find(f"{W}pPr/{W}numPr")
            if inherited is not None:
                number_id = _value(inherited, "numId")
                depth = depth or _value(inherited, "ilvl")
                if depth is None and number_id in self._instances:
                    made = self._list(self._instances[number_id][0])
                    depth = str(made.style_levels.get(style or "", 0)) if made else None
            style = _value(element, "basedOn")
        if number_id in (None, "0"):
            return None, 0
        if depth is None and first_style and number_id in self._instances:
            made = self._list(self._instances[number_id][0])
            depth = str(made.style_levels.get(first_style, 0)) if made else None
        return number_id, _integer(depth, 0)


def _level(element: Any) -> Level:
    text = element.find(f"{W}lvlText")
    legal = element.find(f"{W}isLgl")
    restart = _value(element, "lvlRestart")
    return Level(
        start=_integer(_value(element, "start"), 1),
        format=_value(element, "numFmt") or "decimal",
        text="" if text is None else text.get(f"{W}val") or "",
        suffix=_value(element, "suff") or "tab",
        legal=legal is not None and legal.get(f"{W}val") not in ("0", "false"),
        restart=None if restart is None else _integer(restart, 0),
    )


def _restarts(level: Level | None, depth: int) -> bool:
    if level is None or level.restart is None:
        return True
    return level.restart > depth


def _printed(made: ListDefinition, depth: int, counts: dict[int, int], starts: dict[int, int]) -> str:
    level = made.levels[depth]
    if level.format in ("bullet", "none"):
        return ""

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        one = made.levels.get(at, Level())
        value = counts.get(at, starts.get(at, one.start))
        return in_format(value, "decimal" if level.legal else one.format)

    label = re.sub(r"%([1-9])", number, level.text).strip()
    if not label:
        return ""
    return label if level.suffix == "nothing" or label[-1] in "、）】，．" else f"{label} "


def in_format(value: int, name: str) -> str:
    """`value` as Word prints it in number format `name`; unknown formats in Arabic digits.

    >>> [in_format(21, name) for name in ("chineseCounting", "upperRoman", "decimalEnclosedCircle", "lowerLetter")]
    ['二十一', 'XXI', '㉑', 'u']
    """
    if name in (
        "chineseCounting",
        "chineseCountingThousand",
        "taiwaneseCountingThousand",
        "taiwaneseCounting",
        "japaneseCounting",
    ):
        return _counted(value)
    if name in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        return "".join(_DIGITS[int(digit)] for digit in str(value))
    if name in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return _counted(value).translate(_LEGAL)
    if name == "ideographTraditional":
        return _STEMS[(value - 1) % 10]
    if name == "ideographZodiac":
        return _BRANCHES[(value - 1) % 12]
    if name in ("upperRoman", "lowerRoman"):
        roman = _roman(value)
        return roman if name == "upperRoman" else roman.lower()
    if name in ("upperLetter", "lowerLetter") and value > 0:
        letter = chr(ord("A") + (value - 1) % 26) * min((value - 1) // 26 + 1, 10)
        return letter if name == "upperLetter" else letter.lower()
    if name in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese"):
        return _circled(value)
    if name == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))
    if name in _ENCLOSED and 1 <= value <= _ENCLOSED[name][1]:
        return chr(_ENCLOSED[name][0] + value - 1)
    if name == "decimalZero":
        return f"{value:02d}"
    return str(value)


def _counted(value: int) -> str:
    if not 0 < value < 10_000:
        return str(value)
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            text += ("零" if zero else "") + "零一二三四五六七八九"[digit] + name
            zero = False
        elif text and value % unit:
            zero = True
    return text.removeprefix("一") if text.startswith("一十") else text


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    text = ""
    for size, letters in _ROMAN:
        text += letters * (value // size)
        value %= size
    return text


def _circled(value: int) -> str:
    if 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if 21 <= value <= 35:
        return chr(0x3251 + value - 21)
    if 36 <= value <= 50:
        return chr(0x32B1 + value - 36)
    return str(value)


def _value(element: Any, name: str) -> str | None:
    child = element.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else otherwise
