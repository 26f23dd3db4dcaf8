"""Where two lines of symbols differ.

    lines ─► common phrases as anchors ─► diff-match-patch or the LCS between them ─► changes

diff-match-patch runs with `Diff_Timeout = 0`: its default of one second makes results depend on the machine's load.
Between two anchors it is asked only where the two stretches are near enough for its O(nd) search; stretches that
share little go to the bit-parallel LCS of rapidfuzz, whose time does not grow with the distance. The choice depends
on the texts alone, so the same texts give the same changes everywhere.

Sources: Myers 1986 (An O(ND) Difference Algorithm); Hyyrö 2004 (bit-parallel LCS); Cohen's patience diff (unique
common lines as anchors), here with phrases.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from diff_match_patch import diff_match_patch
from rapidfuzz.distance import Indel

from tracker.compare.order import longest_increasing

try:
    import fast_diff_match_patch as _fast
except ImportError:  # no wheel for this Python: the pure one gives the same edits, slower
    _fast = None

_NEAR = 64  # insertions and deletions up to which diff-match-patch searches a stretch: about 1 ms in pure Python
_ANCHOR = 6  # symbols a phrase needs to be an anchor
_PHRASE = re.compile(r"[^，,。；;：:、]+[，,。；;：:、]*|[，,。；;：:、]+")

Run = tuple[str, int]  # ("=", n), ("-", n), ("+", n): n symbols
Engine = Callable[[str, str], list[Run]]


class Change(NamedTuple):
    """Symbols old[old_start:old_end] became new[new_start:new_end]; all between two changes is equal."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def find_changes(old: str, new: str, engine: Engine | None = None) -> list[Change]:
    """The changes between two lines, in order; no two touch."""
    return _changes(_runs(old, new, engine or default_engine()))


def join_touching(changes: Iterable[Change]) -> list[Change]:
    """Changes that touch become one."""
    joined: list[Change] = []
    for change in changes:
        if joined and (joined[-1].old_end, joined[-1].new_end) == (change.old_start, change.new_start):
            change = Change(joined[-1].old_start, change.old_end, joined.pop().new_start, change.new_end)
        joined.append(change)
    return joined


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


# ── anchors, and what lies between them ──────────────────────────────────────────────────────────


def _anchors(old: str, new: str) -> list[tuple[int, int, int]]:
    """Phrases that stand once in each text, in the same order on both sides: (old at, new at, length)."""
    places = _own_phrases(new)
    shared = [(at, places[phrase], len(phrase)) for phrase, at in _own_phrases(old).items() if phrase in places]
    return [shared[at] for at in longest_increasing([new_at for _, new_at, _ in shared])]


def _own_phrases(line: str) -> dict[str, int]:
    """Where each phrase begins that stands once in `line` and is long enough for an anchor, in order."""
    found = [(match[0], match.start()) for match in _PHRASE.finditer(line)]
    counts = Counter(phrase for phrase, _ in found)
    return {phrase: at for phrase, at in found if counts[phrase] == 1 and len(phrase) >= _ANCHOR}


def _runs(old: str, new: str, engine: Engine) -> Iterator[Run]:
    at_old = at_new = 0
    for old_at, new_at, length in _anchors(old, new):
        yield from _stretch(old[at_old:old_at], new[at_new:new_at], engine)
        yield "=", length
        at_old, at_new = old_at + length, new_at + length
    yield from _stretch(old[at_old:], new[at_new:], engine)


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


def _changes(runs: Iterable[Run]) -> list[Change]:
    """Deletions and insertions; those that touch are one change."""
    changes: list[Change] = []
    at_old = at_new = 0
    for sign, length in runs:
        old_end = at_old + (length if sign != "+" else 0)
        new_end = at_new + (length if sign != "-" else 0)
        if sign != "=":
            changes.append(Change(at_old, old_end, at_new, new_end))
        at_old, at_new = old_end, new_end
    return join_touching(changes)
