"""Wording edits between two texts, at the granularity a reader sees.

    texts ─► symbols (symbols.py) ─► common phrases as anchors ─► diff-match-patch between them ─► clean-up ─► edits

diff-match-patch runs with `Diff_Timeout = 0`: its default of one second makes results depend on the machine's load.
Between two anchors it is asked only where the two stretches are near enough for its O(nd) search; stretches that
share little go to the bit-parallel LCS of rapidfuzz, whose time does not grow with the distance. The choice depends
on the texts alone, so the same texts give the same edits everywhere.

Sources: Myers 1986 (An O(ND) Difference Algorithm); Hyyrö 2004 (bit-parallel LCS); Fraser 2006, diff-match-patch
(semantic clean-up); Cohen's patience diff (unique common lines as anchors), here with phrases.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from diff_match_patch import diff_match_patch
from rapidfuzz.distance import Indel

from tracker.compare.symbols import Symbols, read_symbols
from tracker.compare.words import common_words
from tracker.models import Edit
from tracker.text import normal

try:
    import fast_diff_match_patch as _fast
except ImportError:  # no wheel for this Python: the pure one gives the same edits, slower
    _fast = None

_NEAR = 64  # insertions and deletions up to which diff-match-patch searches a stretch: about 1 ms in pure Python
_SLACK = 6  # symbols a phrase needs to be an anchor
_UNEVEN = 3  # symbols by which a replacement is longer than double, for a sentence to be sought in it
_ECHO = 4  # symbols that must come again for it to be parted there; a number or title counts for three
_PHRASE = re.compile(r"[^，,。；;：:、]+[，,。；;：:、]*|[，,。；;：:、]+")
_SENTENCE_END = frozenset("。；;!?！？")
_WHOLE = "\ue000"  # symbols from here on are numbers, titles and words
# Characters that mostly are a word of their own
_ALONE = frozenset(
    "的地得之了是有不未非已应可须并和与及或且而但则即若如因其该各每本此等者对向由在经为以按从于将被把使到至起自后前时内外"
)
# Characters that part words wherever they stand; before a word 和 does not (共和国)
_BEFORE_WORD, _BEHIND_WORD = frozenset("的与及或"), frozenset("的与及或和")
_PAUSE = frozenset(",，、:：()（）\"'《》[]-")

Run = tuple[str, int]  # ("=", n), ("-", n), ("+", n): n symbols
Engine = Callable[[str, str], list[Run]]


# ── engines ──────────────────────────────────────────────────────────────────────────────────────

_SIGN = {0: "=", -1: "-", 1: "+"}


def pure_engine(old: str, new: str) -> list[Run]:
    """diff-match-patch in Python."""
    differ = diff_match_patch()
    differ.Diff_Timeout = 0
    return [(_SIGN[op], len(text)) for op, text in differ.diff_main(old, new, False)]


def fast_engine(old: str, new: str) -> list[Run]:
    """The same search in C++, where it is installed."""
    return [(sign, length) for sign, length in _fast.diff(old, new, timelimit=0, checklines=False, cleanup="No")]


def default_engine() -> Engine:
    """The fastest diff-match-patch at hand."""
    return pure_engine if _fast is None else fast_engine


# ── changes between symbol lines ─────────────────────────────────────────────────────────────────


class Change(NamedTuple):
    """Symbols old[old_start:old_end] became new[new_start:new_end]; all between two changes is equal."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def _anchors(old: str, new: str) -> Iterator[tuple[int, int, int]]:
    """Phrases that stand once in each text, in the same order on both sides: (old at, new at, length)."""
    spans = []
    for line in (old, new):
        found = [(match[0], match.start()) for match in _PHRASE.finditer(line)]
        counts = Counter(phrase for phrase, _ in found)
        spans.append([(phrase, at) for phrase, at in found if counts[phrase] == 1 and len(phrase) >= _SLACK])
    places = dict(spans[1])
    shared = [(at, places[phrase], len(phrase)) for phrase, at in spans[0] if phrase in places]
    tails: list[int] = []  # longest increasing subsequence of new positions (patience)
    before: list[int | None] = []
    best: list[int] = []
    for index, (_, new_at, _) in enumerate(shared):
        row = bisect_left(tails, new_at)
        tails[row : row + 1] = [new_at]
        best[row : row + 1] = [index]
        before.append(best[row - 1] if row else None)
    chain = []
    at = best[-1] if best else None
    while at is not None:
        chain.append(shared[at])
        at = before[at]
    yield from reversed(chain)


