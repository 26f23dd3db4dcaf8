"""Characters with their places to rows of text: what stands on one line, and which of it are cells of a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from tracker.extract.flatten import clean_line
from tracker.extract.paragraphs import Row


@dataclass(slots=True)
class Glyph:
    """A character and its box, measured from the top left corner of the page."""

    char: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        return max(self.bottom - self.top, 0.1)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def in_lines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters by line from top to bottom, each from left to right, whatever the order of the file."""
    lines: list[list[Glyph]] = []
    for glyph in sorted((g for g in glyphs if not g.char.isspace()), key=lambda glyph: glyph.middle):
        if lines and abs(glyph.middle - lines[-1][0].middle) < 0.5 * max(glyph.size, lines[-1][0].size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [sorted(line, key=lambda glyph: glyph.left) for line in lines]


def in_runs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters that stand on one line and follow each other."""
    runs: list[list[Glyph]] = []
    last: Glyph | None = None
    for glyph in glyphs:
        blank = glyph.char.isspace()
        if last is not None and runs:
            size = max(last.size, glyph.size)
            same_line = abs(glyph.middle - last.middle) < 0.55 * size
            follows = glyph.left > last.right - 1.0 * size
            if (blank and runs[-1]) or (same_line and follows):
                runs[-1].append(glyph)
                last = last if blank else glyph
                continue
        if not blank:
            runs.append([glyph])
            last = glyph
    return runs


def read_row(run: list[Glyph]) -> Row | None:
    """One row of text; gaps that are wider than any blank part the cells of a table row."""
    size = median(glyph.size for glyph in run if not glyph.char.isspace())
    cells: list[list[Glyph]] = [[]]
    blank = False
    for glyph in run:
        if glyph.char.isspace():
            blank = True
            continue
        before = cells[-1][-1] if cells[-1] else None
        if before is not None and glyph.left - before.right > 1.2 * size:
            cells.append([])
        elif before is not None and blank:
            cells[-1].append(Glyph(" ", before.right, glyph.left, glyph.top, glyph.bottom))
        blank = False
        cells[-1].append(glyph)
    if any(len(cell) == 1 and not cell[0].char.isascii() for cell in cells):  # a spaced word: 通  知, 附  件：
        cells = [[glyph for at, cell in enumerate(cells) for glyph in ([Glyph(" ", 0, 0, 0, 0)] if at else []) + cell]]
    text = "\t".join(clean_line("".join(glyph.char for glyph in cell)) for cell in cells)
    if not text.strip():
        return None
    seen = [glyph for glyph in run if not glyph.char.isspace()]
    return Row(
        text=text,
        left=min(glyph.left for glyph in seen),
        right=max(glyph.right for glyph in seen),
        top=min(glyph.top for glyph in seen),
        bottom=max(glyph.bottom for glyph in seen),
        size=size,
        starts=tuple(cell[0].left for cell in cells),
    )
