"""Flattened text: a policy printed as one line, its paragraphs parted by blanks at best.

A new line begins where a numbered unit plainly begins: in the order of its numbering, behind a sentence or a
heading, and never inside 《》, （） or “”. A blank behind a full stop is the end of a paragraph as well, and so is
the blank behind the heading of a numbered unit.

    >>> split_flat("若干措施 一、总则 第一条 为了示例。 第二条 按照第一条 办理。")
    ['若干措施', '一、总则', '第一条 为了示例。', '第二条 按照第一条 办理。']
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tracker.documents.lines import DATE
from tracker.text import chinese_number, normal

# Fewer units than this in a long line are a list inside a sentence, not a document
_LEAST_UNITS = 3
_LEAST_LENGTH = 200
_LONGEST_HEADING = 40
_MOST_OPEN = 8  # lists of one numbering inside each other

_UNIT = re.compile(
    r"第\s?(?P<n1>[一二三四五六七八九十百零](?:\s?[一二三四五六七八九十百零]){0,6}|\d{1,3})\s?(?P<kind>编|章|节|条)"
    r"|(?P<n2>[一二三四五六七八九十]{1,3})(?P<comma>、)"
    r"|[(（](?P<n3>[一二三四五六七八九十]{1,3})(?P<round>[)）])"
    r"|[(（](?P<n4>\d{1,2})(?P<digits>[)）])"
    r"|(?<![\d.．])(?P<n5>\d{1,2})(?P<dot>[.．、])(?![\d%])"
)
_SIGNATURE = re.compile(
    rf"(?<=[。：:])\s*(?P<who>[\u4e00-\u9fff、]{{2,40}}?(?:局|委员会|政府|厅|部|办公室|院))\s*(?P<day>{DATE})\s*(?:[(（][^()（）]{{2,20}}[)）])?"
)
_OPEN, _CLOSE = "《（(“「【[〈", "》）)”」】]〉"
_BRACKET = re.compile(f"[{re.escape(_OPEN + _CLOSE)}]")
_LONGEST_BRACKET = 200
_STOP = "。；;！!？?"
_SENTENCE = re.compile(rf"[{_STOP}]\s+(?=\S)")
_BEFORE_UNIT = _STOP + "：:)）”】"


@dataclass(slots=True)
class _Count:
    """Where each numbering stands: the last numbers of its open lists, the innermost last."""

    open: dict[str, list[int]] = field(default_factory=dict)

    def takes(self, kind: str, number: int) -> bool:
        """`number` goes on with an open list or begins one."""
        numbers = self.open.setdefault(kind, [])
        del numbers[:-_MOST_OPEN]
        for at in range(len(numbers) - 1, -1, -1):
            if number == numbers[at] + 1:
                numbers[at:] = [number]
                return True
        if number == 1:
            numbers.append(1)
            return True
        return False


def split_if_flat(line: str) -> list[str]:
    """The paragraphs of `line` where it is a whole text, else the line itself: lists inside a sentence stay."""
    if len(line) < _LEAST_LENGTH:
        return [line]
    pieces = split_flat(line)
    own = [
        piece
        for before, piece in pairwise(["", *pieces])
        if _UNIT.match(piece) and before[-1:] not in tuple("：:；;，,")
    ]
    return pieces if len(own) >= _LEAST_UNITS else [line]


def split_flat(line: str) -> list[str]:
    """The paragraphs of a flattened `line`, in order; together they hold all its characters but outer blanks."""
    bracketed = _bracketed(line)
    cuts = sorted({0, *_unit_cuts(line, bracketed), *_sentence_cuts(line, bracketed), *_signature_cuts(line)})
    pieces = [line[start:end].strip() for start, end in zip(cuts, [*cuts[1:], len(line)], strict=True)]
    return _split_headings([piece for piece in pieces if piece])


def _bracketed(line: str) -> list[bool]:
    """Whether each character stands in brackets; a bracket left open for long counts no more."""
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    for bracket in _BRACKET.finditer(line):
        at = bracket.start()
        if bracket[0] in _OPEN:
            opened.append(at)
        elif opened and at - opened[-1] < _LONGEST_BRACKET:
            spans.append((opened.pop(), at))
    spans += [(start, min(start + _LONGEST_BRACKET, len(line))) for start in opened]
    inside = [False] * len(line)
    for start, end in spans:
        inside[start + 1 : end] = [True] * (end - start - 1)
    return inside


def _unit_cuts(line: str, bracketed: Sequence[bool]) -> list[int]:
    count, cuts = _Count(), []
    last = 0
    for match in _UNIT.finditer(line):
        start = match.start()
        number = chinese_number(next(match[f"n{i}"] for i in range(1, 6) if match[f"n{i}"]))
        # the first 第一条 begins a text wherever it stands: 示例办法第一章总则第一条为了…
        first = number == 1 and not count.open.get(_kind(match)) and _goes_on(line, match)
        if bracketed[start] or not (first or _may_begin(line, last, start)):
            continue
        if number is not None and count.takes(_kind(match), int(number)):
            cuts.append(start)
            last = start
    return cuts


def _goes_on(line: str, first: re.Match[str]) -> bool:
    """A 第二条 follows this 第一条, or a 第一条 this 第一章: it begins a text and is no citation."""
    kind, rest = first["kind"], line[first.end() :]
    if kind is None:
        return False
    return bool(re.search(rf"第\s?二\s?{kind}", rest) or (kind == "章" and re.match(r"[^。]{1,30}?第\s?一\s?条", rest)))


def _may_begin(line: str, last: int, start: int) -> bool:
    """A unit may begin at `start`: behind a sentence, or behind a blank after a heading that began at `last`."""
    end = start
    while end > 0 and line[end - 1].isspace():
        end -= 1
    if end == 0 or line[end - 1] in _STOP:
        return True
    if end == start:
        return line[end - 1] in "：:"
    return line[end - 1] in _BEFORE_UNIT or (
        end - last <= _LONGEST_HEADING and not re.search(r"[。；：;:]", line[last:end])
    )


def _sentence_cuts(line: str, bracketed: Sequence[bool]) -> list[int]:
    return [match.end() for match in _SENTENCE.finditer(line) if not bracketed[match.start()]]


def _signature_cuts(line: str) -> list[int]:
    """Around a signature run into the text: …执行。示例市人民政府2023年9月5日（此件公开发布）示例办法第一条"""
    cuts = []
    for match in _SIGNATURE.finditer(line):
        cuts += [match.start("who"), match.end("day"), match.end()]
    return cuts


def _split_headings(pieces: list[str]) -> list[str]:
    """
    `pieces` with the headings of numbered units on lines of their own.

    A blank is the end of a heading only where most units of the same numbering have one; elsewhere it was left by
    a broken line (揭榜挂 帅).
    """
    headed: dict[str, list[bool]] = {}
    units = [_UNIT.match(piece) for piece in pieces]
    for piece, unit in zip(pieces, units, strict=True):
        if unit is not None:
            headed.setdefault(_kind(unit), []).append(_heading_end(piece, unit, "，、,") > 0)
    styled = {kind for kind, ends in headed.items() if 2 * sum(ends) > len(ends)}
    split: list[str] = []
    for piece, unit in zip(pieces, units, strict=True):
        end = _heading_end(piece, unit) if unit is not None and _kind(unit) in styled else 0
        split += [part for part in (piece[:end], piece[end:].strip()) if part]
    return split


def _kind(unit: re.Match[str]) -> str:
    return unit["kind"] or next(name for name in ("comma", "round", "digits", "dot") if unit[name])


def _heading_end(piece: str, unit: re.Match[str], without: str = "") -> int:
    """Where the heading of a unit ends: before a blank or with the piece; 0 where a sentence stands there."""
    lead = len(piece) - len(piece[unit.end() :].lstrip())
    heading = re.match(rf"[^\s。；：;:{without}]{{2,{_LONGEST_HEADING}}}(?=\s|$)", piece[lead:])
    return lead + heading.end() if heading else 0


def without_title(text: str, title: str) -> str:
    """`text` without `title` at its beginning, however either is spaced, bracketed or quoted.

    >>> without_title("《示例 若干措施》（试行） 第一条 …", "示例若干措施(试行)")
    '第一条 …'
    """
    wanted = re.sub(r"[^\w]", "", normal(title).replace(" ", ""))
    at = 0
    for index, char in enumerate(text):
        if at == len(wanted):
            return text[index:].lstrip("》）)」 　\t")
        folded = re.sub(r"[^\w]", "", normal(char))
        if not folded:
            continue
        if not wanted.startswith(folded, at):
            return text
        at += len(folded)
    return "" if wanted and at == len(wanted) else text
