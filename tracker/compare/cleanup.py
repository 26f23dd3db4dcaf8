"""Changes as a reader would mark them.

Chance equalities inside a rewording go, a sentence that a replacement swallowed stands alone, edges sit at punctuation
and between words, a word is replaced whole.

Source: the semantic clean-up of Fraser's diff-match-patch (2006), from which the first step is taken.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.compare.line_diff import Change, join_touching
from tracker.compare.symbols import Symbols
from tracker.compare.words import common_words

_UNEVEN = 3  # symbols by which a replacement is longer than double, for a sentence to be sought in it
_ECHO = 4  # symbols that must come again for it to be parted there; a number or title counts for three
_SENTENCE_END = frozenset("。；;!?！？")
_PAUSE = frozenset(",，、:：()（）\"'《》[]-")
_WHOLE = "\ue000"  # symbols from here on are numbers, titles and words
# Characters that mostly are a word of their own
_ALONE = frozenset(
    "的地得之了是有不未非已应可须并和与及或且而但则即若如因其该各每本此等者对向由在经为以按从于将被把使到至起自后前时内外"
)
# Characters that part words wherever they stand; before a word 和 does not (共和国)
_BEFORE_WORD, _BEHIND_WORD = frozenset("的与及或"), frozenset("的与及或和")


def clean_changes(old: Symbols, new: Symbols, changes: list[Change]) -> list[Change]:
    """`changes` between the lines of `old` and `new`, as a reader would mark them."""
    return _Cleaner(old, new).clean(changes)


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
        return join_touching(
            self._whole_words(change, *room) for change, *room in zip(merged, ends, starts, strict=True)
        )

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
            and (start == 1 or start - 1 > low)
            and _is_of_word(old[start - 1], old[start], first, old[: start - 1][-1:], before=True)
        )
        right = (
            end < high
            and (end + 1 == len(old) or end + 1 < high)
            and _is_of_word(old[end], old[end - 1], last, old[end + 1 : end + 2], before=False)
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


def _is_of_word(char: str, went: str, came: str, beyond: str, *, before: bool) -> bool:
    """Whether the character beside a change belongs to what changed: it makes words with what went and what came.

    One of the two is enough where it makes none with the character beyond it; none is needed where nothing stands
    beyond but what parts words: a pause, a number, 的.
    """
    if not all(map(_is_character, (char, went, came))):
        return False
    known = {char + other if before else other + char for other in (went, came)} & common_words()
    if len(known) == 2:
        return True
    if char in _ALONE:
        return False
    if not beyond or not _is_character(beyond) or beyond in (_BEFORE_WORD if before else _BEHIND_WORD):
        return True
    return bool(known) and (beyond + char if before else char + beyond) not in common_words()


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
