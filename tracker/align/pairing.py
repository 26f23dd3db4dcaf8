"""(clauses, clauses) -> pairs: the order of the steps, from the surest to the most doubtful."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Literal

from tracker.align.anchors import Frame, Link, find_anchors
from tracker.align.content import Content, Contents, covered, read_contents, read_sentences
from tracker.align.matching import frame_of, heaviest_links, match_clauses
from tracker.align.parts import find_parts
from tracker.align.scoring import HAND_MADE, SAME, WEIGHTS, Weighed, Weights
from tracker.align.settled import HandMade, Settled, find_settled
from tracker.align.spans import Span, shared_spans
from tracker.errors import UsageError
from tracker.models import Clause, Pair

Side = Literal["old", "new"]

# least share of the smaller text that is found again, for two texts to be kin: between the versions of one law it is
# 0.23 to 0.99, under every stress at once 0.31 and more, between different laws (756 crossings) 0.00 to 0.16
_KINSHIP = 0.20


def align_clauses(old: Sequence[Clause], new: Sequence[Clause], *, settled: Sequence[Settled] = ()) -> tuple[Pair, ...]:
    """
    Pair each clause of `old` with what continues it in `new`.

    Args:
        old: n clauses in reading order.

        new: m clauses in reading order.

        settled: Pairs made by hand; they win, and the method leaves their clauses alone.

    Returns:
        Pairs in reading order of `new`; a removed clause stands behind the one it stood behind. Every clause of
        both sides appears: without partner in a Pair of its own, in a split or merge in one Pair per link. Two
        texts that share nothing have no pairs but hand-made ones.

    Source: docs/alignment.md.
    """
    return _pairs(old, new, find_links(old, new, settled))


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A clause weighed as partner of another. `score` 0 to 1; `reasons` are the parts of its sum."""

    clause: Clause
    score: float
    reasons: tuple[tuple[str, float], ...]
    chosen: bool  # the alignment has this link


def explain_clause(
    old: Sequence[Clause],
    new: Sequence[Clause],
    clause: int | str,
    side: Side = "new",
    *,
    settled: Sequence[Settled] = (),
) -> tuple[Candidate, ...]:
    """
    What was weighed as partner of one clause, chosen ones first, then best first.

    Args:
        clause: Its index on its side, or its label as printed (第六条).

        side: Which side it stands on.

    Raises:
        UsageError: No clause, or several clauses, of that label.
    """
    mine, others = (old, new) if side == "old" else (new, old)
    at = _find_clause(mine, clause, side)
    alignment = find_links(old, new, settled)
    weighed = {**alignment.weighed, **alignment.links}
    end, other_end = (0, 1) if side == "old" else (1, 0)
    found = [
        Candidate(
            clause=others[link[other_end]],
            score=value.score,
            reasons=value.reasons,
            chosen=link in alignment.links,
        )
        for link, value in sorted(weighed.items())
        if link[end] == at
    ]
    return tuple(sorted(found, key=lambda each: (not each.chosen, -each.score)))


def _find_clause(clauses: Sequence[Clause], clause: int | str, side: Side) -> int:
    if isinstance(clause, int):
        if not 0 <= clause < len(clauses):
            raise UsageError(f"no clause at {clause} in the {side} version, which has {len(clauses)}: count from 0")
        return clause
    wanted = clause.strip()
    found = [at for at, each in enumerate(clauses) if wanted in (each.label, "".join(each.path))]
    if len(found) == 1:
        return found[0]
    labels = "、".join(dict.fromkeys(each.label for each in clauses if each.label))
    how_many = "several clauses are" if found else "no clause is"
    raise UsageError(f"{how_many} labelled {wanted!r} in the {side} version; it has {labels[:60]} …")


# ── the links ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Alignment:
    """The links between two versions by index, before they are told as pairs."""

    contents: Contents
    frame: Frame
    hand: HandMade
    links: Mapping[Link, Weighed]
    main: frozenset[Link]  # the one-to-one choice; the other links are parts
    weighed: Mapping[Link, Weighed]  # every candidate of the one-to-one choice
    likeness: Mapping[Link, float]  # of every candidate
    kinship: float  # share of the smaller text that is found again


