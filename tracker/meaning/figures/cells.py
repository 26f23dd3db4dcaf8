"""Bare numbers in the cells of a table whose head gives their unit.

    类别 | 补贴标准（万元）         单位：万元
    一类 | 500                     类别 | 最高补贴金额
                                   一类 | 500

A number counts only under a head that names a unit, or under one that speaks of money where 单位：万元 stands over the
table; columns of ranks, years and counts stay out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tracker.meaning.figures.atoms import CURRENCIES, Atom
from tracker.text import Folded, chinese_number, plain

_UNIT = r"(?P<scale>[十百千]?[万亿]?)(?P<unit>美元|欧元|港元|元|%|％)(?P<per>/[\u4e00-\u9fffA-Za-z()（）0-9]{1,8}?)?"
_IN_HEAD = re.compile(rf"[(（](?:单位[:：])?{_UNIT}[)）]$")
_OVER_TABLE = re.compile(rf"[(（]?(?:金额|计量)?单位[:：]\s*{_UNIT}[)）]?")
_MONEY = re.compile("金额|标准|资金|补贴|补助|奖励|额度|限额|上限|投资|经费|预算|费用|单价|价格")
_NO_MONEY = re.compile("序号|数量|面积|人数|年[份度限]|比例|率$|期限|次数")
_CAP = re.compile("最高|上限|限额|不超过|封顶")
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class _Column:
    """What the numbers under a head are."""

    unit: re.Match[str]
    capped: bool


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    text: str


def find_cells(folded: Folded) -> list[Atom]:
    """The bare numbers of `folded`'s tables as atoms, in order."""
    found: list[Atom] = []
    over: re.Match[str] | None = None  # 单位：万元 over the table
    columns: list[_Column | None] = []
    for row in _rows(folded.source):
        if len(row) == 1:
            columns = []
            over = _OVER_TABLE.search(row[0].text) or (over if not row[0].text else None)
        elif len(row) != len(columns) or not any(_NUMBER.fullmatch(cell.text) for cell in row):
            columns = [_column(cell.text, over) for cell in row]
        else:
            found += _numbers(folded, row, columns)
    return found


def _rows(source: str) -> Iterator[list[_Cell]]:
    begin = 0
    for line in source.split("\n"):
        cells, at = [], begin
        for cell in line.split("\t"):
            cells.append(_Cell(at + len(cell) - len(cell.lstrip()), cell.strip()))
            at += len(cell) + 1
        yield cells
        begin += len(line) + 1


def _column(head: str, over: re.Match[str] | None) -> _Column | None:
    unit = _IN_HEAD.search(head)
    if unit is None and over is not None and _MONEY.search(head) and not _NO_MONEY.search(head):
        unit = over
    return _Column(unit, bool(_CAP.search(head))) if unit else None


def _numbers(folded: Folded, row: list[_Cell], columns: list[_Column | None]) -> Iterator[Atom]:
    for cell, column in zip(row, columns, strict=True):
        if column is None or not _NUMBER.fullmatch(cell.text):
            continue
        number = chinese_number(cell.text)
        if number is not None:
            yield _atom(folded, cell, column, number)


def _atom(folded: Folded, cell: _Cell, column: _Column, number: Decimal) -> Atom:
    start, end = folded.at(cell.start), folded.at(cell.start + len(cell.text))
    printed, scale, per = column.unit["unit"], column.unit["scale"], column.unit["per"]
    if printed in "%％":
        return Atom(kind="ratio", value=number, unit="percent", start=start, end=end, capped=column.capped)
    if per and per != "/年":
        return Atom(kind="rate", value=number, unit=scale + printed + per, start=start, end=end, capped=column.capped)
    factor = chinese_number("1" + scale) if scale else Decimal(1)
    value = plain(number * (factor or 1))
    return Atom(kind="amount", value=value, unit=CURRENCIES[printed], start=start, end=end, capped=column.capped)
