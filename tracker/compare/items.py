"""款 and 项 inside a pair of clauses: which came, which went, which stand in another order.

    第三条第二款, 第三条第（二）项, 第三条第二款第（一）项

A paragraph of a clause is a 款; a numbered line under it (（一）, 1., ①) a 项 of that 款. Items are matched by what
they say, never by their number, so one put in between does not make the later ones new.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from tracker.compare.assignment import assign
from tracker.compare.order import longest_increasing
from tracker.models import Clause, ItemChange
from tracker.text import normal

# Likeness, 0 to 1, from which two items are one that was reworded
_FLOOR = 0.5
# The same for two items that stand between the same neighbours
_REWRITTEN = 0.38
# Share of an item, 0 to 100, found in one piece on the other side from which it was taken in, not dropped
_TAKEN_IN = 75.0
_LEAST_LENGTH = 6  # an item shorter than this (其他) says too little to follow
_LABEL = re.compile(
    r"(?P<cn>[（(]\s*[一二三四五六七八九十百]{1,4}\s*[）)])|(?P<digit>[（(]\s*\d{1,3}\s*[）)])|(?P<point>\d{1,3}\s*[.．、](?![\d]))|(?P<circle>[①-⑳])"
)
_INLINE = re.compile(r"(?<=[。；;：:])\s*(?=[（(]\s*[一二三四五六七八九十百]{1,4}\s*[）)]|[①-⑳])")
_CN = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class _Item:
    name: tuple[str, ...]  # ("第二款", "第（一）项")
    text: str
    key: str  # normal form without the label


def _ordinal(number: int) -> str:
    """12 → 十二; clauses have fewer than a hundred paragraphs."""
    tens, ones = divmod(number, 10)
    return f"{(_CN[tens] if tens > 1 else '') + '十' if tens else ''}{_CN[ones] if ones or not tens else ''}"


def _lines(text: str) -> list[str]:
    return [part.strip() for line in text.split("\n") for part in _INLINE.split(line) if part.strip()]


def read_items(text: str) -> list[_Item]:
    """The 款 and 项 of a clause's text, in order; a single 款 is not named."""
    lines = _lines(text)
    labels = [_LABEL.match(line) for line in lines]
    paragraphs = sum(1 for label in labels if label is None)
    items: list[_Item] = []
    number = 0
    above: list[tuple[str, str]] = []  # (kind, name) of the open items
    for line, label in zip(lines, labels, strict=True):
        if label is None:
            number += 1
            above = []
            items.append(_Item((f"第{_ordinal(number)}款",), line, str(normal(line))))
            continue
        kind = label.lastgroup or ""
        while any(kind == open_kind for open_kind, _ in above):
            above.pop()
        printed = re.sub(r"\s|[.．、]", "", label[0])
        above.append((kind, f"第{printed}{'目' if above else '项'}"))
        name = tuple(name for _, name in above)
        if paragraphs > 1 and number:
            name = (f"第{_ordinal(number)}款", *name)
        items.append(_Item(name, line, str(normal(line[label.end() :]))))
    return items


def _matched(old: Sequence[_Item], new: Sequence[_Item]) -> list[tuple[int, int]]:
    """Pairs by likeness; then, more leniently, what stands between the same pairs on both sides was rewritten."""
    likeness = {
        (i, j): Indel.normalized_similarity(one.key, two.key) for i, one in enumerate(old) for j, two in enumerate(new)
    }
    pairs = assign(likeness, _FLOOR)
    fixed = [pairs[at] for at in longest_increasing([j for _, j in pairs])]
    olds, news = {i for i, _ in pairs}, {j for _, j in pairs}
    ends = [(-1, -1), *fixed, (len(old), len(new))]
    for (low_i, low_j), (high_i, high_j) in pairwise(ends):
        rows = [i for i in range(low_i + 1, high_i) if i not in olds]
        columns = [j for j in range(low_j + 1, high_j) if j not in news]
        pairs += assign({(i, j): likeness[i, j] for i in rows for j in columns}, _REWRITTEN)
    return sorted(pairs)


def _taken_in(item: _Item, other: str) -> bool:
    return len(item.key) < _LEAST_LENGTH or fuzz.partial_ratio(item.key, other) >= _TAKEN_IN


def compare_items(old: Clause, new: Clause, *, old_text: str, new_text: str) -> tuple[ItemChange, ...]:
    """Items removed (by their old name), then added and moved ones in the order of the new text.

    `old_text` and `new_text` are the compared parts of the two clauses. Nothing where neither side has two items,
    and no item whose words only went into another paragraph.
    """
    before, after = read_items(old_text), read_items(new_text)
    if max(len(before), len(after)) < 2:
        return ()
    pairs = _matched(before, after)
    olds, news = {i for i, _ in pairs}, {j for _, j in pairs}
    whole_old, whole_new = str(normal(old_text)), str(normal(new_text))
    changes = [
        ItemChange(change="removed", name=_name(old, item), text=item.text)
        for i, item in enumerate(before)
        if i not in olds and not _taken_in(item, whole_new)
    ]
    stay = set(longest_increasing([j for _, j in pairs]))
    moved = {j for at, (_, j) in enumerate(pairs) if at not in stay}
    for j, item in enumerate(after):
        if j in moved:
            changes.append(ItemChange(change="moved", name=_name(new, item), text=item.text))
        elif j not in news and not _taken_in(item, whole_old):
            changes.append(ItemChange(change="added", name=_name(new, item), text=item.text))
    return tuple(changes)


def _name(clause: Clause, item: _Item) -> str:
    return clause.label + "".join(item.name)
