"""Pairs that a person settled by hand: they win over everything the method finds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from tracker.align.anchors import Link
from tracker.models import Clause
from tracker.text import normal


@dataclass(frozen=True, kw_only=True, slots=True)
class ClauseKey:
    """How a clause is found again when its page is read anew: where it stands and what it says."""

    label: str
    path: tuple[str, ...]
    digest: str  # of the normal form of its text


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """A hand-made pair. One side None: the other clause continues nothing (it was added, or removed)."""

    old: ClauseKey | None
    new: ClauseKey | None
    by: str
    at: dt.datetime

    @property
    def note(self) -> str:
        """Who, and when: shown with the pair."""
        return f"{self.by}, {self.at:%Y-%m-%d %H:%M}"


def clause_key(clause: Clause) -> ClauseKey:
    """The key of a clause, to store in a `Settled`."""
    return ClauseKey(label=clause.label, path=clause.path, digest=_digest(clause))


def _digest(clause: Clause) -> str:
    return sha256(normal(clause.text).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class HandMade:
    """Settled pairs found in two versions: links with their notes, and the clauses the method leaves alone."""

    notes: dict[Link, str]
    old: frozenset[int]
    new: frozenset[int]


def find_settled(old: Sequence[Clause], new: Sequence[Clause], settled: Sequence[Settled]) -> HandMade:
    """Where the settled pairs stand in these versions; one whose clause is gone is passed over.

    A later decision about the same two clauses replaces an earlier one.
    """
    notes: dict[Link, str] = {}
    old_taken, new_taken = set(), set()
    for decision in sorted(settled, key=lambda each: each.at):
        i, j = _find(old, decision.old), _find(new, decision.new)
        if (decision.old is not None and i is None) or (decision.new is not None and j is None):
            continue
        if i is not None:
            old_taken.add(i)
        if j is not None:
            new_taken.add(j)
        if i is not None and j is not None:
            notes[i, j] = decision.note
        else:
            notes = {link: note for link, note in notes.items() if link[0] != i and link[1] != j}
    return HandMade(notes, frozenset(old_taken), frozenset(new_taken))


def _find(clauses: Sequence[Clause], key: ClauseKey | None) -> int | None:
    """The clause with that text and place; else with that text alone, then that place alone, if there is but one."""
    if key is None:
        return None
    same_text = [at for at, clause in enumerate(clauses) if _digest(clause) == key.digest]
    same_place = [at for at, clause in enumerate(clauses) if clause.label == key.label and clause.path == key.path]
    both = [at for at in same_text if at in same_place]
    for found in (both, same_text, same_place):
        if len(found) == 1 or (found is both and found):
            return found[0]
    return None
