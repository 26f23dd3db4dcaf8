"""Old and new wording as marked segments, and cutting them short without making up a number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.models import ClauseChange

Segment = tuple[str, str]  # ("=" both, "-" deleted, "+" inserted, "…" elided; the text)

# What a number with its unit is printed with; a cut inside would invent another number
_NUMERIC = frozenset("0123456789０１２３４５６７８９.．,，:：/%％‰ 〇零一二两三四五六七八九十百千万亿元年月日")
_BREAK = re.compile(r"[。；;！？\n]|(?<!\d)[,，](?!\d)|[、）)]")


def old_side(row: ClauseChange) -> tuple[Segment, ...]:
    """The old text as printed, deleted parts marked."""
    return tuple((edit[0], edit[-1]) for edit in row.edits if edit[0] != "+")


def new_side(row: ClauseChange) -> tuple[Segment, ...]:
    """The new text as printed, inserted parts marked."""
    return tuple((edit[0], edit[1]) for edit in row.edits if edit[0] != "-")


def inline(row: ClauseChange) -> tuple[Segment, ...]:
    """Both texts in one run: what stayed in its new form, deletions, insertions."""
    return tuple((edit[0], edit[1]) for edit in row.edits)


def elide(segments: Sequence[Segment], *, keep: int = 16) -> tuple[Segment, ...]:
    """Long unchanged runs cut to `keep` characters next to each change; ("…", "…") stands for what was left out.

    >>> elide([("=", "甲乙丙丁戊己庚"), ("+", "新")], keep=2)
    (('…', '…'), ('=', '己庚'), ('+', '新'))
    """
    short: list[Segment] = []
    last = len(segments) - 1
    for at, (mark, text) in enumerate(segments):
        head, tail = (0 if at == 0 else keep), (0 if at == last else keep)
        if mark != "=" or len(text) <= head + tail + 2:
            short.append((mark, text))
            continue
        start = head_end(text, head) if head else 0
        stop = _tail_start(text, tail) if tail else len(text)
        if start >= stop:
            short.append((mark, text))
            continue
        kept = [("=", text[:start]), ("…", "…"), ("=", text[stop:])]
        short += [segment for segment in kept if segment[1]]
    return tuple(short)


def head_end(text: str, keep: int) -> int:
    """Where to cut `text` after about `keep` characters: behind a mark that is near, never inside a number.

    >>> "最高3000万元。鼓励"[: head_end("最高3000万元。鼓励", 4)]
    '最高3000万元。'
    """
    mark = _BREAK.search(text, max(keep - 4, 1), keep + 8)
    end = mark.end() if mark else keep
    while 0 < end < len(text) and _in_number(text, end):
        end += 1
    return min(end, len(text))


def _tail_start(text: str, keep: int) -> int:
    """Where the last about `keep` characters of `text` begin, by the same rule."""
    marks = list(_BREAK.finditer(text, max(len(text) - keep - 8, 0), max(len(text) - keep + 4, 0)))
    start = marks[-1].end() if marks else max(len(text) - keep, 0)
    while 0 < start < len(text) and _in_number(text, start):
        start -= 1
    return start


def _in_number(text: str, at: int) -> bool:
    """Whether a cut before `at` would leave a number that nobody printed."""
    return text[at - 1] in _NUMERIC and text[at] in _NUMERIC
