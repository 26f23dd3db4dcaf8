"""Which new clause continues which old one: at most one each, the choice with the greatest sum of what speaks for it.

Found twice. First with a low floor and nothing known: that gives the places of the sure links, the clauses that surely
continue others (`Siblings`), and how many clauses of either side nothing speaks for (the exchange). Then with all this.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest

from tracker.align.anchors import Frame, Link, exact_weights, heaviest_chain, make_frame
from tracker.align.assignment import heaviest_matching
from tracker.align.candidates import find_candidates, find_nearby
from tracker.align.content import Contents, cosine
from tracker.align.scoring import Siblings, Surroundings, Weighed, Weights, weigh_continuation


@dataclass(frozen=True, slots=True)
class Matching:
    """The one-to-one choice."""

    links: Mapping[int, int]  # old index to new index
    weighed: Mapping[Link, Weighed]  # what speaks for each candidate
    likeness: Mapping[Link, float]  # of each candidate


def match_clauses(
    contents: Contents, fixed: Mapping[int, int], free: tuple[Sequence[int], Sequence[int]], weights: Weights
) -> Matching:
    """The heaviest one-to-one choice among the free clauses of either side (sorted indices), given the fixed links."""
    chain = sorted(heaviest_links(contents, fixed.items()))
    seen = _weigh_likeness(contents, {}, find_candidates(contents.old, contents.new, *free, chain))
    may = set(free[0]), set(free[1])
    likeness = {link: like for link, like in seen.items() if link[0] in may[0] and link[1] in may[1]}
    first = replace(weights, floor=weights.first_floor)
    sure = _in_order(contents, fixed, likeness, first)
    matching = _choose(contents, free, likeness, Surroundings(frame=frame_of(contents, sure)), first)
    sure = {**{i: j for i, j in matching.links.items() if matching.weighed[i, j].weight >= first.sure}, **fixed}
    around = Surroundings(
        frame=frame_of(contents, sure),
        siblings=find_siblings({**seen, **matching.likeness}, sure),
        exchange=_exchange(contents, free, matching, weights),
    )
    return _choose(contents, free, matching.likeness, around, weights)


def _choose(
    contents: Contents,
    free: tuple[Sequence[int], Sequence[int]],
    likeness: Mapping[Link, float],
    around: Surroundings,
    weights: Weights,
) -> Matching:
    """The heaviest choice among the candidates known and those near to where the frame lets them be expected."""
    near = find_nearby(*free, tuple(around.frame.chain.items()), (len(contents.old), len(contents.new)))
    likeness = _weigh_likeness(contents, likeness, near)
    weighed = {link: weigh_continuation(link, like, contents, around, weights) for link, like in likeness.items()}
    wanted = {link: value.weight for link, value in weighed.items() if value.weight > 0}
    return Matching(heaviest_matching(exact_weights(wanted, contents.old, contents.new)), weighed, likeness)


# clauses: in a text of eight or twelve measures, as many that nothing speaks for were exchanged rather than rewritten
_FEW = 2
# between versions of one law the share is 0 to 0.26 (28 laws), between different laws mostly 0.5 to 0.9
_STRANGERS = 0.3


def _exchange(
    contents: Contents, free: tuple[Sequence[int], Sequence[int]], matching: Matching, weights: Weights
) -> float:
    """The share of clauses that nothing speaks for, on the side that has fewer of them.

    It is bounded where a long text may be rewritten throughout: many of its clauses have but a faint partner.
    """
    sizes = [max(len(side), 1) for side in (contents.old, contents.new)]
    share = min((len(alone) - len(matching.links)) / size for alone, size in zip(free, sizes, strict=True))
    return share if share > _STRANGERS else min(share, max(weights.most_exchange, _FEW / min(sizes)))


def _weigh_likeness(contents: Contents, known: Mapping[Link, float], links: Iterable[Link]) -> dict[Link, float]:
    """The links with their likeness, beside those known already; the same two texts are weighed once."""
    likeness = dict(known)
    of_texts: dict[tuple[str, str], float] = {}
    for i, j in links:
        if (i, j) not in likeness:
            one, other = contents.old[i], contents.new[j]
            texts = one.key, other.key
            if texts not in of_texts:
                of_texts[texts] = cosine(one.terms, other.terms)
            likeness[i, j] = of_texts[texts]
    return likeness


def _in_order(
    contents: Contents, fixed: Mapping[int, int], likeness: Mapping[Link, float], weights: Weights
) -> dict[int, int]:
    """The fixed links, and the sure ones among the likeliest continuations that keep the order: the first ruler.

    Where many clauses are alike (a text of fifty similar parts) only their order tells which continues which.
    """
    gains = {link: like - weights.floor for link, like in likeness.items() if like > weights.floor}
    gains |= dict.fromkeys(fixed.items(), 1 - weights.floor)
    chain = heaviest_chain(exact_weights(gains, contents.old, contents.new), one_to_one=True)
    return {**{i: j for i, j in sorted(chain) if gains[i, j] >= weights.sure}, **fixed}


def frame_of(contents: Contents, links: Mapping[int, int]) -> Frame:
    """The ruler that one-to-one links make."""
    return make_frame(links, heaviest_links(contents, links.items()), len(contents.old), len(contents.new))


def heaviest_links(contents: Contents, links: Iterable[Link]) -> frozenset[Link]:
    """Of the links, those that keep the order and say most together."""
    weights = {(i, j): min(contents.old[i].mass, contents.new[j].mass) for i, j in links}
    return heaviest_chain(exact_weights(weights, contents.old, contents.new))


def find_siblings(likeness: Mapping[Link, float], sure: Mapping[int, int]) -> Siblings:
    """The siblings of every clause, given the likeness of candidates and the sure links."""
    back = {j: i for i, j in sure.items()}
    old: dict[int, list[tuple[float, int]]] = defaultdict(list)
    new: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (i, j), like in likeness.items():
        if j in back:
            old[i].append((like, j))
        if i in sure:
            new[j].append((like, i))
    return Siblings(*({at: tuple(nlargest(2, each)) for at, each in side.items()} for side in (old, new)))
