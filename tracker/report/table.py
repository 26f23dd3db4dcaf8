"""Rows of cells set in columns of a terminal or a text file, where a Chinese character takes two places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import zip_longest

_GAP = "  "
_NARROW = 8  # places below which no column is made narrower
# What a line is broken between: a word or number, or one character of Chinese, with the blanks behind it. Brackets and
# marks stay with what they open or close
_PIECE = re.compile(r"[（《「『【〔〈“‘]*(?:[!-\u024f]+|\S)[，。；：、！？）》」』】〕〉”’]*\s*|\s+")


def set_in_columns(
    rows: Sequence[Sequence[str]], *, width: int, right: Collection[int] = (), kept: Collection[int] = ()
) -> Iterator[tuple[str, ...]]:
    """
    Each row as the lines it is printed on.

    Args:
        rows: n rows of the same number of cells.

        width: Places of a line. The widest columns give way until all fit, but for those that are kept.

        right: Columns (0 is the first) set to the right.

        kept: Columns whose cells are never broken: dates, numbers.

    >>> list(set_in_columns([("号", "title"), ("12", "关于支持算力产业")], width=14, right=[0]))
    [('号  title',), ('12  关于支持算', '    力产业')]
    """
    widths = _widths(rows, width, kept)
    for row in rows:
        cells = (_broken(cell, places) for cell, places in zip(row, widths, strict=True))
        yield tuple(_line(parts, widths, right) for parts in zip_longest(*cells, fillvalue=""))


def _line(parts: Sequence[str], widths: Sequence[int], right: Collection[int]) -> str:
    cells = []
    for at, (part, width) in enumerate(zip(parts, widths, strict=True)):
        blanks = " " * (width - _places(part))
        cells.append(blanks + part if at in right else part + blanks)
    return _GAP.join(cells).rstrip()


def _widths(rows: Sequence[Sequence[str]], width: int, kept: Collection[int]) -> list[int]:
    widths = [max(_places(line) for cell in column for line in cell.split("\n")) for column in zip(*rows, strict=True)]
    room = width - len(_GAP) * (len(widths) - 1)
    giving = [at for at in range(len(widths)) if at not in kept]
    while sum(widths) > room and giving:
        widest = max(giving, key=widths.__getitem__)
        if widths[widest] <= _NARROW:
            break
        widths[widest] -= 1
    return widths


def _broken(text: str, width: int) -> Iterator[str]:
    """The lines of `text`, none wider than `width` places."""
    for paragraph in text.split("\n"):
        line = ""
        for piece in _PIECE.findall(paragraph) if _places(paragraph) > width else [paragraph]:
            if line and _places(line + piece.rstrip()) > width:
                yield line.rstrip()
                line = ""
            line += piece
            while _places(line.rstrip()) > width:  # an address, say, longer than a line
                end = next(at for at in range(1, len(line) + 1) if _places(line[: at + 1]) > width)
                yield line[:end]
                line = line[end:]
        yield line.rstrip()


def _places(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_places_of, text))


@cache
def _places_of(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
