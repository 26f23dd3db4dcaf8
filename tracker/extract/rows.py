"""Characters with their places to rows of text: what stands on one line, and which of it are cells of a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from tracker.extract.flatten import clean_line
from tracker.extract.paragraphs import Row

_CELL_GAP = 1.2  # character widths between two cells of a table; a full-width blank between words is 1
_WIDE_WORD = 3.2  # character widths between the characters of a word that is set wide


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
            follows = glyph.left > last.right - 1.0 * size or glyph.left >= last.left - 0.1  # two dashes in one box
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
        if before is not None and glyph.left - before.right > _CELL_GAP * size:
            cells.append([])
        elif before is not None and blank:
            cells[-1].append(Glyph(" ", before.right, glyph.left, glyph.top, glyph.bottom))
        blank = False
        cells[-1].append(glyph)
    cells = _with_spaced_words(cells, size)
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
        ends=tuple(cell[-1].right for cell in cells),
    )


def _with_spaced_words(cells: list[list[Glyph]], size: float) -> list[list[Glyph]]:
    """Cells with single characters joined to their neighbour: a word set wide (通  知, 附  件：) is no table."""
    joined = cells[:1]
    for cell in cells[1:]:
        before = joined[-1]
        alone = any(len(each) == 1 and "\u4e00" <= each[0].char <= "\u9fff" for each in (before, cell))
        if alone and cell[0].left - before[-1].right < _WIDE_WORD * size:
            blank = Glyph(" ", before[-1].right, cell[0].left, cell[0].top, cell[0].bottom)
            joined[-1] = [*before, blank, *cell]
        else:
            joined.append(cell)
    return joined
