"""Guides made of cards: a numbered title over a table that names basis, office, conditions, each card the same.

In:  paragraphs, e.g. "2. 低效楼宇改造" over the row "依据文件\t《示例方案》", again and again.
Out: which paragraphs are titles of cards. Whatever is numbered inside a card is a list of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tracker.clauses.labels import opening_mark
from tracker.clauses.lines import Paragraph, finished
from tracker.text import squeeze

_LEAST_CARDS = 5  # fewer tables under numbered titles are no guide
_LEAST_SHARE = 0.8  # of the rows with that first cell, that stand under a numbered title
_SAME = 6  # characters by which a title printed twice is told
_LONGEST_CELL = 8  # characters of the first cell of a card's first row: 依据文件, 政策名称, 事项名称


def find_cards(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """The places of the paragraphs that are titles of cards; none where the text is no guide."""
    first_cells = [_first_cell(paragraph) for paragraph in paragraphs]
    titled: dict[str, list[int]] = {}
    for (at, paragraph), cell in zip(enumerate(paragraphs[:-1]), first_cells[1:], strict=True):
        if cell and _is_title(paragraph):
            titled.setdefault(cell, []).append(at)
    if not titled:
        return frozenset()
    rows = Counter(first_cells)
    cell, places = max(titled.items(), key=lambda item: len(item[1]))
    is_guide = len(places) >= max(_LEAST_CARDS, _LEAST_SHARE * rows[cell])
    return frozenset(places) if is_guide else frozenset()


def _first_cell(paragraph: Paragraph) -> str:
    cell = squeeze(paragraph.text.partition("\t")[0]) if "\t" in paragraph.text else ""
    return cell if 0 < len(cell) <= _LONGEST_CELL and opening_mark(paragraph.text) is None else ""


def _is_title(paragraph: Paragraph) -> bool:
    mark = opening_mark(paragraph.text)
    return mark is not None and mark.kind == "point" and "\t" not in paragraph.text and not finished(paragraph.text)


def card_title(paragraph: Paragraph) -> str:
    """A card's title without its number; what the table repeats of it, joined behind, is left out."""
    mark = opening_mark(paragraph.text)
    start = mark.end if mark else 0
    title = paragraph.text[start:].strip()
    again = title.find(title[:_SAME], 1)
    if again > 0:
        return title[:again]
    second_line = paragraph.pieces[1][0] if len(paragraph.pieces) > 1 else None
    return paragraph.text[start:second_line].strip()