def _stretch(old: str, new: str, engine: Engine) -> list[Run]:
    if not old or not new:
        return [run for run in (("-", len(old)), ("+", len(new))) if run[1]]
    if Indel.distance(old, new, score_cutoff=_NEAR) <= _NEAR:
        return engine(old, new)
    runs: list[Run] = []
    for step in Indel.opcodes(old, new):
        sign = {"equal": "=", "delete": "-", "insert": "+"}[step.tag]
        runs.append((sign, max(step.src_end - step.src_start, step.dest_end - step.dest_start)))
    return runs


def _runs(old: str, new: str, engine: Engine) -> Iterator[Run]:
    at_old = at_new = 0
    for old_at, new_at, length in _anchors(old, new):
        yield from _stretch(old[at_old:old_at], new[at_new:new_at], engine)
        yield "=", length
        at_old, at_new = old_at + length, new_at + length
    yield from _stretch(old[at_old:], new[at_new:], engine)


def _changes(runs: Iterator[Run]) -> list[Change]:
    """Deletions and insertions; those that touch are one change."""
    changes: list[Change] = []
    at_old = at_new = 0
    for sign, length in runs:
        old_end = at_old + (length if sign != "+" else 0)
        new_end = at_new + (length if sign != "-" else 0)
        if sign != "=":
            changes.append(Change(at_old, old_end, at_new, new_end))
        at_old, at_new = old_end, new_end
    return _joined(changes)


def _joined(changes: Iterable[Change]) -> list[Change]:
    """Changes that touch become one."""
    joined: list[Change] = []
    for change in changes:
        if joined and (joined[-1].old_end, joined[-1].new_end) == (change.old_start, change.new_start):
            change = Change(joined[-1].old_start, change.old_end, joined.pop().new_start, change.new_end)
        joined.append(change)
    return joined


# ── clean-up ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Cleaner:
    old: Symbols
    new: Symbols

    def clean(self, changes: list[Change]) -> list[Change]:
        """Changes a reader would mark: chance equalities inside a rewording go, ends sit at punctuation."""
        parted: list[Change] = []
        merged = self._merged(changes)
        for at, change in enumerate(merged):
            room = (merged[at + 1].old_start if at + 1 < len(merged) else len(self.old.line)) - change.old_end
            parted += self._parted(change, room)
        slid: list[Change] = []
        for at, change in enumerate(parted):
            low = slid[-1].old_end if slid else 0
            high = parted[at + 1].old_start if at + 1 < len(parted) else len(self.old.line)
            slid.append(self._slid(change, change.old_start - low, high - change.old_end))
        merged = self._merged(slid)
        starts = [change.old_start for change in merged[1:]] + [len(self.old.line)]
        ends = [0] + [change.old_end for change in merged[:-1]]
        return _joined(self._whole_words(change, *room) for change, *room in zip(merged, ends, starts, strict=True))

    def _parted(self, change: Change, room: int) -> list[Change]:
        """A replacement that swallowed a sentence, as the short replacement and the sentence that came or went.

        Before 最高5万元: 企业 → 项目最高5万元。另有奖励，单个项目 is 企业 → 项目 and, behind 最高5万元, an insertion.
        """
        gone, come = change.old_end - change.old_start, change.new_end - change.new_start
        if not gone or not come or max(gone, come) < 2 * min(gone, come) + _UNEVEN:
            return [change]
        inserted = come > gone
        line = self.new.line if inserted else self.old.line
        start, end = (change.new_start, change.new_end) if inserted else (change.old_start, change.old_end)
        behind = line[end : end + room]
        at, length = _echo(line[start + 1 : end], behind)
        if not length:
            return [change]
        at += start + 1
        if inserted:
            short = change._replace(new_end=at)
            rest = Change(change.old_end + length, change.old_end + length, at + length, end + length)
        else:
            short = change._replace(old_end=at)
            rest = Change(at + length, end + length, change.new_end + length, change.new_end + length)
        return [short, rest]

    def _merged(self, changes: list[Change]) -> list[Change]:
        kept: list[Change] = []
        for change in changes:
            kept.append(change)
            while len(kept) > 1 and self._by_chance(kept[-2], kept[-1]):
                last = kept.pop()
                kept[-1] = Change(kept[-1].old_start, last.old_end, kept[-1].new_start, last.new_end)
        return kept

    def _width(self, change: Change) -> int:
        old = self.old.bounds[change.old_end] - self.old.bounds[change.old_start]
        return max(old, self.new.bounds[change.new_end] - self.new.bounds[change.new_start])

    def _by_chance(self, before: Change, after: Change) -> bool:
        """Whether what is equal between two changes is no more than each of them (Fraser's semantic clean-up)."""
        length = after.old_start - before.old_end
        if length > self._width(before) or length > self._width(after):
            return False
        between = self.old.line[before.old_end : after.old_start]
        return not any(char in _SENTENCE_END or char >= _WHOLE for char in between)

    def _whole_words(self, change: Change, low: int, high: int) -> Change:
        """A replacement with the single character of a word that it left standing: 核→批 of 审核 is 审核→审批."""
        if change.old_start == change.old_end or change.new_start == change.new_end:
            return change
        old, new = self.old.line, self.new.line
        start, end = change.old_start, change.old_end
        first, last = new[change.new_start], new[change.new_end - 1]
        left = (
            start > low
            and all(map(_is_character, (old[start - 1], old[start], first)))
            and (start == 1 or start - 1 > low)
            and (
                _makes_words(
                    old[start - 1], old[start - 1] + old[start], old[start - 1] + first, old[start - 2 : start]
                )
                or ((start == 1 or _parts(old[start - 2], _BEFORE_WORD)) and old[start - 1] not in _ALONE)
            )
        )
        right = (
            end < high
            and all(map(_is_character, (old[end], old[end - 1], last)))
            and (end + 1 == len(old) or end + 1 < high)
            and (
                _makes_words(old[end], old[end - 1] + old[end], last + old[end], old[end : end + 2])
                or ((end + 1 == len(old) or _parts(old[end + 1], _BEHIND_WORD)) and old[end] not in _ALONE)
            )
        )
        return Change(start - left, end + right, change.new_start - left, change.new_end + right)

    def _slid(self, change: Change, before: int, after: int) -> Change:
        """A mere insertion or deletion, moved over equal symbols to where a phrase begins and ends."""
        if (change.old_start < change.old_end) == (change.new_start < change.new_end):
            return change
        inserted = change.old_start == change.old_end
        line = self.new.line if inserted else self.old.line
        start, end = (change.new_start, change.new_end) if inserted else (change.old_start, change.old_end)
        low = 0
        while low < before and line[start - low - 1] == line[end - low - 1]:
            low += 1
        high = 0
        while high < after and line[start + high] == line[end + high]:
            high += 1

        def goodness(by: int) -> tuple[int, int, int]:
            """Ends at pauses and between words, of what the change parts on its empty side too; then the nearest."""
            parted = line[max(0, start + by - 1) : start + by] + line[end + by : end + by + 1] in common_words()
            return _border(line, start + by) + _border(line, end + by) - parted, -abs(by), by

        shift = max(range(-low, high + 1), key=goodness)
        return Change(
            change.old_start + shift, change.old_end + shift, change.new_start + shift, change.new_end + shift
        )


