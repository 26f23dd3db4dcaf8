"""Figures in running Chinese text: amounts, ratios, durations, dates, rates, counts (docs/contract.md, FIGURE).

    find_figures("单个项目奖励金额最高 3000 万元。")
      → Figure(text="最高3000万元", kind="amount", value=30000000, unit="CNY", bound="max", scope="项目", …)

The text is read in its normal form, so blanks, wraps and widths make no difference; `start` and `end` lead back to
the text as printed. atoms.py finds numbers with units, bounds.py their bounds, context.py and subjects.py what
stands around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.meaning.figures.atoms import Atom, find_atoms
from tracker.meaning.figures.bounds import Bounded, read_bounds
from tracker.meaning.figures.cells import find_cells
from tracker.meaning.figures.context import LOOK_BACK, chains, find_period, find_scope, is_joined, spread_once
from tracker.meaning.figures.subjects import find_subjects
from tracker.models import Figure
from tracker.text import Folded, NormalText, fold, squeeze


def find_figures(text: str) -> tuple[Figure, ...]:
    """Every figure of `text`, in order of print.

    Amounts are in full currency units (CNY, USD, …), ratios in percent, areas in m2, counts in the unit printed
    (half width), 倍 is a quantity. `start` and `end` are offsets into `text` as given.

    >>> [(f.text, f.bound, str(f.value)) for f in find_figures("按照不超过投资额的 30%、最高 500\\n万元给予补助")]
    [('30%', 'max', '30'), ('最高500万元', 'max', '5000000')]
    """
    folded = _apart(fold(text))
    atoms = [atom for atom in find_atoms(folded.text) if not _stands_alone(folded, atom)]
    if "\t" in text:
        atoms = sorted([*atoms, *_outside(atoms, find_cells(folded))], key=lambda atom: atom.start)
    items = read_bounds(folded.text, atoms)
    heads = chains(folded.text, items)
    scopes: list[str | None] = []
    periods: list[str | None] = []
    for at, item in enumerate(items):
        floor = _floor(folded.text, items, at)
        ceiling = items[at + 1].start if at + 1 < len(items) else len(folded.text)
        joined = at > 0 and is_joined(folded.text, items[at - 1], item)
        before = heads[at] if heads[at] != at else at - 1 if joined else None
        scope = find_scope(folded.text, item, floor) or (scopes[-1] if _in_window(folded.text, items, at) else None)
        period = find_period(folded.text, item, floor, ceiling)
        scopes.append(scope or (None if before is None else scopes[before]))
        periods.append(period or (None if before is None else periods[before]))
    periods = spread_once(folded.text, items, periods)
    subjects = find_subjects(folded.text, items, heads)
    return tuple(
        _figure(folded, item, scope, period, subject)
        for item, scope, period, subject in zip(items, scopes, periods, subjects, strict=True)
    )


def _outside(atoms: Sequence[Atom], cells: Sequence[Atom]) -> Iterator[Atom]:
    """The numbers of `cells` that are not read as `atoms` already."""
    taken = {at for atom in atoms for at in range(atom.start, atom.end)}
    return (cell for cell in cells if cell.start not in taken)


def _floor(text: str, items: Sequence[Bounded], at: int) -> int:
    """Where the figure before ends; one in brackets that close again (企业(注册满3年)给予50万元) is read over."""
    closed, position = 0, items[at].start  # brackets that close behind `position` and open before it
    for before in reversed(items[:at]):
        for char in reversed(text[before.end : position]):
            closed = closed + 1 if char == ")" else max(0, closed - (char == "("))
        position = before.end
        if not closed or items[at].start - position > LOOK_BACK:
            return position
    return 0


def _in_window(text: str, items: Sequence[Bounded], at: int) -> bool:
    """同一项目三年内累计不超过500万元: the term before is the time in which, and hides no scope."""
    if not at or items[at - 1].atom.kind != "duration" or items[at].atom.kind == "duration":
        return False
    between = text[items[at - 1].end : items[at].start]
    return text.endswith("内", 0, items[at - 1].end) and not re.search("[,;。、]", between)


_LABEL = re.compile(r"(?<![\d.])\d{1,2}(?=\.\d)")


def _apart(folded: Folded) -> Folded:
    """`folded` with a bar where two words only met because blanks were dropped.

    A tab, or the line end of a row of cells, parts what stands on both sides; a line end between two numbers parts
    them (a thin space in 3 000万元 does not); a blank behind the point of an item's label parts it from the number
    behind it (1. 5年内 is not 1.5年).
    """
    folded = _with_cells(folded) if "\t" in folded.source else folded
    blanks = (blank.start() for blank in re.finditer(" ", folded.text))
    bars = [at for at in blanks if re.search(r"[\t\r\n]", folded.source[folded.starts[at] : folded.ends[at]])]
    for label in _LABEL.finditer(folded.text):
        point = label.end()
        if folded.ends[point] < folded.starts[point + 1] and _begins_item(folded, label.start()):
            bars.append(point)
    if not bars:
        return folded
    chars = list(folded.text)
    for at in bars:
        chars[at] = "|"
    return replace(folded, text=NormalText("".join(chars)))


def _with_cells(folded: Folded) -> Folded:
    """`folded` with a bar of its own between the cells and the rows of a table."""
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    before = 0
    for char, start, end in zip(folded.text, folded.starts, folded.ends, strict=True):
        if chars and _is_seam(folded.source, before, start):
            chars.append("|")
            starts.append(before)
            ends.append(start)
        chars.append(char)
        starts.append(start)
        ends.append(end)
        before = end
    return replace(folded, text=NormalText("".join(chars)), starts=tuple(starts), ends=tuple(ends))


def _is_seam(source: str, before: int, after: int) -> bool:
    """A tab stands between, or the end of a line that has cells."""
    gap = source[before:after]
    if "\t" in gap:
        return True
    if "\n" not in gap:
        return False
    line = source.rfind("\n", 0, before) + 1
    end = source.find("\n", after)
    return "\t" in source[line:before] or "\t" in source[after : end if end >= 0 else len(source)]


def _begins_item(folded: Folded, at: int) -> bool:
    if at == 0 or folded.text[at - 1] in "。;:!?)":
        return True
    return "\n" in folded.source[folded.ends[at - 1] : folded.starts[at]]


def _figure(folded: Folded, item: Bounded, scope: str | None, period: str | None, subject: str | None) -> Figure:
    start, end = folded.span(item.start, item.end)
    return Figure(
        text=squeeze(folded.source[start:end]),
        kind=item.atom.kind,
        value=item.atom.value,
        value_high=item.high,
        unit=_brackets(item.atom.unit),
        bound=item.bound,
        scope=_brackets(scope),
        period=period,
        start=start,
        end=end,
        subject=subject,
    )


def _brackets(word: str | None) -> str | None:
    """台（套） however its brackets are printed."""
    return word.replace("(", "（").replace(")", "）") if word else None


# What may stand beside a date on a line that only says when the document came out
_ISSUED = re.compile(r"(?:(?:发布|发文|成文|印发|公布|签发)(?:日期|时间)[:：]?)?[-/.、年月日\d]*")


def _stands_alone(folded: Folded, atom: Atom) -> bool:
    """A date alone on its line signs the document, behind 发布日期 it dates it; it is no figure."""
    if atom.kind != "date":
        return False
    start, end = folded.span(atom.start, atom.end)
    source = folded.source
    line_start = source.rfind("\n", 0, start) + 1
    line_end = source.find("\n", end)
    around = source[line_start:start] + source[end : line_end if line_end >= 0 else len(source)]
    if source[:line_start].rstrip().endswith(("至", "到", "自", "从", "于")):
        return False  # the line before goes on here
    return "\n" in source and _ISSUED.fullmatch(re.sub(r"[\s()（）]", "", around)) is not None
