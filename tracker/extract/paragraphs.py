"""Printed rows with their places on the page to paragraphs: for formats that know lines only (PDF, OFD, OCR).

Headers, footers and page numbers go; two columns are read one after the other; a hard-wrapped line is joined to the
next where the page shows that the paragraph runs on: the line is full and the next begins at the margin. A page
break is treated like a line break. Where the page leaves a doubt, the lines stay apart: the clause reader can join two
lines, but cannot part what was joined wrongly.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from tracker.text import squeeze

_NUMBER_ROW = re.compile(
    r"[-—–―─·•.~～\s|/]*(?:第\s*)?(\d{1,4}|[IVXLivxl]{1,6})(?:\s*页)?(?:\s*[/,，]?\s*共?\s*\d{1,4}\s*页?)?[-—–―─·•.~～\s|]*"
)
_MARKER = re.compile(
    r"第[〇零一二三四五六七八九十百千两\d]+[编章节条款项]|[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[）)]"
    r"|\d{1,3}[.．、)）](?!\d)|[①-⑳]|附件|附录|附表"
)
# The dots and page number that end a line of a table of contents
_LEADER = re.compile(r"(?:[.．·…]\s?){4,}\s*[\dIVXivx]*$")
_LABEL_LENGTH = 12  # characters of a label beside which a value stands on several lines
_TAIL = 40  # characters of a line that show how it ends
_ENDED = re.compile(r"[。；;：:！？!?…]['\"”’」』）)】]*$")
# Share of the page height where headers and footers stand; GB/T 9704 leaves 12.5 % above the text, 11.8 % below
_ZONE = 0.14
_EDGE_ROWS = 3  # outermost rows looked at on either edge


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A printed line. Measures from the top left corner of the page, in one unit; `size` is the height of its
    characters.

    Cells of a table row are joined by tabs; `starts` and `ends` hold the left and right edge of each.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    starts: tuple[float, ...] = ()
    ends: tuple[float, ...] = ()
    column: int = 0  # counts the columns and the bands across them in reading order

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def join_rows(pages: Sequence[Sequence[Row]], heights: Sequence[float]) -> list[str]:
    """The paragraphs of all pages, each one line; rows come in reading order."""
    bodies = drop_furniture(pages, heights)
    lines: list[str] = []
    flow = _Flow()
    for rows in bodies:
        for _, column in groupby(rows, key=lambda row: row.column):
            block = list(column)
            flow.begin_block(block)
            for row in block:
                if lines and flow.continues(row):
                    lines[-1] = _glue(lines[-1], row.text)
                elif lines and flow.is_beside(row):
                    lines[-1] += "\t" + row.text
                else:
                    lines.append(row.text)
                flow.add(row)
    return lines


class _Flow:
    """What is known of the row before: does the next one continue its paragraph?"""

    def __init__(self) -> None:
        self._last: Row | None = None
        self._left = self._right = self._margin = self._page_right = 0.0
        self._pitch = 0.0
        self._ends: dict[int, float] = {}  # right edge of the table cell that a row stands in
        self._after_label = False  # the last row was the first line of a cell
        self._has_indents = False  # paragraphs begin with an indent: a line at the margin begins none
        self._same_block = False

    def begin_block(self, rows: Sequence[Row]) -> None:
        """Take the margins of a page or column: where its lines end, and where those begin that run on from a full
        line.
        """
        wide = [row for row in rows if len(squeeze(row.text)) >= 4] or list(rows)
        rights = sorted(row.right for row in wide)
        self._right = rights[-1 - len(rights) // 10]
        if sum(1 for row in wide if row.right >= self._right - 1.7 * row.size) < 2:
            self._right = math.inf  # one long row shows no margin
        runs_on = Counter(
            round(after.left)
            for before, after in pairwise(rows)
            if before.right >= self._right - 1.7 * before.size and len(after.starts) < 2 and after.top - before.top > 0
        )
        often = [left for left, count in runs_on.items() if count >= 0.25 * max(runs_on.values(), default=0)]
        left = float(min(often)) if often else min(row.left for row in wide)
        size = median(row.size for row in wide)
        if self._last is not None and any(abs(row.left - self._left) < 0.3 * size for row in rows[:1]):
            left = self._left  # the page before shows the margin better than a page of few lines or of tables
            self._right = self._page_right if math.isinf(self._right) else max(self._right, self._page_right)
        self._left, self._page_right = left, self._right
        steps = [b.top - a.top for a, b in pairwise(rows) if 0 < b.top - a.top < 4 * a.size]
        self._pitch = median(steps) if steps else 2 * size
        self._has_indents = self._has_indents or any(
            1.2 * size < first.left - left < 3.5 * size
            and first.right >= self._right - 1.7 * size
            and abs(second.left - left) < 0.5 * size
            for first, second in pairwise(rows)
        )
        self._margin = self._left
        self._ends = _cell_ends(rows, self._pitch)
        self._same_block = False

    def continues(self, row: Row) -> bool:
        last = self._last
        if last is None or len(row.starts) > 1:
            return False
        em = max(last.size, row.size)
        if min(last.size, row.size) < 0.8 * em:
            return False
        if len(last.starts) > 1 and not self._same_block:
            return False
        slack = 1.7 * em if not row.text[:1].isascii() else 6 * em
        is_cell = self._margin > self._left + em
        edge = min(self._ends.get(id(row), self._right), self._right) if is_cell else self._right
        # the first line of a cell may be indented like that of a paragraph
        reach = 2.6 * em if self._after_label and row.left > self._left + em else 0.7 * em
        if last.right < edge - slack or row.left > self._margin + 0.7 * em or row.left < self._margin - reach:
            return False
        if self._same_block and not 0 < row.top - last.top <= max(1.45 * self._pitch, 2.2 * em):
            return False
        if _LEADER.search(last.text[-_TAIL:]):
            return False
        is_new = _MARKER.match(row.text) or not self._has_indents or is_cell
        return not (is_new and _ENDED.search(last.text[-_TAIL:]))

    def is_beside(self, row: Row) -> bool:
        """A value beside its label: the row stands right of the last and no lower than it, as in a table with
        wrapped cells.
        """
        last = self._last
        return (
            last is not None
            and self._same_block
            and row.left > last.right
            and row.top <= last.top
            and row.bottom >= last.top - 3 * self._pitch
            and len(last.text.rpartition("\t")[2]) <= _LABEL_LENGTH
        )

    def add(self, row: Row) -> None:
        beside = self.is_beside(row)
        if len(row.starts) > 1:
            self._margin = row.starts[-1]
        elif beside:
            self._margin = row.left
        elif row.left < self._margin - 0.7 * row.size:
            is_cell = row.left > self._left + row.size and row.left >= self._margin - 2.6 * row.size
            self._margin = row.left if is_cell else self._left
        self._after_label = beside or len(row.starts) > 1
        self._last = row
        self._same_block = True


def _cell_ends(rows: Sequence[Row], pitch: float) -> dict[int, float]:
    """For each row the right edge of the lines that stand above and below it at the same left edge, by its id."""
    ends: dict[int, float] = {}
    run: list[Row] = []
    for row in [*rows, None]:
        last = run[-1] if run else None
        if (
            row is not None
            and last is not None
            and len(row.starts) < 2
            and abs(row.left - (last.starts or (last.left,))[-1]) < 0.5 * row.size
            and 0 < row.top - last.top <= 1.6 * pitch
        ):
            run.append(row)
            continue
        ends |= dict.fromkeys(map(id, run), max((each.right for each in run), default=0.0))
        run = [] if row is None else [row]
    return ends


def _glue(before: str, after: str) -> str:
    """Two lines of a paragraph: a blank only between words of Latin letters or digits that the wrap parted."""
    if before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalnum():
        return f"{before} {after}" if before[-1:].isalpha() or after[:1].isalpha() else before + after
    return before + after


# ── headers, footers, page numbers ───────────────────────────────────────────────────────────────


def drop_furniture(pages: Sequence[Sequence[Row]], heights: Sequence[float]) -> list[list[Row]]:
    """The rows of each page without its header, footer and page number.

    A row goes where it stands among the outermost rows near an edge and either is a page number (the numbers of
    several pages run on, or it is set off by dashes or 第…页), or the same text, digits aside, stands there on many
    pages.
    """
    edges = [_edge_rows(rows, height) for rows, height in zip(pages, heights, strict=True)]
    repeated = Counter(key for rows in edges for key in {_key(row) for row in rows})
    often = min(max(3, 0.2 * len(pages)), max(2, len(pages)))
    steps = Counter(
        number - at for at, rows in enumerate(edges) for row in rows if (number := _page_number(row.text)) is not None
    )
    kept = []
    for at, (rows, outer) in enumerate(zip(pages, edges, strict=True)):
        gone = {
            id(row)
            for row in outer
            if (repeated[_key(row)] >= often and not _MARKER.match(row.text))
            or _is_page_number(row.text, at, steps, len(pages))
        }
        kept.append([row for row in rows if id(row) not in gone])
    return kept


def _edge_rows(rows: Sequence[Row], height: float) -> list[Row]:
    ordered = sorted(rows, key=lambda row: row.middle)
    above = [row for row in ordered[:_EDGE_ROWS] if row.middle < _ZONE * height]
    below = [row for row in ordered[-_EDGE_ROWS:] if row.middle > (1 - _ZONE) * height]
    return above + [row for row in below if row not in above]


def _key(row: Row) -> str:
    """What a header shares from page to page: its text without digits, and its height on the page."""
    return f"{re.sub(r'[0-9]+', '#', squeeze(row.text))}@{round(row.middle / 4)}"


def _page_number(text: str) -> int | None:
    match = _NUMBER_ROW.fullmatch(text.strip()[:_TAIL])
    return int(match[1]) if match and match[1].isdecimal() else None


def _is_page_number(text: str, at: int, steps: Counter[int], count: int) -> bool:
    match = _NUMBER_ROW.fullmatch(text.strip()[:_TAIL])
    if not match:
        return False
    if not match[1].isdecimal():
        return True  # I, II, iv
    number = int(match[1])
    set_off = squeeze(text) != match[1]
    return set_off or steps[number - at] >= 2 or (count == 1 and number == 1)
