"""The order in which rows are read: that of the file, two columns one after the other, or from top to bottom."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from statistics import median

from tracker.extract.paragraphs import Row


def in_reading_order(rows: list[Row], width: float) -> list[Row]:
    """Rows as a reader takes them: the order of the file, unless the page shows two columns or the file jumps about."""
    gutter = _gutter(rows, width)
    if gutter is not None:
        return _by_columns(_part_at(rows, gutter), gutter)
    if _jumps(rows) > 0.15 * len(rows) + 1:
        return sorted(rows, key=lambda row: (round(row.middle / max(row.size, 1)), row.left))
    return rows


def _jumps(rows: list[Row]) -> int:
    """How often the file goes back up the page to rows that share their width with the row before."""
    return sum(
        1
        for before, after in pairwise(rows)
        if after.bottom < before.top and after.left < before.right and before.left < after.right
    )


def _gutter(rows: list[Row], width: float) -> float | None:
    """The middle of the blank strip between two columns of text; None where the page has one column or a table.

    Columns are two blocks of like width whose rows fill them; the columns of a table are of different widths or
    hold short cells.
    """
    pieces = [piece for row in rows for piece in _pieces(row)]
    if len(pieces) < 12:
        return None
    for at in (x / 100 * width for x in range(40, 61)):
        left = [piece for piece in pieces if piece.right <= at]
        right = [piece for piece in pieces if piece.left >= at]
        crossing = len(pieces) - len(left) - len(right)
        if min(len(left), len(right)) >= 6 and crossing <= 0.15 * len(pieces) and _fills(left) and _fills(right):
            inner = [max(piece.right for piece in left), min(piece.left for piece in right)]
            return sum(inner) / 2
    return None


def _fills(block: list[Row]) -> bool:
    """Most rows of a text column reach its right edge; cells do not."""
    edge = max(row.right for row in block)
    start = min(row.left for row in block)
    full = sum(1 for row in block if row.right > edge - 2 * row.size)
    long = sum(1 for row in block if row.right - row.left > 0.6 * (edge - start))
    return full >= 0.4 * len(block) and long >= 0.6 * len(block) and median(len(row.text) for row in block) >= 8


def _pieces(row: Row) -> list[Row]:
    """The cells of a row as rows of their own."""
    if len(row.starts) < 2:
        return [row]
    return [
        replace(row, text=text, left=start, right=end, starts=(start,), ends=(end,))
        for text, start, end in zip(row.text.split("\t"), row.starts, row.ends, strict=True)
    ]


def _part_at(rows: list[Row], gutter: float) -> list[Row]:
    parted = []
    for row in rows:
        pieces = _pieces(row)
        sides = [[p for p in pieces if p.left < gutter], [p for p in pieces if p.left >= gutter]]
        parted += [_merged(side) for side in sides if side] if all(sides) else [row]
    return parted


def _merged(pieces: list[Row]) -> Row:
    return replace(
        pieces[0],
        text="\t".join(piece.text for piece in pieces),
        right=pieces[-1].right,
        starts=tuple(piece.left for piece in pieces),
        ends=tuple(piece.right for piece in pieces),
    )


def _by_columns(rows: list[Row], gutter: float) -> list[Row]:
    """Bands between rows that cross the gutter: in each the left column, then the right one."""
    bands: list[list[Row]] = [[], [], []]  # across, left, right; again for each row across the gutter
    for row in sorted(rows, key=lambda row: row.middle):
        if row.left < gutter < row.right:
            if bands[-1] or bands[-2]:
                bands += [[], [], []]
            bands[-3].append(row)
        else:
            bands[-2 if row.right <= gutter else -1].append(row)
    return [replace(row, column=number) for number, band in enumerate(bands) for row in band]
