"""How much speaks for a link of an old and a new clause.

Two questions are asked, each with its own few weights:

1. Is `new` the continuation of `old`? (one to one) What both say, weighed by rarity, counts most; the place among sure
   links, equal neighbours, heading and number move the threshold.
2. Does `new` also, or only in part, continue `old`? (splits, merges, rewritten clauses) What both say and no
   partner of either says counts: a penalty clause copied from its sibling shares much with it, but nothing of its own.

The weights were fitted on laws with maps worked out by reading; docs/alignment.md has the figures for each.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, fsum, log1p, log2

from tracker.align.anchors import Frame, Link
from tracker.align.content import Contents, cosine
from tracker.models import Clause
from tracker.text import normal

# ── one to one, in units of likeness (cosine of the rarity-weighted terms) ─────────────────────────

# least likeness of a clause and its continuation when nothing else speaks for or against it
FLOOR = 0.20
# both neighbours continue each other
NEIGHBOURS = 0.10
# per doubling of the sure links that the pair would cross
CROSSING = 0.02
# the same heading (支持构建城市算力中心体系), where both have one
HEADING = 0.10
# the same number: of little use where clauses are renumbered
NUMBER = 0.02
# settles ties between clauses that say the same: the nearer one (squared, so that order is kept)
_PLACE = 1e-3
# a link of at least this weight is sure enough to judge the place of others by
SURE = 0.15
# steepness of the score: how fast doubt falls with weight
_STEEPNESS = 12.0

# ── splits, merges and rewritten clauses, in log-odds ──────────────────────────────────────────────

PART_BIAS = -8.0
# per e-fold of what both say and no partner of either says, in nats of rarity
PART_OWN = 2.1
PART_CONTENT = 2.0
PART_CROSSING = -0.25
# one side has no link yet
PART_ONE_FREE = 0.5
# neither has: both neighbours continue each other; no other unlinked clause stands in the gap
PART_NEIGHBOURS = 1.5
PART_ALONE = 0.8

Reasons = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What speaks for a link: the sum decides, its parts explain it."""

    weight: float  # above 0: for the link
    score: float  # 0 to 1
    reasons: Reasons


def weigh_continuation(
    link: Link, likeness: float, old: Sequence[Clause], new: Sequence[Clause], frame: Frame
) -> Weighed:
    """Question 1 for old clause i and new clause j of the given likeness."""
    i, j = link
    a, b = old[i], new[j]
    distance = (i * len(new) - j * len(old)) / (len(old) * len(new))
    reasons = (
        ("content", likeness),
        ("number", NUMBER if a.number is not None and a.number == b.number else 0.0),
        ("heading", HEADING * _heading_likeness(a.heading, b.heading)),
        ("position", -CROSSING * log2(1 + frame.crossings(i, j)) - _PLACE * distance * distance),
        ("neighbours", NEIGHBOURS * frame.neighbours(i, j) / 2),
    )
    weight = sum(value for _, value in reasons) - FLOOR
    return Weighed(weight, 1 / (1 + exp(-_STEEPNESS * weight)), reasons)


def _heading_likeness(old: str | None, new: str | None) -> float:
    """Shared pairs of characters over all of them (Dice), 0 where one has no heading."""
    if not old or not new:
        return 0.0
    a, b = set(pairwise(normal(old))), set(pairwise(normal(new)))
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else float(normal(old) == normal(new))


def weigh_part(
    link: Link, contents: Contents, frame: Frame, partners: tuple[Collection[int], Collection[int]]
) -> Weighed:
    """Question 2 for old clause i and new clause j; `partners`: what i and what j are linked to already."""
    i, j = link
    a, b = contents.old[i].terms, contents.new[j].terms
    linked = [contents.new[other].terms for other in partners[0]] + [contents.old[other].terms for other in partners[1]]
    own = fsum([contents.rarity[term] for term in a if term in b and not any(term in terms for terms in linked)])
    free = (not partners[0]) + (not partners[1])
    reasons = (
        ("content", PART_OWN * log1p(own) + PART_CONTENT * cosine(a, b)),
        ("position", PART_CROSSING * log2(1 + frame.crossings(i, j))),
        ("neighbours", _room(link, frame) if free == 2 else PART_ONE_FREE * free),
    )
    weight = sum(value for _, value in reasons) + PART_BIAS
    return Weighed(weight, 1 / (1 + exp(-weight)), reasons)


def _room(link: Link, frame: Frame) -> float:
    """What the place says of two clauses without a link: between linked neighbours, alone in their gap."""
    alone = PART_ALONE / (1 + frame.rivals(*link)) if frame.crossings(*link) == 0 else 0.0
    return PART_NEIGHBOURS * frame.neighbours(*link) / 2 + alone