def find_links(
    old: Sequence[Clause], new: Sequence[Clause], settled: Sequence[Settled] = (), weights: Weights = WEIGHTS
) -> Alignment:
    """The links of n old and m new clauses, under other weights than the measured ones if wanted."""
    contents = read_contents(old, new)
    hand = find_settled(old, new, settled)
    anchors = {
        i: j for i, j in find_anchors(contents.old, contents.new).items() if i not in hand.old and j not in hand.new
    }
    fixed = {**anchors, **dict(sorted(hand.notes))}
    free_old = [i for i in range(len(old)) if i not in anchors and i not in hand.old]
    taken = {*anchors.values(), *hand.new}
    free_new = [j for j in range(len(new)) if j not in taken]
    matching = match_clauses(contents, fixed, (free_old, free_new), weights)
    links = dict.fromkeys(anchors.items(), SAME) | {link: matching.weighed[link] for link in matching.links.items()}
    hand_made = dict.fromkeys(hand.notes, HAND_MADE)
    frame = frame_of(contents, {**fixed, **matching.links})
    parts = find_parts(contents, frame, {**links, **hand_made}, matching.likeness, weights)
    kinship = _share_found_again(contents, {**links, **parts})
    if kinship < _KINSHIP:
        links, parts = {}, {}
    links |= hand_made
    return Alignment(
        contents, frame, hand, links | parts, frozenset(links), matching.weighed, matching.likeness, kinship
    )


def _share_found_again(contents: Contents, links: Iterable[Link]) -> float:
    """How much of the smaller text stands in the partners of its clauses, 0 to 1.

    Where it is little, place and formula mean nothing, and chance likeness would be paired.
    """
    by_old: dict[int, list[Content]] = defaultdict(list)
    by_new: dict[int, list[Content]] = defaultdict(list)
    for i, j in links:
        by_old[i].append(contents.new[j])
        by_new[j].append(contents.old[i])
    shares = [_found_again(contents.old, by_old), _found_again(contents.new, by_new)]
    found, size = min(shares, key=lambda share: (share[1], share[0]))
    return found / size if size else 1.0


def _found_again(side: Sequence[Content], partners: Mapping[int, Sequence[Content]]) -> tuple[float, float]:
    """How much of a text stands in the partners of its clauses, and how much there is."""
    found = [
        side[at].mass * covered(side[at].terms, set().union(*(other.terms for other in others)))
        for at, others in partners.items()
    ]
    return fsum(found), fsum(content.mass for content in side)


# ── the pairs ────────────────────────────────────────────────────────────────────────────────────


def _pairs(old: Sequence[Clause], new: Sequence[Clause], alignment: Alignment) -> tuple[Pair, ...]:
    by_old: dict[int, list[int]] = defaultdict(list)
    by_new: dict[int, list[int]] = defaultdict(list)
    for i, j in sorted(alignment.links):
        by_old[i].append(j)
        by_new[j].append(i)
    contents = alignment.contents
    old_spans = {
        (i, j): span
        for i, js in by_old.items()
        for j, span in _spans(old[i], {j: contents.new[j] for j in js}, contents).items()
    }
    new_spans = {
        (i, j): span
        for j, is_ in by_new.items()
        for i, span in _spans(new[j], {i: contents.old[i] for i in is_}, contents).items()
    }
    chain = heaviest_links(contents, alignment.links)
    pairs = {
        (i, j): Pair(
            old=old[i],
            new=new[j],
            relation="split" if (i, j) in old_spans else "merged" if (i, j) in new_spans else "one",
            role="main" if (i, j) in alignment.main else "part",
            old_span=old_spans.get((i, j)),
            new_span=new_spans.get((i, j)),
            score=weighed.score,
            moved=(i, j) not in chain,
            settled_by=alignment.hand.notes.get((i, j)),
            reasons=weighed.reasons,
        )
        for (i, j), weighed in alignment.links.items()
    }
    return _in_reading_order(old, new, pairs, by_old, by_new)


def _spans(clause: Clause, partners: Mapping[int, Content], contents: Contents) -> dict[int, Span | None]:
    """For a clause of several partners the part of it that continues in each, by the partners' indices."""
    if len(partners) < 2:
        return {}
    sentences = read_sentences(clause.text, contents.rarity)
    return dict(zip(partners, shared_spans(sentences, len(clause.text), list(partners.values())), strict=True))


def _in_reading_order(
    old: Sequence[Clause],
    new: Sequence[Clause],
    pairs: Mapping[Link, Pair],
    by_old: Mapping[int, Sequence[int]],
    by_new: Mapping[int, Sequence[int]],
) -> tuple[Pair, ...]:
    """Reading order of `new`; what was removed follows the last row of the clause before it."""
    removed: dict[int, list[Pair]] = defaultdict(list)
    behind = -1
    for i, clause in enumerate(old):
        if i in by_old:
            behind = by_old[i][-1]
        else:
            removed[behind].append(Pair(old=clause, new=None))
    rows = list(removed[-1])
    for j, clause in enumerate(new):
        rows += [pairs[i, j] for i in by_new.get(j, ())] or [Pair(old=None, new=clause)]
        rows += removed[j]
    return tuple(rows)
