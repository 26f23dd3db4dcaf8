"""Which stretch of a shared clause continues in which of its links.

The stretches follow each other without gap, so that nothing of the clause goes unseen.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.align.content import Content, Sentence, covered

Span = tuple[int, int]

# more links than this are cut in the order of their partners
_MAX_ORDERS = 6


def shared_spans(sentences: Sequence[Sentence], size: int, partners: Sequence[Content]) -> tuple[Span | None, ...]:
    """One span per partner, together all `size` code points of the text that the sentences stand in.

    None for every partner where the text has fewer sentences than partners: all of it stands in each link.
    The cut is the one under which most of the clause's weight is found in the partner it is given to.
    """
    if len(sentences) < len(partners):
        return (None,) * len(partners)
    gains = [
        [sentence.mass * covered(sentence.terms, partner.terms.keys()) for partner in partners]
        for sentence in sentences
    ]
    owners = _cut(gains, len(partners))
    starts = {owner: at for at, owner in reversed(list(enumerate(owners)))}
    ordered = sorted(starts, key=starts.__getitem__)
    spans: list[Span | None] = [None] * len(partners)
    for place, owner in enumerate(ordered):
        start = sentences[starts[owner]].start if place else 0
        end = sentences[starts[ordered[place + 1]]].start if place + 1 < len(ordered) else size
        spans[owner] = (start, end)
    return tuple(spans)


def _cut(gains: Sequence[Sequence[float]], count: int) -> list[int]:
    """The owner of each sentence: one run of sentences per owner, every owner has one, the sum of gains greatest.

    Exact over all orders of owners (2^count states per sentence) up to a handful of owners, else in given order.
    """
    orders = [(owner, tuple(range(owner)) if count > _MAX_ORDERS else ()) for owner in range(count)]
    full = (1 << count) - 1
    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, -1): (0.0, ())}
    for row in gains:
        step: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {}
        for (used, last), (total, owners) in best.items():
            for owner, before in orders:
                fresh = owner != last
                if fresh and (used >> owner & 1 or any(not used >> other & 1 for other in before)):
                    continue
                state = (used | 1 << owner, owner)
                value = (total + row[owner], (*owners, owner))
                if state not in step or value[0] > step[state][0] + 1e-9:
                    step[state] = value
        best = step
    return list(
        max(
            ((key, value) for key, value in best.items() if key[0] == full), key=lambda e: (round(e[1][0], 9), -e[0][1])
        )[1][1]
    )
