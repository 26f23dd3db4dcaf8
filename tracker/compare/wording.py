"""Wording edits between two texts, at the granularity a reader sees.

texts ─► symbols (symbols.py) ─► where they differ (line_diff.py) ─► clean-up (cleanup.py) ─► edits
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from tracker.compare.cleanup import clean_changes
from tracker.compare.line_diff import Change, Engine, find_changes
from tracker.compare.symbols import Symbols, read_symbols
from tracker.models import Edit
from tracker.text import normal


@dataclass(frozen=True, slots=True)
class Wording:
    """How two texts compare: `same` but for layout and fixed synonyms, `similarity` 0 to 1, `edits`."""

    same: bool
    similarity: float
    edits: tuple[Edit, ...]


def compare_wording(old: str, new: str, *, engine: Engine | None = None) -> Wording:
    """All three readings of two texts at once; see `same_text`, `similarity` and `edits`."""
    if old == new:
        return Wording(True, 1.0, (("=", old),) if old else ())
    one, other = read_symbols((old, new))
    same = one.line == other.line
    changes = [] if same else clean_changes(one, other, find_changes(one.line, other.line, engine))
    likeness = 1.0 if same else Indel.normalized_similarity(one.line, other.line)
    return Wording(same, likeness, tuple(_printed(one, other, changes)))


def same_text(old: str, new: str) -> bool:
    """Whether two texts say the same in the same words: equal but for layout, numeral forms and fixed synonyms.

    >>> same_text("单个企业最高1000万元", "每家企业不超过 0.1 亿元")
    True
    """
    if old == new or normal(old) == normal(new):
        return True
    one, other = read_symbols((old, new))
    return one.line == other.line


def similarity(old: str, new: str) -> float:
    """How much of two texts is the same, 0 to 1: twice the longest common subsequence of symbols over both lengths.

    1 exactly where `same_text` holds (two empty texts included).
    """
    one, other = read_symbols((old, new))
    return float(Indel.normalized_similarity(one.line, other.line))


def edits(old: str, new: str, *, engine: Engine | None = None) -> tuple[Edit, ...]:
    """The wording edits that lead from `old` to `new`, as printed.

    Args:
        old, new: Texts of n and m characters.

        engine: The character diff between anchors; all give the same edits.

    Returns:
        ("=", both), ("=", new form, old form) where an equal run is printed differently, ("-", old), ("+", new).
        The "=" (last member) and "-" parts join to `old` exactly, the "=" (second member) and "+" parts to `new`.

    >>> edits("最高2000万元", "最高 3000 万元")
    (('=', '最高 ', '最高'), ('-', '2000万元'), ('+', '3000 万元'))
    """
    return compare_wording(old, new, engine=engine).edits


def _printed(old: Symbols, new: Symbols, changes: list[Change]) -> Iterator[Edit]:
    at_old = at_new = 0
    for change in changes:
        yield from _equal(old.printed(at_old, change.old_start), new.printed(at_new, change.new_start))
        gone, come = old.printed(change.old_start, change.old_end), new.printed(change.new_start, change.new_end)
        if gone:
            yield "-", gone
        if come:
            yield "+", come
        at_old, at_new = change.old_end, change.new_end
    yield from _equal(old.printed(at_old, len(old.line)) + old.rest, new.printed(at_new, len(new.line)) + new.rest)


def _equal(old: str, new: str) -> Iterator[Edit]:
    if old or new:
        yield ("=", new) if old == new else ("=", new, old)