def _is_character(symbol: str) -> bool:
    return "\u4e00" <= symbol <= "\u9fff"


def _parts(symbol: str, words: frozenset[str]) -> bool:
    """Whether a symbol stands between words: a pause, a number, one of `words`."""
    return symbol in words or not _is_character(symbol)


def _makes_words(char: str, went: str, came: str, beyond: str) -> bool:
    """Whether the character beside a change belongs to what changed: it makes words with what went and what came.

    One of the two is enough where it makes none with the character beyond it.
    """
    known = {went, came} & common_words()
    return len(known) == 2 or (bool(known) and char not in _ALONE and beyond not in common_words())


def _echo(stretch: str, behind: str) -> tuple[int, int]:
    """Where in `stretch` the beginning of `behind` stands already, and how much of it; length 0: nowhere."""
    best = (0, 0)
    at = stretch.find(behind[0]) if behind else -1
    while at >= 0:
        length = 1
        while at + length < len(stretch) and length < len(behind) and stretch[at + length] == behind[length]:
            length += 1
        weight = sum(3 if char >= _WHOLE else 1 for char in behind[:length])
        if length > best[1] and (weight >= _ECHO or behind[0] in _SENTENCE_END):
            best = (at, length)
        at = stretch.find(behind[0], at + 1)
    return best


def _border(line: str, at: int) -> int:
    """How good a place between two symbols is for an edit to begin or end."""
    if at in (0, len(line)) or line[at - 1] in _SENTENCE_END:
        return 3
    if line[at - 1] in _PAUSE:
        return 2
    if line[at] in _PAUSE or line[at] in _SENTENCE_END:
        return 1
    return -(line[at - 1 : at + 1] in common_words())


# ── public ───────────────────────────────────────────────────────────────────────────────────────


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
    changes: list[Change] = []
    if not same:
        runs = _runs(one.line, other.line, engine or default_engine())
        changes = _Cleaner(one, other).clean(_changes(runs))
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
