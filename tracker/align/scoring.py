"""How much speaks for a link of an old and a new clause.

Two questions are asked, each with its own few weights:

1. Is `new` the continuation of `old`? (one to one) What both say, weighed by rarity, counts most. Against it counts
   what unrelated clauses of this pair of texts have in common: the likeness of either to a clause that
   surely continues another (its siblings), and the share of clauses left without any partner on both sides (the
   exchange). The place among sure links, equal neighbours, heading and number move the threshold.
2. Does `new` also continue `old`, beside what is linked already? (splits, merges) What both say and no partner of
   either says counts: a penalty clause copied from its sibling shares much with it, but nothing of its own.

The weights were fitted on laws with maps worked out by reading; docs/alignment.md has the figures for each.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, inf, log1p, log2, tanh
from typing import NamedTuple

from tracker.align.anchors import Frame, Link
from tracker.align.content import Contents


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """The weights of both questions; docs/alignment.md has the measurement behind each."""

    # 1, in units of likeness (cosine of the rarity-weighted terms)
    floor: float = 0.03  # least likeness of a continuation when nothing else speaks for or against it
    first_floor: float = 0.10  # the same while nothing is known of siblings and exchange
    neighbours: float = 0.075  # both neighbours continue each other
    crossing: float = 0.04  # taken off per doubling of the sure links that the pair would cross
    siblings: float = 0.5  # taken off per likeness to a clause that surely continues another one
    exchange: float = 0.7  # taken off per share of clauses that nothing speaks for, on the side that has fewer of them
    most_exchange: float = 0.08  # the greatest share in a long text: more shows one rewritten throughout
    heading: float = 0.10  # the same heading (支持构建城市算力中心体系), where both have one
    number: float = 0.02  # the same number: of little use where clauses are renumbered
    sure: float = 0.15  # a link of at least this weight is sure enough to judge others by
    # 2, in log-odds
    part_bias: float = -9.1
    part_own: float = 1.8  # per e-fold of what both say and no partner of either says, in nats of rarity
    part_scarce: float = 0.65  # the same of words that stand in two clauses of a side at most
    part_content: float = 4.0  # times the likeness
    part_crossing: float = -0.3  # per doubling of the sure links crossed
    part_beside: float = 1.1  # a partner of one clause stands next to the other


WEIGHTS = Weights()

# settles ties between clauses that say the same: the nearer one (squared, so that order is kept)
_PLACE = 1e-3
# how fast doubt falls with the weight of question 1, so that the score is near the share of right links where articles
# were taken out of both versions at random (docs/alignment.md)
_STEEPNESS = 12.0

Reasons = tuple[tuple[str, float], ...]
_CONTINUATION = ("content", "number", "heading", "position", "neighbours", "siblings", "exchange")
_PART = ("content", "position")


class Weighed(NamedTuple):
    """What speaks for a link: the weight decides, the parts of its sum explain it."""

    weight: float  # above 0: for the link
    log_odds: float
    parts: tuple[float, ...]
    names: tuple[str, ...]

    @property
    def score(self) -> float:
        """How sure the link is, 0 to 1."""
        return (1 + tanh(self.log_odds / 2)) / 2

    @property
    def reasons(self) -> Reasons:
        """The parts with their names."""
        return tuple(zip(self.names, self.parts, strict=True))


# clauses that say the same; pairs that a person made
SAME = Weighed(1.0, inf, (1.0,), ("content",))
HAND_MADE = Weighed(1.0, inf, (1.0,), ("settled",))


@dataclass(frozen=True, slots=True)
class Siblings:
    """The likest clauses of the other side that surely continue another clause: up to two, the likest first."""

    old: Mapping[int, Sequence[tuple[float, int]]]
    new: Mapping[int, Sequence[tuple[float, int]]]

    def likeness(self, i: int, j: int) -> float:
        """How like one of the two clauses is to one that it does not continue, i and j themselves set aside."""
        return max(_likest(self.old.get(i, ()), j), _likest(self.new.get(j, ()), i))


def _likest(siblings: Sequence[tuple[float, int]], aside: int) -> float:
    for like, other in siblings:
        if other != aside:
            return like
    return 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """What is known when a link is weighed."""

    frame: Frame
    siblings: Siblings = Siblings({}, {})
    exchange: float = 0.0  # share of clauses that nothing speaks for, on the side that has fewer of them


def weigh_continuation(
    link: Link, likeness: float, contents: Contents, around: Surroundings, weights: Weights = WEIGHTS
) -> Weighed:
    """Question 1 for old clause i and new clause j of the given likeness."""
    i, j = link
    a, b = contents.old[i], contents.new[j]
    sizes = len(contents.old), len(contents.new)
    distance = (i * sizes[1] - j * sizes[0]) / (sizes[0] * sizes[1])
    parts = (
        likeness,
        weights.number if a.number is not None and a.number == b.number else 0.0,
        weights.heading * _shared(a.heading, b.heading) if a.heading else 0.0,
        -weights.crossing * log2(1 + around.frame.crossings(i, j)) - _PLACE * distance * distance,
        weights.neighbours * around.frame.neighbours(i, j) / 2,
        -weights.siblings * around.siblings.likeness(i, j),
        -weights.exchange * around.exchange,
    )
    weight = sum(parts) - weights.floor
    return Weighed(weight, _STEEPNESS * weight, parts, _CONTINUATION)


def _shared(old: frozenset[str], new: frozenset[str]) -> float:
    """Shared terms over all of them (Dice), 0 where one side has none."""
    return 2 * len(old & new) / (len(old) + len(new)) if old and new else 0.0


@dataclass(frozen=True, slots=True)
class PartEvidence:
    """What there is to say to question 2, before it is weighed."""

    own: float  # ln(1 + nats) of what both say and no partner of either says
    scarce: float  # the same of words that stand in two clauses of a side at most
    likeness: float
    crossing: float  # log2(1 + sure links crossed)
    beside: float  # 1 where a partner of one clause stands next to the other


def observe_part(
    link: Link, likeness: float, contents: Contents, frame: Frame, partners: tuple[Collection[int], Collection[int]]
) -> PartEvidence:
    """The evidence for old clause i and new clause j; `partners`: what i and what j are linked to already."""
    i, j = link
    common = contents.old[i].terms.keys() & contents.new[j].terms.keys()
    common = common.difference(
        *(contents.new[other].terms for other in partners[0]), *(contents.old[other].terms for other in partners[1])
    )
    beside = any(abs(other - j) == 1 for other in partners[0]) or any(abs(other - i) == 1 for other in partners[1])
    rarities = [contents.rarity[term] for term in common]
    return PartEvidence(
        own=log1p(fsum(rarities)),
        scarce=log1p(fsum([rarity for rarity in rarities if rarity >= contents.scarce])),
        likeness=likeness,
        crossing=log2(1 + frame.crossings(i, j)),
        beside=float(beside),
    )


def weigh_part(evidence: PartEvidence, weights: Weights = WEIGHTS) -> Weighed:
    """Question 2."""
    parts = (
        weights.part_own * evidence.own
        + weights.part_scarce * evidence.scarce
        + weights.part_content * evidence.likeness,
        weights.part_crossing * evidence.crossing + weights.part_beside * evidence.beside,
    )
    weight = sum(parts) + weights.part_bias
    return Weighed(weight, weight, parts, _PART)
